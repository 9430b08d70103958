//! Classes of a red book bibliography.

use crate::read::bodytext::raw_text;
use crate::read::classes::{class, ipc_symbol, locarno_symbol, uspc_symbol, version_of};
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::read::us::country;
use crate::record::{Class, Record, Scheme};

pub(super) fn classes(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for element in biblio.elements() {
        match element.name.as_str() {
            "classifications-ipcr" | "classifications-cpc" => {
                let mut found = Vec::new();
                element.find_all("classification-ipcr", &mut found);
                element.find_all("classification-cpc", &mut found);
                let main = element.child("main-cpc");
                for item in found {
                    let is_main = main.is_some_and(|m| m.elements().any(|e| std::ptr::eq(e, item)));
                    coded_class(ledger, item, is_main, record);
                }
                combinations(element, record);
                ledger.take(element);
            }
            "classification-ipcr" => coded_class(ledger, element, false, record),
            "classification-ipc" => {
                let edition = ledger.child_text(element, "edition");
                listed_classes(ledger, element, Scheme::Ipc, &edition, record);
            }
            "classification-locarno" => {
                let edition = ledger.child_text(element, "edition");
                listed_classes(ledger, element, Scheme::Locarno, &edition, record);
            }
            "classification-national" => {
                listed_classes(ledger, element, Scheme::Uspc, "", record);
            }
            _ => {}
        }
    }
}

/// A class in parts: section, class, subclass, main group, subgroup.
pub(super) fn coded_class(ledger: &Ledger, item: &Element, is_main: bool, record: &mut Record) {
    let part = |name: &str| ledger.child_text(item, name);
    let printed = format!(
        "{}{}{}{}/{}",
        part("section"),
        part("class"),
        part("subclass"),
        part("main-group"),
        part("subgroup")
    );
    let scheme = if item.name.ends_with("cpc") {
        Scheme::Cpc
    } else {
        Scheme::Ipc
    };
    let first = is_main
        || part("symbol-position") == "F"
            && !item.name.ends_with("cpc")
            && !record.classes.iter().any(|c| c.scheme == scheme && c.first);
    let (symbol, _) = ipc_symbol(&printed).unwrap_or_else(|| (printed, String::new()));
    let mut details = vec![symbol.clone() + ":"];
    for name in [
        "classification-level",
        "symbol-position",
        "classification-status",
        "classification-data-source",
        "scheme-origination-code",
    ] {
        let value = part(name);
        if !value.is_empty() {
            details.push(format!("{name} {value}"));
        }
    }
    let action = ledger.text_at(item, "action-date/date");
    if !action.is_empty() {
        details.push(format!("action-date {action}"));
    }
    extra(
        record,
        &format!("{}.details", item.name),
        &details.join(" "),
    );
    let version = match item.name.ends_with("cpc") {
        true => ledger.text_at(item, "cpc-version-indicator/date"),
        false => ledger.text_at(item, "ipc-version-indicator/date"),
    };
    // Members of combination sets also stand in the list.
    if record
        .classes
        .iter()
        .any(|c| c.scheme == scheme && c.symbol == symbol)
    {
        return;
    }
    record.classes.push(Class {
        scheme,
        symbol,
        first,
        value: part("classification-value"),
        version: version_of(&version),
        office: country(&ledger.text_at(item, "generating-office/country")),
    });
}

/// Which symbols a CPC combination set joins, one line a set.
pub(super) fn combinations(list: &Element, record: &mut Record) {
    let mut sets = Vec::new();
    list.find_all("combination-set", &mut sets);
    for set in sets {
        let group = set.text_at("group-number").unwrap_or_default();
        let mut ranked = Vec::new();
        for rank in set.all("combination-rank") {
            let number = rank.text_at("rank-number").unwrap_or_default();
            if let Some(item) = rank.child("classification-cpc") {
                let part = |name: &str| item.text_at(name).unwrap_or_default();
                ranked.push(format!(
                    "{number} {}{}{}{}/{}",
                    part("section"),
                    part("class"),
                    part("subclass"),
                    part("main-group"),
                    part("subgroup")
                ));
            }
        }
        extra(
            record,
            "classification-cpc.combination-set",
            &format!("{group}: {}", ranked.join(", ")),
        );
    }
}

/// Classes as printed texts, main and further.
pub(super) fn listed_classes(
    ledger: &Ledger,
    element: &Element,
    scheme: Scheme,
    edition: &str,
    record: &mut Record,
) {
    let office = country(&ledger.child_text(element, "country"));
    let mut found = Vec::new();
    for item in element.elements() {
        let first = item.name == "main-classification";
        if !first && item.name != "further-classification" {
            continue;
        }
        ledger.take(item);
        let printed = raw_text(item);
        if printed.trim().is_empty() {
            continue;
        }
        let (symbol, version) = match scheme {
            Scheme::Ipc => {
                ipc_symbol(&printed).unwrap_or_else(|| (squeeze(&printed), String::new()))
            }
            Scheme::Locarno => {
                locarno_symbol(&printed).unwrap_or_else(|| (squeeze(&printed), String::new()))
            }
            _ => (uspc_symbol(&printed), String::new()),
        };
        let version = if version.is_empty() {
            edition.to_owned()
        } else {
            version
        };
        found.push(Class {
            first,
            version,
            office: office.clone(),
            ..class(scheme, symbol)
        });
        extra(record, &format!("{}.printed", element.name), printed.trim());
    }
    record.classes.append(&mut found);
}

pub(super) fn squeeze(text: &str) -> String {
    text.split_whitespace().collect()
}
