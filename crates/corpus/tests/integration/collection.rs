//! The collection that the oracle is asked about: real, synthetic and nasty documents.

use super::oracle::Document;
use super::scan::Scan;
use quanlian_corpus::import::{ImportOptions, Report, import};
use quanlian_corpus::record::{
    Claim, ClaimSet, DocId, Format, Paragraph, Party, Passage, Record, Role, Text,
};
use quanlian_corpus::search::{Corpus, Dialect};
use quanlian_handbook::Date;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::Duration;

/// A collection with what the oracle knows of it.
pub struct World {
    _folder: tempfile::TempDir,
    /// The collection.
    pub corpus: Corpus,
    /// Every document.
    pub documents: Vec<Document>,
    /// The words of all texts.
    pub scan: std::sync::Mutex<Scan>,
}

/// Built once for all tests.
pub static WORLD: LazyLock<World> = LazyLock::new(build);

/// Imports files into a data folder.
pub fn load(data: &Path, paths: Vec<PathBuf>) -> Report {
    import(
        data,
        &ImportOptions {
            paths,
            source: Default::default(),
            now: &|| "2024-01-01T00:00:00Z".to_owned(),
            today: Date::new(2024, 1, 1).expect("a day"),
            threads: 2,
            memory: 128 << 20,
            progress: &|_| {},
            commit_every: Duration::from_secs(600),
        },
    )
    .expect("imports")
}

/// Writes records as JSON lines of our own form.
pub fn write(path: &Path, records: impl Iterator<Item = Record>) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("file"));
    for record in records {
        serde_json::to_writer(&mut file, &record).expect("writes");
        file.write_all(b"\n").expect("writes");
    }
}

fn build() -> World {
    let folder = tempfile::tempdir().expect("folder");
    let source = folder.path().join("source");
    std::fs::create_dir_all(&source).expect("folder");
    write(
        &source.join("synthetic.jsonl"),
        quanlian_corpus::synthesize::records(600, 7),
    );
    write(&source.join("nasty.jsonl"), nasty());
    let data = folder.path().join("data");
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../collection");
    load(&data, vec![real, source]);
    let corpus = Corpus::open(&data).expect("opens");
    let (mut scan, mut documents) = (Scan::new(), Vec::new());
    corpus
        .each(
            "*",
            Dialect::Quanlian,
            "pn",
            None,
            |state, number, address| {
                let (key, record) = corpus.record(state, address)?;
                documents.push(Document::new(number, key, record, &mut scan));
                Ok(())
            },
        )
        .expect("reads");
    World {
        _folder: folder,
        corpus,
        documents,
        scan: std::sync::Mutex::new(scan),
    }
}

/// Texts that are hard to get right: each one is the only paragraph of a description, and all of
/// them together the description of a last document.
pub const NASTY: &[&str] = &[
    "石石石石石墨烯石墨",
    "锂离\n子电 池 的正极",
    "锂离，子电。池",
    "ＬＥＤ灯、LED 灯；LED-灯，LED灯具",
    "權利要求書所述的電池裝置與後蓋",
    "café naïve Ångström cafe\u{301} Müller MU\u{308}LLER",
    "温度为25℃±3℃，压力１．５ＭＰａ，面积10m²，H₂O与CO2",
    "二〇二四年，第３章，一百二十三个",
    "lithium-ion battery, (lithium) ion; lithium/ion. Battery",
    "a-b-a-b-a b a",
    "The first sentence ends here. The second one ends! Does the third? Yes: e.g. this one. No. 5 stays",
    "甲乙丙。丁戊己！庚辛？壬癸；子丑：寅卯",
    "石墨烯/电池—石墨烯(电池)《石墨烯》“电池”",
    "石\u{200b}墨\u{ad}烯 电\u{3000}池\t材 料",
    "x",
    "ABC123def H2O2 3.5mm 1,000 10^-6 α粒子 β-葡聚糖 κ",
    "，。；",
    "石墨烯与石墨烯与石墨烯与电池与电池",
    "𠀀𠀁𡃁石墨",
    "aaaaaaaaaabaaaaaaaaaab aab ab b",
];

fn base(number: u32) -> Record {
    let mut record = Record::new(Format::Jsonl);
    record.publication = DocId {
        office: "CN".into(),
        number: format!("{}", 190_000_000 + number),
        kind: "A".into(),
        date: Date::new(2020, 2, 3),
        ..DocId::default()
    };
    record
}

fn nasty() -> impl Iterator<Item = Record> {
    let paragraph = |text: &str| Paragraph {
        text: text.to_owned(),
        ..Paragraph::default()
    };
    let single = NASTY.iter().enumerate().map(move |(i, text)| {
        let mut record = base(i as u32);
        record.titles = vec![Text {
            lang: "zh".into(),
            text: (*text).into(),
        }];
        record.descriptions = vec![Passage {
            lang: "zh".into(),
            paragraphs: vec![paragraph(""), paragraph(text), paragraph(" ")],
            ..Passage::default()
        }];
        record
    });
    let mut all = base(900);
    all.abstracts = vec![Passage {
        lang: "zh".into(),
        paragraphs: NASTY.iter().map(|t| paragraph(t)).collect(),
        ..Passage::default()
    }];
    all.claims = vec![ClaimSet {
        lang: "zh".into(),
        claims: NASTY
            .iter()
            .enumerate()
            .map(|(i, t)| Claim {
                number: i as u32 + 1,
                text: (*t).into(),
                ..Claim::default()
            })
            .collect(),
        ..ClaimSet::default()
    }];
    all.parties = vec![Party {
        role: Role::Applicant,
        sequence: 1,
        name: "華為技術有限公司".into(),
        names: BTreeMap::from([("en".to_owned(), "HUAWEI TECH CO LTD".to_owned())]),
        address: String::new(),
        country: "CN".into(),
        id: String::new(),
    }];
    let mut long = base(901);
    let word = "acgt".repeat(3000);
    long.titles = vec![Text {
        lang: "en".into(),
        text: format!("sequence {word} end"),
    }];
    single.chain([all, long])
}
