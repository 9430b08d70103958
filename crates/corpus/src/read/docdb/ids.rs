//! Document numbers as DOCDB and OPS state them: one document in the forms `docdb`, `epodoc` and
//! `original`.

use crate::read::rest::{Ledger, extra, language, without_blanks};
use crate::read::tree::Element;
use crate::record::{DocId, Record};
use quanlian_handbook::Date;

/// The forms of one document number.
#[derive(Debug, Default, Clone)]
pub struct Forms {
    /// Country, number and kind apart.
    pub docdb: Option<DocId>,
    /// Country and number in one piece.
    pub epodoc: String,
    /// As the office printed it.
    pub original: String,
    /// The first date stated in any form.
    pub date: Option<Date>,
    /// Kind stated in another form than docdb.
    pub kind: String,
    /// Names that stand inside a cited document (`IBM [US], et al`).
    pub name: String,
    /// Internal ids of the document.
    pub doc_ids: Vec<String>,
}

impl Forms {
    /// Whether nothing was stated at all.
    pub fn is_empty(&self) -> bool {
        self.docdb.is_none() && self.epodoc.is_empty() && self.original.is_empty()
    }

    /// Whether an original number is this one: its last six digits stand in another form.
    pub fn fits(&self, original: &str) -> bool {
        let digits = |text: &str| {
            text.chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        };
        let all = digits(original);
        let Some(tail) = all.len().checked_sub(6).and_then(|at| all.get(at..)) else {
            return false;
        };
        let docdb = self.docdb.as_ref().map(|id| digits(&id.number));
        digits(&self.epodoc).ends_with(tail) || docdb.is_some_and(|number| number.ends_with(tail))
    }

    /// One number out of the forms: docdb before epodoc before original.
    pub fn id(&self) -> Option<DocId> {
        let mut id = match &self.docdb {
            Some(id) => id.clone(),
            None if !self.epodoc.is_empty() => epodoc(&self.epodoc),
            None if !self.original.is_empty() => DocId {
                number: without_blanks(&self.original),
                ..DocId::default()
            },
            None => return None,
        };
        if !self.original.is_empty() && self.original != id.number {
            id.original = self.original.clone();
        }
        if id.original.is_empty() && self.docdb.is_none() && !self.epodoc.is_empty() {
            id.original = self.epodoc.clone();
        }
        if id.date.is_none() {
            id.date = self.date;
        }
        if id.kind.is_empty() {
            id.kind = self.kind.clone();
        }
        Some(id)
    }

    /// Puts what [`Forms::id`] cannot hold into `extras` under a name.
    pub fn keep(&self, name: &str, record: &mut Record) {
        let plain = self
            .docdb
            .as_ref()
            .is_some_and(|id| format!("{}{}", id.office, id.number) == self.epodoc);
        let shown = match self.docdb {
            Some(_) => plain,
            None => self.original.is_empty(), // then the epodoc form is the number itself
        };
        if !shown {
            extra(&mut record.extras, &format!("{name}.epodoc"), &self.epodoc);
        }
        for id in &self.doc_ids {
            extra(&mut record.extras, &format!("{name}.doc-id"), id);
        }
    }

    /// Adds one `document-id` in the form its own attribute or the outer element states.
    pub fn add(&mut self, id: &Element, outer_form: &str, ledger: &mut Ledger) {
        let form = ledger
            .attribute(id, "document-id-type")
            .or_else(|| ledger.attribute(id, "data-format"))
            .or_else(|| ledger.attribute(id, "format"))
            .unwrap_or_else(|| outer_form.to_owned());
        if let Some(doc_id) = ledger.attribute(id, "doc-id") {
            self.doc_ids.push(doc_id);
        }
        let office = ledger.at(id, "country").to_uppercase();
        let number = ledger.at(id, "doc-number");
        let kind = without_blanks(&ledger.at(id, "kind")).to_uppercase();
        let date = ledger.date(id, "date");
        let lang = language(&ledger.attribute(id, "lang").unwrap_or_default());
        let name = ledger.at(id, "name");
        if self.name.is_empty() {
            self.name = name;
        }
        if self.date.is_none() {
            self.date = date;
        }
        if number.is_empty() {
            return;
        }
        match form.as_str() {
            "epodoc" => {
                self.epodoc = without_blanks(&number);
                if self.kind.is_empty() {
                    self.kind = kind;
                }
            }
            "original" => {
                self.original = number;
                if self.kind.is_empty() {
                    self.kind = kind;
                }
            }
            _ if office.is_empty() && looks_epodoc(&number) => {
                self.epodoc = without_blanks(&number);
                if self.kind.is_empty() {
                    self.kind = kind;
                }
            }
            _ => {
                let plain = without_blanks(&number);
                self.docdb = Some(DocId {
                    office,
                    original: if plain == number {
                        String::new()
                    } else {
                        number
                    },
                    number: plain,
                    kind,
                    date,
                    lang,
                });
            }
        }
    }
}

fn looks_epodoc(number: &str) -> bool {
    let bytes = number.trim().as_bytes();
    bytes.len() > 3
        && bytes[..2].iter().all(u8::is_ascii_alphabetic)
        && bytes[2..].iter().any(u8::is_ascii_digit)
}

/// `EP2400812` → office and number; the kind is not part of this form.
pub fn epodoc(text: &str) -> DocId {
    let text = without_blanks(text);
    let office: String = text
        .chars()
        .take_while(char::is_ascii_alphabetic)
        .take(2)
        .collect();
    if office.len() == 2 {
        DocId {
            number: text[2..].to_owned(),
            office: office.to_uppercase(),
            ..DocId::default()
        }
    } else {
        DocId {
            number: text,
            ..DocId::default()
        }
    }
}

/// All forms stated by the elements of one name (`publication-reference`) under a parent:
/// DOCDB repeats the element per form, OPS repeats `document-id` inside one element.
pub fn forms<'a>(references: impl Iterator<Item = &'a Element>, ledger: &mut Ledger) -> Forms {
    let mut forms = Forms::default();
    for reference in references {
        add_reference(reference, &mut forms, ledger);
    }
    forms
}

/// Adds all `document-id`s of one reference.
pub fn add_reference(reference: &Element, forms: &mut Forms, ledger: &mut Ledger) {
    let outer = ledger
        .attribute(reference, "data-format")
        .or_else(|| ledger.attribute(reference, "dataformat"))
        .unwrap_or_default();
    let mut direct = true;
    for id in reference.all("document-id") {
        forms.add(id, &outer, ledger);
        direct = false;
    }
    // The register and old fragments put country and number directly into the reference.
    if direct && reference.child("doc-number").is_some() {
        forms.add(reference, &outer, ledger);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_in_three_forms() {
        let xml = "<x><application-reference doc-id='9'><document-id document-id-type='docdb'><country>EP</country><doc-number>10167109</doc-number><kind>A</kind></document-id><document-id document-id-type='epodoc'><doc-number>EP20100167109</doc-number><date>20100624</date></document-id><document-id document-id-type='original'><doc-number>10167109</doc-number></document-id></application-reference></x>";
        let root = Element::parse(xml).expect("reads");
        let mut ledger = Ledger::default();
        let forms = forms(root.all("application-reference"), &mut ledger);
        let id = forms.id().expect("an id");
        assert_eq!(
            (id.office.as_str(), id.number.as_str(), id.kind.as_str()),
            ("EP", "10167109", "A")
        );
        assert_eq!(id.date, Date::new(2010, 6, 24));
        assert_eq!(id.original, "");
        assert_eq!(forms.epodoc, "EP20100167109");
    }

    #[test]
    fn an_epodoc_number_alone_is_split() {
        let id = epodoc("WO2024EP63512");
        assert_eq!(
            (id.office.as_str(), id.number.as_str()),
            ("WO", "2024EP63512")
        );
        assert_eq!(epodoc("日本123").number, "日本123");
    }
}
