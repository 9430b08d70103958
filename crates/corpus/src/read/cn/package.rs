//! E-filing packages: the parts of one application in folders `100001-` to `100005-` and `110101-`.

use crate::read::ReadError;
use crate::read::bodytext::{self, drawings, paragraphs, same_name};
use crate::read::cn::biblio;
use crate::read::cn::number::{self, Of, normal, split_check_digit};
use crate::read::cn::{bodies, language};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::record::{Format, Record};
use std::collections::BTreeMap;

/// The application number in a path: a folder or file stem of thirteen places (twelve digits and
/// the check digit, also `201910302430.1`), or of nine places in the older form when the check
/// digit is right. Gives the number with its check digit, without a full stop.
pub fn package_number(path: &str) -> Option<String> {
    path.split(['/', '\\']).rev().find_map(|component| {
        let candidates = [
            component,
            component
                .split_once('.')
                .map_or(component, |(stem, _)| stem),
        ];
        candidates.into_iter().find_map(|candidate| {
            let candidate = candidate.trim().to_uppercase();
            let digits = candidate.trim_start_matches("CN").trim_start_matches("ZL");
            let (whole, digit, right) = split_check_digit(digits)?;
            let plausible = if whole.len() == 12 {
                let year: u16 = whole[..4].parse().ok()?;
                (2003..=2100).contains(&year)
                    && matches!(whole.as_bytes()[4], b'1' | b'2' | b'3' | b'8' | b'9')
            } else {
                right && matches!(whole.as_bytes()[2], b'1' | b'2' | b'3' | b'8' | b'9')
            };
            plausible.then(|| format!("{whole}{digit}"))
        })
    })
}

/// Reads the XML parts of one or several packages, given by path and tree: one record for each
/// application number. A part that is there twice (beside and inside its archive) counts once; of
/// several versions of a part the one with the highest file name counts.
///
/// # Errors
/// `read.no-application-number` when neither a path nor the request form names a number;
/// `read.no-record` when there are no parts.
pub fn application_package(parts: &[(String, Element)]) -> Result<Vec<Record>, ReadError> {
    let mut packages: BTreeMap<Option<String>, Vec<&(String, Element)>> = BTreeMap::new();
    for part in parts {
        packages
            .entry(package_number(&part.0))
            .or_default()
            .push(part);
    }
    let mut out = Vec::new();
    for (number, parts) in packages {
        out.push(package(number.as_deref(), parts)?);
    }
    if out.is_empty() {
        return Err(ReadError {
            code: "read.no-record",
            detail: "a package without XML parts".to_owned(),
        });
    }
    Ok(out)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

fn package(number: Option<&str>, mut parts: Vec<&(String, Element)>) -> Result<Record, ReadError> {
    let mut record = Record::new(Format::CnApplication);
    // The highest file name first: later filings are numbered higher.
    parts.sort_by(|a, b| file_name(&b.0).cmp(file_name(&a.0)));
    let mut seen: Vec<&Element> = Vec::new();
    for (path, root) in parts.iter().copied() {
        if seen.contains(&root) {
            continue;
        }
        seen.push(root);
        extra(&mut record, "package.files", path);
        if same_name(&root.name, "applicationbody") {
            body(path, root, &mut record);
        } else {
            request(root, &mut record);
        }
    }
    if let Some(number) = number {
        let stated = normal("CN", number, Of::Application);
        match &mut record.application {
            Some(application) if application.number == stated.number => {}
            Some(application) => {
                let detail = format!(
                    "request form {} against folder {}",
                    application.number, stated.number
                );
                note(&mut record, "read.number-conflict", detail);
            }
            None => {
                biblio::check(&stated, &mut record);
                record.application = Some(stated);
            }
        }
    }
    if record.application.is_none() {
        return Err(ReadError {
            code: "read.no-application-number",
            detail: parts
                .first()
                .map(|(path, _)| path.clone())
                .unwrap_or_default(),
        });
    }
    record.publication.office = "CN".to_owned();
    if record.claims.is_empty() {
        note(&mut record, "read.missing-part", "100001 claims");
    }
    if record.descriptions.is_empty() {
        note(&mut record, "read.missing-part", "100002 description");
    }
    Ok(record)
}

/// One `cn-application-body`: claims, description, drawings, abstract or its drawing.
fn body(path: &str, root: &Element, record: &mut Record) {
    let ledger = Ledger::new();
    let lang = language(root, "zh");
    for child in root.elements() {
        let is = |key: &str| same_name(&child.name, key);
        let twice = is("claims") && !record.claims.is_empty()
            || is("description") && !record.descriptions.is_empty()
            || is("abstract") && !record.abstracts.is_empty() && !paragraphs(child).is_empty();
        if twice {
            ledger.take(child);
            note(
                record,
                "read.earlier-version",
                format!("{}: {}", child.name, file_name(path)),
            );
            extra(
                record,
                &format!("earlier.{}", child.name),
                &bodytext::flatten(child),
            );
        } else if is("drawings") && record.extras.contains_key("package.drawings") {
            ledger.take(child);
            note(
                record,
                "read.earlier-version",
                format!("{}: {}", child.name, file_name(path)),
            );
        } else if is("drawings") {
            ledger.take(child);
            extra(record, "package.drawings", file_name(path));
            record.drawings.append(&mut drawings(child, ""));
        }
    }
    bodies(&ledger, root, &lang, record);
    ledger.keep_rest(root, "", record);
}

/// The request form. Whatever of it has no known name is kept under its path.
fn request(root: &Element, record: &mut Record) {
    let ledger = Ledger::new();
    let lang = language(root, "zh");
    let notes = record.notes.len();
    let mut found = Vec::new();
    number::find_all(
        root,
        &["bibliographicdata", "designbibliographicdata"],
        &mut found,
    );
    let biblio = found.first().copied().unwrap_or(root);
    biblio::read(&ledger, root, biblio, &lang, record);
    // A form before publication lacks what a bibliography has.
    record.notes.truncate(notes);
    record.publication = Default::default();
    if let Some(application) = record.application.clone() {
        biblio::check(&application, record);
    }
    if !std::ptr::eq(biblio, root) {
        ledger.keep_rest(biblio, "request-form", record);
        ledger.take(biblio);
    }
    ledger.keep_rest(root, "request-form", record);
}

#[cfg(test)]
mod tests {
    use super::package_number;

    #[test]
    fn numbers_in_paths() {
        assert_eq!(
            package_number("dmh/2010102412224/100001-/DA000002391714.xml").as_deref(),
            Some("2010102412224")
        );
        assert_eq!(
            package_number("a\\201910302430.1\\x.xml").as_deref(),
            Some("2019103024301")
        );
        assert_eq!(
            package_number("2018103922220.zip").as_deref(),
            Some("2018103922220")
        );
        assert_eq!(
            package_number("851000010/100001-/a.xml").as_deref(),
            Some("851000010")
        );
        assert_eq!(package_number("x/100001-/DA000164371417.xml"), None);
        assert_eq!(package_number("20190802/101945314/x.xml"), None);
    }
}
