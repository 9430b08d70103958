//! `PATDOC` grants of 2001 to 2004: the element names are INID codes (`B110`), the text is in `PDAT`.

use crate::read::ReadError;
use crate::read::bodytext::{self, claim_set, drawings, paragraphs, raw_text};
use crate::read::classes::{class, ipc_symbol, locarno_symbol, mark_first, uspc_symbol};
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::read::us::redbook::in_words;
use crate::read::us::{country, doc_id, finish, party};
use crate::record::{
    Citation, Class, DocId, Format, Party, Passage, Priority, Record, Relation, RelationKind, Role,
    Scheme, Text,
};
use quanlian_handbook::Date;

/// Reads one grant in `PATDOC` XML, v2.4 or v2.5.
///
/// # Errors
/// `read.no-publication-number` when `B110` is missing or holds no number.
pub fn xml2(root: &Element) -> Result<Vec<Record>, ReadError> {
    read(root, Format::UsXml2)
}

/// The same for a tree that came from SGML.
pub(super) fn read(root: &Element, format: Format) -> Result<Vec<Record>, ReadError> {
    let ledger = Ledger::new();
    let mut record = Record::new(format);
    extra(
        &mut record,
        "version",
        root.attribute("DTD").unwrap_or_default(),
    );
    extra(
        &mut record,
        "status",
        root.attribute("STATUS").unwrap_or_default(),
    );
    let empty = Element::default();
    let biblio = root.child("SDOBI").unwrap_or(&empty);
    ledger.take(biblio);
    let text = |path: &str| ledger.text_at(biblio, path);
    record.publication = doc_id(
        &text("B100/B190"),
        &text("B100/B110"),
        &text("B100/B130"),
        &text("B100/B140"),
    );
    if record.publication.office.is_empty() {
        record.publication.office = "US".to_owned();
    }
    let application = doc_id("US", &text("B200/B210"), "", &text("B200/B220"));
    extra(
        &mut record,
        "us-application-series-code",
        &text("B200/B211US"),
    );
    if !application.number.is_empty() {
        record.application = Some(application);
    }
    for group in biblio.all("B300") {
        let of = |name: &str| ledger.child_text(group, name);
        let id = doc_id(&of("B330"), &of("B310"), "", &of("B320"));
        if !id.number.is_empty() {
            record.priorities.push(Priority {
                id,
                kind: String::new(),
                active: true,
                linkage: String::new(),
            });
        }
    }
    extra(
        &mut record,
        "term-of-grant.length-of-grant",
        &text("B400/B472/B474"),
    );
    extra(
        &mut record,
        "term-of-grant.extension-days",
        &text("B400/B472/B474US"),
    );
    let stated_claims = text("B500/B570/B577");
    extra(&mut record, "number-of-claims", &stated_claims);
    extra(&mut record, "us-exemplary-claim", &text("B500/B570/B578US"));
    extra(
        &mut record,
        "figures.number-of-drawing-sheets",
        &text("B500/B590/B595"),
    );
    extra(
        &mut record,
        "figures.number-of-figures",
        &text("B500/B590/B596"),
    );
    let title = text("B500/B540");
    if !title.is_empty() {
        record.titles.push(Text {
            lang: "en".to_owned(),
            text: title,
        });
    }
    for group in biblio.all("B500") {
        classes(&ledger, group, &mut record);
        for list in group.all("B560") {
            for citation in list.elements() {
                read_citation(&ledger, citation, &mut record);
            }
        }
    }
    for group in biblio.all("B600") {
        relations(&ledger, group, &mut record);
    }
    for group in biblio.all("B700") {
        parties(&ledger, group, &mut record);
    }
    international(&ledger, biblio, &mut record);
    ledger.keep_rest(biblio, "", &mut record);
    bodies(&ledger, root, &mut record);
    ledger.keep_rest(root, "", &mut record);
    mark_first(&mut record.classes);
    finish(record, &stated_claims, &root.name)
}

/// `DOC`: country, number, kind, date.
fn read_doc(ledger: &Ledger, element: &Element) -> DocId {
    let doc = element.child("DOC").unwrap_or(element);
    doc_id(
        &ledger.child_text(doc, "CTRY"),
        &ledger.child_text(doc, "DNUM"),
        &ledger.child_text(doc, "KIND"),
        &ledger.child_text(doc, "DATE"),
    )
}

fn classes(ledger: &Ledger, group: &Element, record: &mut Record) {
    let design = record.publication.kind.starts_with('S');
    for list in group.all("B510") {
        let edition = ledger.child_text(list, "B516");
        for item in list.elements().filter(|e| e.name != "B516") {
            ledger.take(item);
            let printed = raw_text(item);
            if printed.trim().is_empty() {
                continue;
            }
            let (scheme, symbol) = match (ipc_symbol(&printed), locarno_symbol(&printed)) {
                (Some((symbol, _)), _) => (Scheme::Ipc, symbol),
                (None, Some((symbol, _))) if design => (Scheme::Locarno, symbol),
                _ => (Scheme::Other, printed.split_whitespace().collect()),
            };
            let version = edition.clone();
            record.classes.push(Class {
                first: item.name == "B511",
                version,
                ..class(scheme, symbol)
            });
            extra(record, "B510.printed", printed.trim());
        }
    }
    for list in group.all("B520") {
        for item in list.elements() {
            if !["B521", "B522", "B523"].contains(&item.name.as_str()) {
                continue;
            }
            ledger.take(item);
            let printed = raw_text(item);
            if printed.trim().is_empty() {
                continue;
            }
            extra(record, "B520.printed", printed.trim());
            record.classes.push(Class {
                first: item.name == "B521",
                office: "US".to_owned(),
                ..class(Scheme::Uspc, uspc_symbol(&printed))
            });
        }
    }
}

fn read_citation(ledger: &Ledger, element: &Element, record: &mut Record) {
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

fn relations(ledger: &Ledger, group: &Element, record: &mut Record) {
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

fn parent_relation(ledger: &Ledger, kind: RelationKind, parent: &Element, record: &mut Record) {
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

fn parties(ledger: &Ledger, group: &Element, record: &mut Record) {
    let mut sequences = [0u32; 6];
    for list in group.elements() {
        for element in list.elements() {
            let (role, slot) = match element.name.as_str() {
                "B711" => (Role::Applicant, 0),
                "B721" => (Role::Inventor, 1),
                "B731" => (Role::Owner, 2),
                "B741" => (Role::Agent, 3),
                "B746" | "B747" => (Role::Examiner, 4),
                "B732US" => {
                    extra(record, "assignee.role", &ledger.text(element));
                    continue;
                }
                "B748US" => {
                    extra(record, "examiner.department", &ledger.text(element));
                    continue;
                }
                _ => continue,
            };
            for body in element.all("PARTY-US") {
                sequences[slot] += 1;
                let party = read_party(ledger, body, role, sequences[slot]);
                if role == Role::Examiner {
                    let label = if element.name == "B746" {
                        "primary"
                    } else {
                        "assistant"
                    };
                    extra(record, &format!("examiner.{label}-examiner"), &party.name);
                }
                if !party.name.is_empty() {
                    record.parties.push(party);
                }
            }
        }
    }
}

fn read_party(ledger: &Ledger, body: &Element, role: Role, sequence: u32) -> Party {
    let mut role = role;
    let mut name = String::new();
    if let Some(parts) = body.child("NAM") {
        let part = |name: &str| ledger.child_text(parts, name);
        let organisation = part("ONM");
        name = party::full_name(&part("SNM"), &[&part("TTL"), &part("FNM"), &part("SFX")]);
        if name.is_empty() {
            if role == Role::Agent && !organisation.is_empty() {
                role = Role::Agency;
            }
            name = organisation;
        } else if !organisation.is_empty() {
            name = format!("{name} ({organisation})");
        }
        if name.is_empty() {
            name = ledger.text(parts);
        }
    }
    let mut lines = Vec::new();
    let mut residence = String::new();
    let mut state = false;
    if let Some(address) = body.child("ADR") {
        ledger.take(address);
        for part in address.elements() {
            let text = bodytext::flatten(part);
            state |= part.name == "STATE";
            if part.name == "CTRY" {
                residence = country(&text);
            } else {
                lines.push(text);
            }
        }
    }
    // The format names a state for residents of the United States and a country for all others.
    if residence.is_empty() && state {
        residence = "US".to_owned();
    }
    Party {
        role,
        sequence,
        name,
        names: Default::default(),
        address: party::join_address(&lines),
        country: residence,
        id: String::new(),
    }
}

fn international(ledger: &Ledger, biblio: &Element, record: &mut Record) {
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

fn bodies(ledger: &Ledger, root: &Element, record: &mut Record) {
    for element in root.elements() {
        let passage = || Passage {
            lang: "en".to_owned(),
            source: String::new(),
            paragraphs: paragraphs(element),
        };
        match element.name.as_str() {
            "SDOAB" | "SDODE" => {
                ledger.take(element);
                record.drawings.append(&mut drawings(element, ""));
                let passage = passage();
                if passage.paragraphs.is_empty() {
                    continue;
                }
                if element.name == "SDOAB" {
                    record.abstracts.push(passage);
                } else {
                    record.descriptions.push(passage);
                }
            }
            "SDOCL" => {
                ledger.take(element);
                for heading in element.all("H") {
                    extra(record, "claim-statement", &bodytext::flatten(heading));
                }
                record.drawings.append(&mut drawings(element, ""));
                let set = claim_set(element, "en");
                if !set.claims.is_empty() {
                    record.claims.push(set);
                }
            }
            "SDODR" => {
                ledger.take(element);
                let content = if record.publication.kind.starts_with('S') {
                    "design"
                } else {
                    "drawing"
                };
                record.drawings.append(&mut drawings(element, content));
            }
            _ => {}
        }
    }
}
