//! One document in full: merged record, numbers, layers, family, citations both ways, marks.

use super::hit::{Hit, display, summary};
use super::marks::{Concept, Mark, mark};
use super::{Corpus, CorpusError, State};
use crate::facts;
use crate::query::field::Field as F;
use crate::read::legal_names;
use crate::record::{DocId, Record, Text};
use quanlian_handbook::Date;
use quanlian_handbook::number::{self, Check, Series};
use serde::Serialize;
use std::collections::BTreeMap;
use tantivy::DocAddress;
use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermQuery;
use tantivy::schema::IndexRecordOption;

/// Members of a family or citing documents that a page lists at most; the count is always exact.
pub const MEMBERS_MAX: usize = 500;

/// One number in all its forms.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct NumberForms {
    /// As the office prints it.
    pub original: String,
    /// `CN.109524631.A`.
    pub docdb: String,
    /// `CN109524631`.
    pub epodoc: String,
    /// As the source file printed it, where that differs.
    pub printed: Option<String>,
    /// `right`, `wrong`, `missing` or `none`.
    pub check: String,
}

/// The numbers of a document.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Numbers {
    /// Of the publication.
    pub publication: Option<NumberForms>,
    /// Of the application.
    pub application: Option<NumberForms>,
}

/// One source of a document.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct LayerOut {
    /// The office format.
    pub format: String,
    /// The file, members of archives behind `!`.
    pub file: String,
    /// Byte offset in it.
    pub offset: u64,
    /// Line in it.
    pub line: u64,
    /// The load.
    pub load: u32,
    /// When that load began.
    pub loaded_at: String,
    /// False for a version that another one superseded.
    pub current: bool,
}

/// A document as lists of families and citations show it.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Brief {
    /// The key; `None` when the collection does not hold it.
    pub key: Option<String>,
    /// The number as printed.
    pub display: String,
    /// Titles.
    pub titles: Vec<Text>,
    /// Publication date.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub published: Option<Date>,
    /// Filing date.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub filed: Option<Date>,
    /// Category of the citation.
    pub category: String,
    /// Phase of the citation.
    pub phase: String,
    /// Who cited.
    pub by: String,
    /// Whether the collection holds it.
    pub held: bool,
}

/// A family.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FamilyOut {
    /// All members in the collection, this one included.
    pub total: u64,
    /// The members, earliest publication first.
    pub members: Vec<Brief>,
    /// What ties them: the member, and the numbers it shares with another one.
    pub links: Vec<FamilyLink>,
}

/// What ties a member to its family.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct FamilyLink {
    /// The member.
    pub key: String,
    /// `priority`, `application`, `relation`.
    pub by: String,
    /// The number that is shared.
    pub number: String,
}

/// Marks of the query in each text.
#[derive(Clone, Debug, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Marks {
    /// For each title.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<Vec<u32>>>))]
    pub titles: Vec<Vec<Mark>>,
    /// For each abstract, for each paragraph.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<Vec<Vec<u32>>>>))]
    pub abstracts: Vec<Vec<Vec<Mark>>>,
    /// For each claim set, for each claim.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<Vec<Vec<u32>>>>))]
    pub claims: Vec<Vec<Vec<Mark>>>,
    /// For each description, for each paragraph.
    #[cfg_attr(feature = "schema", schema(value_type = Vec<Vec<Vec<Vec<u32>>>>))]
    pub descriptions: Vec<Vec<Vec<Mark>>>,
}

/// A derived legal state.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct StateOut {
    /// The code.
    pub code: String,
    /// In Chinese.
    pub label: String,
    /// In English.
    pub label_en: String,
    /// Since when.
    #[cfg_attr(feature = "schema", schema(value_type = Option<String>, format = Date))]
    pub since: Option<Date>,
    /// The rule that derived it, in English.
    pub rule: String,
    /// The rule that derived it, in Chinese.
    pub rule_zh: String,
}

/// A document in full.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Document {
    /// The key.
    pub key: String,
    /// What lists show.
    pub summary: Hit,
    /// All numbers.
    pub numbers: Numbers,
    /// The merged record.
    pub record: Record,
    /// The legal state, where the data prove one.
    pub state: Option<StateOut>,
    /// The sources.
    pub layers: Vec<LayerOut>,
    /// The simple family.
    pub simple_family: FamilyOut,
    /// The extended family.
    pub extended_family: FamilyOut,
    /// Patents it cites.
    pub cites: Vec<Brief>,
    /// Documents of the collection that cite it.
    pub cited_by: Vec<Brief>,
    /// How many they are.
    pub cited_by_total: u64,
    /// Marks of the query, when one was given.
    pub marks: Option<Marks>,
}

impl Corpus {
    /// A document in full. `today` is the day as of which the legal state is derived.
    pub fn document(
        &self,
        number: u32,
        address: DocAddress,
        concepts: &[Concept],
        today: Date,
    ) -> Result<Document, CorpusError> {
        let state = self.state();
        let mut summary = self.hit(&state, number, address, None, concepts)?;
        summary.snippets.clear();
        let (key, record) = self.record(&state, address)?;
        let layers = self.layers(&state, address)?;
        let cited_by = self.citing(&state, &record)?;
        let legal = crate::read::legal::state(&record, today);
        let code = legal_names::name(legal.code);
        summary.state = (!code.is_empty()).then(|| code.to_owned());
        Ok(Document {
            numbers: Numbers {
                publication: forms(&record.publication, Series::Publication),
                application: record
                    .application
                    .as_ref()
                    .and_then(|a| forms(a, Series::Application)),
            },
            state: (!code.is_empty()).then(|| state_out(&legal)),
            layers: layers
                .iter()
                .map(|l| LayerOut {
                    format: facts::format_name(l.entry.record.format),
                    file: l.entry.file.clone(),
                    offset: l.entry.offset,
                    line: l.entry.line,
                    load: l.entry.load,
                    loaded_at: l.entry.loaded_at.clone(),
                    current: l.current,
                })
                .collect(),
            simple_family: self.family(&state, &state.derived.simple, number)?,
            extended_family: self.family(&state, &state.derived.extended, number)?,
            cites: self.cites(&state, &record)?,
            cited_by_total: cited_by.len() as u64,
            cited_by: cited_by
                .into_iter()
                .take(MEMBERS_MAX)
                .map(|(_, brief)| brief)
                .collect(),
            marks: (!concepts.is_empty()).then(|| marks(&record, concepts)),
            key,
            summary,
            record,
        })
    }

    fn brief(&self, state: &State, address: DocAddress) -> Result<(Record, Brief), CorpusError> {
        let (key, record) = self.record(state, address)?;
        let of = summary(&key, &record);
        let brief = Brief {
            key: Some(key),
            display: of.display,
            titles: of.titles,
            published: of.published,
            filed: of.filed,
            category: String::new(),
            phase: String::new(),
            by: String::new(),
            held: true,
        };
        Ok((record, brief))
    }

    fn family(
        &self,
        state: &State,
        families: &[u32],
        number: u32,
    ) -> Result<FamilyOut, CorpusError> {
        let own = families.get(number as usize).copied().unwrap_or(number);
        let numbers: Vec<u32> = families
            .iter()
            .enumerate()
            .filter(|(_, f)| **f == own)
            .map(|(n, _)| n as u32)
            .collect();
        let mut members = Vec::new();
        for (_, address) in self.addresses(state, &numbers[..numbers.len().min(MEMBERS_MAX)])? {
            members.push(self.brief(state, address)?);
        }
        members.sort_by(|a, b| (a.1.published, &a.1.key).cmp(&(b.1.published, &b.1.key)));
        let links = links(&members);
        Ok(FamilyOut {
            total: numbers.len() as u64,
            members: members.into_iter().map(|(_, brief)| brief).collect(),
            links,
        })
    }

    fn cites(&self, state: &State, record: &Record) -> Result<Vec<Brief>, CorpusError> {
        let mut out = Vec::new();
        for citation in &record.citations {
            let Some(patent) = &citation.patent else {
                continue;
            };
            let held = self.numbers_of(state, &[(F::Pn, facts::key_of(patent))])?;
            let address = self.addresses(state, &held)?.into_iter().next();
            let mut brief = match address {
                Some((_, address)) => self.brief(state, address)?.1,
                None => Brief {
                    key: None,
                    display: display(patent, Series::Publication)
                        .unwrap_or_else(|| patent.original.clone()),
                    titles: Vec::new(),
                    published: patent.date,
                    filed: None,
                    category: String::new(),
                    phase: String::new(),
                    by: String::new(),
                    held: false,
                },
            };
            brief.category.clone_from(&citation.category);
            brief.phase.clone_from(&citation.phase);
            brief.by.clone_from(&citation.by);
            out.push(brief);
        }
        Ok(out)
    }

    fn citing(&self, state: &State, record: &Record) -> Result<Vec<(u32, Brief)>, CorpusError> {
        let stem = facts::stem(&record.publication);
        let Some(field) = self.fields().get(F::Ct).filter(|_| !stem.is_empty()) else {
            return Ok(Vec::new());
        };
        let query = TermQuery::new(
            Term::from_field_text(field, &stem),
            IndexRecordOption::Basic,
        );
        let mut out = Vec::new();
        for address in state.searcher.search(&query, &DocSetCollector)? {
            let (citing, mut brief) = self.brief(state, address)?;
            let how = citing
                .citations
                .iter()
                .find(|c| c.patent.as_ref().is_some_and(|p| facts::stem(p) == stem));
            if let Some(citation) = how {
                brief.category.clone_from(&citation.category);
                brief.phase.clone_from(&citation.phase);
                brief.by.clone_from(&citation.by);
            }
            out.push((self.number_at(state, address)?, brief));
        }
        out.sort_by_key(|(number, _)| *number);
        Ok(out)
    }
}

/// The numbers that members share, and who has them.
fn links(members: &[(Record, Brief)]) -> Vec<FamilyLink> {
    let mut shared: BTreeMap<String, Vec<(String, &'static str)>> = BTreeMap::new();
    for (record, brief) in members {
        let key = brief.key.clone().unwrap_or_default();
        let mut add = |number: String, by: &'static str| {
            if !number.is_empty() {
                shared.entry(number).or_default().push((key.clone(), by));
            }
        };
        if let Some(application) = &record.application {
            add(facts::node(application, Series::Application), "application");
        }
        record
            .priorities
            .iter()
            .for_each(|p| add(facts::node(&p.id, Series::Application), "priority"));
        record
            .relations
            .iter()
            .for_each(|r| add(facts::node(&r.id, facts::series(r.kind)), "relation"));
        add(
            facts::node(&record.publication, Series::Publication),
            "publication",
        );
    }
    let mut out = Vec::new();
    for (number, who) in shared {
        if who.iter().any(|(key, _)| *key != who[0].0) {
            let plain = number[2..].to_owned();
            out.extend(who.into_iter().map(|(key, by)| FamilyLink {
                key,
                by: by.to_owned(),
                number: plain.clone(),
            }));
        }
    }
    out
}

fn forms(id: &DocId, series: Series) -> Option<NumberForms> {
    if id.number.is_empty() {
        return None;
    }
    let number = facts::canonical_of(id, series);
    let forms = number.forms();
    let printed = (!id.original.is_empty()).then(|| id.original.clone());
    let check = printed
        .as_deref()
        .and_then(|text| {
            number::read(&format!("{}{text}", id.office))
                .into_iter()
                .next()
        })
        .map(|r| r.number.check);
    let check = match check {
        Some(Check::Right(_)) => "right",
        Some(Check::Wrong { .. }) => "wrong",
        Some(Check::Missing(_)) => "missing",
        _ => "none",
    };
    Some(NumberForms {
        original: forms.original,
        docdb: forms.docdb,
        epodoc: forms.epodoc.unwrap_or_default(),
        printed,
        check: check.to_owned(),
    })
}

fn state_out(state: &crate::read::legal::State) -> StateOut {
    let code = legal_names::name(state.code);
    let (zh, en) = legal_names::names(code);
    StateOut {
        code: code.to_owned(),
        label: zh.to_owned(),
        label_en: en.to_owned(),
        since: state.since,
        rule: state.rule.to_string(),
        rule_zh: state.rule_zh.to_string(),
    }
}

fn marks(record: &Record, concepts: &[Concept]) -> Marks {
    let of = |field: F, text: &str| mark(text, field, concepts);
    Marks {
        titles: record.titles.iter().map(|t| of(F::Ti, &t.text)).collect(),
        abstracts: record
            .abstracts
            .iter()
            .map(|p| p.paragraphs.iter().map(|x| of(F::Ab, &x.text)).collect())
            .collect(),
        claims: record
            .claims
            .iter()
            .map(|s| s.claims.iter().map(|c| of(F::Clm, &c.text)).collect())
            .collect(),
        descriptions: record
            .descriptions
            .iter()
            .map(|p| p.paragraphs.iter().map(|x| of(F::Desc, &x.text)).collect())
            .collect(),
    }
}
