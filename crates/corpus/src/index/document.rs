//! A record as an index document: what of it is searched, counted and sorted by.

use super::schema::Fields;
use crate::archive::block::EntryRef;
use crate::archive::keys::{Digest, digest};
use crate::facts;
use crate::fold::PARAGRAPH;
use crate::query::field::Field as F;
use crate::record::{Passage, Record, Role, Scheme, Text};
use quanlian_handbook::Date;
use quanlian_handbook::number::Series;
use std::collections::BTreeSet;
use tantivy::TantivyDocument;
use tantivy::schema::Field;

/// Longest value that an exact field or a column takes, in bytes; tantivy drops longer ones.
const EXACT_BYTES_MAX: usize = 8 << 10;

/// A record made ready for the archive and the index.
pub struct Prepared {
    /// The document's key, such as `CN109524631A`.
    pub key: String,
    /// Digest of the key.
    pub key_digest: Digest,
    /// Digest of the content, without file, load and time.
    pub content: Digest,
    /// The record as JSON.
    pub json: Vec<u8>,
    /// The record itself.
    pub record: Record,
    /// The index document, number, order and places still missing.
    pub document: TantivyDocument,
}

/// Turns records into index documents.
#[derive(Clone)]
pub struct Preparer {
    fields: Fields,
    today: Date,
}

impl Preparer {
    /// `today` is the day as of which legal states are derived.
    pub fn new(fields: Fields, today: Date) -> Preparer {
        Preparer { fields, today }
    }

    /// Canonical numbers, JSON, digests and the index document of one record.
    pub fn prepare(&self, mut record: Record) -> serde_json::Result<Prepared> {
        facts::canonicalise(&mut record);
        let key = facts::key(&record);
        let json = serde_json::to_vec(&record)?;
        Ok(Prepared {
            key_digest: digest(key.as_bytes()),
            content: digest(&json),
            document: self.document(&key, &record),
            key,
            json,
            record,
        })
    }

    /// The index document of a (merged) record.
    pub fn document(&self, key: &str, record: &Record) -> TantivyDocument {
        let mut out = Out {
            document: TantivyDocument::default(),
            buffer: String::new(),
        };
        out.exact(self.fields.key, key);
        self.texts(record, &mut out);
        self.numbers(record, &mut out);
        self.classes(record, &mut out);
        self.codes(record, &mut out);
        self.dates_and_counts(record, &mut out);
        out.document
    }

    /// Adds what only the archive knows.
    pub fn complete(
        &self,
        document: &mut TantivyDocument,
        number: u32,
        load: u32,
        published: Option<Date>,
        places: &[(EntryRef, bool)],
    ) {
        document.add_u64(self.fields.number, u64::from(number));
        let day = u64::from(published.map_or(0, Date::number));
        document.add_u64(
            self.fields.order,
            (99_999_999 - day) << 32 | u64::from(number),
        );
        for (place, superseded) in places {
            document.add_u64(self.fields.places, place.0 << 1 | u64::from(*superseded));
        }
        if let Some(field) = self.fields.get(F::Load) {
            document.add_u64(field, u64::from(load));
        }
    }

    fn texts(&self, record: &Record, out: &mut Out) {
        for (query_field, field) in &self.fields.texts {
            match query_field {
                F::Ti => {
                    out.paragraphs(*field, record.titles.iter().map(|t: &Text| t.text.as_str()))
                }
                F::Ab => out.paragraphs(*field, record.abstracts.iter().flat_map(passage)),
                F::Clm => out.paragraphs(
                    *field,
                    record
                        .claims
                        .iter()
                        .flat_map(|set| set.claims.iter().map(|claim| claim.text.as_str())),
                ),
                F::Desc => out.paragraphs(*field, record.descriptions.iter().flat_map(passage)),
                F::Pa => out.names(*field, record, &[Role::Applicant, Role::Owner]),
                F::In => out.names(*field, record, &[Role::Inventor]),
                F::Ag => out.names(*field, record, &[Role::Agent, Role::Agency]),
                F::Ex => out.names(*field, record, &[Role::Examiner]),
                F::Ad => out.paragraphs(*field, addresses(record)),
                F::Npl => out.paragraphs(
                    *field,
                    record.citations.iter().map(|c| c.literature.as_str()),
                ),
                _ => {}
            }
        }
        for (query_field, field) in &self.fields.names {
            let roles: &[Role] = match query_field {
                F::Pa => &[Role::Applicant, Role::Owner],
                F::In => &[Role::Inventor],
                _ => &[Role::Agency, Role::Agent],
            };
            for name in facts::names(record, roles) {
                out.exact(*field, &name);
            }
        }
    }

    fn numbers(&self, record: &Record, out: &mut Out) {
        let publication = &record.publication;
        if !publication.number.is_empty() {
            out.exact(
                self.fields.stem,
                &facts::node(publication, Series::Publication),
            );
        }
        if let Some(application) = &record.application {
            out.exact(
                self.fields.application,
                &facts::node(application, Series::Application),
            );
        }
        let active: BTreeSet<String> = record
            .priorities
            .iter()
            .filter(|p| p.active)
            .map(|p| facts::node(&p.id, Series::Application))
            .filter(|s| !s.is_empty())
            .collect();
        for stem in &active {
            out.exact(self.fields.priorities, stem);
        }
        // Priorities that do not count for the simple family still tie the extended one.
        let inactive = record
            .priorities
            .iter()
            .filter(|p| !p.active)
            .map(|p| facts::node(&p.id, Series::Application));
        let relations = record
            .relations
            .iter()
            .map(|r| facts::node(&r.id, facts::series(r.kind)));
        let related: BTreeSet<String> = relations
            .chain(inactive)
            .filter(|node| !node.is_empty())
            .collect();
        for stem in &related {
            out.exact(self.fields.relations, stem);
        }
        for stem in facts::cited_stems(record) {
            out.exact(self.fields.citations, &format!("P:{stem}"));
        }
        for (query_field, field) in &self.fields.numbers {
            let mut values = BTreeSet::new();
            match query_field {
                F::Pn => facts::spell(publication, &mut values),
                F::Ap => record
                    .application
                    .iter()
                    .for_each(|id| facts::spell(id, &mut values)),
                F::Pr => record
                    .priorities
                    .iter()
                    .for_each(|p| facts::spell(&p.id, &mut values)),
                F::Ct => record
                    .citations
                    .iter()
                    .filter_map(|c| c.patent.as_ref())
                    .for_each(|id| facts::spell(id, &mut values)),
                F::Rel => record
                    .relations
                    .iter()
                    .for_each(|r| facts::spell(&r.id, &mut values)),
                _ => {}
            }
            for value in values {
                out.exact(*field, &value);
            }
        }
    }

    fn classes(&self, record: &Record, out: &mut Out) {
        for ((query_field, field), (_, column)) in
            self.fields.classes.iter().zip(&self.fields.symbols)
        {
            let scheme = match query_field {
                F::Ipc => Scheme::Ipc,
                F::Cpc => Scheme::Cpc,
                F::Loc => Scheme::Locarno,
                _ => Scheme::Uspc,
            };
            let symbols: BTreeSet<&str> = record
                .classes
                .iter()
                .filter(|c| c.scheme == scheme)
                .map(|c| c.symbol.as_str())
                .filter(|s| !s.is_empty())
                .collect();
            let mut values = BTreeSet::new();
            for symbol in &symbols {
                out.exact(*column, symbol);
                values.insert((*symbol).to_owned());
                values.extend(facts::class_ancestors(scheme, symbol));
            }
            for value in values {
                out.exact(*field, &value);
            }
        }
    }

    fn codes(&self, record: &Record, out: &mut Out) {
        let place = facts::place(record);
        for (query_field, field) in &self.fields.codes {
            match query_field {
                F::Pc => out.exact(*field, facts::office(record)),
                F::Kd => out.exact(*field, &record.publication.kind),
                F::Lang => {
                    for lang in facts::languages(record) {
                        out.exact(*field, lang);
                    }
                }
                F::Pac => {
                    for country in facts::applicant_countries(record, &place) {
                        out.exact(*field, &country);
                    }
                }
                F::Prov => out.exact(
                    *field,
                    &place.province.map(|c| c.to_string()).unwrap_or_default(),
                ),
                F::City => out.exact(
                    *field,
                    &place.city.map(|c| c.to_string()).unwrap_or_default(),
                ),
                F::Type => out.exact(*field, facts::patent_type(record)),
                F::Ls => out.exact(*field, facts::legal_state(record, self.today)),
                F::Fmt => out.exact(*field, &facts::format_name(record.format)),
                _ => {}
            }
        }
    }

    fn dates_and_counts(&self, record: &Record, out: &mut Out) {
        for (query_field, field) in &self.fields.dates {
            let date = match query_field {
                F::Pd => record.publication.date,
                F::Apd => record.application.as_ref().and_then(|a| a.date),
                F::Prd => facts::earliest_priority(record),
                _ => facts::granted(record),
            };
            if let Some(date) = date {
                out.document.add_u64(*field, u64::from(date.number()));
            }
        }
        let claims = facts::main_claims(record);
        for (query_field, field) in &self.fields.counts {
            let count = match query_field {
                F::Nclm => claims.map(|set| set.claims.len()),
                F::Nind => claims.map(|set| {
                    set.claims
                        .iter()
                        .filter(|c| c.depends_on.is_empty())
                        .count()
                }),
                F::Nct => Some(facts::cited_stems(record).len()),
                F::Npa => Some(facts::names(record, &[Role::Applicant, Role::Owner]).len()),
                F::Nin => Some(facts::names(record, &[Role::Inventor]).len()),
                F::Npr => Some(record.priorities.len()),
                _ => None,
            };
            if let Some(count) = count {
                out.document.add_u64(*field, count as u64);
            }
        }
    }
}

fn passage(passage: &Passage) -> impl Iterator<Item = &str> {
    passage
        .paragraphs
        .iter()
        .map(|paragraph| paragraph.text.as_str())
}

fn addresses(record: &Record) -> impl Iterator<Item = &str> {
    record
        .parties
        .iter()
        .filter(|party| matches!(party.role, Role::Applicant | Role::Owner | Role::Inventor))
        .map(|party| party.address.as_str())
}

struct Out {
    document: TantivyDocument,
    buffer: String,
}

impl Out {
    /// One text value, paragraphs separated by [`PARAGRAPH`].
    fn paragraphs<'a>(&mut self, field: Field, paragraphs: impl Iterator<Item = &'a str>) {
        self.buffer.clear();
        for paragraph in paragraphs.filter(|p| !p.is_empty()) {
            if !self.buffer.is_empty() {
                self.buffer.push(PARAGRAPH);
            }
            if paragraph.contains(PARAGRAPH) {
                self.buffer.push_str(&paragraph.replace(PARAGRAPH, " "));
            } else {
                self.buffer.push_str(paragraph);
            }
        }
        if !self.buffer.is_empty() {
            self.document.add_text(field, &self.buffer);
        }
    }

    /// All spellings of the names of some roles, each a paragraph.
    fn names(&mut self, field: Field, record: &Record, roles: &[Role]) {
        let parties = record
            .parties
            .iter()
            .filter(|party| roles.contains(&party.role));
        let names: Vec<&str> = parties
            .flat_map(|p| {
                std::iter::once(p.name.as_str()).chain(p.names.values().map(String::as_str))
            })
            .collect();
        let mut unique: Vec<&str> = Vec::with_capacity(names.len());
        for name in names {
            if !unique.contains(&name) {
                unique.push(name);
            }
        }
        self.paragraphs(field, unique.into_iter());
    }

    fn exact(&mut self, field: Field, value: &str) {
        if !value.is_empty() && value.len() <= EXACT_BYTES_MAX {
            self.document.add_text(field, value);
        }
    }
}
