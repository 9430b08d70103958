//! Parties of DOCDB and OPS: the same people in the forms `docdb`, `docdba`, `epodoc`, `original`.

use crate::read::rest::{Ledger, extra};
use crate::read::tree::Element;
use crate::record::{Party, Record, Role};

/// One name in one form.
struct Named {
    form: String,
    sequence: u32,
    name: String,
    country: String,
    address: String,
    id: String,
}

/// The role of an element of `parties`.
pub fn role_of(name: &str) -> Option<Role> {
    Some(match name {
        "applicant" => Role::Applicant,
        "inventor" => Role::Inventor,
        "assignee" | "owner" | "proprietor" | "patent-owner" | "grantee" => Role::Owner,
        "agent" | "correspondent" | "common-representative" => Role::Agent,
        "examiner" | "primary-examiner" | "assistant-examiner" => Role::Examiner,
        "opponent" => Role::Opponent,
        "licensee" => Role::Licensee,
        _ => return None,
    })
}

/// `parties`: applicants, inventors and whoever else is listed.
pub fn parties(element: &Element, record: &mut Record, ledger: &mut Ledger) {
    for list in element.elements() {
        list_of(list, record, ledger);
    }
}

/// One list of parties (`applicants`), with the forms of each person put together.
pub fn list_of(list: &Element, record: &mut Record, ledger: &mut Ledger) {
    let mut found: Vec<(Role, Vec<Named>)> = Vec::new();
    for item in list.elements() {
        let Some(mut role) = role_of(&item.name) else {
            continue;
        };
        // After the grant the register calls the applicants proprietors.
        if item.attribute("app-type") == Some("proprietor") {
            role = Role::Owner;
        }
        let Some(named) = named(item, ledger) else {
            continue;
        };
        if let Some(status) = ledger.attribute(item, "status") {
            let line = format!("{} {}: {status}", item.name, named.sequence);
            extra(&mut record.extras, "parties.status", &line);
        }
        match found.iter_mut().find(|(known, _)| *known == role) {
            Some((_, names)) => names.push(named),
            None => found.push((role, vec![named])),
        }
    }
    for (role, names) in found {
        merge(role, names, record);
    }
}

fn named(item: &Element, ledger: &mut Ledger) -> Option<Named> {
    let form = ledger.attribute(item, "data-format").unwrap_or_default();
    let sequence = ledger
        .attribute(item, "sequence")
        .and_then(|text| text.parse().ok())
        .unwrap_or(0);
    let holder = format!("{}-name", item.name);
    let places = [holder.as_str(), "addressbook", "name"];
    let mut name = String::new();
    for place in places {
        let Some(element) = item.child(place) else {
            continue;
        };
        name = person(element, ledger);
        if !name.is_empty() {
            break;
        }
    }
    let mut name = name.trim_end_matches([',', ' ']).to_owned();
    let mut country = ledger.at(item, "residence/country").to_uppercase();
    // OPS appends the country to the epodoc name: `9SOLUTIONS OY [FI]`.
    if let Some((before, code)) = name
        .strip_suffix(']')
        .and_then(|text| text.rsplit_once('['))
        && code.len() == 2
        && code.bytes().all(|b| b.is_ascii_uppercase())
    {
        if country.is_empty() {
            country = code.to_owned();
        }
        name = before.trim().to_owned();
    }
    if name.is_empty() {
        return None;
    }
    let mut address = String::new();
    for path in ["address", "addressbook/address"] {
        if let Some(element) = item.at(path) {
            let (line, code) = address_line(element, ledger);
            address = line;
            if country.is_empty() {
                country = code;
            }
        }
    }
    Some(Named {
        form,
        sequence,
        name,
        country,
        address,
        id: item
            .child("addressbook")
            .and_then(|book| ledger.attribute(book, "cdsid"))
            .unwrap_or_else(|| ledger.at(item, "addressbook/registered-number")),
    })
}

/// `name`, or `last-name, first-name`, or `orgname` of an element; else its own text.
pub fn person(element: &Element, ledger: &mut Ledger) -> String {
    if element.elements().next().is_none() {
        return ledger.text(element);
    }
    let whole = ledger.at(element, "name");
    if !whole.is_empty() {
        return whole;
    }
    let organisation = ledger.at(element, "orgname");
    if !organisation.is_empty() {
        return organisation;
    }
    let last = ledger.at(element, "last-name");
    let first: Vec<String> = ["first-name", "middle-name", "suffix"]
        .iter()
        .map(|part| ledger.at(element, part))
        .filter(|part| !part.is_empty())
        .collect();
    match (last.is_empty(), first.is_empty()) {
        (false, false) => format!("{last}, {}", first.join(" ")),
        (false, true) => last,
        _ => first.join(" "),
    }
}

/// An address in one line, and its country. Lines and parts are joined with `, `.
pub fn address_line(element: &Element, ledger: &mut Ledger) -> (String, String) {
    let country = ledger.at(element, "country").to_uppercase();
    let parts: Vec<String> = element
        .elements()
        .filter(|part| part.name != "country")
        .map(|part| ledger.text(part))
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() && element.elements().next().is_none() {
        return (ledger.text(element), country);
    }
    (parts.join(", "), country)
}

/// The forms in the order in which they are the better print of a name.
const PRINTED: &[&str] = &["original", "docdba", "", "docdb", "epodoc"];

/// Puts the forms of the same person together: first by the name itself, then by the sequence
/// number. The standardised lists (docdb, epodoc) say who there is; a spelling of `original` that
/// belongs to nobody on them goes to `extras`.
fn merge(role: Role, names: Vec<Named>, record: &mut Record) {
    let leading = ["docdb", "epodoc", "docdba", "original", ""]
        .into_iter()
        .find(|form| names.iter().any(|named| named.form == *form))
        .map_or_else(|| names[0].form.clone(), str::to_owned);
    let mut merged: Vec<Party> = Vec::new();
    let (first, others): (Vec<Named>, Vec<Named>) =
        names.into_iter().partition(|named| named.form == leading);
    for named in first {
        merged.push(party(role, named));
    }
    let mut open = Vec::new();
    // Comparing each with each is for lists that people wrote.
    let comparable = merged.len().saturating_mul(others.len()) < 1_000_000;
    for named in others {
        if !comparable {
            merged.push(party(role, named));
            continue;
        }
        let key = sorted_words(&named.name);
        let known = merged.iter_mut().find(|party| {
            !party.names.contains_key(&named.form)
                && party.names.values().any(|name| sorted_words(name) == key)
        });
        match known {
            Some(party) => absorb(party, named),
            None => open.push(named),
        }
    }
    for named in open {
        let key = sorted_words(&named.name);
        let by_sequence = merged.iter_mut().find(|party| {
            named.sequence != 0
                && party.sequence == named.sequence
                && !party.names.contains_key(&named.form)
        });
        if let Some(party) = by_sequence {
            absorb(party, named);
        } else if merged
            .iter()
            .any(|party| party.names.values().any(|n| *n == named.name))
        {
            // The same spelling once more: DOCDB keeps that of each publication stage.
        } else {
            let again = merged
                .iter()
                .any(|party| party.names.values().any(|name| sorted_words(name) == key));
            if again || named.form == "original" {
                let label = format!("parties.{}.{}", role_word(role), named.form);
                extra(&mut record.extras, &label, &named.name);
            } else {
                merged.push(party(role, named));
            }
        }
    }
    for party in &mut merged {
        let best = PRINTED.iter().find_map(|form| party.names.get(*form));
        if let Some(name) = best {
            party.name = name.clone();
        }
        party.names.remove("");
    }
    record.parties.append(&mut merged);
}

fn role_word(role: Role) -> &'static str {
    match role {
        Role::Applicant => "applicant",
        Role::Inventor => "inventor",
        Role::Owner => "owner",
        Role::Agent => "agent",
        Role::Agency => "agency",
        Role::Examiner => "examiner",
        Role::Opponent => "opponent",
        Role::Licensee => "licensee",
    }
}

fn party(role: Role, named: Named) -> Party {
    Party {
        role,
        sequence: named.sequence,
        name: named.name.clone(),
        names: [(named.form, named.name)].into(),
        address: named.address,
        country: named.country,
        id: named.id,
    }
}

fn absorb(party: &mut Party, named: Named) {
    party.names.insert(named.form, named.name);
    if party.country.is_empty() {
        party.country = named.country;
    }
    if party.address.is_empty() {
        party.address = named.address;
    }
}

/// The words of a name, umlauts written out, in alphabetical order: `Kylmänen, Jari` and
/// `KYLMAENEN JARI` are the same.
fn sorted_words(name: &str) -> Vec<String> {
    let mut folded = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' | 'æ' => folded.push_str("ae"),
            'ö' | 'ø' | 'œ' => folded.push_str("oe"),
            'ü' => folded.push_str("ue"),
            'å' => folded.push_str("aa"),
            'ß' => folded.push_str("ss"),
            'á' | 'à' | 'â' | 'ã' => folded.push('a'),
            'é' | 'è' | 'ê' | 'ë' => folded.push('e'),
            'í' | 'ì' | 'î' | 'ï' => folded.push('i'),
            'ó' | 'ò' | 'ô' | 'õ' => folded.push('o'),
            'ú' | 'ù' | 'û' => folded.push('u'),
            'ç' => folded.push('c'),
            'ñ' => folded.push('n'),
            c => folded.push(c),
        }
    }
    let mut words: Vec<String> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words
}
