// Short names for the shapes of the HTTP API; `npm run generate` writes schema.ts from api/openapi.json.
import type { components } from "./schema";

type Schemas = components["schemas"];

/** A stretch of a text, in Unicode scalar values. */
export type At = Schemas["At"];
/** A refusal: an RFC 9457 problem document. What the page itself reports fills in no more than it knows. */
export type Problem = Pick<Schemas["Problem"], "title" | "status" | "code"> & Partial<Schemas["Problem"]>;
/** Something about the query that is probably a mistake; the query ran all the same. */
export type Warning = Schemas["WarningOut"];
/** One node of the query as it was read. */
export type QueryNode = Schemas["TreeNode"];
/** The query as it was read. */
export type QueryReading = Schemas["QueryOut"];
/** A text in one language. */
export type Text = Schemas["Text"];
/** A marked stretch: start, end, number of the concept. */
export type Mark = Schemas["Snippet"]["marks"][number];
/** One line of a result. */
export type Hit = Schemas["Hit"];
/** One value of a facet with the number of hits that have it. */
export type FacetValue = Schemas["FacetValue"];
/** A way to narrow a result. */
export type Facet = Schemas["FacetOut"];
/** The answer to a search. */
export type SearchAnswer = Schemas["Response"];
/** A number as a format states it. */
export type DocId = Schemas["DocId"];
/** A text of paragraphs in one language. */
export type Passage = Schemas["Passage"];
/** One claim. */
export type Claim = Schemas["Claim"];
/** The claims in one language. */
export type ClaimSet = Schemas["ClaimSet"];
/** Somebody named in a document. */
export type Party = Schemas["Party"];
/** One class symbol of a document. */
export type ClassSymbol = Schemas["Class"];
/** Everything the sources say about one publication. */
export type DocRecord = Schemas["Record"];
/** A legal event. */
export type LegalEvent = Schemas["Event"];
/** A document named in another one's family or citations. */
export type Brief = Schemas["Brief"];
/** A family with what ties its members. */
export type FamilyOut = Schemas["FamilyOut"];
/** One document with everything that is known about it. */
export type Document = Schemas["Document"];
/** What a number in any form leads to. */
export type DocumentAnswer = Schemas["DocumentAnswer"];
/** A field of the language. */
export type FieldRow = Schemas["FieldHelp"];
/** An operator or form of the language. */
export type OperatorRow = Schemas["OperatorHelp"];
/** One way to understand a number. */
export type NumberReading = Schemas["NumberReading"];
/** What a number means. */
export type NumbersAnswer = Schemas["NumbersAnswer"];
/** A class in a list. */
export type ClassRow = Schemas["ClassRow"];
/** A class with what is above and below it. */
export type ClassAnswer = Schemas["ClassAnswer"];
/** The state of the server. */
export type Status = Schemas["Status"];
/** A load: read = stored + superseded + unchanged + quarantined. */
export type Load = Schemas["LoadOut"];
/** A piece that could not be read. */
export type QuarantineEntry = Schemas["QuarantineEntry"];
/** The same with its original. */
export type QuarantinePiece = Schemas["QuarantinePiece"];
