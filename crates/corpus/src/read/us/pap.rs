//! Patent application publications of 2001 to 2004: `patent-application-publication`, v1.5 and v1.6.

use crate::read::ReadError;
use crate::read::bodytext::{self, claim_set, drawings, paragraphs};
use crate::read::classes::{class, ipc_symbol, mark_first, uspc_symbol};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::read::us::redbook::{in_words, relation_kind};
use crate::read::us::{country, doc_id, finish, party};
use crate::record::{
    Class, DocId, Format, Party, Passage, Priority, Record, Relation, RelationKind, Role, Scheme,
    Text,
};

/// Reads one publication of an application.
///
/// # Errors
/// `read.no-publication-number` when the document id is missing or holds no number.
pub fn pap(root: &Element) -> Result<Vec<Record>, ReadError> {
    let ledger = Ledger::new();
    let mut record = Record::new(Format::UsXml2);
    for (name, key) in [("status", "status"), ("dtd", "version"), ("file", "file")] {
        extra(&mut record, key, root.attribute(name).unwrap_or_default());
    }
    let empty = Element::default();
    let biblio = root
        .child("subdoc-bibliographic-information")
        .unwrap_or(&empty);
    ledger.take(biblio);
    if let Some(id) = biblio.child("document-id") {
        record.publication = read_id(&ledger, id);
    }
    if record.publication.office.is_empty() {
        record.publication.office = "US".to_owned();
    }
    application(&ledger, biblio, &mut record);
    technical(&ledger, biblio, &mut record);
    for priority in biblio.all("foreign-priority-data") {
        let id = doc_id(
            &ledger.child_text(priority, "country-code"),
            &ledger.text_at(priority, "priority-application-number/doc-number"),
            "",
            &ledger.child_text(priority, "filing-date"),
        );
        if !id.number.is_empty() {
            record.priorities.push(Priority {
                id,
                kind: String::new(),
                active: true,
                linkage: String::new(),
            });
        }
    }
    for continuity in biblio.all("continuity-data") {
        relations(&ledger, continuity, &mut record);
    }
    parties(&ledger, biblio, &mut record);
    ledger.keep_rest(biblio, "", &mut record);
    for element in root.elements() {
        match element.name.as_str() {
            "subdoc-abstract" | "subdoc-description" => {
                ledger.take(element);
                let passage = Passage {
                    lang: "en".to_owned(),
                    source: String::new(),
                    paragraphs: paragraphs(element),
                };
                record.drawings.append(&mut drawings(element, ""));
                if passage.paragraphs.is_empty() {
                    continue;
                }
                if element.name == "subdoc-abstract" {
                    record.abstracts.push(passage);
                } else {
                    record.descriptions.push(passage);
                }
            }
            "subdoc-claims" => {
                ledger.take(element);
                for heading in element.all("heading") {
                    extra(&mut record, "claim-statement", &bodytext::flatten(heading));
                }
                record.drawings.append(&mut drawings(element, ""));
                let set = claim_set(element, "en");
                if !set.claims.is_empty() {
                    record.claims.push(set);
                }
            }
            "subdoc-drawings" => {
                ledger.take(element);
                extra(
                    &mut record,
                    "drawings.heading",
                    &ledger.child_text(element, "heading"),
                );
                extra(
                    &mut record,
                    "representative-figure",
                    &ledger.child_text(element, "representative-figure"),
                );
                record.drawings.append(&mut drawings(element, ""));
            }
            _ => {}
        }
    }
    ledger.keep_rest(root, "", &mut record);
    mark_first(&mut record.classes);
    finish(record, "", &root.name)
}

fn read_id(ledger: &Ledger, element: &Element) -> DocId {
    let id = element.child("document-id").unwrap_or(element);
    doc_id(
        &ledger.child_text(id, "country-code"),
        &ledger.child_text(id, "doc-number"),
        &ledger.child_text(id, "kind-code"),
        &ledger.child_text(id, "document-date"),
    )
}

fn application(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    extra(
        record,
        "application.type",
        &ledger.child_text(biblio, "publication-filing-type"),
    );
    let Some(filing) = biblio.child("domestic-filing-data") else {
        note(record, "read.missing-node", "domestic-filing-data");
        return;
    };
    let id = doc_id(
        "US",
        &ledger.text_at(filing, "application-number/doc-number"),
        "",
        &ledger.child_text(filing, "filing-date"),
    );
    extra(
        record,
        "us-application-series-code",
        &ledger.child_text(filing, "application-number-series-code"),
    );
    if !id.number.is_empty() {
        record.application = Some(id);
    }
}

fn technical(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let Some(technical) = biblio.child("technical-information") else {
        note(record, "read.missing-node", "technical-information");
        return;
    };
    let title = ledger.child_text(technical, "title-of-invention");
    if !title.is_empty() {
        record.titles.push(Text {
            lang: "en".to_owned(),
            text: title,
        });
    }
    for list in technical.all("classification-ipc") {
        let edition = ledger.child_text(list, "classification-ipc-edition");
        let mut found = Vec::new();
        list.find_all("ipc", &mut found);
        for ipc in found {
            let printed = bodytext::raw_text(ledger.take(ipc));
            extra(record, "classification-ipc.printed", printed.trim());
            let (symbol, _) = ipc_symbol(&printed)
                .unwrap_or_else(|| (printed.split_whitespace().collect(), String::new()));
            let first = list
                .child("classification-ipc-primary")
                .is_some_and(|primary| primary.elements().any(|e| std::ptr::eq(e, ipc)));
            record.classes.push(Class {
                first,
                version: edition.clone(),
                ..class(Scheme::Ipc, symbol)
            });
        }
    }
    for list in technical.all("classification-us") {
        for (name, first) in [
            ("classification-us-primary", true),
            ("classification-us-secondary", false),
        ] {
            for group in list.all(name) {
                for uspc in group.all("uspc") {
                    let printed = format!(
                        "{:>3}{}",
                        ledger.child_text(uspc, "class"),
                        ledger.child_text(uspc, "subclass")
                    );
                    extra(record, "classification-us.printed", printed.trim());
                    record.classes.push(Class {
                        first,
                        office: "US".to_owned(),
                        ..class(Scheme::Uspc, uspc_symbol(&printed))
                    });
                }
            }
        }
    }
}

fn relations(ledger: &Ledger, list: &Element, record: &mut Record) {
    for element in list.elements() {
        let kind = relation_kind(&element.name);
        let pairs: Vec<&Element> = element.all("parent-child").collect();
        if !pairs.is_empty() {
            for pair in pairs {
                pair_relation(ledger, kind, &element.name, pair, record);
            }
        } else if element.child("document-id").is_some() {
            for id in element.all("document-id") {
                let id = read_id(ledger, id);
                let note = if kind == RelationKind::Other {
                    element.name.clone()
                } else {
                    String::new()
                };
                record.relations.push(Relation { kind, id, note });
            }
        } else {
            // `continuations` and the like only group.
            relations(ledger, element, record);
        }
    }
}

fn pair_relation(
    ledger: &Ledger,
    kind: RelationKind,
    name: &str,
    pair: &Element,
    record: &mut Record,
) {
    let mut notes = Vec::new();
    if kind == RelationKind::Other {
        notes.push(name.to_owned());
    }
    let status = ledger.child_text(pair, "parent-status");
    if !status.is_empty() {
        notes.push(format!("status {status}"));
    }
    for (part, label) in [("parent-patent", "grant"), ("child", "child")] {
        for document in pair.all(part) {
            notes.push(format!("{label} {}", in_words(&read_id(ledger, document))));
        }
    }
    if let Some(parent) = pair.child("parent") {
        let id = read_id(ledger, parent);
        record.relations.push(Relation {
            kind,
            id,
            note: notes.join("; "),
        });
    }
}

fn parties(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for inventors in biblio.all("inventors") {
        for (index, inventor) in inventors.elements().enumerate() {
            add(ledger, inventor, Role::Inventor, index + 1, record);
        }
    }
    for (index, assignee) in biblio.all("assignee").enumerate() {
        add(ledger, assignee, Role::Owner, index + 1, record);
    }
    for (index, applicant) in biblio.all("applicant").enumerate() {
        add(ledger, applicant, Role::Applicant, index + 1, record);
    }
}

fn add(ledger: &Ledger, element: &Element, role: Role, position: usize, record: &mut Record) {
    let mut name = ledger.child_text(element, "organization-name");
    if let Some(parts) = element.child("name") {
        let part = |name: &str| ledger.child_text(parts, name);
        let family = part("family-name");
        let person = party::full_name(
            &family,
            &[
                &part("given-name"),
                &part("middle-name"),
                &part("name-suffix"),
            ],
        );
        let person = if person.is_empty() {
            ledger.text(parts)
        } else {
            person
        };
        if name.is_empty() {
            name = person;
        } else {
            extra(record, "party.person", &format!("{name}: {person}"));
        }
    }
    let mut residence = String::new();
    let mut lines = Vec::new();
    for place in [
        "address",
        "residence/residence-us",
        "residence/residence-non-us",
        "residence/military-service",
        "residence",
    ] {
        let Some(address) = element.at(place) else {
            continue;
        };
        for part in address
            .elements()
            .filter(|p| !p.name.starts_with("residence"))
        {
            match part.name.as_str() {
                "country" | "country-code" => residence = country(&ledger.text(part)),
                "citizenship" | "email" | "telephone" | "fax" => {}
                // The residence repeats what the address says.
                _ if place != "address" && element.child("address").is_some() => {
                    let text = ledger.text(part);
                    if !lines.contains(&text) {
                        extra(
                            record,
                            &format!("party.{}", part.name),
                            &format!("{name}: {text}"),
                        );
                    }
                }
                _ => lines.push(ledger.text(part)),
            }
        }
    }
    if name.is_empty() {
        return;
    }
    for key in [
        "name/name-prefix",
        "authority-applicant",
        "assignee-type",
        "residence/citizenship",
        "address/email",
        "address/telephone",
        "address/fax",
    ] {
        let value = ledger.text_at(element, key);
        if !value.is_empty() {
            let key = key.rsplit('/').next().unwrap_or(key);
            extra(record, &format!("party.{key}"), &format!("{name}: {value}"));
        }
    }
    record.parties.push(Party {
        role,
        sequence: u32::try_from(position).unwrap_or(0),
        name,
        names: Default::default(),
        address: party::join_address(&lines),
        country: residence,
        id: String::new(),
    });
}
