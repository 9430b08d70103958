//! Priorities, divisional and other related documents, PCT data of Chinese publications.

use crate::read::bodytext::{attribute, same_name};
use crate::read::cn::number::{Of, child, doc_id, find_all};
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::record::{DocId, Priority, Record, Relation, RelationKind};
use quanlian_handbook::Date;

/// Reads everything of the bibliography that names other documents, but citations.
pub fn read(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    priorities(ledger, biblio, record);
    let mut lists = Vec::new();
    find_all(
        biblio,
        &["relateddocuments", "relateddocumentdetails"],
        &mut lists,
    );
    for list in lists {
        for element in list.elements() {
            relation(ledger, element, record);
        }
        ledger.keep_rest(list, &list.name, record);
        ledger.take(list);
    }
    international(ledger, biblio, false, record);
}

fn priorities(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let mut found = Vec::new();
    find_all(
        biblio,
        &["priority", "priorityclaim", "domesticpriorityclaim"],
        &mut found,
    );
    let form = |e: &Element| attribute(e, &["dataformat"]).unwrap_or_default();
    for element in &found {
        let domestic = same_name(&element.name, "domesticpriorityclaim");
        let mut ids = Vec::new();
        if domestic {
            let mut parents = Vec::new();
            find_all(element, &["parentdoc"], &mut parents);
            if parents.is_empty() {
                parents.push(element);
            }
            ids.extend(parents);
        } else {
            ids.push(element);
        }
        for holder in ids {
            let id = doc_id(ledger, holder, Of::Application);
            if id.number.is_empty() {
                continue;
            }
            let sequence = attribute(element, &["sequence"]);
            let repeats = form(element) == "standard"
                && found.iter().any(|other| {
                    form(other) != "standard" && attribute(other, &["sequence"]) == sequence
                });
            if repeats {
                let printed = if id.original.is_empty() {
                    &id.number
                } else {
                    &id.original
                };
                extra(
                    record,
                    "priority.standard",
                    &format!("{}: {}{printed}", sequence.unwrap_or_default(), id.office),
                );
                continue;
            }
            let kind = match attribute(element, &["kind"]) {
                Some(kind) => kind,
                None if domestic => "national".to_owned(),
                None => String::new(),
            };
            record.priorities.push(Priority {
                id,
                kind,
                active: true,
                linkage: String::new(),
            });
        }
        ledger.keep_rest(element, "priority", record);
        ledger.take(element);
    }
}

/// The kind of relation from the name of its element.
fn kind_of(name: &str) -> RelationKind {
    let name: String = name.to_lowercase().chars().filter(|c| *c != '-').collect();
    let has = |part: &str| name.contains(part);
    if has("publication") {
        RelationKind::RelatedPublication
    } else if has("divi") {
        RelationKind::Division
    } else if has("continuationinpart") {
        RelationKind::ContinuationInPart
    } else if has("continuation") {
        RelationKind::Continuation
    } else if has("addition") {
        RelationKind::Addition
    } else if has("substitution") {
        RelationKind::Substitution
    } else if has("correction") {
        RelationKind::Correction
    } else if has("reissue") {
        RelationKind::Reissue
    } else {
        RelationKind::Other
    }
}

fn relation(ledger: &Ledger, element: &Element, record: &mut Record) {
    if ledger.is_taken(element) {
        return;
    }
    let kind = kind_of(&element.name);
    let of = match kind {
        RelationKind::RelatedPublication | RelationKind::Correction => Of::Publication,
        _ => Of::Application,
    };
    let mut holders = Vec::new();
    find_all(element, &["parentdoc"], &mut holders);
    if holders.is_empty() {
        find_all(element, &["documentid"], &mut holders);
    }
    if holders.is_empty() && child(element, "docnumber").is_some() {
        holders.push(element);
    }
    for holder in holders {
        let id: DocId = doc_id(ledger, holder, of);
        if id.number.is_empty()
            || record
                .relations
                .iter()
                .any(|r| r.kind == kind && r.id.number == id.number && r.id.kind == id.kind)
        {
            continue;
        }
        let note = if kind == RelationKind::Other {
            element.name.clone()
        } else {
            String::new()
        };
        record.relations.push(Relation { kind, id, note });
    }
}

/// The international application, its publication and the day of entry (INID 86, 87, 85).
fn international(ledger: &Ledger, parent: &Element, inside: bool, record: &mut Record) {
    for element in parent.elements() {
        let name: String = element
            .name
            .to_lowercase()
            .chars()
            .filter(|c| *c != '-')
            .collect();
        let named = ["pct", "international", "regional"]
            .iter()
            .any(|part| name.contains(part));
        if ledger.is_taken(element) || !(named || inside) || name.contains("class") {
            continue;
        }
        let kind = if name.contains("publ") {
            RelationKind::PctPublication
        } else if name.contains("filing") || name.contains("appl") {
            RelationKind::PctApplication
        } else {
            entry_date(ledger, element, &name, record);
            international(ledger, element, true, record);
            continue;
        };
        let mut holders = Vec::new();
        find_all(element, &["documentid"], &mut holders);
        if holders.is_empty() {
            holders.push(element);
        }
        for holder in holders {
            let mut id = doc_id(ledger, holder, Of::Publication);
            id.lang = if id.lang.is_empty() {
                attribute(element, &["lang"])
                    .unwrap_or_default()
                    .to_lowercase()
            } else {
                id.lang
            };
            if id.number.is_empty()
                || record
                    .relations
                    .iter()
                    .any(|r| r.kind == kind && r.id.number == id.number)
            {
                continue;
            }
            record.relations.push(Relation {
                kind,
                id,
                note: String::new(),
            });
        }
        entry_date(ledger, element, &name, record);
        ledger.keep_rest(element, &element.name, record);
        ledger.take(element);
    }
}

fn entry_date(ledger: &Ledger, element: &Element, name: &str, record: &mut Record) {
    let mut dates = Vec::new();
    let entry = ["entry", "entering", "article", "national"]
        .iter()
        .any(|part| name.contains(part));
    if entry {
        find_all(element, &["date"], &mut dates);
    }
    find_all(
        element,
        &[
            "nationalphasedate",
            "dateentering",
            "nationalentrydate",
            "datepctarticle2239fulfilled",
        ],
        &mut dates,
    );
    if entry && dates.is_empty() {
        dates.push(element);
    }
    for date in dates {
        if ledger.is_taken(date) {
            continue;
        }
        if let Some(read) = Date::read(&date.text()) {
            ledger.take(date);
            record.dates.insert("85".to_owned(), read);
        }
    }
}
