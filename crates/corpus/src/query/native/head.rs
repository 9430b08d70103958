//! Reads a field name and its relation: `TI=`, `公开日>=`, `TI,PA:`.

use super::Parser;
use super::operator;
use super::value::Relation;
use crate::query::error::QueryError;
use crate::query::field::{Entry, Field, Kind, TABLE};
use crate::query::lex::{self, is_word};
use std::ops::Range;

/// Names of other systems that mean different things there.
const UNCLEAR: &[(&str, &str)] = &[("AN", "AP"), ("ANCS", "PA"), ("AEE", "PA"), ("IPCR", "IPC")];

/// The fields that a head names, their kind, and its place.
type Head = (Vec<Field>, Kind, Range<usize>);

impl Parser<'_> {
    /// A field name, or several with commas, when a relation follows.
    pub(super) fn field_head(&mut self) -> Result<Option<Head>, QueryError> {
        let start = self.cursor.pos;
        let mut c = self.cursor.clone();
        let mut names: Vec<(Range<usize>, Option<&'static Entry>)> = Vec::new();
        // Most operands are plain words: no relation follows, and no name need be looked up.
        let mut ahead = c.clone();
        ahead.run(is_word);
        ahead.skip_blanks();
        let relation = |c: char| matches!(c, '=' | ':' | '<' | '>' | '≥' | '≤' | '!' | ',' | '(');
        if !ahead.peek().is_some_and(relation) {
            return Ok(None);
        }
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
                let mut at = word.at;
                let mut name = word.text.as_str();
                // `PD!=2020`: the mark belongs to the relation.
                if c.peek() == Some('=')
                    && let Some(shorter) = name.strip_suffix('!')
                    && let Some(mark) = c.text[..at.end].chars().next_back()
                {
                    name = shorter;
                    at.end -= mark.len_utf8();
                    c.pos = at.end;
                }
                names.push((at, lex::entry(name)));
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
    pub(super) fn relation(&mut self, kind: Kind) -> Result<Relation, QueryError> {
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
}

fn unknown_field(name: &str, at: Range<usize>) -> QueryError {
    let folded = lex::fold_name(name);
    let known = UNCLEAR.iter().find(|(n, _)| *n == folded).map(|(_, n)| *n);
    let near =
        known.or_else(|| lex::nearest(name, TABLE.iter().flat_map(|e| e.names.iter().copied())));
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
