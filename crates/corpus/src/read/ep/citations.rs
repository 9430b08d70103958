//! Citations of EP documents: B560 of the first page and the list of references in the text.

use crate::read::docdb::citations::npl_text;
use crate::read::docdb::ids::{Forms, epodoc};
use crate::read::rest::{Ledger, extra, without_blanks};
use crate::read::tree::Element;
use crate::record::{Citation, DocId, Record};

/// B560: B561 patents and B562 literature. The file says nothing on phase or category.
pub fn bibliography(technical: &Element, record: &mut Record, ledger: &mut Ledger) {
    for list in technical.all("B560") {
        for item in list.elements() {
            let is_patent = item.name == "B561";
            if !is_patent && item.name != "B562" {
                continue;
            }
            let text = match item.child("text") {
                Some(text) => ledger.text(text),
                None if item.elements().next().is_none() => ledger.text(item),
                None => continue,
            };
            if text.is_empty() {
                continue;
            }
            record.citations.push(if is_patent {
                Citation {
                    patent: Some(printed_number(&text)),
                    ..Citation::default()
                }
            } else {
                Citation {
                    literature: text,
                    ..Citation::default()
                }
            });
        }
    }
}

/// `WO-A1-2014/114885`, `US-A- 5 948 634`, `EP-A-0 361 708`, `US 5123456 A`, `ES1060278U`.
pub fn printed_number(text: &str) -> DocId {
    let dashed: Vec<&str> = text.splitn(3, '-').map(str::trim).collect();
    let mut id = match dashed.as_slice() {
        [office, kind, number]
            if office.len() == 2
                && office.bytes().all(|b| b.is_ascii_alphabetic())
                && kind.len() <= 2
                && kind.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            DocId {
                office: office.to_uppercase(),
                kind: kind.to_uppercase(),
                number: without_blanks(number),
                ..DocId::default()
            }
        }
        _ => {
            let mut id = epodoc(text);
            split_kind(&mut id);
            id
        }
    };
    if id.number != text {
        id.original = text.to_owned();
    }
    id
}

/// Moves a kind code at the end of the number (`2010022076A1`) to its place.
fn split_kind(id: &mut DocId) {
    let at = id
        .number
        .rfind(|c: char| c.is_ascii_uppercase())
        .filter(|at| *at >= 4 && id.number.len() - at <= 2);
    if let Some(at) = at {
        let kind = id.number.split_off(at);
        if kind.bytes().skip(1).all(|b| b.is_ascii_digit()) {
            id.kind = kind;
        } else {
            id.number.push_str(&kind);
        }
    }
}

/// The references that the applicant names in the description: `ep-reference-list`, or where a
/// document has no such list, the marked references in the description itself.
pub fn in_text(root: &Element, record: &mut Record, ledger: &mut Ledger) {
    let before = record.citations.len();
    for list in root.all("ep-reference-list") {
        let mut items = Vec::new();
        list.find_all("li", &mut items);
        for item in items {
            let mut crossrefs = Vec::new();
            item.find_all("crossref", &mut crossrefs);
            let places: Vec<String> = crossrefs.iter().map(|c| c.text()).collect();
            references(item, &places.join(" "), record);
        }
        ledger.take(list);
    }
    if record.citations.len() == before {
        for description in root.all("description") {
            references(description, "", record);
        }
    }
}

fn references(element: &Element, places: &str, record: &mut Record) {
    for child in element.elements() {
        match child.name.as_str() {
            "patcit" => patent(child, places, record),
            "nplcit" => {
                let literature = npl_text(child);
                if !literature.is_empty() {
                    record.citations.push(described(None, literature, places));
                }
            }
            _ => references(child, places, record),
        }
    }
}

fn patent(element: &Element, places: &str, record: &mut Record) {
    let mut forms = Forms::default();
    let mut unused = Ledger::default();
    for id in element.all("document-id") {
        forms.add(id, "", &mut unused);
    }
    let dnum = element
        .attribute("dnum")
        .unwrap_or_default()
        .trim()
        .to_owned();
    let text = element.text_at("text").unwrap_or_default();
    let id = match forms.id() {
        Some(mut id) => {
            let plain = [
                format!("{}{}{}", id.office, id.number, id.kind),
                format!("{}{}", id.office, id.number),
            ];
            if !dnum.is_empty() && !plain.contains(&dnum) && id.original.is_empty() {
                id.original = dnum;
            }
            id
        }
        None if !dnum.is_empty() => {
            let mut id = printed_number(&dnum);
            if !text.is_empty() {
                id.original = text.clone();
            }
            id
        }
        None if !text.is_empty() => printed_number(&text),
        None => return,
    };
    let label = format!("citation.{}.dnum-type", record.citations.len() + 1);
    let kind = element.attribute("dnum-type").unwrap_or_default();
    extra(&mut record.extras, &label, kind);
    record
        .citations
        .push(described(Some(id), String::new(), places));
}

fn described(patent: Option<DocId>, literature: String, places: &str) -> Citation {
    Citation {
        patent,
        literature,
        phase: "description".to_owned(),
        by: "applicant".to_owned(),
        passages: places.to_owned(),
        ..Citation::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_numbers_of_the_first_page() {
        for (text, office, kind, number) in [
            ("WO-A1-2014/114885", "WO", "A1", "2014/114885"),
            ("US-A- 5 948 634", "US", "A", "5948634"),
            ("CN-U- 202 128 028", "CN", "U", "202128028"),
            ("ES1060278U", "ES", "U", "1060278"),
            ("WO2010022076A1", "WO", "A1", "2010022076"),
            ("WO 03/008444", "WO", "", "03/008444"),
            ("???", "", "", "???"),
        ] {
            let id = printed_number(text);
            assert_eq!(
                (id.office.as_str(), id.kind.as_str(), id.number.as_str()),
                (office, kind, number),
                "{text}"
            );
        }
    }
}
