//! Related documents, designated states and the family list of an exchange document.

use super::ids;
use crate::read::rest::{Ledger, extra};
use crate::read::tree::Element;
use crate::record::{DocId, Record, Relation, RelationKind};

/// The kind of a relation by the name of its element in ST.36.
pub fn kind_of(name: &str) -> RelationKind {
    match name {
        "division" | "divisional" => RelationKind::Division,
        "continuation" => RelationKind::Continuation,
        "continuation-in-part" => RelationKind::ContinuationInPart,
        "addition" => RelationKind::Addition,
        "reissue" => RelationKind::Reissue,
        "reexamination" => RelationKind::Reexamination,
        "substitution" => RelationKind::Substitution,
        "correction" | "corrected-publication" => RelationKind::Correction,
        "provisional-application" => RelationKind::Provisional,
        "related-publication" => RelationKind::RelatedPublication,
        _ => RelationKind::Other,
    }
}

/// `related-documents`: a relation to each parent; a child is a relation of kind `Other`.
pub fn related(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    for item in list.elements() {
        let kind = kind_of(&item.name);
        let mut parents = Vec::new();
        let mut children = Vec::new();
        item.find_all("parent-doc", &mut parents);
        item.find_all("child-doc", &mut children);
        if parents.is_empty() && children.is_empty() {
            for id in document_ids(item, ledger) {
                push(kind, id.0, id.1, &item.name, record);
            }
            continue;
        }
        for parent in parents {
            for (id, note) in document_ids(parent, ledger) {
                push(kind, id, note, &item.name, record);
            }
        }
        for child in children {
            for (id, note) in document_ids(child, ledger) {
                if id.office == record.publication.office && id.number == record.publication.number
                {
                    continue; // the document itself
                }
                let note = format!("child ({}) {note}", item.name);
                push(
                    RelationKind::Other,
                    id,
                    note.trim_end().to_owned(),
                    &item.name,
                    record,
                );
            }
        }
    }
}

fn push(kind: RelationKind, id: DocId, note: String, name: &str, record: &mut Record) {
    let note = match kind {
        RelationKind::Other if note.is_empty() => name.to_owned(),
        _ => note,
    };
    record.relations.push(Relation { kind, id, note });
}

/// The documents named below an element with what the file says of the kind of number
/// (`application number`, `publication number`).
fn document_ids(element: &Element, ledger: &mut Ledger) -> Vec<(DocId, String)> {
    let mut found = Vec::new();
    let mut elements = Vec::new();
    element.find_all("document-id", &mut elements);
    for id in elements {
        let note = id
            .attribute("document-id-type")
            .unwrap_or_default()
            .to_owned();
        let mut forms = ids::Forms::default();
        forms.add(id, "", ledger);
        if let Some(id) = forms.id() {
            let note = if matches!(note.as_str(), "docdb" | "epodoc" | "original") {
                String::new()
            } else {
                note
            };
            found.push((id, note));
        }
    }
    found
}

/// Designated states of EPC and PCT. All go to `designated`, each once; which region they came
/// under is in `extras["designation.EP"]`.
pub fn designation(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    group(list, "", record, ledger);
}

fn group(element: &Element, name: &str, record: &mut Record, ledger: &mut Ledger) {
    let region = element
        .child("region")
        .map(|region| ledger.text(region))
        .filter(|text| !text.is_empty());
    let name = region.as_deref().unwrap_or(match element.name.as_str() {
        "national" | "extension-states" | "contracting-states" => &element.name,
        _ => name,
    });
    let mut states = Vec::new();
    for child in element.elements() {
        match child.name.as_str() {
            "country" => {
                let code = ledger.text(child).to_uppercase();
                designate(&code, record);
                if !code.is_empty() {
                    states.push(code);
                }
            }
            // What is excluded is not designated; it goes to the rest.
            "region" | "exclusion-from-designation" => {}
            _ => group(child, name, record, ledger),
        }
    }
    if !name.is_empty() && !states.is_empty() {
        extra(
            &mut record.extras,
            &format!("designation.{name}"),
            &states.join(" "),
        );
    }
}

/// Adds a two-letter code to the designated states, each once.
pub fn designate(code: &str, record: &mut Record) {
    if code.len() == 2
        && code.bytes().all(|b| b.is_ascii_uppercase())
        && !record.designated.iter().any(|known| known == code)
    {
        record.designated.push(code.to_owned());
    }
}

/// The family list that some DOCDB deliveries carry inside a document: one line for each member,
/// `application: AP 2000001988 A · publications: AP 1206 A; …`.
pub fn family(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    for member in list.all("family-member") {
        let application = ids::forms(member.all("application-reference"), ledger);
        let representative: Vec<String> = member
            .all("application-reference")
            .filter_map(|reference| ledger.attribute(reference, "is-representative"))
            .collect();
        let mut publications = Vec::new();
        for reference in member.all("publication-reference") {
            let mut forms = ids::Forms::default();
            ids::add_reference(reference, &mut forms, ledger);
            if forms.docdb.is_some() {
                publications.extend(forms.id().map(|id| printed(&id)));
            } else {
                publications.push(forms.epodoc);
            }
        }
        let line = format!(
            "application: {} {}{} · publications: {}",
            application.id().map(|id| printed(&id)).unwrap_or_default(),
            application.epodoc,
            match representative.first() {
                Some(value) => format!(" · representative: {value}"),
                None => String::new(),
            },
            publications.join("; ")
        );
        extra(&mut record.extras, "patent-family.members", &line);
    }
}

/// `AP 1206 A (2003-09-18)`.
pub fn printed(id: &DocId) -> String {
    let mut line = format!("{} {} {}", id.office, id.number, id.kind)
        .trim()
        .to_owned();
    if let Some(date) = id.date {
        line.push_str(&format!(" ({date})"));
    }
    line
}
