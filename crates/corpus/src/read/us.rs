//! The formats of the American office, from the text tapes of 1976 to the red book.

mod greenbook;
mod pap;
mod party;
mod patdoc;
mod redbook;
mod sgml;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod variants;

pub use greenbook::greenbook;
pub use pap::pap;
pub use patdoc::xml2;
pub use redbook::redbook;
pub use sgml::sgml;

use crate::read::ReadError;
use crate::read::ledger::note;
use crate::record::{DocId, Record};
use quanlian_handbook::Date;

/// Two-letter office code, or nothing for `unknown`, `omitted` and other words.
fn country(stated: &str) -> String {
    let stated = stated.trim();
    if stated.len() == 2 && stated.chars().all(|c| c.is_ascii_alphabetic()) {
        stated.to_uppercase()
    } else {
        String::new()
    }
}

/// A number without blanks, commas and full stops behind a type letter (`D. 271298` → `D271298`);
/// what the file prints stays in `original` when it differs.
fn doc_number(printed: &str) -> (String, String) {
    let number: String = printed
        .chars()
        .filter(|c| !c.is_whitespace() && *c != ',')
        .collect();
    let number = match number.split_once('.') {
        Some((letters, digits))
            if !letters.is_empty() && letters.chars().all(|c| c.is_ascii_alphabetic()) =>
        {
            format!("{letters}{digits}")
        }
        _ => number,
    };
    let original = if number == printed {
        String::new()
    } else {
        printed.to_owned()
    };
    (number, original)
}

/// A document id from its printed parts. A date that does not exist (`19720600`) is left out; the
/// caller keeps it.
fn doc_id(office: &str, number: &str, kind: &str, date: &str) -> DocId {
    let (number, original) = doc_number(number);
    DocId {
        office: country(office),
        number,
        kind: kind.trim().to_owned(),
        date: Date::read(date),
        original,
        lang: String::new(),
    }
}

/// Ends a reader: refuses a record without a publication number, compares the stated number of
/// claims with the claims read.
fn finish(mut record: Record, stated_claims: &str, root: &str) -> Result<Vec<Record>, ReadError> {
    if !record
        .publication
        .number
        .chars()
        .any(|c| c.is_ascii_digit())
    {
        return Err(ReadError {
            code: "read.no-publication-number",
            detail: format!("<{root}>: '{}'", record.publication.number),
        });
    }
    if record.titles.is_empty() {
        note(&mut record, "read.no-title", format!("<{root}>"));
    }
    let read: usize = record.claims.iter().map(|set| set.claims.len()).sum();
    if let Ok(stated) = stated_claims.trim().parse::<usize>()
        && stated != read
    {
        note(
            &mut record,
            "read.claims-count",
            format!("stated {stated}, read {read}"),
        );
    }
    Ok(vec![record])
}
