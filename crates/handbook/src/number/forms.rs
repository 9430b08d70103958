//! A number printed: as its office prints it, in DOCDB and EPODOC, and as Chinese pages show it.

use super::text::{is_digits, pad, split};
use super::{Check, Number, Series, cn_check_digit, de, ep_check_digit, jp, us};

/// The printed forms of a number.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Forms {
    /// As the office prints it: `CN 109524631 A`, `201710601862.3`, `US 9,876,543 B2`,
    /// `PCT/US2016/064351`.
    pub original: String,
    /// `CN.109524631.A`; an application without a kind of its own has `A`.
    pub docdb: String,
    /// `CN109524631`, `EP20100167109`; `None` where the rule of EPODOC is not known for sure.
    pub epodoc: Option<String>,
    /// `ZL 201710601862.3` for a Chinese application, `CN 109524631 A` for a Chinese publication.
    pub chinese: Option<String>,
}

/// The forms of a number.
pub(crate) fn of(number: &Number) -> Forms {
    let application = number.series == Some(Series::Application);
    let kind = if application && number.kind.is_empty() {
        "A"
    } else {
        number.kind.as_str()
    };
    let point = if kind.is_empty() { "" } else { "." };
    Forms {
        original: original(number),
        docdb: format!("{}.{}{point}{kind}", number.office, number.number),
        epodoc: if application {
            epodoc_application(number)
        } else {
            epodoc_publication(number)
        },
        chinese: chinese(number),
    }
}

fn with_kind(text: String, kind: &str) -> String {
    if kind.is_empty() {
        text
    } else {
        format!("{text} {kind}")
    }
}

fn checked(number: &Number) -> String {
    let digit = match number.check {
        Check::Right(c) | Check::Missing(c) => Some(c),
        Check::Wrong { expected, .. } => Some(expected),
        Check::None if number.office == "CN" => cn_check_digit(&number.number),
        Check::None if number.office == "EP" => ep_check_digit(&number.number),
        Check::None => None,
    };
    match digit {
        Some(digit) => format!("{}.{digit}", number.number),
        None => number.number.clone(),
    }
}

fn chinese(number: &Number) -> Option<String> {
    match (number.office.as_str(), number.series, number.kind.as_str()) {
        ("CN", Some(Series::Application), "") => Some(format!("ZL {}", checked(number))),
        ("CN", Some(Series::Publication), kind) => {
            Some(with_kind(format!("CN {}", number.number), kind))
        }
        _ => None,
    }
}

fn original(number: &Number) -> String {
    let office = number.office.as_str();
    let digits = number.number.as_str();
    let application = number.series == Some(Series::Application);
    if application && number.kind == "W" {
        return match split(digits, if digits.len() == 10 { 4 } else { 2 }) {
            Some((year, serial)) => format!("PCT/{office}{year}/{serial}"),
            None => format!("{office}{digits}"),
        };
    }
    let body = if application {
        let own = match office {
            "CN" if number.kind.is_empty() => return checked(number),
            "EP" if number.kind.is_empty() => Some(format!("EP {}", checked(number))),
            "US" => us::original_application(number),
            "JP" => jp::original_application(number),
            "KR" => korean(digits, &number.kind),
            _ => None,
        };
        return own.unwrap_or_else(|| with_kind(format!("{office} {digits}"), &number.kind));
    } else {
        match office {
            "US" => american(digits),
            "WO" => match split(digits, if digits.len() == 10 { 4 } else { 2 }) {
                Some((year, serial)) => format!("{year}/{serial}"),
                None => digits.to_owned(),
            },
            "JP" => jp::original_publication(digits),
            "DE" if digits.len() == 12 && is_digits(digits) => format!(
                "{} {} {} {}",
                &digits[..2],
                &digits[2..6],
                &digits[6..9],
                &digits[9..]
            ),
            "KR" if digits.len() == 9 && is_digits(digits) => {
                format!("{}-{}", &digits[..2], &digits[2..])
            }
            _ => digits.to_owned(),
        }
    };
    with_kind(format!("{office} {body}"), &number.kind)
}

fn korean(digits: &str, kind: &str) -> Option<String> {
    let right = match kind {
        "" => "10",
        "U" => "20",
        "F" => "30",
        _ => return None,
    };
    let (year, serial) = split(digits, 4).filter(|_| digits.len() == 11)?;
    Some(format!("KR {right}-{year}-{serial}"))
}

fn american(number: &str) -> String {
    if number.len() >= 10
        && let Some((year, serial)) = split(number, 4)
        && is_digits(number)
    {
        return format!("{year}/{}", pad(serial, 7));
    }
    let at = number
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(number.len());
    let (prefix, digits) = number.split_at(at);
    let mut grouped = String::new();
    for (index, c) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(c);
    }
    format!("{prefix}{grouped}")
}

fn epodoc_publication(number: &Number) -> Option<String> {
    let stem = number.stem();
    let letter = number.kind.chars().next();
    let office = number.office.as_str();
    let keep = match (office, letter?) {
        ("EP" | "US" | "WO" | "CA", _) | (_, 'A') => false,
        ("CN", 'B' | 'C' | 'U' | 'Y' | 'S' | 'D') => true,
        ("JP" | "KR", 'B' | 'U' | 'Y') => true,
        ("DE" | "DK" | "ES" | "AT", 'D' | 'T' | 'U') => true,
        ("AU", 'B') => true,
        _ => return None,
    };
    Some(match letter.filter(|_| keep) {
        Some(letter) => format!("{stem}{letter}"),
        None => stem,
    })
}

fn epodoc_application(number: &Number) -> Option<String> {
    let digits = number.number.as_str();
    let office = number.office.as_str();
    let year = number.year?;
    let tail = |count: usize| {
        digits
            .len()
            .checked_sub(count)
            .and_then(|at| digits.get(at..))
    };
    if number.kind == "W" {
        let serial = if digits.len() == 10 {
            tail(6)?
        } else {
            tail(5)?
        };
        let serial = serial
            .strip_prefix('0')
            .filter(|_| serial.len() == 6)
            .unwrap_or(serial);
        return Some(format!("WO{year}{office}{serial}"));
    }
    let body = match (office, digits.len()) {
        ("CN", 8) => format!("{year}{}0{}", digits.get(2..3)?, digits.get(3..)?),
        ("EP", 8) => format!("{year}0{}", digits.get(2..)?),
        ("US", 12) => digits.to_owned(),
        ("US", 3..=8) => format!("{year}{}", pad(digits.get(..digits.len() - 2)?, 7)),
        ("JP", 10) if year >= 2000 => format!("{year}0{}", digits.get(4..)?),
        ("JP", 3..=9) => format!("{year}{}", pad(digits.get(..digits.len() - 2)?, 7)),
        ("KR", 11) => digits.to_owned(),
        ("GB", 7) => format!("{year}00{}", digits.get(2..)?),
        ("GB", 9) => format!("{year}00{}", digits.get(4..)?),
        ("FR", 7) => format!("{year}00{}", digits.get(2..)?),
        ("DE", 8) => de::epodoc_application(number)?,
        _ => return None,
    };
    Some(format!("{office}{body}{}", number.kind))
}
