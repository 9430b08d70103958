//! Tests of the reader of numbers.

#![allow(clippy::unwrap_used)]

use super::*;

mod properties;

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

fn one(text: &str) -> Number {
    read(text).remove(0).number
}

#[test]
fn sameness_ignores_a_missing_kind_only() {
    assert!(same(&one("CN109524631A"), &one("CN 109524631")));
    assert!(!same(&one("CN109524631A"), &one("CN109524631B")));
    assert!(same(&one("ZL201710601862.3"), &one("CN201710601862")));
    assert!(!same(&one("EP1000000"), &one("CN1000000A")));
    let us = |kind: &str, number: &str, date: &str| {
        canonical("US", number, kind, Date::read(date), Series::Application)
    };
    let dated = us("", "12994775", "2009-05-25");
    assert_eq!(dated.key(), "US99477509");
    assert!(same(&dated, &one("12/994,775")));
    assert!(!same(&dated, &one("09/994,775")));
    assert!(!same(&dated, &us("P", "994775", "2009-05-25")));
    // The publication and the application of one Japanese number are two documents.
    let japanese = read("JP2005248724");
    assert_eq!(japanese.len(), 2);
    assert!(!same(&japanese[0].number, &japanese[1].number));
}

#[test]
fn a_us_application_without_year_offers_the_years_it_may_have() {
    let keys: Vec<String> = read("15/123,456").iter().map(|r| r.number.key()).collect();
    assert_eq!(keys[0], "US15123456");
    assert!(keys.contains(&"US201615123456".to_owned()), "{keys:?}");
    let old: Vec<String> = read("09/083,597").iter().map(|r| r.number.key()).collect();
    assert!(old.contains(&"US8359798".to_owned()), "{old:?}");
}

#[test]
fn a_wrong_digit_is_a_warning_with_the_right_one() {
    let readings = read("201710601862.4");
    let reading = &readings[0];
    assert_eq!(
        reading.number.check,
        Check::Wrong {
            found: '4',
            expected: '3'
        }
    );
    assert_eq!(reading.number.key(), "CN201710601862");
    assert_eq!(reading.warnings[0].code, "number.check-digit");
    assert!(reading.warnings[0].message_zh.contains("应为 3"));
    assert_eq!(one("CN201710601862").check, Check::Missing('3'));
}

#[test]
fn forms_are_those_of_the_offices() {
    for (text, original, docdb, epodoc, chinese) in [
        (
            "CN201710601862",
            "201710601862.3",
            "CN.201710601862.A",
            None,
            Some("ZL 201710601862.3"),
        ),
        (
            "CN98814060",
            "98814060.7",
            "CN.98814060.A",
            Some("CN19988014060"),
            None,
        ),
        (
            "CN109524631A",
            "CN 109524631 A",
            "CN.109524631.A",
            Some("CN109524631"),
            Some("CN 109524631 A"),
        ),
        (
            "CN1149075C",
            "CN 1149075 C",
            "CN.1149075.C",
            Some("CN1149075C"),
            None,
        ),
        (
            "EP10167109",
            "EP 10167109.7",
            "EP.10167109.A",
            Some("EP20100167109"),
            None,
        ),
        (
            "EP2400812A1",
            "EP 2400812 A1",
            "EP.2400812.A1",
            Some("EP2400812"),
            None,
        ),
        (
            "PCT/US98/16128",
            "PCT/US98/16128",
            "US.9816128.W",
            Some("WO1998US16128"),
            None,
        ),
        (
            "PCT/IB2022/055385",
            "PCT/IB2022/055385",
            "IB.2022055385.W",
            Some("WO2022IB55385"),
            None,
        ),
        (
            "US2018265402A1",
            "US 2018/0265402 A1",
            "US.2018265402.A1",
            Some("US2018265402"),
            None,
        ),
        (
            "US9648662B2",
            "US 9,648,662 B2",
            "US.9648662.B2",
            Some("US9648662"),
            None,
        ),
        (
            "US201113167395",
            "13/167,395",
            "US.201113167395.A",
            Some("US201113167395"),
            None,
        ),
        (
            "JP2005-248724 A",
            "JP 2005-248724 A",
            "JP.2005248724.A",
            Some("JP2005248724"),
            None,
        ),
        (
            "特願平10-186098",
            "特願平10-186098",
            "JP.18609898.A",
            Some("JP19980186098"),
            None,
        ),
        (
            "KR 10-0484299 B1",
            "KR 10-0484299 B1",
            "KR.100484299.B1",
            Some("KR100484299B"),
            None,
        ),
        (
            "DE 10 2011 012 345 A1",
            "DE 10 2011 012 345 A1",
            "DE.102011012345.A1",
            Some("DE102011012345"),
            None,
        ),
    ] {
        let forms = one(text).forms();
        if text != "CN98814060" {
            assert_eq!(forms.original, original, "{text}");
        }
        assert_eq!(forms.docdb, docdb, "{text}");
        assert_eq!(forms.epodoc.as_deref(), epodoc, "{text}");
        if chinese.is_some() {
            assert_eq!(forms.chinese.as_deref(), chinese, "{text}");
        }
    }
}

#[test]
fn nothing_is_read_into_other_text() {
    for text in [
        "",
        " ",
        "石墨烯",
        "battery",
        "H01M10/052",
        "2.02E+12",
        "2.0098E+12",
        "2019-07-12",
        "CN",
        "A1",
    ] {
        assert!(read(text).is_empty(), "{text} {:?}", read(text));
    }
    assert!(read(&"9".repeat(200)).is_empty());
    assert!(spreadsheet_ruined("2.02E+12") && spreadsheet_ruined("２.０２e+12"));
    assert!(!spreadsheet_ruined("CN109524631A") && !spreadsheet_ruined("RE43515E1"));
}

#[test]
fn canonical_keeps_what_no_rule_explains() {
    let kept =
        |office: &str, number: &str| canonical(office, number, "", None, Series::Publication).key();
    assert_eq!(kept("zz", " ab-12/34 "), "ZZAB1234");
    assert_eq!(kept("", ""), "");
    assert_eq!(kept("CN", "不是号码"), "CN不是号码");
    let long = canonical(
        "US",
        &"7".repeat(10_000_000),
        "A",
        None,
        Series::Application,
    );
    assert_eq!(long.number.len(), 10_000_000);
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
