//! One publication as one source file describes it: everything the office format holds, in one shape.
//!
//! A reader turns one piece of a source file into one [`Record`]. Several records of different
//! formats about one publication are *layers* of the same document; see `store`.

use quanlian_handbook::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The office format a record was read from. The order is the order of trust: where two layers
/// disagree about one field, the earlier format is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// Chinese office XML, `business:PatentDocumentAndRelated`.
    CnXml,
    /// Chinese e-filing package, `cn-application-body` and the request form.
    CnApplication,
    /// EP full text, ST.36 `ep-patent-document`.
    EpSt36,
    /// US red book XML 4.x grants and applications (`us-patent-grant`, `us-patent-application`).
    UsRedBook,
    /// US XML 2.5 (`PATDOC`) grants of 2002–2004 and 1.5 applications (`patent-application-publication`).
    UsXml2,
    /// US SGML of 2001.
    UsSgml,
    /// US green book text.
    UsGreenBook,
    /// DOCDB exchange documents.
    Docdb,
    /// An OPS answer that holds bibliographic data.
    OpsBiblio,
    /// An OPS answer that holds claims or a description.
    OpsFulltext,
    /// An OPS answer that holds a family (members, priorities).
    OpsFamily,
    /// An OPS answer of the European patent register.
    OpsRegister,
    /// Legal events as OPS gives them.
    OpsLegal,
    /// The Chinese gazette as CSV.
    GazetteCsv,
    /// Any other CSV or XLSX, by a mapping file.
    Table,
    /// JSON lines of our own form.
    Jsonl,
    /// Labelled synthetic records for load tests.
    Synthetic,
}

/// A document number as a format states it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct DocId {
    /// ST.3 code of the office: `CN`, `EP`, `WO`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub office: String,
    /// The number in DOCDB form, without office and kind: `109524631`, `201710601862`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// ST.16 kind code: `A`, `B1`, `U`; empty where the format gives none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// The date the format states beside the number.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Date>,
    /// The number just as the file prints it, when that differs from `number`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub original: String,
    /// Language of the publication or application, ISO 639-1 in lower case, when stated here.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub lang: String,
}

/// Everything one source says about one publication.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Record {
    /// Where the data came from.
    pub format: Format,
    /// The publication this record describes. An unpublished application has an empty `number`
    /// here and is known by `application`.
    pub publication: DocId,
    /// The application that was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<DocId>,
    /// When the source says its data were produced or exchanged last; decides which of two
    /// versions is newer. `None`: the later load is newer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub produced: Option<Date>,
    /// Titles by language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub titles: Vec<Text>,
    /// Abstracts by language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub abstracts: Vec<Passage>,
    /// Claim sets by language (and by state, where an EP document has several).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<ClaimSet>,
    /// Descriptions by language.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Passage>,
    /// Applicants, inventors, agents, examiners, owners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parties: Vec<Party>,
    /// IPC, CPC, Locarno, US and other classes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Class>,
    /// Priority claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<Priority>,
    /// Divisional, continuation, PCT and other relations to other documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relations: Vec<Relation>,
    /// Cited patents and literature.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// Legal events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// Drawings as references; never the picture itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drawings: Vec<Drawing>,
    /// Other dated acts of publication or grant, by ST.9 INID code or plain name:
    /// `{"45": …}` date of grant, `{"search-report": …}`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "schema", schema(value_type = BTreeMap<String, String>))]
    pub dates: BTreeMap<String, Date>,
    /// The simple family id that the source itself states (DOCDB).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_family: String,
    /// Designated states, two-letter codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub designated: Vec<String>,
    /// What the format holds beyond the shape above, by a path-like name
    /// (`"term-of-grant.extension-days"`), so that nothing is lost. Repeated values are joined
    /// with a line break.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, String>,
    /// What the reader had to repair or could not make sense of, in the words of `Note`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
}

impl Record {
    /// An empty record of a format.
    pub fn new(format: Format) -> Record {
        Record {
            format,
            publication: DocId::default(),
            application: None,
            produced: None,
            titles: Vec::new(),
            abstracts: Vec::new(),
            claims: Vec::new(),
            descriptions: Vec::new(),
            parties: Vec::new(),
            classes: Vec::new(),
            priorities: Vec::new(),
            relations: Vec::new(),
            citations: Vec::new(),
            events: Vec::new(),
            drawings: Vec::new(),
            dates: BTreeMap::new(),
            source_family: String::new(),
            designated: Vec::new(),
            extras: BTreeMap::new(),
            notes: Vec::new(),
        }
    }
}

/// A short text in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Text {
    /// ISO 639-1 in lower case (`zh`, `en`); empty when unknown.
    #[serde(default)]
    pub lang: String,
    /// The text, white space folded to single blanks.
    pub text: String,
}

/// A text of paragraphs in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Passage {
    /// ISO 639-1 in lower case; empty when unknown.
    #[serde(default)]
    pub lang: String,
    /// Where the text comes from when the source says so (`epo`, `national office`, `translation`).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The paragraphs in order; headings are paragraphs of their own.
    pub paragraphs: Vec<Paragraph>,
}

/// One paragraph: the unit that a phrase never leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Paragraph {
    /// The printed number without brackets (`0001`), when there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// True for a heading such as 技术领域 or BACKGROUND.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub heading: bool,
    /// The text, white space folded; tables as cells joined by tabs and rows by line breaks;
    /// formulae and pictures as `[math:ID]`, `[img:ID]`, `[chem:ID]`.
    pub text: String,
}

/// The claims in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct ClaimSet {
    /// ISO 639-1 in lower case; empty when unknown.
    #[serde(default)]
    pub lang: String,
    /// States for which this set holds, when an EP document has several sets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub states: Vec<String>,
    /// The claims in order.
    pub claims: Vec<Claim>,
}

/// One claim.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Claim {
    /// The claim number as printed; counted from 1 when the file gives none.
    pub number: u32,
    /// Numbers of the claims this one refers to; empty for an independent claim.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<u32>,
    /// The text without the leading number. Sub-paragraphs are joined with a line break.
    pub text: String,
}

/// What somebody is in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// INID 71.
    Applicant,
    /// INID 72.
    Inventor,
    /// INID 73: owner, assignee, 专利权人.
    Owner,
    /// INID 74: the agent or the attorney.
    Agent,
    /// The agency (代理机构) or the law firm.
    Agency,
    /// The primary or assistant examiner.
    Examiner,
    /// Opponent.
    Opponent,
    /// Licensee.
    Licensee,
}

/// Somebody named in a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Party {
    /// What they are.
    pub role: Role,
    /// Place in the list of that role as the file numbers it, from 1.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sequence: u32,
    /// The name as printed; `Family, Given` where the file has both parts.
    pub name: String,
    /// The same name in other scripts or standardised forms: `original`, `docdb`, `docdba`, `epodoc`, `en`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    /// The address in one line, as printed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Two-letter country of residence.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub country: String,
    /// Identifier given by the office: 机构代码 of the agency, registration number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub id: String,
}

fn is_zero(n: &u32) -> bool {
    *n == 0
}

/// The scheme of a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// International Patent Classification.
    Ipc,
    /// Cooperative Patent Classification.
    Cpc,
    /// Locarno classification of designs.
    Locarno,
    /// US national classes.
    Uspc,
    /// Any other national scheme (FI, F-term, ECLA).
    Other,
}

/// One class symbol of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Class {
    /// The scheme.
    pub scheme: Scheme,
    /// The symbol without blanks: `H01M10/0525`, Locarno `14-02`.
    pub symbol: String,
    /// True for the first (main) class.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub first: bool,
    /// `I` inventive, `A` additional; empty when not stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
    /// Version or edition as stated: `2010.01`, `7`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// Office that generated the symbol.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub office: String,
}

/// A priority claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Priority {
    /// The earlier application.
    pub id: DocId,
    /// National, regional or international, as stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Whether the claim counts for the simple family; DOCDB says so, all others count.
    #[serde(default = "yes", skip_serializing_if = "Clone::clone")]
    pub active: bool,
    /// DOCDB linkage type, when stated.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub linkage: String,
}

fn yes() -> bool {
    true
}

/// How a document hangs together with another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RelationKind {
    /// INID 62: divided out of.
    Division,
    /// INID 63: continuation of.
    Continuation,
    /// Continuation in part of.
    ContinuationInPart,
    /// INID 61: addition to.
    Addition,
    /// INID 64 and others: reissue of.
    Reissue,
    /// Re-examination of.
    Reexamination,
    /// US provisional application.
    Provisional,
    /// INID 86: the international application.
    PctApplication,
    /// INID 87: the international publication.
    PctPublication,
    /// An earlier publication of the same application.
    RelatedPublication,
    /// Substitution for.
    Substitution,
    /// Correction of.
    Correction,
    /// Any other relation, named in `Relation::note`.
    Other,
}

/// A relation to another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Relation {
    /// The kind.
    pub kind: RelationKind,
    /// The other document (the parent, the international application).
    pub id: DocId,
    /// Anything the file adds: status of the parent, date of national entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A cited document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Citation {
    /// The patent document cited; `None` for literature.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patent: Option<DocId>,
    /// The literature as text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub literature: String,
    /// Search report categories: `X`, `Y`, `A`, several joined without blanks.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// Phase: `SEA`, `ISR`, `EXA`, `APP`, `OPP`… or as the file says.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub phase: String,
    /// Cited by `examiner`, `applicant`, …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// Claims concerned, as printed: `1-15`.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub claims: String,
    /// Passages, as printed; several joined with a line break.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub passages: String,
}

/// A legal event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Event {
    /// Office that reports it.
    pub office: String,
    /// Its code: `AK`, `PG25`, `C06`.
    pub code: String,
    /// Gazette or effective date.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub date: Option<Date>,
    /// Its text.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// `+`, `-` or empty: influence on the right as OPS states it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub influence: String,
    /// All further fields by name, as given.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

/// A drawing, by reference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Drawing {
    /// Id within the document.
    pub id: String,
    /// File name beside the source, as stated.
    pub file: String,
    /// Figure label, when stated.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub figure: String,
    /// `tif`, `jpg` …
    #[serde(skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// Width and height as stated.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub size: String,
    /// `abstract` for the drawing of the front page, `design` for a view.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub content: String,
}

/// Something the reader repaired or doubts. Never fatal: what is fatal goes to quarantine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Note {
    /// A code of the one table of codes, `read.…`.
    pub code: String,
    /// The place inside the record (an element path or a column) and the value concerned.
    pub detail: String,
}
