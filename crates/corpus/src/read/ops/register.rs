//! Entries of the European Patent Register as OPS gives them: bibliography with its history,
//! events, procedural steps, states of the procedure.

use crate::read::ReadError;
use crate::read::docdb::{self, citations, classes, ids, parties, relations};
use crate::read::rest::{Ledger, extra, language};
use crate::read::tree::Element;
use crate::record::{Event, Format, Note, Record, Relation, RelationKind, Scheme};
use quanlian_handbook::Date;
use std::collections::{HashMap, HashSet};

const LAYOUT: &[&str] = &["id", "sequence", "dtd-version", "schemaLocation"];

/// One `register-document`. The publication is the latest one named; earlier ones are relations.
/// An answer that holds events only does not name its document: then `query`
/// (`publication=EP2400812`) does, and a note says so.
pub fn document(element: &Element, query: &str) -> Result<Record, ReadError> {
    let mut record = Record::new(Format::OpsRegister);
    let mut ledger = Ledger::default();
    let produced = ledger
        .attribute(element, "date-produced")
        .unwrap_or_default();
    record.produced = Date::read(&produced);
    if let Some(data) = element.child("bibliographic-data") {
        bibliography(data, &mut record, &mut ledger);
    }
    identify(query, &mut record)?;
    for (list, item, kind) in [
        ("ep-patent-statuses", "ep-patent-status", "status"),
        (
            "unitary-patent-statuses",
            "unitary-patent-status",
            "unitary-patent-status",
        ),
    ] {
        let mut lists = Vec::new();
        element.find_all(list, &mut lists);
        for status in lists.into_iter().flat_map(|list| list.all(item)) {
            let date = ledger.attribute(status, "change-date");
            record.events.push(Event {
                office: "EP".to_owned(),
                code: ledger.attribute(status, "status-code").unwrap_or_default(),
                date: date.as_deref().and_then(Date::read),
                text: ledger.text(status),
                details: [("kind".to_owned(), kind.to_owned())].into(),
                ..Event::default()
            });
        }
    }
    for events in element.all("events-data") {
        for event in events.all("dossier-event") {
            record.events.push(dossier_event(event));
            ledger.take(event);
        }
    }
    for procedure in element.all("procedural-data") {
        for step in procedure.all("procedural-step") {
            record.events.push(procedural_step(step));
            ledger.take(step);
        }
    }
    ledger.rest(element, "", LAYOUT, &mut record.extras);
    Ok(record)
}

/// Takes the number from the question where the entry itself names none.
fn identify(query: &str, record: &mut Record) -> Result<(), ReadError> {
    if !record.publication.number.is_empty() {
        return Ok(());
    }
    let mut parts = query.splitn(2, '=');
    let field = parts.next().unwrap_or_default().trim().to_lowercase();
    let value = parts.next().unwrap_or_default().trim().trim_matches('"');
    let (number, kind) = value.split_once('.').unwrap_or((value, ""));
    let plain = !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric());
    let mut id = ids::epodoc(number);
    let named = plain && id.office.len() == 2 && id.number.bytes().any(|b| b.is_ascii_digit());
    match field.as_str() {
        "publication" | "pn" if named => {
            id.kind = kind.to_uppercase();
            record.publication = id;
        }
        "application" | "ap" if named && record.application.is_none() => {
            record.application = Some(id)
        }
        _ if record.application.is_some() => return Ok(()),
        _ => {
            return Err(ReadError {
                code: "read.no-publication-number",
                detail: "a register entry that names no publication and no application".to_owned(),
            });
        }
    }
    record.notes.push(Note {
        code: "read.number-from-query".to_owned(),
        detail: format!("the entry names no number; taken from the question {query}"),
    });
    Ok(())
}

fn bibliography(data: &Element, record: &mut Record, ledger: &mut Ledger) {
    publications(data, record, ledger);
    record.application = ids::forms(data.all("application-reference"), ledger).id();
    let filing = language(&data.text_at("language-of-filing").unwrap_or_default());
    if let Some(application) = record.application.as_mut().filter(|_| !filing.is_empty()) {
        ledger.at(data, "language-of-filing");
        application.lang = filing;
    }
    for list in current(
        data,
        "classifications-ipcr",
        |_| String::new(),
        record,
        ledger,
    ) {
        classes::ipcr(list, Scheme::Ipc, record, ledger);
    }
    for list in current(
        data,
        "classifications-cpc",
        |_| String::new(),
        record,
        ledger,
    ) {
        classes::ipcr(list, Scheme::Cpc, record, ledger);
    }
    for people in data.all("parties") {
        let mut names: Vec<&str> = people.elements().map(|list| list.name.as_str()).collect();
        names.dedup();
        for name in names {
            for list in current(people, name, |_| String::new(), record, ledger) {
                parties::list_of(list, record, ledger);
            }
        }
    }
    for list in current(
        data,
        "designation-of-states",
        |_| String::new(),
        record,
        ledger,
    ) {
        relations::designation(list, record, ledger);
    }
    let by_language = |title: &Element| title.attribute("lang").unwrap_or_default().to_owned();
    for title in current(data, "invention-title", by_language, record, ledger) {
        docdb::title(title, record, ledger);
    }
    for list in current(data, "priority-claims", |_| String::new(), record, ledger) {
        docdb::priorities(list, record, ledger);
    }
    for list in data.all("references-cited") {
        citations::references(list, record, ledger);
    }
    for list in data.all("related-documents") {
        relations::related(list, record, ledger);
    }
    dates(data, record, ledger);
    lapses(data, record, ledger);
}

/// All publications: the latest is the record's, the others are relations.
fn publications(data: &Element, record: &mut Record, ledger: &mut Ledger) {
    let mut found = Vec::new();
    for reference in data.all("publication-reference") {
        let mut forms = ids::Forms::default();
        ids::add_reference(reference, &mut forms, ledger);
        let id = forms.id();
        if let Some(number) = ledger.attribute(reference, "change-gazette-num") {
            let kind = id.as_ref().map(|id| id.kind.as_str()).unwrap_or_default();
            let line = format!("{kind} {number}");
            extra(&mut record.extras, "publication.gazette", &line);
        }
        found.extend(id);
    }
    found.sort_by_key(|id| id.date);
    if let Some(last) = found.pop() {
        record.publication = last;
    }
    for id in found {
        record.relations.push(Relation {
            kind: RelationKind::RelatedPublication,
            id,
            note: String::new(),
        });
    }
}

/// The current elements of a name: those with the latest `change-date` (for each key: a title
/// has one history for each language). Earlier ones go to `extras["history.NAME"]`, one a line.
fn current<'a>(
    data: &'a Element,
    name: &str,
    key: impl Fn(&Element) -> String,
    record: &mut Record,
    ledger: &mut Ledger,
) -> Vec<&'a Element> {
    let day = |e: &Element| e.attribute("change-date").unwrap_or_default().to_owned();
    // An empty list only says that there is nothing new.
    let elements: Vec<&Element> = data
        .elements()
        .filter(|e| e.name == name && !e.text().is_empty())
        .collect();
    let mut latest: HashMap<String, String> = HashMap::new();
    for element in &elements {
        let slot = latest.entry(key(element)).or_default();
        *slot = day(element).max(std::mem::take(slot));
    }
    let mut kept: Vec<&Element> = Vec::new();
    let mut seen = HashSet::new();
    for element in elements {
        let (own, date) = (key(element), day(element));
        let newest = latest.get(&own).is_some_and(|last| *last == date);
        // Two lists of one day: the first is the valid one. Without days all are valid.
        if newest && (date.is_empty() || seen.insert((own, date))) {
            kept.push(element);
        } else {
            history(element, record);
            ledger.take(element);
        }
    }
    kept
}

fn history(element: &Element, record: &mut Record) {
    let attributes: Vec<String> = ["change-date", "change-gazette-num", "lang"]
        .iter()
        .filter_map(|name| element.attribute(name))
        .map(str::to_owned)
        .collect();
    let mut parts = Vec::new();
    leaves(element, &mut parts);
    let line = format!("{}: {}", attributes.join(" "), parts.join(", "));
    extra(
        &mut record.extras,
        &format!("history.{}", element.name),
        &line,
    );
}

fn leaves(element: &Element, out: &mut Vec<String>) {
    for (name, value) in &element.attributes {
        if matches!(
            name.as_str(),
            "cdsid" | "app-type" | "rep-type" | "designation" | "kind"
        ) {
            out.push(format!("{name} {value}"));
        }
    }
    if element.elements().next().is_none() {
        let text = element.text();
        if !text.is_empty() {
            out.push(text);
        }
        return;
    }
    for child in element.elements() {
        leaves(child, out);
    }
}

fn dates(data: &Element, record: &mut Record, ledger: &mut Ledger) {
    for (path, key) in [
        (
            "dates-rights-effective/request-for-examination",
            "request-for-examination",
        ),
        (
            "dates-rights-effective/first-examination-report-despatched",
            "first-examination-report",
        ),
        (
            "opposition-data/opposition-not-filed",
            "no-opposition-filed",
        ),
    ] {
        if let Some(date) = data.at(path).and_then(|at| ledger.date(at, "date")) {
            record.dates.insert(key.to_owned(), date);
        }
    }
    for report in data
        .all("search-reports-information")
        .flat_map(Element::elements)
    {
        if let Some(date) = ledger.date(report, "date-search-report-mailed/date") {
            record.dates.insert("search-report".to_owned(), date);
        }
    }
    for list in data.all("dates-of-public-availability") {
        docdb::availability(list, record, ledger);
    }
}

/// `term-of-grant` repeats the list of lapses at each change; each lapse becomes one event.
fn lapses(data: &Element, record: &mut Record, ledger: &mut Ledger) {
    let mut known = HashSet::new();
    for term in data.all("term-of-grant") {
        for lapse in term.all("lapsed-in-country") {
            let state = ledger.at(lapse, "country");
            let date = ledger.date(lapse, "date");
            if state.is_empty() || !known.insert((state.clone(), date)) {
                continue;
            }
            record.events.push(Event {
                office: "EP".to_owned(),
                code: "lapsed-in-country".to_owned(),
                date,
                text: "Lapse of the patent in a contracting state".to_owned(),
                details: [("country".to_owned(), state)].into(),
                ..Event::default()
            });
        }
    }
}

fn dossier_event(element: &Element) -> Event {
    let mut event = Event {
        office: "EP".to_owned(),
        code: element.text_at("event-code").unwrap_or_default(),
        date: element
            .text_at("event-date/date")
            .and_then(|text| Date::read(&text)),
        ..Event::default()
    };
    for text in element.all("event-text") {
        let words = text.text();
        match text.attribute("event-text-type") {
            Some("DESCRIPTION") | None if event.text.is_empty() => event.text = words,
            kind => extra(&mut event.details, kind.unwrap_or("text"), &words),
        }
    }
    extra(&mut event.details, "kind", "event");
    extra(
        &mut event.details,
        "event-type",
        element.attribute("event-type").unwrap_or_default(),
    );
    for (path, name) in [
        ("gazette-reference/gazette-num", "gazette-num"),
        ("gazette-reference/date", "gazette-date"),
    ] {
        extra(
            &mut event.details,
            name,
            &element.text_at(path).unwrap_or_default(),
        );
    }
    let known = [
        "event-code",
        "event-date",
        "event-text",
        "gazette-reference",
    ];
    for other in element
        .elements()
        .filter(|e| !known.contains(&e.name.as_str()))
    {
        extra(&mut event.details, &other.name, &other.text());
    }
    event
}

/// The service writes the attribute in two ways.
fn step_text_kind(text: &Element) -> Option<&str> {
    text.attribute("step-text-type")
        .or_else(|| text.attribute("step-texttype"))
}

fn procedural_step(element: &Element) -> Event {
    let mut event = Event {
        office: "EP".to_owned(),
        code: element.text_at("procedural-step-code").unwrap_or_default(),
        ..Event::default()
    };
    extra(&mut event.details, "kind", "step");
    let phase = element
        .attribute("procedure-step-phase")
        .unwrap_or_default();
    extra(&mut event.details, "phase", phase);
    for child in element.elements() {
        let words = child.text();
        match child.name.as_str() {
            "procedural-step-code" => {}
            "procedural-step-text" => match step_text_kind(child) {
                Some("STEP_DESCRIPTION") if event.text.is_empty() => event.text = words,
                kind => extra(&mut event.details, kind.unwrap_or("text"), &words),
            },
            "procedural-step-date" => {
                let date = Date::read(&words);
                if event.date.is_none() {
                    event.date = date;
                }
                let name = child.attribute("step-date-type").unwrap_or("date");
                let text = date.map_or(words, |date| date.to_string());
                extra(&mut event.details, name, &text);
            }
            "time-limit" => {
                let unit = child.attribute("time-limit-unit").unwrap_or_default();
                extra(
                    &mut event.details,
                    "time-limit",
                    format!("{words} {unit}").trim(),
                );
            }
            name => extra(&mut event.details, name, &words),
        }
    }
    event
}
