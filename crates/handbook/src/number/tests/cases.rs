//! The table of written numbers, row by row.

#![allow(clippy::unwrap_used)]

use super::super::*;

const CASES: &str = include_str!("../../../../../tests/data/numbers/cases.csv");

pub(super) struct Row {
    pub(super) how: String,
    pub(super) written: String,
    pub(super) given: [String; 3],
    pub(super) series: String,
    pub(super) office: String,
    pub(super) number: String,
    pub(super) kind: String,
    pub(super) check: String,
    pub(super) canonical: String,
    pub(super) source: String,
}

pub(super) fn cases() -> Vec<Row> {
    csv::ReaderBuilder::new()
        .comment(Some(b'#'))
        .from_reader(CASES.as_bytes())
        .records()
        .map(|row| {
            let row = row.unwrap();
            let cell = |at: usize| row[at].to_owned();
            Row {
                how: cell(0),
                written: cell(1),
                given: [cell(2), cell(3), cell(4)],
                series: cell(5),
                office: cell(6),
                number: cell(7),
                kind: cell(8),
                check: cell(9),
                canonical: cell(10),
                source: cell(11),
            }
        })
        .collect()
}

pub(super) fn series_of(name: &str) -> Option<Series> {
    match name {
        "publication" => Some(Series::Publication),
        "application" => Some(Series::Application),
        _ => None,
    }
}

fn describe(number: &Number) -> [String; 6] {
    [
        match number.series {
            Some(Series::Publication) => "publication",
            Some(Series::Application) => "application",
            None => "",
        }
        .to_owned(),
        number.office.clone(),
        number.number.clone(),
        number.kind.clone(),
        match number.check {
            Check::None => "none".to_owned(),
            Check::Right(_) => "right".to_owned(),
            Check::Missing(_) => "missing".to_owned(),
            Check::Wrong { expected, .. } => format!("wrong:{expected}"),
        },
        number.key(),
    ]
}

#[test]
fn every_case_of_the_table() {
    let mut failures = Vec::new();
    for row in cases() {
        if row.how == "ruined" {
            if !spreadsheet_ruined(&row.written) || !read(&row.written).is_empty() {
                failures.push(format!("{} is not seen as ruined", row.written));
            }
            continue;
        }
        let Row {
            how,
            written,
            given: [office, given_kind, date],
            ..
        } = &row;
        let wanted = [
            row.series.clone(),
            row.office.clone(),
            row.number.clone(),
            row.kind.clone(),
            row.check.clone(),
            row.canonical.clone(),
        ];
        let series = series_of(&row.series).unwrap_or(Series::Publication);
        let date = Date::read(date);
        let found: Vec<Number> = match how.as_str() {
            "first" => read(written)
                .into_iter()
                .take(1)
                .map(|r| r.number)
                .collect(),
            "any" => read(written).into_iter().map(|r| r.number).collect(),
            "fields" => vec![canonical(office, written, given_kind, date, series)],
            "docdb" => vec![canonical_as(
                Style::Docdb,
                office,
                written,
                given_kind,
                date,
                series,
            )],
            "epodoc" => vec![canonical_as(
                Style::Epodoc,
                office,
                written,
                given_kind,
                date,
                series,
            )],
            other => panic!("no such test: {other}"),
        };
        let hit = found.iter().any(|number| {
            let mut got = describe(number);
            if how == "any" && got[0].is_empty() {
                got[0].clone_from(&wanted[0]);
            }
            if how == "first" && number.series.is_none() && wanted[0] == "publication" {
                got[0].clone_from(&wanted[0]);
            }
            got == wanted
        });
        if !hit {
            let got: Vec<_> = found.iter().map(describe).collect();
            failures.push(format!(
                "{how} {written:?} {:?} ({}): wanted {wanted:?}, got {got:?}",
                row.given, row.source
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn the_table_is_broad_and_mostly_real() {
    let rows = cases();
    assert!(rows.len() >= 400);
    for office in ["CN", "US", "EP", "WO", "JP", "KR", "DE", "GB", "FR"] {
        assert!(rows.iter().any(|row| row.office == office), "{office}");
    }
    let derived = rows
        .iter()
        .filter(|row| row.source.starts_with("derived"))
        .count();
    assert!(derived * 10 <= rows.len() * 4);
    assert!(rows.iter().all(|row| !row.source.is_empty()));
}

#[test]
fn chinese_check_digits_of_the_table_are_right() {
    let mut seen = 0;
    for row in cases() {
        if row.office == "CN" && row.check == "right" {
            let digit = row
                .written
                .chars()
                .rev()
                .find(|c| c.is_alphanumeric())
                .unwrap();
            let digit = match digit as u32 {
                code @ 0xff01..=0xff5e => char::from_u32(code - 0xfee0).unwrap(),
                _ => digit.to_ascii_uppercase(),
            };
            assert_eq!(cn_check_digit(&row.number), Some(digit), "{}", row.written);
            seen += 1;
        }
    }
    assert!(seen > 60);
}

/// Runs over the whole gazette when `QUANLIAN_SHARED` names the folder of real data.
#[test]
fn every_number_of_the_gazette_is_read() {
    let Some(shared) = std::env::var_os("QUANLIAN_SHARED") else {
        println!("skipped: QUANLIAN_SHARED is not set");
        return;
    };
    let folder = std::path::Path::new(&shared).join("cn-patents/gazette-2019-07/Target");
    let (mut publications, mut applications, mut ruined) = (0, 0, 0);
    for entry in std::fs::read_dir(folder).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for cell in bytes.split(|b| matches!(b, b',' | b'\n' | b'\r')) {
            let Ok(cell) = std::str::from_utf8(cell) else {
                continue;
            };
            if cell.len() == 12 && cell.starts_with("CN") {
                assert_eq!(read(cell)[0].number.key(), cell);
                publications += 1;
            } else if cell.len() == 13
                && cell.starts_with("20")
                && cell[..12].parse::<u64>().is_ok()
            {
                let reading = &read(cell)[0];
                assert!(matches!(reading.number.check, Check::Right(_)), "{cell}");
                applications += 1;
            } else if cell.contains("E+1") {
                assert!(spreadsheet_ruined(cell), "{cell}");
                ruined += 1;
            }
        }
    }
    println!("{publications} publications, {applications} applications, {ruined} ruined");
    assert!(publications > 40_000 && applications > 20_000 && ruined > 15_000);
}
