//! EP, DOCDB and OPS fixtures read from end to end.
//!
//! `tests/data/{ep,docdb,ops}/expected.tsv` says what each file holds, counted with another XML
//! library and without this code; `lost.tsv` is the golden list of what is left out, with the why.

use super::loss::{fixture, folder, lost, names, shared, summary};
use super::tree::Element;
use super::{ReadError, docdb, ep, ops};
use crate::record::Record;
use std::collections::{BTreeMap, BTreeSet};

type Reader = fn(&Element) -> Result<Vec<Record>, ReadError>;

const READERS: &[(&str, Reader)] = &[
    ("ep", ep::document),
    ("docdb", docdb::document),
    ("ops", ops::answer),
];

/// Reads a file; the code where it cannot be read.
fn read(text: &str, reader: Reader) -> Result<(Element, Vec<Record>), String> {
    let root = Element::parse(text).map_err(|error| error.code.to_owned())?;
    let records = reader(&root).map_err(|error| error.code.to_owned())?;
    Ok((root, records))
}

#[test]
fn every_file_gives_what_it_holds() {
    let mut wrong = Vec::new();
    for (kind, reader) in READERS {
        let table = std::fs::read_to_string(folder(kind).join("expected.tsv")).expect("table");
        let mut expected: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for line in table.lines() {
            let (name, summary) = line.split_once('\t').expect("two columns");
            expected.entry(name).or_default().push(summary);
        }
        for name in names(kind) {
            let got: Vec<String> = match read(&fixture(kind, &name), *reader) {
                Ok((_, records)) => records.iter().map(summary).collect(),
                Err(_) => vec!["error".to_owned()],
            };
            let want = expected.get(name.as_str()).expect("a row for each file");
            for place in 0..got.len().max(want.len()) {
                let got = got.get(place).map_or("nothing", String::as_str);
                let want = want.get(place).copied().unwrap_or("nothing");
                if got != want {
                    wrong.push(format!("{name} {place}\n  got  {got}\n  want {want}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The pattern of a golden row: a path may begin with `…/`.
fn covers(pattern: &str, path: &str) -> bool {
    match pattern.strip_prefix("…") {
        Some(end) => path.ends_with(end),
        None => pattern == path,
    }
}

#[test]
fn nothing_is_lost_but_what_the_golden_list_names() {
    let mut surprises = BTreeMap::new();
    let mut used = BTreeSet::new();
    let table = std::fs::read_to_string(folder("ep").join("../epo-lost.tsv")).expect("list");
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .map(|(pattern, why)| {
            assert!(!why.trim().is_empty(), "{pattern} has no reason");
            pattern
        })
        .collect();
    for (kind, reader) in READERS {
        for name in names(kind) {
            let Ok((root, records)) = read(&fixture(kind, &name), *reader) else {
                continue;
            };
            for (path, value) in lost(&root, &records) {
                let mut covered = false;
                for pattern in rows.iter().filter(|pattern| covers(pattern, &path)) {
                    used.insert(*pattern);
                    covered = true;
                }
                if !covered {
                    surprises
                        .entry(path)
                        .or_insert_with(|| format!("{name}: {value}"));
                }
            }
        }
    }
    assert!(surprises.is_empty(), "lost: {surprises:#?}");
    let idle: Vec<&&str> = rows.iter().filter(|row| !used.contains(**row)).collect();
    assert!(
        idle.is_empty(),
        "rows that nothing needs any more: {idle:?}"
    );
}

fn one(kind: &str, name: &str, reader: Reader) -> Record {
    let (_, mut records) = read(&fixture(kind, name), reader).expect("reads");
    records.remove(0)
}

#[test]
fn a_grant_in_detail() {
    let record = one("ep", "v1-4-B1", ep::document);
    let child = &record.relations[0];
    assert_eq!(
        (child.id.office.as_str(), child.id.number.as_str()),
        ("EP", "0634702")
    );
    assert_eq!(child.note, "child (B620EP); application 94202942.2");
    assert_eq!(record.dates["45"].to_string(), "2009-10-21");
    assert!(record.dates["43"] < record.dates["45"]);
    let extras = &record.extras["B000.eptags.B050EP.en"];
    assert_eq!(
        extras,
        "Divisional application 94202942.2 filed on 26/03/91."
    );
    let english = &record.claims[0];
    assert_eq!((english.lang.as_str(), english.claims[0].number), ("en", 1));
    assert!(english.claims[0].depends_on.is_empty());
    assert_eq!(english.claims[1].depends_on, [1]);
}

#[test]
fn claims_without_a_number_attribute_count_from_one() {
    let record = one("ep", "v1-1-A1", ep::document);
    let numbers: Vec<u32> = record.claims[0].claims.iter().map(|c| c.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    assert!(
        record.claims[0]
            .claims
            .iter()
            .all(|c| !c.text.starts_with(|ch: char| ch.is_ascii_digit()))
    );
}

#[test]
fn priorities_follow_each_other_without_a_wrapper() {
    let record = one("ep", "v1-4-A1-1", ep::document);
    let got: Vec<String> = record
        .priorities
        .iter()
        .map(|p| {
            format!(
                "{} {} {}",
                p.id.office,
                p.id.number,
                p.id.date.expect("a date")
            )
        })
        .collect();
    assert_eq!(
        got,
        ["GB 19900026298 1990-12-04", "GB 19910009072 1991-04-26"]
    );
    let record = one("ep", "v1-5-1-A1-1", ep::document);
    let id = &record.priorities[0].id;
    assert_eq!(
        (id.number.as_str(), id.kind.as_str()),
        ("202062962762", "P")
    );
    assert_eq!(id.original, "202062962762 P");
}

#[test]
fn a_docdb_document_in_detail() {
    let record = one("docdb", "AP-1206-A_302101161", docdb::document);
    let priorities: Vec<(String, bool, &str)> = record
        .priorities
        .iter()
        .map(|p| {
            (
                format!("{}{}{}", p.id.office, p.id.number, p.id.kind),
                p.active,
                p.linkage.as_str(),
            )
        })
        .collect();
    let want = [
        ("US8359798A".to_owned(), true, ""),
        ("US9816128W".to_owned(), false, "W"),
    ];
    assert_eq!(priorities, want);
    assert_eq!(record.produced.expect("a date").to_string(), "2022-10-27");
    assert_eq!(record.extras["@status"], "A");
    assert_eq!(record.extras["patent-family.members"].lines().count(), 46);
    assert_eq!(record.dates["45"].to_string(), "2003-09-18");
    let record = one("docdb", "WO-2022259205-A1_544370561", docdb::document);
    let applicant = &record.parties[0];
    assert_eq!(applicant.name, "UNIVERSIDADE DA BEIRA INTERIOR");
    assert_eq!(applicant.names["docdb"], "UNIV DA BEIRA INTERIOR");
    assert_eq!(applicant.country, "PT");
    let citation = &record.citations[0];
    assert_eq!(citation.category, "XY");
    assert_eq!(citation.claims, "X 1-3,10,13-16,26-32; Y 1-32");
    assert!(
        citation.passages.contains("pp 7, para 3.2"),
        "{}",
        citation.passages
    );
    assert_eq!(citation.phase, "ISR");
}

#[test]
fn umlauts_and_stages_do_not_double_the_people_of_ops() {
    let record = one("ops", "get_biblio", ops::answer);
    let names: Vec<&str> = record.parties.iter().map(|p| p.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "9SOLUTIONS OY",
            "HERRALA, SAMI",
            "KYLMAENEN, JARI",
            "NIEMI, JAAKKO"
        ]
    );
    assert!(record.parties.iter().all(|p| p.country == "FI"));
    assert!(record.extras["parties.inventor.original"].contains("Kylmänen, Jari"));
}

#[test]
fn legal_events_keep_every_field() {
    let record = one("ops", "get_legal", ops::answer);
    let event = &record.events[2];
    assert_eq!((event.office.as_str(), event.code.as_str()), ("EP", "17P"));
    assert_eq!(event.date.expect("a date").to_string(), "2012-07-18");
    assert_eq!(
        (event.text.as_str(), event.influence.as_str()),
        ("REQUEST FOR EXAMINATION FILED", "+")
    );
    assert_eq!(event.details["L525EP Effective DATE"], "20120606");
    assert!(event.details["pre"].contains("Effective DATE 20120606"));
}

#[test]
fn the_register_tells_history_from_the_present() {
    let record = one("ops", "get_register_biblio", ops::answer);
    assert_eq!(
        record
            .parties
            .iter()
            .map(|p| p.name.as_str())
            .filter(|n| *n == "Kolster Oy Ab")
            .count(),
        1
    );
    assert!(record.extras["history.agents"].contains("Antila, Harri"));
    assert!(
        record
            .titles
            .iter()
            .any(|t| t.lang == "en" && t.text == "BLUETOOTH NETWORKING")
    );
    assert!(record.extras["history.invention-title"].contains("Bluetooth networking"));
    let events = one("ops", "get_register_events", ops::answer);
    assert_eq!(events.notes[0].code, "read.number-from-query");
    assert_eq!(events.publication.number, "2400812");
}

#[test]
fn plain_text_claims_know_what_they_refer_to() {
    let record = one("ops", "get_claims", ops::answer);
    let claims = &record.claims[0].claims;
    assert_eq!(claims.len(), 15);
    assert!(
        claims[0]
            .text
            .starts_with("A communication device (100) comprising:\na first")
    );
    assert_eq!(claims[1].depends_on, [1]);
}

/// Damaged files: each fixture cut, emptied and with elements removed; an answer or a clear
/// code, never a panic.
#[test]
fn damage_is_an_error_with_a_code() {
    for (kind, reader) in READERS {
        for name in names(kind).into_iter().step_by(3) {
            let text = fixture(kind, &name);
            let cut: String = text.chars().take(text.chars().count() / 2).collect();
            match read(&cut, *reader) {
                Err(code) => assert!(code.starts_with("read."), "{code}"),
                Ok(_) => panic!("half of {name} reads"),
            }
            let Ok(root) = Element::parse(&text) else {
                continue;
            };
            for other in READERS {
                if let Err(error) = other.1(&root) {
                    assert!(error.code.starts_with("read."), "{}", error.code);
                }
            }
            let mut hollow = root.clone();
            hollow.children.clear();
            hollow.attributes.clear();
            assert!(reader(&hollow).is_err(), "{name}");
            if text.len() < 60_000 {
                strip(&root, *reader);
            }
        }
    }
}

/// Reads the tree again and again with one element of the upper levels missing each time.
fn strip(root: &Element, reader: Reader) {
    for place in 0..root.children.len() {
        let mut damaged = root.clone();
        damaged.children.remove(place);
        let _ = reader(&damaged);
        let Some(super::tree::Node::Element(child)) = root.children.get(place) else {
            continue;
        };
        for inner in 0..child.children.len().min(12) {
            let mut damaged = root.clone();
            if let Some(super::tree::Node::Element(child)) = damaged.children.get_mut(place) {
                child.children.remove(inner);
            }
            let _ = reader(&damaged);
        }
    }
}

/// All shared files of the three formats, when they are there.
#[test]
fn shared_files_read_or_say_why() {
    for (path, reader) in [
        ("data/office-formats/ep-st36", ep::document as Reader),
        ("data/office-formats/docdb", docdb::document),
        ("data/office-formats/epo-ops", ops::answer),
    ] {
        let Some(start) = shared(path) else {
            continue;
        };
        let mut folders = vec![start];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("folder").flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|end| end == "xml") {
                    let text = std::fs::read_to_string(&path).expect("UTF-8");
                    match read(&text, reader) {
                        Ok((_, records)) => assert!(!records.is_empty()),
                        Err(code) => assert!(code.starts_with("read."), "{code}"),
                    }
                }
            }
        }
    }
}
