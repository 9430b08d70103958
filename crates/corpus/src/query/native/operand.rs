//! Reads one operand: `NOT`, an opening bracket, a field with its value, a term.

use super::operator::{self, Operator};
use super::value::{self, Relation};
use super::{Context, Frame, FrameKind, Operand, Parser, Value};
use crate::query::ast::{ClassMode, Node, NumberCondition, Span, SpanExpr};
use crate::query::check;
use crate::query::error::QueryError;
use crate::query::field::{Entry, Field, Kind, TABLE};
use crate::query::lex::{self, Cursor, Run, is_word};
use std::ops::Range;

/// Names of other systems that mean different things there.
const UNCLEAR: &[(&str, &str)] = &[("AN", "AP"), ("ANCS", "PA"), ("AEE", "PA"), ("IPCR", "IPC")];

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

    /// A field name, or several with commas, when a relation follows.
    fn field_head(&mut self) -> Result<Option<(Vec<Field>, Kind, Range<usize>)>, QueryError> {
        let start = self.cursor.pos;
        let mut c = self.cursor.clone();
        let mut names: Vec<(Range<usize>, Option<&'static Entry>)> = Vec::new();
        loop {
            let from = c.pos;
            if let Some((entry, end)) = lex::bracketed_name(&c) {
                c.pos = end;
                names.push((from..end, Some(entry)));
            } else {
                let word = c.word(is_word);
                if word.at.is_empty() || word.escaped {
                    return Ok(None);
                }
                names.push((word.at, lex::entry(&word.text)));
            }
            let end = c.pos;
            c.skip_blanks();
            match c.peek() {
                Some(',') if names.len() < TABLE.len() => {
                    c.bump();
                    c.skip_blanks();
                }
                Some('=') if c.pos > end && names.iter().all(|(_, e)| e.is_none()) => {
                    // `a =3W b`: an exact distance, not a field.
                    if operator::exact(&mut c.clone())?.is_some() {
                        return Ok(None);
                    }
                    break;
                }
                Some('=' | ':' | '<' | '>' | '≥' | '≤' | '!') => break,
                _ => return Ok(None),
            }
        }
        if c.peek() == Some('!') {
            let mut after = c.clone();
            after.bump();
            if after.peek() != Some('=') {
                return Ok(None);
            }
        }
        let mut fields = Vec::new();
        let mut kind = None;
        let several = names.len() > 1;
        for (at, entry) in names {
            let Some(entry) = entry else {
                return Err(unknown_field(&self.cursor.text[at.clone()], at));
            };
            if *kind.get_or_insert(entry.kind) != entry.kind
                || (several && matches!(entry.kind, Kind::Date | Kind::Count | Kind::Code))
            {
                return Err(QueryError::new(
                    "query.field-list",
                    at,
                    "only text fields, number fields or class fields can be listed with commas, one sort at a time",
                    "只有同类的文本、号码或分类字段可以用逗号并列",
                ));
            }
            for field in entry.fields {
                if !fields.contains(field) {
                    fields.push(*field);
                }
            }
        }
        if let Some(row) = lex::row(&fields) {
            fields = row.fields.to_vec();
        }
        let end = self.cursor.text[..c.pos].trim_end().len().max(start);
        self.cursor.pos = c.pos;
        Ok(kind.map(|kind| (fields, kind, start..end)))
    }

    /// `=`, `:`, `>=` and so on.
    fn relation(&mut self, kind: Kind) -> Result<Relation, QueryError> {
        let start = self.cursor.pos;
        let first = self.cursor.bump();
        let relation = match first {
            Some('=') => {
                self.cursor.eat('=');
                Relation::Equal
            }
            Some('≥') => Relation::AtLeast,
            Some('≤') => Relation::AtMost,
            Some('>') if self.cursor.eat('=') => Relation::AtLeast,
            Some('>') => Relation::Above,
            Some('<') if self.cursor.eat('=') => Relation::AtMost,
            Some('<') if self.cursor.peek() != Some('>') => Relation::Below,
            Some('<' | '!') => {
                self.cursor.bump();
                return Err(QueryError::new(
                    "query.bad-relation",
                    start..self.cursor.pos,
                    "there is no such relation; write NOT before the field",
                    "没有这种关系符；请在字段前写 NOT",
                ));
            }
            _ => Relation::Equal,
        };
        if relation != Relation::Equal && !matches!(kind, Kind::Date | Kind::Count) {
            return Err(QueryError::new(
                "query.bad-relation",
                start..self.cursor.pos,
                "only dates and counts can be compared with < and >",
                "只有日期和数量可以用 < 或 > 比较",
            )
            .propose("="));
        }
        Ok(relation)
    }

    /// An operand in a context; `name` is the place of the field name when it stands right before.
    fn value(&mut self, mut context: Context, name: Option<Range<usize>>) -> Result<bool, QueryError> {
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
        if context.kind != Kind::Text || !head {
            let mut c = self.cursor.clone();
            let word = c.word(is_word);
            if !word.escaped
                && let Some((op, chinese)) = operator::boolean(&word.text)
                && (context.kind == Kind::Text || !chinese)
            {
                if op != Operator::Not || head {
                    return Err(self.missing(name, word.at));
                }
                return self.prefix_not(word.at, c.pos, chinese);
            }
        }
        if !head && matches!(context.kind, Kind::Date | Kind::Count)
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

    fn prefix_not(&mut self, at: Range<usize>, end: usize, chinese: bool) -> Result<bool, QueryError> {
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
    pub(in crate::query) fn missing(&mut self, name: Option<Range<usize>>, here: Range<usize>) -> QueryError {
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
            return QueryError::new("query.empty", 0..text.len(), "nothing is asked for", "没有检索内容");
        }
        if here.is_empty() {
            return QueryError::new("query.unclosed-bracket", top.bracket.clone(), "this bracket is not closed", "括号没有闭合");
        }
        if text[here.clone()].starts_with([')', '）']) {
            if top.kind == FrameKind::Root {
                return QueryError::new("query.unopened-bracket", here, "this bracket was never opened", "多出的右括号");
            }
            return QueryError::new("query.empty-brackets", top.bracket.start..here.end, "nothing stands between these brackets", "括号内没有内容");
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
    fn value_run(&mut self, accept: impl Fn(char) -> bool) -> Result<Run, QueryError> {
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

    fn range(&mut self, context: &Context) -> Result<Operand, QueryError> {
        let start = self.cursor.pos;
        let (pieces, all) = if self.cursor.peek() == Some('[') {
            self.square()?
        } else {
            let run = self.value_run(|c| is_word(c) || c == ':')?;
            if run.chars.is_empty() {
                return Err(self.missing(None, self.cursor.here()));
            }
            (run.split(|c| matches!(c, ':' | ',')), run)
        };
        let field = context.fields.first().copied().unwrap_or(Field::Pd);
        let node = if context.kind == Kind::Date {
            value::date(field, context.relation, &pieces, &all, &mut self.warnings)?
        } else {
            value::count(field, context.relation, &pieces, &all)?
        };
        Ok(self.leaf(node, start))
    }

    /// `[20200101 TO 20201231]`.
    fn square(&mut self) -> Result<(Vec<Run>, Run), QueryError> {
        let open = self.cursor.here();
        self.cursor.bump();
        let run = self.cursor.run(|c| !matches!(c, ']' | '[' | '(' | ')' | '"'));
        if !self.cursor.eat(']') {
            return Err(QueryError::new(
                "query.unclosed-bracket",
                open,
                "this bracket is not closed",
                "括号没有闭合",
            ));
        }
        let text: Vec<char> = run.chars.iter().map(|(_, c)| c.to_ascii_uppercase()).collect();
        let to = text.windows(4).position(|w| matches!(w, [' ', 'T', 'O', ' ']));
        let pieces = match to {
            Some(i) => vec![run.part(0, i).trim(), run.part(i + 4, text.len()).trim()],
            None => run.split(|c| matches!(c, ':' | '至' | ',')),
        };
        if pieces.len() != 2 {
            return Err(QueryError::new(
                "query.bad-range",
                open.start..self.cursor.pos,
                "a range in square brackets is [20200101 TO 20201231]",
                "方括号范围写作 [20200101 TO 20201231]",
            ));
        }
        Ok((pieces, run))
    }

    fn class(&mut self, context: &Context) -> Result<Operand, QueryError> {
        let start = self.cursor.pos;
        let mut asked = None;
        if self.cursor.peek() == Some('/') {
            let word = self.cursor.word(|c| c == '/' || c.is_ascii_alphabetic());
            asked = Some(match word.text.to_ascii_lowercase().as_str() {
                "/low" => ClassMode::Low,
                "/high" => ClassMode::High,
                "/same" => ClassMode::Exact,
                _ => {
                    return Err(QueryError::new(
                        "query.bad-class",
                        word.at,
                        "only /low (and below), /high (and above) and /same can stand here",
                        "此处只能用 /low（含下位）、/high（含上位）或 /same",
                    ));
                }
            });
            self.cursor.skip_blanks();
        }
        let mut run = self.value_run(is_word)?;
        if run.chars.is_empty() {
            return Err(self.missing(None, self.cursor.here()));
        }
        // `H01M 10/0525`: the blank before the main group.
        let mut c = self.cursor.clone();
        c.skip_blanks();
        let group = c.run(is_word);
        let symbol = run.text().to_ascii_uppercase();
        let digits = group.text().bytes().take_while(u8::is_ascii_digit).count();
        if symbol.len() == 4
            && value::is_ipc_form(&symbol)
            && (1..=4).contains(&digits)
            && matches!(group.text().as_bytes().get(digits), None | Some(b'/' | b'-' | b'+'))
        {
            self.cursor.pos = c.pos;
            run.chars.extend(group.chars);
            run.end = group.end;
        }
        let node = value::class(&context.fields, &run, asked, '+', &mut self.warnings)?;
        Ok(self.leaf(node, start))
    }

    fn number(&mut self, context: &Context, head: bool) -> Result<Operand, QueryError> {
        let start = self.cursor.pos;
        let (value, at) = if self.cursor.peek() == Some('"') {
            self.plain_quoted()?
        } else {
            let first = self.number_word();
            let (mut value, mut end) = (first.text(), first.end);
            loop {
                let mut ahead = self.cursor.clone();
                ahead.skip_blanks();
                let mut c = ahead.clone();
                let word = c.word(is_word).text;
                let bracket = matches!(c.peek(), Some('=' | ':' | '<' | '>'));
                if word.is_empty() || operator::boolean(&word).is_some() || bracket {
                    break;
                }
                let at = ahead.pos..c.pos;
                if lex::looks_like_number(&word) && value.chars().any(|c| c.is_ascii_digit()) {
                    return Err(QueryError::new(
                        "query.missing-operator",
                        end..ahead.pos,
                        "an operator is missing between two numbers",
                        "两个号码之间缺少运算符",
                    )
                    .propose(" OR "));
                }
                if head {
                    return Err(QueryError::new(
                        "query.number-blank",
                        start..at.end,
                        "a number with blanks must be quoted or in brackets",
                        "号码中有空格时请加引号或括号",
                    )
                    .propose(format!("\"{value} {word}\"")));
                }
                self.cursor.pos = ahead.pos;
                let run = self.number_word();
                value.push(' ');
                value.push_str(&run.text());
                end = run.end;
            }
            (value, start..end)
        };
        check_number(&value, at)?;
        Ok(self.leaf(
            Node::Number(NumberCondition {
                fields: context.fields.clone(),
                value: value.trim().to_owned(),
            }),
            start,
        ))
    }

    /// A word of a number; a comma belongs to it where it groups three digits.
    fn number_word(&mut self) -> Run {
        let mut run = self.cursor.run(is_word);
        loop {
            let mut c = self.cursor.clone();
            let digit_before = run.chars.last().is_some_and(|(_, c)| c.is_ascii_digit());
            if !digit_before || !c.eat(',') {
                return run;
            }
            let comma = (self.cursor.pos, ',');
            let group = c.run(is_word);
            let digits = group.chars.iter().take_while(|(_, c)| c.is_ascii_digit()).count();
            if digits != 3 {
                return run;
            }
            self.cursor.pos = c.pos;
            run.chars.push(comma);
            run.chars.extend(group.chars);
            run.end = group.end;
        }
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
        if !escaped && !stem && self.cursor.peek() == Some('(') && matches!(function.as_str(), "FREQ" | "词频") {
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
        if !escaped && !stem && operator::is_operator_like(&text) {
            self.warnings.add(
                "query.operator-like-term",
                at.clone(),
                format!("{text} was read as a term, because nothing stands on one side of it"),
                format!("“{text}”一侧没有检索词，按检索词处理"),
                Some(format!("\"{text}\"")),
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
        } else if let Some(n) = word.text.strip_prefix('#')
            && !n.is_empty()
            && n.bytes().all(|b| b.is_ascii_digit())
        {
            match n.parse() {
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
            format!("{} cannot stand here; quote the text if it is meant literally", &self.cursor.text[at.clone()]),
            format!("此处不能有“{}”；若是检索词的一部分请加引号", &self.cursor.text[at]),
        )
    }
}

fn unknown_field(name: &str, at: Range<usize>) -> QueryError {
    let folded = lex::fold_name(name);
    let known = UNCLEAR.iter().find(|(n, _)| *n == folded).map(|(_, n)| *n);
    let near = known.or_else(|| lex::nearest(name, TABLE.iter().flat_map(|e| e.names.iter().copied())));
    let error = QueryError::new(
        "query.unknown-field",
        at,
        format!("there is no field {name}; quote the text if it is meant literally"),
        format!("没有名为“{name}”的字段；若是检索词的一部分请加引号"),
    );
    match near {
        Some(near) => error.propose(near),
        None => error,
    }
}

/// A number or code: something in it, truncated at most at its end with `+`.
pub(crate) fn check_number(value: &str, at: Range<usize>) -> Result<(), QueryError> {
    let value = value.trim();
    if !value.chars().any(char::is_alphanumeric) {
        return Err(QueryError::new(
            "query.empty-term",
            at,
            "there is nothing to look for in this value",
            "此值没有可检索的内容",
        ));
    }
    let body = value.strip_suffix('+').unwrap_or(value);
    if body.contains(['*', '#', '?', '+']) {
        let error = QueryError::new(
            "query.bad-truncation",
            at,
            "a number or code is truncated at its end with + only",
            "号码和代码只能在末尾用 + 截断",
        );
        let star = value.strip_suffix('*').filter(|b| !b.contains(['*', '#', '?', '+']));
        return Err(match star {
            Some(b) => error.propose(format!("{b}+")),
            None => error,
        });
    }
    Ok(())
}
