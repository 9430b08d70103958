//! Japanese numbers. Publications to 1999 and applications to 1999 count years of the era; since
//! 2000 both write the year of the common calendar. DOCDB writes `H07123456`, `2006147056`,
//! patents `3798625`; applications `12345695` (year behind) and, since 2000, `2005248724`.

use super::text::{Written, century, is_digits, pad, split, strip_zeros, year4};
use super::{Number, Reading, Series, Style, wo};

/// Words in front of a number: the word, the series, the kind it implies.
const PREFIXES: [(&str, Series, &str); 25] = [
    ("特許出願公開", Series::Publication, "A"),
    ("特開", Series::Publication, "A"),
    ("特开", Series::Publication, "A"),
    ("特表", Series::Publication, "A"),
    ("再表", Series::Publication, "A1"),
    ("再公表", Series::Publication, "A1"),
    ("特公", Series::Publication, ""),
    ("実開", Series::Publication, "U"),
    ("实开", Series::Publication, "U"),
    ("実用新案登録", Series::Publication, "U"),
    ("登録実用新案", Series::Publication, "U"),
    ("登実", Series::Publication, "U"),
    ("実登", Series::Publication, "U"),
    ("実表", Series::Publication, "U"),
    ("実公", Series::Publication, ""),
    ("实公", Series::Publication, ""),
    ("意匠登録", Series::Publication, "S"),
    ("意登", Series::Publication, "S"),
    ("特願", Series::Application, ""),
    ("特愿", Series::Application, ""),
    ("実願", Series::Application, "U"),
    ("实愿", Series::Application, "U"),
    ("意願", Series::Application, "F"),
    ("特許", Series::Publication, ""),
    ("特许", Series::Publication, ""),
];

/// Words for eras and their letter.
const ERAS: [(&str, char); 8] = [
    ("平成", 'H'),
    ("昭和", 'S'),
    ("令和", 'R'),
    ("大正", 'T'),
    ("平", 'H'),
    ("昭", 'S'),
    ("令", 'R'),
    ("明治", 'M'),
];

/// Readings of a text with a Japanese word in front of the number (特開, 特願, 平7).
pub(crate) fn read_prefixed(folded: &str) -> Vec<Reading> {
    let written = Written::new("", "", Style::Any);
    read_prefixed_in("", folded, &written)
}

/// [`read_prefixed`] for a text of which office, kind and date are known.
pub(crate) fn read_prefixed_in(office: &str, folded: &str, known: &Written) -> Vec<Reading> {
    if !(office.is_empty() || office == "JP") {
        return Vec::new();
    }
    let word = PREFIXES
        .iter()
        .find_map(|row| folded.find(row.0).map(|at| (at + row.0.len(), *row)));
    let after = match word {
        Some((at, _)) => folded.get(at..).unwrap_or_default(),
        None if folded.starts_with("JP") => folded.get(2..).unwrap_or_default(),
        None => folded,
    };
    let mut rest = after.trim_start().to_owned();
    let mut era = false;
    for (name, letter) in ERAS {
        if let Some(tail) = rest.strip_prefix(name) {
            rest = format!("{letter}{}", tail.trim_start());
            era = true;
            break;
        }
    }
    if word.is_none() && !era {
        return Vec::new();
    }
    let kind = match (known.kind.as_str(), word) {
        ("", Some((_, row))) => row.2,
        (kind, _) => kind,
    };
    let mut written = Written::new(&rest, kind, Style::Original);
    written.date = known.date;
    written.series = word.map(|(_, row)| row.1).or(known.series);
    if known.kind.is_empty() && word.is_some_and(|(_, row)| row.2 == "U") && written.kind == "A" {
        written.kind = "U".to_owned();
    }
    read(&written)
}

/// Readings of what follows `JP`.
pub(crate) fn read(written: &Written) -> Vec<Reading> {
    if written.kind == "W" {
        return super::wo::international_of("JP", written)
            .into_iter()
            .collect();
    }
    if let Some(plain) = written.without_patent_letter() {
        return read(&plain);
    }
    let mut readings = Vec::new();
    if !written.excludes(Series::Publication) {
        readings.extend(published(written));
    }
    let by_kind = written.series.is_none() && !matches!(written.kind.as_str(), "" | "A");
    if !written.excludes(Series::Application) && !by_kind {
        readings.extend(application(written));
    }
    readings
}

/// Readings of `2006-147056` without `JP` in front.
pub(crate) fn read_bare(written: &Written) -> Vec<Reading> {
    let parted = written.groups.len() == 2 && written.seps.get(1) == Some(&'-');
    let lengths = written.groups.first().is_some_and(|g| g.len() == 4) && written.body.len() == 10;
    if (parted && lengths) || (written.groups.len() == 1 && written.body.len() == 10) {
        read(written)
    } else {
        Vec::new()
    }
}

/// Year of the common calendar of a year of an era.
fn era_year(letter: char, year: u16) -> Option<u16> {
    let (base, last) = match letter {
        'M' => (1867, 45),
        'T' => (1911, 15),
        'S' => (1925, 64),
        'H' => (1988, 31),
        'R' => (2018, 99),
        _ => return None,
    };
    (1..=last).contains(&year).then_some(base + year)
}

/// A year without its era: by the date beside it, else Heisei up to 12 (since 2000 the offices'
/// numbers carry the year of the common calendar) and Showa above.
fn guess_era(year: u16, date: Option<u16>) -> Option<char> {
    let near = |letter: char| {
        era_year(letter, year)
            .zip(date)
            .is_some_and(|(y, date)| y == date || y + 1 == date || y + 2 == date)
    };
    ['H', 'S', 'R', 'T']
        .into_iter()
        .find(|letter| near(*letter))
        .or(match year {
            1..=12 => Some('H'),
            13..=64 => Some('S'),
            _ => None,
        })
}

/// Era, its year and the serial number, when the text counts years of an era.
fn in_era(written: &Written) -> Option<(char, u16, String)> {
    let body = written.body.as_str();
    let first = written.groups.first()?;
    let letter = body.chars().next()?;
    if letter.is_ascii_alphabetic() {
        let head = first.get(1..)?;
        let (year, serial) = if head.is_empty() {
            let year = written.groups.get(1)?;
            split(body.get(1..)?, year.len())?
        } else if written.groups.len() > 1 && head.len() <= 2 {
            split(body.get(1..)?, head.len())?
        } else {
            split(body.get(1..)?, 2)?
        };
        let year: u16 = year.parse().ok()?;
        era_year(letter, year)?;
        return (is_digits(serial) && serial.len() <= 7)
            .then(|| (letter, year, strip_zeros(serial).to_owned()));
    }
    if written.groups.len() < 2 || first.len() > 2 || written.digits().is_none() {
        return None;
    }
    let dashed = matches!(written.seps.get(1), Some('-' | '/'));
    let (year, serial) = split(body, first.len())?;
    let year: u16 = year.parse().ok()?;
    let letter = guess_era(year, written.year())?;
    (dashed && serial.len() <= 7).then(|| (letter, year, strip_zeros(serial).to_owned()))
}

/// Year of the common calendar and serial, when the text writes that year.
fn in_common_year(written: &Written) -> Option<(u16, String)> {
    let digits = written.digits()?;
    let first = written.groups.first()?;
    let parted = first.len() == 4 && written.groups.len() > 1;
    if !parted && digits.len() != 10 {
        return None;
    }
    let (year, serial) = split(digits, 4)?;
    let year = year4(year).filter(|year| *year >= 1980)?;
    (serial.len() <= 6).then(|| (year, pad(serial, 6)))
}

fn publication(number: &str, kind: &str, form: &'static str) -> Reading {
    Reading::new(
        Number::new("JP", Some(Series::Publication), number, kind),
        form,
    )
}

fn published(written: &Written) -> Option<Reading> {
    let kind = written.kind.as_str();
    if let Some(rest) = written.body.strip_prefix("WO") {
        let (year, serial) = split(rest, if rest.len() >= 9 { 4 } else { 2 })?;
        let year = year4(year).or_else(|| century(year))?;
        let number = wo::publication_number(year, serial).filter(|_| is_digits(serial))?;
        return Some(publication(
            &format!("WO{number}"),
            kind,
            "jp-republication",
        ));
    }
    if kind == "A1"
        && let Some((year, serial)) = in_common_year(written)
    {
        let number = wo::publication_number(year, &serial)?;
        return Some(publication(
            &format!("WO{number}"),
            kind,
            "jp-republication",
        ));
    }
    if let Some((letter, year, serial)) = in_era(written) {
        let mut reading = publication(
            &format!("{letter}{year:02}{serial}"),
            kind,
            "jp-publication",
        );
        reading.number.year = era_year(letter, year);
        return Some(reading);
    }
    if let Some((year, serial)) = in_common_year(written) {
        let mut reading = publication(&format!("{year}{serial}"), kind, "jp-publication");
        reading.number.year = Some(year);
        return Some(reading);
    }
    let digits = written.digits().filter(|digits| digits.len() <= 7)?;
    Some(publication(strip_zeros(digits), kind, "jp-patent"))
}

fn application(written: &Written) -> Option<Reading> {
    let kind = written.kind.as_str();
    let made = |year: u16, serial: &str, form: &'static str| {
        let digits = strip_zeros(serial);
        let number = if year >= 2000 {
            format!("{year}{}", pad(digits, 6))
        } else {
            format!("{digits}{:02}", year % 100)
        };
        Some(Reading::new(
            Number::new("JP", Some(Series::Application), &number, kind).in_year(year),
            form,
        ))
        .filter(|_| digits.len() <= 7)
    };
    if let Some((letter, year, serial)) = in_era(written) {
        return made(era_year(letter, year)?, &serial, "jp-application");
    }
    if let Some((year, serial)) = in_common_year(written) {
        return made(year, &serial, "jp-application");
    }
    let digits = written.digits()?;
    if digits.len() == 11 {
        let (year, serial) = split(digits, 4)?;
        return made(year4(year)?, serial, "epodoc-application");
    }
    let stated =
        written.style == Style::Docdb || written.series == Some(Series::Application) || kind == "A";
    if (3..=8).contains(&digits.len()) && (stated || digits.len() == 8) {
        let (serial, year) = split(digits, digits.len() - 2)?;
        return made(century(year)?, serial, "docdb-application");
    }
    None
}

/// The office's own form of a publication number, without kind.
pub(crate) fn original_publication(number: &str) -> String {
    let head = number.chars().next().unwrap_or(' ');
    if let Some(rest) = number.strip_prefix("WO") {
        return match split(rest, 4) {
            Some((year, serial)) if rest.len() == 10 => format!("WO{year}/{serial}"),
            _ => format!("WO{rest}"),
        };
    }
    if head.is_ascii_alphabetic()
        && let Some((era, serial)) = split(number, 3)
        && era_year(head, era.get(1..).and_then(|y| y.parse().ok()).unwrap_or(0)).is_some()
    {
        return format!("{era}-{serial}");
    }
    match split(number, 4) {
        Some((year, serial)) if number.len() == 10 && year4(year).is_some() => {
            format!("{year}-{serial}")
        }
        _ => number.to_owned(),
    }
}

/// The office's own form of an application number: 特願2005-248724, 特願平7-123456.
pub(crate) fn original_application(number: &Number) -> Option<String> {
    let word = match number.kind.as_str() {
        "" => "特願",
        "U" => "実願",
        "F" => "意願",
        _ => return None,
    };
    let year = number.year?;
    let digits = number.number.as_str();
    Some(match year {
        2000.. => format!("{word}{year}-{}", digits.get(4..)?),
        1989.. => format!(
            "{word}平{}-{}",
            year - 1988,
            digits.get(..digits.len().checked_sub(2)?)?
        ),
        1926.. => format!(
            "{word}昭{}-{}",
            year - 1925,
            digits.get(..digits.len().checked_sub(2)?)?
        ),
        _ => return None,
    })
}
