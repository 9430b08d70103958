//! The oracle: a query as data, its text, and its meaning by looking at every document.

use super::scan::{Scan, Token, is_cjk};
use quanlian_corpus::record::{Record, Role, Scheme};
use std::collections::BTreeSet;

/// Text fields that the oracle knows, in the order of [`Document::fields`].
pub const FIELDS: [&str; 7] = ["TI", "AB", "CLM", "DESC", "PA", "IN", "AG"];

/// Groups and the fields they stand for.
pub const GROUPS: [(&str, &[usize]); 5] = [
    ("TA", &[0, 1]),
    ("TAC", &[0, 1, 2]),
    ("TACD", &[0, 1, 2, 3]),
    ("IA", &[4, 5]),
    ("PARTY", &[4, 5, 6]),
];

/// One document as the oracle sees it.
pub struct Document {
    /// Its number in the corpus.
    pub number: u32,
    /// Its key.
    pub key: String,
    /// The merged record.
    pub record: Record,
    /// Paragraphs of each field.
    pub fields: Vec<Vec<Vec<Token>>>,
}

impl Document {
    /// Scans a record.
    pub fn new(number: u32, key: String, record: Record, scan: &mut Scan) -> Document {
        let fields = (0..FIELDS.len())
            .map(|f| {
                texts(&record, f)
                    .iter()
                    .map(|t| scan.paragraph(t))
                    .collect()
            })
            .collect();
        Document {
            number,
            key,
            record,
            fields,
        }
    }
}

/// The paragraphs of a field.
pub fn texts(record: &Record, field: usize) -> Vec<String> {
    // The same name stands in the field once, however often a record repeats it.
    let names = |roles: &[Role]| {
        let mut out: Vec<String> = Vec::new();
        for name in record
            .parties
            .iter()
            .filter(|p| roles.contains(&p.role))
            .flat_map(|p| std::iter::once(&p.name).chain(p.names.values()))
        {
            if !out.contains(name) {
                out.push(name.clone());
            }
        }
        out
    };
    match field {
        0 => record.titles.iter().map(|t| t.text.clone()).collect(),
        1 => record
            .abstracts
            .iter()
            .flat_map(|p| p.paragraphs.iter().map(|p| p.text.clone()))
            .collect(),
        2 => record
            .claims
            .iter()
            .flat_map(|s| s.claims.iter().map(|c| c.text.clone()))
            .collect(),
        3 => record
            .descriptions
            .iter()
            .flat_map(|p| p.paragraphs.iter().map(|p| p.text.clone()))
            .collect(),
        4 => names(&[Role::Applicant, Role::Owner]),
        5 => names(&[Role::Inventor]),
        _ => names(&[Role::Agent, Role::Agency]),
    }
}

/// A unit of nearness.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unit {
    /// Positions, least and most between.
    Word(usize, usize),
    Sentence,
    Paragraph,
    Field,
}

/// What is looked for in one field.
#[derive(Clone, Debug)]
pub enum Span {
    /// A string as typed, and whether quoted.
    Text(String, bool),
    Or(Vec<Span>),
    Near(Box<Span>, Box<Span>, Unit, bool, bool),
}

/// A query.
#[derive(Clone, Debug)]
pub enum Query {
    /// Name of field or group, fields, span, least number of occurrences.
    Text(&'static str, Vec<usize>, Span, usize),
    And(Vec<Query>),
    Or(Vec<Query>),
    Xor(Box<Query>, Box<Query>),
    Not(Box<Query>),
    /// Publication (true) or application date, days `yyyymmdd`.
    Date(bool, u32, u32),
    /// Number of inventors.
    Inventors(usize, usize),
    /// IPC symbols that begin so.
    Ipc(String),
    Office(String),
}

impl Span {
    /// As text of the native language.
    pub fn print(&self) -> String {
        match self {
            Span::Text(text, true) => format!("\"{text}\""),
            Span::Text(text, false) => text.clone(),
            Span::Or(all) => format!(
                "({})",
                all.iter().map(Span::print).collect::<Vec<_>>().join(" OR ")
            ),
            Span::Near(a, b, unit, ordered, negated) => {
                let letter = if *ordered { "W" } else { "D" };
                let op = match unit {
                    Unit::Word(0, 0) => letter.to_owned(),
                    Unit::Word(0, n) => format!("{n}{letter}"),
                    Unit::Word(n, m) if n == m => format!("={n}{letter}"),
                    Unit::Word(n, m) => format!("{n}-{m}{letter}"),
                    Unit::Sentence => if *ordered { "S>" } else { "S" }.to_owned(),
                    Unit::Paragraph => if *ordered { "P>" } else { "P" }.to_owned(),
                    Unit::Field => if *ordered { "F>" } else { "F" }.to_owned(),
                };
                format!(
                    "({} {}{op} {})",
                    a.print(),
                    if *negated { "NOT " } else { "" },
                    b.print()
                )
            }
        }
    }
}

impl Query {
    /// As text of the native language.
    pub fn print(&self) -> String {
        let join = |all: &[Query], op: &str| {
            format!(
                "({})",
                all.iter().map(Query::print).collect::<Vec<_>>().join(op)
            )
        };
        match self {
            Query::Text(name, _, span, 1) => format!("{name}=({})", span.print()),
            Query::Text(name, _, span, least) => format!("{name}=FREQ({}, {least})", span.print()),
            Query::And(all) => join(all, " AND "),
            Query::Or(all) => join(all, " OR "),
            Query::Xor(a, b) => format!("({} XOR {})", a.print(), b.print()),
            Query::Not(a) => format!("(NOT {})", a.print()),
            Query::Date(true, from, to) => format!("PD={from}:{to}"),
            Query::Date(false, from, to) => format!("AD={from}:{to}"),
            Query::Inventors(from, to) => format!("NIN={from}:{to}"),
            Query::Ipc(prefix) => format!("IPC={prefix}"),
            Query::Office(code) => format!("PC={code}"),
        }
    }

    /// Makes it ready to be asked of many documents.
    pub fn ready(&self, scan: &mut Scan) -> Ready {
        match self {
            Query::Text(_, fields, span, least) => {
                Ready::Text(fields.clone(), prepare(span, scan), *least)
            }
            Query::And(all) => Ready::And(all.iter().map(|q| q.ready(scan)).collect()),
            Query::Or(all) => Ready::Or(all.iter().map(|q| q.ready(scan)).collect()),
            Query::Xor(a, b) => Ready::Xor(Box::new(a.ready(scan)), Box::new(b.ready(scan))),
            Query::Not(a) => Ready::Not(Box::new(a.ready(scan))),
            other => Ready::Value(other.clone()),
        }
    }
}

/// A query with its words numbered.
pub enum Ready {
    Text(Vec<usize>, Pattern, usize),
    And(Vec<Ready>),
    Or(Vec<Ready>),
    Xor(Box<Ready>, Box<Ready>),
    Not(Box<Ready>),
    Value(Query),
}

/// A span with its words numbered.
pub enum Pattern {
    /// For each position: which words fit, and whether it must be glued to the one before.
    Text(Vec<(Vec<bool>, bool)>),
    Or(Vec<Pattern>),
    Near(Box<Pattern>, Box<Pattern>, Unit, bool, bool),
}

/// Whether a word fits a pattern with `+ # ?`.
fn fits(pattern: &[char], word: &[char]) -> bool {
    match pattern.split_first() {
        None => word.is_empty(),
        Some(('+', rest)) => (0..=word.len()).any(|n| fits(rest, &word[n..])),
        Some(('#', rest)) => !word.is_empty() && fits(rest, &word[1..]),
        Some(('?', rest)) => fits(rest, word) || (!word.is_empty() && fits(rest, &word[1..])),
        Some((c, rest)) => word.first() == Some(c) && fits(rest, &word[1..]),
    }
}

fn prepare(span: &Span, scan: &mut Scan) -> Pattern {
    match span {
        Span::Or(all) => Pattern::Or(all.iter().map(|s| prepare(s, scan)).collect()),
        Span::Near(a, b, unit, ordered, negated) => Pattern::Near(
            Box::new(prepare(a, scan)),
            Box::new(prepare(b, scan)),
            *unit,
            *ordered,
            *negated,
        ),
        Span::Text(text, _) => {
            let mut parts: Vec<(String, bool)> = Vec::new();
            let mut open = false;
            for raw in text.chars() {
                if matches!(raw, '+' | '#' | '?') {
                    if !open {
                        parts.push((String::new(), false));
                        open = true;
                    }
                    parts.last_mut().expect("open").0.push(raw);
                    continue;
                }
                let Some(c) = scan.fold(raw) else { continue };
                if is_cjk(c) {
                    parts.push((c.to_string(), true));
                    open = false;
                } else if c.is_alphanumeric() {
                    if !open {
                        parts.push((String::new(), false));
                        open = true;
                    }
                    parts.last_mut().expect("open").0.push(c);
                } else {
                    open = false;
                }
            }
            let mut before: Option<bool> = None;
            let mut out = Vec::new();
            for (text, cjk) in parts {
                let pattern: Vec<char> = text.chars().collect();
                let wild = pattern.iter().any(|c| matches!(c, '+' | '#' | '?'));
                let set = scan
                    .words
                    .iter()
                    .map(|word| {
                        if !wild {
                            return *word == text;
                        }
                        let chars: Vec<char> = word.chars().collect();
                        !(chars.len() == 1 && is_cjk(chars[0])) && fits(&pattern, &chars)
                    })
                    .collect();
                out.push((set, before.is_some_and(|b| b || cjk)));
                before = Some(cjk);
            }
            Pattern::Text(out)
        }
    }
}

/// Paragraph and place of the first position, paragraph of the last one and the place behind it:
/// only what `F` joins spans paragraphs.
type Stretch = ((usize, usize), (usize, usize));

impl Pattern {
    fn find(&self, field: &[Vec<Token>]) -> BTreeSet<Stretch> {
        match self {
            Pattern::Text(parts) => {
                let mut out = BTreeSet::new();
                for (p, paragraph) in field.iter().enumerate() {
                    for start in 0..paragraph.len().saturating_sub(parts.len() - 1) {
                        let fit = parts.iter().enumerate().all(|(i, (set, glued))| {
                            let token = paragraph[start + i];
                            set.get(token.word as usize).copied().unwrap_or(false)
                                && (!glued || token.glued)
                        });
                        if fit {
                            out.insert(((p, start), (p, start + parts.len())));
                        }
                    }
                }
                out
            }
            Pattern::Or(all) => all.iter().flat_map(|p| p.find(field)).collect(),
            Pattern::Near(a, b, unit, ordered, negated) => {
                let (left, right) = (a.find(field), b.find(field));
                let mut out = BTreeSet::new();
                for l in &left {
                    let mut met = false;
                    for r in &right {
                        if related(l, r, *unit, *ordered, field) {
                            met = true;
                            if !negated {
                                out.insert((l.0.min(r.0), l.1.max(r.1)));
                            }
                        }
                    }
                    if *negated && !met {
                        out.insert(*l);
                    }
                }
                out
            }
        }
    }
}

fn related(l: &Stretch, r: &Stretch, unit: Unit, ordered: bool, field: &[Vec<Token>]) -> bool {
    // Sentence, paragraph and field ask that both are there; only `>` and distances ask for an order.
    let place = !ordered || l.1 <= r.0;
    let sentence = |s: &Stretch| {
        let first = (s.0.0, field[s.0.0][s.0.1].sentence);
        (first == (s.1.0, field[s.1.0][s.1.1 - 1].sentence)).then_some(first)
    };
    let paragraph = |s: &Stretch| (s.0.0 == s.1.0).then_some(s.0.0);
    match unit {
        Unit::Word(min, max) => {
            let fits = |a: &Stretch, b: &Stretch| {
                a.1.0 == b.0.0 && b.0.1 >= a.1.1 && (min..=max).contains(&(b.0.1 - a.1.1))
            };
            fits(l, r) || (!ordered && fits(r, l))
        }
        Unit::Sentence => place && sentence(l).is_some() && sentence(l) == sentence(r),
        Unit::Paragraph => place && paragraph(l).is_some() && paragraph(l) == paragraph(r),
        Unit::Field => place,
    }
}

impl Ready {
    /// Whether a document fulfils it.
    pub fn holds(&self, document: &Document) -> bool {
        match self {
            Ready::Text(fields, pattern, least) => fields
                .iter()
                .any(|f| pattern.find(&document.fields[*f]).len() >= *least),
            Ready::And(all) => all.iter().all(|q| q.holds(document)),
            Ready::Or(all) => all.iter().any(|q| q.holds(document)),
            Ready::Xor(a, b) => a.holds(document) != b.holds(document),
            Ready::Not(a) => !a.holds(document),
            Ready::Value(query) => value(query, &document.record),
        }
    }
}

fn value(query: &Query, record: &Record) -> bool {
    let day = |d: Option<quanlian_handbook::Date>| {
        d.map_or(0, |d| {
            u32::from(d.year()) * 10_000 + u32::from(d.month()) * 100 + u32::from(d.day())
        })
    };
    match query {
        Query::Date(true, from, to) => (*from..=*to).contains(&day(record.publication.date)),
        Query::Date(false, from, to) => {
            (*from..=*to).contains(&day(record.application.as_ref().and_then(|a| a.date)))
        }
        Query::Inventors(from, to) => (*from..=*to).contains(
            &record
                .parties
                .iter()
                .filter(|p| p.role == Role::Inventor)
                .map(|p| &p.name)
                .collect::<BTreeSet<_>>()
                .len(),
        ),
        Query::Ipc(prefix) => record
            .classes
            .iter()
            .any(|c| c.scheme == Scheme::Ipc && c.symbol.starts_with(prefix)),
        Query::Office(code) => record.publication.office == *code,
        _ => false,
    }
}
