//! Numbers of the Chinese office as its files print them.

use crate::read::bodytext::{attribute, same_name};
use crate::read::ledger::Ledger;
use crate::read::tree::Element;
use crate::record::DocId;
use quanlian_handbook::Date;

/// The first direct child whose name equals the key.
pub fn child<'a>(element: &'a Element, key: &str) -> Option<&'a Element> {
    element.elements().find(|e| same_name(&e.name, key))
}

/// All elements below of one of these names, in document order; not looked for inside a match.
pub fn find_all<'a>(element: &'a Element, keys: &[&str], out: &mut Vec<&'a Element>) {
    for child in element.elements() {
        if keys.iter().any(|key| same_name(&child.name, key)) {
            out.push(child);
        } else {
            find_all(child, keys, out);
        }
    }
}

/// All elements of these names that nothing else has used.
pub fn find_open<'a>(
    ledger: &Ledger,
    element: &'a Element,
    keys: &[&str],
    out: &mut Vec<&'a Element>,
) {
    for child in element.elements().filter(|child| !ledger.is_taken(child)) {
        if keys.iter().any(|key| same_name(&child.name, key)) {
            out.push(child);
        } else {
            find_open(ledger, child, keys, out);
        }
    }
}

/// The text of the first child of one of these names, marked; empty when there is none.
pub fn text(ledger: &Ledger, element: &Element, keys: &[&str]) -> String {
    keys.iter()
        .find_map(|key| child(element, key))
        .map(|found| ledger.text(found))
        .unwrap_or_default()
}

/// What a number is the number of; application numbers carry a check digit.
#[derive(Clone, Copy, PartialEq)]
pub enum Of {
    /// A published document.
    Publication,
    /// An application.
    Application,
}

/// Reads `DocumentID` below an element, or the element itself where the level is left out.
pub fn doc_id(ledger: &Ledger, element: &Element, of: Of) -> DocId {
    let id = child(element, "documentid").unwrap_or(element);
    let office = text(ledger, id, &["wipost3code", "country", "countrycode"]);
    let printed = text(ledger, id, &["docnumber", "number"]);
    let kind = text(ledger, id, &["kind", "kindcode"]);
    let date = text(ledger, id, &["date", "documentdate"]);
    let mut doc = normal(&office, &printed, of);
    if doc.kind.is_empty() || !kind.is_empty() {
        doc.kind = kind;
    }
    doc.date = Date::read(&date);
    doc.lang = attribute(id, &["lang"]).unwrap_or_default().to_lowercase();
    doc
}

/// A document id from a printed number: blanks, a glued office code and kind, and the check digit
/// go; the print stays in `original` when it differs.
pub fn normal(office: &str, printed: &str, of: Of) -> DocId {
    let office = office.trim().to_uppercase();
    let mut number: String = printed
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| match c {
            '\u{ff10}'..='\u{ff19}' => char::from(b'0' + (c as u32 - 0xff10) as u8),
            '．' => '.',
            'x' => 'X',
            _ => c,
        })
        .collect();
    let mut kind = String::new();
    if office == "CN" || office.is_empty() {
        for prefix in ["CN", "ZL", "cn", "zl"] {
            if let Some(rest) = number.strip_prefix(prefix)
                && rest.starts_with(|c: char| c.is_ascii_digit())
            {
                number = rest.to_owned();
            }
        }
    }
    if office == "CN" {
        match of {
            Of::Application => {
                if let Some((whole, _, _)) = split_check_digit(&number) {
                    number = whole;
                } else if let Some(short) = from_standard(&number) {
                    number = short;
                }
            }
            Of::Publication => {
                let digits = number.trim_end_matches(|c: char| c.is_ascii_digit());
                let cut = digits
                    .trim_end_matches(|c: char| c.is_ascii_uppercase())
                    .len();
                if cut > 0
                    && cut < digits.len()
                    && number[..cut].chars().all(|c| c.is_ascii_digit())
                {
                    kind = number[cut..].to_owned();
                    number.truncate(cut);
                }
            }
        }
    }
    let original = if number == printed {
        String::new()
    } else {
        printed.to_owned()
    };
    DocId {
        office,
        number,
        kind,
        date: None,
        original,
        lang: String::new(),
    }
}

/// Splits an application number into number, printed check digit and whether it is the right one.
/// Knows `201910302430.1`, `2019103024301`, `85100001.0` and, only when right, `851000010`.
pub fn split_check_digit(number: &str) -> Option<(String, char, bool)> {
    let (whole, digit) = match number.split_once('.') {
        Some((whole, digit)) => (whole, digit.chars().next().filter(|_| digit.len() == 1)?),
        None if number.len() == 13 || number.len() == 9 => {
            let digit = number.chars().next_back()?;
            (number.get(..number.len() - 1)?, digit)
        }
        None => return None,
    };
    let plausible = (whole.len() == 12 || whole.len() == 8)
        && whole.chars().all(|c| c.is_ascii_digit())
        && (digit.is_ascii_digit() || digit == 'X');
    if !plausible {
        return None;
    }
    let right = check_digit(whole) == Some(digit);
    if !number.contains('.') && whole.len() == 8 && !right {
        return None;
    }
    Some((whole.to_owned(), digit, right))
}

/// The check digit of an application number of eight or twelve digits: the digits weighted with
/// 2 to 9 in turn, modulo 11; ten is `X`.
pub fn check_digit(number: &str) -> Option<char> {
    let mut sum = 0;
    for (index, c) in number.chars().enumerate() {
        let weight = u32::try_from(index % 8).ok()? + 2;
        sum += c.to_digit(10)? * weight;
    }
    match sum % 11 {
        10 => Some('X'),
        rest => char::from_digit(rest, 10),
    }
}

/// `102019000302430`, the standardised form (kind of right, year, nine digits of serial number),
/// → `201910302430`; up to 2003 the older form of eight digits.
fn from_standard(number: &str) -> Option<String> {
    if number.len() != 15 || !number.chars().all(|c| c.is_ascii_digit()) || &number[1..2] != "0" {
        return None;
    }
    let (right, year, serial) = (&number[..1], &number[2..6], &number[6..]);
    let year_number: u16 = year.parse().ok()?;
    let serial_number: u32 = serial.parse().ok()?;
    match year_number {
        1985..=2003 if serial_number < 100_000 => {
            Some(format!("{}{right}{serial_number:05}", &year[2..]))
        }
        _ if (2003..=2100).contains(&year_number) && serial_number < 10_000_000 => {
            Some(format!("{year}{right}{serial_number:07}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn application_numbers_of_both_eras() {
        assert_eq!(check_digit("201910302430"), Some('1'));
        assert_eq!(check_digit("201010298420"), Some('4'));
        assert_eq!(check_digit("85100001"), Some('0'));
        let of = |printed| normal("CN", printed, Of::Application);
        assert_eq!(of("201910302430.1").number, "201910302430");
        assert_eq!(of("201910302430.1").original, "201910302430.1");
        assert_eq!(of("2010102412224").number, "201010241222");
        assert_eq!(of("102019000302430").number, "201910302430");
        assert_eq!(of("ZL 2010 1 0298420.4").number, "201010298420");
        assert_eq!(of("851000010").number, "85100001");
        assert_eq!(of("851000015").number, "851000015");
        let grant = normal("CN", "CN101945314B", Of::Publication);
        assert_eq!(
            (grant.number.as_str(), grant.kind.as_str()),
            ("101945314", "B")
        );
        assert_eq!(
            normal("KR", "10-2022-0100096", Of::Application).number,
            "10-2022-0100096"
        );
    }
}
