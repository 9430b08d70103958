// The shapes of the HTTP API, version 1, as the server answers them (snake_case, offsets in Unicode
// scalar values). The same shapes are described in api/openapi.json.

/** A stretch of a text, in Unicode scalar values. */
export interface At {
  start: number;
  end: number;
}

/** A refusal: an RFC 9457 problem document. */
export interface Problem {
  type?: string;
  title: string;
  title_zh?: string;
  status: number;
  code: string;
  detail?: string;
  detail_zh?: string;
  at?: At | null;
  proposal?: string | null;
  candidates?: (string | { key: string; display?: string })[];
}

/** Something about the query that is probably a mistake; the query ran all the same. */
export interface Warning {
  code: string;
  message: string;
  message_zh?: string;
  at?: At | null;
  proposal?: string | null;
}

/** One node of the query as it was read. */
export interface QueryNode {
  op: string;
  text: string;
  at?: At | null;
  hits?: number | null;
  note?: string | null;
  note_zh?: string | null;
  children?: QueryNode[];
}

/** The query as it was read. */
export interface QueryReading {
  text: string;
  dialect: string;
  normal: string;
  warnings?: Warning[];
  tree?: QueryNode | null;
}

/** A text in one language. */
export interface Text {
  lang?: string;
  text: string;
}

/** A marked stretch: start, end, number of the concept. */
export type Mark = [number, number, number];

/** A piece of a document's text with marks. */
export interface Snippet {
  field: string;
  lang?: string;
  text: string;
  marks: Mark[];
}

/** One line of a result. */
export interface Hit {
  key: string;
  number?: string;
  display: string;
  office?: string;
  kind?: string;
  type?: string | null;
  titles: Text[];
  applicants?: string[];
  inventors?: string[];
  published?: string | null;
  filed?: string | null;
  priority?: string | null;
  granted?: string | null;
  application?: string | null;
  ipc?: string[];
  province?: string | null;
  city?: string | null;
  state?: string | null;
  family_size?: number;
  cited_by?: number;
  score?: number | null;
  members?: string[];
  title_marks?: Mark[][];
  snippets?: Snippet[];
}

/** One value of a facet with the number of hits that have it. */
export interface FacetValue {
  value: string;
  label?: string;
  label_en?: string;
  count: number;
  query: string;
}

/** A way to narrow a result. */
export interface Facet {
  total_values: number;
  missing: number;
  values: FacetValue[];
}

/** The answer to a search. */
export interface SearchAnswer {
  query: QueryReading;
  unit: string;
  sort: string;
  total: number;
  documents?: number;
  took_ms?: number;
  hits: Hit[];
  next?: string | null;
  facets?: Record<string, Facet>;
}

/** A number as a format states it. */
export interface DocId {
  office?: string;
  number?: string;
  kind?: string;
  date?: string;
  original?: string;
  lang?: string;
}

export interface Paragraph {
  number?: string;
  heading?: boolean;
  text: string;
}

export interface Passage {
  lang?: string;
  source?: string;
  paragraphs: Paragraph[];
}

export interface Claim {
  number: number;
  depends_on?: number[];
  text: string;
}

export interface ClaimSet {
  lang?: string;
  states?: string[];
  claims: Claim[];
}

export interface Party {
  role: string;
  sequence?: number;
  name: string;
  names?: Record<string, string>;
  address?: string;
  country?: string;
  id?: string;
}

export interface ClassSymbol {
  scheme: string;
  symbol: string;
  first?: boolean;
  value?: string;
  version?: string;
  office?: string;
}

/** Everything the sources say about one publication (crates/corpus/src/record.rs). */
export interface DocRecord {
  format: string;
  publication: DocId;
  application?: DocId | null;
  produced?: string;
  titles?: Text[];
  abstracts?: Passage[];
  claims?: ClaimSet[];
  descriptions?: Passage[];
  parties?: Party[];
  classes?: ClassSymbol[];
  priorities?: { id: DocId; kind?: string; active?: boolean; linkage?: string }[];
  relations?: { kind: string; id: DocId; note?: string }[];
  citations?: {
    patent?: DocId | null;
    literature?: string;
    category?: string;
    phase?: string;
    by?: string;
    claims?: string;
    passages?: string;
  }[];
  events?: LegalEvent[];
  drawings?: { id: string; file: string; figure?: string; format?: string; content?: string }[];
  dates?: Record<string, string>;
  source_family?: string;
  designated?: string[];
  extras?: Record<string, string>;
  notes?: { code: string; detail: string }[];
}

export interface LegalEvent {
  office?: string;
  code: string;
  date?: string | null;
  text?: string;
  influence?: string;
  details?: Record<string, string>;
}

/** A document named in another one's family or citations. */
export interface Member {
  key: string | null;
  display: string;
  titles?: Text[];
  published?: string | null;
  filed?: string | null;
  category?: string;
  phase?: string;
  by?: string;
  held?: boolean;
}

export interface NumberForms {
  docdb?: string;
  epodoc?: string;
  original?: string;
  check?: string;
}

/** One document with everything that is known about it. */
export interface Document {
  key: string;
  display: string;
  numbers?: { publication?: NumberForms; application?: NumberForms | null };
  record: DocRecord;
  type?: string | null;
  state?: { code: string; rule?: string; since?: string | null; events?: unknown[] } | null;
  province?: string | null;
  city?: string | null;
  layers?: {
    format: string;
    file: string;
    offset?: number;
    load?: number;
    loaded_at?: string;
    versions?: number;
    current?: boolean;
  }[];
  family?: {
    simple?: { id?: string; members: Member[]; priorities?: string[] } | null;
    extended?: { members: Member[]; links?: { from: string; to: string; by: string }[] } | null;
  } | null;
  cites?: Member[];
  cited_by?: Member[];
  marks?: {
    titles?: Mark[][];
    abstracts?: Mark[][][];
    claims?: Mark[][][];
    descriptions?: Mark[][][];
  } | null;
  inid?: { code: string; label: string; label_en?: string; value: string }[];
}

export interface DocumentAnswer {
  document: Document | null;
  matches?: Hit[];
}

export interface FieldRow {
  code: string;
  names: string[];
  kind: string;
  title: string;
  title_en?: string;
}

export interface OperatorRow {
  write: string;
  meaning: string;
  meaning_zh?: string;
}

export interface NumberReading {
  text: string;
  office?: string;
  series?: string;
  canonical?: string;
  forms?: { original?: string | null; docdb?: string | null; epodoc?: string | null };
  check?: { state: string; expected?: string | null };
  warnings?: { code: string; message: string; message_zh?: string }[];
}

export interface NumbersAnswer {
  readings: NumberReading[];
  matches: Hit[];
}

export interface ClassRow {
  symbol: string;
  title: string;
  title_en?: string;
  has_children?: boolean;
}

export interface ClassAnswer extends ClassRow {
  level?: number | string;
  children: ClassRow[];
  ancestors?: ClassRow[];
}

export interface Status {
  version: string;
  documents: number;
  by_office?: { value: string; label?: string; label_en?: string; count: number }[];
  by_format?: { value: string; label?: string; label_en?: string; count: number }[];
  last_load?: Partial<Load> | null;
  collection?: string;
  index_bytes?: number;
  uptime_s?: number;
}

export interface Load {
  id: number;
  started: string;
  finished?: string | null;
  files: {
    path: string;
    format?: string;
    records?: number;
    stored?: number;
    superseded?: number;
    unchanged?: number;
    quarantined?: number;
    bytes?: number;
  }[];
  totals: {
    read: number;
    stored: number;
    superseded: number;
    unchanged: number;
    quarantined: number;
  };
}

export interface QuarantineEntry {
  id: string;
  load?: number;
  file: string;
  offset?: number;
  line?: number;
  code: string;
  reason: string;
  bytes?: number;
  original?: string;
}
