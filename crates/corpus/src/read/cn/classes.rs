//! IPC, CPC, Locarno and other classes of a Chinese bibliography.

use crate::read::bodytext::same_name;
use crate::read::classes::{class, ipc_symbol, locarno_symbol, mark_first, version_of};
use crate::read::cn::number::{child, find_open, text};
use crate::read::ledger::{Ledger, extra, note};
use crate::read::tree::Element;
use crate::record::{Class, Record, Scheme};

pub(super) fn classes(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let mut found = Vec::new();
    find_open(
        ledger,
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
pub(super) fn coded(ledger: &Ledger, element: &Element, scheme: Scheme, record: &mut Record) {
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
    // The list may be there in an original and in a standardised form.
    if let Some(known) = record
        .classes
        .iter_mut()
        .find(|c| c.scheme == scheme && c.symbol == symbol)
    {
        known.first |= first;
        if known.value.is_empty() {
            known.value = value;
        }
        return;
    }
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
pub(super) fn listed(ledger: &Ledger, element: &Element, scheme: Scheme, record: &mut Record) {
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
