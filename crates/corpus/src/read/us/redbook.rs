//! Red book: `us-patent-grant` and `us-patent-application`, v4.0 to v4.7.

mod classes;
mod related;

use crate::read::ReadError;
use crate::read::bodytext::{self, drawings, paragraphs};
use crate::read::classes::mark_first;
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::read::us::{country, doc_id, finish, party};
use crate::record::{DocId, Format, Passage, Priority, Record, Text};
use classes::classes;
use quanlian_handbook::Date;
pub(super) use related::{in_words, relation_kind};
use related::{international, read_citation, read_relation};

/// Reads one grant or application of the red book.
///
/// # Errors
/// `read.no-publication-number` when neither the bibliography nor the root names a number.
pub fn redbook(root: &Element) -> Result<Vec<Record>, ReadError> {
    let ledger = Ledger::new();
    let mut record = Record::new(Format::UsRedBook);
    let lang = root.attribute("lang").unwrap_or("EN").to_lowercase();
    record.produced = root.attribute("date-produced").and_then(Date::read);
    for (name, key) in [
        ("file", "file"),
        ("status", "status"),
        ("dtd-version", "version"),
    ] {
        extra(&mut record, key, root.attribute(name).unwrap_or_default());
    }
    let empty = Element::default();
    let biblio = root
        .elements()
        .find(|e| e.name.starts_with("us-bibliographic-data") || e.name == "bibliographic-data")
        .unwrap_or(&empty);
    ledger.take(biblio);
    numbers(&ledger, root, biblio, &mut record);
    classes(&ledger, biblio, &mut record);
    for title in biblio.all("invention-title") {
        let text = ledger.text(title);
        if !text.is_empty() {
            let lang = title.attribute("lang").unwrap_or(&lang).to_lowercase();
            record.titles.push(Text { lang, text });
        }
    }
    for list in biblio
        .elements()
        .filter(|e| e.name.ends_with("references-cited"))
    {
        for citation in list.elements() {
            read_citation(&ledger, citation, &mut record);
        }
    }
    for list in biblio
        .elements()
        .filter(|e| e.name.ends_with("related-documents"))
    {
        for relation in list.elements() {
            read_relation(&ledger, relation, &mut record);
        }
    }
    party::read_parties(&ledger, biblio, &mut record);
    international(&ledger, biblio, &mut record);
    let stated_claims = ledger.child_text(biblio, "number-of-claims");
    extra(&mut record, "number-of-claims", &stated_claims);
    let days = ledger.text_at(biblio, "us-term-of-grant/us-term-extension");
    extra(&mut record, "term-of-grant.extension-days", &days);
    let length = ledger.text_at(biblio, "us-term-of-grant/length-of-grant");
    extra(&mut record, "term-of-grant.length-of-grant", &length);
    ledger.keep_rest(biblio, "", &mut record);
    bodies(&ledger, root, &lang, &mut record);
    ledger.keep_rest(root, "", &mut record);
    mark_first(&mut record.classes);
    finish(record, &stated_claims, &root.name)
}

/// The `document-id` below an element, or the element itself where the file leaves it out.
fn read_id(ledger: &Ledger, element: &Element) -> DocId {
    let id = element.child("document-id").unwrap_or(element);
    doc_id(
        &ledger.child_text(id, "country"),
        &ledger.child_text(id, "doc-number"),
        &ledger.child_text(id, "kind"),
        &ledger.child_text(id, "date"),
    )
}

fn numbers(ledger: &Ledger, root: &Element, biblio: &Element, record: &mut Record) {
    match biblio.child("publication-reference") {
        Some(reference) => record.publication = read_id(ledger, reference),
        None => note(record, "read.missing-node", "publication-reference"),
    }
    if record.publication.office.is_empty() {
        record.publication.office = country(root.attribute("country").unwrap_or("US"));
    }
    let published = root.attribute("date-publ").and_then(Date::read);
    record.publication.date = record.publication.date.or(published);
    if let Some(reference) = biblio.child("application-reference") {
        let kind = reference.attribute("appl-type").unwrap_or_default();
        extra(record, "application.type", kind);
        let mut application = read_id(ledger, reference);
        if application.office.is_empty() {
            application.office = record.publication.office.clone();
        }
        if application.number.is_empty() {
            note(
                record,
                "read.missing-node",
                "application-reference/doc-number",
            );
        } else {
            record.application = Some(application);
        }
    } else {
        note(record, "read.missing-node", "application-reference");
    }
    for claims in biblio.elements().filter(|e| e.name == "priority-claims") {
        for claim in claims.all("priority-claim") {
            let id = read_id(ledger, claim);
            if id.number.is_empty() {
                continue;
            }
            record.priorities.push(Priority {
                id,
                kind: claim.attribute("kind").unwrap_or_default().to_owned(),
                active: true,
                linkage: String::new(),
            });
        }
    }
}

fn bodies(ledger: &Ledger, root: &Element, lang: &str, record: &mut Record) {
    for element in root.elements() {
        let lang = element.attribute("lang").unwrap_or(lang).to_lowercase();
        match element.name.as_str() {
            "abstract" | "description" => {
                ledger.take(element);
                let passage = Passage {
                    lang,
                    source: String::new(),
                    paragraphs: paragraphs(element),
                };
                record.drawings.append(&mut drawings(element, ""));
                if passage.paragraphs.is_empty() {
                    continue;
                }
                if element.name == "abstract" {
                    record.abstracts.push(passage);
                } else {
                    record.descriptions.push(passage);
                }
            }
            "claims" => {
                ledger.take(element);
                record.drawings.append(&mut drawings(element, ""));
                let set = bodytext::claim_set(element, &lang);
                if !set.claims.is_empty() {
                    record.claims.push(set);
                }
            }
            "drawings" => {
                ledger.take(element);
                let content = if record.publication.kind.starts_with('S') {
                    "design"
                } else {
                    ""
                };
                record.drawings.append(&mut drawings(element, content));
            }
            _ => {}
        }
    }
}
