//! Tests of the reader of numbers.

use super::*;

const CASES: &str = include_str!("../../../../tests/data/numbers/cases.csv");

struct Row {
    how: String,
    written: String,
    given: [String; 3],
    series: String,
    office: String,
    number: String,
    kind: String,
    check: String,
    canonical: String,
    source: String,
}

fn cases() -> Vec<Row> {
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

fn series_of(name: &str) -> Option<Series> {
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

fn first(text: &str) -> Option<String> {
    read(text).first().map(|r| r.number.key())
}

#[test]
fn quick() {
    for (text, key) in [
        ("201710601862.3", "CN201710601862"),
        ("ZL201710601862.3", "CN201710601862"),
        ("ＺＬ　２０１７１０６０１８６２．３", "CN201710601862"),
        ("专利号：ZL 2017 1 0601862.3", "CN201710601862"),
        ("CN109524631A", "CN109524631A"),
        ("CN 109524631 A", "CN109524631A"),
        ("CN1095246310", "CN109524631"),
        ("EP 1 000 000 A1", "EP1000000A1"),
        ("EP1000000", "EP1000000"),
        ("(EP).(1000000).(A1)", "EP1000000A1"),
        ("EP.1000000.A1", "EP1000000A1"),
        ("EP1000000.A1", "EP1000000A1"),
        ("EP400812A1", "EP0400812A1"),
        ("US 2018/0265402 A1", "US2018265402A1"),
        ("US20180265402A1", "US2018265402A1"),
        ("US 9,876,543 B2", "US9876543B2"),
        ("US9876543", "US9876543"),
        ("15/123,456", "US15123456"),
        ("PCT/US2016/064351", "US2016064351W"),
        ("WO 2016/064351 A1", "WO2016064351A1"),
        ("WO9912345", "WO9912345"),
        ("JP特開2006-147056", "JP2006147056A"),
        ("JP2006-147056A", "JP2006147056A"),
        ("特願平7-123456", "JP12345695"),
        ("JPH07123456A", "JPH07123456A"),
        ("JPH0123456A", "JPH0123456A"),
        ("KR10-2018-0012345", "KR20180012345"),
        ("KR 10-1234567 B1", "KR101234567B1"),
        ("DE 10 2011 012 345 A1", "DE102011012345A1"),
        ("DE19912345A1", "DE19912345A1"),
        ("GB 2 345 678 A", "GB2345678A"),
        ("GB0212345.6", "GB0212345"),
        ("FR 2 812 345 A1", "FR2812345A1"),
        ("FR1234567", "FR1234567"),
        ("cn85100001a", "CN85100001A"),
        ("us-7365259-b2", "US7365259B2"),
        ("US D435,854 S1", "USD435854S1"),
    ] {
        assert_eq!(first(text).as_deref(), Some(key), "{text} {:?}", read(text));
    }
}
