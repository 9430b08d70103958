//! Recognises operators of the native language where one may stand.

use crate::query::ast::{Near, Unit};
use crate::query::error::QueryError;
use crate::query::lex::{Cursor, fold_name, is_word};
use std::ops::Range;

/// An operator between two operands, or `NOT` before one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// Either.
    Or,
    /// Exactly one.
    Xor,
    /// Both.
    And,
    /// `A NOT B`.
    AndNot,
    /// `NOT A`.
    Not,
    /// A relation of place.
    Near(Near),
}

impl Operator {
    /// How tightly it binds.
    pub(crate) fn rank(self) -> u8 {
        match self {
            Operator::Or => 1,
            Operator::Xor => 2,
            Operator::And | Operator::AndNot => 3,
            Operator::Not => 4,
            Operator::Near(_) => 5,
        }
    }
}

/// An operator that was recognised.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) operator: Operator,
    pub(crate) at: Range<usize>,
    /// A Chinese word: accepted with a warning.
    pub(crate) chinese: bool,
    /// A form that is often a term: `D`, `3D`, `3w`.
    pub(crate) doubtful: bool,
}

/// The Boolean operator that a word is, and whether it is Chinese.
pub(crate) fn boolean(word: &str) -> Option<(Operator, bool)> {
    if word.len() > 6 {
        return None;
    }
    let word = fold_name(word);
    Some(match word.as_str() {
        "AND" => (Operator::And, false),
        "OR" => (Operator::Or, false),
        "NOT" => (Operator::Not, false),
        "XOR" => (Operator::Xor, false),
        "与" | "且" | "并且" => (Operator::And, true),
        "或" | "或者" => (Operator::Or, true),
        "非" => (Operator::Not, true),
        _ => return None,
    })
}

/// Whether an unquoted word could be taken for an operator somewhere.
pub(crate) fn is_operator_like(word: &str) -> bool {
    boolean(word).is_some()
        || word
            .strip_prefix("NOT")
            .or(Some(word))
            .is_some_and(|w| matches!(distance(w, 0..0), Ok(Some(_)) | Err(_)))
}

/// Whether an unquoted word is written like a positional operator.
pub(crate) fn is_positional(word: &str) -> bool {
    let body = word.strip_prefix("NOT").unwrap_or(word);
    matches!(distance(body, 0..0), Ok(Some(_)))
}

/// Reads `3W`, `2-4D`, `W`, `S` without `NOT`, `=` and `>`; the flag says that it is often a term.
fn distance(word: &str, at: Range<usize>) -> Result<Option<(Near, bool)>, QueryError> {
    let Some(letter) = word.chars().last() else {
        return Ok(None);
    };
    let number = &word[..word.len() - letter.len_utf8()];
    let bare = number.is_empty();
    let unit = match letter {
        'W' | 'D' => Unit::Word,
        'w' | 'd' if !bare => Unit::Word,
        'S' if bare => Unit::Sentence,
        'P' if bare => Unit::Paragraph,
        'F' if bare => Unit::Field,
        _ => return Ok(None),
    };
    let ordered = matches!(letter, 'W' | 'w');
    let (low, high) = number.split_once('-').unwrap_or(("0", number));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(low) || !digits(high) {
        return Ok(None);
    }
    let bad = |en: &str, zh: &str| QueryError::new("query.bad-distance", at.clone(), en, zh);
    if number.contains('-') && high.is_empty() {
        return Ok(None);
    }
    if number.starts_with('-') {
        return Err(bad(
            "a distance is a number from 0 to 99",
            "距离是 0 到 99 的整数",
        ));
    }
    let read = |s: &str| {
        if s.is_empty() {
            Some(0)
        } else {
            s.parse::<u32>().ok().filter(|n| *n <= 99)
        }
    };
    let (Some(min), Some(max)) = (read(low), read(high)) else {
        let letter = letter.to_ascii_uppercase();
        return Err(bad(
            "a distance is at most 99 positions; quote the word if a term is meant",
            "距离最多 99 个位置；若是检索词请加引号",
        )
        .propose(format!("99{letter}")));
    };
    if min > max {
        return Err(bad(
            "the least distance is greater than the most",
            "最小距离大于最大距离",
        ));
    }
    let near = Near {
        unit,
        ordered,
        min,
        max,
        negated: false,
    };
    let doubtful = bare || letter.is_ascii_lowercase() || (letter == 'D' && max <= 4);
    Ok(Some((near, doubtful)))
}

/// `=3W` here; the cursor moves behind it.
pub(crate) fn exact(cursor: &mut Cursor) -> Result<Option<Near>, QueryError> {
    let mut c = cursor.clone();
    let start = c.pos;
    if !c.eat('=') {
        return Ok(None);
    }
    let word = c.word(is_word);
    if word.escaped || !word.text.starts_with(|d: char| d.is_ascii_digit()) {
        return Ok(None);
    }
    let Some((near, _)) = distance(&word.text, start..c.pos)? else {
        return Ok(None);
    };
    if word.text.contains('-') {
        return Ok(None);
    }
    cursor.pos = c.pos;
    Ok(Some(Near {
        min: near.max,
        ..near
    }))
}

/// A positional operator here, without `NOT`; the cursor moves behind it.
fn positional(cursor: &mut Cursor) -> Result<Option<(Near, bool)>, QueryError> {
    if let Some(near) = exact(cursor)? {
        return Ok(Some((near, false)));
    }
    let mut c = cursor.clone();
    let word = c.word(is_word);
    if word.escaped {
        return Ok(None);
    }
    let Some((mut near, doubtful)) = distance(&word.text, word.at.clone())? else {
        return Ok(None);
    };
    if near.unit != Unit::Word && c.eat('>') {
        near.ordered = true;
    }
    cursor.pos = c.pos;
    Ok(Some((near, doubtful)))
}

/// The operator that stands here, after an operand. `AND NOT` is read as `AND` and then, before
/// the operand, `NOT`.
pub(crate) fn scan(cursor: &mut Cursor) -> Result<Option<Found>, QueryError> {
    let start = cursor.pos;
    if let Some((near, doubtful)) = positional(cursor)? {
        return Ok(Some(Found {
            operator: Operator::Near(near),
            at: start..cursor.pos,
            chinese: false,
            doubtful,
        }));
    }
    let mut c = cursor.clone();
    let word = c.word(is_word);
    if word.escaped {
        return Ok(None);
    }
    // `NOT3W`, `NOTS`, and `NOT 3W`, `NOT S`, `NOT=3W` when an operand follows.
    if word.text.len() >= 3 && word.text.is_char_boundary(3) {
        let (not, rest) = word.text.split_at(3);
        if not == "NOT" || (not == "not" && rest.is_empty()) {
            let mut after = cursor.clone();
            after.bump();
            after.bump();
            after.bump();
            after.skip_blanks();
            if let Some((near, doubtful)) = positional(&mut after)?
                && (!rest.is_empty() || operand_follows(&after))
            {
                cursor.pos = after.pos;
                return Ok(Some(Found {
                    operator: Operator::Near(Near {
                        negated: true,
                        ..near
                    }),
                    at: start..after.pos,
                    chinese: false,
                    doubtful: doubtful && rest.is_empty(),
                }));
            }
        }
    }
    Ok(boolean(&word.text).map(|(operator, chinese)| {
        cursor.pos = c.pos;
        Found {
            operator: if operator == Operator::Not {
                Operator::AndNot
            } else {
                operator
            },
            at: word.at,
            chinese,
            doubtful: false,
        }
    }))
}

/// Whether what comes next can begin an operand of a positional operator.
fn operand_follows(cursor: &Cursor) -> bool {
    let mut c = cursor.clone();
    c.skip_blanks();
    match c.peek() {
        Some('(' | '"') => true,
        Some(ch) if is_word(ch) => {
            let word = c.word(is_word);
            word.escaped || boolean(&word.text).is_none()
        }
        _ => false,
    }
}
