//! Classes of EPO formats: `classification-ipcr`, the older IPC with its edition, CPC in one piece
//! or in parts, national schemes, combination sets.

use super::printed::{Printed, edition_of, printed};
use crate::read::rest::{Ledger, extra, without_blanks};
use crate::read::tree::Element;
use crate::record::{Class, Record, Scheme};

/// Reads all `classification-ipcr` below an element into the record.
pub fn ipcr(list: &Element, scheme: Scheme, record: &mut Record, ledger: &mut Ledger) {
    for item in list.elements() {
        match item.name.as_str() {
            "classification-ipcr" | "classification-cpc" => {
                ipcr_item(item, scheme, record, ledger);
            }
            // Some versions put the list into a list.
            "classifications-ipcr" | "classifications-cpc" => {
                ipcr(item, scheme, record, ledger);
            }
            _ => {}
        }
    }
}

/// One `classification-ipcr`, as text or in parts.
pub fn ipcr_item(item: &Element, scheme: Scheme, record: &mut Record, ledger: &mut Ledger) {
    let Some(text) = item.child("text") else {
        structured(item, scheme, record, ledger);
        return;
    };
    // The register puts several symbols into one text: `H04W84/20,  // H04W88/04`.
    let raw = ledger.text(text);
    let mut additional = false;
    let mut found = false;
    for piece in raw.split([',', ';']) {
        let mut piece = piece.trim();
        if let Some(rest) = piece.strip_prefix("//") {
            additional = true;
            piece = rest;
        }
        let Some(mut printed) = printed(piece) else {
            if !piece.trim().is_empty() {
                extra(&mut record.extras, "classification.unread", piece);
            }
            continue;
        };
        if additional && printed.value.is_empty() {
            printed.value = "A".to_owned();
        }
        found = true;
        push(printed, scheme, record);
    }
    if !found {
        extra(&mut record.extras, "classification.unread", &raw);
    }
}

/// Adds a printed class to the record; level, action date, status and source go to `extras`.
pub fn push(printed: Printed, scheme: Scheme, record: &mut Record) {
    if !printed.tail.is_empty() {
        let name = match scheme {
            Scheme::Cpc => "classification-cpc.printed",
            _ => "classification-ipc.printed",
        };
        let line = format!("{} {}", printed.symbol, printed.tail);
        extra(&mut record.extras, name, &line);
    }
    record.classes.push(Class {
        scheme,
        symbol: printed.symbol,
        first: printed.position == "F",
        value: printed.value,
        version: printed.version,
        office: printed.office,
    });
}

/// `classification-ipcr` in parts, as ST.36 allows: `section`, `class`, `subclass`, `main-group`,
/// `subgroup`, `symbol-position`, `classification-value`.
fn structured(item: &Element, scheme: Scheme, record: &mut Record, ledger: &mut Ledger) {
    let symbol = symbol_of(item, ledger);
    if symbol.is_empty() {
        return;
    }
    let version = match ledger.at(item, "ipc-version-indicator/date") {
        v if v.is_empty() => ledger.at(item, "cpc-version-indicator/date"),
        v => v,
    };
    let value = ledger.at(item, "classification-value");
    let office = match ledger.at(item, "generating-office/country") {
        o if o.is_empty() => ledger.at(item, "generating-office"),
        o => o,
    };
    record.classes.push(Class {
        scheme,
        symbol,
        first: ledger.at(item, "symbol-position") == "F",
        value: if value == "N" { "A".to_owned() } else { value },
        version: edition_of(&version),
        office,
    });
}

fn symbol_of(item: &Element, ledger: &mut Ledger) -> String {
    let whole = ledger.at(item, "classification-symbol");
    if !whole.is_empty() {
        return without_blanks(&whole);
    }
    let mut symbol = String::new();
    for part in ["section", "class", "subclass", "main-group"] {
        symbol.push_str(&without_blanks(&ledger.at(item, part)));
    }
    let subgroup = without_blanks(&ledger.at(item, "subgroup"));
    if !subgroup.is_empty() {
        symbol.push('/');
        symbol.push_str(&subgroup);
    }
    symbol
}

/// The older `classification-ipc`: edition, main and further symbols.
pub fn ipc(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    let edition = ledger.at(list, "edition");
    let mut main_read = false;
    for item in list.elements() {
        let first = item.name == "main-classification" && !main_read;
        if !matches!(
            item.name.as_str(),
            "main-classification"
                | "further-classification"
                | "additional-info"
                | "linked-indexing-code-group"
                | "unlinked-indexing-code"
                | "text"
        ) {
            continue;
        }
        old_ipc(&ledger.text(item), &edition, first, record);
        main_read |= first;
    }
}

/// One symbol of the IPC before 2006, `7A 61K   9/16   A`; several may follow each other.
pub fn old_ipc(raw: &str, edition: &str, first: bool, record: &mut Record) {
    let Some(mut read) = printed(raw.trim_start_matches(['/', ' '])) else {
        extra(&mut record.extras, "classification.unread", raw);
        return;
    };
    extra(&mut record.extras, "classification-ipc.printed", raw);
    if read.version.is_empty() {
        read.version = edition.to_owned();
    }
    record.classes.push(Class {
        scheme: Scheme::Ipc,
        symbol: read.symbol,
        first,
        value: String::new(),
        version: read.version,
        office: String::new(),
    });
}

/// `patent-classifications`: CPC and national schemes, combination sets.
pub fn patent_classifications(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    for item in list.elements() {
        match item.name.as_str() {
            "patent-classification" => {
                patent_classification(item, record, ledger);
            }
            "combination-set" => {
                let group = ledger.at(item, "group-number");
                let mut ranked = Vec::new();
                let mut members = Vec::new();
                item.find_all("combination-rank", &mut ranked);
                for rank in ranked {
                    ledger.at(rank, "rank-number");
                    for member in rank.all("patent-classification") {
                        members.push(patent_classification(member, record, ledger));
                    }
                }
                let name = format!("combination-set.{group}");
                extra(
                    &mut record.extras,
                    name.trim_end_matches('.'),
                    &members.join("; "),
                );
            }
            _ => {}
        }
    }
}

fn patent_classification(item: &Element, record: &mut Record, ledger: &mut Ledger) -> String {
    let symbol = symbol_of(item, ledger);
    if symbol.is_empty() {
        return symbol;
    }
    let (mut scheme_name, mut scheme_office, mut version) = Default::default();
    if let Some(scheme) = item.child("classification-scheme") {
        scheme_name = ledger.attribute(scheme, "scheme").unwrap_or_default();
        scheme_office = ledger.attribute(scheme, "office").unwrap_or_default();
        version = ledger.at(scheme, "date");
    }
    let upper = str::to_uppercase(&scheme_name);
    let scheme = match upper.as_str() {
        name if name.starts_with("CPC") => Scheme::Cpc,
        name if name.starts_with("IPC") => Scheme::Ipc,
        "UC" | "UCLA" | "USPC" | "NC" if scheme_office == "US" => Scheme::Uspc,
        "LOC" | "LOCARNO" => Scheme::Locarno,
        _ => Scheme::Other,
    };
    let value = ledger.at(item, "classification-value");
    let position = ledger.at(item, "symbol-position");
    let office = ledger.at(item, "generating-office");
    let details: Vec<String> = [
        (
            "scheme",
            format!("{scheme_office} {scheme_name}").trim().to_owned(),
        ),
        ("status", ledger.at(item, "classification-status")),
        ("source", ledger.at(item, "classification-data-source")),
        ("action", ledger.at(item, "action-date/date")),
        ("position", position.clone()),
        ("value", value.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(name, value)| format!("{name}={value}"))
    .collect();
    let line = format!("{symbol} {}", details.join(" "));
    extra(&mut record.extras, "patent-classification.details", &line);
    record.classes.push(Class {
        scheme,
        symbol: symbol.clone(),
        first: position == "F",
        value: if value == "N" { "A".to_owned() } else { value },
        version: edition_of(&version),
        office,
    });
    symbol
}
