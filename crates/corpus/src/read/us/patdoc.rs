//! `PATDOC` grants of 2001 to 2004: the element names are INID codes (`B110`), the text is in `PDAT`.

mod party;
mod related;

use crate::read::ReadError;
use crate::read::bodytext::{self, claim_set, drawings, paragraphs, raw_text};
use crate::read::classes::{class, ipc_symbol, locarno_symbol, mark_first, uspc_symbol};
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::read::us::{doc_id, finish};
use crate::record::{Class, DocId, Format, Passage, Priority, Record, Scheme, Text};
use party::parties;
use related::{international, read_citation, relations};

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
