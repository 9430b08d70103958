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
}
