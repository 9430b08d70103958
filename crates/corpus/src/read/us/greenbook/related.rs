//! Priorities, related documents, classes and citations of a green book record.

use super::party::office;
use super::{Group, folded, keep};
use crate::read::classes::{class, ipc_symbol, locarno_symbol, uspc_symbol};
use crate::read::ledger::{extra, note};
use crate::read::us::doc_number;
use crate::record::{Citation, Class, DocId, Priority, Record, Relation, RelationKind, Scheme};
use quanlian_handbook::Date;

pub(super) fn priority(group: &Group, record: &mut Record) {
    let (number, original) = doc_number(&folded(group.first("APN")));
    if number.is_empty() {
        note(record, "read.missing-node", "PRIR/APN");
    }
    let id = DocId {
        office: office(group.first("CNT")),
        number,
        kind: String::new(),
        date: Date::read(group.first("APD")),
        original,
        lang: String::new(),
    };
    record.priorities.push(Priority {
        id,
        kind: String::new(),
        active: true,
        linkage: String::new(),
    });
    keep("PRIR", group, &["APN", "CNT", "APD"], record);
}

pub(super) fn us_number(printed: &str, date: &str) -> DocId {
    let (number, original) = doc_number(&folded(printed));
    DocId {
        office: "US".to_owned(),
        number,
        kind: String::new(),
        date: Date::read(date),
        original,
        lang: String::new(),
    }
}

pub(super) fn reissue(group: &Group, record: &mut Record) {
    let id = us_number(group.first("PNO"), group.first("ISD"));
    let application = us_number(group.first("APN"), group.first("APD"));
    let mut notes: Vec<String> = Vec::new();
    if !application.number.is_empty() {
        notes.push(
            format!("application {} {}", application.number, group.first("APD"))
                .trim()
                .to_owned(),
        );
    }
    record.relations.push(Relation {
        kind: RelationKind::Reissue,
        id,
        note: notes.join("; "),
    });
    keep("REIS", group, &["PNO", "ISD", "APN", "APD"], record);
}

pub(super) fn related(group: &Group, record: &mut Record) {
    let code = group.first("COD");
    let kind = match code {
        "71" => RelationKind::Continuation,
        "72" => RelationKind::ContinuationInPart,
        _ => RelationKind::Other,
    };
    let mut notes = vec![format!("code {code}")];
    let status = group.first("PSC");
    if !status.is_empty() {
        notes.push(format!("status {status}"));
    }
    let patent = group.first("PNO");
    if !patent.is_empty() {
        notes.push(
            format!("grant US {} {}", folded(patent), group.first("ISD"))
                .trim()
                .to_owned(),
        );
    }
    let mut id = us_number(group.first("APN"), group.first("APD"));
    if id.number.is_empty() {
        id = us_number(patent, group.first("ISD"));
    }
    record.relations.push(Relation {
        kind,
        id,
        note: notes.join("; "),
    });
    keep(
        "RLAP",
        group,
        &["COD", "PSC", "PNO", "ISD", "APN", "APD"],
        record,
    );
}

/// Where a code of a related application is not one of the known, the paragraph about the parents
/// (`PARN`) decides, if it names just one kind of relation beside those that the codes explain.
pub(super) fn related_in_words(groups: &[Group], record: &mut Record) {
    let said: String = groups
        .iter()
        .filter(|g| g.name == "PARN")
        .flat_map(|g| &g.fields)
        .map(|(_, value)| folded(value).to_lowercase())
        .collect();
    let rest = said
        .replace("continuation-in-part", "")
        .replace("continuation in part", "");
    let mut kinds = Vec::new();
    if rest != said {
        kinds.push(RelationKind::ContinuationInPart);
    }
    if rest.contains("continuation") {
        kinds.push(RelationKind::Continuation);
    }
    if rest.contains("division") {
        kinds.push(RelationKind::Division);
    }
    kinds.retain(|kind| !record.relations.iter().any(|r| r.kind == *kind));
    let [kind] = kinds.as_slice() else { return };
    for relation in &mut record.relations {
        if relation.kind == RelationKind::Other && relation.note.starts_with("code ") {
            relation.kind = *kind;
        }
    }
}

pub(super) fn international(group: &Group, record: &mut Record) {
    for (number, date, kind) in [
        ("PCN", "PD3", RelationKind::PctApplication),
        ("PCP", "PCD", RelationKind::PctPublication),
    ] {
        let printed = folded(group.first(number));
        if printed.is_empty() {
            continue;
        }
        let office = if kind == RelationKind::PctPublication {
            "WO"
        } else {
            ""
        };
        let (number, original) = doc_number(&printed);
        let id = DocId {
            office: office.to_owned(),
            number,
            kind: String::new(),
            date: Date::read(group.first(date)),
            original,
            lang: String::new(),
        };
        record.relations.push(Relation {
            kind,
            id,
            note: String::new(),
        });
    }
    // The dates of 35 U.S.C. 371 and 102(e).
    for (tag, key) in [("PD1", "us-371-date"), ("PD2", "us-102e-date")] {
        if let Some(date) = Date::read(group.first(tag)) {
            record.dates.insert(key.to_owned(), date);
        } else {
            extra(record, &format!("PCTA.{tag}"), group.first(tag));
        }
    }
    keep(
        "PCTA",
        group,
        &["PCN", "PD3", "PCP", "PCD", "PD1", "PD2"],
        record,
    );
}

pub(super) fn classes(group: &Group, record: &mut Record) {
    let edition = group.first("EDF").to_owned();
    let design = record.publication.kind == "S";
    for (tag, value) in &group.fields {
        match tag.as_str() {
            "OCL" | "XCL" | "UCL" | "DCL" => {
                extra(record, &format!("CLAS.{tag}.printed"), value.trim());
                record.classes.push(Class {
                    first: tag == "OCL",
                    office: "US".to_owned(),
                    ..class(Scheme::Uspc, uspc_symbol(value))
                });
            }
            "ICL" => {
                let (scheme, symbol) = match (
                    ipc_symbol(value),
                    locarno_symbol(value.trim_start().trim_start_matches('D')),
                ) {
                    (Some((symbol, _)), _) => (Scheme::Ipc, symbol),
                    (None, Some((symbol, _))) if design => (Scheme::Locarno, symbol),
                    _ => (Scheme::Other, value.split_whitespace().collect()),
                };
                extra(record, "CLAS.ICL.printed", value.trim());
                record.classes.push(Class {
                    version: edition.clone(),
                    ..class(scheme, symbol)
                });
            }
            "EDF" => {}
            "FSC" | "FSS" => extra(
                record,
                "field-of-search",
                &format!("{tag} {}", folded(value)),
            ),
            _ => extra(record, &format!("CLAS.{tag}"), &folded(value)),
        }
    }
}

pub(super) fn patent_citation(group: &Group, record: &mut Record) {
    let number = record.citations.len() + 1;
    let country = match group.first("CNT") {
        "" if group.name == "UREF" => "US".to_owned(),
        country => office(country),
    };
    let printed_date = group.first("ISD");
    let (cited, original) = doc_number(&folded(group.first("PNO")));
    let id = DocId {
        office: country,
        number: cited,
        kind: String::new(),
        date: Date::read(printed_date),
        original,
        lang: String::new(),
    };
    if id.number.is_empty() {
        note(
            record,
            "read.empty-citation",
            format!("{} {number}", group.name),
        );
        keep(&group.name, group, &[], record);
        return;
    }
    if id.date.is_none() && !printed_date.is_empty() {
        extra(
            record,
            "citation.date",
            &format!("{number}: {printed_date}"),
        );
    }
    for (tag, value) in &group.fields {
        match tag.as_str() {
            "PNO" | "ISD" | "CNT" => {}
            "NAM" => extra(
                record,
                "citation.name",
                &format!("{number}: {}", folded(value)),
            ),
            "OCL" | "XCL" | "UCL" | "DCL" => {
                extra(
                    record,
                    "citation.class",
                    &format!("{number}: {}", value.trim()),
                );
            }
            _ => extra(
                record,
                &format!("citation.{tag}"),
                &format!("{number}: {}", folded(value)),
            ),
        }
    }
    record.citations.push(Citation {
        patent: Some(id),
        ..Citation::default()
    });
}
