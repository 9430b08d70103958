//! Every format is read back: by `csv`, `calamine`, our own XML tree and `serde_json`.

use super::*;
use crate::read::tree::Element;
use crate::record::*;
use calamine::{Data, Reader, Xlsx};
use quanlian_handbook::Date;
use std::io::Cursor;
use std::sync::{Arc, Mutex};

/// A place to write that the test can look into afterwards.
#[derive(Clone, Default)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn export(format: ExportFormat, options: &ExportOptions, records: &[Record]) -> Vec<u8> {
    let sink = Sink::default();
    let mut exporter = writer(format, Box::new(sink.clone()), options).unwrap();
    for (index, record) in records.iter().enumerate() {
        let p = &record.publication;
        let derived = Derived {
            display: format!("{} {} {}", p.office, p.number, p.kind),
            applicant_province: Some("浙江省".into()),
            family_size: 2,
            cited_by: 3,
            link: Some(format!(
                "http://127.0.0.1:8080/d/{}{}{}",
                p.office, p.number, p.kind
            )),
            ..Derived::default()
        };
        let key = format!("{}{}{}", p.office, p.number, p.kind);
        exporter
            .write(&ExportRow {
                key: &key,
                record,
                derived: &derived,
            })
            .unwrap_or_else(|error| panic!("row {index}: {error}"));
    }
    exporter.finish().unwrap();
    let bytes = sink.0.lock().unwrap();
    bytes.clone()
}

fn sample() -> Record {
    let mut record = Record::new(Format::CnXml);
    record.publication = DocId {
        office: "CN".into(),
        number: "109524631".into(),
        kind: "A".into(),
        date: Date::new(2019, 3, 26),
        original: "CN 109524631 A".into(),
        lang: "zh".into(),
    };
    record.application = Some(DocId {
        office: "CN".into(),
        number: "201811234235".into(),
        date: Date::new(2018, 10, 23),
        original: "201811234235.1".into(),
        ..DocId::default()
    });
    record.titles = vec![
        Text {
            lang: "zh".into(),
            text: "石墨烯 & 锂电池, \"负极\"".into(),
        },
        Text {
            lang: "en".into(),
            text: "Graphene {anode}_50%".into(),
        },
    ];
    record.abstracts = vec![Passage {
        lang: "zh".into(),
        paragraphs: vec![
            Paragraph {
                text: "=HYPERLINK(\"http://x\")".into(),
                ..Paragraph::default()
            },
            Paragraph {
                text: "第二段 <0.5 µm".into(),
                ..Paragraph::default()
            },
        ],
        ..Passage::default()
    }];
    record.claims = vec![ClaimSet {
        lang: "zh".into(),
        states: vec![],
        claims: vec![
            Claim {
                number: 1,
                depends_on: vec![],
                text: "一种负极。".into(),
            },
            Claim {
                number: 2,
                depends_on: vec![1],
                text: "根据权利要求1所述的负极。".into(),
            },
        ],
    }];
    let party = |role, name: &str, country: &str| Party {
        role,
        sequence: 1,
        name: name.into(),
        names: Default::default(),
        address: String::new(),
        country: country.into(),
        id: String::new(),
    };
    record.parties = vec![
        party(Role::Applicant, "浙江大学", "CN"),
        party(Role::Inventor, "张三", ""),
        party(Role::Inventor, "Smith, John", ""),
    ];
    record.classes = vec![
        Class {
            scheme: Scheme::Ipc,
            symbol: "H01M4/36".into(),
            first: true,
            value: "I".into(),
            version: "2006.01".into(),
            office: String::new(),
        },
        Class {
            scheme: Scheme::Cpc,
            symbol: "H01M4/364".into(),
            first: true,
            value: "I".into(),
            version: "2010.01".into(),
            office: "EP".into(),
        },
    ];
    record.priorities = vec![Priority {
        id: DocId {
            office: "CN".into(),
            number: "201811234235".into(),
            kind: "A".into(),
            date: Date::new(2018, 10, 23),
            ..DocId::default()
        },
        kind: String::new(),
        active: true,
        linkage: String::new(),
    }];
    record.citations = vec![
        Citation {
            patent: Some(DocId {
                office: "US".into(),
                number: "2020223945".into(),
                kind: "A1".into(),
                ..DocId::default()
            }),
            category: "X".into(),
            phase: "SEA".into(),
            ..Citation::default()
        },
        Citation {
            literature: "Carbon 12 (2010) 1".into(),
            ..Citation::default()
        },
    ];
    record
}

#[test]
fn jsonl_gives_the_same_record_back() {
    let records = [sample(), Record::new(Format::GazetteCsv)];
    let bytes = export(ExportFormat::Jsonl, &ExportOptions::default(), &records);
    let back: Vec<Record> = std::str::from_utf8(&bytes)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(back, records);
}

#[test]
fn csv_is_read_back_and_no_cell_is_a_formula() {
    let bytes = export(ExportFormat::Csv, &ExportOptions::default(), &[sample()]);
    assert!(bytes.starts_with(b"\xef\xbb\xbf"), "a byte order mark");
    assert!(bytes.ends_with(b"\r\n"));
    let mut reader = ::csv::Reader::from_reader(&bytes[3..]);
    let header = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
    let cell = |name: &str| {
        let index = header.iter().position(|h| h == name).unwrap();
        rows[0].get(index).unwrap().to_owned()
    };
    assert_eq!(rows.len(), 1);
    assert_eq!(cell("公开（公告）号"), "CN 109524631 A");
    assert_eq!(cell("名称"), "石墨烯 & 锂电池, \"负极\"");
    assert_eq!(cell("申请号"), "CN201811234235.1");
    assert_eq!(cell("申请日"), "2018-10-23");
    assert_eq!(cell("发明（设计）人"), "张三; Smith, John");
    assert_eq!(cell("摘要"), "'=HYPERLINK(\"http://x\")\n第二段 <0.5 µm");
    assert_eq!(cell("权利要求数"), "2");
    assert_eq!(cell("授权日"), "");
}

#[test]
fn formulas_are_defused_in_every_disguise() {
    for start in [
        "=1", "+1", "-1", "@x", "＝1", "  =1", "\t=1", "\r=1", "|cmd",
    ] {
        let mut record = sample();
        record.titles[0].text = start.to_owned();
        let options = ExportOptions {
            fields: vec!["title".into()],
            plain_header: true,
            ..ExportOptions::default()
        };
        let bytes = export(ExportFormat::Csv, &options, &[record]);
        let mut reader = ::csv::Reader::from_reader(&bytes[3..]);
        let row = reader.records().next().unwrap().unwrap();
        assert_eq!(row.get(0).unwrap(), format!("'{start}"));
    }
}

#[test]
fn columns_are_chosen_by_name_and_unknown_ones_are_refused() {
    let options = ExportOptions {
        fields: vec!["claims_count".into(), "NUMBER".into(), "主分类号".into()],
        plain_header: true,
        ..ExportOptions::default()
    };
    let bytes = export(ExportFormat::Csv, &options, &[sample()]);
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}claims_count,number,ipc_main\r\n2,CN 109524631 A,H01M4/36\r\n"
    );
    for (format, field, code) in [
        (ExportFormat::Xlsx, "colour", "export.unknown-field"),
        (ExportFormat::Ris, "title", "export.fields-not-taken"),
    ] {
        let options = ExportOptions {
            fields: vec![field.into()],
            ..ExportOptions::default()
        };
        let error = writer(format, Box::new(Sink::default()), &options)
            .err()
            .unwrap();
        assert_eq!(error.code(), code);
    }
}

#[test]
fn column_names_and_titles_are_each_used_once() {
    for (index, column) in COLUMNS.iter().enumerate() {
        for other in &COLUMNS[index + 1..] {
            assert_ne!(column.name, other.name);
            assert_ne!(column.zh, other.zh);
            assert_ne!(column.en, other.en);
        }
    }
}

#[test]
fn xlsx_has_dates_text_numbers_links_and_several_sheets() {
    let mut records = vec![sample(), sample(), sample()];
    records[1].publication.date = Date::new(1885, 4, 1);
    records[1].abstracts[0].paragraphs[0].text = "长".repeat(40_000);
    let options = ExportOptions {
        sheet_rows_max: Some(2),
        ..ExportOptions::default()
    };
    let bytes = export(ExportFormat::Xlsx, &options, &records);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["hits 1", "hits 2"]);
    let sheet = book.worksheet_range("hits 1").unwrap();
    assert_eq!(sheet.height(), 3);
    let column = |name: &str| {
        let head = sheet.rows().next().unwrap();
        head.iter().position(|cell| cell == name).unwrap()
    };
    let row = |index: usize| sheet.rows().nth(index).unwrap();
    assert_eq!(row(1)[column("公开（公告）号")], "CN 109524631 A");
    assert_eq!(row(1)[column("申请号")], "CN201811234235.1");
    let Data::DateTime(filed) = &row(1)[column("申请日")] else {
        panic!("not a date: {:?}", row(1)[column("申请日")]);
    };
    assert_eq!(filed.as_f64(), 43_396.0, "2018-10-23 in the 1900 system");
    assert_eq!(row(1)[column("权利要求数")], 2.0);
    assert_eq!(row(1)[column("授权日")], Data::Empty);
    assert_eq!(row(2)[column("公开（公告）日")], "1885-04-01");
    let Data::String(long) = &row(2)[column("摘要")] else {
        panic!("no text")
    };
    assert_eq!(long.encode_utf16().count(), 32_767);
    assert!(long.ends_with("32,767 characters]"));
    assert_eq!(book.worksheet_range("hits 2").unwrap().height(), 2);

    let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let mut xml = String::new();
    std::io::Read::read_to_string(
        &mut zip.by_name("xl/worksheets/sheet1.xml").unwrap(),
        &mut xml,
    )
    .unwrap();
    assert!(xml.contains("state=\"frozen\""), "the header stays in view");
    assert!(xml.contains("<hyperlink "), "the number is a link");
    assert!(xml.contains("<autoFilter "));
}

#[test]
fn an_export_of_nothing_is_a_valid_file() {
    for format in ExportFormat::ALL {
        let bytes = export(format, &ExportOptions::default(), &[]);
        match format {
            ExportFormat::Xlsx => {
                let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
                assert_eq!(book.worksheet_range("hits 1").unwrap().height(), 1);
            }
            ExportFormat::Docdb => {
                Element::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
            }
            ExportFormat::Csv => assert!(!bytes.is_empty()),
            _ => assert!(bytes.is_empty()),
        }
    }
}

#[test]
fn ris_has_the_tags_of_a_patent() {
    let text = String::from_utf8(export(
        ExportFormat::Ris,
        &ExportOptions::default(),
        &[sample()],
    ))
    .unwrap();
    let wanted = "TY  - PAT\r\n\
TI  - 石墨烯 & 锂电池, \"负极\"\r\n\
AU  - 张三\r\n\
AU  - Smith, John\r\n\
PB  - 浙江大学\r\n\
SN  - CN 109524631 A\r\n\
M1  - CN201811234235.1\r\n\
DA  - 2019/03/26\r\n\
C1  - 2018/10/23\r\n\
OP  - CN201811234235A\r\n\
A2  - CN\r\n\
C3  - CN\r\n\
C5  - US2020223945A1\r\n\
AB  - =HYPERLINK(\"http://x\") 第二段 <0.5 µm\r\n\
KW  - H01M4/36\r\n\
KW  - H01M4/364\r\n\
LA  - zh\r\n\
UR  - http://127.0.0.1:8080/d/CN109524631A\r\n\
ER  - \r\n\r\n";
    assert_eq!(text, wanted);
}

#[test]
fn bibtex_escapes_what_latex_would_run() {
    let options = ExportOptions {
        language: Language::En,
        ..ExportOptions::default()
    };
    let text = String::from_utf8(export(ExportFormat::Bibtex, &options, &[sample()])).unwrap();
    assert!(text.starts_with("@patent{CN109524631A,\n  title = {{Graphene \\{anode\\}\\_50\\%}}"));
    assert!(text.contains("author = {{张三} and Smith, John}"));
    assert!(text.contains("holder = {{浙江大学}}"));
    assert!(text.contains("number = {CN 109524631 A}"));
    assert!(text.contains("date = {2019-03-26}"));
    assert!(text.ends_with("\n}\n\n"));
    let open = text.replace("\\{", "").replace("\\}", "");
    assert_eq!(open.matches('{').count(), open.matches('}').count());
}

#[test]
fn docdb_is_well_formed_and_holds_the_bibliography() {
    let bytes = export(
        ExportFormat::Docdb,
        &ExportOptions::default(),
        &[sample(), sample()],
    );
    let root = Element::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
    assert_eq!(root.elements().count(), 2);
    let document = root.elements().next().unwrap();
    assert_eq!(document.attribute("doc-number"), Some("109524631"));
    assert_eq!(document.attribute("date-publ"), Some("20190326"));
    let text = |name: &str| document.find(name).map(Element::text);
    assert_eq!(
        document
            .find("classification-ipcr")
            .map(Element::text)
            .unwrap()
            .trim(),
        "H01M 4/36 20060101AFI"
    );
    assert_eq!(text("classification-symbol").as_deref(), Some("H01M 4/364"));
    assert_eq!(text("applicant").as_deref(), Some("浙江大学CN"));
    assert_eq!(text("priority-active-indicator").as_deref(), Some("Y"));
    let mut titles = Vec::new();
    document.find_all("invention-title", &mut titles);
    assert_eq!(titles.len(), 2);
    let mut cited = Vec::new();
    document.find_all("citation", &mut cited);
    assert_eq!(cited.len(), 2);
    assert_eq!(cited[0].attribute("cited-phase"), Some("SEA"));
    assert_eq!(
        cited[0].find("doc-number").map(Element::text).as_deref(),
        Some("2020223945")
    );
    let abstracts = document.find("abstract").unwrap();
    assert_eq!(abstracts.elements().count(), 2);
    // The class symbol keeps the places of ST.8 in the file itself.
    let raw = String::from_utf8(bytes).unwrap();
    assert!(raw.contains("<text>H01M   4/36        20060101AFI<"));
    assert!(raw.contains("<date>20100101</date>"));
}

#[test]
fn docdb_keeps_old_editions_printed_tails_dates_and_states() {
    let mut record = sample();
    let mut old = record.classes[0].clone();
    (old.symbol, old.version, old.value) = ("H01M10/40".into(), "7".into(), String::new());
    record.classes.insert(0, old);
    record.extras.insert(
        "classification-ipc.printed".into(),
        "H01M4/38 ALI20200101BHCN\nH01M4/36 AFI20190326BHCN".into(),
    );
    record
        .dates
        .insert("43".into(), Date::new(2019, 3, 26).unwrap());
    record.designated = vec!["DE".into(), "FR".into()];
    let bytes = export(ExportFormat::Docdb, &ExportOptions::default(), &[record]);
    let text = String::from_utf8(bytes).unwrap();
    for wanted in [
        "<exch:classification-ipc><edition>7</edition>\
         <main-classification>H01M  10/40</main-classification></exch:classification-ipc>",
        "<text>H01M   4/36        20060101AFI20190326BHCN</text>",
        "<exch:unexamined-printed-without-grant><document-id><date>20190326</date>",
        "<exch:contracting-states><country>DE</country><country>FR</country>",
    ] {
        assert!(text.contains(wanted), "{wanted}\n{text}");
    }
}

#[test]
fn rows_beyond_the_most_links_of_a_sheet_keep_their_link_as_a_formula() {
    let records = vec![sample(); 65_540];
    let options = ExportOptions {
        fields: vec!["number".into()],
        ..ExportOptions::default()
    };
    let bytes = export(ExportFormat::Xlsx, &options, &records);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(&bytes)).unwrap();
    let sheet = book.worksheet_range("hits 1").unwrap();
    assert_eq!(sheet.height(), 65_541);
    assert!(sheet.rows().skip(1).all(|row| row[0] == "CN 109524631 A"));
    let formulas = book.worksheet_formula("hits 1").unwrap();
    let (last, _) = formulas.end().unwrap();
    assert_eq!(formulas.used_cells().count(), 10);
    assert!(
        formulas
            .get_value((last, 0))
            .unwrap()
            .starts_with("HYPERLINK(\"http://127.0.0.1:8080/d/CN109524631A\"")
    );
}
