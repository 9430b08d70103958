//! European numbers: publication of seven digits, application of two digits of the year and six
//! digits with a check digit behind a point; EPODOC writes the year in full and a zero.

use super::text::{Written, pad, split, strip_zeros, year4};
use super::{Check, Number, Reading, Series, ep_check_digit};

/// Readings of what follows `EP`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    let Some(digits) = written.digits() else {
        return Vec::new();
    };
    if written.kind == "W" {
        return super::wo::international_of("EP", written)
            .into_iter()
            .collect();
    }
    let mut readings = Vec::new();
    let number = strip_zeros(digits);
    match digits.len() {
        _ if written.series == Some(Series::Publication) => {
            readings.extend(published(number, &written.kind));
        }
        11 => readings.extend(epodoc(digits)),
        9 => {
            readings.extend(
                split(digits, 8).and_then(|(d, check)| application(d, check.chars().next())),
            );
        }
        8 => {
            let own = written.has('.') && written.seps.last() == Some(&'.');
            let short = written.groups.last().is_some_and(|g| g.len() == 1);
            if own && short {
                readings.extend(
                    split(digits, 7).and_then(|(d, c)| application(&pad(d, 8), c.chars().next())),
                );
            } else {
                readings.extend(application(digits, None));
                if digits.starts_with('0') {
                    readings.extend(published(number, &written.kind));
                }
            }
            if written.kind.starts_with('B') || written.kind.len() == 2 {
                readings.reverse();
            }
        }
        1..=7 if written.series == Some(Series::Application) => {
            readings.extend(application(&pad(digits, 8), None));
        }
        1..=7 => readings.extend(published(number, &written.kind)),
        _ => {}
    }
    readings
}

/// Readings without `EP` in front: `10167109.7` when the check digit is right, and seven digits.
pub(crate) fn read_bare(written: &Written) -> Vec<Reading> {
    if written.body.len() == 7 && written.groups.len() == 1 {
        return read(written);
    }
    let point = written.seps.last() == Some(&'.') && written.body.len() == 9;
    let readings = if point { read(written) } else { Vec::new() };
    readings
        .into_iter()
        .filter(|reading| matches!(reading.number.check, Check::Right(_)))
        .collect()
}

fn published(number: &str, kind: &str) -> Option<Reading> {
    (number.len() <= 7).then(|| {
        Reading::new(
            Number::new("EP", Some(Series::Publication), &pad(number, 7), kind),
            "ep-publication",
        )
    })
}

fn application(digits: &str, found: Option<char>) -> Option<Reading> {
    let two: u16 = digits.get(..2)?.parse().ok()?;
    let year = if two >= 78 { 1900 + two } else { 2000 + two };
    let mut number = Number::new("EP", Some(Series::Application), digits, "").in_year(year);
    number.check = match (ep_check_digit(digits), found) {
        (Some(expected), Some(found)) if expected == found => Check::Right(found),
        (Some(expected), Some(found)) => Check::Wrong { found, expected },
        (Some(expected), None) => Check::Missing(expected),
        (None, _) => Check::None,
    };
    Some(Reading::new(number, "ep-application"))
}

/// `yyyy 0 nnnnnn`.
fn epodoc(digits: &str) -> Option<Reading> {
    let (year, serial) = split(digits, 4)?;
    let year = year4(year).filter(|year| *year >= 1978)?;
    let serial = serial.strip_prefix('0')?;
    let mut number = application(&format!("{:02}{serial}", year % 100), None)?.number;
    number.year = Some(year);
    Some(Reading::new(number, "epodoc-application"))
}
