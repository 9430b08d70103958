//! Test tools: a summary of a record, and the texts of a source that a record lost.

use crate::read::tree::{Element, Node};
use crate::record::{Record, Role, Scheme};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// All strings of a record without white space, in the order of its JSON.
fn haystack(record: &Record) -> String {
    fn push(value: &serde_json::Value, out: &mut String) {
        match value {
            serde_json::Value::String(text) => {
                out.extend(text.chars().filter(|c| !c.is_whitespace()));
                out.push('\u{1}');
            }
            serde_json::Value::Array(items) => items.iter().for_each(|v| push(v, out)),
            serde_json::Value::Object(map) => map.values().for_each(|v| push(v, out)),
            _ => {}
        }
    }
    let mut out = String::new();
    push(&serde_json::to_value(record).expect("serialises"), &mut out);
    out
}

/// Paths and texts of the source that appear nowhere in the record. Formulae are placeholders, so
/// their inside is not looked at.
pub fn lost(root: &Element, record: &Record) -> Vec<String> {
    let hay = haystack(record);
    let mut out = Vec::new();
    let mut cursor = 0;
    walk(root, &root.name, &hay, &mut cursor, &mut out);
    out
}

fn walk(element: &Element, path: &str, hay: &str, cursor: &mut usize, out: &mut Vec<String>) {
    for node in &element.children {
        match node {
            Node::Text(text) => {
                let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
                if !text.is_empty() && !found(&text, hay, cursor) {
                    out.push(format!(
                        "{path}: {}",
                        text.chars().take(60).collect::<String>()
                    ));
                }
            }
            Node::Element(child) => {
                let name = child.name.to_lowercase();
                if !["math", "maths", "math-us", "math-cwu", "mathml"].contains(&name.as_str()) {
                    walk(child, &format!("{path}/{}", child.name), hay, cursor, out);
                }
            }
            Node::Instruction(_) => {}
        }
    }
}

fn found(text: &str, hay: &str, cursor: &mut usize) -> bool {
    // Words for "not stated", and the words around who cited.
    if ["omitted", "unknown"].contains(&text) {
        return true;
    }
    let mut forms = vec![text.strip_prefix("citedby").unwrap_or(text).to_owned()];
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        forms.push(format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]));
        forms.push(format!("{}.{}", &text[..4], &text[4..6]));
    }
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        // The number of a claim or of a paragraph, `[0001]`, `1.`
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        forms.push(rest.trim_start_matches(['.', '．', '、']).to_owned());
        if rest.is_empty() {
            forms.push(text.trim_start_matches('0').to_owned());
        }
    }
    if text.starts_with(['.', '-']) {
        forms.push(text[1..].to_owned());
    }
    if text.starts_with('[') {
        forms.push(text.trim_matches(['[', ']']).to_owned());
    }
    forms.iter().any(|form| {
        if let Some(at) = hay[*cursor..].find(form.as_str()) {
            // Long texts move the cursor on, so that the search stays short.
            if form.len() > 40 {
                *cursor += at + form.len();
            }
            return true;
        }
        if let Some(at) = hay.find(form.as_str()) {
            if form.len() > 40 {
                *cursor = at;
            }
            return true;
        }
        false
    })
}

/// What must not be lost, counted, one line a group.
pub fn summary(record: &Record) -> String {
    let mut out = String::new();
    let mut line = |label: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "{label}: {value}");
        }
    };
    line("format", format!("{:?}", record.format));
    line("publication", id(&record.publication));
    line(
        "application",
        record.application.as_ref().map(id).unwrap_or_default(),
    );
    line(
        "produced",
        record.produced.map(|d| d.to_string()).unwrap_or_default(),
    );
    for title in &record.titles {
        line("title", format!("{} {}", title.lang, title.text));
    }
    let mut roles: BTreeMap<Role, usize> = BTreeMap::new();
    for party in &record.parties {
        *roles.entry(party.role).or_default() += 1;
    }
    line(
        "parties",
        roles
            .iter()
            .map(|(role, n)| format!("{role:?} {n}"))
            .collect::<Vec<_>>()
            .join(", "),
    );
    for party in &record.parties {
        line(
            "  party",
            format!(
                "{:?} {} | {} | {} | {} | {}",
                party.role, party.sequence, party.name, party.address, party.country, party.id
            ),
        );
    }
    for scheme in [
        Scheme::Ipc,
        Scheme::Cpc,
        Scheme::Locarno,
        Scheme::Uspc,
        Scheme::Other,
    ] {
        let of: Vec<String> = record
            .classes
            .iter()
            .filter(|c| c.scheme == scheme)
            .map(|c| {
                format!(
                    "{}{}{}{}",
                    c.symbol,
                    if c.first { "*" } else { "" },
                    c.value,
                    if c.version.is_empty() {
                        String::new()
                    } else {
                        format!("({})", c.version)
                    }
                )
            })
            .collect();
        if !of.is_empty() {
            line(
                "classes",
                format!("{scheme:?} {}: {}", of.len(), of.join(" ")),
            );
        }
    }
    for priority in &record.priorities {
        line(
            "priority",
            format!("{} {}", id(&priority.id), priority.kind),
        );
    }
    for relation in &record.relations {
        line(
            "relation",
            format!("{:?} {} {}", relation.kind, id(&relation.id), relation.note),
        );
    }
    let patents = record
        .citations
        .iter()
        .filter(|c| c.patent.is_some())
        .count();
    line(
        "citations",
        format!("{} ({patents} patents)", record.citations.len()),
    );
    if let Some(first) = record.citations.first() {
        line(
            "  first",
            format!(
                "{} {} by {} phase {}",
                first.patent.as_ref().map(id).unwrap_or_default(),
                first.literature,
                first.by,
                first.phase
            ),
        );
    }
    for passage in &record.abstracts {
        line(
            "abstract",
            format!("{} {} paragraphs", passage.lang, passage.paragraphs.len()),
        );
    }
    for passage in &record.descriptions {
        let headings = passage.paragraphs.iter().filter(|p| p.heading).count();
        let numbered = passage
            .paragraphs
            .iter()
            .filter(|p| !p.number.is_empty())
            .count();
        line(
            "description",
            format!(
                "{} {} paragraphs, {headings} headings, {numbered} numbered",
                passage.lang,
                passage.paragraphs.len()
            ),
        );
    }
    for set in &record.claims {
        let independent: Vec<String> = set
            .claims
            .iter()
            .filter(|c| c.depends_on.is_empty())
            .map(|c| c.number.to_string())
            .collect();
        line(
            "claims",
            format!(
                "{} {}, independent {}",
                set.lang,
                set.claims.len(),
                independent.join(" ")
            ),
        );
        if let Some(last) = set.claims.last() {
            line(
                "  last",
                format!(
                    "{} on {:?} {}",
                    last.number,
                    last.depends_on,
                    last.text
                        .chars()
                        .take(60)
                        .collect::<String>()
                        .replace('\n', "⏎")
                ),
            );
        }
    }
    line("drawings", record.drawings.len().to_string());
    line(
        "dates",
        record
            .dates
            .iter()
            .map(|(k, v)| format!("{k} {v}"))
            .collect::<Vec<_>>()
            .join(", "),
    );
    line(
        "extras",
        record.extras.keys().cloned().collect::<Vec<_>>().join(" "),
    );
    for note in &record.notes {
        line("note", format!("{} {}", note.code, note.detail));
    }
    out
}

fn id(id: &crate::record::DocId) -> String {
    let date = id.date.map(|d| d.to_string()).unwrap_or_default();
    let original = if id.original.is_empty() {
        String::new()
    } else {
        format!("[{}]", id.original)
    };
    [&id.office, &id.number, &id.kind, &date, &original, &id.lang]
        .into_iter()
        .filter(|p| !p.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The folder of fixtures of one office.
pub fn fixtures(office: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/data")
        .join(office)
}

/// A fixture as text; `.gz` is unpacked.
pub fn text_of(path: &Path) -> String {
    let bytes = std::fs::read(path).expect("fixture");
    let bytes = if path.extension().is_some_and(|e| e == "gz") {
        let mut out = Vec::new();
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut out)
            .expect("gzip");
        out
    } else {
        bytes
    };
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Compares the summary with the one kept beside the fixture, or writes it when the variable
/// `QUANLIAN_BLESS` is set; then a person must read what changed.
pub fn check_summary(fixture: &Path, summary: &str) {
    let kept = fixture.with_extension("").with_extension("summary.txt");
    if std::env::var_os("QUANLIAN_BLESS").is_some() {
        std::fs::write(&kept, summary).expect("writes");
        return;
    }
    let expected = std::fs::read_to_string(&kept).unwrap_or_default();
    assert_eq!(expected, summary, "{}", fixture.display());
}

/// All files below a folder.
pub fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|e| e.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files_below(&path, out);
        } else {
            out.push(path);
        }
    }
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
