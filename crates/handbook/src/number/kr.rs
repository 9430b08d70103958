//! Korean numbers: right (10 patent, 20 utility model, 30 design), year and seven digits for
//! applications and their publications, right and seven digits for registrations. DOCDB drops
//! the right before a year and keeps it before a registration (`20010043736 A`, `100484299 B1`).

use super::text::{Written, century, pad, split, year4};
use super::{Number, Reading, Series};

/// Readings of what follows `KR`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("KR", written)
            .into_iter()
            .collect();
    }
    if let Some(plain) = written.without_patent_letter() {
        return read(&plain);
    }
    let Some(digits) = written.digits() else {
        return Vec::new();
    };
    if let Some((right, year, serial)) = dated(written, digits) {
        return with_year(written, right, year, &serial);
    }
    if written.excludes(Series::Publication) {
        return Vec::new();
    }
    let kind = written.kind.as_str();
    let number = match digits.len() {
        9 if right(digits).is_some() => digits.to_owned(),
        1..=7 => match kind.chars().next() {
            Some('B') => format!("10{}", pad(digits, 7)),
            Some('Y') => format!("20{}", pad(digits, 7)),
            Some('S') => format!("30{}", pad(digits, 7)),
            _ => digits.to_owned(),
        },
        _ => return Vec::new(),
    };
    vec![Reading::new(
        Number::new("KR", Some(Series::Publication), &number, kind),
        "kr-registration",
    )]
}

fn right(digits: &str) -> Option<&str> {
    digits
        .get(..2)
        .filter(|two| matches!(*two, "10" | "20" | "30" | "40"))
}

/// Right (empty when not written), year and seven digits.
fn dated<'a>(written: &Written, digits: &'a str) -> Option<(&'a str, u16, String)> {
    let first = written.groups.first()?.len();
    let parted = written.groups.len() > 1;
    let (right, rest) = match right(digits) {
        Some(right) if digits.len() == 13 || (parted && first == 2 && written.groups.len() > 2) => {
            (right, digits.get(2..)?)
        }
        _ => ("", digits),
    };
    let (year, serial) = match rest.len() {
        11 => split(rest, 4)?,
        10 if !parted && right.is_empty() => split(rest, 4)?,
        5..=10 if parted => {
            let at = if right.is_empty() {
                first
            } else {
                written.groups.get(1)?.len()
            };
            split(rest, at)?
        }
        _ => return None,
    };
    let year = match year.len() {
        4 => year4(year)?,
        2 if right.is_empty() && !matches!(year, "10" | "20" | "30" | "40") => century(year)?,
        _ => return None,
    };
    (serial.len() <= 7 && year >= 1948).then(|| (right, year, pad(serial, 7)))
}

fn with_year(written: &Written, right: &str, year: u16, serial: &str) -> Vec<Reading> {
    let number = format!("{year}{serial}");
    let kind = match (written.kind.as_str(), right) {
        ("" | "A", "20") => "U",
        ("" | "A", "30") => "F",
        (kind, _) => kind,
    };
    let mut readings = Vec::new();
    if !written.excludes(Series::Publication) {
        let made = Number::new("KR", Some(Series::Publication), &number, &written.kind);
        readings.push(Reading::new(made.in_year(year), "kr-publication"));
    }
    if !written.excludes(Series::Application) {
        let made = Number::new("KR", Some(Series::Application), &number, kind);
        readings.push(Reading::new(made.in_year(year), "kr-application"));
    }
    readings
}
