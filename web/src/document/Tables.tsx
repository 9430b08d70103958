// The lists behind a document: citations both ways, family, legal events, sources.
import type { Document, LegalEvent, Member } from "../api/types";
import { bestTitle } from "../parts/titles";
import { documentAddress, Link } from "../route";
import { useTexts } from "../texts";

function Name({ member, q }: { member: Member; q: string }) {
  if (member.key == null || member.held === false) return <>{member.display}</>;
  return <Link href={documentAddress(member.key, q)}>{member.display}</Link>;
}

/** Documents cited, and documents of the collection that cite this one. */
export function Citations({ document, q }: { document: Document; q: string }) {
  const { t, lang, code, number } = useTexts();
  const cites = document.cites ?? [];
  const citedBy = document.cited_by ?? [];
  const shown = new Set(cites.map((cite) => cite.display));
  const literature = (document.record.citations ?? []).filter(
    (citation) => citation.literature !== undefined && citation.literature !== "" && !shown.has(citation.literature),
  );
  return (
    <>
      <h3>
        {t("cite.back")} <small>{number(cites.length + literature.length)}</small>
      </h3>
      {cites.length + literature.length === 0 ? (
        <p className="faint">{t("cite.none-back")}</p>
      ) : (
        <div className="table-frame">
          <table className="dense">
            <thead>
              <tr>
                <th>{t("cite.document")}</th>
                <th>{t("cite.category")}</th>
                <th>{t("cite.phase")}</th>
                <th>{t("cite.by")}</th>
              </tr>
            </thead>
            <tbody>
              {cites.map((cite, i) => (
                <tr key={i}>
                  <td className={cite.key == null ? "literature" : "num"}>
                    <Name member={cite} q={q} />
                    {cite.key != null && cite.held === false && <small className="faint"> {t("cite.not-held")}</small>}
                    {(cite.titles ?? []).length > 0 && <span className="beside"> {bestTitle(cite.titles, lang)}</span>}
                  </td>
                  <td>{cite.category}</td>
                  <td>{cite.phase !== undefined && code("phase", cite.phase)}</td>
                  <td>{cite.by !== undefined && code("by", cite.by)}</td>
                </tr>
              ))}
              {literature.map((citation, i) => (
                <tr key={`l${i}`}>
                  <td className="literature">{citation.literature}</td>
                  <td>{citation.category}</td>
                  <td>{citation.phase !== undefined && code("phase", citation.phase)}</td>
                  <td>{citation.by !== undefined && code("by", citation.by)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>
        {t("cite.forward")} <small>{number(citedBy.length)}</small>
      </h3>
      {citedBy.length === 0 ? (
        <p className="faint">{t("cite.none-forward")}</p>
      ) : (
        <ul className="plain">
          {citedBy.map((cite, i) => (
            <li key={i}>
              <span className="num">
                <Name member={cite} q={q} />
              </span>{" "}
              {bestTitle(cite.titles, lang)} {cite.category !== undefined && <b>{cite.category}</b>}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Members({ members, here, q }: { members: readonly Member[]; here: string; q: string }) {
  const { t, lang } = useTexts();
  return (
    <div className="table-frame">
      <table className="dense">
        <thead>
          <tr>
            <th>{t("column.number")}</th>
            <th>{t("column.title")}</th>
            <th>{t("date.filed")}</th>
            <th>{t("date.published")}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member, i) => (
            <tr key={i} className={member.key === here ? "here" : undefined}>
              <td className="num">{member.key === here ? <b>{member.display}</b> : <Name member={member} q={q} />}</td>
              <td className="title-cell">{bestTitle(member.titles, lang)}</td>
              <td className="num">{member.filed ?? ""}</td>
              <td className="num">{member.published ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The simple family by its priorities, the extended one by the links that hold it together. */
export function Family({ document, q }: { document: Document; q: string }) {
  const { t, number } = useTexts();
  const simple = document.family?.simple ?? null;
  const extended = document.family?.extended ?? null;
  const links = extended?.links ?? [];
  return (
    <>
      <h3>
        {t("family.simple")} <small>{number(simple?.members.length ?? 1)}</small>
      </h3>
      {(simple?.priorities ?? []).length > 0 && (
        <p className="faint">
          {t("family.held-by")} <span className="num">{(simple?.priorities ?? []).join("  ")}</span>
        </p>
      )}
      {simple === null || simple.members.length < 2 ? (
        <p className="faint">{t("family.alone")}</p>
      ) : (
        <Members members={simple.members} here={document.key} q={q} />
      )}
      {extended !== null && (extended.members.length > (simple?.members.length ?? 0) || links.length > 0) && (
        <>
          <h3>
            {t("family.extended")} <small>{number(extended.members.length)}</small>
          </h3>
          {extended.members.length > (simple?.members.length ?? 0) && (
            <Members members={extended.members} here={document.key} q={q} />
          )}
          {links.length > 0 && (
            <ul className="links" aria-label={t("family.links")}>
              {links.map((link, i) => (
                <li key={i}>
                  <span className="num">{link.from}</span>
                  <span className="by">{link.by}</span>
                  <span className="num">{link.to}</span>
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </>
  );
}

/** Legal events, the latest first, and the state derived from them with the rule. */
export function Events({ document }: { document: Document }) {
  const { t, code } = useTexts();
  const events = [...(document.record.events ?? [])].sort((a, b) => (b.date ?? "").localeCompare(a.date ?? ""));
  const { state } = document;
  return (
    <>
      {state != null && (
        <p className="derived">
          <span className={`tag state-${state.code}`}>{code("state", state.code)}</span>
          {state.since != null && <span> {t("state-since", { date: state.since })}</span>}
          {state.rule !== undefined && state.rule !== "" && (
            <span className="faint">
              {" "}
              {t("events.rule")} {state.rule}
            </span>
          )}
        </p>
      )}
      {events.length === 0 ? (
        <p className="faint">{t("events.none")}</p>
      ) : (
        <div className="table-frame">
          <table className="dense">
            <thead>
              <tr>
                <th>{t("events.date")}</th>
                <th>{t("events.office")}</th>
                <th>{t("events.code")}</th>
                <th>{t("events.text")}</th>
                <th>{t("events.influence")}</th>
              </tr>
            </thead>
            <tbody>
              {events.map((event, i) => (
                <EventRow key={i} event={event} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}

function EventRow({ event }: { event: LegalEvent }) {
  const details = Object.entries(event.details ?? {});
  return (
    <tr>
      <td className="num">{event.date ?? ""}</td>
      <td>{event.office}</td>
      <td className="num">{event.code}</td>
      <td>
        {event.text}
        {details.length > 0 && (
          <span className="beside">
            {" "}
            {details.map(([name, value]) => `${name}: ${value}`).join(" · ")}
          </span>
        )}
      </td>
      <td>{event.influence}</td>
    </tr>
  );
}

/** Where every piece came from: file, place in it, load, time. */
export function Sources({ document }: { document: Document }) {
  const { t, code, number } = useTexts();
  const notes = document.record.notes ?? [];
  const extras = Object.entries(document.record.extras ?? {});
  return (
    <>
      <div className="table-frame">
        <table className="dense">
          <thead>
            <tr>
              <th>{t("source.format")}</th>
              <th>{t("source.file")}</th>
              <th className="right">{t("source.offset")}</th>
              <th className="right">{t("source.load")}</th>
              <th>{t("source.time")}</th>
              <th className="right">{t("source.versions")}</th>
            </tr>
          </thead>
          <tbody>
            {(document.layers ?? []).map((layer, i) => (
              <tr key={i} className={layer.current === false ? "past" : undefined}>
                <td>{code("format", layer.format)}</td>
                <td className="path">{layer.file}</td>
                <td className="num right">{layer.offset === undefined ? "" : number(layer.offset)}</td>
                <td className="num right">{layer.load}</td>
                <td className="num">{(layer.loaded_at ?? "").slice(0, 19).replace("T", " ")}</td>
                <td className="num right">{layer.versions}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {notes.length > 0 && (
        <>
          <h3>{t("source.notes")}</h3>
          <ul className="plain">
            {notes.map((note, i) => (
              <li key={i}>
                <code>{note.code}</code> {note.detail}
              </li>
            ))}
          </ul>
        </>
      )}
      {extras.length > 0 && (
        <details className="extras">
          <summary>{t("source.extras", { n: extras.length })}</summary>
          <dl className="bib">
            {extras.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd className="lines">{value}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </>
  );
}
