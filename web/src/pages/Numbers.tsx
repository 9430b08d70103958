// Numbers in any written form: how they are read, whether the check digit is right, what is held.
import Button from "antd/es/button";
import { useEffect, useState, type FormEvent } from "react";
import { api } from "../api/client";
import type { Hit, NumberReading, NumbersAnswer } from "../api/types";
import { Copy } from "../parts/Copy";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { bestTitle } from "../parts/titles";
import { documentAddress, Link, navigate, usePlace } from "../route";
import { numbersQuery } from "../search/narrow";
import { useTexts } from "../texts";
import "../style/pages.css";

const example = "ZL 201710601862.3\nCN109524631A\nUS 2021/0267109 A1\nEP1234567B1\nWO 2019/123456 A1";

/** The page. */
export default function Numbers() {
  const { t } = useTexts();
  const { params } = usePlace();
  const text = params.get("text") ?? "";
  const [draft, setDraft] = useState(text);
  const [asked, setAsked] = useState(text);
  if (asked !== text) {
    setAsked(text);
    setDraft(text);
  }
  useEffect(() => {
    document.title = `${t("nav.numbers")} · ${t("shell.title")}`;
  }, [t]);
  const read = (value: string) => navigate(`/numbers?text=${encodeURIComponent(value.trim())}`, { keepScroll: true });
  return (
    <div className="page numbers-page">
      <h1>{t("nav.numbers")}</h1>
      <p className="lead">{t("numbers.lead")}</p>
      <form
        className="numbers-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          read(draft);
        }}
      >
        <label htmlFor="numbers">{t("numbers.label")}</label>
        <textarea
          id="numbers"
          className="num"
          rows={Math.min(14, Math.max(4, draft.split("\n").length + 1))}
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) read(draft);
          }}
          placeholder={example}
          spellCheck={false}
        />
        <p>
          <Button type="primary" htmlType="submit" disabled={draft.trim() === ""}>
            {t("numbers.read")}
          </Button>{" "}
          <button type="button" className="textual" onClick={() => read(example)}>
            {t("numbers.example")}
          </button>
        </p>
      </form>
      {text !== "" && <Readings text={text} />}
    </div>
  );
}

/** The most numbers that are read at once. */
const most = 500;

/** Reads every line of a text as one number, some at a time. */
async function readAll(text: string, signal: AbortSignal) {
  const lines = [...new Set(text.split(/[\n;；]+/).map((line) => line.trim()))].filter((line) => line !== "").slice(0, most);
  const answers: NumbersAnswer[] = [];
  for (let i = 0; i < lines.length; i += 8) {
    answers.push(...(await Promise.all(lines.slice(i, i + 8).map((line) => api.numbers(line, signal)))));
  }
  const matches = new Map(answers.flatMap((answer) => answer.matches.map((hit) => [hit.key, hit] as const)));
  return {
    readings: answers.flatMap((answer) => answer.readings),
    unread: answers.flatMap((answer, i) =>
      answer.readings.length > 0 ? [] : [{ text: lines[i] ?? "", why: answer.warnings[0] }],
    ),
    matches: [...matches.values()],
  };
}

function Readings({ text }: { text: string }) {
  const { t, number, pick } = useTexts();
  const [remote, retry] = useRemote(text, (signal) => readAll(text, signal));
  if (remote.state === "waiting") return <LinesSkeleton lines={6} />;
  if (remote.state === "refused") return <Failed problem={remote.problem} onRetry={retry} />;
  const { readings, matches, unread } = remote.value;
  return (
    <>
      <h2>{t("numbers.readings", { n: number(readings.length) })}</h2>
      {readings.length + unread.length === 0 ? (
        <p>{t("numbers.none")}</p>
      ) : (
        <div className="table-frame">
          <table className="dense readings stack">
            <thead>
              <tr>
                <th>{t("numbers.written")}</th>
                <th>{t("numbers.read-as")}</th>
                <th>{t("numbers.check")}</th>
                <th>{t("numbers.forms")}</th>
              </tr>
            </thead>
            <tbody>
              {readings.map((reading, i) => (
                <Reading key={i} reading={reading} />
              ))}
              {unread.map(({ text: line, why }, i) => (
                <tr key={`u${i}`}>
                  <td className="num" data-label={t("numbers.written")}>{line}</td>
                  <td colSpan={3} data-label={t("numbers.read-as")}>
                    <span className="wrong-text">{t("numbers.unreadable")}</span>
                    <p className="doubt-text">{pick(why?.message_zh, why?.message)}</p>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h2>{t("numbers.matches", { n: number(matches.length) })}</h2>
      {matches.length === 0 ? <p className="faint">{t("numbers.no-matches")}</p> : <Matches matches={matches} />}
    </>
  );
}

function Reading({ reading }: { reading: NumberReading }) {
  const { t, pick, code } = useTexts();
  const { state } = reading.check;
  const forms = Object.entries(reading.forms).filter(([, value]) => value != null && value !== "");
  return (
    <tr>
      <td className="num" data-label={t("numbers.written")}>{reading.text}</td>
      <td data-label={t("numbers.read-as")}>
        {reading.canonical !== "" ? (
          <>
            <Link className="num" href={documentAddress(reading.canonical)}>
              {reading.canonical}
            </Link>{" "}
            <span className="faint">
              {reading.office} {reading.series != null && code("series", reading.series)}
            </span>
          </>
        ) : (
          <span className="wrong-text">{t("numbers.unreadable")}</span>
        )}
        {reading.warnings.map((warning, i) => (
          <p key={i} className="doubt-text">
            {pick(warning.message_zh, warning.message)}
          </p>
        ))}
      </td>
      <td data-label={t("numbers.check")}>
        <span className={`check ${state}`}>
          {state === "wrong" ? t("numbers.check-wrong", { digit: reading.check.expected ?? "?" }) : code("check", state)}
        </span>
      </td>
      <td data-label={t("numbers.forms")}>
        {forms.map(([form, value]) => (
          <span key={form} className="form-of">
            <small>{code("form-name", form)}</small> <span className="num">{value}</span>
            <Copy text={value ?? ""} label={t("copy.number", { number: value ?? "" })} />
          </span>
        ))}
      </td>
    </tr>
  );
}

function Matches({ matches }: { matches: readonly Hit[] }) {
  const { t, lang } = useTexts();
  return (
    <>
      <ul className="plain matches">
        {matches.map((hit) => (
          <li key={hit.key} data-key={hit.key}>
            <Link className="num" href={documentAddress(hit.key)}>
              {hit.display}
            </Link>{" "}
            {bestTitle(hit.titles, lang)}{" "}
            <span className="faint">
              {hit.applicants.slice(0, 2).join("；")} {hit.published}
            </span>
          </li>
        ))}
      </ul>
      {matches.length > 1 && (
        <p>
          <Link href={`/?q=${encodeURIComponent(numbersQuery(matches.map((hit) => hit.key)))}`}>
            {t("numbers.as-result", { n: matches.length })}
          </Link>
        </p>
      )}
    </>
  );
}
