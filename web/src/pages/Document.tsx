// One document: what is claimed, by whom, since when, is it alive, what is it near.
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import { api } from "../api/client";
import type { Document as Doc, DocumentAnswer, Problem } from "../api/types";
import { Bibliography } from "../document/Bibliography";
import { Claims } from "../document/Claims";
import { Description, headings, paragraphId } from "../document/Description";
import { Langs } from "../document/Langs";
import { Citations, Events, Family, Sources } from "../document/Tables";
import { Copy } from "../parts/Copy";
import { Icon } from "../parts/Icon";
import { Marked } from "../parts/Marked";
import { useRemote } from "../parts/remote";
import { Failed, LinesSkeleton } from "../parts/States";
import { bestAt, bestTitle, ordered } from "../parts/titles";
import { typing } from "../parts/typing";
import { documentAddress, goBackTo, Link, usePlace } from "../route";
import { Menu } from "../search/Menu";
import { listAddress, readState } from "../search/state";
import { useTexts, type TextKey } from "../texts";
import "../style/document.css";

/** The page of a document, or what can be said when there is none or more than one. */
export default function DocumentPage({ number }: { number: string }) {
  const { t, lang } = useTexts();
  const { params } = usePlace();
  const { q, dialect } = readState(params);
  const [remote, retry] = useRemote<DocumentAnswer>(`${number} ${dialect} ${q}`, (signal) =>
    api.document(number, q, dialect, signal),
  );
  if (remote.state === "waiting") {
    return (
      <div className="page doc">
        <p className="num doc-number">{number}</p>
        <LinesSkeleton lines={14} />
      </div>
    );
  }
  if (remote.state === "refused") {
    if (remote.problem.status === 404) return <NotFound number={number} problem={remote.problem} />;
    return (
      <div className="page doc">
        <Failed problem={remote.problem} onRetry={retry} />
      </div>
    );
  }
  const { document: found, matches } = remote.value;
  if (found != null) return <View key={found.key} doc={found} q={q} dialect={dialect} />;
  return (
    <div className="page doc">
      <h1>{t("doc.several", { number })}</h1>
      <ul className="plain">
        {matches.map((hit) => (
          <li key={hit.key}>
            <Link className="num" href={documentAddress(hit.key, q, dialect)}>
              {hit.display}
            </Link>{" "}
            {bestTitle(hit.titles, lang)} <span className="faint">{hit.published}</span>
          </li>
        ))}
      </ul>
      {matches.length === 0 && <p>{t("doc.not-found-do")}</p>}
    </div>
  );
}

function NotFound({ number, problem }: { number: string; problem: Problem }) {
  const { t, pick } = useTexts();
  const candidates = problem.candidates ?? [];
  return (
    <div className="page doc state">
      <h1>{t("doc.not-found", { number })}</h1>
      <p>{pick(problem.detail_zh, problem.detail)}</p>
      {candidates.length > 0 && (
        <>
          <p>{t("doc.candidates")}</p>
          <ul className="plain">
            {candidates.map((key) => (
              <li key={key}>
                <Link className="num" href={documentAddress(key)}>
                  {key}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <p>{t("doc.not-found-do")}</p>
      <p>
        <Link href={`/numbers?text=${encodeURIComponent(number)}`}>{t("doc.check-number")}</Link>
        {" · "}
        <Link href="/">{t("state.to-search")}</Link>
      </p>
    </div>
  );
}

function View({ doc, q, dialect }: { doc: Doc; q: string; dialect: "quanlian" | "cql" }) {
  const { t, lang, code, number } = useTexts();
  const { record, marks, summary } = doc;
  const titles = (record.titles ?? []).map((title, i) => ({ ...title, marks: marks?.titles?.[i] }));
  const [first, ...others] = ordered(titles, lang);
  const abstracts = (record.abstracts ?? []).map((passage, i) => ({ ...passage, at: i }));
  const [abstractChosen, setAbstractChosen] = useState<number | null>(null);
  const abstractAt = abstractChosen ?? bestAt(abstracts, lang);
  const abstract = abstracts[abstractAt];
  const descriptions = record.descriptions ?? [];
  const [textChosen, setTextChosen] = useState<number | null>(null);
  const textAt = textChosen ?? bestAt(descriptions, lang);
  const description = descriptions[textAt];
  const jumps = useMemo(() => (description === undefined ? [] : headings(description)), [description]);
  const claims = record.claims ?? [];
  const literature = (record.citations ?? []).filter((one) => (one.literature ?? "") !== "").length;
  const citeCount = doc.cites.length + literature + doc.cited_by_total;
  const familyCount = doc.extended_family.total;

  useEffect(() => {
    document.title = `${doc.summary.display} ${bestTitle(record.titles, lang)} · ${t("shell.title")}`;
  }, [doc, record.titles, lang, t]);

  useEffect(() => {
    const wanted = window.location.hash.slice(1);
    if (wanted !== "") document.getElementById(wanted)?.scrollIntoView();
  }, []);

  const sections: { id: string; label: string; count?: number }[] = [
    ...(abstracts.length > 0 ? [{ id: "abstract", label: t("doc.abstract") }] : []),
    ...(claims.length > 0 ? [{ id: "claims", label: t("doc.claims"), count: claims[0]?.claims.length ?? 0 }] : []),
    ...(description !== undefined ? [{ id: "description", label: t("doc.description") }] : []),
    { id: "citations", label: t("doc.citations"), count: citeCount },
    { id: "family", label: t("doc.family"), count: familyCount },
    { id: "events", label: t("doc.events"), count: record.events?.length ?? 0 },
    { id: "sources", label: t("doc.sources"), count: doc.layers.length },
  ];

  return (
    <article className="page doc">
      <header className="doc-head">
        {q !== "" && (
          <p className="back">
            <Link
              href={listAddress(q, dialect)}
              onClick={(event) => {
                if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
                event.preventDefault();
                goBackTo(listAddress(q, dialect));
              }}
            >
              ← {t("doc.back")}
            </Link>{" "}
            <code>{q}</code>
          </p>
        )}
        <div className="doc-line">
          <span className="doc-number num">{doc.summary.display}</span>
          <Numbers doc={doc} />
          <span className="tag">{code("type", summary.type)}</span>
          {doc.state != null && (
            <a className={`tag state-${doc.state.code}`} href="#events">
              {code("state", doc.state.code)}
              {doc.state.since != null && ` · ${t("state-since", { date: doc.state.since })}`}
            </a>
          )}
          <button type="button" className="small print" onClick={() => window.print()}>
            <Icon name="print" /> {t("doc.print")}
          </button>
        </div>
        <h1 lang={first?.lang}>
          {first === undefined ? t("results.untitled") : <Marked text={first.text} marks={first.marks} />}
        </h1>
        {others.map((title, i) => (
          <p key={i} className="other-title" lang={title.lang}>
            <span className="lang-tag">{title.lang === undefined || title.lang === "" ? "" : code("lang", title.lang)}</span>
            <Marked text={title.text} marks={title.marks} />
          </p>
        ))}
        <Dates doc={doc} />
      </header>

      <nav className="doc-nav" aria-label={t("doc.sections")}>
        <ul>
          {sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`}>
                {section.label}
                {section.count !== undefined && <small>{number(section.count)}</small>}
              </a>
            </li>
          ))}
        </ul>
        {q !== "" && <MarkWalk key={`${textAt} ${abstractAt}`} />}
      </nav>

      <div className="doc-grid">
        <aside className="doc-side">
          <section aria-labelledby="bib-title">
            <h2 id="bib-title">{t("doc.bibliography")}</h2>
            <Bibliography document={doc} />
          </section>
          {jumps.length > 0 && (
            <nav className="jumps" aria-label={t("doc.jumps")}>
              <h2>{t("doc.jumps")}</h2>
              <ul>
                {jumps.map((jump) => (
                  <li key={jump.index}>
                    <a href={`#${paragraphId(jump.index)}`}>{jump.text}</a>
                  </li>
                ))}
              </ul>
            </nav>
          )}
        </aside>
        <div className="doc-main">
          {abstract !== undefined && (
            <Section id="abstract" title={t("doc.abstract")}>
              <Langs items={abstracts.map((one) => ({ lang: one.lang ?? "" }))} chosen={abstractAt} onChoose={setAbstractChosen} />
              {abstract.paragraphs.map((paragraph, i) => (
                <p key={i} className="serif" lang={abstract.lang}>
                  <Marked text={paragraph.text} marks={marks?.abstracts?.[abstractAt]?.[i]} />
                </p>
              ))}
            </Section>
          )}
          {claims.length > 0 && (
            <Section id="claims" title={t("doc.claims")}>
              <Claims sets={claims} marks={marks?.claims} />
            </Section>
          )}
          {description !== undefined && (
            <Section id="description" title={t("doc.description")}>
              <Langs items={descriptions.map((one) => ({ lang: one.lang ?? "" }))} chosen={textAt} onChoose={setTextChosen} />
              <Description passage={description} marks={marks?.descriptions?.[textAt]} />
            </Section>
          )}
          {abstract === undefined && claims.length === 0 && description === undefined && (
            <p className="only-facts">{t("doc.only-facts")}</p>
          )}
          <Section id="citations" title={t("doc.citations")}>
            <Citations document={doc} q={q} />
          </Section>
          <Section id="family" title={t("doc.family")}>
            <Family document={doc} q={q} />
          </Section>
          <Section id="events" title={t("doc.events")}>
            <Events document={doc} />
          </Section>
          <Section id="sources" title={t("doc.sources")}>
            <Sources document={doc} />
          </Section>
        </div>
      </div>
      <p className="print-only print-source">
        {t("doc.print-source", { number: doc.summary.display, q: q === "" ? "—" : q, date: today() })}
      </p>
    </article>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {children}
    </section>
  );
}

function today(): string {
  const now = new Date();
  return `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;
}

function Numbers({ doc }: { doc: Doc }) {
  const { t } = useTexts();
  const { publication, application } = doc.numbers;
  const rows: [TextKey, string | undefined][] = [
    ["form.publication-original", publication?.original],
    ["form.publication-docdb", publication?.docdb],
    ["form.publication-epodoc", publication?.epodoc],
    ["form.application-original", application?.original],
    ["form.application-docdb", application?.docdb],
    ["form.application-epodoc", application?.epodoc],
  ];
  return (
    <>
      <Copy text={doc.summary.display} label={t("copy.number", { number: doc.summary.display })} />
      <Menu label={t("copy.forms")} icon="copy">
        {rows.map(([key, value]) =>
          value === undefined || value === "" ? null : (
            <li key={key} className="form">
              <span className="faint">{t(key)}</span> <span className="num">{value}</span>
              <Copy text={value} label={t("copy.number", { number: value })} />
            </li>
          ),
        )}
      </Menu>
    </>
  );
}

function Dates({ doc }: { doc: Doc }) {
  const { t } = useTexts();
  const { record } = doc;
  const { priority, filed, published, granted } = doc.summary;
  const together = granted != null && granted === published;
  const dates = (
    [
      ["date.priority", priority === filed ? null : priority],
      ["date.filed", filed],
      [together ? "date.published-grant" : "date.published", published],
      ["date.granted", together ? null : granted],
    ] as [TextKey, string | null | undefined][]
  ).flatMap(([key, date]) => (date == null ? [] : [{ key, date }]));
  const owners = (record.parties ?? []).filter((party) => party.role === "owner");
  const applicants = (record.parties ?? []).filter((party) => party.role === "applicant");
  const people = owners.length > 0 ? owners : applicants;
  return (
    <div className="strip">
      {people.length > 0 && (
        <div>
          <span>{t(owners.length > 0 ? "role.owner" : "role.applicant")}</span>
          <b>{people.map((party) => party.name).slice(0, 3).join("；")}{people.length > 3 && " …"}</b>
        </div>
      )}
      {dates.map(({ key, date }) => (
        <div key={key}>
          <span>{t(key)}</span>
          <b className="num">
            <time dateTime={date}>{date}</time>
          </b>
        </div>
      ))}
      {doc.simple_family.total > 1 && (
        <div>
          <span>{t("family.simple")}</span>
          <b>
            <a href="#family">{doc.simple_family.total}</a>
          </b>
        </div>
      )}
      {doc.cited_by_total > 0 && (
        <div>
          <span>{t("cite.forward")}</span>
          <b>
            <a href="#citations">{doc.cited_by_total}</a>
          </b>
        </div>
      )}
    </div>
  );
}

/** Goes from mark to mark of the query in the text, with `n` and `p` too. */
function MarkWalk() {
  const { t } = useTexts();
  const [count, setCount] = useState(0);
  const at = useRef(-1);
  const [shown, setShown] = useState(0);
  useEffect(() => {
    setCount(document.querySelectorAll(".doc mark").length);
  }, []);
  const go = (step: number) => {
    const all = document.querySelectorAll<HTMLElement>(".doc mark");
    if (all.length === 0) return;
    at.current = (at.current + step + all.length) % all.length;
    setCount(all.length);
    setShown(at.current + 1);
    for (const mark of all) mark.classList.remove("now");
    const mark = all[at.current];
    mark?.classList.add("now");
    mark?.scrollIntoView({ block: "center" });
  };
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "n") go(1);
      if (event.key === "p") go(-1);
    };
    window.addEventListener("keydown", key);
    return () => window.removeEventListener("keydown", key);
  }, []);
  if (count === 0) return <span className="mark-walk faint">{t("marks.none")}</span>;
  return (
    <span className="mark-walk">
      {shown > 0 ? t("marks.at", { n: shown, total: count }) : t("marks.count", { n: count })}
      <button type="button" className="small" onClick={() => go(-1)} aria-label={t("marks.previous")} title="p">
        ↑
      </button>
      <button type="button" className="small" onClick={() => go(1)} aria-label={t("marks.next")} title="n">
        ↓
      </button>
    </span>
  );
}
