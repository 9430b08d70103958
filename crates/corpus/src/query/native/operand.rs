//! Reads one operand: `NOT`, an opening bracket, a field with its value, a term.

use super::number::check_number;
use super::operator::{self, Operator};
use super::value::Relation;
use super::{Context, Frame, FrameKind, Operand, Parser, Value};
use crate::query::ast::{Node, NumberCondition, Span, SpanExpr};
use crate::query::check;
use crate::query::error::QueryError;
use crate::query::field::{Field, Kind};
use crate::query::lex::{self, Cursor, Run, is_word};
use std::ops::Range;

impl Parser<'_> {
    /// Reads what may stand where an operand is wanted. True when one is still wanted after it.
    pub(super) fn operand(&mut self) -> Result<bool, QueryError> {
        let context = self.top().context.clone();
        // `2018:2020` inside the brackets of a date is a range, not a field.
        let range = matches!(context.kind, Kind::Date | Kind::Count)
            && self.cursor.peek().is_some_and(|c| c.is_ascii_digit());
        if !range && let Some((fields, kind, name)) = self.field_head()? {
            if context.named {
                return Err(QueryError::new(
                    "query.nested-field",
                    name,
                    "a field cannot stand inside the brackets of another field; close the bracket first",
                    "字段的括号内不能再写字段；请先闭合括号",
                ));
            }
            let relation = self.relation(kind)?;
            self.cursor.skip_blanks();
            let context = Context {
                fields,
                kind,
                named: true,
                relation,
            };
            return self.value(context, Some(name));
        }
        self.value(context, None)
    }

    /// An operand in a context; `name` is the place of the field name when it stands right before.
    fn value(
        &mut self,
        mut context: Context,
        name: Option<Range<usize>>,
    ) -> Result<bool, QueryError> {
        let here = self.cursor.here();
        let start = name.as_ref().map_or(here.start, |n| n.start);
        let head = name.is_some();
        match self.cursor.peek() {
            None => return Err(self.missing(name, here)),
            Some('(') => {
                if head && context.relation != Relation::Equal {
                    return Err(QueryError::new(
                        "query.bad-relation",
                        here,
                        "write the comparison inside the bracket: PD=(>=2020)",
                        "比较符请写在括号内：PD=(>=2020)",
                    ));
                }
                self.cursor.bump();
                let mut frame = Frame::new(FrameKind::Group, start..here.end, context);
                frame.bracket = here;
                self.push_frame(frame)?;
                return Ok(true);
            }
            Some(')' | '^' | ';') => return Err(self.missing(name, here)),
            _ => {}
        }
        {
            let mut c = self.cursor.clone();
            let word = c.word(is_word);
            if !word.escaped
                && let Some((op, chinese)) = operator::boolean(&word.text)
                && ((context.kind == Kind::Text && !head) || !chinese)
            {
                if op != Operator::Not || head {
                    return Err(self.missing(name, word.at));
                }
                return self.prefix_not(word.at, c.pos, chinese);
            }
        }
        if !head
            && matches!(context.kind, Kind::Date | Kind::Count)
            && matches!(self.cursor.peek(), Some('<' | '>' | '≥' | '≤'))
        {
            context.relation = self.relation(context.kind)?;
            self.cursor.skip_blanks();
        }
        let operand = match context.kind {
            Kind::Text => match self.text(&context, head)? {
                Some(operand) => operand,
                None => return Ok(true),
            },
            Kind::Date | Kind::Count => self.range(&context)?,
            Kind::Class => self.class(&context)?,
            Kind::Number => self.number(&context, head)?,
            Kind::Code => self.code(&context)?,
        };
        let at = start..operand.at.end;
        self.push_operand(Operand { at, ..operand })?;
        Ok(false)
    }

    fn prefix_not(
        &mut self,
        at: Range<usize>,
        end: usize,
        chinese: bool,
    ) -> Result<bool, QueryError> {
        if let Some((Operator::Near(_), _)) = self.top().operators.last() {
            return Err(QueryError::new(
                "query.not-positional",
                at,
                "NOT cannot follow a positional operator; the negated operators are NOT3W, NOTS, NOTP, NOTF",
                "位置运算符之后不能用 NOT；否定形式是 NOT3W、NOTS、NOTP、NOTF",
            ));
        }
        if chinese {
            let typed = self.cursor.text[at.clone()].to_owned();
            self.warnings.add(
                "query.chinese-operator",
                at.clone(),
                format!("{typed} was read as NOT"),
                format!("“{typed}”按 NOT 处理"),
                Some("NOT".to_owned()),
            );
        }
        self.cursor.pos = end;
        self.push_operator(Operator::Not, at)?;
        Ok(true)
    }

    /// The error for an operand that is not there; `here` is what stands instead.
    pub(in crate::query) fn missing(
        &mut self,
        name: Option<Range<usize>>,
        here: Range<usize>,
    ) -> QueryError {
        if let Some(name) = name {
            return QueryError::new(
                "query.missing-value",
                name,
                "nothing to look for behind this field; quote the word if it is meant literally",
                "字段后没有检索内容；若后面的词是检索词请加引号",
            );
        }
        let text = self.cursor.text;
        let top = self.top();
        if let Some((_, at)) = top.operators.last().cloned() {
            return QueryError::new(
                "query.missing-operand",
                at,
                "nothing to join on the right of this operator; quote it if it is a term",
                "运算符右侧缺少检索内容；若它本身是检索词请加引号",
            );
        }
        if here.is_empty() && top.kind == FrameKind::Root {
            return QueryError::new(
                "query.empty",
                0..text.len(),
                "nothing is asked for",
                "没有检索内容",
            );
        }
        if here.is_empty() {
            return QueryError::new(
                "query.unclosed-bracket",
                top.bracket.clone(),
                "this bracket is not closed",
                "括号没有闭合",
            );
        }
        if text[here.clone()].starts_with([')', '）']) {
            if top.kind == FrameKind::Root {
                return QueryError::new(
                    "query.unopened-bracket",
                    here,
                    "this bracket was never opened",
                    "多出的右括号",
                );
            }
            return QueryError::new(
                "query.empty-brackets",
                top.bracket.start..here.end,
                "nothing stands between these brackets",
                "括号内没有内容",
            );
        }
        QueryError::new(
            "query.missing-operand",
            here,
            "nothing to join on the left of this operator; quote it if it is a term",
            "运算符左侧缺少检索内容；若它本身是检索词请加引号",
        )
    }

    /// The text between quotation marks at the cursor, unescaped.
    pub(in crate::query) fn plain_quoted(&mut self) -> Result<(String, Range<usize>), QueryError> {
        let (text, at) = self.quoted()?;
        Ok((lex::unescape(&text), at))
    }

    /// The text between quotation marks at the cursor, in the form of the tree.
    pub(in crate::query) fn quoted(&mut self) -> Result<(String, Range<usize>), QueryError> {
        let open = self.cursor.here();
        self.cursor.bump();
        match self.cursor.quoted() {
            Some(text) => Ok((text, open.start..self.cursor.pos)),
            None => Err(QueryError::new(
                "query.unclosed-quote",
                open,
                "this quotation mark is not closed",
                "引号没有闭合",
            )),
        }
    }

    /// The characters of a date, count or class: quoted, or up to a blank or bracket.
    pub(super) fn value_run(&mut self, accept: impl Fn(char) -> bool) -> Result<Run, QueryError> {
        if self.cursor.peek() == Some('"') {
            let inside = self.cursor.pos + self.cursor.here().len();
            let (_, at) = self.quoted()?;
            let mut c = Cursor::new(self.cursor.text);
            c.pos = inside;
            let mut run = c.run(|ch| ch != '"');
            run.end = run.end.min(at.end);
            return Ok(run.trim());
        }
        Ok(self.cursor.run(accept))
    }

    fn code(&mut self, context: &Context) -> Result<Operand, QueryError> {
        let start = self.cursor.pos;
        let (value, at) = if self.cursor.peek() == Some('"') {
            self.plain_quoted()?
        } else {
            let word = self.cursor.word(is_word);
            (lex::unescape(&word.text), word.at)
        };
        check_number(&value, at)?;
        let field = context.fields.first().copied().unwrap_or(Field::Pc);
        let value = value.trim().to_owned();
        Ok(self.leaf(Node::Code { field, value }, start))
    }

    pub(in crate::query) fn leaf(&self, node: Node, start: usize) -> Operand {
        Operand {
            value: Value::Tree(node),
            at: start..self.cursor.pos,
            depth: 1,
            word: None,
        }
    }

    /// A term, a line of the history, `*`, or `FREQ(`, for which `None` is returned.
    fn text(&mut self, context: &Context, head: bool) -> Result<Option<Operand>, QueryError> {
        let start = self.cursor.pos;
        if context.named || head {
            // Lines and `*` mean nothing inside a field; `#1` is a wildcard there.
        } else if let Some(node) = self.whole_set()? {
            return Ok(Some(self.leaf(node, start)));
        } else if let Some(value) = self.spaced_number() {
            let at = start..self.cursor.pos;
            self.warnings.add(
                "query.read-as-number",
                at,
                format!("{value} was read as a document number; quote it to look for the text"),
                format!("{value} 按专利号查找；若要按文字查找请加引号"),
                Some(format!("NUM=\"{value}\"")),
            );
            let node = Node::Number(NumberCondition {
                fields: vec![Field::Pn, Field::Ap, Field::Pr],
                value,
            });
            return Ok(Some(self.leaf(node, start)));
        }
        let stem = self.cursor.eat('~');
        let (text, quoted, at, escaped) = if self.cursor.peek() == Some('"') {
            let (text, at) = self.quoted()?;
            (text, true, at, true)
        } else {
            let word = self.cursor.word(is_word);
            (word.text, false, word.at, word.escaped)
        };
        if !quoted && at.is_empty() {
            return Err(self.stray(start));
        }
        let at = start..at.end;
        let function = text.to_ascii_uppercase();
        if !escaped
            && !stem
            && self.cursor.peek() == Some('(')
            && matches!(function.as_str(), "FREQ" | "词频")
        {
            let bracket = self.cursor.here();
            self.cursor.bump();
            let mut frame = Frame::new(FrameKind::Frequency, start..bracket.end, context.clone());
            frame.bracket = bracket;
            self.push_frame(frame)?;
            return Ok(None);
        }
        if self.cursor.peek() == Some('~') && quoted {
            return Err(QueryError::new(
                "query.slop",
                self.cursor.here(),
                "a distance is written with nW or nD between the words: lithium 3W battery",
                "距离用 nW 或 nD 写在两词之间：lithium 3W battery",
            ));
        }
        check::term(
            &check::Term {
                text: &text,
                quoted,
                stem,
                escaped,
                at: at.clone(),
            },
            &mut self.warnings,
        )?;
        if !escaped && !stem && operator::is_positional(&text) {
            self.warnings.add(
                "query.operator-like-term",
                at.clone(),
                format!("{text} was read as a term, because nothing stands on one side of it"),
                format!("“{text}”一侧没有检索词，按检索词处理"),
                Some(format!("\"{text}\"")),
            );
        }
        if !escaped && context.named && lex::is_line(&text) {
            self.warnings.add(
                "query.line-in-field",
                at.clone(),
                "inside a field, # stands for one character; a line of the history stands outside",
                "字段内 # 代表一个字符；检索历史的引用应写在字段之外",
                None,
            );
        }
        let span = SpanExpr {
            span: Span::Literal { text, quoted, stem },
            at: at.clone(),
        };
        Ok(Some(Operand {
            value: Value::Text {
                fields: context.fields.clone(),
                named: context.named,
                alternatives: vec![span],
            },
            word: (!quoted && !stem && !escaped && !context.named).then(|| at.clone()),
            at,
            depth: 1,
        }))
    }

    /// `*` and `#3`.
    fn whole_set(&mut self) -> Result<Option<Node>, QueryError> {
        let mut c = self.cursor.clone();
        let word = c.word(is_word);
        if word.escaped {
            return Ok(None);
        }
        let node = if word.text == "*" {
            Node::Everything
        } else if lex::is_line(&word.text) {
            match word.text[1..].parse() {
                Ok(n) if n > 0 => Node::Line(n),
                _ => {
                    return Err(QueryError::new(
                        "query.bad-line",
                        word.at,
                        "lines of the history are numbered from #1",
                        "检索历史的编号从 #1 开始",
                    ));
                }
            }
        } else {
            return Ok(None);
        };
        self.cursor.pos = c.pos;
        Ok(Some(node))
    }

    /// The error for a character that begins nothing.
    fn stray(&mut self, start: usize) -> QueryError {
        self.cursor.pos = start;
        let at = self.cursor.here();
        QueryError::new(
            "query.unexpected",
            at.clone(),
            format!(
                "{} cannot stand here; quote the text if it is meant literally",
                &self.cursor.text[at.clone()]
            ),
            format!(
                "此处不能有“{}”；若是检索词的一部分请加引号",
                &self.cursor.text[at]
            ),
        )
    }
}
