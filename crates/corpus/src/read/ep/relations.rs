//! B600, B860 and B870: earlier and later documents of the same family of procedures.

use crate::read::docdb::ids;
use crate::read::rest::{Ledger, language, without_blanks};
use crate::read::tree::Element;
use crate::record::{DocId, Record, Relation, RelationKind};

fn relation_kind(tag: &str) -> RelationKind {
    let digits: String = tag.chars().filter(char::is_ascii_digit).take(3).collect();
    match digits.as_str() {
        "610" | "611" => RelationKind::Addition,
        "620" | "621" => RelationKind::Division,
        "630" | "631" => RelationKind::Continuation,
        "632" => RelationKind::ContinuationInPart,
        "640" | "641" => RelationKind::Reissue,
        "645" => RelationKind::Reexamination,
        "650" => RelationKind::RelatedPublication,
        "660" => RelationKind::Substitution,
        _ => RelationKind::Other,
    }
}

/// B600: `pdoc` is the earlier document this one comes from, `cdoc` a later one that comes from it.
pub fn related(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    for element in list.elements() {
        for (name, child) in [("pdoc", false), ("cdoc", true)] {
            let mut found = Vec::new();
            element.find_all(name, &mut found);
            for document in found {
                let mut office = ledger.at(document, "ctry").to_uppercase();
                if office.is_empty() {
                    office = record.publication.office.clone();
                }
                let date = ledger.date(document, "date");
                let kind = ledger.at(document, "kind");
                let (published, filed) = numbers(document, ledger);
                let mut note = Vec::new();
                if child {
                    note.push(format!("child ({})", element.name));
                }
                let number = if published.is_empty() {
                    filed
                } else {
                    if !filed.is_empty() {
                        note.push(format!("application {filed}"));
                    }
                    published
                };
                if number.is_empty() {
                    continue;
                }
                let plain = without_blanks(&number);
                record.relations.push(Relation {
                    kind: if child {
                        RelationKind::Other
                    } else {
                        relation_kind(&element.name)
                    },
                    id: DocId {
                        office,
                        original: if plain == number {
                            String::new()
                        } else {
                            number
                        },
                        number: plain,
                        kind,
                        date,
                        lang: String::new(),
                    },
                    note: note.join("; "),
                });
            }
        }
    }
}

/// Publication and application number of a `dnum`.
fn numbers(document: &Element, ledger: &mut Ledger) -> (String, String) {
    let published = ledger.at(document, "dnum/pnum");
    let filed = ledger.at(document, "dnum/anum");
    if published.is_empty() && filed.is_empty() {
        return (ledger.at(document, "dnum"), String::new());
    }
    (published, filed)
}

/// B860 and B870: the international application and its publication.
pub fn treaty(international: &Element, record: &mut Record, ledger: &mut Ledger) {
    for list in international.all("B860") {
        let lang = language(&ledger.at(list, "B862"));
        for document in list.all("B861") {
            let number = ledger.at(document, "dnum/anum");
            let id = DocId {
                date: ledger.date(document, "date"),
                lang: lang.clone(),
                ..treaty_number(&number)
            };
            treaty_relation(RelationKind::PctApplication, id, String::new(), record);
        }
    }
    for list in international.all("B870") {
        for document in list.all("B871") {
            let number = ledger.at(document, "dnum/pnum");
            let id = DocId {
                date: ledger.date(document, "date"),
                ..treaty_number(&number)
            };
            let bulletin = ledger.at(document, "bnum");
            let note = match bulletin.as_str() {
                "" => String::new(),
                number => format!("bulletin {number}"),
            };
            treaty_relation(RelationKind::PctPublication, id, note, record);
        }
    }
}

fn treaty_relation(kind: RelationKind, id: DocId, note: String, record: &mut Record) {
    if !id.number.is_empty() || id.date.is_some() {
        record.relations.push(Relation { kind, id, note });
    }
}

/// `US2021013511`, `PCT/US2021/013511`, `WO02020444`.
fn treaty_number(printed: &str) -> DocId {
    let bare = printed
        .strip_prefix("PCT/")
        .or_else(|| printed.strip_prefix("PCT"))
        .unwrap_or(printed);
    let mut id = ids::epodoc(bare);
    if id.number != printed {
        id.original = printed.to_owned();
    }
    id
}
