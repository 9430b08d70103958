//! Tests of the table of kinds.

use super::*;

fn day(text: &str) -> Option<Date> {
    Date::read(text)
}

#[test]
fn every_row_is_whole() {
    let rows = SOURCE.lines().filter(|l| !l.starts_with('#')).count() - 1;
    assert_eq!(TABLE.values().map(Vec::len).sum::<usize>(), rows);
    for row in TABLE.values().flatten() {
        assert!((1..=3).contains(&row.level), "{row:?}");
        assert!(!row.zh.is_empty() && !row.en.is_empty(), "{row:?}");
        assert!(crate::office::find(&row.office).is_some(), "{row:?}");
    }
}

#[test]
fn periods_of_one_kind_do_not_overlap() {
    for rows in TABLE.values() {
        for (at, a) in rows.iter().enumerate() {
            for b in &rows[at + 1..] {
                let before = a.to.zip(b.from).is_some_and(|(to, from)| to < from);
                let after = b.to.zip(a.from).is_some_and(|(to, from)| to < from);
                assert!(before || after, "{a:?} {b:?}");
            }
        }
    }
}

#[test]
fn chinese_kinds_go_by_period() {
    let b = |d: &str| meaning("CN", "B", day(d)).map(|m| m.zh.as_str());
    assert_eq!(b("1990-05-01"), Some("发明专利申请审定公告"));
    assert_eq!(b("2019-07-12"), Some("发明专利授权公告"));
    assert_eq!(b("2010-04-07"), Some("发明专利授权公告"));
    assert_eq!(
        meaning("CN", "C", day("2004-05-12")).map(|m| m.level),
        Some(3)
    );
    assert_eq!(
        meaning("CN", "Y", day("2004-05-12")).map(|m| m.patent_type),
        Some(PatentType::UtilityModel)
    );
    assert_eq!(
        meaning("US", "A", day("1994-07-05")).map(|m| m.level),
        Some(2)
    );
    assert_eq!(meaning("CN", "Q", None), None);
}

#[test]
fn levels_order_publications() {
    for (office, first, second) in [
        ("CN", "A", "B"),
        ("EP", "A1", "B1"),
        ("US", "A1", "B2"),
        ("JP", "A", "B2"),
        ("KR", "A", "B1"),
        ("DE", "A1", "B4"),
        ("GB", "A", "B"),
        ("FR", "A1", "B1"),
        ("PT", "A", "B"),
    ] {
        assert!(
            level(office, first, None) < level(office, second, None),
            "{office}"
        );
    }
}

#[test]
fn types_follow_kind_and_number() {
    for (office, kind, number, expected) in [
        ("CN", "A", "109524631", PatentType::Invention),
        ("CN", "U", "209102019", PatentType::UtilityModel),
        ("CN", "S", "305252224", PatentType::Design),
        ("CN", "", "201830514079", PatentType::Design),
        ("CN", "", "95115608", PatentType::Invention),
        ("CN", "", "202280045049", PatentType::Invention),
        ("US", "S1", "D435854", PatentType::Design),
        ("US", "P2", "PP21234", PatentType::Plant),
        ("US", "E1", "RE43515", PatentType::Invention),
        ("US", "B2", "9876543", PatentType::Invention),
        ("EP", "", "2400812", PatentType::Invention),
        ("DE", "U1", "202011012345", PatentType::UtilityModel),
        ("AT", "U1", "6311", PatentType::UtilityModel),
        ("ZZ", "", "1", PatentType::Other),
    ] {
        assert_eq!(
            patent_type(office, kind, number),
            expected,
            "{office} {number} {kind}"
        );
    }
}
