//! French numbers: publications of seven digits (since 1969 from 2,000,000), applications of two
//! digits of the year and five digits.

use super::text::{Written, may_be_application, pad, split, strip_zeros, year4};
use super::{Number, Reading, Series};

/// Readings of what follows `FR`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("FR", written)
            .into_iter()
            .collect();
    }
    let Some(digits) = written.digits() else {
        return Vec::new();
    };
    let mut readings = Vec::new();
    if !written.excludes(Series::Publication) && digits.len() <= 7 {
        let number = Number::new(
            "FR",
            Some(Series::Publication),
            strip_zeros(digits),
            &written.kind,
        );
        readings.push(Reading::new(number, "fr-publication"));
    }
    let by_kind = written.series.is_none() && !may_be_application(&written.kind);
    if !written.excludes(Series::Application) && (!by_kind || readings.is_empty()) {
        readings.extend(application(digits, written));
    }
    readings
}

fn application(digits: &str, written: &Written) -> Option<Reading> {
    let number = match digits.len() {
        7 => digits.to_owned(),
        11 => {
            let (year, serial) = split(digits, 4)?;
            format!("{:02}{}", year4(year)? % 100, serial.strip_prefix("00")?)
        }
        1..=6 if written.series.is_some() => pad(digits, 7),
        _ => return None,
    };
    let two: u16 = number.get(..2)?.parse().ok()?;
    let year = if two >= 69 { 1900 + two } else { 2000 + two };
    let number = Number::new("FR", Some(Series::Application), &number, &written.kind).in_year(year);
    Some(Reading::new(number, "fr-application"))
}
