// A thin client of the HTTP API: one function a route, every refusal thrown as a `Refusal`.
import type {
  ClassAnswer,
  ClassRow,
  DocumentAnswer,
  FieldRow,
  Load,
  NumbersAnswer,
  OperatorRow,
  Problem,
  QuarantineEntry,
  QuarantinePiece,
  QueryReading,
  SearchAnswer,
  Status,
} from "./types";

/** What the server refused, or why it could not be reached (`status` 0). */
export class Refusal extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.title);
    this.problem = problem;
  }
}

type Params = Record<string, string | number | boolean | null | undefined>;

/** The address of an API route with its parameters; empty ones are left out. */
export function address(path: string, params: Params = {}): string {
  const pairs = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === "" || value === false) continue;
    pairs.set(name, String(value));
  }
  const text = pairs.toString();
  return `/api/v1${path}${text === "" ? "" : `?${text}`}`;
}

async function get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address(path, params), {
      headers: { accept: "application/json" },
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Refusal({ title: "unreachable", status: 0, code: "web.unreachable" });
  }
  const text = await answer.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Refusal({
      title: `${answer.status} ${answer.statusText}`,
      status: answer.status,
      code: "web.not-json",
      detail: text.slice(0, 300),
    });
  }
  if (!answer.ok) {
    const problem = (body ?? {}) as Partial<Problem>;
    throw new Refusal({
      ...problem,
      title: problem.title ?? answer.statusText,
      status: answer.status,
      code: problem.code ?? `http.${answer.status}`,
    });
  }
  return body as T;
}

/** What a search asks for. */
export interface SearchParams {
  q: string;
  dialect: string;
  sort: string;
  unit: string;
  limit: number;
  cursor?: string | null;
  facets?: string;
  facet_limit?: number;
  explain?: boolean;
}

/** How many classes a search shows at most. */
export const classLimit = 200;

export const api = {
  search: (params: SearchParams, signal?: AbortSignal) =>
    get<SearchAnswer>("/search", { ...params }, signal),
  explain: (q: string, dialect: string, signal?: AbortSignal) =>
    get<{ query: QueryReading }>("/explain", { q, dialect }, signal),
  document: (number: string, q: string, dialect: string, signal?: AbortSignal) =>
    get<DocumentAnswer>(`/documents/${encodeURIComponent(number)}`, q === "" ? {} : { q, dialect }, signal),
  numbers: (text: string, signal?: AbortSignal) => get<NumbersAnswer>("/numbers", { text }, signal),
  fields: (signal?: AbortSignal) => get<FieldRow[]>("/fields", {}, signal),
  operators: (signal?: AbortSignal) => get<OperatorRow[]>("/operators", {}, signal),
  classOf: (scheme: string, symbol: string, lang: string, signal?: AbortSignal) =>
    get<ClassAnswer>(`/classes/${scheme}`, { symbol, lang }, signal),
  classSearch: (scheme: string, text: string, lang: string, signal?: AbortSignal) =>
    get<ClassRow[]>(`/classes/${scheme}/search`, { text, lang, limit: classLimit }, signal),
  status: (signal?: AbortSignal) => get<Status>("/status", {}, signal),
  loads: (signal?: AbortSignal) => get<{ loads: Load[] }>("/loads", {}, signal),
  quarantine: (signal?: AbortSignal) => get<{ entries: QuarantineEntry[]; total: number }>("/quarantine", {}, signal),
  quarantineEntry: (id: string, signal?: AbortSignal) =>
    get<QuarantinePiece>(`/quarantine/${encodeURIComponent(id)}`, {}, signal),
};

/** The formats in which a result can be taken away. */
export const exportFormats = ["xlsx", "csv", "jsonl", "ris", "bibtex", "docdb"] as const;

/** The address under which a result is exported. */
export function exportAddress(q: string, dialect: string, sort: string, format: string): string {
  return address("/export", { q, dialect, sort, format });
}
