//! Numbers, dates, titles and classes of a Chinese bibliography.

use crate::read::bodytext::{attribute, same_name};
use crate::read::classes::{class, ipc_symbol, locarno_symbol, mark_first, version_of};
use crate::read::cn::number::{Of, child, doc_id, find_all, normal, split_check_digit, text};
use crate::read::cn::{citation, language, party, related};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::record::{Class, DocId, Record, Scheme, Text};
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
    find_all(biblio, &["gazettereference"], &mut gazettes);
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
    if record
        .publication
        .kind
        .starts_with(['B', 'C', 'U', 'Y', 'S', 'D'])
        && let Some(date) = record.publication.date {
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

fn classes(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let mut found = Vec::new();
    find_all(
        biblio,
        &[
            "classificationipcr",
            "classificationcpc",
            "classificationipc",
            "classificationlocarno",
            "classificationnational",
            "fieldofsearch",
        ],
        &mut found,
    );
    for element in found {
        let name = element.name.as_str();
        if same_name(name, "fieldofsearch") {
            continue;
        }
        let scheme = if same_name(name, "classificationcpc") {
            Scheme::Cpc
        } else if same_name(name, "classificationlocarno") {
            Scheme::Locarno
        } else if same_name(name, "classificationnational") {
            Scheme::Other
        } else {
            Scheme::Ipc
        };
        if child(element, "mainclassification").is_some()
            || child(element, "furtherclassification").is_some()
        {
            listed(ledger, element, scheme, record);
        } else {
            coded(ledger, element, scheme, record);
        }
    }
    mark_first(&mut record.classes);
}

/// A class in parts or as one printed text.
fn coded(ledger: &Ledger, element: &Element, scheme: Scheme, record: &mut Record) {
    let part = |keys: &[&str]| text(ledger, element, keys);
    let printed = part(&["text"]);
    let in_parts = format!(
        "{}{}{}{}/{}",
        part(&["section"]),
        part(&["mainclass", "class"]),
        part(&["subclass"]),
        part(&["maingroup"]),
        part(&["subgroup"])
    );
    let own = if printed.is_empty() && element.elements().next().is_none() {
        ledger.text(element)
    } else {
        printed.clone()
    };
    let read = |printed: &str| match scheme {
        Scheme::Locarno => locarno_symbol(printed),
        _ => ipc_symbol(printed),
    };
    let Some((symbol, bracket)) = read(&in_parts).or_else(|| read(&own)).or_else(|| {
        let squeezed: String = own.split_whitespace().collect();
        (!squeezed.is_empty()).then_some((squeezed, String::new()))
    }) else {
        note(
            record,
            "read.class",
            format!("<{}>: {in_parts} {printed}", element.name),
        );
        return;
    };
    let mut version = part(&[
        "ipcversiondate",
        "cpcversiondate",
        "versiondate",
        "ipcversionindicator",
        "cpcversionindicator",
        "edition",
    ]);
    version = version_of(&version);
    if version.is_empty() {
        version = bracket;
        if version.is_empty() {
            version = ipc_symbol(&own).map(|(_, v)| v).unwrap_or_default();
        }
    }
    let position = part(&["symbolposition", "firstlater", "position"]);
    let mut value = part(&["classificationvalue", "symbolvalue", "value"]);
    if value.is_empty() {
        // ST.8 prints the value behind the version.
        let after = own.rsplit([')', '）']).next().unwrap_or_default().trim();
        if own.contains(['(', '（']) && ["I", "A", "N"].contains(&after) {
            value = after.to_owned();
        }
    }
    let office = child(element, "generatingoffice")
        .map(|e| text(ledger, e, &["wipost3code", "country"]))
        .unwrap_or_default();
    let mut details = vec![format!("{symbol}:")];
    for (keys, label) in [
        (&["classificationlevel"][..], "level"),
        (&["classificationstatus"], "status"),
        (&["classificationdatasource"], "source"),
        (&["actiondate"], "action-date"),
    ] {
        let detail = part(keys);
        if !detail.is_empty() {
            details.push(format!("{label} {detail}"));
        }
    }
    if !position.is_empty() {
        details.push(format!("position {position}"));
    }
    if !printed.is_empty() {
        details.push(format!("printed {printed}"));
    }
    if details.len() > 1 {
        extra(
            record,
            &format!("{}.details", element.name),
            &details.join(" "),
        );
    }
    let first = position == "F" && !record.classes.iter().any(|c| c.scheme == scheme && c.first);
    record.classes.push(Class {
        scheme,
        symbol,
        first,
        value,
        version,
        office,
    });
}

/// Classes as printed texts, main and further.
fn listed(ledger: &Ledger, element: &Element, scheme: Scheme, record: &mut Record) {
    let edition = text(
        ledger,
        element,
        &["edition", "ipcversion", "locarnoedition", "version"],
    );
    for item in element.elements() {
        let first = same_name(&item.name, "mainclassification");
        if !first && !same_name(&item.name, "furtherclassification") {
            continue;
        }
        let printed = ledger.text(item);
        for printed in printed
            .split([';', '；'])
            .map(str::trim)
            .filter(|p| !p.is_empty())
        {
            let read = match scheme {
                Scheme::Locarno => locarno_symbol(printed),
                _ => ipc_symbol(printed),
            };
            let (symbol, version) =
                read.unwrap_or_else(|| (printed.split_whitespace().collect(), String::new()));
            let version = if version.is_empty() {
                edition.clone()
            } else {
                version
            };
            record.classes.push(Class {
                first,
                version,
                ..class(scheme, symbol)
            });
        }
    }
}
