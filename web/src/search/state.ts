// What a search is, as the address bar keeps it.

/** The units in which a result is counted. */
export const units = ["document", "family", "extended"] as const;
/** The orders of a result. */
export const sorts = [
  "relevance", "-pd", "pd", "-ad", "ad", "-prd", "prd", "pn", "-pn", "-nciting", "-nct", "-nfam",
] as const;
/** All facets that the page can show, in order. */
export const allFacets = [
  "office", "type", "year", "ipc4", "applicant", "inventor", "kind", "ad_year", "prd_year", "gd_year",
  "ipc1", "ipc3", "ipc", "cpc4", "agent", "province", "city", "state", "lang", "format",
] as const;
/** The facets shown until somebody chooses others. */
export const usualFacets = ["office", "type", "year", "ipc4", "applicant", "province", "state", "lang"];

export type Unit = (typeof units)[number];
export type Dialect = "quanlian" | "cql";

/** A search. */
export interface SearchState {
  q: string;
  dialect: Dialect;
  sort: string;
  unit: Unit;
  facets: string[];
  view: "list" | "table";
}

/** Reads a search from the parameters of an address; what is not understood becomes the usual. */
export function readState(params: URLSearchParams): SearchState {
  const sort = params.get("sort") ?? "relevance";
  const unit = params.get("unit") ?? "document";
  const facets = params.get("facets");
  return {
    q: params.get("q") ?? "",
    dialect: params.get("dialect") === "cql" ? "cql" : "quanlian",
    sort: (sorts as readonly string[]).includes(sort) ? sort : "relevance",
    unit: (units as readonly string[]).includes(unit) ? (unit as Unit) : "document",
    facets:
      facets === null
        ? usualFacets
        : facets.split(",").filter((name) => (allFacets as readonly string[]).includes(name)),
    view: params.get("view") === "table" ? "table" : "list",
  };
}

/** The address of a search; what is usual is left out. */
export function writeState(state: SearchState): string {
  const params = new URLSearchParams();
  if (state.q !== "") params.set("q", state.q);
  if (state.dialect !== "quanlian") params.set("dialect", state.dialect);
  if (state.sort !== "relevance") params.set("sort", state.sort);
  if (state.unit !== "document") params.set("unit", state.unit);
  if (state.facets.join() !== usualFacets.join()) params.set("facets", state.facets.join());
  if (state.view !== "list") params.set("view", state.view);
  const text = params.toString();
  return text === "" ? "/" : `/?${text}`;
}

let lastSearch = "/";

/** Remembers the search that was shown last, so that a document can lead back to it. */
export function rememberSearch(address: string): void {
  lastSearch = address;
}

/** The address of the list from which a query's document was opened, as it was left. */
export function listAddress(q: string, dialect: Dialect): string {
  const last = readState(new URLSearchParams(lastSearch.slice(1)));
  if (last.q === q && last.dialect === dialect) return lastSearch;
  return writeState({ ...readState(new URLSearchParams()), q, dialect });
}
