//! German numbers. Since 2004 right (10 patent, 11 international, 20 utility model, 50 and 60
//! European), year and six digits; 1995 to 2003 one digit of the right, two of the year and five;
//! before, the year less 50 and five digits. Publications bear the number of the application.

use super::text::{Written, is_digits, may_be_application, split, strip_zeros, year4};
use super::{Number, Reading, Series, Style};

/// Readings of what follows `DE`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("DE", written)
            .into_iter()
            .collect();
    }
    let body = written.body.trim_start_matches(['P', 'G']);
    if !is_digits(body) || body.len() > 13 {
        return Vec::new();
    }
    let point = written.seps.last() == Some(&'.')
        && written.groups.last().is_some_and(|g| g.len() == 1)
        && matches!(body.len(), 8 | 9 | 13);
    let digits = if point {
        body.get(..body.len() - 1).unwrap_or(body)
    } else {
        body
    };
    if !point
        && written.style != Style::Docdb
        && !written.excludes(Series::Application)
        && let Some(number) = epodoc(digits, &written.kind)
    {
        return vec![Reading::new(number, "epodoc-application")];
    }
    let made = |series| {
        let mut number = Number::new("DE", series, strip_zeros(digits), &written.kind);
        number.year = year_of(digits);
        Reading::new(number, "de-number")
    };
    match (written.series, written.kind.as_str()) {
        _ if point => vec![made(Some(Series::Application))],
        (Some(series), _) => vec![made(Some(series))],
        (None, "") => vec![made(None)],
        (None, kind) if may_be_application(kind) => vec![
            made(Some(Series::Publication)),
            made(Some(Series::Application)),
        ],
        (None, _) => vec![made(Some(Series::Publication))],
    }
}

fn modern(digits: &str) -> Option<u16> {
    let (right, rest) = split(digits, 2).filter(|_| digits.len() == 12)?;
    let year = year4(rest.get(..4)?)?;
    (matches!(right, "10" | "11" | "12" | "20" | "21" | "22" | "50" | "60") && year >= 2003)
        .then_some(year)
}

fn year_of(digits: &str) -> Option<u16> {
    if digits.len() == 8 && digits.starts_with(['1', '2', '5', '6']) {
        let two: u16 = digits.get(1..3)?.parse().ok()?;
        return match two {
            94..=99 => Some(1900 + two),
            0..=4 => Some(2000 + two),
            _ => None,
        };
    }
    modern(digits)
}

/// `yyyy r0 nnnnn` to 2003 (`19986032731` is 698 32 731), `yyyy rr nnnnnn` since.
fn epodoc(digits: &str, kind: &str) -> Option<Number> {
    let (year, rest) = split(digits, 4)?;
    let year = year4(year)?;
    let number = match digits.len() {
        11 if (1995..=2003).contains(&year) && rest.get(1..2) == Some("0") => {
            format!("{}{:02}{}", rest.get(..1)?, year % 100, rest.get(2..)?)
        }
        12 if year >= 2004 && modern(digits).is_none() => {
            let made = format!("{}{year}{}", rest.get(..2)?, rest.get(2..)?);
            modern(&made)?;
            made
        }
        _ => return None,
    };
    Some(Number::new("DE", Some(Series::Application), &number, kind).in_year(year))
}

/// The EPODOC form of an application number of 1995 to 2003, without office.
pub(crate) fn epodoc_application(number: &Number) -> Option<String> {
    let digits = number.number.as_str();
    let year = number.year.filter(|_| digits.len() == 8)?;
    Some(format!("{year}{}0{}", digits.get(..1)?, digits.get(3..)?))
}
