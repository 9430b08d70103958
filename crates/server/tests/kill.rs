//! An import that is killed at random moments and run again gives the collection of an undisturbed one.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const BINARY: &str = env!("CARGO_BIN_EXE_quanlian");

fn quanlian(arguments: &[&str]) -> Output {
    Command::new(BINARY).args(arguments).output().expect("runs")
}

fn good(arguments: &[&str]) -> String {
    let output = quanlian(arguments);
    assert!(
        output.status.success(),
        "{arguments:?}\n{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// Number `i` of a fixed row of numbers that look random.
fn scatter(i: u64) -> u64 {
    let mut z = (i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z ^ (z >> 27)
}

/// The bundled collection, 3,000 synthetic records, newer and older versions of some of them in
/// both orders, the same file twice, and lines that cannot be read.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let first = folder.join("b-synthetic.jsonl");
    good(&[
        "synthesize",
        "--count",
        "3000",
        "--seed",
        "5",
        "--out",
        text(&first),
    ]);
    let lines: Vec<String> = std::fs::read_to_string(&first)
        .expect("reads")
        .lines()
        .map(str::to_owned)
        .collect();
    let changed = |name: &str, day: &str, step: usize| {
        let mut file = std::fs::File::create(folder.join(name)).expect("file");
        for line in lines.iter().step_by(step) {
            let mut record: Value = serde_json::from_str(line).expect("JSON");
            record["produced"] = day.into();
            record["titles"][0]["text"] = format!("改 {day}").into();
            writeln!(file, "{record}").expect("writes");
        }
    };
    changed("c-newer.jsonl", "2030-01-05", 5);
    changed("d-older.jsonl", "2030-01-02", 10);
    std::fs::copy(&first, folder.join("e-again.jsonl")).expect("copies");
    std::fs::write(
        folder.join("f-broken.jsonl"),
        format!("{}\n{{\"format\": \"jsonl\"\n{}\n", lines[0], lines[1]),
    )
    .expect("writes");
    vec![
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../collection"),
        folder.to_owned(),
    ]
}

fn arguments<'a>(data: &'a Path, sources: &'a [PathBuf], report: &'a Path) -> Vec<&'a str> {
    let mut all = vec![
        "import",
        "--quiet",
        "--memory",
        "64",
        "--commit-every",
        "0.2",
        "--data",
        text(data),
        "--report",
        text(report),
    ];
    all.extend(sources.iter().map(|p| text(p)));
    all
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("reads")).expect("JSON")
}

fn adds_up(totals: &Value) {
    let n = |name: &str| totals[name].as_u64().expect("a number");
    assert_eq!(
        n("read"),
        n("stored") + n("superseded") + n("unchanged") + n("quarantined"),
        "{totals}"
    );
}

/// Everything that must be equal: the export by lines in order, and counts with facets.
fn contents(data: &Path, folder: &Path) -> (Vec<String>, Value) {
    let out = folder.join("export.out");
    good(&[
        "export",
        "--data",
        text(data),
        "*",
        "--format",
        "jsonl",
        "--out",
        text(&out),
    ]);
    let mut lines: Vec<String> = std::fs::read_to_string(&out)
        .expect("reads")
        .lines()
        .map(str::to_owned)
        .collect();
    lines.sort();
    let answer = good(&[
        "search",
        "--data",
        text(data),
        "*",
        "--format",
        "json",
        "--limit",
        "0",
        "--facets",
        "office,kind,year,ipc4,applicant,province,state,lang,format",
        "--facet-limit",
        "10000",
    ]);
    let answer: Value = serde_json::from_str(&answer).expect("JSON");
    let families = good(&[
        "search",
        "--data",
        text(data),
        "*",
        "--format",
        "json",
        "--limit",
        "0",
        "--unit",
        "family",
    ]);
    let families: Value = serde_json::from_str(&families).expect("JSON");
    (
        lines,
        serde_json::json!([answer["total"], answer["facets"], families["total"]]),
    )
}

fn same(whole: &(Vec<String>, Value), other: &(Vec<String>, Value)) {
    for (a, b) in whole.0.iter().zip(&other.0) {
        assert!(
            a == b,
            "records differ:\n{}\n{}",
            &a.chars().take(1500).collect::<String>(),
            &b.chars().take(1500).collect::<String>()
        );
    }
    assert_eq!(whole.0.len(), other.0.len());
    assert_eq!(whole.1, other.1);
}

#[test]
fn twenty_kills_change_nothing() {
    let folder = tempfile::tempdir().expect("folder");
    let source = folder.path().join("source");
    std::fs::create_dir_all(&source).expect("folder");
    let sources = sources(&source);
    let report = folder.path().join("report.json");
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    let begun = Instant::now();
    good(&arguments(&a, &sources, &report));
    let took = begun.elapsed();
    adds_up(&read_json(&report)["totals"]);
    let whole = contents(&a, folder.path());
    good(&["fsck", "--data", text(&a)]);
    let (mut killed, mut scale) = (0, took.as_millis() as u64);
    for i in 0..80 {
        let mut child = Command::new(BINARY)
            .args(arguments(&b, &sources, &report))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        let share = if i == 0 { 3 } else { 20 + scatter(i) % 900 };
        std::thread::sleep(Duration::from_millis(scale * share / 1000));
        let finished = child.try_wait().expect("asks").is_some();
        let _ = child.kill();
        child.wait().expect("ends");
        if finished {
            // What is there already goes faster: begin again, and kill sooner.
            std::fs::remove_dir_all(&b).expect("removes");
            scale = scale * 2 / 3;
            continue;
        }
        killed += 1;
        if killed % 4 == 3 {
            garbage(&b);
        }
        if killed == 20 {
            break;
        }
    }
    println!("{killed} imports were killed; undisturbed it takes {took:?}");
    assert_eq!(killed, 20, "imports killed in time");
    good(&arguments(&b, &sources, &report));
    adds_up(&read_json(&report)["totals"]);
    same(&whole, &contents(&b, folder.path()));
    good(&["fsck", "--data", text(&b)]);
    let loads = |data: &Path| {
        good(&["quarantine", "list", "--data", text(data)])
            .lines()
            .count()
    };
    assert_eq!(loads(&a), loads(&b), "quarantine");
    for data in [&a, &b] {
        good(&arguments(data, &sources, &report));
        let totals = read_json(&report)["totals"].clone();
        adds_up(&totals);
        assert_eq!(
            (totals["stored"].as_u64(), totals["superseded"].as_u64()),
            (Some(0), Some(0)),
            "{totals}"
        );
        same(&whole, &contents(data, folder.path()));
    }
}

/// What a torn write leaves at the end of the files of the archive.
fn garbage(data: &Path) {
    for name in ["records.qla", "keys.bin", "loads.jsonl", "quarantine.jsonl"] {
        if let Ok(mut file) = std::fs::OpenOptions::new()
            .append(true)
            .open(data.join("archive").join(name))
        {
            file.write_all(b"{\"torn\": \x00\xff\x80 half a li")
                .expect("writes");
        }
    }
}

#[test]
fn the_second_of_two_imports_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let source = folder.path().join("source");
    std::fs::create_dir_all(&source).expect("folder");
    let sources = sources(&source);
    let report = folder.path().join("report.json");
    let data = folder.path().join("data");
    let mut first = Command::new(BINARY)
        .args(arguments(&data, &sources, &report))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("runs");
    let begun = Instant::now();
    while !data.join("index/meta.json").exists() && begun.elapsed() < Duration::from_secs(30) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let other = folder.path().join("other.json");
    let second = quanlian(&arguments(&data, &sources, &other));
    let running = first.try_wait().expect("asks").is_none();
    let first = first.wait().expect("ends");
    assert!(first.success());
    if running {
        let said = String::from_utf8_lossy(&second.stderr).into_owned();
        assert!(
            !second.status.success() && said.contains("import.locked"),
            "{said}"
        );
    }
    good(&["fsck", "--data", text(&data)]);
}
