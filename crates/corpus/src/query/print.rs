//! Writes a tree as text: the normal form of the native language, and CQL.
//!
//! `native::parse(&normal(e))` gives `e` back, but for places, when `e` came from a front end. The
//! printer keeps its own stack, so that the height of a tree does not matter.

mod cql;

pub use cql::{Loss, cql};

use super::ast::{ClassMode, Expr, Near, Node, Span, SpanExpr, Unit};
use super::field::Field;
use super::lex;
use super::native::{boolean, is_operator_like};

/// The normal form: canonical field codes, upper-case operators, every bracket that a reader needs,
/// a field written once before the bracket when everything inside is looked for in it.
pub fn normal(expr: &Expr) -> String {
    let shared = shared_fields(expr);
    let mut next = 0;
    let mut out = String::new();
    let mut jobs = vec![Job::Expr(expr, false, Tight::Loose)];
    while let Some(job) = jobs.pop() {
        match job {
            Job::Text(text) => out.push_str(text),
            Job::Owned(text) => out.push_str(&text),
            Job::Span(span, tight, near) => print_span(span, tight, near, &mut out, &mut jobs),
            Job::Expr(e, inside, tight) => {
                let fields = if inside { None } else { shared[next] };
                next += 1;
                print_expr(e, inside, fields, tight, &mut out, &mut jobs);
            }
        }
    }
    out
}

/// How tightly the place around a piece binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tight {
    /// Nothing needs a bracket.
    Loose,
    /// AND, OR and XOR need one.
    Operand,
    /// Everything but a single term needs one.
    Atom,
}

enum Job<'e> {
    Text(&'static str),
    Owned(String),
    /// Inside the brackets of a field or not.
    Expr(&'e Expr, bool, Tight),
    /// Inside a positional expression or not.
    Span(&'e SpanExpr, Tight, bool),
}

/// For every node in the order of reading: the fields in which everything below it is looked for.
fn shared_fields(expr: &Expr) -> Vec<Option<&[Field]>> {
    #[derive(Clone, Copy)]
    enum Below<'e> {
        Nothing,
        One(&'e [Field]),
        Mixed,
    }
    let mut nodes: Vec<(&Expr, usize)> = Vec::new();
    let mut open = vec![(expr, 0)];
    while let Some((e, parent)) = open.pop() {
        let here = nodes.len();
        nodes.push((e, parent));
        open.extend(children(&e.node).into_iter().rev().map(|c| (c, here)));
    }
    let mut below = vec![Below::Nothing; nodes.len()];
    for i in (0..nodes.len()).rev() {
        let (e, parent) = nodes[i];
        match leaf_fields(&e.node) {
            Some(fields) => below[i] = Below::One(fields),
            None if matches!(e.node, Node::Everything | Node::Line(_)) => below[i] = Below::Mixed,
            None => {}
        }
        if i > 0 {
            below[parent] = match (below[parent], below[i]) {
                (Below::Nothing, b) => b,
                (Below::One(a), Below::One(b)) if a == b => Below::One(a),
                _ => Below::Mixed,
            };
        }
    }
    below
        .into_iter()
        .map(|b| match b {
            Below::One(f) => Some(f),
            _ => None,
        })
        .collect()
}

/// The children of a node, in the order of reading.
pub(super) fn children(node: &Node) -> Vec<&Expr> {
    match node {
        Node::And(list) | Node::Or(list) => list.iter().collect(),
        Node::Xor(a, b) => vec![a, b],
        Node::Not(a) | Node::Boost(a, _) => vec![a],
        _ => Vec::new(),
    }
}

fn leaf_fields(node: &Node) -> Option<&[Field]> {
    match node {
        Node::Text(t) => Some(&t.fields),
        Node::Number(n) => Some(&n.fields),
        Node::Class(c) => Some(&c.fields),
        Node::Date { field, .. } | Node::Count { field, .. } | Node::Code { field, .. } => {
            Some(std::slice::from_ref(field))
        }
        _ => None,
    }
}

/// The name of a set of fields: a row of the table, or the codes with commas.
pub(super) fn field_name(fields: &[Field]) -> String {
    match lex::row(fields) {
        Some(row) => row.names[0].to_owned(),
        None => {
            let names: Vec<&str> = fields.iter().map(|f| lex::row_of(*f).names[0]).collect();
            names.join(",")
        }
    }
}

fn print_expr<'e>(
    e: &'e Expr,
    inside: bool,
    fields: Option<&[Field]>,
    tight: Tight,
    out: &mut String,
    jobs: &mut Vec<Job<'e>>,
) {
    let (list, operator) = match &e.node {
        Node::And(list) => (list.iter().collect(), " AND "),
        Node::Or(list) => (list.iter().collect(), " OR "),
        Node::Xor(a, b) => (vec![&**a, &**b], " XOR "),
        Node::Not(a) => {
            if tight == Tight::Atom {
                out.push('(');
                jobs.push(Job::Text(")"));
            }
            out.push_str("NOT ");
            jobs.push(Job::Expr(a, inside, Tight::Operand));
            return;
        }
        Node::Boost(a, weight) => {
            jobs.push(Job::Owned(format!("^{weight}")));
            jobs.push(Job::Expr(a, inside, Tight::Atom));
            return;
        }
        leaf => {
            print_leaf(leaf, inside, tight, out, jobs);
            return;
        }
    };
    if list.is_empty() {
        // A program may build these: all of nothing is everything, any of nothing is nothing.
        out.push_str(if operator == " AND " { "*" } else { "(NOT *)" });
        return;
    }
    let bracket = if let Some(fields) = fields {
        out.push_str(&field_name(fields));
        out.push_str("=(");
        true
    } else if tight > Tight::Loose {
        out.push('(');
        true
    } else {
        false
    };
    if bracket {
        jobs.push(Job::Text(")"));
    }
    let inside = inside || fields.is_some();
    for (i, child) in list.into_iter().enumerate().rev() {
        jobs.push(Job::Expr(child, inside, Tight::Operand));
        if i > 0 {
            jobs.push(Job::Text(operator));
        }
    }
}

fn print_leaf<'e>(
    node: &'e Node,
    inside: bool,
    tight: Tight,
    out: &mut String,
    jobs: &mut Vec<Job<'e>>,
) {
    if !inside && let Some(fields) = leaf_fields(node) {
        out.push_str(&field_name(fields));
        out.push('=');
    }
    match node {
        Node::Everything => out.push('*'),
        Node::Line(n) => out.push_str(&format!("#{n}")),
        Node::Text(t) if t.least > 1 => {
            out.push_str("FREQ(");
            jobs.push(Job::Owned(format!(", {})", t.least)));
            jobs.push(Job::Span(&t.span, Tight::Loose, false));
        }
        Node::Text(t) => {
            let tight = match (&t.span.span, inside) {
                (_, false) => Tight::Atom,
                (Span::Or(_), true) => tight.max(Tight::Loose),
                // A positional operator binds tighter than AND, OR and NOT.
                (_, true) if tight == Tight::Operand => Tight::Loose,
                (_, true) => tight,
            };
            jobs.push(Job::Span(&t.span, tight, false));
        }
        Node::Number(n) => out.push_str(&value(&n.value)),
        Node::Code { value: v, .. } => out.push_str(&value(v)),
        Node::Date { from, to, .. } => {
            let day = |d: quanlian_handbook::Date| format!("{:08}", d.number());
            out.push_str(&range(from.map(day), to.map(day)));
        }
        Node::Count { from, to, .. } => {
            out.push_str(&range(
                from.map(|n| n.to_string()),
                to.map(|n| n.to_string()),
            ));
        }
        Node::Class(c) => {
            out.push_str(match c.mode {
                ClassMode::Low => "/low ",
                ClassMode::High => "/high ",
                _ => "",
            });
            out.push_str(&c.symbol);
            if c.mode == ClassMode::Prefix {
                out.push('+');
            }
        }
        _ => {}
    }
}

fn range(from: Option<String>, to: Option<String>) -> String {
    match (from, to) {
        (Some(a), Some(b)) if a == b => a,
        (a, b) => format!("{}:{}", a.unwrap_or_default(), b.unwrap_or_default()),
    }
}

/// A number or code, quoted where it must be.
fn value(v: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-' | '+' | '_');
    if !v.is_empty() && v.chars().all(plain) && boolean(v).is_none() {
        v.to_owned()
    } else {
        format!("\"{}\"", v.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

fn print_span<'e>(
    s: &'e SpanExpr,
    tight: Tight,
    near: bool,
    out: &mut String,
    jobs: &mut Vec<Job<'e>>,
) {
    match &s.span {
        Span::Literal { text, quoted, stem } => out.push_str(&literal(text, *quoted, *stem, near)),
        Span::Or(list) => {
            if tight > Tight::Loose {
                out.push('(');
                jobs.push(Job::Text(")"));
            }
            for (i, child) in list.iter().enumerate().rev() {
                let tight = match child.span {
                    Span::Or(_) => Tight::Atom,
                    _ => Tight::Loose,
                };
                jobs.push(Job::Span(child, tight, near));
                if i > 0 {
                    jobs.push(Job::Text(" OR "));
                }
            }
        }
        Span::Near { left, right, how } => {
            if tight > Tight::Loose {
                out.push('(');
                jobs.push(Job::Text(")"));
            }
            let left_tight = match left.span {
                Span::Near { .. } => Tight::Loose,
                _ => Tight::Atom,
            };
            jobs.push(Job::Span(right, Tight::Atom, true));
            jobs.push(Job::Owned(format!(" {} ", operator(how))));
            jobs.push(Job::Span(left, left_tight, true));
        }
    }
}

/// `3W`, `=2D`, `NOTS`.
fn operator(how: &Near) -> String {
    let not = if how.negated { "NOT" } else { "" };
    let body = match how.unit {
        Unit::Word => {
            let letter = if how.ordered { 'W' } else { 'D' };
            match (how.min, how.max) {
                (0, 0) => letter.to_string(),
                (0, max) => format!("{max}{letter}"),
                (min, max) if min == max => format!("={max}{letter}"),
                (min, max) => format!("{min}-{max}{letter}"),
            }
        }
        unit => {
            let letter = match unit {
                Unit::Sentence => "S",
                Unit::Paragraph => "P",
                _ => "F",
            };
            format!("{letter}{}", if how.ordered { ">" } else { "" })
        }
    };
    format!("{not}{body}")
}

/// A literal so that it is read back as the same literal.
fn literal(text: &str, quoted: bool, stem: bool, near: bool) -> String {
    let mut out = String::new();
    if stem {
        out.push('~');
    }
    if quoted {
        out.push('"');
    } else if is_operator_like(text)
        || text.starts_with('~')
        || (near && lex::entry(text).is_some())
    {
        out.push('\\');
    }
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if chars.peek().is_some_and(|n| lex::is_wild(*n) || *n == '\\') => {
                out.push(c);
                out.extend(chars.next());
            }
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            c if !quoted && (!lex::is_word(c) || c == '*') => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    if quoted {
        out.push('"');
    }
    out
}
