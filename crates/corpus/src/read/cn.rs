//! The formats of the Chinese office: published documents and e-filing packages.

mod biblio;
mod citation;
mod classes;
mod number;
mod package;
mod party;
mod related;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod variants;

pub use package::{application_package, package_number};

use crate::read::ReadError;
use crate::read::bodytext::{self, attribute, claim_set, drawings, paragraphs, same_name};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::record::{Format, Passage, Record};
use quanlian_handbook::Date;

/// Reads one published document: `PatentDocumentAndRelated` (schema V2.x, with or without
/// prefixes) or `cn-patent-document`. Names are compared without hyphens and capitals, so that
/// one reader serves both families of names.
///
/// # Errors
/// `read.no-publication-number` when neither the bibliography nor the root names a number.
pub fn publication(root: &Element) -> Result<Vec<Record>, ReadError> {
    let ledger = Ledger::new();
    let mut record = Record::new(Format::CnXml);
    let lang = language(root, "zh");
    record.produced = attribute(root, &["dateproduced"])
        .as_deref()
        .and_then(Date::read);
    for (name, key) in [
        ("file", "file"),
        ("status", "status"),
        ("xsdversion", "version"),
        ("dtdversion", "version"),
    ] {
        extra(
            &mut record,
            key,
            &attribute(root, &[name]).unwrap_or_default(),
        );
    }
    let found = root.elements().find(|e| {
        [
            "bibliographicdata",
            "designbibliographicdata",
            "utilitymodelbibliographicdata",
        ]
        .iter()
        .any(|key| same_name(&e.name, key))
    });
    if found.is_none() {
        note(&mut record, "read.missing-node", "BibliographicData");
    }
    let empty = Element::default();
    let biblio = found.unwrap_or(&empty);
    ledger.take(biblio);
    biblio::read(&ledger, root, biblio, &lang, &mut record);
    bodies(&ledger, biblio, &lang, &mut record);
    ledger.keep_rest(biblio, "", &mut record);
    bodies(&ledger, root, &lang, &mut record);
    ledger.keep_rest(root, "", &mut record);
    if !record
        .publication
        .number
        .chars()
        .any(|c| c.is_ascii_digit())
    {
        return Err(ReadError {
            code: "read.no-publication-number",
            detail: format!("<{}>: '{}'", root.name, record.publication.number),
        });
    }
    if record.titles.is_empty() {
        note(&mut record, "read.no-title", format!("<{}>", root.name));
    }
    Ok(vec![record])
}

/// The language that an element states, else the one given.
fn language(element: &Element, otherwise: &str) -> String {
    match attribute(element, &["lang"]) {
        Some(lang) => lang.to_lowercase(),
        None => otherwise.to_owned(),
    }
}

/// Abstracts, descriptions, claims and drawings below the root or below `application-body`.
fn bodies(ledger: &Ledger, parent: &Element, lang: &str, record: &mut Record) {
    for element in parent.elements() {
        if ledger.is_taken(element) {
            continue;
        }
        let name = element.name.as_str();
        let lang = language(element, lang);
        let is = |key: &str| same_name(name, key);
        if is("applicationbody") {
            bodies(ledger, element, &lang, record);
        } else if is("abstract")
            || is("description")
            || is("designbriefexplanation")
            || is("briefexplanation")
        {
            ledger.take(element);
            text_body(element, &lang, record);
        } else if is("abstractdrawing") || is("abstfigure") || is("abstractfigure") {
            ledger.take(element);
            record.drawings.append(&mut drawings(element, "abstract"));
        } else if is("claims") {
            ledger.take(element);
            record.drawings.append(&mut drawings(element, ""));
            let set = claim_set(element, &lang);
            if set.claims.is_empty() {
                note(record, "read.no-claims", format!("<{name}>"));
                extra(record, name, &bodytext::flatten(element));
            } else {
                record.claims.push(set);
            }
        } else if is("drawings")
            || is("designimages")
            || is("designviews")
            || is("designdrawings")
            || is("views")
        {
            ledger.take(element);
            let design = record.publication.kind.starts_with('S') || !is("drawings");
            record
                .drawings
                .append(&mut drawings(element, if design { "design" } else { "" }));
            captions(element, record);
        }
    }
}

/// What drawings say in words (names of views) is kept, as the pictures are only references.
fn captions(element: &Element, record: &mut Record) {
    for paragraph in paragraphs(element) {
        if !paragraph.text.starts_with("[img:") {
            extra(record, "drawings.text", &paragraph.text);
        }
    }
}

fn text_body(element: &Element, lang: &str, record: &mut Record) {
    let is_abstract = same_name(&element.name, "abstract");
    for child in element.elements() {
        if ["abstractfigure", "abstfigure", "abstractdrawing"]
            .iter()
            .any(|key| same_name(&child.name, key))
        {
            record.drawings.append(&mut drawings(child, "abstract"));
        } else {
            record.drawings.append(&mut drawings(child, ""));
        }
        if same_name(&child.name, "inventiontitle") {
            let title = bodytext::flatten(child);
            if !title.is_empty() && !record.titles.iter().any(|t| t.text == title) {
                record.titles.push(crate::record::Text {
                    lang: lang.to_owned(),
                    text: title,
                });
            }
        }
    }
    let source = match element.name.as_str() {
        name if !is_abstract && !same_name(name, "description") => "brief explanation".to_owned(),
        _ => attribute(element, &["sourcedb", "source"]).unwrap_or_default(),
    };
    let passage = Passage {
        lang: lang.to_owned(),
        source,
        paragraphs: paragraphs(element),
    };
    if passage.paragraphs.is_empty() {
        return;
    }
    if is_abstract {
        record.abstracts.push(passage);
    } else {
        record.descriptions.push(passage);
    }
}
