//! Classes as DOCDB writes them: IPC in the fixed places of ST.8, older editions, CPC in parts.

use super::Xml;
use crate::record::{Class, Record, Scheme};
use std::collections::BTreeMap;

/// All classes of IPC and CPC; DOCDB has no Locarno classes here.
pub(super) fn classes(xml: &mut Xml, record: &Record) {
    let of = |scheme: Scheme| record.classes.iter().filter(move |c| c.scheme == scheme);
    old_ipc(
        xml,
        of(Scheme::Ipc).filter(|class| is_edition(&class.version)),
    );
    let ipcr = || of(Scheme::Ipc).filter(|class| !is_edition(&class.version));
    if ipcr().next().is_some() {
        xml.open("exch:classifications-ipcr", &[]);
        for (sequence, class) in (1u32..).zip(ipcr()) {
            let sequence = sequence.to_string();
            xml.open("classification-ipcr", &[("sequence", &sequence)]);
            xml.leaf("text", &[], &ipcr_text(class, record));
            xml.close("classification-ipcr");
        }
        xml.close("exch:classifications-ipcr");
    }
    if of(Scheme::Cpc).next().is_some() {
        xml.open("exch:patent-classifications", &[]);
        for (sequence, class) in (1u32..).zip(of(Scheme::Cpc)) {
            let sequence = sequence.to_string();
            xml.open("patent-classification", &[("sequence", &sequence)]);
            let scheme = if class.value == "A" { "CPCA" } else { "CPCI" };
            xml.open(
                "classification-scheme",
                &[("office", "EP"), ("scheme", scheme)],
            );
            xml.leaf("date", &[], &version_day(&class.version));
            xml.close("classification-scheme");
            xml.leaf("classification-symbol", &[], &spaced(&class.symbol));
            xml.leaf("symbol-position", &[], if class.first { "F" } else { "L" });
            xml.leaf("classification-value", &[], &class.value);
            xml.leaf("generating-office", &[], &class.office);
            xml.close("patent-classification");
        }
        xml.close("exch:patent-classifications");
    }
}

/// The symbol as ST.8 spaces it: subclass, main group right-aligned in four places.
fn spaced(symbol: &str) -> String {
    match (symbol.get(..4), symbol.get(4..)) {
        (Some(subclass), Some(group)) if !group.is_empty() => {
            let main = group.split('/').next().unwrap_or_default();
            let rest = group.get(main.len()..).unwrap_or_default();
            format!("{subclass}{main:>4}{rest}")
        }
        _ => symbol.to_owned(),
    }
}

/// Whether a version is one of the editions before 2006: `7`.
fn is_edition(version: &str) -> bool {
    matches!(version.as_bytes(), [b'1'..=b'8'])
}

/// Symbols of the editions before 2006, one list for each edition.
fn old_ipc<'a>(xml: &mut Xml, classes: impl Iterator<Item = &'a Class>) {
    let mut editions: BTreeMap<&str, Vec<&Class>> = BTreeMap::new();
    for class in classes {
        editions.entry(&class.version).or_default().push(class);
    }
    for (edition, classes) in editions {
        xml.open("exch:classification-ipc", &[]);
        xml.leaf("edition", &[], edition);
        for class in classes {
            let name = if class.first {
                "main-classification"
            } else {
                "further-classification"
            };
            xml.leaf(name, &[], &spaced(&class.symbol));
        }
        xml.close("exch:classification-ipc");
    }
}

/// One IPC symbol in the places of ST.8: symbol 19, version 8, level, position and value one each.
/// Action date, status, source and office follow where the source printed them; an office without
/// the date before it could not be told from the letters.
fn ipcr_text(class: &Class, record: &Record) -> String {
    let version = version_day(&class.version);
    let printed = record
        .extras
        .get("classification-ipc.printed")
        .into_iter()
        .flat_map(|lines| lines.lines())
        .find_map(|line| line.strip_prefix(class.symbol.as_str())?.strip_prefix(' '))
        .filter(|_| !version.is_empty());
    let tail = match printed {
        Some(tail) => tail.to_owned(),
        None => {
            let level = if version.is_empty() { " " } else { "A" };
            let position = if class.first { "F" } else { "L" };
            format!("{level}{position}{}", class.value)
        }
    };
    format!("{:<19}{version:<8}{tail}", spaced(&class.symbol))
        .trim_end()
        .to_owned()
}

/// The first day of a version: `2006.01` → `20060101`; empty where the version names no month.
fn version_day(version: &str) -> String {
    let digits: String = version.chars().filter(char::is_ascii_digit).collect();
    match digits.len() {
        4 => digits + "0101",
        6 => digits + "01",
        8 => digits,
        _ => String::new(),
    }
}
