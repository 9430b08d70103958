// What came in: every load with its reconciliation, and what waits in quarantine.
import { Fragment, useEffect, useState } from "react";
import { api } from "../api/client";
import type { Load, QuarantineEntry, Status } from "../api/types";
import { Icon } from "../parts/Icon";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { bytesText } from "../parts/titles";
import { useTexts } from "../texts";
import "../style/pages.css";

/** The page. */
export default function Loads() {
  const { t } = useTexts();
  const [loads, retryLoads] = useRemote("loads", api.loads);
  const [status] = useRemote("status", api.status);
  const [quarantine, retryQuarantine] = useRemote("quarantine", api.quarantine);
  useEffect(() => {
    document.title = `${t("nav.loads")} · ${t("shell.title")}`;
  }, [t]);
  return (
    <div className="page loads-page">
      <h1>{t("nav.loads")}</h1>
      <p className="lead">{t("loads.lead")}</p>
      {status.state === "there" && <Held status={status.value} />}
      <h2>{t("loads.title")}</h2>
      {loads.state === "waiting" && <LinesSkeleton lines={5} />}
      {loads.state === "refused" && <Failed problem={loads.problem} onRetry={retryLoads} />}
      {loads.state === "there" &&
        (loads.value.loads.length === 0 ? <p>{t("loads.none")}</p> : <LoadTable loads={loads.value.loads} />)}
      <h2>{t("quarantine.title")}</h2>
      <p className="lead">{t("quarantine.lead")}</p>
      {quarantine.state === "waiting" && <LinesSkeleton lines={4} />}
      {quarantine.state === "refused" && <Failed problem={quarantine.problem} onRetry={retryQuarantine} />}
      {quarantine.state === "there" &&
        (quarantine.value.entries.length === 0 ? (
          <p className="done-text">{t("quarantine.none")}</p>
        ) : (
          <Quarantine entries={quarantine.value.entries} total={quarantine.value.total} />
        ))}
    </div>
  );
}

function Held({ status }: { status: Status }) {
  const { t, number, code } = useTexts();
  return (
    <div className="strip">
      <div>
        <span>{t("loads.held")}</span>
        <b className="num">{number(status.documents)}</b>
      </div>
      {status.by_format.map((format) => (
        <div key={format.value}>
          <span>{code("format", format.value)}</span>
          <b className="num">{number(format.count)}</b>
        </div>
      ))}
      <div>
        <span>{t("loads.archive")}</span>
        <b className="num">{bytesText(status.archive_bytes)}</b>
      </div>
      <div>
        <span>{t("loads.index")}</span>
        <b className="num">{bytesText(status.index_bytes)}</b>
      </div>
      <div>
        <span>{t("loads.version")}</span>
        <b className="num">{status.version}</b>
      </div>
    </div>
  );
}

function LoadTable({ loads }: { loads: readonly Load[] }) {
  const { t, number, code } = useTexts();
  const [open, setOpen] = useState<number | null>(null);
  return (
    <div className="table-frame">
      <table className="dense stack">
        <thead>
          <tr>
            <th>{t("loads.number")}</th>
            <th>{t("loads.started")}</th>
            <th>{t("loads.finished")}</th>
            <th className="right">{t("loads.read")}</th>
            <th className="right">{t("loads.stored")}</th>
            <th className="right">{t("loads.superseded")}</th>
            <th className="right">{t("loads.unchanged")}</th>
            <th className="right">{t("loads.quarantined")}</th>
            <th>{t("loads.sum")}</th>
          </tr>
        </thead>
        <tbody>
          {loads.map((load) => {
            const { read, stored, superseded, unchanged, quarantined } = load.totals;
            const sum = stored + superseded + unchanged + quarantined;
            return (
              <Fragment key={load.id}>
                <tr>
                  <td>
                    <button
                      type="button"
                      className="textual"
                      aria-expanded={open === load.id}
                      onClick={() => setOpen(open === load.id ? null : load.id)}
                    >
                      <Icon name={open === load.id ? "down" : "right"} />
                      {load.id} · {t("loads.files", { n: number(load.files_total) })}
                    </button>
                  </td>
                  <td data-label={t("loads.started")} className="num">{time(load.started)}</td>
                  <td data-label={t("loads.finished")} className="num">{load.finished == null ? <span className="doubt-text">{t("loads.open")}</span> : time(load.finished)}</td>
                  <td data-label={t("loads.read")} className="num right">{number(read)}</td>
                  <td data-label={t("loads.stored")} className="num right">{number(stored)}</td>
                  <td data-label={t("loads.superseded")} className="num right">{number(superseded)}</td>
                  <td data-label={t("loads.unchanged")} className="num right">{number(unchanged)}</td>
                  <td data-label={t("loads.quarantined")} className={quarantined > 0 ? "num right doubt-text" : "num right"}>{number(quarantined)}</td>
                  <td data-label={t("loads.sum")}>
                    {read === sum ? (
                      <span className="done-text">{t("loads.balanced")}</span>
                    ) : (
                      <span className="wrong-text">{t("loads.unbalanced", { n: number(read - sum) })}</span>
                    )}
                  </td>
                </tr>
                {open === load.id &&
                  load.files.filter((file) => file.read > 0).map((file) => (
                    <tr key={file.file} className="sub">
                      <td colSpan={3}>
                        <span className="path">{file.file}</span>{" "}
                        <span className="faint">
                          {[...file.formats.map((format) => code("format", format)), bytesText(file.bytes)].join(" · ")}
                        </span>
                      </td>
                      <td data-label={t("loads.read")} className="num right">{number(file.read)}</td>
                      <td data-label={t("loads.stored")} className="num right">{number(file.stored)}</td>
                      <td data-label={t("loads.superseded")} className="num right">{number(file.superseded)}</td>
                      <td data-label={t("loads.unchanged")} className="num right">{number(file.unchanged)}</td>
                      <td data-label={t("loads.quarantined")} className="num right">{number(file.quarantined)}</td>
                      <td className="wide-only" />
                    </tr>
                  ))}
                {open === load.id && load.totals.skipped > 0 && (
                  <tr className="sub">
                    <td colSpan={9} className="faint">
                      {t("loads.skipped", { n: number(load.totals.skipped) })}
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function time(text: string): string {
  return text.slice(0, 19).replace("T", " ");
}

function Quarantine({ entries, total }: { entries: readonly QuarantineEntry[]; total: number }) {
  const { t, number } = useTexts();
  const [open, setOpen] = useState<string | null>(null);
  const [shown, setShown] = useState(100);
  return (
    <>
      <p role="status">{t("quarantine.count", { n: number(total) })}</p>
      <div className="table-frame">
        <table className="dense stack">
          <thead>
            <tr>
              <th>{t("quarantine.file")}</th>
              <th className="right">{t("quarantine.line")}</th>
              <th>{t("quarantine.reason")}</th>
              <th className="right">{t("quarantine.bytes")}</th>
              <th className="right">{t("source.load")}</th>
            </tr>
          </thead>
          <tbody>
            {entries.slice(0, shown).map((entry) => (
              <Fragment key={entry.id}>
                <tr>
                  <td>
                    <button
                      type="button"
                      className="textual path"
                      aria-expanded={open === entry.id}
                      onClick={() => setOpen(open === entry.id ? null : entry.id)}
                    >
                      <Icon name={open === entry.id ? "down" : "right"} />
                      {entry.file}
                    </button>
                  </td>
                  <td data-label={t("quarantine.line")} className="num right">{entry.line === 0 ? "" : number(entry.line)}</td>
                  <td data-label={t("quarantine.reason")}>
                    <span>
                      {entry.reason} <code className="faint">{entry.code}</code>
                    </span>
                  </td>
                  <td data-label={t("quarantine.bytes")} className="num right">{number(entry.bytes)}</td>
                  <td data-label={t("source.load")} className="num right">{entry.load}</td>
                </tr>
                {open === entry.id && (
                  <tr className="sub">
                    <td colSpan={5}>
                      <Original id={entry.id} />
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      {entries.length > shown && (
        <p>
          <button type="button" className="small" onClick={() => setShown(shown + 500)}>
            {t("quarantine.more", { n: number(Math.min(500, entries.length - shown)) })}
          </button>
        </p>
      )}
    </>
  );
}

function Original({ id }: { id: string }) {
  const [remote, retry] = useRemote(id, (signal) => api.quarantineEntry(id, signal));
  if (remote.state === "waiting") return <LinesSkeleton lines={3} />;
  if (remote.state === "refused") return <Failed problem={remote.problem} onRetry={retry} />;
  return <pre className="original">{remote.value.original.slice(0, 20000)}</pre>;
}
