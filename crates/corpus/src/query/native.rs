//! The native query language: fielded Boolean with the positional operators of the CNIPA and
//! EPOQUE family. What it accepts and what each form means is written in `docs/reference/query.md`.
//!
//! The parser keeps its own stack of open brackets, so that no query, however deep, can exhaust
//! the stack of the program; it takes time in proportion to the length of the text.

mod combine;
mod head;
mod lower;
mod measure;
mod number;
mod operand;
pub(super) mod operator;
pub(crate) mod value;

pub(crate) use number::check_number;
pub(crate) use operator::{boolean, is_operator_like};

use super::ast::{Expr, Node, SpanExpr};
use super::check;
use super::error::{MAX_DEPTH, Parsed, QueryError, Warnings};
use super::field::{Field, Kind};
use super::lex::{self, Cursor};
use operator::{Found, Operator};
use std::ops::Range;
use value::Relation;

/// Reads a query in the native language.
///
/// # Errors
/// The first thing that cannot be honoured, at its place.
pub fn parse(text: &str) -> Result<Parsed, QueryError> {
    let mut parser = Parser::new(text, false);
    let expr = parser.run()?;
    Ok(parser.finish(expr))
}

/// The field in which an operand is looked for.
#[derive(Clone, Debug)]
pub(super) struct Context {
    pub(super) fields: Vec<Field>,
    pub(super) kind: Kind,
    /// Named in the query; otherwise it is the full text by default.
    pub(super) named: bool,
    pub(super) relation: Relation,
}

impl Context {
    /// No field named: title, abstract, claims, description.
    pub(super) fn open() -> Context {
        Context {
            fields: vec![Field::Ti, Field::Ab, Field::Clm, Field::Desc],
            kind: Kind::Text,
            named: false,
            relation: Relation::Equal,
        }
    }
}

/// What an operand is, while it is not yet known whether it stands in a positional or a Boolean
/// expression.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Alternatives in the same fields: usable on both levels.
    Text {
        fields: Vec<Field>,
        named: bool,
        alternatives: Vec<SpanExpr>,
    },
    /// Anything else: Boolean level only.
    Tree(Node),
}

/// An operand with its place and the height of its tree.
#[derive(Clone, Debug)]
pub(super) struct Operand {
    pub(super) value: Value,
    pub(super) at: Range<usize>,
    pub(super) depth: usize,
    /// A single unquoted word, for messages about forgotten `=`.
    pub(super) word: Option<Range<usize>>,
}

/// Why a bracket is open.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum FrameKind {
    Root,
    Group,
    Frequency,
}

/// An open bracket.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// From the field name or the bracket to the bracket.
    pub(super) open: Range<usize>,
    /// The bracket itself.
    pub(super) bracket: Range<usize>,
    pub(super) context: Context,
    pub(super) operands: Vec<Operand>,
    pub(super) operators: Vec<(Operator, Range<usize>)>,
    pub(super) has_and: bool,
    pub(super) has_or: bool,
}

impl Frame {
    pub(super) fn new(kind: FrameKind, open: Range<usize>, context: Context) -> Frame {
        Frame {
            kind,
            bracket: open.clone(),
            open,
            context,
            operands: Vec::new(),
            operators: Vec::new(),
            has_and: false,
            has_or: false,
        }
    }
}

/// The state of a parse. The CQL front end shares brackets, operators and trees, and reads
/// operands in its own way.
pub(super) struct Parser<'t> {
    pub(super) cursor: Cursor<'t>,
    /// Never empty: the first one is the query itself.
    pub(super) frames: Vec<Frame>,
    pub(super) warnings: Warnings,
    /// Every operator binds alike, from left to right (CQL).
    flat: bool,
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str, flat: bool) -> Parser<'t> {
        Parser {
            cursor: Cursor::new(text),
            frames: vec![Frame::new(FrameKind::Root, 0..0, Context::open())],
            warnings: Warnings::default(),
            flat,
        }
    }

    /// The checks over the whole tree, and the result.
    pub(super) fn finish(mut self, expr: Expr) -> Parsed {
        check::tree(&expr, &mut self.warnings);
        Parsed {
            expr,
            warnings: self.warnings.finish(),
        }
    }

    fn run(&mut self) -> Result<Expr, QueryError> {
        let mut wanted = true;
        loop {
            self.cursor.skip_blanks();
            if wanted {
                wanted = self.operand()?;
                continue;
            }
            match self.cursor.peek() {
                None => break,
                Some(')') => self.close()?,
                Some('^') => self.boost()?,
                Some(',') if self.top().kind == FrameKind::Frequency => self.close_frequency()?,
                _ => wanted = self.between()?,
            }
        }
        self.whole()
    }

    /// The end of the text, after an operand: the whole query as a tree.
    pub(super) fn whole(&mut self) -> Result<Expr, QueryError> {
        if self.frames.len() > 1 {
            let bracket = self.top().bracket.clone();
            return Err(QueryError::new(
                "query.unclosed-bracket",
                bracket,
                "this bracket is not closed",
                "括号没有闭合",
            ));
        }
        let whole = self.collapse()?;
        Ok(self.expr(whole))
    }

    pub(super) fn top(&mut self) -> &mut Frame {
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    pub(super) fn push_operand(&mut self, operand: Operand) -> Result<(), QueryError> {
        if operand.depth > MAX_DEPTH {
            return Err(QueryError::too_deep(operand.at));
        }
        self.top().operands.push(operand);
        Ok(())
    }

    pub(super) fn push_frame(&mut self, frame: Frame) -> Result<(), QueryError> {
        if self.frames.len() > MAX_DEPTH {
            return Err(QueryError::too_deep(frame.bracket));
        }
        self.frames.push(frame);
        Ok(())
    }

    /// After an operand: an operator, or the beginning of another operand. Always wants an operand.
    fn between(&mut self) -> Result<bool, QueryError> {
        let before = self.cursor.pos;
        let kind = self.top().context.kind;
        if let Some(found) = operator::scan(&mut self.cursor)? {
            self.note_operator(&found);
            self.push_operator(found.operator, found.at)?;
            return Ok(true);
        }
        let here = self.cursor.here();
        match self.cursor.peek() {
            Some(c @ (',' | ';')) => Err(QueryError::new(
                "query.list",
                here,
                format!("alternatives are joined with OR, not with {c}"),
                format!("多个检索词用 OR 连接，不用“{c}”"),
            )
            .propose(" OR ")),
            Some('=' | ':' | '<' | '>' | '≥' | '≤') => Err(QueryError::new(
                "query.stray-relation",
                here,
                "a relation needs a field name before it; quote the text if it is meant literally",
                "关系符前应有字段名；若是检索词的一部分请加引号",
            )),
            Some('[' | ']' | '{' | '}') => Err(QueryError::new(
                "query.stray-bracket",
                here,
                "square and curly brackets stand in ranges only: PD=[20200101 TO 20201231]",
                "方括号只用于范围：PD=[20200101 TO 20201231]",
            )),
            _ => {
                let left = self.top().operands.last().cloned();
                if let Some(left) = left {
                    self.implicit(&left, before, kind)?;
                }
                self.push_operator(Operator::And, before..before)?;
                Ok(true)
            }
        }
    }

    /// Two operands with nothing between them.
    fn implicit(&mut self, left: &Operand, next: usize, kind: Kind) -> Result<(), QueryError> {
        let text = self.cursor.text;
        if let Some(at) = &left.word
            && let Some(entry) = lex::entry(&text[at.clone()])
        {
            if next == at.end && self.cursor.peek() == Some('(') {
                return Err(QueryError::new(
                    "query.missing-equals",
                    at.clone(),
                    format!("{} is a field name; = is missing behind it", entry.names[0]),
                    format!("{} 是字段名，其后缺少 =", entry.names[0]),
                )
                .propose(format!("{}=", entry.names[0])));
            }
            self.warnings.add(
                "query.field-without-equals",
                at.clone(),
                format!(
                    "{} is a field name; without = it is looked for as a word",
                    entry.names[0]
                ),
                format!("“{}”是字段名；没有 = 时按检索词查找", &text[at.clone()]),
                Some(format!("{}=", entry.names[0])),
            );
        }
        if kind != Kind::Text {
            let mut ahead = self.cursor.clone();
            let word = ahead.word(lex::is_word);
            ahead.skip_blanks();
            let field_next = matches!(ahead.peek(), Some('=' | ':' | '<' | '>' | '≥' | '≤'));
            if !field_next {
                let at = if word.at.is_empty() {
                    self.cursor.here()
                } else {
                    word.at
                };
                return Err(QueryError::new(
                    "query.missing-operator",
                    at,
                    "an operator is missing here; quote the value if the blank belongs to it",
                    "此处缺少运算符；若空格是值的一部分请加引号",
                ));
            }
        }
        let gap = left.at.end..next;
        let named = match &left.value {
            Value::Text { named, .. } => *named,
            Value::Tree(node) => {
                matches!(node, Node::Code { .. } | Node::Number(_) | Node::Class(_))
            }
        };
        let (en, zh) = if named && !self.top().context.named {
            (
                "no operator between these: read as AND; the field before = covers only the first, use brackets for more: TI=(a b)",
                "两个检索词之间没有运算符：按 AND 处理；字段只管第一个词，多个词请加括号：TI=(a b)",
            )
        } else {
            (
                "no operator between these: read as AND; quote them for a phrase",
                "两个检索词之间没有运算符：按 AND 处理；短语请加引号",
            )
        };
        self.warnings
            .add("query.implicit-and", gap, en, zh, Some(" AND ".to_owned()));
        Ok(())
    }

    fn note_operator(&mut self, found: &Found) {
        let typed = &self.cursor.text[found.at.clone()];
        if found.chinese {
            let plain = match found.operator {
                Operator::And => "AND",
                Operator::Or => "OR",
                _ => "NOT",
            };
            self.warnings.add(
                "query.chinese-operator",
                found.at.clone(),
                format!("{typed} was read as {plain}"),
                format!("“{typed}”按 {plain} 处理"),
                Some(plain.to_owned()),
            );
        }
        if found.doubtful && !self.top().context.named {
            let lower = typed.chars().any(|c| c.is_ascii_lowercase());
            let latin = |p: usize, back: bool| {
                let t = self.cursor.text;
                let c = if back {
                    t[..p].trim_end().chars().next_back()
                } else {
                    t[p..].trim_start().chars().next()
                };
                c.is_some_and(|c| c.is_ascii_alphanumeric())
            };
            let bare = |o: &Operand| matches!(o.value, Value::Text { named: false, .. });
            let open = self
                .frames
                .last()
                .and_then(|f| f.operands.last())
                .is_some_and(bare);
            if lower || (open && latin(found.at.start, true) && latin(found.at.end, false)) {
                self.warnings.add(
                    "query.operator-like-term",
                    found.at.clone(),
                    format!("{typed} was read as a positional operator; quote it if it is a term"),
                    format!("“{typed}”按位置运算符处理；若是检索词请加引号"),
                    Some(format!("\"{typed}\"")),
                );
            }
        }
    }

    /// `)`.
    pub(super) fn close(&mut self) -> Result<(), QueryError> {
        let here = self.cursor.here();
        if self.frames.len() == 1 {
            return Err(QueryError::new(
                "query.unopened-bracket",
                here,
                "this bracket was never opened",
                "多出的右括号",
            ));
        }
        if self.top().kind == FrameKind::Frequency {
            return Err(QueryError::new(
                "query.bad-frequency",
                here,
                "the least number of occurrences is missing: FREQ(graphene, 3)",
                "缺少最少出现次数：FREQ(石墨烯, 3)",
            ));
        }
        let typed_open = self.cursor.text[self.top().bracket.clone()].to_owned();
        let mut whole = self.collapse()?;
        self.frames.pop();
        if (typed_open == "（") != (self.cursor.raw() == Some('）')) {
            self.warnings.add(
                "query.mixed-width",
                here.clone(),
                "this bracket and its partner differ in width",
                "左右括号的全角、半角不一致",
                None,
            );
        }
        self.cursor.bump();
        whole.at.end = self.cursor.pos;
        self.push_operand(whole)
    }

    /// `, 3)` at the end of `FREQ(…`.
    fn close_frequency(&mut self) -> Result<(), QueryError> {
        let open = self.top().open.clone();
        let inner = self.collapse()?;
        self.frames.pop();
        self.cursor.bump();
        let run = self.cursor.run(|c| !matches!(c, ')' | '(' | ',' | '"'));
        let count = value::whole(&run.trim())?;
        if count == 0 {
            return Err(QueryError::new(
                "query.bad-frequency",
                run.trim().at(),
                "a frequency is at least 1",
                "出现次数至少为 1",
            ));
        }
        if !self.cursor.eat(')') {
            return Err(QueryError::new(
                "query.unclosed-bracket",
                open,
                "FREQ( is not closed",
                "FREQ( 没有闭合",
            ));
        }
        let at = open.start..self.cursor.pos;
        let operand = self.frequency(inner, count, at)?;
        self.push_operand(operand)
    }

    /// `^2.5` after an operand.
    fn boost(&mut self) -> Result<(), QueryError> {
        let start = self.cursor.pos;
        self.cursor.bump();
        let run = self.cursor.run(|c| c.is_ascii_digit() || c == '.');
        let weight = run.text().parse::<f32>().ok();
        let Some(weight) = weight.filter(|w| *w > 0.0 && *w <= 1000.0) else {
            return Err(QueryError::new(
                "query.bad-boost",
                start..run.end,
                "a boost is a number above 0 and at most 1000: ^2.5",
                "加权值应大于 0 且不超过 1000：^2.5",
            ));
        };
        if let Some(operand) = self.top().operands.pop() {
            let at = operand.at.start..self.cursor.pos;
            let depth = operand.depth + 1;
            let expr = self.expr(operand);
            self.push_operand(Operand {
                value: Value::Tree(Node::Boost(Box::new(expr), weight)),
                at,
                depth,
                word: None,
            })?;
        }
        Ok(())
    }
}
