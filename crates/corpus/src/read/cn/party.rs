//! Applicants, inventors, designers, agents, owners and examiners of Chinese documents.

use crate::read::bodytext::{attribute, same_name};
use crate::read::cn::number::{child, find_open, text};
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
        find_open(ledger, biblio, keys, &mut found);
        let mut people: Vec<(Option<String>, Party)> = Vec::new();
        for element in originals_first(&found) {
            let stated = attribute(element, &["sequence"]);
            let Some(party) = read_one(ledger, element, role, people.len() + 1, record) else {
                continue;
            };
            merge_form(element, stated, party, &mut people);
        }
        record
            .parties
            .extend(people.into_iter().map(|(_, party)| party));
    }
    agents(ledger, biblio, record);
}

/// The elements in order, those in the original form before those in a standardised one.
fn originals_first<'a>(found: &[&'a Element]) -> Vec<&'a Element> {
    let standard = |e: &Element| is_standard(e);
    let mut out: Vec<&Element> = found.iter().copied().filter(|e| !standard(e)).collect();
    out.extend(found.iter().copied().filter(|e| standard(e)));
    out
}

fn is_standard(element: &Element) -> bool {
    attribute(element, &["dataformat"]).is_some_and(|form| form != "original")
}

/// One person may stand there several times under one sequence: in another language or form.
fn merge_form(
    element: &Element,
    stated: Option<String>,
    party: Party,
    people: &mut Vec<(Option<String>, Party)>,
) {
    let lang = attribute(element, &["lang"])
        .unwrap_or_default()
        .to_lowercase();
    let other_form = is_standard(element) || !(lang.is_empty() || lang == "zh");
    let known = people
        .iter_mut()
        .find(|(sequence, _)| other_form && stated.is_some() && *sequence == stated);
    match known {
        Some((_, first)) => {
            if party.name != first.name {
                let key = if lang.is_empty() || lang == "zh" {
                    "standard"
                } else {
                    &lang
                };
                first.names.entry(key.to_owned()).or_insert(party.name);
            }
            if first.address.is_empty() {
                first.address = party.address;
            }
            if first.country.is_empty() {
                first.country = party.country;
            }
        }
        None => people.push((stated, party)),
    }
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
    let mark = attribute(element, &["publicationmark"]).filter(|mark| mark != "0");
    if let Some(mark) = mark {
        extra(
            record,
            &format!("{label}.publication-mark"),
            &numbered(sequence, &mark),
        );
    }
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
    find_open(
        ledger,
        biblio,
        &["agent", "commonrepresentative"],
        &mut found,
    );
    let found = originals_first(&found);
    let mut customers = Vec::new();
    find_open(ledger, biblio, &["customernumber"], &mut customers);
    let mut customers: Vec<String> = customers
        .iter()
        .map(|e| known(ledger.text(e)))
        .filter(|c| !c.is_empty())
        .collect();
    let mut agencies: Vec<Party> = Vec::new();
    let mut people: Vec<(Option<String>, Party)> = Vec::new();
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
            let person = Party { sequence, ..person };
            merge_form(
                element,
                attribute(element, &["sequence"]),
                person,
                &mut people,
            );
        }
    }
    // An agency that stands beside the agents.
    let mut lone = Vec::new();
    find_open(ledger, biblio, &["agency"], &mut lone);
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
        && agency.id.is_empty()
        && customers.len() == 1
    {
        agency.id = customers.remove(0);
    }
    customers.retain(|customer| !agencies.iter().any(|a| a.id == *customer));
    for customer in customers {
        extra(record, "agency.customer-number", &customer);
    }
    record.parties.append(&mut agencies);
    record
        .parties
        .extend(people.into_iter().map(|(_, person)| person));
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
