//! Test support: reads fixtures and lists what of a file does not appear in its records.

use super::tree::{Element, Node};
use crate::record::{Format, Record};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::PathBuf;

/// The folder of the fixtures.
pub fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data")
        .join(name)
}

/// The names of the XML fixtures of a folder, in order.
pub fn names(name: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder(name))
        .expect("fixture folder")
        .map(|entry| {
            entry
                .expect("entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|file| file.strip_suffix(".xml.gz").map(str::to_owned))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

/// The text of a fixture.
pub fn fixture(folder_name: &str, name: &str) -> String {
    let path = folder(folder_name).join(format!("{name}.xml.gz"));
    let bytes = std::fs::read(&path).expect("fixture");
    let mut text = String::new();
    flate2::read::GzDecoder::new(&bytes[..])
        .read_to_string(&mut text)
        .expect("UTF-8");
    text
}

/// The paths whose text or attribute value appears nowhere in the records, with one such value.
pub fn lost(root: &Element, records: &[Record]) -> BTreeMap<String, String> {
    let mut haystack = Haystack::default();
    for record in records {
        haystack.add(&serde_json::to_value(record).expect("JSON"));
    }
    let mut lost = BTreeMap::new();
    walk(root, &root.name, &mut haystack, &mut lost);
    lost
}

/// Whether a file of the shared data may be read: its folder is named by `QUANLIAN_SHARED`.
pub fn shared(path: &str) -> Option<PathBuf> {
    match std::env::var("QUANLIAN_SHARED") {
        Ok(root) => Some(PathBuf::from(root).join(path)).filter(|folder| folder.exists()),
        Err(_) => {
            println!("QUANLIAN_SHARED is not set: {path} is left out");
            None
        }
    }
}

#[derive(Default)]
struct Haystack {
    /// Values that were found before: most repeat.
    known: BTreeSet<String>,
    whole: String,
    words: BTreeSet<String>,
}

/// Letters and digits in lower case; what stands between them does not count as content.
fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Haystack {
    fn add(&mut self, value: &serde_json::Value) {
        match value {
            serde_json::Value::String(text) => self.text(text),
            serde_json::Value::Number(number) => self.text(&number.to_string()),
            serde_json::Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            serde_json::Value::Object(map) => {
                for (key, item) in map {
                    self.text(key);
                    self.add(item);
                }
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        self.whole.push('|');
        self.whole.push_str(&fold(text));
        self.words.insert(fold(text));
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            self.words.insert(fold(word));
        }
    }

    fn knows(&mut self, text: &str, mixed: bool) -> bool {
        if text.trim().is_empty() || self.known.contains(text) {
            return true;
        }
        let found = if mixed {
            self.has_piece(text)
        } else {
            self.has(text)
        };
        if found {
            self.known.insert(text.to_owned());
        }
        found
    }

    /// A piece of running text: its first and last word may be parts of a word.
    fn has_piece(&self, text: &str) -> bool {
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric())
            .map(fold)
            .filter(|word| !word.is_empty())
            .collect();
        let last = words.len().saturating_sub(1);
        words.iter().enumerate().all(|(place, word)| {
            self.words.contains(word)
                || ((place == 0 || place == last) && self.whole.contains(word.as_str()))
        })
    }

    fn has(&self, text: &str) -> bool {
        let folded = fold(text);
        // A short value is found in any long text: it must be a word of its own.
        match folded.chars().count() {
            0 => true,
            1..=3 => self.words.contains(&folded) || self.has_piece(text),
            _ => {
                self.words.contains(&folded) || self.whole.contains(&folded) || self.has_piece(text)
            }
        }
    }
}

fn walk(
    element: &Element,
    path: &str,
    haystack: &mut Haystack,
    lost: &mut BTreeMap<String, String>,
) {
    for (name, value) in &element.attributes {
        // One example of a path is enough.
        let path = format!("{path}/@{name}");
        if !lost.contains_key(&path) && !haystack.knows(value, false) {
            lost.insert(path, value.clone());
        }
    }
    let inline = matches!(element.name.as_str(), "sub" | "sup" | "b" | "i" | "u");
    let mixed = inline || element.elements().next().is_some();
    for node in &element.children {
        match node {
            Node::Text(text) => {
                if !lost.contains_key(path) && !haystack.knows(text, mixed) {
                    let sample: String = text.trim().chars().take(60).collect();
                    lost.entry(path.to_owned()).or_insert(sample);
                }
            }
            Node::Element(child) => {
                walk(child, &format!("{path}/{}", child.name), haystack, lost);
            }
            Node::Instruction(_) => {}
        }
    }
}

/// One record in one line: number, dates, and how much of everything there is.
pub fn summary(record: &Record) -> String {
    use crate::record::{Role, Scheme};
    let id = |id: &crate::record::DocId| {
        format!(
            "{}:{}:{}:{}",
            id.office,
            id.number,
            id.kind,
            id.date.map(|date| date.to_string()).unwrap_or_default()
        )
    };
    let roles: Vec<String> = [
        ("applicant", Role::Applicant),
        ("inventor", Role::Inventor),
        ("owner", Role::Owner),
        ("agent", Role::Agent),
        ("opponent", Role::Opponent),
    ]
    .iter()
    .map(|(name, role)| {
        let count = record
            .parties
            .iter()
            .filter(|party| party.role == *role)
            .count();
        format!("{name}={count}")
    })
    .collect();
    let schemes = |scheme: Scheme| record.classes.iter().filter(|c| c.scheme == scheme).count();
    let claims: Vec<String> = record
        .claims
        .iter()
        .map(|set| format!("{}:{}", set.lang, set.claims.len()))
        .collect();
    let passages = |list: &[crate::record::Passage]| -> String {
        let lines: Vec<String> = list
            .iter()
            .map(|passage| format!("{}:{}", passage.lang, passage.paragraphs.len()))
            .collect();
        lines.join(",")
    };
    let application = record.application.as_ref().map(id).unwrap_or_default();
    let titles: Vec<&str> = record
        .titles
        .iter()
        .map(|title| title.lang.as_str())
        .collect();
    format!(
        "{} {} ap={} fam={} titles={} {} ipc={} cpc={} claims={} abs={} desc={} prio={} rel={} cit={} events={} draw={} states={} dates={}",
        format_name(record.format),
        id(&record.publication),
        application,
        record.source_family,
        titles.join(","),
        roles.join(" "),
        schemes(Scheme::Ipc),
        schemes(Scheme::Cpc),
        claims.join(","),
        passages(&record.abstracts),
        passages(&record.descriptions),
        record.priorities.len(),
        record.relations.len(),
        record.citations.len(),
        record.events.len(),
        record.drawings.len(),
        record.designated.len(),
        record.dates.len(),
    )
}

fn format_name(format: Format) -> String {
    serde_json::to_value(format)
        .expect("JSON")
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
