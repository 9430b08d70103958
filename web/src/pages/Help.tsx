// The query language: operators and fields, as the server knows them.
import { useEffect, useState } from "react";
import { api } from "../api/client";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { Link } from "../route";
import { useTexts } from "../texts";
import "../style/pages.css";

/** The page. */
export default function Help() {
  const { t, pick, code } = useTexts();
  const [operators, retryOperators] = useRemote("operators", api.operators);
  const [fields, retryFields] = useRemote("fields", api.fields);
  const [filter, setFilter] = useState("");
  useEffect(() => {
    document.title = `${t("nav.help")} · ${t("shell.title")}`;
  }, [t]);
  const wanted = filter.trim().toLowerCase();
  const rows = (fields.state === "there" ? fields.value : []).filter(
    (row) =>
      wanted === "" ||
      [row.code, row.zh, row.en, ...row.names].some((name) => name.toLowerCase().includes(wanted)),
  );
  return (
    <div className="page help-page">
      <h1>{t("nav.help")}</h1>
      <p className="lead">{t("help.lead")}</p>
      <div className="help-columns">
        <section>
          <h2>{t("help.operators")}</h2>
          {operators.state === "waiting" && <LinesSkeleton lines={8} />}
          {operators.state === "refused" && <Failed problem={operators.problem} onRetry={retryOperators} />}
          {operators.state === "there" && (
            <table className="dense help-table">
              <thead>
                <tr>
                  <th>{t("help.write")}</th>
                  <th>{t("help.meaning")}</th>
                </tr>
              </thead>
              <tbody>
                {operators.value.map((row) => (
                  <tr key={row.form}>
                    <td>
                      <code>{row.form}</code>
                    </td>
                    <td>
                      {pick(row.zh, row.en)}
                      <Example q={row.example} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        <section>
          <h2>{t("help.fields")}</h2>
          <p>
            <input
              type="search"
              className="filter"
              value={filter}
              onChange={(event) => setFilter(event.target.value)}
              placeholder={t("help.filter")}
              aria-label={t("help.filter")}
            />
          </p>
          {fields.state === "waiting" && <LinesSkeleton lines={12} />}
          {fields.state === "refused" && <Failed problem={fields.problem} onRetry={retryFields} />}
          {fields.state === "there" && (
            <table className="dense help-table fields">
              <thead>
                <tr>
                  <th>{t("help.code")}</th>
                  <th>{t("help.field")}</th>
                  <th>{t("help.kind")}</th>
                  <th>{t("help.names")}</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.code}>
                    <td>
                      <code>{row.code}</code>
                    </td>
                    <td>
                      {pick(row.zh, row.en)}
                      {row.members.length > 0 && <span className="faint beside"> {row.members.join(" + ")}</span>}
                      <Example q={row.example} />
                    </td>
                    <td>{code("kind", row.kind)}</td>
                    <td className="names">
                      {row.names
                        .filter((name) => name !== row.code)
                        .map((name) => (
                          <code key={name}>{name}</code>
                        ))}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
      <section>
        <h2>{t("help.rules")}</h2>
        <ul className="rules">
          <li>{t("help.rule-exact")}</li>
          <li>{t("help.rule-count")}</li>
          <li>{t("help.rule-fold")}</li>
          <li>{t("help.rule-keys")}</li>
        </ul>
        <p>
          <Link href="/">{t("state.to-search")}</Link>
          {" · "}
          <a href="/api">{t("help.api")}</a>
        </p>
      </section>
    </div>
  );
}

/** A query to try; fields and operators name one each. */
function Example({ q }: { q: string }) {
  if (q === "") return null;
  // Lines of a history are numbered by who keeps one; they cannot be tried from here.
  if (/#\d/.test(q)) {
    return (
      <span className="try faint">
        <code>{q}</code>
      </span>
    );
  }
  return (
    <span className="try">
      <Link href={`/?q=${encodeURIComponent(q)}`}>
        <code>{q}</code>
      </Link>
    </span>
  );
}
