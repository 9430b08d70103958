//! Paragraphs and claims of a green book record.

use super::{Group, folded};
use crate::read::claims;
use crate::read::ledger::extra;
use crate::record::{Claim, ClaimSet, Paragraph, Record};

/// The lines of a table as they are set, without empty ones.
fn lines(value: &str) -> String {
    let lines: Vec<&str> = value
        .lines()
        .map(str::trim_end)
        .filter(|line| !line.is_empty())
        .collect();
    lines.join("\n")
}

/// The text fields of a group: `PAC` is a heading, `TBL` and `EQU` keep their lines.
pub(super) fn paragraphs(group: &Group) -> Vec<Paragraph> {
    let mut out = Vec::new();
    for (tag, value) in &group.fields {
        let text = match tag.as_str() {
            "TBL" | "EQU" => lines(value),
            _ => folded(value),
        };
        // `TBL3` and the like open a table; the tag itself says nothing more.
        if text.trim().is_empty() {
            continue;
        }
        out.push(Paragraph {
            number: String::new(),
            heading: tag == "PAC",
            text,
        });
    }
    out
}

pub(super) fn claim_group(group: &Group, record: &mut Record) {
    let mut claims_read: Vec<Claim> = Vec::new();
    let mut number = None;
    for (tag, value) in &group.fields {
        let text = match tag.as_str() {
            "TBL" | "EQU" => lines(value),
            _ => folded(value),
        };
        match tag.as_str() {
            "STM" => extra(record, "claim-statement", &text),
            "NUM" => {
                number = text
                    .trim_end_matches('.')
                    .trim()
                    .parse::<u32>()
                    .ok()
                    .filter(|n| *n > 0)
            }
            _ if text.is_empty() => {}
            _ => match (number.take(), claims_read.last_mut()) {
                (None, Some(last)) => {
                    last.text.push('\n');
                    last.text.push_str(&text);
                }
                (stated, _) => {
                    let position = u32::try_from(claims_read.len() + 1).unwrap_or(u32::MAX);
                    claims_read.push(Claim {
                        number: stated.unwrap_or(position),
                        depends_on: Vec::new(),
                        text,
                    });
                }
            },
        }
    }
    for claim in &mut claims_read {
        claim.text = claims::without_number(&claim.text, claim.number).to_owned();
        claim.depends_on = claims::references(&claim.text, "en", claim.number);
    }
    if !claims_read.is_empty() {
        record.claims.push(ClaimSet {
            lang: "en".to_owned(),
            states: Vec::new(),
            claims: claims_read,
        });
    }
}
