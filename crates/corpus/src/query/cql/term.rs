//! Reads the term after an index and a relation of CQL.

use super::{Compare, Cql, Head, Modifier, is_term};
use crate::query::ast::{ClassMode, Expr, Node, NumberCondition, Span, SpanExpr, TextCondition};
use crate::query::check;
use crate::query::error::QueryError;
use crate::query::field::{Field, Kind};
use crate::query::lex::{self, Cursor, Run};
use crate::query::native::value::{self, Relation};
use crate::query::native::{Operand, Value, check_number};
use std::ops::Range;

impl Cql<'_> {
    /// Reads a term and pushes it as an operand that begins at `start`.
    pub(super) fn term(&mut self, head: &Head, start: usize) -> Result<(), QueryError> {
        let quoted = self.core.cursor.peek() == Some('"');
        let (run, at) = if quoted {
            let open = self.core.cursor.here();
            let (_, at) = self.core.quoted()?;
            let close = last_char(self.core.cursor.text, at.end);
            let mut c = Cursor::new(&self.core.cursor.text[..close]);
            c.pos = open.end;
            let run = c.run(|_| true);
            (run.trim(), at)
        } else {
            let run = self.escaped_run();
            let at = run.at();
            (run, at)
        };
        if run.chars.is_empty() {
            let here = if quoted { at } else { self.core.cursor.here() };
            return Err(QueryError::new(
                "query.empty-term",
                here,
                "nothing to look for here",
                "没有检索内容",
            ));
        }
        let word = (!quoted).then(|| at.clone());
        match head.kind {
            Kind::Text => self.text(head, &run, quoted, start, word),
            Kind::Date | Kind::Count => self.range(head, &run, start),
            _ => self.values(head, &run, start, word),
        }
    }

    /// An unquoted term; a backslash takes the next character with it.
    fn escaped_run(&mut self) -> Run {
        let mut chars = Vec::new();
        let cursor = &mut self.core.cursor;
        while let Some(c) = cursor.peek() {
            if c == '\\' {
                chars.push((cursor.pos, c));
                cursor.bump();
                if let Some(next) = cursor.peek() {
                    chars.push((cursor.pos, next));
                    cursor.bump();
                }
            } else if is_term(c) {
                chars.push((cursor.pos, c));
                cursor.bump();
            } else {
                break;
            }
        }
        Run {
            chars,
            end: cursor.pos,
        }
    }

    fn bad_relation(&self, head: &Head, en: &str, zh: &str) -> QueryError {
        QueryError::new("query.bad-relation", head.relation.clone(), en, zh)
    }

    fn text(
        &mut self,
        head: &Head,
        run: &Run,
        quoted: bool,
        start: usize,
        word: Option<Range<usize>>,
    ) -> Result<(), QueryError> {
        let stem = head.modifier == Some(Modifier::Stem);
        if !quoted && let Some((p, c)) = run.chars.iter().find(|(_, c)| matches!(c, ',' | ';')) {
            return Err(QueryError::new(
                "query.list",
                *p..p + self.core.cursor.text[*p..]
                    .chars()
                    .next()
                    .map_or(1, char::len_utf8),
                format!("{c} cannot stand in an unquoted term; quote the term, or write or"),
                format!("未加引号的检索词中不能有“{c}”；请加引号或用 or 连接"),
            )
            .propose(" or "));
        }
        let pieces = match head.compare {
            Compare::By(Relation::Equal) | Compare::Phrase => vec![run.clone()],
            Compare::All | Compare::Any => list(run),
            _ => {
                return Err(self.bad_relation(
                    head,
                    "texts take =, all and any",
                    "文本只能用 =、all、any",
                ));
            }
        };
        let as_list = matches!(head.compare, Compare::All | Compare::Any);
        let phrase = head.compare == Compare::Phrase || (quoted && !as_list);
        let mut spans = Vec::new();
        for piece in &pieces {
            let text = native_text(piece, stem)?;
            check::term(
                &check::Term {
                    text: &text,
                    quoted: false,
                    stem,
                    escaped: true,
                    at: piece.at(),
                },
                &mut self.core.warnings,
            )?;
            spans.push(SpanExpr {
                span: Span::Literal {
                    text,
                    quoted: phrase,
                    stem,
                },
                at: piece.at(),
            });
        }
        if spans.is_empty() {
            return Err(empty(run));
        }
        let operand = if head.compare == Compare::All && spans.len() > 1 {
            let list = spans
                .into_iter()
                .map(|span| Expr {
                    at: span.at.clone(),
                    node: Node::Text(TextCondition {
                        fields: head.fields.clone(),
                        span,
                        least: 1,
                    }),
                })
                .collect();
            self.inner(Node::And(list), start)
        } else {
            self.text_operand(head.fields.clone(), true, spans, start, word)
        };
        self.core.push_operand(operand)
    }

    fn inner(&self, node: Node, start: usize) -> Operand {
        Operand {
            value: Value::Tree(node),
            at: start..self.core.cursor.pos,
            depth: 2,
            word: None,
        }
    }

    fn range(&mut self, head: &Head, run: &Run, start: usize) -> Result<(), QueryError> {
        let mut pieces = list(run);
        if pieces.len() == 1 {
            pieces = run.split(|c| c == ':');
        }
        let pieces: Vec<Run> = pieces.iter().map(day_first).collect();
        let relation = match head.compare {
            Compare::By(r) => r,
            Compare::Within if pieces.len() == 2 => Relation::Equal,
            Compare::Within => {
                return Err(QueryError::new(
                    "query.bad-range",
                    run.at(),
                    "within takes two values: pd within \"2005 2006\"",
                    "within 需要两个值：pd within \"2005 2006\"",
                ));
            }
            Compare::Any if head.kind == Kind::Date => return self.any_date(head, &pieces, start),
            _ => {
                return Err(self.bad_relation(
                    head,
                    "dates and counts take =, <, <=, >, >= and within",
                    "日期和数量只能用 =、<、<=、>、>=、within",
                ));
            }
        };
        let field = head.fields.first().copied().unwrap_or(Field::Pd);
        if pieces.is_empty() {
            return Err(empty(run));
        }
        let node = if head.kind == Kind::Date {
            value::date(field, relation, &pieces, run, &mut self.core.warnings)
        } else if field == Field::Load || head.kind == Kind::Count {
            value::count(field, relation, &pieces, run)
        } else {
            Err(empty(run))
        };
        // A range of CQL is written with a blank, so a proposal must be too.
        let node = node.map_err(|mut e| {
            e.proposal = e.proposal.map(|p| p.replace(':', " "));
            e
        })?;
        self.push(node, start).map(|_| ())
    }

    fn any_date(&mut self, head: &Head, pieces: &[Run], start: usize) -> Result<(), QueryError> {
        let field = head.fields.first().copied().unwrap_or(Field::Pd);
        let mut list = Vec::new();
        for p in pieces {
            let one = std::slice::from_ref(p);
            let node = value::date(field, Relation::Equal, one, p, &mut self.core.warnings)?;
            list.push(Expr { node, at: p.at() });
        }
        self.several(list, false, start)
    }

    /// One condition, or several under `and` or `or`.
    fn several(&mut self, mut list: Vec<Expr>, all: bool, start: usize) -> Result<(), QueryError> {
        let operand = if list.len() == 1
            && let Some(one) = list.pop()
        {
            self.core.leaf(one.node, start)
        } else if all {
            self.inner(Node::And(list), start)
        } else {
            self.inner(Node::Or(list), start)
        };
        self.core.push_operand(operand)
    }

    /// Numbers, classes and codes.
    fn values(
        &mut self,
        head: &Head,
        run: &Run,
        start: usize,
        word: Option<Range<usize>>,
    ) -> Result<(), QueryError> {
        let pieces = match (head.compare, head.kind) {
            (Compare::By(Relation::Equal) | Compare::Phrase, _) => vec![run.clone()],
            (Compare::All | Compare::Any, _) => list(run),
            (Compare::Within, Kind::Class) => {
                let ends = list(run);
                let [a, b] = ends.as_slice() else {
                    return Err(QueryError::new(
                        "query.bad-range",
                        run.at(),
                        "within takes two symbols: cl within \"H01M10/02 H01M10/05\"",
                        "within 需要两个分类号：cl within \"H01M10/02 H01M10/05\"",
                    ));
                };
                let mut chars = a.chars.clone();
                chars.push((a.end, '-'));
                chars.extend(b.chars.clone());
                vec![Run { chars, end: b.end }]
            }
            _ => {
                return Err(self.bad_relation(
                    head,
                    "numbers, classes and codes take =, any and all",
                    "号码、分类和代码只能用 =、any、all",
                ));
            }
        };
        let mut nodes = Vec::new();
        for piece in &pieces {
            let node = match head.kind {
                Kind::Class => {
                    let mode = match head.modifier {
                        Some(Modifier::Class(mode)) => Some(mode),
                        _ => None,
                    };
                    let asked = mode.filter(|m| *m != ClassMode::Exact);
                    value::class(&head.fields, piece, asked, '*', &mut self.core.warnings)?
                }
                kind => {
                    let mut text = plain(piece);
                    if text.contains('+') {
                        check_number("a+a", piece.at())?;
                    }
                    if let Some(body) = text.strip_suffix('*') {
                        text = format!("{body}+");
                    }
                    let text = text.trim().to_owned();
                    check_number(&text, piece.at()).map_err(|mut e| {
                        e.proposal = None;
                        e
                    })?;
                    if kind == Kind::Number {
                        Node::Number(NumberCondition {
                            fields: head.fields.clone(),
                            value: text,
                        })
                    } else {
                        Node::Code {
                            field: head.fields.first().copied().unwrap_or(Field::Pc),
                            value: text,
                        }
                    }
                }
            };
            nodes.push(Expr {
                node,
                at: piece.at(),
            });
        }
        if nodes.is_empty() {
            return Err(empty(run));
        }
        self.several(nodes, head.compare == Compare::All, start)?;
        if let Some(last) = self.core.top().operands.last_mut() {
            last.word = word;
        }
        Ok(())
    }
}

/// Where the character that ends at `end` begins.
fn last_char(text: &str, end: usize) -> usize {
    end - text[..end].chars().next_back().map_or(0, char::len_utf8)
}

fn empty(run: &Run) -> QueryError {
    QueryError::new(
        "query.empty-term",
        run.at(),
        "nothing to look for here",
        "没有检索内容",
    )
}

/// The words of `"central, intelligence, agency"`.
fn list(run: &Run) -> Vec<Run> {
    run.split(|c| matches!(c, ' ' | ','))
        .into_iter()
        .filter(|r| !r.chars.is_empty())
        .collect()
}

/// `31/12/2020` as `20201231`, `12/2020` as `202012`, at the same place.
fn day_first(run: &Run) -> Run {
    let text = run.text();
    let parts: Vec<&str> = text.split('/').collect();
    let digits = |s: &&str| !s.is_empty() && s.len() <= 2 && s.bytes().all(|b| b.is_ascii_digit());
    let year = |s: &&str| s.len() == 4 && s.bytes().all(|b| b.is_ascii_digit());
    let turned = match parts.as_slice() {
        [d, m, y] if digits(d) && digits(m) && year(y) => format!("{y}{m:0>2}{d:0>2}"),
        [m, y] if digits(m) && year(y) => format!("{y}{m:0>2}"),
        _ => return run.clone(),
    };
    let start = run.at().start;
    Run {
        chars: turned.chars().map(|c| (start, c)).collect(),
        end: run.end,
    }
}

/// The text of a value without backslashes.
fn plain(run: &Run) -> String {
    let mut out = String::new();
    let mut chars = run.chars.iter().map(|(_, c)| *c);
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// A CQL term in the form of the tree: `*` becomes `+`, a plus sign is literal.
///
/// # Errors
/// Truncation where CQL has none: at the beginning of a word, `*` before its end.
fn native_text(run: &Run, stem: bool) -> Result<String, QueryError> {
    let mut out = String::new();
    let mut at_start = true;
    let mut i = 0;
    while let Some((_, c)) = run.chars.get(i).copied() {
        let next = run.chars.get(i + 1).map(|(_, c)| *c);
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '*' | '?' | '#');
        match c {
            '\\' => {
                match next {
                    Some(n) if lex::is_wild(n) || n == '\\' => out.extend(['\\', n]),
                    Some(n) => out.push(n),
                    None => out.push_str("\\\\"),
                }
                at_start = !next.is_some_and(char::is_alphanumeric);
                i += 1;
            }
            '*' | '?' | '#' => {
                let after = next.is_some_and(inside);
                if at_start || (c == '*' && after && next != Some('*')) || stem {
                    return Err(QueryError::new(
                        "query.left-truncation",
                        run.part(i, i + 1).at(),
                        "CQL truncates on the right only; the native language truncates anywhere (+graphen+)",
                        "CQL 只能右截断；本系统检索式语言可在任意位置截断（+graphen+）",
                    ));
                }
                out.push(if c == '*' { '+' } else { c });
            }
            '+' => {
                out.push_str("\\+");
                at_start = true;
            }
            c => {
                out.push(c);
                at_start = !c.is_alphanumeric();
            }
        }
        i += 1;
    }
    Ok(out)
}
