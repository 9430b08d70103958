// The bibliography of a document: what stands on its front page, with INID codes when asked for.
import { useState, type ReactNode } from "react";
import type { ClassSymbol, DocId, Document, Party } from "../api/types";
import { Copy } from "../parts/Copy";
import { documentAddress, Link } from "../route";
import { useTexts, type TextKey } from "../texts";
import { ClassChip } from "./ClassChip";

const roles: { role: string; inid: string }[] = [
  { role: "applicant", inid: "71" },
  { role: "owner", inid: "73" },
  { role: "inventor", inid: "72" },
  { role: "agency", inid: "74" },
  { role: "agent", inid: "74" },
  { role: "examiner", inid: "" },
  { role: "opponent", inid: "" },
  { role: "licensee", inid: "" },
];

const schemes: { scheme: string; inid: string }[] = [
  { scheme: "ipc", inid: "51" },
  { scheme: "cpc", inid: "52" },
  { scheme: "locarno", inid: "51" },
  { scheme: "uspc", inid: "52" },
  { scheme: "other", inid: "52" },
];

// WIPO ST.9; what it gives no number of its own stands under 60.
const relationCodes: Record<string, string> = {
  addition: "61",
  division: "62",
  continuation: "63",
  "continuation-in-part": "63",
  reissue: "64",
  "related-publication": "65",
  substitution: "66",
  "pct-application": "86",
  "pct-publication": "87",
};

/** A number as text. */
export function idText(id: DocId): string {
  if (id.original !== undefined && id.original !== "") {
    const complete = id.office === undefined || id.original.startsWith(id.office) || id.original.startsWith("PCT/");
    return !complete ? `${id.office} ${id.original}` : id.original;
  }
  return [id.office, id.number, id.kind].filter((part) => part !== undefined && part !== "").join(" ");
}

/** The bibliography. */
export function Bibliography({ document }: { document: Document }) {
  const { t, lang, code } = useTexts();
  const [inid, setInid] = useState(false);
  const { record, summary } = document;
  const rows: { inid: string; label: string; value: ReactNode }[] = [];
  const add = (code: string, label: string, value: ReactNode) => rows.push({ inid: code, label, value });

  if (inid) {
    add("11", t("bib.number"), <span className="num">{summary.display}</span>);
    add("12", t("bib.kind"), [code("type", summary.type), summary.kind].filter(Boolean).join(" · "));
    if (summary.filed != null) add("22", t("date.filed"), <span className="num">{summary.filed}</span>);
    const granted = summary.granted != null && summary.granted === summary.published;
    if (summary.published != null) {
      add(granted ? "45" : "43", t(granted ? "date.published-grant" : "date.published"), <span className="num">{summary.published}</span>);
    }
    if (summary.granted != null && !granted) add("45", t("date.granted"), <span className="num">{summary.granted}</span>);
    add(
      "54",
      t("bib.title"),
      <ul>
        {(record.titles ?? []).map((title, i) => (
          <li key={i} lang={title.lang}>
            {title.text}
          </li>
        ))}
      </ul>,
    );
  }
  const application = document.numbers.application;
  if (application != null && application.original !== "") {
    add(
      "21",
      t("bib.application"),
      <>
        <span className="num">{application.original}</span> <Copy text={application.original} label={t("copy.this")} />
        {application.check === "wrong" && <span className="wrong-text"> {t("bib.check-wrong")}</span>}
      </>,
    );
  } else if (record.application != null && idText(record.application) !== (record.application.office ?? "")) {
    add("21", t("bib.application"), <span className="num">{idText(record.application)}</span>);
  }
  for (const { role, inid: number } of roles) {
    const parties = (record.parties ?? []).filter((party) => party.role === role);
    if (parties.length > 0) add(number, t(`role.${role}` as TextKey), <Parties parties={parties} role={role} />);
  }
  for (const { scheme, inid: number } of schemes) {
    const classes = distinct((record.classes ?? []).filter((item) => item.scheme === scheme));
    if (classes.length === 0) continue;
    add(number, t(`scheme.${scheme}` as TextKey), <Classes classes={classes} />);
  }
  if ((record.priorities ?? []).length > 0) {
    add(
      "30",
      t("bib.priorities"),
      <ul>
        {(record.priorities ?? []).map((priority, i) => (
          <li key={i}>
            <span className="num">{idText(priority.id)}</span>{" "}
            <span className="num">{priority.id.date ?? ""}</span>
            {priority.active === false && <span className="faint"> {t("bib.priority-inactive")}</span>}
          </li>
        ))}
      </ul>,
    );
  }
  for (const relation of record.relations ?? []) {
    const key = `${relation.id.office ?? ""}${relation.id.number ?? ""}${relation.id.kind ?? ""}`;
    add(
      relationCodes[relation.kind] ?? "60",
      code("relation", relation.kind),
      <>
        <Link className="num" href={documentAddress(key)}>
          {idText(relation.id)}
        </Link>{" "}
        {relation.id.date ?? ""} {relation.note !== undefined && <span className="faint">{relation.note}</span>}
      </>,
    );
  }
  if ((record.designated ?? []).length > 0) add("84", t("bib.designated"), (record.designated ?? []).join(" "));
  if (summary.province != null) {
    add("", t("bib.place"), [...new Set([summary.province, summary.city].filter(Boolean))].join(lang === "zh" ? "" : ", "));
  }

  const shown = inid ? rows.filter((row) => row.inid !== "").sort((a, b) => a.inid.localeCompare(b.inid)) : rows;
  return (
    <>
      <label className="inid-switch">
        <input type="checkbox" checked={inid} onChange={(event) => setInid(event.target.checked)} /> {t("bib.inid")}
      </label>
      <dl className="bib">
        {shown.map((row, i) => (
          <div key={i}>
            <dt>
              {inid && <span className="inid">({row.inid})</span>} {row.label}
            </dt>
            <dd>{row.value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function distinct(classes: readonly ClassSymbol[]): ClassSymbol[] {
  const seen = new Map<string, ClassSymbol>();
  for (const item of classes) {
    const held = seen.get(item.symbol);
    if (held === undefined || (item.first === true && held.first !== true)) seen.set(item.symbol, item);
  }
  return [...seen.values()];
}

function Classes({ classes }: { classes: readonly ClassSymbol[] }) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const shown = all ? classes : classes.slice(0, 16);
  return (
    <div className="chips">
      {shown.map((item) => (
        <ClassChip key={item.symbol} item={item} />
      ))}
      {classes.length > shown.length && (
        <button type="button" className="textual" onClick={() => setAll(true)}>
          {t("bib.more", { n: classes.length - shown.length })}
        </button>
      )}
    </div>
  );
}

function Parties({ parties, role }: { parties: readonly Party[]; role: string }) {
  const { t } = useTexts();
  const [all, setAll] = useState(false);
  const field = { applicant: "PA", owner: "PA", inventor: "IN", agent: "AG", agency: "AG", examiner: "XM" }[role];
  const sorted = [...parties].sort((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0));
  const shown = all ? sorted : sorted.slice(0, 12);
  return (
    <ul className={role === "inventor" ? "inline" : undefined}>
      {shown.map((party, i) => (
        <li key={i}>
          {field === undefined ? (
            party.name
          ) : (
            <Link
              href={`/?q=${encodeURIComponent(`${field}="${party.name.replace(/"/g, "")}"`)}`}
              title={Object.entries(party.names ?? {}).map(([form, name]) => `${form}: ${name}`).join("\n") || undefined}
            >
              {party.name}
            </Link>
          )}
          {party.country !== undefined && party.country !== "" && <small> {party.country}</small>}
          {party.address !== undefined && party.address !== "" && role !== "inventor" && (
            <span className="address">{party.address}</span>
          )}
        </li>
      ))}
      {sorted.length > shown.length && (
        <li>
          <button type="button" className="textual" onClick={() => setAll(true)}>
            {t("bib.more", { n: sorted.length - shown.length })}
          </button>
        </li>
      )}
    </ul>
  );
}
