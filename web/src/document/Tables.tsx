// The lists behind a document: citations both ways, family, legal events, sources.
import type { Brief, Document, FamilyOut, LegalEvent } from "../api/types";
import { bestTitle } from "../parts/titles";
import { documentAddress, Link } from "../route";
import { useTexts } from "../texts";

function Name({ member, q }: { member: Brief; q: string }) {
  if (member.key == null || !member.held) return <>{member.display}</>;
  return <Link href={documentAddress(member.key, q)}>{member.display}</Link>;
}

/** Documents cited, and documents of the collection that cite this one. */
export function Citations({ document, q }: { document: Document; q: string }) {
  const { t, lang, code, number } = useTexts();
  const { cites, cited_by: citedBy, cited_by_total: citedByTotal } = document;
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
                  <td className="num">
                    <Name member={cite} q={q} />
                    {cite.titles.length > 0 && <span className="beside"> {bestTitle(cite.titles, lang)}</span>}
                  </td>
                  <td>{cite.category}</td>
                  <td>{code("phase", cite.phase)}</td>
                  <td>{code("by", cite.by)}</td>
                </tr>
              ))}
              {literature.map((citation, i) => (
                <tr key={`l${i}`}>
                  <td className="literature">{citation.literature}</td>
                  <td>{citation.category}</td>
                  <td>{code("phase", citation.phase ?? "")}</td>
                  <td>{code("by", citation.by ?? "")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <h3>
        {t("cite.forward")} <small>{number(citedByTotal)}</small>
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
              {bestTitle(cite.titles, lang)} {cite.category !== "" && <b>{cite.category}</b>}
            </li>
          ))}
        </ul>
      )}
      {citedByTotal > citedBy.length && (
        <p className="faint">{t("cite.more", { n: number(citedBy.length), total: number(citedByTotal) })}</p>
      )}
    </>
  );
}

function Members({ members, here, q }: { members: readonly Brief[]; here: string; q: string }) {
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

/** The numbers that tie members of a family, each with the members that share it. */
function Links({ family, displays }: { family: FamilyOut; displays: ReadonlyMap<string, string> }) {
  const { t, code } = useTexts();
  const byNumber = new Map<string, Map<string, string[]>>();
  for (const { number, key, by } of family.links) {
    const members = byNumber.get(number) ?? new Map<string, string[]>();
    members.set(key, [...(members.get(key) ?? []), by]);
    byNumber.set(number, members);
  }
  if (byNumber.size === 0) return null;
  return (
    <ul className="links" aria-label={t("family.links")}>
      {[...byNumber].map(([number, members]) => (
        <li key={number}>
          <b className="num">{number}</b>
          {[...members].map(([key, by]) => (
            <span key={key}>
              <span className="num">{displays.get(key) ?? key}</span>{" "}
              <span className="by">{by.map((one) => code("link", one)).join(" · ")}</span>
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}

/** The simple family, and the extended one where it is larger, with the numbers that hold them together. */
export function Family({ document, q }: { document: Document; q: string }) {
  const { t, number } = useTexts();
  const { simple_family: simple, extended_family: extended } = document;
  const larger = extended.total > simple.total;
  const displays = new Map(
    [...simple.members, ...extended.members].flatMap((one) => (one.key == null ? [] : [[one.key, one.display] as const])),
  );
  const parts = [
    { key: "simple", title: t("family.simple"), family: simple },
    ...(larger ? [{ key: "extended", title: t("family.extended"), family: extended }] : []),
  ];
  return (
    <>
      {parts.map(({ key, title, family }) => (
        <div key={key}>
          <h3>
            {title} <small>{number(family.total)}</small>
          </h3>
          {family.total < 2 ? (
            <p className="faint">{t("family.alone")}</p>
          ) : (
            <>
              <Members members={family.members} here={document.key} q={q} />
              {family.members.length < family.total && (
                <p className="faint">{t("cite.more", { n: number(family.members.length), total: number(family.total) })}</p>
              )}
              <details className="extras">
                <summary>{t("family.links")}</summary>
                <Links family={family} displays={displays} />
              </details>
            </>
          )}
        </div>
      ))}
    </>
  );
}

/** Legal events, the latest first, and the state derived from them with the rule. */
export function Events({ document }: { document: Document }) {
  const { t, code, pick } = useTexts();
  const events = [...(document.record.events ?? [])].sort((a, b) => (b.date ?? "").localeCompare(a.date ?? ""));
  const { state } = document;
  return (
    <>
      {state != null && (
        <p className="derived">
          <span className={`tag state-${state.code}`}>{code("state", state.code)}</span>
          {state.since != null && <span> {t("state-since", { date: state.since })}</span>}
          <span className="faint">
            {" "}
            {t("events.rule")} {pick(state.rule_zh, state.rule)}
          </span>
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
            </tr>
          </thead>
          <tbody>
            {document.layers.map((layer, i) => (
              <tr key={i} className={layer.current ? undefined : "past"}>
                <td>{code("format", layer.format)}</td>
                <td className="path">{layer.file}</td>
                <td className="num right">{number(layer.offset)}</td>
                <td className="num right">{layer.load}</td>
                <td className="num">{layer.loaded_at.slice(0, 19).replace("T", " ")}</td>
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
