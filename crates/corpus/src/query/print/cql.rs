//! Writes a tree in CQL as OPS and Espacenet use it, and says what got lost on the way.
//!
//! A field without an index of its own is written `quanlian.field`, which our CQL front end reads
//! and others refuse.

use super::{children, field_name};
use crate::query::ast::{ClassMode, Expr, Near, Node, Span, SpanExpr, Unit};
use crate::query::cql::index;
use crate::query::field::Field;
use crate::query::lex;
use quanlian_handbook::Date;
use serde::Serialize;

/// Something of a query that CQL cannot say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Loss {
    /// The stable code, `query.loss-…`.
    pub code: &'static str,
    /// What was lost, in the normal form of the native language.
    pub what: String,
    /// What it means for the hits, in English.
    pub message: String,
    /// The same in Chinese.
    pub message_zh: String,
}

enum Job<'e> {
    Text(&'static str),
    Owned(String),
    /// True: brackets around everything that is not one condition.
    Expr(&'e Expr, bool),
    Span(&'e SpanExpr, &'e [Field], bool),
}

/// The query in CQL, and what got lost. Each kind of loss is told once for each text it is about.
pub fn cql(expr: &Expr) -> (String, Vec<Loss>) {
    let mut writer = Writer::default();
    writer.jobs.push(Job::Expr(expr, false));
    while let Some(job) = writer.jobs.pop() {
        match job {
            Job::Text(text) => writer.out.push_str(text),
            Job::Owned(text) => writer.out.push_str(&text),
            Job::Expr(e, bracket) => writer.expr(e, bracket),
            Job::Span(s, fields, bracket) => writer.span(s, fields, bracket),
        }
    }
    (writer.out, writer.losses)
}

#[derive(Default)]
struct Writer<'e> {
    out: String,
    jobs: Vec<Job<'e>>,
    losses: Vec<Loss>,
    seen: std::collections::HashSet<(&'static str, String)>,
}

impl<'e> Writer<'e> {
    fn lose(&mut self, code: &'static str, what: String, en: &str, zh: &str) {
        if self.seen.insert((code, what.clone())) {
            self.losses.push(Loss {
                code,
                what,
                message: en.to_owned(),
                message_zh: zh.to_owned(),
            });
        }
    }

    fn open(&mut self, bracket: bool) {
        if bracket {
            self.out.push('(');
            self.jobs.push(Job::Text(")"));
        }
    }

    /// The children in reverse order with the operators between them.
    fn join(&mut self, list: Vec<(&'static str, &'e Expr)>) {
        for (i, (operator, child)) in list.into_iter().enumerate().rev() {
            self.jobs.push(Job::Expr(child, true));
            if i > 0 {
                self.jobs.push(Job::Text(operator));
            }
        }
    }

    fn expr(&mut self, e: &'e Expr, bracket: bool) {
        match &e.node {
            Node::And(list) if list.len() > 1 => {
                self.open(bracket);
                let mut positive = Vec::new();
                let mut negative = Vec::new();
                for child in list {
                    match &child.node {
                        Node::Not(inner) => negative.push((" not ", &**inner)),
                        _ => positive.push((" and ", child)),
                    }
                }
                if positive.is_empty() {
                    self.all_records("NOT …");
                    self.out.push_str(" not ");
                }
                positive.extend(negative);
                self.join(positive);
            }
            Node::Or(list) if list.len() > 1 => {
                self.open(bracket);
                self.join(list.iter().map(|c| (" or ", c)).collect());
            }
            Node::And(list) | Node::Or(list) => match list.first() {
                Some(one) => self.jobs.push(Job::Expr(one, bracket)),
                None => self.all_records("*"),
            },
            Node::Xor(a, b) => {
                self.open(bracket);
                if nests_xor(a) || nests_xor(b) {
                    self.lose(
                        "query.loss-xor",
                        "XOR".to_owned(),
                        "CQL has no XOR; written as or, which finds more",
                        "CQL 没有 XOR；写作 or，命中会更多",
                    );
                    self.join(vec![("", a), (" or ", b)]);
                } else {
                    // Either, but not both.
                    self.out.push('(');
                    self.jobs.push(Job::Text(")"));
                    self.join(vec![("", a), (" and ", b)]);
                    self.jobs.push(Job::Text(") not ("));
                    self.join(vec![("", a), (" or ", b)]);
                }
            }
            Node::Not(inner) => {
                self.open(bracket);
                self.all_records("NOT …");
                self.out.push_str(" not ");
                self.jobs.push(Job::Expr(inner, true));
            }
            Node::Boost(inner, weight) => {
                self.lose(
                    "query.loss-boost",
                    format!("^{weight}"),
                    "CQL has no boost; the hits are the same, their order may differ",
                    "CQL 没有加权；命中相同，排序可能不同",
                );
                self.jobs.push(Job::Expr(inner, bracket));
            }
            Node::Text(t) => {
                if t.least > 1 {
                    self.lose(
                        "query.loss-frequency",
                        super::normal(e),
                        "CQL has no frequency; written without, which finds more",
                        "CQL 没有词频条件；已省略，命中会更多",
                    );
                }
                self.jobs.push(Job::Span(&t.span, &t.fields, bracket));
            }
            leaf => self.leaf(leaf),
        }
    }

    fn all_records(&mut self, what: &str) {
        self.lose(
            "query.loss-everything",
            what.to_owned(),
            "cql.allRecords=1 is standard CQL, but OPS does not know it",
            "cql.allRecords=1 是标准 CQL，但 OPS 不支持",
        );
        self.out.push_str("cql.allRecords=1");
    }

    /// The index of a set of fields.
    fn index(&mut self, fields: &[Field]) -> String {
        match index::printed(fields) {
            Some(name) => name.to_owned(),
            None => {
                let name = field_name(fields);
                self.lose(
                    "query.loss-field",
                    name.clone(),
                    "OPS has no index for this field; only this system reads it",
                    "OPS 没有该字段的索引；只有本系统能识别",
                );
                format!("quanlian.{}", name.to_lowercase().replace(',', "."))
            }
        }
    }

    fn leaf(&mut self, node: &Node) {
        let text = match node {
            Node::Everything => return self.all_records("*"),
            Node::Line(n) => {
                self.lose(
                    "query.loss-line",
                    format!("#{n}"),
                    "CQL has no history; put the query of that line in its place",
                    "CQL 没有检索历史；请代入该条检索式",
                );
                format!("quanlian.line={n}")
            }
            Node::Number(n) => format!("{}={}", self.index(&n.fields), value(&n.value)),
            Node::Code { field, value: v } => format!("{}={}", self.index(&[*field]), value(v)),
            Node::Date { field, from, to } => {
                let day = |d: Date| format!("{:08}", d.number());
                range(&self.index(&[*field]), from.map(day), to.map(day))
            }
            Node::Count { field, from, to } => range(
                &self.index(&[*field]),
                from.map(|n| n.to_string()),
                to.map(|n| n.to_string()),
            ),
            Node::Class(c) => {
                let index = self.index(&c.fields);
                match (c.mode, c.symbol.split_once('-')) {
                    (ClassMode::Low, _) => format!("{index}=/low {}", c.symbol),
                    (ClassMode::High, _) => format!("{index}=/high {}", c.symbol),
                    (ClassMode::Prefix, _) => format!("{index}={}*", c.symbol),
                    (ClassMode::Range, Some((a, b))) => format!("{index} within \"{a} {b}\""),
                    _ => format!("{index}={}", c.symbol),
                }
            }
            _ => String::new(),
        };
        self.out.push_str(&text);
    }

    fn span(&mut self, s: &'e SpanExpr, fields: &'e [Field], bracket: bool) {
        match &s.span {
            Span::Literal { text, quoted, stem } => {
                let index = self.index(fields);
                let (term, beyond) = term(text, *quoted);
                if beyond {
                    self.lose(
                        "query.loss-truncation",
                        text.clone(),
                        "CQL truncates at the end of words only; other systems will refuse this term",
                        "CQL 只能右截断；其他系统会拒绝此词",
                    );
                }
                if *stem {
                    self.lose(
                        "query.loss-stem",
                        format!("~{text}"),
                        "/stem is standard CQL, but OPS does not know it",
                        "/stem 是标准 CQL，但 OPS 不支持",
                    );
                }
                let stem = if *stem { "/stem " } else { "" };
                self.out.push_str(&format!("{index}={stem}{term}"));
            }
            Span::Or(list) => {
                self.open(bracket && list.len() > 1);
                for (i, child) in list.iter().enumerate().rev() {
                    self.jobs.push(Job::Span(child, fields, true));
                    if i > 0 {
                        self.jobs.push(Job::Text(" or "));
                    }
                }
            }
            Span::Near { left, right, how } => {
                if how.negated {
                    self.lose(
                        "query.loss-negated",
                        format!("{} …", super::operator(how)),
                        "CQL has no negated distance; only the left side is written, which finds more",
                        "CQL 没有否定的位置运算；只写出左侧，命中会更多",
                    );
                    self.jobs.push(Job::Span(left, fields, bracket));
                    return;
                }
                self.open(bracket);
                let prox = self.prox(how);
                let chain = matches!(&left.span, Span::Near { how, .. } if !how.negated);
                self.jobs.push(Job::Span(right, fields, true));
                self.jobs.push(Job::Owned(prox));
                self.jobs.push(Job::Span(left, fields, !chain));
            }
        }
    }

    fn prox(&mut self, how: &Near) -> String {
        let mut out = String::from(" prox");
        match how.unit {
            Unit::Word if how.min == how.max && how.max > 0 => {
                out.push_str(&format!("/distance={}", how.max + 1));
            }
            Unit::Word => {
                if how.min > 0 {
                    self.lose(
                        "query.loss-least-distance",
                        super::operator(how),
                        "CQL has no least distance; written with the greatest only, which finds more",
                        "CQL 没有最小距离；只写最大距离，命中会更多",
                    );
                }
                out.push_str(&format!("/distance<={}", how.max + 1));
            }
            Unit::Sentence => out.push_str("/unit=sentence"),
            Unit::Paragraph => out.push_str("/unit=paragraph"),
            Unit::Field => {
                self.lose(
                    "query.loss-unit",
                    "F".to_owned(),
                    "unit=field is read by this system only",
                    "unit=field 只有本系统能识别",
                );
                out.push_str("/unit=field");
            }
        }
        if how.ordered {
            out.push_str("/ordered=true");
        }
        out.push(' ');
        out
    }
}

/// Whether an XOR stands below.
fn nests_xor(e: &Expr) -> bool {
    let mut open = vec![e];
    while let Some(e) = open.pop() {
        if matches!(e.node, Node::Xor(..)) {
            return true;
        }
        open.extend(children(&e.node));
    }
    false
}

fn range(index: &str, from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(a), Some(b)) if a == b => format!("{index}={a}"),
        (Some(a), Some(b)) => format!("{index} within \"{a} {b}\""),
        (Some(a), None) => format!("{index}>={a}"),
        (None, Some(b)) => format!("{index}<={b}"),
        (None, None) => "cql.allRecords=1".to_owned(),
    }
}

fn quote(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\""))
}

/// A number or code; its `+` at the end becomes `*`.
fn value(v: &str) -> String {
    let (body, star) = match v.strip_suffix('+') {
        Some(body) => (body, "*"),
        None => (v, ""),
    };
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if body.chars().all(plain) {
        format!("{body}{star}")
    } else {
        quote(&format!("{}{star}", body.replace('\\', "\\\\")))
    }
}

/// A literal in CQL, and whether it is truncated where CQL has no truncation.
fn term(text: &str, quoted: bool) -> (String, bool) {
    let (mut out, mut beyond, mut at_start) = (String::new(), false, true);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        match c {
            '\\' => {
                match chars.next() {
                    Some('+') => out.push('+'),
                    Some(n) => out.extend(['\\', n]),
                    None => out.push_str("\\\\"),
                }
                at_start = true;
            }
            '+' | '?' | '#' => {
                let inside = next.is_some_and(|n| n.is_alphanumeric() || matches!(n, '?' | '#'));
                beyond |= at_start || (c == '+' && inside);
                out.push(if c == '+' { '*' } else { c });
            }
            '*' => {
                out.push_str("\\*");
                at_start = true;
            }
            c => {
                out.push(c);
                at_start = !c.is_alphanumeric();
            }
        }
    }
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '*' | '?' | '#');
    let relation = [
        "all", "any", "within", "adj", "exact", "and", "or", "not", "prox",
    ];
    let bare = !quoted
        && out.chars().all(|c| plain(c) || c == '/')
        && !out.starts_with('/')
        && !relation.contains(&out.to_lowercase().as_str())
        && lex::entry(&out).is_none();
    (if bare { out } else { quote(&out) }, beyond)
}
