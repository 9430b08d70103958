//! Abstract, description, claim sets, amended claims, drawings and pages of the search report.

use super::text::{Beside, drawing, flow, passage};
use crate::read::claims::references;
use crate::read::rest::{Ledger, extra, language};
use crate::read::tree::Element;
use crate::record::{Claim, ClaimSet, Record};

/// Reads all text parts below the root.
pub fn read(root: &Element, record: &mut Record, ledger: &mut Ledger) {
    for part in root.elements() {
        let mut beside = Beside::default();
        let lang = language(part.attribute("lang").unwrap_or_default());
        if part.name != "search-report-data" && part.name != "drawings" {
            scanned(part, record);
        }
        match part.name.as_str() {
            "abstract" => {
                let mut read = passage(part, &lang, &mut beside);
                read.source = part
                    .attribute("abstract-source")
                    .unwrap_or_default()
                    .to_owned();
                for drawing in &mut beside.drawings {
                    if !matches!(drawing.content.as_str(), "chem" | "math" | "table") {
                        drawing.content = "abstract".to_owned();
                    }
                }
                if !read.paragraphs.is_empty() {
                    record.abstracts.push(read);
                }
                ledger.take(part);
            }
            "description" => {
                let read = passage(part, &lang, &mut beside);
                if !read.paragraphs.is_empty() {
                    record.descriptions.push(read);
                }
                ledger.take(part);
            }
            "claims" => {
                let set = claim_set(part, &lang, &mut beside, record);
                if !set.claims.is_empty() {
                    record.claims.push(set);
                }
                ledger.take(part);
            }
            "amended-claims" => {
                let set = claim_set(part, &lang, &mut beside, record);
                for claim in set.claims {
                    let line = format!("{}. {}", claim.number, claim.text);
                    extra(
                        &mut record.extras,
                        &labelled("amended-claims", &lang),
                        &line,
                    );
                }
                ledger.take(part);
            }
            "amended-claims-statement" => {
                let read = passage(part, &lang, &mut beside);
                for paragraph in read.paragraphs {
                    let name = labelled("amended-claims-statement", &lang);
                    extra(&mut record.extras, &name, &paragraph.text);
                }
                ledger.take(part);
            }
            "drawings" => {
                figures(part, record);
                ledger.take(part);
            }
            "search-report-data" => pages(part, record, ledger),
            _ => {}
        }
        record.drawings.append(&mut beside.drawings);
        record.extras.append(&mut beside.formulae);
    }
}

/// Parts of old documents are pictures of pages.
fn scanned(part: &Element, record: &mut Record) {
    let mut pages = Vec::new();
    part.find_all("doc-page", &mut pages);
    for page in pages {
        record.drawings.push(drawing(page, &part.name));
    }
}

fn labelled(name: &str, lang: &str) -> String {
    match lang {
        "" => name.to_owned(),
        _ => format!("{name}.{lang}"),
    }
}

/// One claim set. Text before the first claim may name the states for which the set holds.
fn claim_set(part: &Element, lang: &str, beside: &mut Beside, record: &mut Record) -> ClaimSet {
    let mut set = ClaimSet {
        lang: lang.to_owned(),
        ..ClaimSet::default()
    };
    let mut claims = Vec::new();
    part.find_all("claim", &mut claims);
    for element in claims {
        let claim = claim(element, lang, &set, beside);
        set.claims.push(claim);
    }
    for element in part
        .elements()
        .filter(|e| e.name != "claim" && e.find("claim").is_none())
    {
        let heading = flow(element, beside);
        if heading.is_empty() {
            continue;
        }
        set.states.extend(states(&heading));
        extra(
            &mut record.extras,
            &labelled("claims.heading", lang),
            &heading,
        );
    }
    set
}

/// The states in `Claims for the following Contracting State(s): AT, BE`: codes after the colon.
fn states(heading: &str) -> Vec<String> {
    let lower = heading.to_lowercase();
    if !["state", "staat", "état", "etat"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return Vec::new();
    }
    let Some((_, list)) = heading.split_once(':') else {
        return Vec::new();
    };
    list.split(|c: char| !c.is_ascii_alphabetic())
        .filter(|code| code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase()))
        .map(str::to_owned)
        .collect()
}

fn claim(element: &Element, lang: &str, set: &ClaimSet, beside: &mut Beside) -> Claim {
    let text = flow(element, beside);
    let next = set
        .claims
        .last()
        .map_or(1, |claim| claim.number.saturating_add(1));
    let stated = element
        .attribute("num")
        .and_then(|num| num.trim().parse::<u32>().ok())
        .filter(|number| *number > 0);
    let number = stated.unwrap_or(next);
    let text = without_number(&text, number);
    let mut depends_on = Vec::new();
    referred(element, &mut depends_on);
    depends_on.extend(references(&text, lang, number));
    depends_on.retain(|other| *other != number && *other > 0);
    depends_on.sort_unstable();
    depends_on.dedup();
    Claim {
        number,
        depends_on,
        text,
    }
}

/// Numbers named by `claim-ref idref="c-en-01-0003"`.
fn referred(element: &Element, out: &mut Vec<u32>) {
    let mut links = Vec::new();
    element.find_all("claim-ref", &mut links);
    for link in links {
        for id in link
            .attribute("idref")
            .unwrap_or_default()
            .split_whitespace()
        {
            let tail = id.rsplit(['-', '_']).next().unwrap_or_default();
            let digits: String = tail.chars().filter(char::is_ascii_digit).collect();
            out.extend(digits.parse::<u32>());
        }
    }
}

/// Takes the printed number (`1. `, `1) `) from the start of a claim.
pub fn without_number(text: &str, number: u32) -> String {
    let text = text.trim_start();
    let Some(rest) = text.strip_prefix(&number.to_string()) else {
        return text.to_owned();
    };
    let mut chars = rest.trim_start().chars();
    match chars.next() {
        Some('.' | ')' | '、' | '．')
            if !chars.as_str().starts_with(|c: char| c.is_ascii_digit()) =>
        {
            chars.as_str().trim_start().to_owned()
        }
        _ => text.to_owned(),
    }
}

fn figures(part: &Element, record: &mut Record) {
    let mut figures = Vec::new();
    part.find_all("figure", &mut figures);
    for figure in figures {
        for img in figure.elements().filter(|e| e.name == "img") {
            let mut found = drawing(img, "");
            found.figure = figure
                .attribute("num")
                .unwrap_or_default()
                .trim()
                .to_owned();
            if let Some(id) = figure.attribute("id") {
                found.id = id.trim().to_owned();
            }
            record.drawings.push(found);
        }
    }
    for page in part.all("doc-page") {
        record.drawings.push(drawing(page, "drawing"));
    }
}

/// The search report comes as pictures of its pages.
fn pages(part: &Element, record: &mut Record, ledger: &mut Ledger) {
    for page in part.all("doc-page") {
        record.drawings.push(drawing(page, "search-report"));
        ledger.take(page);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_of_a_claim_set() {
        let heading = "Claims for the following Contracting State(s): AT, BE, CH/LI";
        assert_eq!(states(heading), ["AT", "BE", "CH", "LI"]);
        assert!(states("We claim: AB").is_empty());
    }

    #[test]
    fn the_printed_number_falls() {
        assert_eq!(without_number("12. A device", 12), "A device");
        assert_eq!(without_number("12 devices", 12), "12 devices");
        assert_eq!(without_number("1.5 mm wire", 1), "1.5 mm wire");
    }
}
