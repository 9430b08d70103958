//! CQL as OPS and Espacenet use it: two-letter indexes, Booleans from left to right without
//! precedence, `prox` with its modifiers, `*` `?` `#` at the end of words.
//!
//! The distance of `prox` counts the second word too, so `distance<=d` lets `d - 1` words stand
//! between and `distance<d` lets `d - 2`; `prox` alone means `distance<=1`, as CQL 1.2 has it. The
//! limit of ten terms an index and twenty terms a query is lifted.

pub(crate) mod guess;
pub(crate) mod index;
mod joint;
mod term;

use super::ast::{ClassMode, Node};
use super::error::{Parsed, QueryError};
use super::field::{Field, Kind};
use super::lex;
use super::native::operator::Operator;
use super::native::value::Relation;
use super::native::{Context, Frame, FrameKind, Operand, Parser, Value};
use std::ops::Range;

/// Reads a query in CQL.
///
/// # Errors
/// The first thing that cannot be honoured, at its place.
pub fn parse(text: &str) -> Result<Parsed, QueryError> {
    let mut cql = Cql {
        core: Parser::new(text, true),
        heads: vec![None],
    };
    let mut wanted = true;
    loop {
        cql.core.cursor.skip_blanks();
        if wanted {
            wanted = cql.operand()?;
            continue;
        }
        match cql.core.cursor.peek() {
            None => break,
            Some(')') => {
                cql.core.close()?;
                cql.heads.pop();
            }
            _ => {
                cql.joint()?;
                wanted = true;
            }
        }
    }
    let expr = cql.core.whole()?;
    Ok(cql.core.finish(expr))
}

/// The parser; `core` keeps brackets, operators and operands, `heads` the index before each bracket.
struct Cql<'t> {
    core: Parser<'t>,
    heads: Vec<Option<Head>>,
}

/// How an index and its term are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Compare {
    By(Relation),
    /// `==`, `exact`, `adj`: the words side by side.
    Phrase,
    All,
    Any,
    Within,
}

/// What stands after the relation: `/low`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Modifier {
    Class(ClassMode),
    Stem,
}

/// An index with its relation.
#[derive(Clone, Debug)]
struct Head {
    fields: Vec<Field>,
    kind: Kind,
    compare: Compare,
    modifier: Option<Modifier>,
    /// The index name.
    name: Range<usize>,
    /// The relation.
    relation: Range<usize>,
}

/// A character of an index name, an unquoted term or an operator.
fn is_term(c: char) -> bool {
    !matches!(c, ' ' | '(' | ')' | '"' | '=' | '<' | '>')
}

impl Cql<'_> {
    /// Reads what may stand where an operand is wanted; true when one is still wanted after it.
    fn operand(&mut self) -> Result<bool, QueryError> {
        let inherited = self.heads.last().cloned().flatten();
        let start = self.core.cursor.pos;
        let here = self.core.cursor.here();
        if matches!(self.core.cursor.peek(), None | Some(')')) {
            return Err(self.core.missing(None, here));
        }
        if let Some(head) = self.head()? {
            if inherited.is_some() {
                return Err(QueryError::new(
                    "query.nested-field",
                    head.name,
                    "an index cannot stand inside the brackets of another index",
                    "索引的括号内不能再写索引",
                ));
            }
            self.core.cursor.skip_blanks();
            let next = self.core.cursor.here();
            match self.core.cursor.peek() {
                None | Some(')') => return Err(self.core.missing(Some(head.name), next)),
                Some('(') => {
                    self.open(start..next.end, Some(head))?;
                    return Ok(true);
                }
                _ => {}
            }
            if head.name.len() == 14
                && self.core.cursor.text[head.name.clone()].eq_ignore_ascii_case("cql.allRecords")
            {
                self.core.cursor.run(is_term);
                return self.push(Node::Everything, start);
            }
            self.term(&head, start)?;
            return Ok(false);
        }
        if self.core.cursor.peek() == Some('(') {
            self.open(here, inherited)?;
            return Ok(true);
        }
        if let Some(word) = self.reserved() {
            return Err(self.not_an_operand(word));
        }
        match inherited {
            Some(head) => self.term(&head, start)?,
            None => self.bare(start)?,
        }
        Ok(false)
    }

    fn push(&mut self, node: Node, start: usize) -> Result<bool, QueryError> {
        let leaf = self.core.leaf(node, start);
        self.core.push_operand(leaf)?;
        Ok(false)
    }

    fn open(&mut self, open: Range<usize>, head: Option<Head>) -> Result<(), QueryError> {
        let bracket = self.core.cursor.here();
        self.core.cursor.bump();
        let mut frame = Frame::new(FrameKind::Group, open, Context::open());
        frame.bracket = bracket;
        self.core.push_frame(frame)?;
        self.heads.push(head);
        Ok(())
    }

    /// A Boolean operator where an operand should stand.
    fn reserved(&self) -> Option<Range<usize>> {
        let mut c = self.core.cursor.clone();
        let word = c
            .run(|c| is_term(c) && c != '/')
            .text()
            .to_ascii_lowercase();
        matches!(word.as_str(), "and" | "or" | "not" | "prox")
            .then_some(self.core.cursor.pos..c.pos)
    }

    fn not_an_operand(&mut self, at: Range<usize>) -> QueryError {
        if self.core.cursor.text[at.clone()].eq_ignore_ascii_case("not") {
            return QueryError::new(
                "query.missing-operand",
                at,
                "in CQL, not stands between two operands: a not b",
                "CQL 中 not 用在两个检索词之间：a not b",
            )
            .propose("cql.allRecords=1 not");
        }
        self.core.missing(None, at)
    }

    /// An index with a relation behind it.
    fn head(&mut self) -> Result<Option<Head>, QueryError> {
        let mut c = self.core.cursor.clone();
        let name = c.run(is_term);
        if name.chars.is_empty() {
            return Ok(None);
        }
        let name_at = name.at();
        c.skip_blanks();
        let from = c.pos;
        let compare = match c.peek() {
            Some('=') => {
                c.bump();
                if c.eat('=') {
                    Compare::Phrase
                } else {
                    Compare::By(Relation::Equal)
                }
            }
            Some('>') => {
                c.bump();
                Compare::By(if c.eat('=') {
                    Relation::AtLeast
                } else {
                    Relation::Above
                })
            }
            Some('<') => {
                c.bump();
                if c.eat('>') {
                    return Err(QueryError::new(
                        "query.bad-relation",
                        from..c.pos,
                        "<> is not a relation of OPS; write not before the index: a not ti=b",
                        "OPS 没有 <> 关系；请写作 a not ti=b",
                    ));
                }
                Compare::By(if c.eat('=') {
                    Relation::AtMost
                } else {
                    Relation::Below
                })
            }
            Some(_) => {
                let word = c
                    .run(|c| is_term(c) && c != '/')
                    .text()
                    .to_ascii_lowercase();
                let compare = match word.as_str() {
                    "all" => Compare::All,
                    "any" => Compare::Any,
                    "within" => Compare::Within,
                    "adj" | "exact" => Compare::Phrase,
                    _ => return Ok(None),
                };
                // `any` at the end is a term, not a relation.
                let mut after = c.clone();
                after.skip_blanks();
                if matches!(after.peek(), None | Some(')')) {
                    return Ok(None);
                }
                compare
            }
            None => return Ok(None),
        };
        let relation = from..c.pos;
        let text = name.text();
        self.core.cursor.pos = c.pos;
        if text.eq_ignore_ascii_case("cql.allRecords") {
            return Ok(Some(Head {
                fields: Vec::new(),
                kind: Kind::Code,
                compare,
                modifier: None,
                name: name_at,
                relation,
            }));
        }
        let (fields, kind) = index::find(&text, &name_at, &mut self.core.warnings)?;
        let modifier = self.modifier(kind)?;
        Ok(Some(Head {
            fields,
            kind,
            compare,
            modifier,
            name: name_at,
            relation,
        }))
    }

    /// `/low` after the relation.
    fn modifier(&mut self, kind: Kind) -> Result<Option<Modifier>, QueryError> {
        self.core.cursor.skip_blanks();
        let mut c = self.core.cursor.clone();
        if c.peek() != Some('/') {
            return Ok(None);
        }
        c.bump();
        let word = c.run(|c| c.is_ascii_alphanumeric());
        let at = self.core.cursor.pos..c.pos;
        let modifier = match (word.text().to_ascii_lowercase().as_str(), kind) {
            ("low", Kind::Class) => Modifier::Class(ClassMode::Low),
            ("high", Kind::Class) => Modifier::Class(ClassMode::High),
            ("same", Kind::Class) => Modifier::Class(ClassMode::Exact),
            ("stem", Kind::Text) => Modifier::Stem,
            _ => {
                return Err(QueryError::new(
                    "query.bad-modifier",
                    at,
                    "only /low, /high and /same on classes and /stem on texts can stand here",
                    "此处只能用分类的 /low、/high、/same 和文本的 /stem",
                ));
            }
        };
        self.core.cursor.pos = c.pos;
        Ok(Some(modifier))
    }

    fn text_operand(
        &self,
        fields: Vec<Field>,
        named: bool,
        alternatives: Vec<super::ast::SpanExpr>,
        start: usize,
        word: Option<Range<usize>>,
    ) -> Operand {
        let depth = 1 + usize::from(alternatives.len() > 1);
        Operand {
            value: Value::Text {
                fields,
                named,
                alternatives,
            },
            at: start..self.core.cursor.pos,
            depth,
            word,
        }
    }

    /// Whether the operand that is wanted is the right one of `prox`.
    fn after_prox(&self) -> bool {
        let last = self.core.frames.last().and_then(|f| f.operators.last());
        matches!(last, Some((Operator::Near(_), _)))
    }

    /// A term without an index: the field is guessed by the rules of the OPS guide, and said.
    fn bare(&mut self, start: usize) -> Result<(), QueryError> {
        let mut c = self.core.cursor.clone();
        let quoted = c.peek() == Some('"');
        let text = if quoted {
            c.bump();
            c.quoted().map(|t| lex::unescape(&t))
        } else {
            Some(c.run(is_term).text())
        };
        let guess = guess::guess(text.as_deref().unwrap_or(""));
        let mut head = Head {
            fields: guess.fields.to_vec(),
            kind: guess.kind,
            compare: Compare::By(Relation::Equal),
            modifier: None,
            name: start..start,
            relation: start..start,
        };
        let inherit = self.after_prox();
        if inherit {
            head.kind = Kind::Text;
            head.fields = Context::open().fields;
        }
        let before = self.core.top().operands.len();
        self.term(&head, start)?;
        let at = start..self.core.cursor.pos;
        if inherit {
            if let Some(Operand {
                value: Value::Text { named, .. },
                ..
            }) = self.core.top().operands.get_mut(before)
            {
                *named = false;
            }
            return Ok(());
        }
        let typed = self.core.cursor.text[at.clone()].to_owned();
        self.core.warnings.add(
            "query.guessed-index",
            at,
            format!("no index given: read as {}={typed}", guess.index),
            format!("没有写索引：按 {}={typed} 处理", guess.index),
            Some(format!("{}={typed}", guess.index)),
        );
        Ok(())
    }
}
