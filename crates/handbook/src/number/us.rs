//! US numbers. Grants by number with a letter prefix for designs, plants, reissues and so on;
//! published applications by year and seven digits, of which DOCDB keeps six where the first is
//! zero; applications by series code and six digits, which DOCDB writes with the year of filing:
//! behind the serial number up to series 12 (`8359798`), in front with the series since
//! series 13 (`201113167395`).

mod series;

use super::text::{
    Written, century, is_digits, may_be_application, pad, split, strip_zeros, year4,
};
use super::{Number, Reading, Series, Style};
use series::{could_be_filed, is_series, kind_of_series, start_of};

/// No patent had a higher number when this was written.
const HIGHEST_PATENT: u32 = 12_999_999;

/// Readings of what follows `US`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("US", written)
            .into_iter()
            .collect();
    }
    let mut readings = Vec::new();
    if !written.excludes(Series::Publication) {
        readings.extend(published(written));
        readings.extend(grant(written));
    }
    if !written.excludes(Series::Application) {
        let applications = application(written);
        let first = series_written(written) || written.kind == "P";
        if first {
            readings.splice(0..0, applications);
        } else if may_be_application(&written.kind) || written.series.is_some() {
            readings.extend(applications);
        } else if readings.is_empty() {
            readings = applications;
        }
    }
    readings
}

/// Readings of a number without `US` in front.
pub(crate) fn read_bare(written: &Written) -> Vec<Reading> {
    let length = written.body.len();
    let prefixed = ["D", "RE", "PP"]
        .iter()
        .any(|p| written.body.strip_prefix(p).is_some_and(is_digits));
    let grant_like = written.digits().is_some()
        && !written.has('/')
        && !written.has('-')
        && (length == 7 || length == 8)
        && (!written.has('.') || written.seps.iter().filter(|s| **s == '.').count() == 2);
    if series_written(written) || prefixed {
        return read(written);
    }
    match length {
        7 | 8 if grant_like => {
            // 19… and 20… of eight digits are days rather than applications.
            let day = written.body.starts_with("19") || written.body.starts_with("20");
            let found = (length == 8 && !day).then(|| application(written));
            let application = found.into_iter().flatten();
            grant(written).into_iter().chain(application).collect()
        }
        10 if written.has('-') => Vec::new(),
        10 | 11 => {
            let found = (length == 11 && !written.has('/')).then(|| application(written));
            let application = found.into_iter().flatten();
            published(written).into_iter().chain(application).collect()
        }
        12 if !written.has('/') => application(written),
        _ => Vec::new(),
    }
}

/// `15/123,456`: a series code, a slash and a serial number.
fn series_written(written: &Written) -> bool {
    let short = written
        .groups
        .first()
        .is_some_and(|g| g.len() <= 2 && is_digits(g));
    let rest: usize = written.groups.iter().skip(1).map(String::len).sum();
    short
        && written.seps.get(1) == Some(&'/')
        && (1..=6).contains(&rest)
        && written.digits().is_some()
}

/// An application published before grant: year and serial number.
fn published(written: &Written) -> Option<Reading> {
    let digits = written.digits()?;
    let kind = &written.kind;
    if !(kind.is_empty() || kind.starts_with('A') || kind.starts_with('P')) {
        return None;
    }
    let (year, serial) = match (written.groups.first(), written.groups.len()) {
        (Some(first), 2..) if first.len() == 4 => (first.as_str(), digits.get(4..)?),
        _ if digits.len() == 10 || digits.len() == 11 => split(digits, 4)?,
        _ => return None,
    };
    let year = year4(year).filter(|year| *year >= 2001)?;
    let serial = pad(strip_zeros(serial), 6);
    if serial.len() > 7 {
        return None;
    }
    let number = Number::new(
        "US",
        Some(Series::Publication),
        &format!("{year}{serial}"),
        kind,
    );
    Some(Reading::new(number.in_year(year), "us-publication"))
}

fn grant(written: &Written) -> Option<Reading> {
    let kind = written.kind.as_str();
    let body = written.body.as_str();
    if kind == "P1" || kind == "P4" || kind == "P9" || written.has('/') {
        return None;
    }
    let at = body.find(|c: char| c.is_ascii_digit())?;
    let (prefix, digits) = split(body, at)?;
    // The green book writes eight places and a check digit behind them.
    let digits = match (prefix.len(), digits.len()) {
        (0, 9) | (1, 8) | (2, 7) if digits.starts_with('0') => digits.get(..digits.len() - 1)?,
        _ => digits,
    };
    if !is_digits(digits) || digits.len() > 8 {
        return None;
    }
    let prefix = match prefix {
        "" => match kind.chars().next() {
            Some('S') => "D",
            Some('P') => "PP",
            Some('E') => "RE",
            Some('H') => "H",
            _ => "",
        },
        "DES" => "D",
        "D" | "PP" | "RE" | "H" | "T" | "X" | "AI" => prefix,
        _ => return None,
    };
    let digits = strip_zeros(digits);
    let number: u32 = digits.parse().ok()?;
    let plain = prefix.is_empty() && written.series.is_none() && kind.is_empty();
    if plain && number > HIGHEST_PATENT {
        return None;
    }
    let number = Number::new(
        "US",
        Some(Series::Publication),
        &format!("{prefix}{digits}"),
        kind,
    );
    Some(Reading::new(number, "us-grant"))
}

/// Readings as an application.
fn application(written: &Written) -> Vec<Reading> {
    let Some(digits) = written.digits() else {
        return Vec::new();
    };
    let kind = written.kind.as_str();
    if series_written(written)
        && let [code, serial @ ..] = written.groups.as_slice()
    {
        return of_series(code, &serial.concat(), kind, written.year());
    }
    let ends_with_year = written.year().is_some_and(|year| {
        digits.len() > 2 && digits.ends_with(&pad(&(year % 100).to_string(), 2))
    });
    match digits.len() {
        12 => modern(digits, kind).into_iter().collect(),
        11 => epodoc(digits, kind).into_iter().collect(),
        8 if written.style != Style::Docdb => {
            let series = digits.get(..2).and_then(|code| code.parse().ok());
            let plausible = series.is_some_and(|code: u16| {
                digits.starts_with('0')
                    || is_series(code)
                        && written.year().is_none_or(|year| could_be_filed(code, year))
            });
            let as_series = || {
                split(digits, 2)
                    .map(|(code, serial)| of_series(code, serial, kind, written.year()))
                    .unwrap_or_default()
            };
            if plausible && (written.date.is_some() || digits.starts_with('0')) {
                as_series()
            } else if plausible {
                let mut readings = as_series();
                readings.extend(year_behind(digits, kind));
                readings
            } else if ends_with_year || written.date.is_none() {
                year_behind(digits, kind).into_iter().collect()
            } else {
                as_series()
            }
        }
        8 => year_behind(digits, kind).into_iter().collect(),
        3..=7
            if written.style == Style::Docdb
                || (written.series.is_none() && matches!(kind, "A" | "P" | "F")) =>
        {
            year_behind(digits, kind).into_iter().collect()
        }
        7 if ends_with_year || written.date.is_none() => {
            year_behind(digits, kind).into_iter().collect()
        }
        1..=6 if written.series.is_some() => {
            let number = match written.year() {
                Some(year) if year <= 2010 => with_year_behind(digits, year, kind),
                _ => Number::new("US", Some(Series::Application), digits, kind),
            };
            vec![Reading::new(number, "us-application")]
        }
        _ => Vec::new(),
    }
}

fn of_series(code: &str, serial: &str, kind: &str, year: Option<u16>) -> Vec<Reading> {
    let Some(code) = code.parse::<u16>().ok().filter(|code| is_series(*code)) else {
        return Vec::new();
    };
    let serial = pad(serial, 6);
    let kind = kind_of_series(code, kind);
    if let Some(year) = year {
        let number = in_docdb(code, &serial, kind, year);
        return vec![Reading::new(number, "us-application")];
    }
    let plain = Number::new(
        "US",
        Some(Series::Application),
        &format!("{code:02}{serial}"),
        kind,
    );
    let mut readings = vec![Reading::new(plain, "us-application")];
    let start = start_of(code);
    let years: Vec<u16> = (1970..=2030)
        .filter(|year| could_be_filed(code, *year))
        .collect();
    let near = |year: &u16| start.is_none_or(|start| *year >= start);
    let ordered = years
        .iter()
        .filter(|y| near(y))
        .chain(years.iter().rev().filter(|y| !near(y)));
    for year in ordered {
        readings.push(
            Reading::new(
                in_docdb(code, &serial, kind, *year),
                "us-application-assumed-year",
            )
            .warn(
                "number.year-assumed",
                format!("The number does not state its year of filing; read as {year}."),
                format!("该号码未载明申请年份，按 {year} 年解读。"),
            ),
        );
    }
    readings
}

fn in_docdb(code: u16, serial: &str, kind: &str, year: u16) -> Number {
    let series_in_front = match code {
        13..=28 | 35 => true,
        29 | 60..=63 => year >= 2011,
        _ => false,
    };
    if series_in_front {
        Number::new(
            "US",
            Some(Series::Application),
            &format!("{year}{code:02}{serial}"),
            kind,
        )
        .in_year(year)
    } else {
        with_year_behind(serial, year, kind)
    }
}

fn with_year_behind(serial: &str, year: u16, kind: &str) -> Number {
    let number = format!("{}{:02}", strip_zeros(serial), year % 100);
    Number::new("US", Some(Series::Application), &number, kind).in_year(year)
}

/// `yyyy ss nnnnnn`.
fn modern(digits: &str, kind: &str) -> Option<Reading> {
    let year = year4(digits.get(..4)?).filter(|year| *year >= 2000)?;
    let code: u16 = digits.get(4..6)?.parse().ok()?;
    if !is_series(code) {
        return None;
    }
    let number = in_docdb(code, digits.get(6..)?, kind_of_series(code, kind), year);
    Some(Reading::new(number, "docdb-application"))
}

/// `yyyy nnnnnnn`.
fn epodoc(digits: &str, kind: &str) -> Option<Reading> {
    let (year, serial) = split(digits, 4)?;
    let year = year4(year)?;
    let number = with_year_behind(serial, year, kind);
    Some(Reading::new(number, "epodoc-application"))
}

/// `nnnnnn yy`.
fn year_behind(digits: &str, kind: &str) -> Option<Reading> {
    let (serial, year) = split(digits, digits.len().checked_sub(2)?)?;
    let number = with_year_behind(serial, century(year)?, kind);
    Some(Reading::new(number, "docdb-application"))
}

/// Series, serial and year of a canonical application number, as far as it states them.
fn parts(number: &Number) -> Option<(Option<u16>, u32, Option<u16>)> {
    let digits = number.number.as_str();
    if number.office != "US" || number.series != Some(Series::Application) || !is_digits(digits) {
        return None;
    }
    match (digits.len(), number.year) {
        (12, _) => Some((
            digits.get(4..6)?.parse().ok(),
            digits.get(6..)?.parse().ok()?,
            year4(digits.get(..4)?),
        )),
        (8, None) => Some((
            digits.get(..2)?.parse().ok(),
            digits.get(2..)?.parse().ok()?,
            None,
        )),
        (3.., Some(year)) => Some((
            None,
            digits.get(..digits.len() - 2)?.parse().ok()?,
            Some(year),
        )),
        _ => None,
    }
}

/// Whether two US application numbers agree in everything that both state.
pub(crate) fn same_application(a: &Number, b: &Number) -> bool {
    let (Some((series_a, serial_a, year_a)), Some((series_b, serial_b, year_b))) =
        (parts(a), parts(b))
    else {
        return false;
    };
    let agree = |x: Option<u16>, y: Option<u16>| x.zip(y).is_none_or(|(x, y)| x == y);
    // A series from one side and a year from the other must fit together.
    let crossed = [(series_a, year_b), (series_b, year_a)]
        .into_iter()
        .all(|(series, year)| series.zip(year).is_none_or(|(s, y)| could_be_filed(s, y)));
    let whole = |series: Option<u16>, year: Option<u16>| series.is_some() && year.is_some();
    serial_a == serial_b
        && a.kind == b.kind
        && agree(series_a, series_b)
        && agree(year_a, year_b)
        && (crossed || whole(series_a, year_a) || whole(series_b, year_b))
}

/// `15/123,456` when the canonical number states the series; `US 8359798 A` otherwise.
pub(crate) fn original_application(number: &Number) -> Option<String> {
    let (series, serial, _) = parts(number)?;
    let serial = pad(&serial.to_string(), 6);
    let (thousands, rest) = split(&serial, 3)?;
    let kind = match number.kind.as_str() {
        "" => "A",
        kind => kind,
    };
    Some(match series {
        Some(series) => format!("{series:02}/{thousands},{rest}"),
        None => format!("US {} {kind}", number.number),
    })
}
