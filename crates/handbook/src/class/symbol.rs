//! Class symbols: the forms people and offices write them in, their normal form, their order.

use std::cmp::Ordering;
use std::fmt;

/// A class symbol in normal form: capital letters, no blanks, no leading zeros in the main
/// group: `H`, `H01`, `H01M`, `H01M10/00`, `H01M10/0525`. Whether it is in a scheme is a question
/// for [`crate::class::Tree::get`].
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Symbol(String);

impl Symbol {
    /// The normal form.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The subclass part (`H01M`), where the symbol is at least a subclass.
    pub fn subclass(&self) -> Option<&str> {
        self.0.get(..4)
    }

    /// The form of WIPO ST.8 with 14 characters (`H01M0010052500`); only groups have it.
    pub fn st8(&self) -> Option<String> {
        let (head, sub) = self.0.split_once('/')?;
        Some(format!(
            "{}{:0>4}{:0<6}",
            head.get(..4)?,
            head.get(4..)?,
            sub
        ))
    }

    /// The form with a blank as printed on documents (`H01M 10/0525`).
    pub fn spaced(&self) -> String {
        match (self.0.get(..4), self.0.get(4..)) {
            (Some(head), Some(tail)) if !tail.is_empty() => format!("{head} {tail}"),
            _ => self.0.clone(),
        }
    }
}

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Symbol {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialOrd for Symbol {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Symbol {
    fn cmp(&self, other: &Self) -> Ordering {
        compare(&self.0, &other.0)
    }
}

/// Folds full-width forms to ASCII and letters to capitals; other characters stay.
fn fold(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\t' => ' ',
        '\u{2215}' | '\u{2044}' => '/',
        _ => c,
    }
    .to_ascii_uppercase()
}

/// Reads a class symbol in any usual form: `H01M10/0525`, `h01m 10/0525`, `H01M0010052500`
/// (ST.8), `Ｈ０１Ｍ　１０／０５２５`, `H01M 10/0525 (2010.01)I`, `H01M  10/0525 20100101AFI…`, or a
/// section, class or subclass alone. What follows the symbol after a blank, bracket, comma or
/// semicolon is an edition or indicator and is dropped. `None` for anything else.
pub fn read(text: &str) -> Option<Symbol> {
    let folded: Vec<char> = text.trim().chars().take(80).map(fold).collect();
    let mut at = 0;
    let mut out = String::with_capacity(12);
    let letter = |i: usize| folded.get(i).copied().filter(char::is_ascii_uppercase);
    let digit = |i: usize| folded.get(i).copied().filter(char::is_ascii_digit);
    let ends = |i: usize| match folded.get(i) {
        None => true,
        Some(c) => matches!(c, ' ' | '(' | '[' | ';' | ',' | '〔' | '；' | '，'),
    };
    out.push(letter(at).filter(|c| matches!(c, 'A'..='H' | 'Y'))?);
    at += 1;
    if ends(at) {
        return whole(&folded, at, out);
    }
    out.push(digit(at)?);
    out.push(digit(at + 1)?);
    at += 2;
    while folded.get(at) == Some(&' ') && letter(at + 1).is_some() && !letter_pair(&folded, at + 1)
    {
        at += 1;
    }
    if ends(at) {
        return whole(&folded, at, out);
    }
    out.push(letter(at)?);
    at += 1;
    let blank_from = at;
    while folded.get(at) == Some(&' ') {
        at += 1;
    }
    let from = at;
    while digit(at).is_some() {
        at += 1;
    }
    let run: String = folded.get(from..at)?.iter().collect();
    if run.is_empty() {
        return ends(blank_from).then_some(Symbol(out));
    }
    if run.len() == 10 && ends(at) {
        // ST.8: four digits of main group, six of subgroup filled with zeros.
        let (group, sub) = run.split_at(4);
        let sub = sub.trim_end_matches('0');
        push_group(&mut out, group)?;
        out.push('/');
        out.push_str(sub);
        for _ in sub.len()..2 {
            out.push('0');
        }
        return Some(Symbol(out));
    }
    if run.len() > 4 {
        return None;
    }
    push_group(&mut out, &run)?;
    while folded.get(at) == Some(&' ') {
        at += 1;
    }
    if folded.get(at) != Some(&'/') {
        return None;
    }
    at += 1;
    while folded.get(at) == Some(&' ') {
        at += 1;
    }
    let from = at;
    while digit(at).is_some() {
        at += 1;
    }
    if !(2..=6).contains(&(at - from)) || !ends(at) {
        return None;
    }
    out.push('/');
    out.extend(folded.get(from..at)?);
    Some(Symbol(out))
}

/// Two capital letters in a row: the start of a word, not of a subclass letter.
fn letter_pair(folded: &[char], i: usize) -> bool {
    folded.get(i + 1).is_some_and(char::is_ascii_alphabetic)
}

/// A section or class must stand alone (an edition in brackets may follow).
fn whole(folded: &[char], at: usize, out: String) -> Option<Symbol> {
    let rest = folded.get(at..)?.iter().find(|c| **c != ' ');
    matches!(rest, None | Some('(' | '[' | '〔' | ';' | ',')).then_some(Symbol(out))
}

/// Appends the main group without leading zeros; `None` when it is all zeros.
fn push_group(out: &mut String, group: &str) -> Option<()> {
    let group = group.trim_start_matches('0');
    (!group.is_empty()).then(|| out.push_str(group))
}

/// Splits a normal form into head, main group and subgroup digits.
fn parts(symbol: &str) -> (&str, u32, &str) {
    let head = symbol.get(..4).unwrap_or(symbol);
    let rest = symbol.get(4..).unwrap_or("");
    let (group, sub) = rest.split_once('/').unwrap_or((rest, ""));
    (head, group.parse().unwrap_or(0), sub)
}

/// Order of the scheme for symbols in normal form: main groups by number, subgroups by digits
/// after a decimal point (10/05 < 10/052 < 10/0525 < 10/06).
pub fn compare(a: &str, b: &str) -> Ordering {
    let (ah, ag, asub) = parts(a);
    let (bh, bg, bsub) = parts(b);
    ah.cmp(bh).then(ag.cmp(&bg)).then_with(|| asub.cmp(bsub))
}

/// A key whose plain string order is the order of the scheme (`H01M0010/0525`). Text that is no
/// class symbol is its own key.
pub fn sort_key(symbol: &str) -> String {
    match read(symbol) {
        Some(symbol) => match symbol.as_str().split_once('/') {
            Some((head, sub)) => {
                let (subclass, group) = head.split_at(4.min(head.len()));
                format!("{subclass}{group:0>4}/{sub}")
            }
            None => symbol.0,
        },
        None => symbol.to_owned(),
    }
}
