//! Claims and descriptions as OPS gives them: plain text with the numbers inside.

use crate::read::ReadError;
use crate::read::claims::references;
use crate::read::docdb::{LAYOUT, ids};
use crate::read::ep::body::without_number;
use crate::read::ep::text::{Beside, passage};
use crate::read::rest::{Ledger, extra, language, without_blanks};
use crate::read::tree::{Element, Node, fold_blanks};
use crate::record::{Claim, ClaimSet, Format, Record};

/// One `fulltext-document`.
pub fn document(element: &Element) -> Result<Record, ReadError> {
    let mut record = Record::new(Format::OpsFulltext);
    let mut ledger = Ledger::default();
    let empty = Element::default();
    let data = element.child("bibliographic-data").unwrap_or(&empty);
    let forms = ids::forms(data.all("publication-reference"), &mut ledger);
    let mut id = forms.id().unwrap_or_default();
    forms.keep("publication", &mut record);
    let mut value = |name: &str| ledger.attribute(element, name).unwrap_or_default();
    for (slot, stated) in [
        (&mut id.office, value("country").to_uppercase()),
        (&mut id.number, without_blanks(&value("doc-number"))),
        (&mut id.kind, value("kind").to_uppercase()),
        (&mut id.lang, language(&value("lang"))),
    ] {
        if slot.is_empty() {
            *slot = stated;
        }
    }
    if id.number.is_empty() {
        return Err(ReadError {
            code: "read.no-publication-number",
            detail: "a fulltext-document that names no number".to_owned(),
        });
    }
    let fallback = id.lang.clone();
    record.publication = id;
    for part in element.elements() {
        let stated = part.attribute("lang").unwrap_or_default();
        let lang = match language(stated) {
            lang if lang.is_empty() => fallback.clone(),
            lang => lang,
        };
        let mut beside = Beside::default();
        match part.name.as_str() {
            "claims" => {
                let claims = claims(part, &lang);
                if !claims.is_empty() {
                    record.claims.push(ClaimSet {
                        lang,
                        claims,
                        ..ClaimSet::default()
                    });
                }
                headings(part, &mut record);
                ledger.take(part);
            }
            "description" | "abstract" => {
                let read = passage(part, &lang, &mut beside);
                if !read.paragraphs.is_empty() {
                    if part.name == "abstract" {
                        record.abstracts.push(read);
                    } else {
                        record.descriptions.push(read);
                    }
                }
                ledger.take(part);
            }
            _ => {}
        }
        record.drawings.append(&mut beside.drawings);
        record.extras.append(&mut beside.formulae);
    }
    ledger.rest(element, "", LAYOUT, &mut record.extras);
    Ok(record)
}

fn headings(part: &Element, record: &mut Record) {
    for other in part
        .elements()
        .filter(|e| e.name != "claim" && e.name != "claim-text")
    {
        extra(&mut record.extras, "claims.heading", &other.text());
    }
}

fn claims(part: &Element, lang: &str) -> Vec<Claim> {
    let mut claim_elements = Vec::new();
    part.find_all("claim", &mut claim_elements);
    let mut blocks: Vec<String> = Vec::new();
    for claim in &claim_elements {
        push_blocks(claim, &mut blocks);
    }
    if claim_elements.is_empty() {
        push_blocks(part, &mut blocks);
    }
    let numbered: Vec<(u32, String)> = split(&blocks, claim_elements.len());
    numbered
        .into_iter()
        .map(|(number, text)| Claim {
            depends_on: references(&text, lang, number),
            number,
            text,
        })
        .collect()
}

/// The direct `claim-text`s as blocks of lines; text that stands outside them is a block too.
fn push_blocks(element: &Element, blocks: &mut Vec<String>) {
    let texts: Vec<&Element> = element.all("claim-text").collect();
    if texts.is_empty() {
        blocks.push(lines(element));
    } else {
        blocks.extend(texts.into_iter().map(lines));
    }
    blocks.retain(|block| !block.is_empty());
}

/// The text with its line breaks, each line folded.
fn lines(element: &Element) -> String {
    fn raw(element: &Element, out: &mut String) {
        for node in &element.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(child) => {
                    if matches!(child.name.as_str(), "claim-text" | "br" | "p" | "li") {
                        out.push('\n');
                    }
                    raw(child, out);
                }
                Node::Instruction(_) => {}
            }
        }
    }
    let mut text = String::new();
    raw(element, &mut text);
    let folded: Vec<String> = text
        .split('\n')
        .map(fold_blanks)
        .filter(|line| !line.is_empty())
        .collect();
    folded.join("\n")
}

/// Blocks → numbered claims. A block opens a claim when it starts with the next number. When
/// no block but the first is numbered, the numbers are looked for inside the text, where a claim
/// ends with a full stop. Blocks without any number count as one claim each.
pub fn split(blocks: &[String], claim_elements: usize) -> Vec<(u32, String)> {
    let opening = blocks
        .iter()
        .filter(|block| leading(block).is_some())
        .count();
    let mut claims: Vec<(u32, String)> = Vec::new();
    if opening == 0 {
        if claim_elements == blocks.len() || claim_elements <= 1 {
            return (1..).zip(blocks.iter().cloned()).collect();
        }
        return vec![(1, blocks.join("\n"))];
    }
    if opening == 1 {
        let whole = blocks.join("\n");
        let start = leading(&whole).unwrap_or(1);
        return inside(&whole, start);
    }
    for block in blocks {
        let last = claims.last().map_or(0, |(number, _)| *number);
        match leading(block) {
            Some(number) if number > last && (last == 0 || number <= last + 3) => {
                claims.push((number, without_number(block, number)));
            }
            _ => match claims.last_mut() {
                Some((_, text)) => {
                    text.push('\n');
                    text.push_str(block);
                }
                None => claims.push((1, block.clone())),
            },
        }
    }
    claims
}

/// The number at the start of a block: `12. A device`, `12) …`, `12、…`.
fn leading(block: &str) -> Option<u32> {
    let digits: String = block.chars().take_while(char::is_ascii_digit).collect();
    let number: u32 = digits.parse().ok().filter(|n| (1..10_000).contains(n))?;
    (without_number(block, number) != block).then_some(number)
}

/// Claims inside one text: the next number, at the start of a line or after a full stop, is
/// taken as the start of the next claim when the text before it ends as a sentence.
fn inside(text: &str, start: u32) -> Vec<(u32, String)> {
    let mut claims = Vec::new();
    let mut rest = text;
    let mut number = start;
    loop {
        let body_at = rest.len() - without_number(rest, number).len();
        let body = &rest[body_at.min(rest.len())..];
        match next_start(body, number + 1) {
            Some(at) => {
                claims.push((number, body[..at].trim().to_owned()));
                rest = body[at..].trim_start();
                number += 1;
            }
            None => {
                claims.push((number, body.trim().to_owned()));
                return claims;
            }
        }
    }
}

fn next_start(body: &str, number: u32) -> Option<usize> {
    let wanted = number.to_string();
    body.match_indices(&wanted).map(|(at, _)| at).find(|at| {
        let before = body[..*at].trim_end();
        let separated = body[..*at].ends_with(char::is_whitespace);
        let ends = before.ends_with(['.', '。', '．']);
        let tail = &body[*at..];
        separated && ends && without_number(tail, number) != tail.trim_start()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(claims: &[(u32, String)]) -> Vec<u32> {
        claims.iter().map(|(number, _)| *number).collect()
    }

    #[test]
    fn one_block_holds_all_claims() {
        let text = "1. A device of 2.5 mm, comprising 2. parts:\n1. first;\n2. second.\n2. The device of claim 1. 3. The device of claim 2, at 4.2 V.".to_owned();
        let claims = split(&[text], 1);
        assert_eq!(numbers(&claims), [1, 2, 3]);
        assert!(claims[0].1.ends_with("2. second."), "{:?}", claims[0]);
        assert_eq!(claims[1].1, "The device of claim 1.");
        assert_eq!(claims[2].1, "The device of claim 2, at 4.2 V.");
    }

    #[test]
    fn one_block_each() {
        let blocks: Vec<String> = ["1. A.", "2. B of claim 1:", "a) more", "3. C."]
            .map(str::to_owned)
            .into();
        let claims = split(&blocks, 1);
        assert_eq!(numbers(&claims), [1, 2, 3]);
        assert_eq!(claims[1].1, "B of claim 1:\na) more");
    }

    #[test]
    fn no_numbers_at_all() {
        let blocks: Vec<String> = ["A device.", "The device of the above."]
            .map(str::to_owned)
            .into();
        assert_eq!(numbers(&split(&blocks, 2)), [1, 2]);
    }
}
