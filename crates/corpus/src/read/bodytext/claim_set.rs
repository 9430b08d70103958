//! Claims in markup → numbered claims with their dependencies.

use super::{CLAIM_REFERENCES, CLAIMS, attribute, flatten, is_one_of};
use crate::read::claims;
use crate::read::tree::Element;
use crate::record::{Claim, ClaimSet};
use std::collections::HashMap;

/// The highest number that is taken for the number of a claim.
const NUMBER_MAX: u32 = 9_999;

/// The claims below an element, with numbers and dependencies: from the markup, and from the words
/// where these name further claims.
pub fn claim_set(element: &Element, lang: &str) -> ClaimSet {
    let mut found = Vec::new();
    find_claims(element, &mut found);
    let mut numbers: HashMap<String, u32> = HashMap::new();
    let mut claims = Vec::new();
    for (index, claim) in found.iter().enumerate() {
        let text = flatten(claim);
        let position = u32::try_from(index + 1).unwrap_or(u32::MAX);
        let number = attribute(claim, &["num"])
            .and_then(|num| leading_number(num.trim()))
            .or_else(|| leading_number(&text).filter(|_| has_leading_number(&text)))
            .or_else(|| attribute(claim, &["id"]).and_then(|id| trailing_number(&id)))
            .filter(|number| (1..=NUMBER_MAX).contains(number))
            .unwrap_or(position);
        if let Some(id) = attribute(claim, &["id"]) {
            numbers.insert(id, number);
        }
        let mut depends_on = Vec::new();
        marked_references(claim, &numbers, &mut depends_on);
        let text = claims::without_number(&text, number).to_owned();
        depends_on.extend(claims::references(&text, lang, number));
        depends_on.retain(|n| *n > 0 && *n < number);
        depends_on.sort_unstable();
        depends_on.dedup();
        claims.push(Claim {
            number,
            depends_on,
            text,
        });
    }
    ClaimSet {
        lang: lang.to_owned(),
        states: Vec::new(),
        claims,
    }
}

pub(super) fn find_claims<'a>(element: &'a Element, out: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if is_one_of(&child.name, CLAIMS) {
            out.push(child);
        } else {
            find_claims(child, out);
        }
    }
}

pub(super) fn marked_references(
    element: &Element,
    numbers: &HashMap<String, u32>,
    out: &mut Vec<u32>,
) {
    for child in element.elements() {
        if is_one_of(&child.name, CLAIM_REFERENCES) {
            let ids = attribute(child, &["idref", "idrefs", "id", "dependson"]).unwrap_or_default();
            out.extend(
                ids.split_whitespace()
                    .filter_map(|id| numbers.get(id).copied().or_else(|| trailing_number(id))),
            );
        }
        marked_references(child, numbers, out);
    }
}

pub(super) fn leading_number(text: &str) -> Option<u32> {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

pub(super) fn has_leading_number(text: &str) -> bool {
    text.trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start()
        .starts_with(['.', '．', '、', ')', '）', ':', '：'])
}

pub(super) fn trailing_number(id: &str) -> Option<u32> {
    let start = id
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_ascii_digit())
        .last()?
        .0;
    id[start..].parse().ok()
}
