//! Single cells: numbers, names, dates, references, as people and exports write them.

use super::DateOrder;
use crate::record::DocId;
use quanlian_handbook::Date;

/// Full-width letters, digits and punctuation of numbers as ASCII.
pub fn fold_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xff01 + 0x21).unwrap_or(c),
            '\u{3000}' | '\u{2002}' | '\u{a0}' => ' ',
            c => c,
        })
        .collect()
}

/// Whether a spreadsheet turned a number into `2.02E+12`.
pub fn is_ruined(text: &str) -> bool {
    let text = text.trim();
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    !mantissa.is_empty()
        && mantissa.chars().all(|c| c.is_ascii_digit() || c == '.')
        && exponent.len() > 1
        && exponent.starts_with('+')
        && exponent[1..].chars().all(|c| c.is_ascii_digit())
}

/// A publication or application number as written: `CN109524631A`, `US-2019287971-A1`,
/// `201710601862.3`, `ZL 2017 1 0601862.3`. `None` when no digits are there or something else is.
pub fn number(text: &str, office: &str, application: bool) -> Option<DocId> {
    let original = text.trim().to_owned();
    if original.len() > 60 || is_ruined(&original) {
        return None;
    }
    let mut plain = fold_width(&original).to_ascii_uppercase();
    if let (false, Some(id)) = (application, hyphenated(&plain)) {
        return Some(DocId { original, ..id });
    }
    plain.retain(|c| !matches!(c, ' ' | '-' | '/' | '_'));
    let plain = plain
        .strip_prefix("ZL")
        .map_or(plain.clone(), |p| format!("CN{p}"));
    let plain = plain.replacen("CNZL", "CN", 1);
    let letters = plain.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (code, rest) = match letters {
        0 => (office.to_owned(), plain.as_str()),
        2 => (plain[..2].to_owned(), &plain[2..]),
        // US designs, plants, reissues, statutory inventions.
        3 | 4 if plain.starts_with("US") => ("US".to_owned(), &plain[2..]),
        5 if application && plain.starts_with("PCT") => (plain[3..5].to_owned(), &plain[5..]),
        _ => return None,
    };
    if code.is_empty() || !rest.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let rest = rest.trim_matches('.');
    if application {
        let number = match code.as_str() {
            "CN" => chinese_application(rest)?,
            _ => rest.replace(['.', ','], ""),
        };
        return number
            .bytes()
            .all(|b| b.is_ascii_alphanumeric())
            .then(|| DocId {
                office: code,
                original: if original == number {
                    String::new()
                } else {
                    original
                },
                number,
                ..DocId::default()
            });
    }
    let rest = rest.replace(['.', ','], "");
    let digits_end = rest.rfind(|c: char| c.is_ascii_digit())?;
    let kind_at = rest
        .char_indices()
        .skip(1)
        .filter(|(_, c)| c.is_ascii_alphabetic())
        .map(|(at, _)| at)
        .last()
        .filter(|at| rest.len() - at <= 2 && (digits_end < *at || digits_end == at + 1));
    let (number, kind) = match kind_at {
        Some(at) => (rest[..at].to_owned(), rest[at..].to_owned()),
        None => (rest, String::new()),
    };
    if !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let number = docdb(&code, &number);
    Some(DocId {
        office: code,
        number,
        kind,
        original,
        ..DocId::default()
    })
}

/// The form `JP-H01113280-U`: office, number and kind with hyphens between.
fn hyphenated(text: &str) -> Option<DocId> {
    let parts: Vec<&str> = text.trim().split('-').collect();
    let [office, number, kind] = parts.as_slice() else {
        return None;
    };
    let letters = |s: &str| s.bytes().all(|b| b.is_ascii_uppercase());
    let right = office.len() == 2
        && letters(office)
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().any(|b| b.is_ascii_digit())
        && (1..=2).contains(&kind.len())
        && kind.is_char_boundary(1)
        && letters(&kind[..1])
        && kind.bytes().all(|b| b.is_ascii_alphanumeric());
    right.then(|| DocId {
        office: (*office).to_owned(),
        number: docdb(office, number),
        kind: (*kind).to_owned(),
        ..DocId::default()
    })
}

/// DOCDB writes US publications of applications with six digits after the year.
fn docdb(office: &str, number: &str) -> String {
    let mut number = number.to_owned();
    if office == "US" && number.len() == 11 && number.starts_with("20") && &number[4..5] == "0" {
        number.remove(4);
    }
    number
}

/// The digits of a Chinese application number without the check digit.
fn chinese_application(text: &str) -> Option<String> {
    let (body, check) = match text.split_once('.') {
        Some((body, check)) => (body.to_owned(), check.len() == 1),
        None => (text.to_owned(), false),
    };
    // Some forms carry a kind letter behind: `CN201710601862A`.
    let body = body
        .trim_end_matches(|c: char| c.is_ascii_alphabetic() && c != 'X')
        .to_owned();
    let cut = match (body.len(), check) {
        (8 | 12, _) => body.len(),
        (9 | 13, false) => body.len() - 1,
        // A spreadsheet took the number for a decimal one: `2018305140799.0`.
        (9 | 13, true) if text.ends_with(".0") => body.len() - 1,
        _ => return None,
    };
    let number = &body[..cut];
    number
        .bytes()
        .all(|b| b.is_ascii_digit())
        .then(|| number.to_owned())
}

/// Names of a list: split at the separators, without blanks and empty ones, order kept.
pub fn split_names(text: &str, separators: &[String]) -> Vec<String> {
    let mut parts = vec![text.to_owned()];
    for separator in separators.iter().filter(|s| !s.is_empty()) {
        parts = parts
            .iter()
            .flat_map(|part| part.split(separator.as_str()).map(str::to_owned))
            .collect();
    }
    parts
        .iter()
        .map(|part| crate::read::tree::fold_blanks(part))
        .map(|part| {
            part.trim_matches([';', '；', '?', ' ', '|'])
                .trim()
                .to_owned()
        })
        .filter(|part| !part.is_empty())
        .collect()
}

/// A date as written; the order of day and month counts only where the year stands last.
pub fn date(text: &str, order: DateOrder) -> Option<Date> {
    let text = fold_width(text);
    let text = text.trim();
    let day = text.split([' ', 'T']).next().unwrap_or_default();
    if let Some(date) = Date::read(text).or_else(|| Date::read(day)) {
        return Some(date);
    }
    let parts: Vec<&str> = day.split(['/', '-', '.']).collect();
    let [a, b, year] = parts.as_slice() else {
        return None;
    };
    let (day, month) = match order {
        DateOrder::YearFirst => return None,
        DateOrder::DayFirst => (a, b),
        DateOrder::MonthFirst => (b, a),
    };
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A JSON value as one cell: lists line by line, localised texts by their text.
pub fn flat(value: &serde_json::Value) -> String {
    use serde_json::Value;
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.iter().map(flat).collect::<Vec<_>>().join("\n"),
        Value::Object(object) => ["text", "name", "code", "publication_number", "value"]
            .iter()
            .find_map(|key| object.get(*key))
            .map(flat)
            .unwrap_or_else(|| value.to_string()),
    }
}

/// A line of a reference list, as the columns of `REFERENCE_COLUMNS`.
pub fn reference(text: &str) -> Option<Vec<String>> {
    let line: String = text.lines().map(str::trim).collect();
    let line = line.trim_start_matches('\u{feff}');
    let line = line.strip_prefix('[')?;
    let (number, line) = line.split_once(']')?;
    number.parse::<u32>().ok()?;
    let (front, back) = line.rsplit_once("[P]")?;
    let (inventors, title) = front.split_once(". ")?;
    let back = back.trim_start_matches(['.', ' ']);
    let (place, rest) = match back.split_once(['：', ':']) {
        Some((place, rest)) => (place, rest),
        None => ("", back),
    };
    let (number, date) = rest.trim_end_matches('.').rsplit_once([',', '，'])?;
    Some(
        [inventors, title, place, number, date]
            .iter()
            .map(|s| s.trim().to_owned())
            .collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn publication(text: &str) -> Option<(String, String, String)> {
        number(text, "", false).map(|n| (n.office, n.number, n.kind))
    }

    #[test]
    fn publication_numbers_in_their_forms() {
        let is = |text: &str, office: &str, digits: &str, kind: &str| {
            assert_eq!(
                publication(text),
                Some((office.to_owned(), digits.to_owned(), kind.to_owned())),
                "{text}"
            );
        };
        is("CN101141661", "CN", "101141661", "");
        is("CN110007813A", "CN", "110007813", "A");
        is("CN 110007813 B", "CN", "110007813", "B");
        is("US-2019287971-A1", "US", "2019287971", "A1");
        is("US20210267109A1", "US", "2021267109", "A1");
        is("US-7636639-B2", "US", "7636639", "B2");
        is("JP-H01113280-U", "JP", "H01113280", "U");
        is("US-20210267109-A1", "US", "2021267109", "A1");
        is("USD435854S1", "US", "D435854", "S1");
        is("WO 2022/259205 A1", "WO", "2022259205", "A1");
        is("ＣＮ１１０００７８１３Ａ", "CN", "110007813", "A");
        assert_eq!(publication("2.02E+12"), None);
        assert_eq!(publication("一种方法"), None);
        assert_eq!(publication(""), None);
    }

    #[test]
    fn chinese_applications_lose_the_check_digit() {
        let digits = |text: &str| number(text, "CN", true).map(|n| n.number);
        assert_eq!(digits("2018305140799").as_deref(), Some("201830514079"));
        assert_eq!(digits("201830596276X").as_deref(), Some("201830596276"));
        assert_eq!(digits("CN201710601862.3").as_deref(), Some("201710601862"));
        assert_eq!(digits("CN201710601862").as_deref(), Some("201710601862"));
        assert_eq!(digits("ZL 85100301.8").as_deref(), Some("85100301"));
        assert_eq!(digits("2018305140799.0").as_deref(), Some("201830514079"));
        assert_eq!(digits("2.0098E+12"), None);
        assert_eq!(digits(&"9".repeat(10_000_000)), None);
    }

    #[test]
    fn references_fall_into_their_parts() {
        let cells = reference(
            "[1]R.W.乔尔,C.摩尔. 作为对IL23拮抗剂. 的CCL20[P]. 美国：CN108472367A,2018-08-31.",
        )
        .expect("reads");
        assert_eq!(
            cells,
            [
                "R.W.乔尔,C.摩尔",
                "作为对IL23拮抗剂. 的CCL20",
                "美国",
                "CN108472367A",
                "2018-08-31"
            ]
        );
        assert_eq!(reference("plain text"), None);
    }
}
