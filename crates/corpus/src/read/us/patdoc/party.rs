//! Persons and organisations of a `PATDOC` bibliography.

use crate::read::bodytext;
use crate::read::ledger::{Ledger, extra};
use crate::read::tree::Element;
use crate::read::us::{country, party};
use crate::record::{Party, Record, Role};

pub(super) fn parties(ledger: &Ledger, group: &Element, record: &mut Record) {
    let mut sequences = [0u32; 6];
    for list in group.elements() {
        for element in list.elements() {
            let (role, slot) = match element.name.as_str() {
                "B711" => (Role::Applicant, 0),
                "B721" => (Role::Inventor, 1),
                "B731" => (Role::Owner, 2),
                "B741" => (Role::Agent, 3),
                "B746" | "B747" => (Role::Examiner, 4),
                "B732US" => {
                    extra(record, "assignee.role", &ledger.text(element));
                    continue;
                }
                "B748US" => {
                    extra(record, "examiner.department", &ledger.text(element));
                    continue;
                }
                _ => continue,
            };
            for body in element.all("PARTY-US") {
                sequences[slot] += 1;
                let party = read_party(ledger, body, role, sequences[slot]);
                if role == Role::Examiner {
                    let label = if element.name == "B746" {
                        "primary"
                    } else {
                        "assistant"
                    };
                    extra(record, &format!("examiner.{label}-examiner"), &party.name);
                }
                if !party.name.is_empty() {
                    record.parties.push(party);
                }
            }
        }
    }
}

pub(super) fn read_party(ledger: &Ledger, body: &Element, role: Role, sequence: u32) -> Party {
    let mut role = role;
    let mut name = String::new();
    if let Some(parts) = body.child("NAM") {
        let part = |name: &str| ledger.child_text(parts, name);
        let organisation = part("ONM");
        name = party::full_name(&part("SNM"), &[&part("TTL"), &part("FNM"), &part("SFX")]);
        if name.is_empty() {
            if role == Role::Agent && !organisation.is_empty() {
                role = Role::Agency;
            }
            name = organisation;
        } else if !organisation.is_empty() {
            name = format!("{name} ({organisation})");
        }
        if name.is_empty() {
            name = ledger.text(parts);
        }
    }
    let mut lines = Vec::new();
    let mut residence = String::new();
    let mut state = false;
    if let Some(address) = body.child("ADR") {
        ledger.take(address);
        for part in address.elements() {
            let text = bodytext::flatten(part);
            state |= part.name == "STATE";
            if part.name == "CTRY" {
                residence = country(&text);
            } else {
                lines.push(text);
            }
        }
    }
    // The format names a state for residents of the United States and a country for all others.
    if residence.is_empty() && state {
        residence = "US".to_owned();
    }
    Party {
        role,
        sequence,
        name,
        names: Default::default(),
        address: party::join_address(&lines),
        country: residence,
        id: String::new(),
    }
}
