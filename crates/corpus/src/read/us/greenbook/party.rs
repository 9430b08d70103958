//! Inventors, assignees, representatives of a green book record.

use super::{Group, folded, keep};
use crate::read::ledger::{extra, note};
use crate::record::{Party, Record, Role};

/// `Love; John J.` → `Love, John J.`
pub(super) fn person_name(printed: &str) -> String {
    folded(printed).replacen("; ", ", ", 1)
}

pub(super) fn party(role: Role, sequence: u32, name: String) -> Party {
    Party {
        role,
        sequence,
        name,
        names: Default::default(),
        address: String::new(),
        country: String::new(),
        id: String::new(),
    }
}

/// `JPX` → `JP`: two letters of country and one of part.
pub(super) fn office(printed: &str) -> String {
    match printed.get(..2) {
        Some(code) if code.chars().all(|c| c.is_ascii_alphabetic()) => code.to_uppercase(),
        _ => String::new(),
    }
}

pub(super) fn person(group: &Group, role: Role, sequence: &mut u32, record: &mut Record) {
    let name = person_name(group.first("NAM"));
    let label = if role == Role::Inventor {
        "INVT"
    } else {
        "ASSG"
    };
    if name.is_empty() {
        note(record, "read.missing-node", format!("{label}/NAM"));
        keep(label, group, &[], record);
        return;
    }
    *sequence += 1;
    let address: Vec<String> = ["STR", "CTY", "STA", "ZIP"]
        .iter()
        .map(|tag| folded(group.first(tag)))
        .filter(|part| !part.is_empty())
        .collect();
    let country = match (group.first("CNT"), group.first("STA")) {
        // Residents of the United States have a state and no country.
        ("", state) if !state.is_empty() => "US".to_owned(),
        (country, _) => office(country),
    };
    let extras: Vec<(String, String)> = group
        .fields
        .iter()
        .filter(|(tag, _)| !["NAM", "STR", "CTY", "STA", "ZIP", "CNT"].contains(&tag.as_str()))
        .map(|(tag, value)| {
            (
                format!("{label}.{tag}"),
                format!("{sequence}: {}", folded(value)),
            )
        })
        .collect();
    for (key, value) in extras {
        extra(record, &key, &value);
    }
    record.parties.push(Party {
        address: address.join(", "),
        country,
        ..party(role, *sequence, name)
    });
}

pub(super) fn representatives(group: &Group, sequence: &mut u32, record: &mut Record) {
    for (tag, value) in &group.fields {
        let role = match tag.as_str() {
            "FRM" => Role::Agency,
            "FR2" | "FR3" | "AAT" | "AGT" | "ATT" => Role::Agent,
            _ => {
                extra(record, &format!("LREP.{tag}"), &folded(value));
                continue;
            }
        };
        *sequence += 1;
        record
            .parties
            .push(party(role, *sequence, person_name(value)));
    }
}
