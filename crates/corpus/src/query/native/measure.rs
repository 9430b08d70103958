//! Reads the values of date, count and class fields at the cursor.

use super::value;
use super::{Context, Operand, Parser};
use crate::query::ast::ClassMode;
use crate::query::error::QueryError;
use crate::query::field::{Field, Kind};
use crate::query::lex::{Run, is_word};

impl Parser<'_> {
    pub(super) fn range(&mut self, context: &Context) -> Result<Operand, QueryError> {
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
        let run = self
            .cursor
            .run(|c| !matches!(c, ']' | '[' | '(' | ')' | '"'));
        if !self.cursor.eat(']') {
            return Err(QueryError::new(
                "query.unclosed-bracket",
                open,
                "this bracket is not closed",
                "括号没有闭合",
            ));
        }
        let text: Vec<char> = run
            .chars
            .iter()
            .map(|(_, c)| c.to_ascii_uppercase())
            .collect();
        let to = text
            .windows(4)
            .position(|w| matches!(w, [' ', 'T', 'O', ' ']));
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

    pub(super) fn class(&mut self, context: &Context) -> Result<Operand, QueryError> {
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
            && matches!(
                group.text().as_bytes().get(digits),
                None | Some(b'/' | b'-' | b'+')
            )
        {
            self.cursor.pos = c.pos;
            run.chars.extend(group.chars);
            run.end = group.end;
        }
        let node = value::class(&context.fields, &run, asked, '+', &mut self.warnings)?;
        Ok(self.leaf(node, start))
    }
}
