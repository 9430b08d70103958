//! Answers of the EPO's Open Patent Services (`world-patent-data`, version 3.2).
//!
//! What an answer holds decides what becomes of it: exchange documents, full text, family members
//! with or without legal events, register entries, hits that are numbers only. Answers without
//! any document (faults, number conversion, images, classification) are an error that says so.

pub mod family;
pub mod fulltext;
pub mod register;

use super::ReadError;
use super::docdb;
use super::rest::Ledger;
use super::tree::Element;
use crate::record::{Format, Note, Record};

/// Reads an answer. Errors: `read.ops-no-documents` with a sentence on what the answer is,
/// `read.ops-not-found`, `read.no-publication-number`, `read.not-ops`.
pub fn answer(root: &Element) -> Result<Vec<Record>, ReadError> {
    if root.name == "fault" {
        return Err(fault(root));
    }
    if root.name != "world-patent-data" {
        return Err(ReadError {
            code: "read.not-ops",
            detail: format!("<{}> is no answer of OPS", root.name),
        });
    }
    let mut results: Vec<Result<Record, ReadError>> = Vec::new();
    gather(root, "", &mut results);
    let mut records = Vec::new();
    let mut failed = Vec::new();
    for result in results {
        match result {
            Ok(record) => records.push(record),
            Err(error) => failed.push(error),
        }
    }
    match records.first_mut() {
        Some(first) => {
            first.notes.extend(failed.into_iter().map(|error| Note {
                code: error.code.to_owned(),
                detail: format!("a neighbour in the same answer: {}", error.detail),
            }));
            Ok(records)
        }
        None => Err(failed
            .into_iter()
            .next()
            .unwrap_or_else(|| no_documents(root))),
    }
}

/// Walks the answer and reads each document where it stands. `query` is the question that the
/// answer repeats, needed where a register entry does not name its own number.
fn gather(element: &Element, query: &str, out: &mut Vec<Result<Record, ReadError>>) {
    let own_query = element.text_at("query").unwrap_or_default();
    let query = if own_query.is_empty() {
        query
    } else {
        &own_query
    };
    for child in element.elements() {
        match child.name.as_str() {
            "exchange-document" => out.push(docdb::exchange(child, Format::OpsBiblio)),
            "fulltext-document" => out.push(fulltext::document(child)),
            "family-member" => out.push(family::member(child)),
            "register-document" => {
                let alone = element.all("register-document").count() == 1;
                out.push(register::document(child, if alone { query } else { "" }));
            }
            "publication-reference" if child.find("exchange-document").is_some() => {
                gather(child, query, out);
            }
            "publication-reference" if element.name == "search-result" => out.push(hit(child)),
            "fault" => out.push(Err(fault(child))),
            // What was asked, and answers that name documents only to speak of something else.
            "publication-reference"
            | "standardization"
            | "equivalents-inquiry"
            | "fulltext-inquiry"
            | "document-inquiry" => {}
            _ => gather(child, query, out),
        }
    }
}

/// A hit of a search that gives the number and the family and nothing else.
fn hit(reference: &Element) -> Result<Record, ReadError> {
    let mut record = Record::new(Format::OpsFamily);
    let mut ledger = Ledger::default();
    let mut forms = docdb::ids::Forms::default();
    docdb::ids::add_reference(reference, &mut forms, &mut ledger);
    record.source_family = ledger.attribute(reference, "family-id").unwrap_or_default();
    forms.keep("publication", &mut record);
    record.publication = forms.id().ok_or_else(|| ReadError {
        code: "read.no-publication-number",
        detail: "a hit without doc-number".to_owned(),
    })?;
    ledger.rest(reference, "", docdb::LAYOUT, &mut record.extras);
    Ok(record)
}

fn fault(element: &Element) -> ReadError {
    let parts: Vec<String> = ["code", "message", "description"]
        .iter()
        .filter_map(|name| element.text_at(name))
        .collect();
    ReadError {
        code: "read.ops-no-documents",
        detail: format!(
            "the answer is a fault of the service: {}",
            parts.join(" – ")
        ),
    }
}

fn no_documents(root: &Element) -> ReadError {
    let known = [
        ("mappings", "a concordance of classifications"),
        ("standardization", "a conversion of numbers"),
        ("classification-scheme", "a part of a classification scheme"),
        ("classification-search", "a search in a classification"),
        (
            "equivalents-inquiry",
            "a list of equivalent publications by number only",
        ),
        ("fulltext-inquiry", "a statement of which full texts exist"),
        ("document-inquiry", "a list of images that exist"),
        ("biblio-search", "a search without hits"),
        ("register-search", "a register search without hits"),
        ("patent-family", "a family without members"),
    ];
    let what = known
        .iter()
        .find(|(name, _)| root.find(name).is_some())
        .map_or("an answer of an unknown sort", |(_, what)| *what);
    ReadError {
        code: "read.ops-no-documents",
        detail: format!("the answer holds no document: it is {what}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_without_documents_say_what_they_are() {
        for (xml, says) in [
            (
                "<fault><code>404</code><message>Document not found</message></fault>",
                "404",
            ),
            (
                "<world-patent-data><document-inquiry/></world-patent-data>",
                "images",
            ),
            (
                "<world-patent-data><biblio-search><search-result/></biblio-search></world-patent-data>",
                "without hits",
            ),
            ("<world-patent-data/>", "unknown"),
        ] {
            let root = Element::parse(xml).expect("reads");
            let error = answer(&root).expect_err(xml);
            assert_eq!(error.code, "read.ops-no-documents");
            assert!(error.detail.contains(says), "{error}");
        }
    }
}
