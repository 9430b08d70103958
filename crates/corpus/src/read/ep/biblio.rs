//! The `SDOBI` bibliography of EP documents by its ST.32 tags, B000 to B900.

use super::{citations, note, parties, relations};
use crate::read::docdb::classes;
use crate::read::docdb::relations::designate;
use crate::read::rest::{Ledger, extra, language, without_blanks};
use crate::read::tree::Element;
use crate::record::{DocId, Event, Priority, Record, Scheme, Text};

/// Dated acts: path below `SDOBI` and the key in `Record::dates`, INID where ST.9 has one.
const DATES: &[(&str, &str)] = &[
    ("B000/eptags/B078EP", "no-opposition-filed"),
    ("B200/B230/B236", "withdrawal"),
    ("B200/B230/B238EP", "re-establishment-request"),
    ("B200/B230/B238", "re-establishment"),
    ("B200/B240/B241", "request-for-examination"),
    ("B200/B240/B242", "first-examination-report"),
    ("B200/B240/B243", "maintained-as-amended"),
    ("B200/B240/B245", "suspension-of-proceedings"),
    ("B200/B240/B246", "resumption-of-proceedings"),
    ("B400/B405", "bulletin"),
    ("B400/B430", "43"),
    ("B400/B450", "45"),
    ("B400/B451EP", "intention-to-grant"),
    ("B400/B452EP", "intention-to-grant"),
    ("B400/B477", "printed-as-amended"),
    ("B400/B480", "48"),
    ("B500/B560/B565EP", "search-report"),
    ("B500/B560/B566EP", "search-report-correction"),
    ("B700/B780/B787", "opposition-rejected"),
    ("B700/B780/B788", "opposition-terminated"),
    ("B800/B880", "88"),
];

/// Reads the bibliography into the record.
pub fn read(sdobi: &Element, record: &mut Record, ledger: &mut Ledger) {
    identity(sdobi, record, ledger);
    filing(sdobi, record, ledger);
    for (path, key) in DATES {
        if let Some(date) = sdobi.at(path).and_then(|at| ledger.date(at, "date")) {
            record.dates.insert((*key).to_owned(), date);
        }
    }
    if let Some(list) = sdobi.child("B300") {
        priorities(list, record, ledger);
    }
    lapses(sdobi, record, ledger);
    if let Some(technical) = sdobi.child("B500") {
        classification(technical, record, ledger);
        titles(technical, record, ledger);
        citations::bibliography(technical, record, ledger);
    }
    if let Some(related) = sdobi.child("B600") {
        relations::related(related, record, ledger);
    }
    if let Some(people) = sdobi.child("B700") {
        parties::read(people, record, ledger);
    }
    if let Some(international) = sdobi.child("B800") {
        states(international, record, ledger);
        relations::treaty(international, record, ledger);
    }
    free_text(sdobi, record, ledger);
}

/// B100: where the tags and the attributes of the root disagree, the tags hold and a note says so.
fn identity(sdobi: &Element, record: &mut Record, ledger: &mut Ledger) {
    let number = ledger.at(sdobi, "B100/B110");
    let kind = without_blanks(&ledger.at(sdobi, "B100/B130")).to_uppercase();
    let office = ledger.at(sdobi, "B100/B190").to_uppercase();
    let date = sdobi
        .child("B100")
        .and_then(|b100| ledger.date(b100, "B140/date"));
    let plain = without_blanks(&number);
    let id = &mut record.publication;
    let mut doubts = Vec::new();
    for (name, slot, value) in [
        ("B110", &mut id.number, plain.clone()),
        ("B130", &mut id.kind, kind),
        ("B190", &mut id.office, office),
    ] {
        if value.is_empty() {
            continue;
        }
        if !slot.is_empty() && *slot != value {
            doubts.push(format!("{name} says {value}, the root {slot}"));
        }
        *slot = value;
    }
    if plain != number {
        id.original = number;
    }
    if let Some(date) = date {
        if let Some(known) = id.date.filter(|known| *known != date) {
            doubts.push(format!("B140 says {date}, the root {known}"));
        }
        id.date = Some(date);
    }
    for doubt in doubts {
        note(record, "read.number-twice", &doubt);
    }
}

/// B200: the application and the languages.
fn filing(sdobi: &Element, record: &mut Record, ledger: &mut Ledger) {
    let number = ledger.at(sdobi, "B200/B210");
    let date = sdobi
        .child("B200")
        .and_then(|b200| ledger.date(b200, "B220/date"));
    let filing_language = language(&ledger.at(sdobi, "B200/B250"));
    let publication_language = language(&ledger.at(sdobi, "B200/B260"));
    if record.publication.lang.is_empty() {
        record.publication.lang = publication_language;
    }
    if number.is_empty() && date.is_none() {
        return;
    }
    let plain = without_blanks(&number);
    record.application = Some(DocId {
        office: record.publication.office.clone(),
        original: if plain == number {
            String::new()
        } else {
            number
        },
        number: plain,
        date,
        lang: filing_language,
        ..DocId::default()
    });
}

/// B300: `B310`, `B320`, `B330` follow each other without a wrapper; each `B310` opens a claim.
fn priorities(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    let mut open: Option<DocId> = None;
    let mut close = |open: &mut Option<DocId>| {
        if let Some(id) = open.take() {
            record.priorities.push(Priority {
                id,
                kind: String::new(),
                active: true,
                linkage: String::new(),
            });
        }
    };
    for element in list.elements() {
        match element.name.as_str() {
            "B310" => {
                close(&mut open);
                open = Some(priority_number(&ledger.text(element)));
            }
            "B320" => {
                let date = ledger.date(element, "date");
                open.get_or_insert_default().date = date;
            }
            "B330" => {
                let office = ledger.at(element, "ctry").to_uppercase();
                open.get_or_insert_default().office = office;
            }
            _ => {}
        }
    }
    close(&mut open);
}

/// `202062962762 P`: a single letter after a blank is the kind of the application.
fn priority_number(printed: &str) -> DocId {
    let (number, kind) = match printed.trim().rsplit_once(' ') {
        Some((number, kind))
            if kind.len() == 1
                && kind.bytes().all(|b| b.is_ascii_uppercase())
                && number.bytes().any(|b| b.is_ascii_digit()) =>
        {
            (number, kind)
        }
        _ => (printed, ""),
    };
    let plain = without_blanks(number);
    DocId {
        original: if plain == printed {
            String::new()
        } else {
            printed.to_owned()
        },
        number: plain,
        kind: kind.to_owned(),
        ..DocId::default()
    }
}

/// B472/B475: lapse in states, as events; `date` and `ctry` follow each other in pairs.
fn lapses(sdobi: &Element, record: &mut Record, ledger: &mut Ledger) {
    let Some(term) = sdobi.at("B400/B472") else {
        return;
    };
    for element in term.all("B475") {
        let mut date = None;
        for part in element.elements() {
            match part.name.as_str() {
                "date" => {
                    date = quanlian_handbook::Date::read(&part.text());
                    if date.is_some() {
                        ledger.text(part);
                    }
                }
                "ctry" => {
                    let state = ledger.text(part);
                    record.events.push(Event {
                        office: "EP".to_owned(),
                        code: "B475".to_owned(),
                        date,
                        text: "Lapse of the patent in a contracting state".to_owned(),
                        details: [("country".to_owned(), state)].into(),
                        ..Event::default()
                    });
                }
                _ => {}
            }
        }
    }
}

/// B510 (IPC before 2006), B510EP (IPC from 2006), B520EP (CPC).
fn classification(technical: &Element, record: &mut Record, ledger: &mut Ledger) {
    for list in technical.all("B510") {
        let edition = ledger.at(list, "B516");
        for item in list.elements() {
            if matches!(
                item.name.as_str(),
                "B511" | "B512" | "B513" | "B514" | "B517EP"
            ) {
                let raw = ledger.text(item);
                if !raw.is_empty() {
                    classes::old_ipc(&raw, &edition, item.name == "B511", record);
                }
            }
        }
    }
    for list in technical.all("B510EP") {
        classes::ipcr(list, Scheme::Ipc, record, ledger);
    }
    for outer in technical.all("B520EP") {
        classes::ipcr(outer, Scheme::Cpc, record, ledger);
        for list in outer.all("patent-classifications") {
            classes::patent_classifications(list, record, ledger);
        }
    }
}

/// B540: `B541` (language) and `B542` (title) follow each other.
fn titles(technical: &Element, record: &mut Record, ledger: &mut Ledger) {
    for list in technical.all("B540") {
        let mut lang = String::new();
        for element in list.elements() {
            match element.name.as_str() {
                "B541" => lang = language(&ledger.text(element)),
                "B542" => {
                    let text = ledger.text(element);
                    if !text.is_empty() {
                        record.titles.push(Text {
                            lang: std::mem::take(&mut lang),
                            text,
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

/// B840 designated, B844EP extension, B848EP validation states.
fn states(international: &Element, record: &mut Record, ledger: &mut Ledger) {
    for list in international.all("B840") {
        let mut countries = Vec::new();
        list.find_all("ctry", &mut countries);
        for country in countries {
            let code = ledger.text(country).to_uppercase();
            if code.len() != 2 {
                extra(&mut record.extras, "B800.B840.ctry", &code);
            }
            designate(&code, record);
        }
    }
    for (tag, name) in [
        ("B844EP", "extension-states"),
        ("B848EP", "validation-states"),
    ] {
        for list in international.all(tag) {
            for state in list.elements() {
                let code = ledger.at(state, "ctry").to_uppercase();
                let line = match ledger.date(state, "date") {
                    Some(date) => format!("{code} {date}"),
                    None => code,
                };
                extra(&mut record.extras, name, &line);
            }
        }
    }
}

/// B050EP: free text of the office, each in its language.
fn free_text(sdobi: &Element, record: &mut Record, ledger: &mut Ledger) {
    let Some(tags) = sdobi.at("B000/eptags") else {
        return;
    };
    for list in tags.all("B050EP") {
        let mut lang = String::new();
        for element in list.elements() {
            match element.name.as_str() {
                "B051EP" => lang = ledger.text(element),
                "B052EP" => {
                    let name = format!("B000.eptags.B050EP.{lang}");
                    let text = ledger.text(element);
                    extra(&mut record.extras, name.trim_end_matches('.'), &text);
                }
                _ => {}
            }
        }
    }
}
