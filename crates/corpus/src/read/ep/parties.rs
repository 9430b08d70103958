//! B700: applicants, inventors, proprietors, representatives, opponents.

use crate::read::docdb::parties::address_line;
use crate::read::rest::{Ledger, extra, without_blanks};
use crate::read::tree::Element;
use crate::record::{Party, Record, Role};

/// Reads all parties.
pub fn read(people: &Element, record: &mut Record, ledger: &mut Ledger) {
    for (group, role) in [
        ("B710", Role::Applicant),
        ("B720", Role::Inventor),
        ("B730", Role::Owner),
        ("B740", Role::Agent),
        ("B745", Role::Examiner),
        ("B780", Role::Opponent),
    ] {
        let mut sequence = 0;
        for list in people.all(group) {
            for element in list.elements() {
                if let Some(party) = party(element, role, sequence + 1, record, ledger) {
                    sequence += 1;
                    if role == Role::Opponent {
                        opposition(element, sequence, record, ledger);
                    }
                    record.parties.push(party);
                }
            }
        }
    }
}

fn party(
    element: &Element,
    role: Role,
    sequence: u32,
    record: &mut Record,
    ledger: &mut Ledger,
) -> Option<Party> {
    let surname = ledger.at(element, "snm");
    let given = ledger.at(element, "fnm");
    let organisation = ledger.at(element, "onm");
    let name = match (surname.is_empty(), given.is_empty()) {
        (false, false) => format!("{surname}, {given}"),
        (false, true) => surname,
        (true, false) => given,
        (true, true) => organisation.clone(),
    };
    if name.is_empty() {
        return None;
    }
    if name != organisation {
        let label = format!("{}.{sequence}.organisation", element.name);
        extra(&mut record.extras, &label, &organisation);
    }
    for states in element.elements().filter(|child| child.name != "adr") {
        let mut countries = Vec::new();
        states.find_all("ctry", &mut countries);
        let codes: Vec<String> = countries.iter().map(|c| ledger.text(c)).collect();
        if !codes.is_empty() {
            let label = format!("{}.{sequence}.states", element.name);
            extra(&mut record.extras, &label, &codes.join(" "));
        }
    }
    let (address, mut country) = match element.child("adr") {
        Some(adr) => address(adr, ledger),
        None => Default::default(),
    };
    if country.is_empty() {
        country = ledger.at(element, "ctry").to_uppercase();
    }
    Some(Party {
        role,
        sequence,
        name,
        names: Default::default(),
        address,
        country,
        id: without_blanks(&ledger.at(element, "iid")),
    })
}

fn address(adr: &Element, ledger: &mut Ledger) -> (String, String) {
    let country = ledger.at(adr, "ctry").to_uppercase();
    let parts: Vec<String> = adr
        .elements()
        .filter(|part| part.name != "ctry")
        .map(|part| ledger.text(part))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() && adr.elements().next().is_none() {
        return address_line(adr, ledger);
    }
    (parts.join(", "), country)
}

/// What B781 says of the opposition itself: its number, date, kind, and the opponent's agent.
fn opposition(element: &Element, sequence: u32, record: &mut Record, ledger: &mut Ledger) {
    let label = |name: &str| format!("opposition.{sequence}.{name}");
    let number = match ledger.at(element, "dnum/onum") {
        number if number.is_empty() => ledger.at(element, "dnum"),
        number => number,
    };
    extra(&mut record.extras, &label("number"), &number);
    if let Some(date) = ledger.date(element, "date") {
        extra(&mut record.extras, &label("date"), &date.to_string());
    }
    let kind = ledger.at(element, "kind");
    extra(&mut record.extras, &label("kind"), &kind);
    if let Some(agent) = element.child("B784") {
        let (address, country) = agent
            .child("adr")
            .map(|adr| address(adr, ledger))
            .unwrap_or_default();
        let parts = [
            ledger.at(agent, "snm"),
            ledger.at(agent, "iid"),
            address,
            country,
        ];
        let line: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        extra(&mut record.extras, &label("agent"), &line.join(", "));
    }
}
