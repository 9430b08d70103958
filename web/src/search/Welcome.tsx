// The search page before a question was asked: what is held, and questions to try.
import { api } from "../api/client";
import { Link } from "../route";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { useTexts, type TextKey } from "../texts";

const examples: { q: string; key: TextKey }[] = [
  { q: "石墨烯 AND 电池", key: "example.and" },
  { q: "ta=(lithium 3W battery)", key: "example.near" },
  { q: "IPC=H01M10/+ AND PD>=2019", key: "example.class" },
  { q: "申请人=华为", key: "example.applicant" },
];

/** Examples and the collection in figures. */
export function Welcome() {
  const { t, number, pick } = useTexts();
  const [status, retry] = useRemote("status", api.status);
  const offices = status.state === "there" ? (status.value.by_office ?? []) : [];
  const most = Math.max(1, ...offices.map((office) => office.count));
  return (
    <div className="welcome">
      <section aria-labelledby="examples">
        <h2 id="examples">{t("welcome.examples")}</h2>
        <ul className="examples">
          {examples.map(({ q, key }) => (
            <li key={q}>
              <Link href={`/?q=${encodeURIComponent(q)}`}>
                <code>{q}</code>
                <span>{t(key)}</span>
              </Link>
            </li>
          ))}
        </ul>
        <p className="faint">
          {t("welcome.more")} <Link href="/help">{t("nav.help")}</Link>
          {" · "}
          <Link href="/numbers">{t("nav.numbers")}</Link>
          {" · "}
          <Link href="/classes">{t("nav.classes")}</Link>
        </p>
      </section>
      <section aria-labelledby="held">
        <h2 id="held">{t("welcome.held")}</h2>
        {status.state === "waiting" && <LinesSkeleton lines={4} />}
        {status.state === "refused" && <Failed problem={status.problem} onRetry={retry} />}
        {status.state === "there" && status.value.documents === 0 && (
          <p>
            {t("welcome.empty")} <code>quanlian import --data DIR PATH…</code>
          </p>
        )}
        {status.state === "there" && status.value.documents > 0 && (
          <>
            <p className="figure">
              <b>{number(status.value.documents)}</b> {t("unit.document")}
            </p>
            <table className="bars">
              <caption className="hidden">{t("welcome.by-office")}</caption>
              <tbody>
                {offices.slice(0, 10).map((office) => (
                  <tr key={office.value}>
                    <th scope="row">
                      <Link href={`/?q=${encodeURIComponent(`PC=${office.value}`)}`}>
                        {office.value} {pick(office.label, office.label_en)}
                      </Link>
                    </th>
                    <td className="bar">
                      <i style={{ width: `${(office.count / most) * 100}%` }} />
                    </td>
                    <td className="num right">{number(office.count)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="faint">
              {status.value.last_load?.finished != null &&
                t("welcome.as-of", { time: status.value.last_load.finished.slice(0, 16).replace("T", " ") })}{" "}
              <Link href="/loads">{t("welcome.loads")}</Link>
            </p>
          </>
        )}
      </section>
    </div>
  );
}
