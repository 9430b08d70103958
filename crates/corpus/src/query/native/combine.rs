//! Applies operators to operands: precedence, Boolean trees, positional expressions.

use super::lower::{lower, numbers, positional};
use super::{FrameKind, Operand, Operator, Parser, Value};
use crate::query::ast::{Expr, Near, Node, Span, SpanExpr, TextCondition};
use crate::query::error::{MAX_DEPTH, QueryError};
use crate::query::field::Field;
use crate::query::lex;
use crate::query::print;
use std::ops::Range;

impl Parser<'_> {
    pub(in crate::query) fn push_operator(
        &mut self,
        operator: Operator,
        at: Range<usize>,
    ) -> Result<(), QueryError> {
        // A prefix waits for its operand; every other operator closes what binds as tightly.
        if operator != Operator::Not {
            while let Some((before, _)) = self.frames.last().and_then(|f| f.operators.last())
                && (self.flat || before.rank() >= operator.rank())
            {
                self.apply()?;
            }
        }
        match operator {
            Operator::And | Operator::AndNot => self.top().has_and = true,
            Operator::Or | Operator::Xor => self.top().has_or = true,
            _ => {}
        }
        self.top().operators.push((operator, at));
        Ok(())
    }

    /// Everything between the brackets of the top frame as one operand.
    pub(in crate::query) fn collapse(&mut self) -> Result<Operand, QueryError> {
        while !self.top().operators.is_empty() {
            self.apply()?;
        }
        let frame = self.top();
        let (start, mixed) = (frame.open.start, frame.has_and && frame.has_or);
        let root = frame.kind == FrameKind::Root;
        let group = frame.kind == FrameKind::Group;
        let Some(mut operand) = frame.operands.pop() else {
            return Err(QueryError::new(
                "query.empty",
                frame.bracket.clone(),
                "nothing is asked for",
                "没有检索内容",
            ));
        };
        if mixed && self.warnings.room("query.mixed-and-or") {
            let at = operand.at.clone();
            let reading = if at.len() <= 400 {
                let expr = self.quiet_expr(operand.clone());
                print::normal(&expr)
            } else {
                String::new()
            };
            let (en, zh) = if reading.is_empty() {
                (String::new(), String::new())
            } else {
                (format!(": {reading}"), format!("：{reading}"))
            };
            let (order, order_zh, reading) = if self.flat {
                ("read from left to right", "从左到右结合", String::new())
            } else {
                (
                    "NOT binds first, then AND, XOR, OR",
                    "按 NOT、AND、XOR、OR 的顺序结合",
                    reading,
                )
            };
            self.warnings.add(
                "query.mixed-and-or",
                at,
                format!("AND and OR without brackets: {order}{en}"),
                format!("AND 与 OR 混用而无括号：{order_zh}{zh}"),
                (!reading.is_empty()).then_some(reading),
            );
        }
        if group {
            operand.at.start = start;
        }
        if !root {
            operand.word = None;
        }
        Ok(operand)
    }

    /// Applies the last operator of the top frame.
    fn apply(&mut self) -> Result<(), QueryError> {
        let frame = self.top();
        let Some((operator, at)) = frame.operators.pop() else {
            return Ok(());
        };
        let Some(right) = frame.operands.pop() else {
            return Ok(());
        };
        let result = if operator == Operator::Not {
            self.negate(right, at.start)
        } else {
            let Some(left) = self.top().operands.pop() else {
                return Ok(());
            };
            match operator {
                Operator::Near(near) => self.near(left, right, near)?,
                Operator::Or => self.or(left, right),
                Operator::Xor => {
                    let place = left.at.start..right.at.end;
                    let depth = left.depth.max(right.depth);
                    let (left, right) = (self.expr(left), self.expr(right));
                    tree(Node::Xor(Box::new(left), Box::new(right)), place, depth + 1)
                }
                Operator::AndNot => {
                    let start = at.start;
                    let right = self.negate(right, start);
                    self.and(left, right)
                }
                _ => self.and(left, right),
            }
        };
        if result.depth > MAX_DEPTH {
            let at = if at.is_empty() { result.at } else { at };
            return Err(QueryError::too_deep(at));
        }
        self.top().operands.push(result);
        Ok(())
    }

    fn negate(&mut self, operand: Operand, start: usize) -> Operand {
        let (at, depth) = (start..operand.at.end, operand.depth + 1);
        let expr = self.expr(operand);
        tree(Node::Not(Box::new(expr)), at, depth)
    }

    fn and(&mut self, left: Operand, right: Operand) -> Operand {
        let at = left.at.start..right.at.end;
        let (mut list, mut height) = (Vec::new(), 0);
        for operand in [left, right] {
            let depth = operand.depth;
            match self.expr(operand) {
                Expr {
                    node: Node::And(children),
                    ..
                } => {
                    append(&mut list, children);
                    height = height.max(depth);
                }
                expr => {
                    list.push(expr);
                    height = height.max(depth + 1);
                }
            }
        }
        tree(Node::And(list), at, height)
    }

    fn or(&mut self, left: Operand, right: Operand) -> Operand {
        let at = left.at.start..right.at.end;
        let (mut list, mut height) = (Vec::new(), 0);
        if let (
            Value::Text {
                fields: a,
                named: x,
                ..
            },
            Value::Text {
                fields: b,
                named: y,
                ..
            },
        ) = (&left.value, &right.value)
            && a == b
            && x == y
        {
            let (fields, named) = (a.clone(), *x);
            for operand in [left, right] {
                if let Value::Text { alternatives, .. } = operand.value {
                    height = height.max(operand.depth + usize::from(alternatives.len() == 1));
                    append(&mut list, alternatives);
                }
            }
            return Operand {
                value: Value::Text {
                    fields,
                    named,
                    alternatives: list,
                },
                at,
                depth: height,
                word: None,
            };
        }
        let mut list = Vec::new();
        for operand in [left, right] {
            let depth = operand.depth;
            match self.expr(operand) {
                Expr {
                    node: Node::Or(children),
                    ..
                } => {
                    append(&mut list, children);
                    height = height.max(depth);
                }
                expr => {
                    list.push(expr);
                    height = height.max(depth + 1);
                }
            }
        }
        tree(Node::Or(list), at, height)
    }

    fn near(&mut self, left: Operand, right: Operand, how: Near) -> Result<Operand, QueryError> {
        let (at, depth) = (left.at.start..right.at.end, left.depth.max(right.depth) + 1);
        let (left_at, right_at) = (left.at.clone(), right.at.clone());
        let (a, a_named, left) = positional(left)?;
        let (b, b_named, right) = positional(right)?;
        if a != b {
            if a_named && !b_named {
                self.warnings.add(
                    "query.field-inherited",
                    right_at,
                    "no field before this operand: looked for in the field of the operand on the left",
                    "此检索词前没有字段：按左侧检索词的字段查找",
                    None,
                );
            } else {
                let name = |f: &[Field]| lex::row(f).map_or("?", |e| e.names[0]);
                let at = if a_named { right_at } else { left_at };
                return Err(QueryError::new(
                    "query.different-fields",
                    at,
                    format!(
                        "both operands of a positional operator must be in the same field, not in {} and {}",
                        name(&a),
                        name(&b)
                    ),
                    format!(
                        "位置运算符的两侧必须在同一字段，而不是 {} 和 {}",
                        name(&a),
                        name(&b)
                    ),
                ));
            }
        }
        let span = SpanExpr {
            span: Span::Near {
                left: Box::new(left),
                right: Box::new(right),
                how,
            },
            at: at.clone(),
        };
        Ok(Operand {
            value: Value::Text {
                fields: a,
                named: a_named || b_named,
                alternatives: vec![span],
            },
            at,
            depth,
            word: None,
        })
    }

    /// `FREQ(inner, count)`.
    pub(in crate::query) fn frequency(
        &mut self,
        inner: Operand,
        count: u32,
        at: Range<usize>,
    ) -> Result<Operand, QueryError> {
        if count == 1 {
            return Ok(Operand {
                at,
                word: None,
                ..inner
            });
        }
        let depth = inner.depth + 1;
        let (fields, _, span) = positional(inner)?;
        Ok(tree(
            Node::Text(TextCondition {
                fields,
                span,
                least: count,
            }),
            at,
            depth,
        ))
    }

    /// An operand on the Boolean level.
    pub(in crate::query) fn expr(&mut self, operand: Operand) -> Expr {
        for (number, at) in numbers(&operand) {
            self.warnings.add(
                "query.read-as-number",
                at.clone(),
                format!("{number} was read as a document number; quote it to look for the text"),
                format!("{number} 按专利号查找；若要按文字查找请加引号"),
                Some(format!("NUM={number}")),
            );
        }
        lower(operand)
    }

    /// The same without a word to the reader.
    fn quiet_expr(&self, operand: Operand) -> Expr {
        lower(operand)
    }
}

fn tree(node: Node, at: Range<usize>, depth: usize) -> Operand {
    Operand {
        value: Value::Tree(node),
        at,
        depth,
        word: None,
    }
}

/// Joins two lists; the longer one is kept where it is.
fn append<T>(list: &mut Vec<T>, mut more: Vec<T>) {
    if list.is_empty() {
        *list = more;
    } else {
        list.append(&mut more);
    }
}
