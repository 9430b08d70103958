//! Numbers, dates, titles and classes of a Chinese bibliography.

use crate::read::bodytext::{attribute, same_name};
use crate::read::cn::classes::classes;
use crate::read::cn::number::{Of, child, doc_id, find_open, normal, split_check_digit, text};
use crate::read::cn::{citation, language, party, related};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::record::{DocId, Record, Text};
use quanlian_handbook::Date;

/// Fills everything of the record that a bibliography holds.
pub fn read(ledger: &Ledger, root: &Element, biblio: &Element, lang: &str, record: &mut Record) {
    // What holds document ids or names of its own goes first, so that nobody finds it by name.
    citation::read(ledger, biblio, record);
    related::read(ledger, biblio, record);
    numbers(ledger, root, biblio, record);
    titles(ledger, biblio, lang, record);
    classes(ledger, biblio, record);
    party::read(ledger, biblio, record);
    let mut gazettes = Vec::new();
    find_open(ledger, biblio, &["gazettereference"], &mut gazettes);
    for gazette in gazettes {
        extra(
            record,
            "gazette.number",
            &text(ledger, gazette, &["gazettenumber", "gazettenum"]),
        );
        let date = text(ledger, gazette, &["date"]);
        match Date::read(&date) {
            Some(date) => {
                record.dates.insert("gazette".to_owned(), date);
            }
            None => extra(record, "gazette.date", &date),
        }
    }
    let kind = record.publication.kind.clone();
    if let (true, Some(date)) = (kind.starts_with('A'), record.publication.date) {
        record.dates.insert("43".to_owned(), date);
    }
    // Before 1993 these kinds were laid open for opposition, not granted.
    if kind.starts_with(['B', 'C', 'U', 'Y', 'S', 'D'])
        && let Some(date) = record.publication.date.filter(|d| d.year() >= 1993)
    {
        record.dates.insert("45".to_owned(), date);
    }
}

/// Of several forms of a reference the original one, else the first.
pub fn original<'a>(found: &[&'a Element]) -> Option<&'a Element> {
    found
        .iter()
        .find(|e| attribute(e, &["dataformat"]).as_deref() == Some("original"))
        .or_else(|| found.first())
        .copied()
}

fn numbers(ledger: &Ledger, root: &Element, biblio: &Element, record: &mut Record) {
    let of_name = |key: &str| -> Vec<&Element> {
        biblio
            .elements()
            .filter(|e| same_name(&e.name, key))
            .collect()
    };
    let publications = of_name("publicationreference");
    if let Some(reference) = original(&publications) {
        record.publication = doc_id(ledger, reference, Of::Publication);
    } else {
        note(record, "read.missing-node", "PublicationReference");
    }
    forms(
        ledger,
        &publications,
        Of::Publication,
        &record.publication.clone(),
        "publication",
        record,
    );
    let stated = normal(
        &attribute(root, &["country"]).unwrap_or_else(|| "CN".to_owned()),
        &attribute(root, &["docnumber"]).unwrap_or_default(),
        Of::Publication,
    );
    if record.publication.number.is_empty() {
        record.publication.number = stated.number;
        record.publication.original = stated.original;
    } else if !stated.number.is_empty() && stated.number != record.publication.number {
        note(
            record,
            "read.number-conflict",
            format!(
                "root {} against {}",
                stated.number, record.publication.number
            ),
        );
    }
    if record.publication.office.is_empty() {
        record.publication.office = stated.office;
    }
    if record.publication.kind.is_empty() {
        record.publication.kind = attribute(root, &["kind"]).unwrap_or(stated.kind);
    }
    let date = attribute(root, &["datepublication", "datepubl"]);
    record.publication.date = record
        .publication
        .date
        .or(date.as_deref().and_then(Date::read));

    let applications = of_name("applicationreference");
    if let Some(reference) = original(&applications) {
        extra(
            record,
            "application.type",
            &attribute(reference, &["appltype"]).unwrap_or_default(),
        );
        let mut application = doc_id(ledger, reference, Of::Application);
        if application.office.is_empty() {
            // The level that names the office may be missing; these are documents of this office.
            let again = normal("CN", &application.number, Of::Application);
            application = DocId {
                date: application.date,
                kind: application.kind,
                lang: application.lang,
                ..again
            };
        }
        check(&application, record);
        forms(
            ledger,
            &applications,
            Of::Application,
            &application,
            "application",
            record,
        );
        if application.number.is_empty() {
            note(
                record,
                "read.missing-node",
                "ApplicationReference/DocNumber",
            );
        } else {
            record.application = Some(application);
        }
    } else if let Some(number) = child(biblio, "patentnumber") {
        // Designs also print the patent number, which is the application number with its digit.
        let application = normal("CN", &number.text(), Of::Application);
        check(&application, record);
        record.application = (!application.number.is_empty()).then_some(application);
    } else {
        note(record, "read.missing-node", "ApplicationReference");
    }
    if let Some(number) = child(biblio, "patentnumber") {
        extra(record, "patent-number", &ledger.text(number));
    }
}

/// Says when the printed check digit of an application number is not the right one.
pub fn check(application: &DocId, record: &mut Record) {
    let printed: String = application
        .original
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let printed = printed.to_uppercase();
    let printed = printed.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if let Some((_, digit, false)) = split_check_digit(printed) {
        note(
            record,
            "read.check-digit",
            format!("{}: {digit}", application.original),
        );
    }
}

/// Keeps the further forms of a number (`standard`) where they say another thing.
fn forms(
    ledger: &Ledger,
    found: &[&Element],
    of: Of,
    chosen: &DocId,
    label: &str,
    record: &mut Record,
) {
    for element in found {
        let id = child(element, "documentid").unwrap_or(element);
        let printed = child(id, "docnumber").map(|e| e.text()).unwrap_or_default();
        let other = doc_id(ledger, element, of);
        if !printed.is_empty() && printed != chosen.number && printed != chosen.original {
            let form = attribute(element, &["dataformat"]).unwrap_or_else(|| "other".to_owned());
            extra(record, &format!("{label}.{form}"), &printed);
        }
        if other.date.is_some() && chosen.date.is_some() && other.date != chosen.date {
            note(
                record,
                "read.date-conflict",
                format!("{label}: {:?} against {:?}", other.date, chosen.date),
            );
        }
        ledger.take(element);
    }
}

fn titles(ledger: &Ledger, biblio: &Element, lang: &str, record: &mut Record) {
    for element in biblio.elements() {
        if same_name(&element.name, "inventiontitle")
            || same_name(&element.name, "designtitle")
            || same_name(&element.name, "title")
        {
            let title = ledger.text(element);
            let lang = language(element, lang);
            if !title.is_empty()
                && !record
                    .titles
                    .iter()
                    .any(|t| t.text == title && t.lang == lang)
            {
                record.titles.push(Text { lang, text: title });
            }
        }
    }
}
