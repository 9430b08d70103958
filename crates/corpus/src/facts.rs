//! What follows from a record by the rules of the trade: canonical numbers, key, place, type, state.

use crate::read::{legal, legal_names};
use crate::record::{ClaimSet, DocId, Format, Record, RelationKind, Role, Scheme};
use quanlian_handbook::address::{self, Place};
use quanlian_handbook::number::{self, Series, Style};
use quanlian_handbook::{Date, class, kind};
use std::collections::BTreeSet;

/// Puts every number of a record into its canonical form; what the file printed stays in
/// `original` where it differs.
pub fn canonicalise(record: &mut Record) {
    let style = match record.format {
        Format::Docdb
        | Format::OpsBiblio
        | Format::OpsFulltext
        | Format::OpsFamily
        | Format::OpsLegal
        | Format::Jsonl
        | Format::Synthetic => Style::Docdb,
        Format::CnXml | Format::CnApplication | Format::EpSt36 | Format::UsRedBook => {
            Style::Original
        }
        _ => Style::Any,
    };
    let canonical = |id: &mut DocId, series: Series| canonical(id, series, style);
    canonical(&mut record.publication, Series::Publication);
    if let Some(application) = &mut record.application {
        canonical(application, Series::Application);
    }
    for priority in &mut record.priorities {
        canonical(&mut priority.id, Series::Application);
    }
    for relation in &mut record.relations {
        canonical(&mut relation.id, series(relation.kind));
    }
    for citation in &mut record.citations {
        if let Some(patent) = &mut citation.patent {
            canonical(patent, Series::Publication);
        }
    }
    for class in &mut record.classes {
        let symbol: String = class
            .symbol
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect();
        if matches!(class.scheme, Scheme::Ipc | Scheme::Cpc) {
            class.symbol = class::read(&symbol).map_or(symbol, |read| read.to_string());
        } else {
            class.symbol = symbol;
        }
    }
}

fn canonical(id: &mut DocId, series: Series, style: Style) {
    if id.number.is_empty() {
        return;
    }
    let read = number::canonical_as(style, &id.office, &id.number, &id.kind, id.date, series);
    if id.original.is_empty() && read.number != id.number {
        id.original = std::mem::take(&mut id.number);
    }
    id.office = read.office;
    id.number = read.number;
}

/// The number of an id that is canonical already, for its forms.
pub fn canonical_of(id: &DocId, series: Series) -> number::Number {
    number::canonical_as(
        Style::Docdb,
        &id.office,
        &id.number,
        &id.kind,
        id.date,
        series,
    )
}

/// Office and number without kind: `CN109524631`; empty when there is no number.
pub fn stem(id: &DocId) -> String {
    if id.number.is_empty() {
        String::new()
    } else {
        format!("{}{}", id.office, id.number)
    }
}

/// Whether a relation names a publication or an application.
pub fn series(kind: RelationKind) -> Series {
    match kind {
        RelationKind::PctPublication | RelationKind::RelatedPublication => Series::Publication,
        _ => Series::Application,
    }
}

/// A number as a node of the web of families: publications (`P:`) and applications (`A:`) may
/// bear the same digits.
pub fn node(id: &DocId, series: Series) -> String {
    if id.number.is_empty() {
        return String::new();
    }
    match series {
        Series::Publication => format!("P:{}{}", id.office, id.number),
        // Kinds such as W (international) or P (provisional) tell two applications apart.
        Series::Application => {
            format!("A:{}", canonical_of(id, series).key())
        }
    }
}

/// The key under which a document is known: publication with kind (`CN109524631A`), or the
/// application number and `-AP` while nothing is published.
pub fn key(record: &Record) -> String {
    let publication = &record.publication;
    if !publication.number.is_empty() {
        return format!(
            "{}{}{}",
            publication.office, publication.number, publication.kind
        );
    }
    match &record.application {
        Some(application) if !application.number.is_empty() => format!("{}-AP", stem(application)),
        _ => String::new(),
    }
}

/// Office, number and kind.
pub fn key_of(id: &DocId) -> String {
    format!("{}{}{}", id.office, id.number, id.kind)
}

/// The exact values under which a number is found: with kind and without.
pub fn spell(id: &DocId, out: &mut BTreeSet<String>) {
    if id.number.is_empty() {
        return;
    }
    let stem = stem(id);
    if !id.kind.is_empty() {
        out.insert(format!("{stem}{}", id.kind));
    }
    out.insert(stem);
}

/// Stems of the patent documents cited, each once.
pub fn cited_stems(record: &Record) -> BTreeSet<String> {
    record
        .citations
        .iter()
        .filter_map(|c| c.patent.as_ref())
        .map(stem)
        .filter(|s| !s.is_empty())
        .collect()
}

/// What a class symbol lies under: `H01M10/0525` → `H`, `H01`, `H01M`, `H01M10`.
pub fn class_ancestors(scheme: Scheme, symbol: &str) -> Vec<String> {
    let mut out = Vec::new();
    match scheme {
        Scheme::Ipc | Scheme::Cpc => {
            for end in [1, 3, 4] {
                if symbol.len() > end && symbol.is_char_boundary(end) {
                    out.push(symbol[..end].to_owned());
                }
            }
            if let Some((group, _)) = symbol.split_once('/') {
                out.push(group.to_owned());
            }
        }
        Scheme::Locarno => {
            if let Some((class, _)) = symbol.split_once('-') {
                out.push(class.to_owned());
            }
        }
        _ => {
            if let Some((class, _)) = symbol.split_once('/') {
                out.push(class.to_owned());
            }
        }
    }
    out
}

/// The office that publishes, or receives an application that is not published.
pub fn office(record: &Record) -> &str {
    match &record.application {
        Some(application) if record.publication.number.is_empty() => &application.office,
        _ => &record.publication.office,
    }
}

/// Province and city of the first applicant or owner.
pub fn place(record: &Record) -> Place {
    let party = [Role::Applicant, Role::Owner]
        .into_iter()
        .find_map(|role| {
            record
                .parties
                .iter()
                .find(|p| p.role == role && !p.address.is_empty())
        })
        .or_else(|| {
            record
                .parties
                .iter()
                .find(|p| matches!(p.role, Role::Applicant | Role::Owner))
        });
    match party {
        Some(party)
            if party.country.is_empty()
                || matches!(party.country.as_str(), "CN" | "HK" | "MO" | "TW") =>
        {
            address::locate(&party.address, Some(&party.name))
        }
        Some(party) => Place {
            country: Some(party.country.clone()),
            ..Place::default()
        },
        None => Place::default(),
    }
}

/// Languages of any text of the record, in order, each once.
pub fn languages(record: &Record) -> BTreeSet<&str> {
    let texts = record.titles.iter().map(|t| t.lang.as_str());
    let passages = record
        .abstracts
        .iter()
        .chain(&record.descriptions)
        .map(|p| p.lang.as_str());
    let claims = record.claims.iter().map(|c| c.lang.as_str());
    texts
        .chain(passages)
        .chain(claims)
        .filter(|lang| !lang.is_empty())
        .collect()
}

/// Countries of applicants and owners, where stated or where the address shows it.
pub fn applicant_countries(record: &Record, place: &Place) -> BTreeSet<String> {
    let mut out: BTreeSet<String> = record
        .parties
        .iter()
        .filter(|p| matches!(p.role, Role::Applicant | Role::Owner) && !p.country.is_empty())
        .map(|p| p.country.clone())
        .collect();
    if out.is_empty() {
        match &place.country {
            Some(country) => {
                out.insert(country.clone());
            }
            None if place.province.is_some() => {
                out.insert("CN".to_owned());
            }
            None => {}
        }
    }
    out
}

/// `invention`, `utility-model`, `design` …; empty when unknown.
pub fn patent_type(record: &Record) -> &'static str {
    let id = &record.publication;
    if id.number.is_empty() {
        return match &record.application {
            Some(a) => kind::patent_type(&a.office, &a.kind, &a.number).name(),
            None => "",
        };
    }
    kind::patent_type(&id.office, &id.kind, &id.number).name()
}

/// The code of the legal state that the record's own data prove as of a day; empty when unknown.
pub fn legal_state(record: &Record, today: Date) -> &'static str {
    legal_names::name(legal::state(record, today).code)
}

/// The name of a format as JSON writes it.
pub fn format_name(format: Format) -> String {
    serde_json::to_value(format)
        .ok()
        .and_then(|v| v.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// The earliest priority date, or the filing date where there is no priority.
pub fn earliest_priority(record: &Record) -> Option<Date> {
    let filed = record.application.as_ref().and_then(|a| a.date);
    record
        .priorities
        .iter()
        .filter_map(|p| p.id.date)
        .chain(filed)
        .min()
}

/// The date of grant: stated as INID 45, or the publication date of a granted kind.
pub fn granted(record: &Record) -> Option<Date> {
    if let Some(date) = record.dates.get("45").or_else(|| record.dates.get("47")) {
        return Some(*date);
    }
    let id = &record.publication;
    let meaning = kind::meaning(&id.office, &id.kind, id.date)?;
    let grants = meaning.level == 2 || meaning.en.starts_with("granted");
    if grants { id.date } else { None }
}

/// The claim set that counts: in the language of publication, else the first.
pub fn main_claims(record: &Record) -> Option<&ClaimSet> {
    record
        .claims
        .iter()
        .find(|set| set.lang == record.publication.lang)
        .or_else(|| record.claims.first())
}

/// Names of some roles as printed, white space folded, each once, in order.
pub fn names(record: &Record, roles: &[Role]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for role in roles {
        for party in record.parties.iter().filter(|p| p.role == *role) {
            let name = crate::read::tree::fold_blanks(&party.name);
            if !name.is_empty() && !out.contains(&name) {
                out.push(name);
            }
        }
    }
    out
}
