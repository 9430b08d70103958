//! How a query was read: its tree, with the number of hits at every node.

use super::request::At;
use super::{Corpus, CorpusError, State, synonym};
use crate::query::ast::{Expr, Node, Span, SpanExpr, TextCondition};
use crate::query::print;
use serde::Serialize;

/// One node.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TreeNode {
    /// `and`, `or`, `not`, `xor`, `text`, `near`, `word`, `number`, `date`, `count`, `class`, `code`, `boost`, `everything`.
    pub op: String,
    /// The node in normal form.
    pub text: String,
    /// Its place in the query.
    pub at: Option<At>,
    /// Documents that fulfil it alone.
    pub hits: Option<u64>,
    /// How it was read, in English.
    pub note: String,
    /// How it was read, in Chinese.
    pub note_zh: String,
    /// Its parts.
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub children: Vec<TreeNode>,
}

/// The tree of an expression with counts.
pub fn tree(
    corpus: &Corpus,
    state: &State,
    expr: &Expr,
    text: &str,
) -> Result<TreeNode, CorpusError> {
    let (query, _) = corpus.compile(state, expr)?;
    let hits = corpus.count(state, query.as_ref())?;
    let part = |part: &Expr| tree(corpus, state, part, text);
    let (op, children) = match &expr.node {
        Node::Everything => ("everything", Vec::new()),
        Node::And(parts) => ("and", parts.iter().map(part).collect::<Result<_, _>>()?),
        Node::Or(parts) => ("or", parts.iter().map(part).collect::<Result<_, _>>()?),
        Node::Xor(left, right) => ("xor", vec![part(left)?, part(right)?]),
        Node::Not(inner) => ("not", vec![part(inner)?]),
        Node::Boost(inner, _) => ("boost", vec![part(inner)?]),
        Node::Text(condition) => return text_node(corpus, state, expr, condition, text, hits),
        Node::Number(_) => ("number", Vec::new()),
        Node::Date { .. } => ("date", Vec::new()),
        Node::Count { .. } => ("count", Vec::new()),
        Node::Class(_) => ("class", Vec::new()),
        Node::Code { .. } => ("code", Vec::new()),
        Node::Line(_) => ("line", Vec::new()),
    };
    let (note, note_zh) = match &expr.node {
        Node::Number(condition) => {
            let reading = super::values::number(&condition.value);
            let all: Vec<&str> = reading
                .publications
                .iter()
                .chain(&reading.applications)
                .chain(&reading.prefix)
                .map(String::as_str)
                .collect();
            (
                format!("looked for as {}", all.join(", ")),
                format!("按 {} 检索", all.join("、")),
            )
        }
        _ => (String::new(), String::new()),
    };
    Ok(TreeNode {
        op: op.to_owned(),
        text: print::normal(expr),
        at: place(text, &expr.at),
        hits: Some(hits),
        note,
        note_zh,
        children,
    })
}

fn place(text: &str, at: &std::ops::Range<usize>) -> Option<At> {
    (!at.is_empty() && at.end <= text.len()).then(|| At::in_text(text, at))
}

fn text_node(
    corpus: &Corpus,
    state: &State,
    expr: &Expr,
    condition: &TextCondition,
    text: &str,
    hits: u64,
) -> Result<TreeNode, CorpusError> {
    let children = match &condition.span.span {
        Span::Literal { .. } => Vec::new(),
        _ => span_children(corpus, state, condition, &condition.span, text)?,
    };
    let (note, note_zh) = span_note(&condition.span);
    let op = span_op(&condition.span);
    Ok(TreeNode {
        op: op.to_owned(),
        text: print::normal(expr),
        at: place(text, &expr.at),
        hits: Some(hits),
        note,
        note_zh,
        children,
    })
}

/// The operands of a positional operator, each counted as if it stood alone in the same fields.
fn span_children(
    corpus: &Corpus,
    state: &State,
    condition: &TextCondition,
    span: &SpanExpr,
    text: &str,
) -> Result<Vec<TreeNode>, CorpusError> {
    let parts: Vec<&SpanExpr> = match &span.span {
        Span::Literal { .. } => Vec::new(),
        Span::Or(parts) => parts.iter().collect(),
        Span::Near { left, right, .. } => vec![left, right],
    };
    parts
        .into_iter()
        .map(|part| {
            let alone = TextCondition {
                fields: condition.fields.clone(),
                span: part.clone(),
                least: 1,
            };
            let expr = Expr {
                node: Node::Text(alone.clone()),
                at: part.at.clone(),
            };
            let (query, _) = corpus.compile(state, &expr)?;
            let hits = corpus.count(state, query.as_ref())?;
            text_node(corpus, state, &expr, &alone, text, hits)
        })
        .collect()
}

fn span_op(span: &SpanExpr) -> &'static str {
    match span.span {
        Span::Literal { .. } => "text",
        Span::Or(_) => "or",
        Span::Near { .. } => "near",
    }
}

fn span_note(span: &SpanExpr) -> (String, String) {
    match &span.span {
        Span::Literal {
            text,
            quoted: false,
            ..
        } => match synonym::of(text).as_slice() {
            [] => (String::new(), String::new()),
            others => (
                format!("also {}", others.join(", ")),
                format!("同时检索 {}", others.join("、")),
            ),
        },
        _ => (String::new(), String::new()),
    }
}
