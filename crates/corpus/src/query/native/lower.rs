//! Brings an operand to the level on which it stands: a condition, or a positional expression.

use super::{Operand, Value};
use crate::query::ast::{Expr, Node, NumberCondition, Span, SpanExpr, TextCondition};
use crate::query::error::QueryError;
use crate::query::field::Field;
use crate::query::lex;
use std::ops::Range;

/// The bare words that are written like document numbers.
pub(super) fn numbers(operand: &Operand) -> impl Iterator<Item = (&str, &Range<usize>)> {
    let list: &[SpanExpr] = match &operand.value {
        Value::Text {
            named: false,
            alternatives,
            ..
        } => alternatives,
        _ => &[],
    };
    list.iter()
        .filter_map(|s| Some((bare_number(&s.span)?, &s.at)))
}

fn bare_number(span: &Span) -> Option<&str> {
    match span {
        Span::Literal {
            text,
            quoted: false,
            stem: false,
        } if lex::looks_like_number(text) => Some(text),
        _ => None,
    }
}

/// An operand on the Boolean level.
pub(super) fn lower(operand: Operand) -> Expr {
    let at = operand.at;
    match operand.value {
        Value::Tree(node) => Expr { node, at },
        Value::Text {
            fields,
            named,
            mut alternatives,
        } => {
            let one = |span: SpanExpr, at: Range<usize>| {
                let as_number = bare_number(&span.span).filter(|_| !named);
                let node = match as_number {
                    Some(value) => Node::Number(NumberCondition {
                        fields: vec![Field::Pn, Field::Ap, Field::Pr],
                        value: value.to_owned(),
                    }),
                    None => Node::Text(TextCondition {
                        fields: fields.clone(),
                        span,
                        least: 1,
                    }),
                };
                Expr { node, at }
            };
            if alternatives.len() == 1
                && let Some(span) = alternatives.pop()
            {
                return one(span, at);
            }
            let list = alternatives
                .into_iter()
                .map(|s| {
                    let at = s.at.clone();
                    one(s, at)
                })
                .collect();
            Expr {
                node: Node::Or(list),
                at,
            }
        }
    }
}

/// The positional expression that an operand is.
pub(super) fn positional(operand: Operand) -> Result<(Vec<Field>, bool, SpanExpr), QueryError> {
    let at = operand.at;
    match operand.value {
        Value::Text {
            fields,
            named,
            mut alternatives,
        } => {
            let span = if alternatives.len() == 1 {
                alternatives.pop()
            } else {
                None
            };
            let span = span.unwrap_or(SpanExpr {
                span: Span::Or(alternatives),
                at,
            });
            Ok((fields, named, span))
        }
        Value::Tree(node) => Err(not_positional(&node, at)),
    }
}

fn not_positional(node: &Node, at: Range<usize>) -> QueryError {
    let (en, zh) = match node {
        Node::And(_) => (
            "AND cannot stand inside an operand of a positional operator; use S, P or F for the same sentence, paragraph or field",
            "位置运算符的运算对象中不能有 AND；同句、同段、同字段请用 S、P、F",
        ),
        Node::Not(_) | Node::Xor(..) => (
            "NOT and XOR cannot stand inside an operand of a positional operator; use NOT3W, NOTS, NOTP or NOTF",
            "位置运算符的运算对象中不能有 NOT、XOR；请用 NOT3W、NOTS、NOTP 或 NOTF",
        ),
        Node::Or(_) => (
            "all alternatives in an operand of a positional operator must be text of the same field",
            "位置运算符的运算对象中，各备选项必须是同一字段的文字",
        ),
        Node::Boost(..) => (
            "a boost cannot stand inside an operand of a positional operator; put it behind the bracket",
            "加权不能用于位置运算符的运算对象；请放在括号之后",
        ),
        Node::Text(_) => (
            "FREQ cannot stand inside an operand of a positional operator",
            "FREQ 不能用作位置运算符的运算对象",
        ),
        _ => (
            "a positional operator joins words and phrases of a text field only",
            "位置运算符只能连接文本字段中的词和短语",
        ),
    };
    QueryError::new("query.not-positional", at, en, zh)
}
