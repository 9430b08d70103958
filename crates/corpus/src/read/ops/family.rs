//! Members of a family, alone, with bibliography, or with legal events.

use crate::read::ReadError;
use crate::read::docdb::{self, LAYOUT, ids};
use crate::read::rest::{Ledger, extra};
use crate::read::tree::Element;
use crate::record::{Event, Format, Priority, Record};
use quanlian_handbook::Date;

/// One `family-member`. With an exchange document inside, the record is that document with the
/// priorities of the family, which are in DOCDB form and state whether they are active.
pub fn member(element: &Element) -> Result<Record, ReadError> {
    let mut ledger = Ledger::default();
    let legal = element.child("legal").is_some();
    let inner = element
        .all("exchange-document")
        .next()
        .and_then(|document| {
            docdb::exchange(document, Format::OpsBiblio)
                .ok()
                .map(|r| (document, r))
        });
    let mut record = match inner {
        Some((document, record)) => {
            ledger.take(document);
            record
        }
        None if legal => Record::new(Format::OpsLegal),
        None => Record::new(Format::OpsFamily),
    };
    let publication = ids::forms(element.all("publication-reference"), &mut ledger);
    let application = ids::forms(element.all("application-reference"), &mut ledger);
    if record.publication.number.is_empty() {
        record.publication = publication.id().unwrap_or_default();
        publication.keep("publication", &mut record);
    } else if let Some(id) = publication.id()
        && record.publication.date.is_none()
    {
        record.publication.date = id.date;
    }
    for reference in element.all("application-reference") {
        for name in ["doc-id", "is-representative"] {
            let key = format!("application.{name}");
            if let Some(value) = ledger.attribute(reference, name)
                && record.extras.get(&key) != Some(&value)
            {
                extra(&mut record.extras, &key, &value);
            }
        }
    }
    match (&mut record.application, application.id()) {
        (Some(known), Some(id)) => {
            if known.date.is_none() {
                known.date = id.date;
            }
        }
        (none, id) => {
            *none = id;
            application.keep("application", &mut record);
        }
    }
    if record.publication.number.is_empty() && record.application.is_none() {
        return Err(ReadError {
            code: "read.no-publication-number",
            detail: "a family member without publication and application number".to_owned(),
        });
    }
    if let Some(id) = ledger.attribute(element, "family-id") {
        record.source_family = id;
    }
    priorities(element, &mut record, &mut ledger);
    for event in element.all("legal") {
        let mut read = legal_event(event);
        if read.office.is_empty() {
            read.office = record.publication.office.clone();
        }
        record.events.push(read);
        ledger.take(event);
    }
    ledger.rest(element, "", LAYOUT, &mut record.extras);
    Ok(record)
}

/// The priorities of a member. The bibliography inside may know them too, in another form: the
/// number as the office prints it is carried over by the place in the list.
fn priorities(element: &Element, record: &mut Record, ledger: &mut Ledger) {
    let known = std::mem::take(&mut record.priorities);
    docdb::priorities(element, record, ledger);
    if record.priorities.is_empty() {
        record.priorities = known;
        return;
    }
    let same_length = known.len() == record.priorities.len();
    for (place, other) in known.into_iter().enumerate() {
        match record.priorities.get_mut(place).filter(|_| same_length) {
            Some(own) => complete(own, other),
            None => {
                let line = docdb::relations::printed(&other.id);
                extra(&mut record.extras, "priority.bibliography", &line);
            }
        }
    }
}

fn complete(own: &mut Priority, other: Priority) {
    if own.id.date.is_none() {
        own.id.date = other.id.date;
    }
    if own.id.original.is_empty() {
        own.id.original = match other.id.original {
            text if text.is_empty() => format!("{}{}", other.id.office, other.id.number),
            text => text,
        };
        if own.id.original == own.id.number {
            own.id.original.clear();
        }
    }
    if own.kind.is_empty() {
        own.kind = other.kind;
    }
    if own.linkage.is_empty() {
        own.linkage = other.linkage;
    }
}

/// One `legal` element: fields `L001EP` and so on, as INPADOC names them. Details are kept under
/// the field and its name: `L525EP Effective DATE`. The printed lines stand in `pre`.
pub fn legal_event(element: &Element) -> Event {
    let attribute = |name: &str| {
        element
            .attribute(name)
            .unwrap_or_default()
            .trim()
            .to_owned()
    };
    let field = |name: &str| element.text_at(name).unwrap_or_default();
    let code = match field("L008EP") {
        code if code.is_empty() => attribute("code"),
        code => code,
    };
    let mut event = Event {
        office: field("L001EP"),
        code,
        date: Date::read(&field("L007EP")),
        text: attribute("desc"),
        influence: attribute("infl"),
        ..Event::default()
    };
    // The first day of the calendar stands for "no date" here.
    let migrated = attribute("dateMigr");
    if migrated != "00010101" {
        extra(&mut event.details, "dateMigr", &migrated);
    }
    let stated = attribute("code");
    if stated != event.code {
        extra(&mut event.details, "code", &stated);
    }
    details(element, &mut event);
    event
}

fn details(element: &Element, event: &mut Event) {
    for child in element.elements() {
        if child.elements().next().is_some() {
            details(child, event);
            continue;
        }
        let text = child.text();
        let desc = child.attribute("desc").unwrap_or_default().trim();
        let name = format!("{} {desc}", child.name).trim().to_owned();
        extra(&mut event.details, &name, &text);
        for (attribute, value) in &child.attributes {
            if !matches!(attribute.as_str(), "desc" | "line") {
                extra(&mut event.details, &format!("{name}.{attribute}"), value);
            }
        }
    }
}
