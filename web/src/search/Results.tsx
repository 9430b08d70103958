// The hits: a dense list with snippets, or a table of one line each.
import { memo } from "react";
import type { Hit } from "../api/types";
import { Marked } from "../parts/Marked";
import { documentAddress, Link } from "../route";
import { useTexts, type Lang, type TextKey } from "../texts";

interface Props {
  hits: readonly Hit[];
  view: "list" | "table";
  q: string;
  dialect: string;
  active: number;
  chosen: ReadonlySet<string>;
  onChoose: (hit: Hit, on: boolean) => void;
  onPreview: (index: number) => void;
}

/** All hits loaded so far. */
export function Results(props: Props) {
  const { t } = useTexts();
  if (props.view === "table") return <HitTable {...props} />;
  return (
    <ol className="hits" aria-label={t("results.label")}>
      {props.hits.map((hit, i) => (
        <Row
          key={hit.key}
          hit={hit}
          index={i}
          active={i === props.active}
          chosen={props.chosen.has(hit.key)}
          q={props.q}
          dialect={props.dialect}
          onChoose={props.onChoose}
          onPreview={props.onPreview}
        />
      ))}
    </ol>
  );
}

interface RowProps {
  hit: Hit;
  index: number;
  active: boolean;
  chosen: boolean;
  q: string;
  dialect: string;
  onChoose: (hit: Hit, on: boolean) => void;
  onPreview: (index: number) => void;
}

/** Which title is shown: that in the language of the reader, else the one with the most marks. */
function titleAt(hit: Hit, lang: Lang): number {
  const own = hit.titles.findIndex((title) => title.lang === lang);
  if (own >= 0) return own;
  const marks = hit.titles.map((_, i) => hit.title_marks?.[i]?.length ?? 0);
  const most = Math.max(0, ...marks);
  return most === 0 ? Math.max(0, hit.titles.findIndex((title) => title.lang === "en")) : marks.indexOf(most);
}

/** The title of a hit with its marks. */
function Title({ hit }: { hit: Hit }) {
  const { lang, t } = useTexts();
  const i = titleAt(hit, lang);
  const title = hit.titles[i];
  if (title === undefined) return <>{t("results.untitled")}</>;
  return (
    <span lang={title.lang}>
      <Marked text={title.text} marks={hit.title_marks?.[i]} />
    </span>
  );
}

const Row = memo(function Row({ hit, index, active, chosen, q, dialect, onChoose, onPreview }: RowProps) {
  const { t, code, number, lang } = useTexts();
  const shown = titleAt(hit, lang);
  const shownMarks = hit.title_marks?.[shown]?.length ?? 0;
  const others = hit.titles
    .map((title, i) => ({ title, marks: hit.title_marks?.[i] }))
    .filter(({ marks }, i) => i !== shown && (marks?.length ?? 0) > shownMarks);
  const people = hit.applicants ?? [];
  return (
    <li className={active ? "hit active" : "hit"} data-index={index} data-key={hit.key}>
      <input
        type="checkbox"
        checked={chosen}
        onChange={(event) => onChoose(hit, event.target.checked)}
        aria-label={t("results.choose", { number: hit.display })}
      />
      <div className="hit-body" onClick={(event) => openPreview(event, () => onPreview(index))}>
        <h3>
          <Link href={documentAddress(hit.key, q, dialect)}>
            <Title hit={hit} />
          </Link>
        </h3>
        <p className="hit-line">
          <b className="num">{hit.display}</b>
          {hit.type != null && <span className="tag">{code("type", hit.type)}</span>}
          {hit.state != null && <span className={`tag state-${hit.state}`}>{code("state", hit.state)}</span>}
          <span className="people" title={people.join("; ")}>
            {people.slice(0, 2).join(lang === "zh" ? "；" : "; ")}
            {people.length > 2 && t("results.others", { n: people.length - 2 })}
          </span>
          {(hit.ipc ?? []).length > 0 && (
            <span className="classes">{(hit.ipc ?? []).slice(0, 3).join("  ")}{(hit.ipc ?? []).length > 3 && " …"}</span>
          )}
        </p>
        <p className="hit-line dates">
          {hit.priority != null && hit.priority !== hit.filed && <DateOf name="date.priority" date={hit.priority} />}
          {hit.filed != null && <DateOf name="date.filed" date={hit.filed} />}
          {hit.published != null && (
            <DateOf name={hit.granted === hit.published ? "date.published-grant" : "date.published"} date={hit.published} />
          )}
          {hit.granted != null && hit.granted !== hit.published && <DateOf name="date.granted" date={hit.granted} />}
          {(hit.family_size ?? 1) > 1 && <span>{t("results.family", { n: number(hit.family_size ?? 1) })}</span>}
          {(hit.cited_by ?? 0) > 0 && <span>{t("results.cited", { n: number(hit.cited_by ?? 0) })}</span>}
        </p>
        {others.map(({ title, marks }, i) => (
          <p key={`t${i}`} className="snippet" lang={title.lang}>
            <span className="field">{code("field", "TI")}</span>
            <Marked text={title.text} marks={marks} />
          </p>
        ))}
        {(hit.snippets ?? []).slice(0, 3).map((snippet, i) => (
          <p key={i} className="snippet" lang={snippet.lang}>
            <span className="field">{code("field", snippet.field)}</span>
            <Marked text={snippet.text} marks={snippet.marks} />
          </p>
        ))}
      </div>
    </li>
  );
});

function DateOf({ name, date }: { name: TextKey; date: string }) {
  const { t } = useTexts();
  return (
    <span>
      <span className="faint">{t(name)}</span> <time dateTime={date}>{date}</time>
    </span>
  );
}

/** A click beside the links and without a selection of text opens the preview. */
function openPreview(event: React.MouseEvent, open: () => void): void {
  if ((event.target as HTMLElement).closest("a,button,input") !== null) return;
  if ((window.getSelection()?.toString() ?? "") !== "") return;
  open();
}

function HitTable({ hits, q, dialect, active, chosen, onChoose, onPreview }: Props) {
  const { t, code } = useTexts();
  const withState = hits.some((hit) => hit.state != null);
  const withFamily = hits.some((hit) => (hit.family_size ?? 1) > 1);
  const withCited = hits.some((hit) => (hit.cited_by ?? 0) > 0);
  return (
    <div className="table-frame">
      <table className="dense">
        <thead>
          <tr>
            <th aria-label={t("results.column-choose")} />
            <th>{t("column.number")}</th>
            <th>{t("column.title")}</th>
            <th>{t("column.applicant")}</th>
            <th>IPC</th>
            <th>{t("date.filed")}</th>
            <th>{t("date.published")}</th>
            {withState && <th>{t("column.state")}</th>}
            {withFamily && <th className="right">{t("column.family")}</th>}
            {withCited && <th className="right">{t("column.cited")}</th>}
          </tr>
        </thead>
        <tbody>
          {hits.map((hit, i) => (
            <tr
              key={hit.key}
              className={i === active ? "hit active" : "hit"}
              data-index={i}
              data-key={hit.key}
              onClick={(event) => openPreview(event, () => onPreview(i))}
            >
              <td>
                <input
                  type="checkbox"
                  checked={chosen.has(hit.key)}
                  onChange={(event) => onChoose(hit, event.target.checked)}
                  aria-label={t("results.choose", { number: hit.display })}
                />
              </td>
              <td className="num">
                <Link href={documentAddress(hit.key, q, dialect)}>{hit.display}</Link>
              </td>
              <td className="title-cell">
                <Title hit={hit} />
              </td>
              <td className="people-cell">{(hit.applicants ?? []).join("；")}</td>
              <td className="num">{hit.ipc?.[0] ?? ""}</td>
              <td className="num">{hit.filed ?? ""}</td>
              <td className="num">{hit.published ?? ""}</td>
              {withState && <td>{hit.state == null ? "" : code("state", hit.state)}</td>}
              {withFamily && <td className="num right">{hit.family_size ?? ""}</td>}
              {withCited && <td className="num right">{hit.cited_by ?? ""}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
