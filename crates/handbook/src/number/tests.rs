//! Tests of the reader of numbers.

#![allow(clippy::unwrap_used)]

use super::*;

mod cases;
mod properties;

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
    assert!(same(&one("EP-A-0400812"), &one("EP0400812A1")));
    assert!(!same(&one("EP-A-0400812"), &one("EP0400812B1")));
    assert!(!same(&one("CN109524631B"), &one("CN109524631B8")));
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
        "20190712",
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
    assert_eq!(kept("CN", "2.02E+12"), "CN");
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
fn fields_of_other_years_and_offices() {
    use Series::{Application as A, Publication as P};
    for (office, number, kind, date, series, key) in [
        ("JP", "P2003-123456", "", "2003-04-28", A, "JP2003123456"),
        ("JP", "P11-123456", "", "1999-04-28", A, "JP12345699"),
        ("JP", "2017-123456", "", "2017-06-23", A, "JP2017123456"),
        ("JP", "特願2017-123456", "", "2017-06-23", A, "JP2017123456"),
        ("JP", "平7-1234", "", "1995-01-09", A, "JP123495"),
        ("JP", "2017-123456", "A", "", P, "JP2017123456A"),
        ("JP", "特開2017-123456", "", "", P, "JP2017123456A"),
        ("KR", "10-2002-12345", "", "2002-03-07", A, "KR20020012345"),
        ("KR", "2002012345", "A", "2002-03-07", A, "KR20020012345"),
        (
            "KR",
            "10-2017-0123456",
            "",
            "2017-09-25",
            A,
            "KR20170123456",
        ),
        (
            "KR",
            "20-2017-0001234",
            "",
            "2017-03-14",
            A,
            "KR20170001234U",
        ),
        ("DE", "102 45 678", "", "2002-09-30", A, "DE10245678"),
        ("DE", "103 12 345.6", "", "2003-03-20", A, "DE10312345"),
        (
            "DE",
            "102017123456.7",
            "",
            "2017-10-10",
            A,
            "DE102017123456",
        ),
        (
            "DE",
            "10 2017 123 456.7",
            "",
            "2017-10-10",
            A,
            "DE102017123456",
        ),
        ("DE", "20 2017 001 234", "U1", "", P, "DE202017001234U1"),
        ("GB", "1712345.6", "", "2017-08-01", A, "GB201712345"),
        ("GB", "0223456", "", "2002-10-09", A, "GB0223456"),
        ("FR", "02 12345", "", "2002-10-04", A, "FR0212345"),
        ("CN", "02112345.6", "", "2002-06-28", A, "CN02112345"),
        (
            "CN",
            "2007 1 0123456",
            "",
            "2007-06-27",
            A,
            "CN200710123456",
        ),
        ("US", "62/630,123", "", "2018-02-13", A, "US201862630123P"),
        ("US", "60/123,456", "", "1999-03-09", A, "US12345699P"),
        ("US", "29/391,050", "", "2011-05-01", A, "US201129391050F"),
        ("US", "D. 271298", "", "", P, "USD271298"),
        ("US", "RE036397", "E1", "", P, "USRE36397E1"),
        ("US", "PP017501", "P2", "", P, "USPP17501P2"),
        ("US", "H0002112", "H1", "", P, "USH2112H1"),
        ("US", "039373754", "A", "", P, "US3937375A"),
        ("DK", "19702186.8", "T", "2019-01-14", A, "DK19702186T"),
        ("WO", "PCT/JP2003/001234", "", "2003-02-06", A, "JP0301234W"),
        ("WO", "JP2003001234", "", "2003-02-06", A, "JP0301234W"),
        ("EP", "10167109.7", "A", "2010-06-24", A, "EP10167109"),
        ("SE", "0201234-5", "", "2002-04-24", A, "SE0201234"),
        ("US", "09083597", "", "1998-05-22", A, "US8359798"),
        ("US", "60195933", "00", "2000-04-10", A, "US19593300P"),
        ("EP", "2012345", "", "2002-06-05", A, "EP02012345"),
        ("EP", "400812", "A1", "", P, "EP0400812A1"),
        ("WO", "2002/054790", "A2", "", P, "WO02054790A2"),
        ("WO", "1999/061002", "A1", "", P, "WO9961002A1"),
    ] {
        let made = canonical(office, number, kind, Date::read(date), series);
        assert_eq!(made.key(), key, "{office} {number}");
    }
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
        ("109524631A", "CN109524631A"),
        ("2006-147056", "JP2006147056"),
        ("9876543", "US9876543"),
        ("US D435,854 S1", "USD435854S1"),
    ] {
        assert_eq!(first(text).as_deref(), Some(key), "{text} {:?}", read(text));
    }
}
