//! Chinese numbers. Application: `yy t nnnnn.c` to 2003-09-30, then `yyyy t nnnnnnn.c`;
//! publication: the application number (1985 to 1988), then type digit and six digits, since
//! August 2007 type digit and eight digits.

use super::text::{Written, century, is_digits, split, year4};
use super::{Check, Number, Reading, Series, cn_check_digit};

/// Readings of what follows `CN` or `ZL`.
pub(crate) fn read(written: &Written, patent: bool) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("CN", written)
            .into_iter()
            .collect();
    }
    let body = written.body.as_str();
    let main = body.strip_suffix('X').unwrap_or(body);
    if !is_digits(main) {
        return Vec::new();
    }
    let form = if patent {
        "cn-patent"
    } else {
        "cn-application"
    };
    let mut readings = Vec::new();
    match body.len() {
        12 | 13 => readings.extend(modern(body, form)),
        11 => readings.extend(epodoc(body)),
        15 => readings.extend(file_name(body)),
        14 => readings.extend(
            body.strip_prefix("0000")
                .and_then(|rest| rest.strip_suffix('0'))
                .and_then(|rest| publication(rest, &written.kind, "cn-file-name")),
        ),
        10 => readings.extend(split(body, 9).and_then(|(nine, stray)| {
            publication(nine, &written.kind, "cn-publication").map(|reading| {
                reading.warn(
                    "number.stray-digit",
                    format!(
                        "A publication number has 9 digits; the last digit {stray} was left out."
                    ),
                    format!("公开（公告）号为 9 位数字，已略去末位 {stray}。"),
                )
            })
        })),
        9 => {
            readings.extend(publication(body, &written.kind, "cn-publication"));
            readings.extend(early(body, form));
        }
        8 => {
            let published = matches!(body.get(..2), Some("85" | "86" | "87" | "88"));
            let application = early(body, form);
            let by_kind = !written.kind.is_empty() && !written.excludes(Series::Publication);
            if published && !patent {
                let reading = publication_of_application(body, &written.kind);
                if by_kind {
                    readings.push(reading);
                    readings.extend(application);
                } else {
                    readings.extend(application);
                    readings.push(reading);
                }
            } else {
                readings.extend(application);
            }
        }
        7 => readings.extend(publication(body, &written.kind, "cn-publication")),
        _ => {}
    }
    readings
}

/// Readings of a number without `CN` in front.
pub(crate) fn read_bare(written: &Written) -> Vec<Reading> {
    let body = written.body.as_str();
    let known = match body.len() {
        12 | 13 => true,
        9 if body.starts_with(['1', '2', '3']) => !written.has('.') && !written.has('/'),
        9 => matches!(
            early(body, "cn-application"),
            Some(Reading {
                number: Number {
                    check: Check::Right(_),
                    ..
                },
                ..
            })
        ),
        8 => written.groups.len() == 1 && early(body, "").is_some(),
        _ => false,
    };
    if known {
        read(written, false)
    } else {
        Vec::new()
    }
}

/// Readings of seven digits without `CN` in front, the least probable.
pub(crate) fn read_bare_short(written: &Written) -> Vec<Reading> {
    let short = written.body.len() == 7 && written.groups.len() == 1;
    if short {
        read(written, false)
    } else {
        Vec::new()
    }
}

fn with_check(number: Number, found: Option<char>) -> Number {
    let check = match (cn_check_digit(&number.number), found) {
        (Some(expected), Some(found)) if expected == found => Check::Right(found),
        (Some(expected), Some(found)) => Check::Wrong { found, expected },
        (Some(expected), None) => Check::Missing(expected),
        (None, _) => Check::None,
    };
    Number { check, ..number }
}

fn kind_of_right(digit: u8) -> bool {
    matches!(digit, b'1' | b'2' | b'3' | b'8' | b'9')
}

fn modern(body: &str, form: &'static str) -> Option<Reading> {
    let (digits, rest) = split(body, 12)?;
    let year = year4(digits.get(..4)?).filter(|year| *year >= 2003)?;
    if !is_digits(digits) || !kind_of_right(*digits.as_bytes().get(4)?) {
        return None;
    }
    let number = Number::new("CN", Some(Series::Application), digits, "").in_year(year);
    Some(Reading::new(with_check(number, rest.chars().next()), form))
}

fn early(body: &str, form: &'static str) -> Option<Reading> {
    let (digits, rest) = split(body, 8)?;
    let year = century(digits.get(..2)?).filter(|year| (1985..=2003).contains(year))?;
    if !is_digits(digits) || !kind_of_right(*digits.as_bytes().get(2)?) {
        return None;
    }
    let number = Number::new("CN", Some(Series::Application), digits, "").in_year(year);
    Some(Reading::new(with_check(number, rest.chars().next()), form))
}

/// `yyyy t nnnnnn`: both eras with the serial cut or filled to six digits.
fn epodoc(body: &str) -> Option<Reading> {
    let year = year4(body.get(..4)?)?;
    let (kind, serial) = (body.get(4..5)?, body.get(5..)?);
    let number = match year {
        1985..=2003 if serial.starts_with('0') => {
            early(&format!("{:02}{kind}{}", year % 100, serial.get(1..)?), "")
        }
        _ if year >= 2003 => modern(&format!("{year}{kind}0{serial}"), ""),
        _ => None,
    }?
    .number;
    Some(Reading::new(number, "epodoc-application"))
}

/// `t 0 yyyy 00 nnnnnnn`, as the names of files of the office state application numbers.
fn file_name(body: &str) -> Option<Reading> {
    let (kind, rest) = split(body, 1)?;
    let rest = rest.strip_prefix('0')?;
    let (year, rest) = split(rest, 4)?;
    let serial = rest.strip_prefix("00")?;
    modern(&format!("{year}{kind}{serial}"), "cn-file-name")
}

fn publication(digits: &str, kind: &str, form: &'static str) -> Option<Reading> {
    let lengths = digits.len() == 7 || digits.len() == 9;
    (lengths && is_digits(digits) && digits.starts_with(['1', '2', '3'])).then(|| {
        Reading::new(
            Number::new("CN", Some(Series::Publication), digits, kind),
            form,
        )
    })
}

fn publication_of_application(digits: &str, kind: &str) -> Reading {
    let mut number = Number::new("CN", Some(Series::Publication), digits, kind);
    number.year = digits.get(..2).and_then(century);
    Reading::new(number, "cn-publication")
}
