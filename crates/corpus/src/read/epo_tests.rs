//! EP, DOCDB and OPS fixtures read from end to end.
//!
//! `tests/data/{ep,docdb,ops}/expected.tsv` says what each file holds, counted with another XML
//! library and without this code; `lost.tsv` is the golden list of what is left out, with the why.

use super::epo_loss::{fixture, folder, lost, names, shared, summary};
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
    // The file numbers the two originals the other way round.
    assert_eq!(record.priorities[0].id.original, "09/083,597");
    assert_eq!(record.priorities[1].id.original, "PCT/US98/16128");
    assert_eq!(record.notes[0].code, "read.priority-originals-crossed");
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

/// Random damage inside the tree: elements moved, doubled, renamed, emptied, texts and attributes
/// replaced by hostile ones. The generator is fixed, so a failure repeats.
#[test]
fn random_damage_never_panics() {
    const TEXTS: &[&str] = &[
        "",
        " ",
        "1",
        "99999999999999999999",
        "20231301",
        "C07",
        "EP",
        "E",
        "日本",
        "[0001]",
        "(42)",
        "//",
        "- -",
        "\u{1}\u{2}",
        "A-B-C-D",
        "é1",
        "12. ",
        "[FI]",
        "2.2.2.",
        "::",
    ];
    let mut random = Lcg(20_260_101);
    for (kind, reader) in READERS {
        for name in names(kind) {
            let text = fixture(kind, &name);
            let Ok(root) = Element::parse(&text) else {
                continue;
            };
            let rounds = if text.len() > 60_000 { 2 } else { 25 };
            for _ in 0..rounds {
                let mut damaged = root.clone();
                for _ in 0..12 {
                    damage(&mut damaged, &mut random, TEXTS);
                }
                if let Err(error) = reader(&damaged) {
                    assert!(error.code.starts_with("read."), "{}", error.code);
                }
            }
        }
    }
}

struct Lcg(u64);

impl Lcg {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }
}

fn damage(element: &mut Element, random: &mut Lcg, texts: &[&str]) {
    use super::tree::Node;
    let count = element.children.len();
    if count == 0 || random.below(6) == 0 {
        match random.below(6) {
            0 => element.children.clear(),
            1 => element
                .children
                .push(Node::Text(texts[random.below(texts.len())].to_owned())),
            2 => element.attributes.clear(),
            3 if count > 0 => {
                let copy = element.children[random.below(count)].clone();
                element.children.push(copy);
            }
            4 if count > 1 => {
                let (a, b) = (random.below(count), random.below(count));
                element.children.swap(a, b);
            }
            _ => {
                for (_, value) in &mut element.attributes {
                    *value = texts[random.below(texts.len())].to_owned();
                }
            }
        }
        return;
    }
    let start = random.below(count);
    for step in 0..count {
        if let Some(Node::Element(child)) = element.children.get_mut((start + step) % count) {
            return damage(child, random, texts);
        }
    }
    let text = texts[random.below(texts.len())];
    element.children[start] = Node::Text(text.to_owned());
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

fn parsed(xml: &str) -> Element {
    Element::parse(xml).expect("reads")
}

/// Shapes that the fixtures do not hold; made for the test after the published DTDs.
#[test]
fn ep_tags_beyond_the_fixtures() {
    let xml = "<ep-patent-document lang='en' country='EP' doc-number='1000001' kind='B2' date-publ='20100106'>\
        <SDOBI lang='en'><B100><B110>1000001</B110><B130>B2</B130><B150><B151>W1</B151></B150><B190>EP</B190></B100>\
        <B200><B210>99100001.0</B210><B220><date>19990101</date></B220><B240><B243><date>20100106</date></B243></B240></B200>\
        <B400><B472><B475><date>20050101</date><ctry>SE</ctry><date>20050201</date><ctry>FI</ctry></B475></B472><B477><date>20100106</date><bnum>201001</bnum></B477></B400>\
        <B600><B620><parent><pdoc><dnum><anum>95100002.6</anum><pnum>0700002</pnum></dnum></pdoc></parent></B620></B600>\
        <B700><B730><B731><snm>Holder Ltd</snm><iid>01</iid><adr><str>1 Road</str><city>Town</city><ctry>GB</ctry></adr><B736EP><ctry>DE</ctry><ctry>FR</ctry></B736EP></B731></B730>\
        <B780><B781><dnum><onum>01</onum></dnum><date>20050301</date><kind>1</kind><snm>Rival AG</snm><adr><city>Bern</city><ctry>CH</ctry></adr><B784><snm>Agent, A.</snm></B784></B781><B788><date>20091201</date></B788></B780></B700>\
        <B800><B999><new>kept too</new></B999></B800></SDOBI>\
        <claims id='claims01' lang='en'><heading>Claims for the following Contracting State(s): AT, BE</heading><claim num='0001'><claim-text>A thing.</claim-text></claim></claims>\
        <claims id='claims02' lang='en'><claim num='0001'><claim-text>Another thing.</claim-text></claim><claim num='0002'><claim-text>The thing of <claim-ref idref='c-en-02-0001'>the above</claim-ref>.</claim-text></claim></claims>\
        <amended-claims id='amd01' lang='en'><claim num='0001'><claim-text>1. A better thing.</claim-text></claim></amended-claims>\
        <amended-claims-statement lang='en'><p>Why.</p></amended-claims-statement>\
        </ep-patent-document>";
    let records = ep::document(&parsed(xml)).expect("reads");
    let record = &records[0];
    let lapses: Vec<String> = record
        .events
        .iter()
        .map(|e| format!("{} {}", e.details["country"], e.date.expect("a date")))
        .collect();
    assert_eq!(lapses, ["SE 2005-01-01", "FI 2005-02-01"]);
    assert_eq!(
        record.relations[0].kind,
        crate::record::RelationKind::Division
    );
    assert_eq!(record.relations[0].id.number, "0700002");
    assert_eq!(record.relations[0].note, "application 95100002.6");
    assert_eq!(record.parties[1].name, "Rival AG");
    assert_eq!(record.extras["opposition.1.agent"], "Agent, A.");
    assert_eq!(record.extras["B731.1.states"], "DE FR");
    assert_eq!(record.extras["B100.B150.B151"], "W1");
    assert_eq!(record.extras["B800.B999.new"], "kept too");
    assert_eq!(
        record.dates["maintained-as-amended"].to_string(),
        "2010-01-06"
    );
    assert_eq!(
        record.dates["opposition-terminated"].to_string(),
        "2009-12-01"
    );
    assert_eq!(record.claims[0].states, ["AT", "BE"]);
    assert_eq!(record.claims[1].claims[1].depends_on, [1]);
    assert_eq!(record.extras["amended-claims.en"], "1. A better thing.");
    assert_eq!(record.extras["amended-claims-statement.en"], "Why.");
}

#[test]
fn docdb_shapes_beyond_the_fixtures() {
    let xml = "<exchange-documents date-of-exchange='20250912'>\
        <exchange-document country='in' doc-number='24 CHN 2014' kind='A' date-publ='20150821' family-id='47260715' status='C' date-of-last-exchange='20250912'><bibliographic-data>\
        <patent-classifications><combination-set sequence='1'><group-number>1</group-number><combination-rank><rank-number>1</rank-number><patent-classification><classification-scheme office='EP' scheme='CPCI'><date>20130101</date></classification-scheme><classification-symbol>C04B  28/02</classification-symbol><symbol-position>F</symbol-position><classification-value>I</classification-value></patent-classification></combination-rank><combination-rank><rank-number>2</rank-number><patent-classification><classification-scheme office='EP' scheme='CPCI'/><classification-symbol>C04B  14/06</classification-symbol></patent-classification></combination-rank></combination-set>\
        <patent-classification><classification-scheme office='JP' scheme='FTERM'/><classification-symbol>4G112PA02</classification-symbol></patent-classification></patent-classifications>\
        <preceding-publication-date><date>20140101</date></preceding-publication-date>\
        <parties><applicants><applicant sequence='1' data-format='docdb'><applicant-name><name>华为技术有限公司</name></applicant-name><residence><country>CN</country></residence></applicant></applicants></parties>\
        </bibliographic-data><abstract lang='en' country='US' doc-number='7453012' kind='B2' abstract-source='national office'><p>Lent.</p></abstract></exchange-document>\
        <exchange-document kind='A'/></exchange-documents>";
    let records = docdb::documents(&parsed(xml)).expect("reads");
    assert_eq!(records.len(), 1);
    let record = &records[0];
    assert_eq!(record.notes[0].code, "read.no-publication-number");
    let id = &record.publication;
    assert_eq!(
        (id.office.as_str(), id.number.as_str()),
        ("IN", "24CHN2014")
    );
    assert_eq!(id.date.expect("a date").to_string(), "2015-08-21");
    assert_eq!(record.extras["combination-set.1"], "C04B28/02; C04B14/06");
    let symbols: Vec<&str> = record.classes.iter().map(|c| c.symbol.as_str()).collect();
    assert_eq!(symbols, ["C04B28/02", "C04B14/06", "4G112PA02"]);
    assert_eq!(record.classes[2].scheme, crate::record::Scheme::Other);
    assert_eq!(record.abstracts[0].source, "national office US 7453012 B2");
    assert_eq!(
        record.dates["preceding-publication"].to_string(),
        "2014-01-01"
    );
    assert_eq!(record.parties[0].name, "华为技术有限公司");
    let none = docdb::documents(&parsed("<exchange-documents/>")).expect_err("nothing");
    assert_eq!(none.code, "read.no-documents");
}

/// Made for the test after the published schema of the register.
#[test]
fn register_shapes_beyond_the_fixtures() {
    let xml = "<world-patent-data><register-search><query>ap=EP99203729</query><register-documents><register-document>\
        <bibliographic-data id='EP99203729P' status='x'>\
        <publication-reference><document-id><country>EP</country><doc-number>1000000</doc-number><kind>A1</kind><date>20000517</date></document-id></publication-reference>\
        <publication-reference><document-id lang='de'><country>EP</country><doc-number>1000000</doc-number><kind>B1</kind><date>20030212</date></document-id></publication-reference>\
        <priority-claims change-date='19991108'><priority-claim sequence='1' kind='national'><country>NL</country><doc-number>1010536</doc-number><date>19981112</date></priority-claim></priority-claims>\
        <priority-claims change-date='20000114'/>\
        <parties><applicants change-date='19991108'><applicant app-type='applicant' sequence='1'><addressbook><name>First BV</name></addressbook></applicant></applicants>\
        <applicants change-date='20030212'><applicant app-type='proprietor' sequence='1'><addressbook><name>New Owner NV</name><address><country>BE</country></address></addressbook></applicant></applicants>\
        <inventors><inventor sequence='01'><addressbook><first-name>Ada</first-name><last-name>Lovelace</last-name></addressbook></inventor></inventors></parties>\
        <designation-of-states><designation-pct><regional><region><country>EP</country></region><country>AT</country></regional></designation-pct><exclusion-from-designation><regional><country>TR</country></regional></exclusion-from-designation></designation-of-states>\
        </bibliographic-data>\
        <unitary-patent><unitary-patent-statuses><unitary-patent-status change-date='20230607' status-code='9'>Unitary effect registered</unitary-patent-status></unitary-patent-statuses></unitary-patent>\
        </register-document></register-documents></register-search></world-patent-data>";
    let record = ops::answer(&parsed(xml)).expect("reads").remove(0);
    assert_eq!(
        (
            record.publication.kind.as_str(),
            record.publication.lang.as_str()
        ),
        ("B1", "de")
    );
    assert_eq!(record.relations[0].id.kind, "A1");
    assert_eq!(record.priorities[0].id.number, "1010536");
    assert_eq!(record.priorities[0].kind, "national");
    let people: Vec<(crate::record::Role, &str)> = record
        .parties
        .iter()
        .map(|p| (p.role, p.name.as_str()))
        .collect();
    use crate::record::Role::{Inventor, Owner};
    assert_eq!(
        people,
        [(Owner, "New Owner NV"), (Inventor, "Lovelace, Ada")]
    );
    assert!(record.extras["history.applicants"].contains("First BV"));
    assert_eq!(record.designated, ["AT"]);
    assert!(record.extras.values().any(|value| value == "TR"));
    assert_eq!(record.events[0].text, "Unitary effect registered");
    let unknown = "<world-patent-data><register-document/></world-patent-data>";
    let error = ops::answer(&parsed(unknown)).expect_err("no number");
    assert_eq!(error.code, "read.no-publication-number");
}
