//! Applicants, inventors, designers, agents, owners and examiners of Chinese documents.

use crate::read::bodytext::{attribute, same_name};
use crate::read::cn::number::{child, find_all, text};
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::record::{Party, Record, Role};

/// Reads every party below the bibliography, wherever the version of the format nests it.
pub fn read(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    for (keys, role) in [
        (&["applicant"][..], Role::Applicant),
        (
            &["inventor", "designer", "deceasedinventor"],
            Role::Inventor,
        ),
        (
            &["assignee", "patentee", "grantee", "owner", "holder"],
            Role::Owner,
        ),
        (&["licensee"], Role::Licensee),
        (
            &["examiner", "primaryexaminer", "assistantexaminer"],
            Role::Examiner,
        ),
    ] {
        let mut found = Vec::new();
        find_all(biblio, keys, &mut found);
        let found = originals(&found);
        for (index, element) in found.iter().enumerate() {
            if let Some(party) = read_one(ledger, element, role, index + 1, record) {
                record.parties.push(party);
            }
        }
    }
    agents(ledger, biblio, record);
}

/// The elements in the original form; those in a standardised form only where no other has the
/// same sequence and language.
fn originals<'a>(found: &[&'a Element]) -> Vec<&'a Element> {
    let form = |e: &Element| attribute(e, &["dataformat"]).unwrap_or_default();
    let key = |e: &Element| (attribute(e, &["sequence"]), attribute(e, &["lang"]));
    found
        .iter()
        .filter(|e| {
            form(e) != "standard"
                || attribute(e, &["sequence"]).is_none()
                || !found
                    .iter()
                    .any(|other| form(other) != "standard" && key(other) == key(e))
        })
        .copied()
        .collect()
}

fn sequence(element: &Element, position: usize) -> u32 {
    attribute(element, &["sequence"])
        .and_then(|s| s.trim().parse().ok())
        .filter(|n| *n > 0)
        .unwrap_or(u32::try_from(position).unwrap_or(0))
}

/// Zeros stand for what is not known.
fn known(value: String) -> String {
    if value.chars().all(|c| c == '0') {
        String::new()
    } else {
        value
    }
}

fn name_in(ledger: &Ledger, book: &Element) -> String {
    let name = text(
        ledger,
        book,
        &["name", "organizationname", "orgname", "fullname"],
    );
    let more = text(ledger, book, &["organizationname", "orgname"]);
    let family = text(ledger, book, &["lastname", "familyname"]);
    let given = text(ledger, book, &["firstname", "givenname"]);
    if !name.is_empty() {
        if !more.is_empty() && more != name {
            return format!("{name} ({more})");
        }
        return name;
    }
    match (family.is_empty(), given.is_empty()) {
        (false, false) => format!("{family}, {given}"),
        _ => format!("{family}{given}"),
    }
}

fn read_one(
    ledger: &Ledger,
    element: &Element,
    role: Role,
    position: usize,
    record: &mut Record,
) -> Option<Party> {
    let sequence = sequence(element, position);
    let label = label(role);
    let mut party = Party {
        role,
        sequence,
        name: String::new(),
        names: Default::default(),
        address: String::new(),
        country: String::new(),
        id: String::new(),
    };
    let mut books: Vec<&Element> = element
        .elements()
        .filter(|e| same_name(&e.name, "addressbook"))
        .collect();
    if books.is_empty() {
        books.push(element);
    }
    for book in books {
        let name = name_in(ledger, book);
        if name.is_empty() && party.name.is_empty() {
            continue;
        }
        if party.name.is_empty() {
            party.name = name;
            if let Some(address) = child(book, "address") {
                read_address(ledger, address, label, &mut party, record);
            }
        } else {
            let lang = attribute(book, &["lang"])
                .unwrap_or_else(|| "original".to_owned())
                .to_lowercase();
            if let Some(address) = child(book, "address") {
                let printed = text(ledger, address, &["text"]);
                ledger.take(address);
                extra(
                    record,
                    &format!("{label}.address.{lang}"),
                    &numbered(sequence, &printed),
                );
            }
            party.names.insert(lang, name);
        }
    }
    if party.name.is_empty() {
        party.name = name_in(ledger, element);
    }
    if party.country.is_empty() {
        for key in ["residence", "nationality"] {
            if let Some(place) = child(element, key) {
                let code = text(ledger, place, &["wipost3code", "country"]);
                if key == "residence" {
                    party.country = code;
                } else {
                    extra(
                        record,
                        &format!("{label}.nationality"),
                        &numbered(sequence, &code),
                    );
                }
            }
        }
    }
    party.id = known(text(
        ledger,
        element,
        &[
            "organizationcode",
            "assigneecode",
            "applicantcode",
            "iid",
            "code",
        ],
    ));
    let kind = attribute(element, &["apptype"]).filter(|kind| kind != "applicant");
    if let Some(kind) = kind {
        extra(record, &format!("{label}.type"), &numbered(sequence, &kind));
    }
    (!party.name.is_empty()).then_some(party)
}

fn label(role: Role) -> &'static str {
    match role {
        Role::Applicant => "applicant",
        Role::Inventor => "inventor",
        Role::Owner => "assignee",
        Role::Licensee => "licensee",
        Role::Examiner => "examiner",
        Role::Agency => "agency",
        _ => "agent",
    }
}

fn numbered(sequence: u32, value: &str) -> String {
    if value.is_empty() {
        String::new()
    } else {
        format!("{sequence}: {value}")
    }
}

fn read_address(
    ledger: &Ledger,
    address: &Element,
    label: &str,
    party: &mut Party,
    record: &mut Record,
) {
    ledger.take(address);
    let whole = text(ledger, address, &["text"]);
    let mut parts = Vec::new();
    let mut division = Vec::new();
    for part in address.elements() {
        let value = known(ledger.text(part));
        if value.is_empty() || same_name(&part.name, "text") {
            continue;
        }
        if ["wipost3code", "country", "countrycode"]
            .iter()
            .any(|key| same_name(&part.name, key))
        {
            party.country = value;
            continue;
        }
        if ["province", "city", "county", "state"]
            .iter()
            .any(|key| same_name(&part.name, key))
        {
            division.push((part.name.clone(), value.clone()));
        } else if !whole.contains(&value) && !whole.is_empty() {
            extra(
                record,
                &format!("{label}.address.{}", part.name),
                &numbered(party.sequence, &value),
            );
        }
        parts.push(value);
    }
    for (name, value) in &division {
        extra(
            record,
            &format!("{label}.address.{name}"),
            &numbered(party.sequence, value),
        );
    }
    party.address = match whole.is_empty() {
        false => whole,
        // The parts run from the street up to the province.
        true => parts.into_iter().rev().collect::<Vec<_>>().join(" "),
    };
}

fn agents(ledger: &Ledger, biblio: &Element, record: &mut Record) {
    let mut found = Vec::new();
    find_all(biblio, &["agent", "commonrepresentative"], &mut found);
    let found = originals(&found);
    let mut customers = Vec::new();
    find_all(biblio, &["customernumber"], &mut customers);
    let mut customers: Vec<String> = customers
        .iter()
        .map(|e| known(ledger.text(e)))
        .filter(|c| !c.is_empty())
        .collect();
    let mut agencies: Vec<Party> = Vec::new();
    let mut people = Vec::new();
    for (index, element) in found.iter().enumerate() {
        let sequence = sequence(element, index + 1);
        for agency in element.elements().filter(|e| same_name(&e.name, "agency")) {
            let Some(mut party) =
                read_one(ledger, agency, Role::Agency, agencies.len() + 1, record)
            else {
                continue;
            };
            party.sequence = u32::try_from(agencies.len() + 1).unwrap_or(0);
            split_code(&mut party);
            if !agencies.iter().any(|a| a.name == party.name) {
                agencies.push(party);
            }
        }
        if let Some(person) = read_one(ledger, element, Role::Agent, index + 1, record) {
            people.push(Party { sequence, ..person });
        }
    }
    // An agency that stands beside the agents.
    let mut lone = Vec::new();
    find_all(biblio, &["agency"], &mut lone);
    for element in lone {
        if ledger.is_taken(element) || agencies.iter().any(|a| element.text().contains(&a.name)) {
            continue;
        }
        if let Some(mut party) = read_one(ledger, element, Role::Agency, agencies.len() + 1, record)
        {
            split_code(&mut party);
            agencies.push(party);
        }
    }
    if let [agency] = agencies.as_mut_slice()
        && agency.id.is_empty() && customers.len() == 1 {
            agency.id = customers.remove(0);
        }
    customers.retain(|customer| !agencies.iter().any(|a| a.id == *customer));
    for customer in customers {
        extra(record, "agency.customer-number", &customer);
    }
    record.parties.append(&mut agencies);
    record.parties.append(&mut people);
}

/// `武汉科皓知识产权代理事务所(特殊普通合伙) 42222` → name and code.
fn split_code(agency: &mut Party) {
    let cut = match agency.name.rsplit_once(' ') {
        Some((name, code)) if code.len() == 5 && code.chars().all(|c| c.is_ascii_digit()) => {
            Some((name.trim().to_owned(), code.to_owned()))
        }
        _ => None,
    };
    if let Some((name, code)) = cut {
        let printed = std::mem::replace(&mut agency.name, name);
        agency.names.insert("original".to_owned(), printed);
        if agency.id.is_empty() {
            agency.id = code;
        }
    }
}
