//! Persons and organisations of the red book.

use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::read::us::country;
use crate::record::{Party, Record, Role};

/// `Family, Given Middle Suffix` from the parts of a name that a file has.
pub fn full_name(family: &str, given: &[&str]) -> String {
    let given: Vec<&str> = given
        .iter()
        .copied()
        .filter(|part| !part.is_empty())
        .collect();
    match (family.is_empty(), given.is_empty()) {
        (true, _) => given.join(" "),
        (false, true) => family.to_owned(),
        (false, false) => format!("{family}, {}", given.join(" ")),
    }
}

/// Joins the parts of an address that are there.
pub fn join_address(parts: &[String]) -> String {
    let parts: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|p| !p.is_empty())
        .collect();
    parts.join(", ")
}

/// The name in an address book: organisation, or family and given name, or the name as a whole.
fn book_name(ledger: &Ledger, book: &Element) -> (String, bool) {
    let organisation = ledger.child_text(book, "orgname");
    let family = ledger.child_text(book, "last-name");
    let person = full_name(
        &family,
        &[
            &ledger.child_text(book, "first-name"),
            &ledger.child_text(book, "middle-name"),
            &ledger.child_text(book, "suffix"),
        ],
    );
    let whole = ledger.child_text(book, "name");
    if !person.is_empty() && !organisation.is_empty() {
        (format!("{person} ({organisation})"), false)
    } else if !person.is_empty() {
        (person, false)
    } else if !organisation.is_empty() {
        (organisation, true)
    } else {
        (whole, false)
    }
}

/// A list of parties numbers from zero in some files; records number from one.
fn base(list: &Element) -> u32 {
    let number = |e: &Element| {
        e.attribute("sequence")
            .and_then(|s| s.trim().parse::<u32>().ok())
    };
    u32::from(list.elements().any(|e| number(e) == Some(0)))
}

/// One party with its address. `base` is added to the stated sequence; `position` is used where
/// the file states none. Tells also whether the name is that of an organisation.
pub fn party(
    ledger: &Ledger,
    element: &Element,
    role: Role,
    position: usize,
    base: u32,
) -> (Party, bool) {
    let book = element.child("addressbook").unwrap_or(element);
    let (name, organisation) = book_name(ledger, book);
    let mut lines = Vec::new();
    let mut residence = String::new();
    if let Some(address) = book.child("address") {
        for part in address.elements() {
            let text = ledger.text(part);
            match part.name.as_str() {
                "country" => residence = country(&text),
                "phone" | "fax" | "email" | "url" => {}
                _ => lines.push(text),
            }
        }
        ledger.take(address);
    }
    if residence.is_empty() {
        residence = country(&ledger.text_at(element, "residence/country"));
    } else {
        ledger.text_at(element, "residence/country");
    }
    let sequence = element
        .attribute("sequence")
        .and_then(|s| s.trim().parse::<u32>().ok())
        .map(|n| n.saturating_add(base))
        .filter(|n| *n > 0)
        .unwrap_or(u32::try_from(position).unwrap_or(0));
    let party = Party {
        role,
        sequence,
        name,
        names: Default::default(),
        address: join_address(&lines),
        country: residence,
        id: ledger.child_text(book, "iid"),
    };
    (party, organisation)
}

/// Reads `us-parties` or `parties`, `assignees` and `examiners` of a red book bibliography.
pub fn read_parties(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let mut lists = Vec::new();
    for name in ["us-parties", "parties"] {
        lists.extend(biblio.all(name));
    }
    for parties in lists {
        for list in parties.elements() {
            for (index, element) in list.elements().enumerate() {
                read_party(ledger, list, element, index + 1, record);
            }
        }
    }
    for assignees in biblio
        .elements()
        .filter(|e| e.name == "assignees" || e.name == "us-assignees")
    {
        for (index, element) in assignees.elements().enumerate() {
            add(
                ledger,
                element,
                Role::Owner,
                index + 1,
                base(assignees),
                record,
            );
        }
    }
    for examiners in biblio.all("examiners") {
        for (index, examiner) in examiners.elements().enumerate() {
            let (party, _) = party(ledger, examiner, Role::Examiner, index + 1, 0);
            let department = ledger.child_text(examiner, "department");
            extra(record, "examiner.department", &department);
            extra(record, &format!("examiner.{}", examiner.name), &party.name);
            if !party.name.is_empty() {
                record.parties.push(party);
            }
        }
    }
}

fn read_party(
    ledger: &Ledger,
    list: &Element,
    element: &Element,
    position: usize,
    record: &mut Record,
) {
    match list.name.as_str() {
        "us-applicants" | "applicants" => {
            let kind = element.attribute("app-type").unwrap_or_default();
            if kind == "applicant-inventor" {
                let (inventor, _) = party(ledger, element, Role::Inventor, position, base(list));
                if !inventor.name.is_empty() {
                    record.parties.push(inventor);
                }
            }
            add(
                ledger,
                element,
                Role::Applicant,
                position,
                base(list),
                record,
            );
        }
        "inventors" | "us-inventors" | "deceased-inventors" | "us-deceased-inventors" => {
            add(
                ledger,
                element,
                Role::Inventor,
                position,
                base(list),
                record,
            );
        }
        "agents" => {
            let (agent, organisation) = party(ledger, element, Role::Agent, position, base(list));
            if !agent.name.is_empty() {
                let kind = element.attribute("rep-type").unwrap_or_default();
                if !kind.is_empty() {
                    extra(record, "agent.rep-type", &format!("{position}: {kind}"));
                }
                record.parties.push(Party {
                    role: if organisation {
                        Role::Agency
                    } else {
                        Role::Agent
                    },
                    ..agent
                });
            }
        }
        _ => {}
    }
}

fn add(
    ledger: &Ledger,
    element: &Element,
    role: Role,
    position: usize,
    base: u32,
    record: &mut Record,
) {
    let (party, _) = party(ledger, element, role, position, base);
    if party.name.is_empty() {
        return;
    }
    let label = match role {
        Role::Applicant => "applicant",
        Role::Inventor => "inventor",
        _ => "assignee",
    };
    for (name, value) in &element.attributes {
        if !["sequence", "id", "format", "data-format"].contains(&name.as_str()) {
            extra(
                record,
                &format!("{label}.{name}"),
                &format!("{}: {value}", party.sequence),
            );
        }
    }
    for path in [
        "addressbook/prefix",
        "addressbook/role",
        "role",
        "nationality/country",
        "us-rights",
    ] {
        let value = ledger.text_at(element, path);
        if !value.is_empty() && value != "omitted" {
            let key = path
                .split('/')
                .find(|part| *part != "addressbook")
                .unwrap_or(path);
            extra(
                record,
                &format!("{label}.{key}"),
                &format!("{}: {value}", party.sequence),
            );
        }
    }
    record.parties.push(party);
}
