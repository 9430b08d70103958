//! Citations, related documents and international data of a `PATDOC` bibliography.

use super::read_doc;
use crate::read::bodytext::{self, raw_text};
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::read::us::redbook::in_words;
use crate::record::{Citation, Record, Relation, RelationKind};
use quanlian_handbook::Date;

pub(super) fn read_citation(ledger: &Ledger, element: &Element, record: &mut Record) {
    let number = record.citations.len() + 1;
    let mut citation = Citation::default();
    if element.child("CITED-BY-EXAMINER").is_some() {
        citation.by = "examiner".to_owned();
    } else if element.child("CITED-BY-OTHER").is_some() {
        citation.by = "other".to_owned();
    }
    for flag in element
        .elements()
        .filter(|e| e.name.starts_with("CITED-BY"))
    {
        ledger.take(flag);
    }
    let numbered = |value: String| {
        if value.is_empty() {
            value
        } else {
            format!("{number}: {value}")
        }
    };
    if let Some(patent) = element.child("PCIT") {
        let mut cited = read_doc(ledger, patent);
        if cited.date.is_none() {
            let printed = patent
                .at("DOC/DATE")
                .map(bodytext::flatten)
                .unwrap_or_default();
            extra(record, "citation.date", &numbered(printed));
        }
        if let Some(name) = patent.child("PARTY-US") {
            extra(record, "citation.name", &numbered(ledger.text(name)));
        }
        for item in patent
            .elements()
            .filter(|e| ["PNC", "PIC"].contains(&e.name.as_str()))
        {
            ledger.take(item);
            let printed = raw_text(item);
            extra(
                record,
                "citation.class",
                &numbered(printed.trim().to_owned()),
            );
        }
        // The office leaves its own country out.
        if cited.office.is_empty() && patent.at("DOC/CTRY").is_none() {
            cited.office = "US".to_owned();
        }
        if !cited.number.is_empty() {
            citation.patent = Some(cited);
        }
    }
    if let Some(other) = element.child("NCIT") {
        citation.literature = ledger.text(other);
    }
    if citation.patent.is_some() || !citation.literature.is_empty() {
        record.citations.push(citation);
    }
}

pub(super) fn relations(ledger: &Ledger, group: &Element, record: &mut Record) {
    for element in group.elements() {
        let kind = match element.name.as_str() {
            "B610" => RelationKind::Addition,
            "B620" => RelationKind::Division,
            "B630" => {
                relations(ledger, element, record);
                continue;
            }
            "B631" => RelationKind::Continuation,
            "B632" => RelationKind::ContinuationInPart,
            "B633" | "B640" | "B641US" => RelationKind::Reissue,
            "B645" | "B645US" => RelationKind::Reexamination,
            "B650" | "B690US" => RelationKind::RelatedPublication,
            "B660" => RelationKind::Substitution,
            "B680US" => RelationKind::Provisional,
            _ => RelationKind::Other,
        };
        let before = record.relations.len();
        // One element may hold several `DOC`s or parents in a row.
        for part in element.elements() {
            let mut parents = Vec::new();
            match part.name.as_str() {
                "PARENT-US" => parents.push(part),
                "DOC" => {
                    let id = read_doc(ledger, part);
                    record.relations.push(Relation {
                        kind,
                        id,
                        note: String::new(),
                    });
                }
                _ => part.find_all("PARENT-US", &mut parents),
            }
            for parent in parents {
                parent_relation(ledger, kind, parent, record);
            }
        }
        if kind == RelationKind::Other {
            for relation in &mut record.relations[before..] {
                relation.note = format!("{} {}", element.name, relation.note)
                    .trim()
                    .to_owned();
            }
        }
    }
}

pub(super) fn parent_relation(
    ledger: &Ledger,
    kind: RelationKind,
    parent: &Element,
    record: &mut Record,
) {
    let mut notes = Vec::new();
    let status = ledger.child_text(parent, "PSTA");
    if !status.is_empty() {
        notes.push(format!("status {status}"));
    }
    for (name, label) in [("PPUB", "grant"), ("CDOC", "child")] {
        for document in parent.all(name) {
            notes.push(format!("{label} {}", in_words(&read_doc(ledger, document))));
        }
    }
    for document in parent.all("PDOC") {
        let id = read_doc(ledger, document);
        record.relations.push(Relation {
            kind,
            id,
            note: notes.join("; "),
        });
    }
}

pub(super) fn international(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for (group, code, kind) in [
        ("B860", "B861", RelationKind::PctApplication),
        ("B870", "B871", RelationKind::PctPublication),
    ] {
        for list in biblio.all("B800").flat_map(|e| e.all(group)) {
            for element in list.elements() {
                if element.name == code {
                    let id = read_doc(ledger, element);
                    if !id.number.is_empty() {
                        record.relations.push(Relation {
                            kind,
                            id,
                            note: String::new(),
                        });
                    }
                } else if let Some(date) = Date::read(&bodytext::flatten(element)) {
                    ledger.take(element);
                    record.dates.insert(element.name.clone(), date);
                }
            }
        }
    }
}
