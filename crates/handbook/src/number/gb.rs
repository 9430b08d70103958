//! British numbers: publications of seven digits; applications of two digits of the year and five
//! digits, which DOCDB writes with the full year since 2010 (`202306615`), with a check digit
//! behind a point that is not verified here.

use super::text::{Written, may_be_application, pad, split, strip_zeros, year4};
use super::{Number, Reading, Series};

/// Readings of what follows `GB`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("GB", written)
            .into_iter()
            .collect();
    }
    let Some(digits) = written.digits() else {
        return Vec::new();
    };
    let point = written.seps.last() == Some(&'.')
        && written.groups.last().is_some_and(|g| g.len() == 1)
        && matches!(digits.len(), 8 | 10);
    let mut readings = Vec::new();
    if !point && !written.excludes(Series::Publication) && digits.len() <= 7 {
        let number = Number::new(
            "GB",
            Some(Series::Publication),
            strip_zeros(digits),
            &written.kind,
        );
        readings.push(Reading::new(number, "gb-publication"));
    }
    let by_kind = written.series.is_none() && !may_be_application(&written.kind) && !point;
    if !written.excludes(Series::Application) && (!by_kind || readings.is_empty()) {
        let digits = if point {
            digits.get(..digits.len() - 1).unwrap_or(digits)
        } else {
            digits
        };
        readings.extend(application(digits, written));
    }
    readings
}

fn application(digits: &str, written: &Written) -> Option<Reading> {
    let (year, serial) = match digits.len() {
        7 => {
            let two: u16 = digits.get(..2)?.parse().ok()?;
            (
                if two >= 78 { 1900 + two } else { 2000 + two },
                digits.get(2..)?,
            )
        }
        9 => (year4(digits.get(..4)?)?, digits.get(4..)?),
        11 => {
            let (year, serial) = split(digits, 4)?;
            (year4(year)?, serial.strip_prefix("00")?)
        }
        1..=6 if written.series.is_some() => return application(&pad(digits, 7), written),
        _ => return None,
    };
    if !(1978..=2077).contains(&year) {
        return None;
    }
    let number = if year >= 2010 {
        format!("{year}{serial}")
    } else {
        format!("{:02}{serial}", year % 100)
    };
    let number = Number::new("GB", Some(Series::Application), &number, &written.kind).in_year(year);
    Some(Reading::new(number, "gb-application"))
}
