//! Reads document numbers as people type them: with blanks, slashes, grouping commas.

use super::{Context, Operand, Parser, operator};
use crate::query::ast::{Node, NumberCondition};
use crate::query::error::QueryError;
use crate::query::lex::{self, Run, is_word};
use std::ops::Range;

impl Parser<'_> {
    pub(super) fn number(&mut self, context: &Context, head: bool) -> Result<Operand, QueryError> {
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
                    let (whole, end) = self.rest_of_number(value);
                    return Err(QueryError::new(
                        "query.number-blank",
                        start..end,
                        "a number with blanks must be quoted or in brackets",
                        "号码中有空格时请加引号或括号",
                    )
                    .propose(format!("\"{whole}\"")));
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

    /// A number with blanks, for the repair: `CN 109524631 A` from `CN`.
    fn rest_of_number(&mut self, first: String) -> (String, usize) {
        let (mut whole, mut end) = (first, self.cursor.pos);
        for _ in 0..4 {
            self.cursor.skip_blanks();
            let run = self.number_word();
            let text = run.text();
            let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | ',');
            if text.is_empty()
                || !text.chars().all(plain)
                || operator::boolean(&text).is_some()
                || matches!(self.cursor.peek(), Some('=' | ':' | '<' | '>'))
            {
                break;
            }
            whole = format!("{whole} {text}");
            end = run.end;
        }
        (whole, end)
    }

    /// `CN 109524631 A`, `US 10,123,456 B2` without a field: an office, at least five digits,
    /// perhaps a kind. The cursor moves behind it.
    pub(super) fn spaced_number(&mut self) -> Option<String> {
        let back = self.cursor.pos;
        let found = self.read_spaced_number();
        if found.is_none() {
            self.cursor.pos = back;
        }
        found
    }

    fn read_spaced_number(&mut self) -> Option<String> {
        let office = self.cursor.word(is_word);
        if office.escaped || !(lex::is_office(&office.text) || office.text == "ZL") {
            return None;
        }
        if self.cursor.peek() != Some(' ') {
            return None;
        }
        self.cursor.skip_blanks();
        let run = self.number_word();
        let digits = run.text();
        let number = lex::looks_like_number(&format!("{}{}", office.text, digits.replace(',', "")));
        if !number || matches!(self.cursor.peek(), Some('=' | ':' | '<' | '>')) {
            return None;
        }
        let mut value = format!("{} {digits}", office.text);
        let after = self.cursor.pos;
        self.cursor.skip_blanks();
        let kind = self.cursor.word(is_word).text;
        let mut letters = kind.chars();
        let shape = letters.next().is_some_and(|c| c.is_ascii_uppercase())
            && kind.len() <= 2
            && letters.all(|c| c.is_ascii_digit());
        let mut ahead = self.cursor.clone();
        ahead.skip_blanks();
        let ends = match ahead.peek() {
            None | Some(')') => true,
            _ => {
                let word = ahead.word(is_word);
                !word.escaped && operator::boolean(&word.text).is_some()
            }
        };
        if shape && ends {
            value = format!("{value} {kind}");
        } else {
            self.cursor.pos = after;
        }
        Some(value)
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
            let digits = group
                .chars
                .iter()
                .take_while(|(_, c)| c.is_ascii_digit())
                .count();
            if digits != 3 {
                return run;
            }
            self.cursor.pos = c.pos;
            run.chars.push(comma);
            run.chars.extend(group.chars);
            run.end = group.end;
        }
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
        let star = value
            .strip_suffix('*')
            .filter(|b| !b.contains(['*', '#', '?', '+']));
        return Err(match star {
            Some(b) => error.propose(format!("{b}+")),
            None => error,
        });
    }
    Ok(())
}
