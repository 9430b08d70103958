//! DOCDB `exchange-document`s, also as OPS gives them inside its answers.
//!
//! Shape: EPO exchange DTD (attributes of the document, `bibliographic-data`, `abstract`). DOCDB
//! states each number, party and priority once per form (`data-format`); OPS states the forms
//! inside one element. Both end as one entry with the other forms beside it.

pub mod citations;
pub mod classes;
pub mod ids;
pub mod parties;
pub mod printed;
pub mod relations;

use super::ReadError;
use super::ep::text::{Beside, passage};
use super::rest::{Ledger, extra, language};
use super::tree::Element;
use crate::record::{Format, Note, Priority, Record, Text};
use quanlian_handbook::Date;
use std::collections::HashMap;

/// Attributes that only number or mark elements of the file; they carry no content.
pub const LAYOUT: &[&str] = &[
    "sequence",
    "data-format",
    "dataformat",
    "document-id-type",
    "format",
    "id",
    "num",
    "system",
    "dtd-version",
    "schemaLocation",
    "xmlns",
    "desc",
];

/// One `exchange-document`, whole or as a fragment. The answer holds exactly one record.
/// Errors: `read.no-publication-number`, `read.not-docdb`.
pub fn document(root: &Element) -> Result<Vec<Record>, ReadError> {
    match root.name.as_str() {
        "exchange-document" => Ok(vec![exchange(root, Format::Docdb)?]),
        "exchange-documents" => documents(root),
        other => Err(ReadError {
            code: "read.not-docdb",
            detail: format!("<{other}> is no exchange-document"),
        }),
    }
}

/// All documents of an `exchange-documents`. A document that cannot be read leaves a note on the
/// record before it (or the first one after it); when none can be read, the first error is given.
pub fn documents(root: &Element) -> Result<Vec<Record>, ReadError> {
    collect(root.all("exchange-document"), Format::Docdb)
}

/// Reads several documents of one format; see [`documents`].
pub fn collect<'a>(
    elements: impl Iterator<Item = &'a Element>,
    format: Format,
) -> Result<Vec<Record>, ReadError> {
    let mut records: Vec<Record> = Vec::new();
    let mut failed: Vec<ReadError> = Vec::new();
    for element in elements {
        match exchange(element, format) {
            Ok(record) => records.push(record),
            Err(error) => failed.push(error),
        }
    }
    match records.first_mut() {
        Some(first) => {
            first.notes.extend(failed.into_iter().map(|error| Note {
                code: error.code.to_owned(),
                detail: format!("a neighbour in the same file: {}", error.detail),
            }));
            Ok(records)
        }
        None => Err(failed.into_iter().next().unwrap_or(ReadError {
            code: "read.no-documents",
            detail: "the list holds no exchange-document".to_owned(),
        })),
    }
}

/// One `exchange-document` as a record of the given format (DOCDB or OPS).
pub fn exchange(root: &Element, format: Format) -> Result<Record, ReadError> {
    let mut record = Record::new(format);
    let mut ledger = Ledger::default();
    if let Some(status) = root.attribute("status")
        && status.eq_ignore_ascii_case("not found")
    {
        return Err(ReadError {
            code: "read.ops-not-found",
            detail: format!(
                "the answer says that {} {} {} was not found",
                root.attribute("country").unwrap_or_default(),
                root.attribute("doc-number").unwrap_or_default(),
                root.attribute("kind").unwrap_or_default()
            ),
        });
    }
    head(root, &mut record, &mut ledger)?;
    if let Some(data) = root.child("bibliographic-data") {
        bibliography(data, &mut record, &mut ledger);
    }
    for element in root.all("abstract") {
        abstract_text(element, &mut record, &mut ledger);
    }
    for family in root.all("patent-family") {
        relations::family(family, &mut record, &mut ledger);
    }
    ledger.rest(root, "", LAYOUT, &mut record.extras);
    Ok(record)
}

fn head(root: &Element, record: &mut Record, ledger: &mut Ledger) -> Result<(), ReadError> {
    let empty = Element::default();
    let data = root.child("bibliographic-data").unwrap_or(&empty);
    let forms = ids::forms(data.all("publication-reference"), ledger);
    let mut id = forms.id().unwrap_or_default();
    let stated = |ledger: &mut Ledger, name: &str| ledger.attribute(root, name).unwrap_or_default();
    let office = stated(ledger, "country").to_uppercase();
    let number = super::rest::without_blanks(&stated(ledger, "doc-number"));
    let kind = stated(ledger, "kind").to_uppercase();
    if forms.docdb.is_none() && !number.is_empty() {
        if !id.number.is_empty() && id.number != number && id.original.is_empty() {
            id.original = id.number.clone();
        }
        id.number = number.clone();
    }
    for (slot, value) in [
        (&mut id.office, office),
        (&mut id.kind, kind),
        (&mut id.number, number),
    ] {
        if slot.is_empty() {
            *slot = value;
        } else if !value.is_empty() && *slot != value {
            record.notes.push(Note {
                code: "read.number-twice".to_owned(),
                detail: format!("exchange-document says {value}, publication-reference {slot}"),
            });
        }
    }
    if id.number.is_empty() {
        return Err(ReadError {
            code: "read.no-publication-number",
            detail: "exchange-document without doc-number and publication-reference".to_owned(),
        });
    }
    let published = ledger.attribute(root, "date-publ");
    if id.date.is_none() {
        id.date = published.as_deref().and_then(Date::read);
    }
    forms.keep("publication", record);
    record.publication = id;
    record.source_family = stated(ledger, "family-id");
    for name in [
        "date-of-last-exchange",
        "date-of-exchange",
        "date-added-docdb",
        "date-produced",
    ] {
        if let Some(text) = root.attribute(name) {
            record.produced = record.produced.max(Date::read(text));
        }
    }
    Ok(())
}

fn bibliography(data: &Element, record: &mut Record, ledger: &mut Ledger) {
    let application = ids::forms(data.all("application-reference"), ledger);
    for reference in data.all("application-reference") {
        for name in ["doc-id", "is-representative"] {
            if let Some(value) = ledger.attribute(reference, name) {
                extra(&mut record.extras, &format!("application.{name}"), &value);
            }
        }
    }
    application.keep("application", record);
    record.application = application.id();
    if let Some(tag) = data.text_at("language-of-publication") {
        let lang = language(&tag);
        if record.publication.lang.is_empty() && !lang.is_empty() {
            ledger.at(data, "language-of-publication");
            record.publication.lang = lang;
        }
    }
    if let Some(tag) = data.text_at("language-of-filing") {
        let lang = language(&tag);
        if let Some(application) = record.application.as_mut().filter(|_| !lang.is_empty()) {
            ledger.at(data, "language-of-filing");
            application.lang = lang;
        }
    }
    for list in data.elements() {
        match list.name.as_str() {
            "classifications-ipcr" => {
                classes::ipcr(list, crate::record::Scheme::Ipc, record, ledger)
            }
            "classification-ipcr" => {
                classes::ipcr_item(list, crate::record::Scheme::Ipc, record, ledger);
            }
            "classification-ipc" => classes::ipc(list, record, ledger),
            "classifications-cpc" => {
                classes::ipcr(list, crate::record::Scheme::Cpc, record, ledger)
            }
            "patent-classifications" => classes::patent_classifications(list, record, ledger),
            "priority-claims" => priorities(list, record, ledger),
            "parties" => parties::parties(list, record, ledger),
            "designation-of-states" => relations::designation(list, record, ledger),
            "invention-title" => title(list, record, ledger),
            "dates-of-public-availability" => availability(list, record, ledger),
            "preceding-publication-date" => {
                if let Some(date) = ledger.date(list, "date") {
                    record
                        .dates
                        .insert("preceding-publication".to_owned(), date);
                }
            }
            "references-cited" => citations::references(list, record, ledger),
            "related-documents" => relations::related(list, record, ledger),
            _ => {}
        }
    }
}

/// A title; the same text in the same language is kept once.
pub fn title(element: &Element, record: &mut Record, ledger: &mut Ledger) {
    let text = ledger.text(element);
    let tag = ledger.attribute(element, "lang").unwrap_or_default();
    let lang = language(&tag);
    if lang.is_empty() {
        extra(&mut record.extras, "title.language", &tag);
    }
    let title = Text { lang, text };
    let known = record
        .titles
        .iter()
        .rev()
        .take(64)
        .any(|other| *other == title);
    if !title.text.is_empty() && !known {
        record.titles.push(title);
    }
}

fn abstract_text(element: &Element, record: &mut Record, ledger: &mut Ledger) {
    let lang = ledger.attribute(element, "lang").unwrap_or_default();
    let mut beside = Beside::default();
    let mut read = passage(element, &language(&lang), &mut beside);
    read.source = ["abstract-source", "source", "data-format"]
        .iter()
        .find_map(|name| ledger.attribute(element, name))
        .unwrap_or_default();
    // DOCDB may lend the abstract of another family member; then it names that document.
    let lender: Vec<String> = ["country", "doc-number", "kind"]
        .iter()
        .filter_map(|name| ledger.attribute(element, name))
        .collect();
    if !lender.is_empty() {
        read.source = format!("{} {}", read.source, lender.join(" "))
            .trim()
            .to_owned();
    }
    ledger.take(element);
    if !read.paragraphs.is_empty() {
        record.abstracts.push(read);
    }
    record.drawings.append(&mut beside.drawings);
    record.extras.append(&mut beside.formulae);
    for (name, value) in &element.attributes {
        if !LAYOUT.contains(&name.as_str())
            && !matches!(
                name.as_str(),
                "lang" | "abstract-source" | "source" | "country" | "doc-number" | "kind"
            )
        {
            extra(&mut record.extras, &format!("abstract.@{name}"), value);
        }
    }
}

/// The INID code of an element of `dates-of-public-availability` (WIPO ST.9, codes 41 to 47),
/// or the element's own name where ST.9 has no code for it.
fn availability_key(name: &str) -> &str {
    match name {
        "unexamined-not-printed-without-grant" => "41",
        "examined-not-printed-without-grant" => "42",
        "unexamined-printed-without-grant" => "43",
        "examined-printed-without-grant" => "44",
        "printed-with-grant" => "45",
        "claims-only-available" => "46",
        "not-printed-with-grant" => "47",
        other => other,
    }
}

/// Dates of publication and grant by what they are.
pub fn availability(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    for item in list.elements() {
        let date = ["document-id/date", "date"]
            .iter()
            .find_map(|path| ledger.date(item, path));
        if let Some(date) = date {
            let key = availability_key(&item.name).to_owned();
            match record.dates.get(&key) {
                Some(known) if *known != date => {
                    extra(
                        &mut record.extras,
                        &format!("date.{key}"),
                        &date.to_string(),
                    );
                }
                _ => {
                    record.dates.insert(key, date);
                }
            }
        }
    }
}

/// Priority claims: the forms of one claim share a sequence number.
pub fn priorities(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut groups: Vec<(String, Vec<&Element>)> = Vec::new();
    for (place, claim) in list.all("priority-claim").enumerate() {
        let key = claim
            .attribute("sequence")
            .map_or_else(|| format!("#{}", place + 1), str::to_owned);
        let at = *places.entry(key.clone()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        if let Some((_, claims)) = groups.get_mut(at) {
            claims.push(claim);
        }
    }
    let mut all: Vec<(String, ids::Forms, Vec<&Element>)> = groups
        .into_iter()
        .map(|(key, claims)| (key, ids::forms(claims.iter().copied(), ledger), claims))
        .collect();
    uncross(&mut all, record);
    for (key, forms, claims) in all {
        let mut active = true;
        let (mut kind, mut linkage) = (String::new(), String::new());
        for claim in claims {
            let indicator = ledger.at(claim, "priority-active-indicator");
            if indicator.to_uppercase().starts_with('N') {
                active = false;
            }
            let link = ledger.at(claim, "priority-linkage-type");
            if !link.is_empty() {
                linkage = link;
            }
            if let Some(stated) = ledger.attribute(claim, "kind") {
                kind = stated;
            }
        }
        forms.keep(&format!("priority.{key}"), record);
        if let Some(id) = forms.id() {
            record.priorities.push(Priority {
                id,
                kind,
                active,
                linkage,
            });
        }
    }
}

/// DOCDB numbers the original forms by themselves, and sometimes in another order: where two
/// originals fit each other's number and not their own, they change places and a note says so.
fn uncross(all: &mut [(String, ids::Forms, Vec<&Element>)], record: &mut Record) {
    const MOST: usize = 50;
    for first in 0..all.len().min(MOST) {
        for second in first + 1..all.len().min(MOST) {
            let (a, b) = (all[first].1.clone(), all[second].1.clone());
            let crossed = b.fits(&a.original)
                && a.fits(&b.original)
                && !a.fits(&a.original)
                && !b.fits(&b.original);
            if crossed {
                record.notes.push(Note {
                    code: "read.priority-originals-crossed".to_owned(),
                    detail: format!("{} and {} changed places", a.original, b.original),
                });
                all[first].1.original = b.original;
                all[second].1.original = a.original;
            }
        }
    }
}
