//! Citations, related documents and international data of a red book bibliography.

use crate::read::bodytext::{self, raw_text};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::read::us::redbook::read_id;
use crate::record::{Citation, DocId, Record, Relation, RelationKind};
use quanlian_handbook::Date;

pub(super) fn read_citation(ledger: &Ledger, element: &Element, record: &mut Record) {
    let number = record.citations.len() + 1;
    let mut citation = Citation::default();
    if let Some(patent) = element.child("patcit") {
        let id = patent.child("document-id").unwrap_or(patent);
        let printed_date = id.text_at("date").unwrap_or_default();
        let name = ledger.child_text(id, "name");
        extra(record, "citation.name", &numbered(number, &name));
        let cited = read_id(ledger, patent);
        if cited.date.is_none() {
            extra(record, "citation.date", &numbered(number, &printed_date));
        }
        if !cited.number.is_empty() {
            citation.patent = Some(cited);
        }
    }
    if let Some(other) = element.child("nplcit") {
        citation.literature = ledger.text(other);
    }
    let category = ledger.child_text(element, "category");
    citation.by = category
        .strip_prefix("cited by ")
        .unwrap_or(&category)
        .to_owned();
    for item in element
        .elements()
        .filter(|e| e.name.starts_with("classification"))
    {
        let printed = match item.child("main-classification") {
            Some(main) => raw_text(main).trim().to_owned(),
            None => ledger.text(item),
        };
        ledger.take(item);
        extra(record, "citation.class", &numbered(number, &printed));
    }
    if citation.patent.is_none() && citation.literature.is_empty() {
        note(record, "read.empty-citation", format!("citation {number}"));
        return;
    }
    ledger.take(element);
    for rest in element.elements() {
        if !["patcit", "nplcit", "category"].contains(&rest.name.as_str())
            && !rest.name.starts_with("classification")
        {
            extra(
                record,
                &format!("citation.{}", rest.name),
                &numbered(number, &bodytext::flatten(rest)),
            );
        }
    }
    record.citations.push(citation);
}

pub(super) fn numbered(number: usize, value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else {
        format!("{number}: {value}")
    }
}

/// The kind of relation that an element of `us-related-documents` states.
pub fn relation_kind(name: &str) -> RelationKind {
    match name {
        "addition" => RelationKind::Addition,
        "division" | "us-division" | "division-of" => RelationKind::Division,
        "continuation" | "continuation-of" => RelationKind::Continuation,
        "continuation-in-part" | "continuation-in-part-of" => RelationKind::ContinuationInPart,
        "reissue"
        | "continuing-reissue"
        | "us-divisional-reissue"
        | "reissue-of"
        | "us-reexamination-reissue-merger" => RelationKind::Reissue,
        "reexamination" | "us-reexamination" | "reexamination-of" => RelationKind::Reexamination,
        "substitution" | "substitution-for" => RelationKind::Substitution,
        "us-provisional-application" | "non-provisional-of-provisional" => {
            RelationKind::Provisional
        }
        "related-publication" => RelationKind::RelatedPublication,
        "correction" => RelationKind::Correction,
        "a-371-of-international" => RelationKind::PctApplication,
        _ => RelationKind::Other,
    }
}

pub(super) fn read_relation(ledger: &Ledger, element: &Element, record: &mut Record) {
    let kind = relation_kind(&element.name);
    let mut notes = Vec::new();
    if kind == RelationKind::Other || element.name.contains("reissue") && element.name != "reissue"
    {
        notes.push(element.name.clone());
    }
    let mut pairs: Vec<&Element> = element.all("relation").collect();
    if pairs.is_empty() && element.child("parent-doc").is_some() {
        pairs.push(element);
    }
    for pair in &pairs {
        for parent in pair.all("parent-doc") {
            let mut notes = notes.clone();
            let id = read_id(ledger, parent);
            let mut status = ledger.child_text(parent, "parent-status");
            if status.is_empty() {
                status = ledger.child_text(pair, "parent-status");
            }
            if !status.is_empty() {
                notes.push(format!("status {status}"));
            }
            for (name, label) in [
                ("parent-grant-document", "grant"),
                ("parent-pct-document", "pct"),
            ] {
                for document in parent.all(name) {
                    notes.push(format!("{label} {}", in_words(&read_id(ledger, document))));
                }
            }
            for child in pair.all("child-doc") {
                notes.push(format!("child {}", in_words(&read_id(ledger, child))));
            }
            if id.number.is_empty() {
                note(
                    record,
                    "read.missing-node",
                    format!("{}/parent-doc", element.name),
                );
            }
            record.relations.push(Relation {
                kind,
                id,
                note: notes.join("; "),
            });
        }
    }
    if !pairs.is_empty() {
        return;
    }
    let mut ids: Vec<&Element> = element.all("document-id").collect();
    if ids.is_empty() && element.child("doc-number").is_some() {
        ids.push(element);
    }
    for id in ids {
        let id = read_id(ledger, id);
        if !id.number.is_empty() {
            record.relations.push(Relation {
                kind,
                id,
                note: notes.join("; "),
            });
        }
    }
}

/// A document id as one printed line.
pub fn in_words(id: &DocId) -> String {
    let number = if id.original.is_empty() {
        &id.number
    } else {
        &id.original
    };
    let date = id.date.map(|d| d.to_string()).unwrap_or_default();
    [&id.office, number, &id.kind, &date]
        .into_iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

/// PCT data and the dates of entry, Hague data.
pub(super) fn international(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for element in biblio.elements() {
        let kind = match element.name.as_str() {
            "pct-or-regional-filing-data" => RelationKind::PctApplication,
            "pct-or-regional-publishing-data" => RelationKind::PctPublication,
            _ => continue,
        };
        let id = read_id(ledger, element);
        let mut notes = Vec::new();
        for rest in element.elements().filter(|e| e.name != "document-id") {
            let text = ledger.text(rest);
            if let Some(date) = Date::read(&text) {
                record.dates.insert(rest.name.clone(), date);
            }
            notes.push(format!("{} {text}", rest.name));
        }
        if !id.number.is_empty() {
            record.relations.push(Relation {
                kind,
                id,
                note: notes.join("; "),
            });
        }
    }
    dated_acts(ledger, biblio, record);
}

/// Dates that stand alone below the bibliography or its Hague data.
pub(super) fn dated_acts(ledger: &Ledger, element: &Element, record: &mut Record) {
    for child in element.elements() {
        if child.name == "hague-agreement-data" || child.name == "us-term-of-grant" {
            dated_acts(ledger, child, record);
        } else if child.name.ends_with("-date") {
            let text = bodytext::flatten(child);
            if let Some(date) = Date::read(&text) {
                record.dates.insert(child.name.clone(), date);
                ledger.take(child);
            }
        }
    }
}
