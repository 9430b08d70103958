//! EP full text: `ep-patent-document` (WIPO ST.36 with the EPO's `SDOBI` bibliography, ST.32 tags).
//!
//! Every tag whose meaning is known goes to its place in the record; every other text of the
//! bibliography goes to `extras` under its path (`B500.B590.B598`).

pub mod biblio;
pub mod body;
pub mod citations;
pub mod parties;
pub mod relations;
pub mod text;

use super::ReadError;
use super::rest::{Ledger, extra, language, without_blanks};
use super::tree::Element;
use crate::record::{Format, Note, Record};
use quanlian_handbook::Date;

/// Attributes that only number or mark elements of the file; they carry no content.
pub const LAYOUT: &[&str] = &["id", "sequence", "num", "list-style"];

/// One `ep-patent-document` (or `ep-bulletin`, which has the same bibliography and no text).
/// The answer holds exactly one record.
/// Errors: `read.not-ep`, `read.no-publication-number`.
pub fn document(root: &Element) -> Result<Vec<Record>, ReadError> {
    if !matches!(root.name.as_str(), "ep-patent-document" | "ep-bulletin") {
        return Err(ReadError {
            code: "read.not-ep",
            detail: format!("<{}> is no ep-patent-document", root.name),
        });
    }
    let mut record = Record::new(Format::EpSt36);
    let mut ledger = Ledger::default();
    head(root, &mut record, &mut ledger);
    if let Some(sdobi) = root.child("SDOBI") {
        ledger.attribute(sdobi, "lang");
        biblio::read(sdobi, &mut record, &mut ledger);
        ledger.rest(sdobi, "", LAYOUT, &mut record.extras);
        ledger.take(sdobi);
    } else {
        note(&mut record, "read.no-bibliography", "no SDOBI element");
    }
    if record.publication.number.is_empty() {
        return Err(ReadError {
            code: "read.no-publication-number",
            detail: "neither @doc-number nor B110 holds a number".to_owned(),
        });
    }
    body::read(root, &mut record, &mut ledger);
    citations::in_text(root, &mut record, &mut ledger);
    ledger.rest(root, "", LAYOUT, &mut record.extras);
    Ok(vec![record])
}

fn head(root: &Element, record: &mut Record, ledger: &mut Ledger) {
    let mut value = |name: &str| ledger.attribute(root, name).unwrap_or_default();
    record.publication.office = value("country").to_uppercase();
    record.publication.number = without_blanks(&value("doc-number"));
    record.publication.kind = without_blanks(&value("kind")).to_uppercase();
    let date = value("date-publ");
    record.publication.date = Date::read(&date);
    let lang = value("lang");
    record.publication.lang = language(&lang);
    if record.publication.date.is_none() {
        extra(&mut record.extras, "@date-publ", &date);
    }
    record.produced = root.attribute("date-produced").and_then(Date::read);
}

/// Adds a note.
pub(crate) fn note(record: &mut Record, code: &str, detail: &str) {
    record.notes.push(Note {
        code: code.to_owned(),
        detail: detail.to_owned(),
    });
}
