//! The field of a term without an index, by the rules of section 4.2 of the OPS guide.
//!
//! Two-letter office → `num`; a date → `pd`; a class symbol → `cl`; letters with digits, or digits →
//! `num`; Latin letters only → `ia`; anything else → `txt`. Chinese and other scripts go to `txt`:
//! the guide knows Latin text only.

use crate::query::field::{Field, Kind};
use crate::query::lex;
use crate::query::native::value;

/// A guessed index.
pub(crate) struct Guess {
    pub(crate) index: &'static str,
    pub(crate) fields: &'static [Field],
    pub(crate) kind: Kind,
}

const NUM: Guess = Guess {
    index: "num",
    fields: &[Field::Pn, Field::Ap, Field::Pr],
    kind: Kind::Number,
};

/// Guesses.
pub(crate) fn guess(term: &str) -> Guess {
    let body = term.trim_end_matches('*');
    if lex::is_office(body) {
        return NUM;
    }
    if is_date(body) {
        return Guess {
            index: "pd",
            fields: &[Field::Pd],
            kind: Kind::Date,
        };
    }
    if is_class(body) {
        return Guess {
            index: "cl",
            fields: &[Field::Ipc, Field::Cpc],
            kind: Kind::Class,
        };
    }
    if is_number(body) {
        return NUM;
    }
    let letters = term
        .chars()
        .all(|c| c.is_alphabetic() && !lex::is_cjk(c) || matches!(c, '*' | '?' | '#'));
    if letters && !body.is_empty() {
        return Guess {
            index: "ia",
            fields: &[Field::Pa, Field::In],
            kind: Kind::Text,
        };
    }
    Guess {
        index: "txt",
        fields: &[Field::Ti, Field::Ab, Field::Pa, Field::In],
        kind: Kind::Text,
    }
}

fn is_date(term: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let number = |s: &str| s.parse::<u16>().unwrap_or(0);
    let (year, month, day) = match term.split('/').collect::<Vec<_>>().as_slice() {
        [d, m, y] if digits(d) && digits(m) && digits(y) && y.len() == 4 => {
            (number(y), Some(number(m)), Some(number(d)))
        }
        [m, y] if digits(m) && m.len() <= 2 && digits(y) && y.len() == 4 => {
            (number(y), Some(number(m)), None)
        }
        [y] if digits(y) && y.len() == 4 => (number(y), None, None),
        [y] if digits(y) && y.len() == 6 => (number(&y[..4]), Some(number(&y[4..])), None),
        [y] if digits(y) && y.len() == 8 => (
            number(&y[..4]),
            Some(number(&y[4..6])),
            Some(number(&y[6..])),
        ),
        _ => return false,
    };
    (1780..=2100).contains(&year) && value::span(year, month, day).is_some()
}

/// `x`, `xdd`, `xddw`, `xddwdd/h`, as the guide writes the shapes.
fn is_class(term: &str) -> bool {
    let upper = term.to_ascii_uppercase();
    let single = term.len() == 1 && term != upper;
    !single
        && !matches!(term.len(), 2)
        && value::is_ipc_form(&upper)
        && (upper.len() <= 4 || upper.contains('/'))
}

/// Two to four letters or digits, digits, a kind; or digits.
fn is_number(term: &str) -> bool {
    let kind = term
        .rfind(|c: char| c.is_ascii_alphabetic())
        .filter(|i| term.len() - i <= 2 && *i > 2)
        .unwrap_or(term.len());
    let (number, kind) = term.split_at(kind);
    let prefix = number.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &number[prefix..];
    (prefix == 0 || (2..=4).contains(&prefix))
        && !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && kind.bytes().skip(1).all(|b| b.is_ascii_digit())
}
