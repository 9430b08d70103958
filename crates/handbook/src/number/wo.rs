//! International numbers. Publication: two digits of the year and five digits, six since July
//! 2002, the full year since 2004. Application: receiving office, year and number; DOCDB files it
//! under the receiving office with the kind `W`.

use super::text::{Written, century, is_digits, pad, split, strip_zeros, year4};
use super::{Number, Reading, Series, Style};
use crate::office;

/// The last week with five digits ended below this number (2002-06-27).
const FIVE_DIGITS_2002: u32 = 51_500;

/// Readings of what follows `WO`, `PCT` or `IB`.
pub(crate) fn read(office: &str, written: &Written) -> Vec<Reading> {
    if office == "IB" {
        return international_of("IB", written).into_iter().collect();
    }
    let body = written.body.as_str();
    if let Some(rest) = body.strip_prefix("PCT") {
        return application(rest, &written.groups).into_iter().collect();
    }
    if body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return application(body, &written.groups).into_iter().collect();
    }
    if let Some(found) = epodoc(body) {
        return vec![found];
    }
    if office == "PCT" || written.excludes(Series::Publication) {
        return Vec::new();
    }
    published(written).into_iter().collect()
}

/// Readings of `2016/064351` without `WO` in front.
pub(crate) fn read_bare(written: &Written) -> Vec<Reading> {
    let slash = written.has('/')
        && written.groups.len() == 2
        && written.groups.first().is_some_and(|g| g.len() == 4)
        && written.groups.get(1).is_some_and(|g| g.len() == 6);
    let joined = written.groups.len() == 1 && written.body.len() == 10;
    if slash || joined {
        published(written).into_iter().collect()
    } else {
        Vec::new()
    }
}

/// The publication number in DOCDB form.
pub(crate) fn publication_number(year: u16, serial: &str) -> Option<String> {
    let digits = strip_zeros(serial);
    let number: u32 = digits.parse().ok().filter(|_| digits.len() <= 6)?;
    Some(match year {
        2004.. => format!("{year}{}", pad(digits, 6)),
        2003 => format!("03{}", pad(digits, 6)),
        2002 if number > FIVE_DIGITS_2002 => format!("02{}", pad(digits, 6)),
        1978.. => format!("{:02}{}", year % 100, pad(digits, 5)),
        _ => return None,
    })
}

fn published(written: &Written) -> Option<Reading> {
    let digits = written.digits()?;
    let first = written.groups.first().map_or(0, String::len);
    let (year, serial) = match (digits.len(), first, written.groups.len()) {
        (_, 2 | 4, 2..) => split(digits, first)?,
        (9 | 10, ..) => split(digits, 4)?,
        (7 | 8, ..) => split(digits, 2)?,
        _ => return None,
    };
    let year = year4(year).or_else(|| century(year))?;
    let number = match written.style {
        Style::Docdb => digits.to_owned(),
        _ => publication_number(year, serial)?,
    };
    let number = Number::new("WO", Some(Series::Publication), &number, &written.kind);
    Some(Reading::new(number.in_year(year), "wo-publication"))
}

/// The application of a receiving office.
fn made(office: &str, year: u16, serial: &str) -> Option<Number> {
    let digits = strip_zeros(serial);
    if !is_digits(digits) || digits.len() > 6 || !(1978..=2100).contains(&year) {
        return None;
    }
    let number = if year >= 2004 {
        format!("{year}{}", pad(digits, 6))
    } else {
        format!("{:02}{}", year % 100, pad(digits, 5))
    };
    Some(Number::new(office, Some(Series::Application), &number, "W").in_year(year))
}

/// `US2016/064351`, `US98/16128`, `EP9906456`: receiving office, year and number.
fn application(body: &str, groups: &[String]) -> Option<Reading> {
    let (code, digits) = split(body, 2)?;
    office::find(code)?;
    if !is_digits(digits) {
        return None;
    }
    let last = groups.last().map_or(0, String::len);
    let (year, serial) = match (digits.len(), digits.len().saturating_sub(last)) {
        (_, 2) if last <= 6 && groups.len() > 1 => split(digits, 2)?,
        (_, 4) if last <= 6 && groups.len() > 1 => split(digits, 4)?,
        (9 | 10, _) => split(digits, 4)?,
        (7 | 8, _) => split(digits, 2)?,
        _ => return None,
    };
    let year = year4(year).or_else(|| century(year))?;
    Some(Reading::new(made(code, year, serial)?, "pct-application"))
}

/// `2016US64351`: year, receiving office, number without leading zeros.
fn epodoc(body: &str) -> Option<Reading> {
    let (year, rest) = split(body, 4)?;
    let (code, serial) = split(rest, 2)?;
    let year = year4(year)?;
    if !code.bytes().all(|b| b.is_ascii_uppercase()) || !is_digits(serial) {
        return None;
    }
    office::find(code)?;
    Some(Reading::new(
        made(code, year, serial)?,
        "epodoc-application",
    ))
}

/// The DOCDB form of an international application under its receiving office: kind `W`, or the
/// International Bureau, which receives nothing else.
pub(crate) fn international_of(office: &str, written: &Written) -> Option<Reading> {
    if written.kind != "W" && !(office == "IB" && written.kind.is_empty()) {
        return None;
    }
    let digits = written.digits()?;
    let (year, serial) = match (written.groups.first().map(String::len), digits.len()) {
        (Some(first @ (2 | 4)), _) if written.groups.len() > 1 => split(digits, first)?,
        (_, 10) => split(digits, 4)?,
        (_, 7 | 8) => split(digits, 2)?,
        _ => return None,
    };
    let year = year4(year).or_else(|| century(year))?;
    Some(Reading::new(
        made(office, year, serial)?,
        "docdb-application",
    ))
}
