//! A hit as lists show it, and the words for values.

use super::facet::FacetKind;
use super::marks::{Concept, Mark, mark};
use super::{Corpus, CorpusError, State};
use crate::facts;
use crate::query::field::Field as F;
use crate::record::{DocId, Record, Role, Scheme, Text};
use quanlian_handbook::class::{self, Scheme as TreeScheme};
use quanlian_handbook::number::Series;
use quanlian_handbook::{Date, division, kind, office};
use serde::Serialize;
use tantivy::DocAddress;

/// A part of a text around the first marks.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Snippet {
    /// The code of the field.
    pub field: String,
    /// The language.
    pub lang: String,
    /// The text, cut at both ends.
    pub text: String,
    /// What is marked: first character, behind the last, concept.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<u32>>))]
    pub marks: Vec<Mark>,
}

/// One hit of a list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Hit {
    /// The key of the document: `CN109524631A`.
    pub key: String,
    /// The same.
    pub number: String,
    /// The number as the office prints it.
    pub display: String,
    /// Publishing office.
    pub office: String,
    /// Kind code.
    pub kind: String,
    /// `invention`, `utility-model`, `design` …
    #[serde(rename = "type")]
    pub patent_type: String,
    /// Titles by language.
    pub titles: Vec<Text>,
    /// Applicants and owners.
    pub applicants: Vec<String>,
    /// Inventors.
    pub inventors: Vec<String>,
    /// Publication date.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub published: Option<Date>,
    /// Filing date.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub filed: Option<Date>,
    /// Earliest priority date.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub priority: Option<Date>,
    /// Date of grant.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub granted: Option<Date>,
    /// Application number as the office prints it.
    pub application: Option<String>,
    /// IPC symbols, the first one first.
    pub ipc: Vec<String>,
    /// Province of the first applicant.
    pub province: Option<String>,
    /// City of the first applicant.
    pub city: Option<String>,
    /// Code of the legal state, where the data prove one.
    pub state: Option<String>,
    /// Documents in the simple family.
    pub family_size: u32,
    /// Documents of the collection that cite it.
    pub cited_by: u32,
    /// Relevance.
    pub score: Option<f32>,
    /// Where the query stands in each title.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<Vec<u32>>>))]
    pub title_marks: Vec<Vec<Mark>>,
    /// Where it stands in the texts.
    pub snippets: Vec<Snippet>,
}

/// Characters before and after the first mark of a snippet.
const SNIPPET_BEFORE: usize = 40;
const SNIPPET_AFTER: usize = 120;
/// Snippets of one hit.
const SNIPPETS_MAX: usize = 2;
/// Paragraphs of a description that are looked through for a snippet.
const SNIPPET_PARAGRAPHS: usize = 400;

impl Corpus {
    /// A hit for a list.
    pub fn hit(
        &self,
        state: &State,
        number: u32,
        address: DocAddress,
        score: Option<f32>,
        concepts: &[Concept],
    ) -> Result<Hit, CorpusError> {
        let (key, record) = self.record(state, address)?;
        let mut hit = summary(&key, &record);
        hit.score = score;
        hit.family_size = state
            .derived
            .size
            .get(number as usize)
            .copied()
            .unwrap_or(1);
        hit.cited_by = state
            .derived
            .cited_by
            .get(number as usize)
            .copied()
            .unwrap_or(0);
        // Deriving a state needs no clock here: the index holds the one of the last load.
        hit.state = self.text_value(state, address, "ls")?;
        hit.province = self.place_name(state, address, "prov")?;
        hit.city = self.place_name(state, address, "city")?;
        hit.title_marks = record
            .titles
            .iter()
            .map(|title| mark(&title.text, F::Ti, concepts))
            .collect();
        hit.snippets = snippets(&record, concepts);
        Ok(hit)
    }

    /// The value of a string column.
    pub fn text_value(
        &self,
        state: &State,
        address: DocAddress,
        column: &str,
    ) -> Result<Option<String>, CorpusError> {
        let Some(column) = state
            .searcher
            .segment_reader(address.segment_ord)
            .fast_fields()
            .str(column)?
        else {
            return Ok(None);
        };
        let Some(ord) = column.term_ords(address.doc_id).next() else {
            return Ok(None);
        };
        let mut text = String::new();
        column.ord_to_str(ord, &mut text)?;
        Ok(Some(text))
    }

    /// The Chinese name of a division in a column.
    pub fn place_name(
        &self,
        state: &State,
        address: DocAddress,
        column: &str,
    ) -> Result<Option<String>, CorpusError> {
        let code = self.text_value(state, address, column)?;
        Ok(code
            .and_then(|c| c.parse().ok())
            .and_then(division::get)
            .map(|d| d.name.to_owned()))
    }
}

/// What a list shows of a record, without what only the index knows.
pub fn summary(key: &str, record: &Record) -> Hit {
    let mut ipc: Vec<String> = Vec::new();
    for class in record.classes.iter().filter(|c| c.scheme == Scheme::Ipc) {
        if !ipc.contains(&class.symbol) {
            if class.first {
                ipc.insert(0, class.symbol.clone())
            } else {
                ipc.push(class.symbol.clone())
            }
        }
    }
    Hit {
        key: key.to_owned(),
        number: key.to_owned(),
        display: display(&record.publication, Series::Publication)
            .unwrap_or_else(|| key.to_owned()),
        office: facts::office(record).to_owned(),
        kind: record.publication.kind.clone(),
        patent_type: facts::patent_type(record).to_owned(),
        titles: record.titles.clone(),
        applicants: facts::names(record, &[Role::Applicant, Role::Owner]),
        inventors: facts::names(record, &[Role::Inventor]),
        published: record.publication.date,
        filed: record.application.as_ref().and_then(|a| a.date),
        priority: facts::earliest_priority(record),
        granted: facts::granted(record),
        application: record
            .application
            .as_ref()
            .and_then(|a| display(a, Series::Application)),
        ipc,
        province: None,
        city: None,
        state: None,
        family_size: 1,
        cited_by: 0,
        score: None,
        title_marks: Vec::new(),
        snippets: Vec::new(),
    }
}

/// A number as its office prints it; `None` where there is none.
pub fn display(id: &DocId, series: Series) -> Option<String> {
    if id.number.is_empty() {
        return None;
    }
    let number = facts::canonical_of(id, series);
    Some(number.forms().original)
}

fn snippets(record: &Record, concepts: &[Concept]) -> Vec<Snippet> {
    let mut out = Vec::new();
    let mut seen: Vec<u32> = Vec::new();
    let abstracts = record.abstracts.iter().flat_map(|p| {
        p.paragraphs
            .iter()
            .map(|x| (F::Ab, p.lang.as_str(), x.text.as_str()))
    });
    let claims = record.claims.iter().flat_map(|s| {
        s.claims
            .iter()
            .map(|x| (F::Clm, s.lang.as_str(), x.text.as_str()))
    });
    let descriptions = record.descriptions.iter().flat_map(|p| {
        p.paragraphs
            .iter()
            .take(SNIPPET_PARAGRAPHS)
            .map(|x| (F::Desc, p.lang.as_str(), x.text.as_str()))
    });
    for (field, lang, text) in abstracts.chain(claims).chain(descriptions) {
        if out.len() >= SNIPPETS_MAX {
            break;
        }
        let marks = mark(text, field, concepts);
        // A snippet earns its place by a concept that none before it shows.
        if marks.iter().any(|m| !seen.contains(&m.2)) {
            seen.extend(marks.iter().map(|m| m.2));
            out.push(cut(field, lang, text, &marks));
        }
    }
    if out.is_empty()
        && let Some(passage) = record.abstracts.first()
        && let Some(paragraph) = passage.paragraphs.first()
    {
        out.push(cut(F::Ab, &passage.lang, &paragraph.text, &[]));
    }
    out
}

fn cut(field: F, lang: &str, text: &str, marks: &[Mark]) -> Snippet {
    let first = marks.first().map_or(0, |m| m.0 as usize);
    let from = first.saturating_sub(SNIPPET_BEFORE);
    let to = first + SNIPPET_AFTER;
    let mut shown: String = text.chars().skip(from).take(to - from).collect();
    let more = text.chars().nth(to).is_some();
    let shift: i64 = if from > 0 {
        shown.insert(0, '…');
        1 - from as i64
    } else {
        0
    };
    if more {
        shown.push('…');
    }
    let marks = marks
        .iter()
        .filter(|m| (m.1 as usize) <= to)
        .map(|m| {
            Mark(
                (i64::from(m.0) + shift) as u32,
                (i64::from(m.1) + shift) as u32,
                m.2,
            )
        })
        .collect();
    let code = if field == F::Ab {
        "AB"
    } else if field == F::Clm {
        "CLM"
    } else {
        "DESC"
    };
    Snippet {
        field: code.to_owned(),
        lang: lang.to_owned(),
        text: shown,
        marks,
    }
}

/// Label in Chinese and English of a facet's value, and the condition that narrows to it.
pub fn labels(kind: FacetKind, value: &str) -> (String, String, String) {
    let quote = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let same = |query: String| (value.to_owned(), value.to_owned(), query);
    match kind {
        FacetKind::Years(field) => {
            let code = if field == F::Pd {
                "PD"
            } else if field == F::Apd {
                "AD"
            } else if field == F::Prd {
                "PRD"
            } else {
                "GD"
            };
            same(format!("{code}={value}"))
        }
        FacetKind::Classes(field, level) => {
            let (code, scheme) = match field {
                F::Cpc => ("CPC", Some(TreeScheme::Cpc)),
                F::Loc => ("LOC", None),
                _ => ("IPC", Some(TreeScheme::Ipc)),
            };
            let query = format!("{code}={value}");
            // The titles of the scheme are shown where they are short enough to be read in a list.
            match scheme
                .filter(|s| *s == TreeScheme::Ipc && level <= 4)
                .and_then(|s| class::tree(s).get(value))
            {
                Some(entry) => {
                    let english = entry.title_en;
                    (
                        format!("{value} {}", entry.title_zh.unwrap_or(english)),
                        format!("{value} {english}"),
                        query,
                    )
                }
                None => same(query),
            }
        }
        FacetKind::Values(field) => match field {
            F::Pc => match office::find(value) {
                Some(office) => (office.zh.clone(), office.en.clone(), format!("PC={value}")),
                None => same(format!("PC={value}")),
            },
            F::Prov | F::City => {
                let code = if field == F::Prov { "PROV" } else { "CITY" };
                match value.parse().ok().and_then(division::get) {
                    Some(d) => (
                        d.name.to_owned(),
                        d.name_en.unwrap_or(d.name).to_owned(),
                        format!("{code}={value}"),
                    ),
                    None => same(format!("{code}={value}")),
                }
            }
            F::Type => match kind::PatentType::from_name(value) {
                Some(t) => (
                    t.zh().to_owned(),
                    t.name().to_owned(),
                    format!("TYPE={value}"),
                ),
                None => same(format!("TYPE={value}")),
            },
            F::Pa => same(format!("PA={}", quote(value))),
            F::In => same(format!("IN={}", quote(value))),
            F::Ag => same(format!("AG={}", quote(value))),
            F::Kd => same(format!("KD={value}")),
            F::Lang => same(format!("LANG={value}")),
            F::Ls => {
                let (zh, en) = crate::read::legal_names::names(value);
                (zh.to_owned(), en.to_owned(), format!("LS={value}"))
            }
            _ => same(format!("FMT={value}")),
        },
    }
}
