//! Tests of the gazette: real rows of all four types, and the dirt made by hand.

use super::*;
use crate::record::Class;

fn header() -> Header {
    Header {
        columns: COLUMNS.iter().map(|c| (*c).to_owned()).collect(),
        delimiter: ',',
        encoding: "gb18030".to_owned(),
        ..Header::default()
    }
}

fn read(line: &str) -> Record {
    let (bytes, ..) = encoding_rs::GB18030.encode(line);
    let mut records = row(&header(), &bytes).expect("reads");
    assert_eq!(records.len(), 1);
    records.remove(0)
}

fn names(record: &Record, role: Role) -> Vec<&str> {
    let of = record.parties.iter().filter(|p| p.role == role);
    of.map(|p| p.name.as_str()).collect()
}

fn codes(record: &Record) -> Vec<&str> {
    record.notes.iter().map(|n| n.code.as_str()).collect()
}

fn symbols(record: &Record) -> Vec<(&str, &str, &str)> {
    record
        .classes
        .iter()
        .map(|c: &Class| (c.symbol.as_str(), c.version.as_str(), c.value.as_str()))
        .collect()
}

#[test]
fn a_grant_with_a_ruined_number_reads() {
    let record = read(
        "1,包含可聚合紫外线吸收剂的微结构化光学膜,CN102307917B,2019.07.12,2.0098E+12,2009.12.17,3M创新有限公司;??雀巢公司,布赖恩·V·亨特;??埃里克·W·纳尔逊,美国明尼苏达州,C08F265/04(2006.01)I;??G06T7/73(2017.01)N\n",
    );
    assert_eq!(record.publication.number, "102307917");
    assert_eq!(record.publication.kind, "B");
    assert_eq!(record.publication.date, Date::new(2019, 7, 12));
    assert_eq!(record.dates.get("45"), Date::new(2019, 7, 12).as_ref());
    assert_eq!(
        record.titles[0].text,
        "包含可聚合紫外线吸收剂的微结构化光学膜"
    );
    let application = record.application.as_ref().expect("a date");
    assert_eq!(
        (application.number.as_str(), application.date),
        ("", Date::new(2009, 12, 17))
    );
    assert_eq!(record.extras["filing_id"], "2.0098E+12");
    assert_eq!(codes(&record), ["read.number-ruined"]);
    assert_eq!(names(&record, Role::Owner), ["3M创新有限公司", "雀巢公司"]);
    assert_eq!(
        names(&record, Role::Inventor),
        ["布赖恩·V·亨特", "埃里克·W·纳尔逊"]
    );
    assert_eq!(record.parties[0].address, "美国明尼苏达州");
    assert_eq!(record.parties[0].country, "US");
    assert_eq!(
        symbols(&record),
        [("C08F265/04", "2006.01", "I"), ("G06T7/73", "2017.01", "A")]
    );
    assert!(record.classes[0].first && !record.classes[1].first);
}

#[test]
fn a_design_has_locarno_classes() {
    let record = read(
        "3,月饼,CN305252226S,2019.07.12,201830596276X,2018.10.24,张鹏,张鹏;\u{2002}李曦,713100陕西省咸阳市兴平市秦岭二路2街035栋6号,03-01 (12);\u{2002}13-02 (12)  \n",
    );
    let application = record.application.as_ref().expect("an application");
    assert_eq!(
        (application.number.as_str(), application.original.as_str()),
        ("201830596276", "201830596276X")
    );
    assert_eq!(names(&record, Role::Inventor), ["张鹏", "李曦"]);
    assert_eq!(record.parties[0].country, "CN");
    assert!(record.parties[0].address.starts_with("713100陕西省"));
    assert_eq!(symbols(&record), [("03-01", "12", ""), ("13-02", "12", "")]);
    assert!(record.classes.iter().all(|c| c.scheme == Scheme::Locarno));
    assert!(codes(&record).is_empty(), "{:?}", record.notes);
}

#[test]
fn a_published_application_has_applicants() {
    let record = read(
        "2,一种新手羽毛球拍,CN109999443A,2019.07.12,2.02E+12,2017.12.29,陈霞;,陈霞;,265700山东省烟台市龙口市金域蓝湾1号楼401室,A63B49/02(2015.01)I;\n",
    );
    assert_eq!(names(&record, Role::Applicant), ["陈霞"]);
    assert!(record.dates.is_empty());
}

#[test]
fn shifted_columns_are_put_back() {
    // A comma in the title, one in the address, and a missing item number.
    let record = read(
        "甲,乙及其方法,CN109999443A,2019.07.12,2018305140799,2017.12.29,陈霞,王一,265700山东省烟台市,1号楼401室,A63B49/02(2015.01)I\n",
    );
    assert_eq!(record.publication.number, "109999443");
    assert_eq!(record.titles[0].text, "甲,乙及其方法");
    assert_eq!(
        record.application.as_ref().expect("number").number,
        "201830514079"
    );
    assert_eq!(names(&record, Role::Applicant), ["陈霞"]);
    assert_eq!(names(&record, Role::Inventor), ["王一"]);
    assert_eq!(record.parties[0].address, "265700山东省烟台市,1号楼401室");
    assert_eq!(symbols(&record), [("A63B49/02", "2015.01", "I")]);
    assert_eq!(codes(&record), ["read.columns-shifted"]);
    assert!(record.extras.contains_key("row"));

    // Ten cells, one place to the left: the item number is lost and a cell hangs on behind.
    let record = read(
        "一种新手羽毛球拍,CN109999443A,2019.07.12,2.02E+12,2017.12.29,陈霞,王一,265700山东省烟台市,A63B49/02(2015.01)I,\n",
    );
    assert_eq!(record.titles[0].text, "一种新手羽毛球拍");
    assert_eq!(names(&record, Role::Inventor), ["王一"]);
    assert_eq!(record.publication.date, Date::new(2019, 7, 12));
    assert_eq!(
        record.application.as_ref().expect("date").date,
        Date::new(2017, 12, 29)
    );
}

#[test]
fn files_that_were_joined_read_on() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/containers");
    let one = std::fs::read(folder.join("gazette-u.csv")).expect("a file");
    let twice = [one.as_slice(), b",,,,,,,,,\r\n", &one].concat();
    let (mut rows, mut skipped) = (0, Vec::new());
    crate::read::visit_bytes("x", twice, &crate::read::Options::default(), &mut |item| {
        match item {
            crate::read::Item::Piece(piece) => {
                rows += crate::read::parse(&piece).expect("reads").len();
            }
            crate::read::Item::Skipped { reason, .. } => skipped.push(reason),
            other => panic!("{other:?}"),
        }
        true
    });
    assert_eq!(rows, 46);
    assert_eq!(skipped.len(), 2, "{skipped:?}");
}

#[test]
fn numbers_are_known_in_other_writing() {
    let record = read(
        "1,甲,cn 110007813 a,2019/7/12,201710845632.X,2017-09-19,乙,丙,518057广东省深圳市,G06F3/0481(2013.01)I,,\n",
    );
    assert_eq!(
        (
            record.publication.number.as_str(),
            record.publication.kind.as_str()
        ),
        ("110007813", "A")
    );
    assert_eq!(
        record.application.as_ref().expect("number").number,
        "201710845632"
    );
    assert!(codes(&record).is_empty(), "{:?}", record.notes);
}

#[test]
fn rows_without_a_number_are_refused_with_a_reason() {
    let refuse = |line: &str| row(&header(), line.as_bytes()).expect_err("refused").code;
    assert_eq!(refuse(",,,,,,,,,"), "read.gazette-blank");
    assert_eq!(
        refuse("7,title,,2019.07.12,2018305140799,2018.01.01,a,b,c,d"),
        "read.no-number"
    );
    assert_eq!(refuse("CN"), "read.no-number");
}

#[test]
fn every_row_of_the_samples_reads() {
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/containers");
    for name in ["a", "b", "u", "s"] {
        let path = folder.join(format!("gazette-{name}.csv"));
        let (mut rows, mut ruined) = (0, 0);
        for item in crate::read::open(&path, &crate::read::Options::default()).expect("opens") {
            let crate::read::Item::Piece(piece) = item else {
                panic!("{item:?}");
            };
            let record = crate::read::parse(&piece).expect("reads").remove(0);
            assert_eq!(record.publication.kind, name.to_uppercase());
            assert_eq!(record.publication.date, Date::new(2019, 7, 12));
            assert!(!record.titles.is_empty() && !record.classes.is_empty());
            assert!(
                record
                    .application
                    .as_ref()
                    .is_some_and(|a| a.date.is_some())
            );
            assert!(record.parties.iter().any(|p| p.role == Role::Inventor));
            assert!(record.parties.iter().all(|p| !p.name.contains(['?', ';'])));
            ruined += record
                .notes
                .iter()
                .filter(|n| n.code == "read.number-ruined")
                .count();
            rows += 1;
        }
        assert_eq!(rows, 23, "{name}");
        assert_eq!(ruined > 0, matches!(name, "a" | "b"), "{name}");
    }
}
