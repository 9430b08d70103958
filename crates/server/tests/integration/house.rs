//! A collection of real documents, imported once, and servers over it.

use crate::client::{Answer, request};
use quanlian_corpus::import::{ImportOptions, import};
use quanlian_handbook::Date;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// The sources: one of each office and format, and a day of the Chinese gazette.
const SOURCES: &[&str] = &[
    "collection/cn",
    "collection/ep",
    "collection/docdb",
    "collection/ops",
    "collection/us",
    "collection/cn-gazette/2019-07-12-designs.csv.gz",
];

/// A path in the repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// A folder for this run, empty.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Imports sources into a folder by the library.
pub fn fill(folder: &Path, sources: &[PathBuf]) {
    let options = ImportOptions {
        paths: sources.to_vec(),
        source: Default::default(),
        now: &|| "2026-11-22T00:00:00Z".to_owned(),
        today: Date::new(2026, 11, 22).unwrap(),
        threads: 2,
        memory: 64 << 20,
        progress: &|_| {},
        commit_every: Duration::from_secs(600),
    };
    let report = import(folder, &options).unwrap();
    assert!(report.totals.reconciles());
    assert!(report.documents > 0);
}

/// The collection that most tests share; nobody writes to it.
pub fn collection() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = folder("collection");
        fill(
            &folder,
            &SOURCES.iter().map(|s| repository(s)).collect::<Vec<_>>(),
        );
        folder
    })
}

/// Runs the command line.
pub fn quanlian(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_quanlian"))
        .args(arguments)
        .output()
        .unwrap()
}

/// Runs a command over the shared collection; its standard output as JSON.
pub fn json_of(command: &str, arguments: &[&str]) -> serde_json::Value {
    let data = collection().to_str().unwrap();
    let mut all = vec![command, "--data", data, "--format", "json"];
    all.extend(arguments);
    let output = quanlian(&all);
    assert!(
        output.status.success(),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A running server; killed when dropped.
pub struct Server {
    pub child: Child,
    pub address: String,
    _stdout: BufReader<ChildStdout>,
}

impl Server {
    /// Starts one on a free port.
    pub fn over(data: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_quanlian"))
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let address = line
            .trim()
            .strip_prefix("listening on http://")
            .expect("the address")
            .to_owned();
        assert!(!address.ends_with(":0"), "the real port");
        Server {
            child,
            address,
            _stdout: stdout,
        }
    }

    /// One over the shared collection.
    pub fn start() -> Server {
        Server::over(collection())
    }

    /// GET of a path, already encoded.
    pub fn get(&self, path: &str) -> Answer {
        request(&self.address, "GET", path, &[])
    }

    /// GET of an API route with parameters, encoded here.
    pub fn api(&self, route: &str, parameters: &[(&str, &str)]) -> Answer {
        let pairs: Vec<String> = parameters
            .iter()
            .map(|(n, v)| format!("{n}={}", crate::client::encoded(v)))
            .collect();
        let mark = if pairs.is_empty() { "" } else { "?" };
        self.get(&format!("/api/v1{route}{mark}{}", pairs.join("&")))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
