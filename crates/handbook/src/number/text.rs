//! The written text of a number: folding of width and case, separators, office and kind.

use super::{Number, Reading, Series, Style, ep_check_digit};
use crate::{Date, office};

/// A number without its office, cut into groups of letters and digits.
pub(crate) struct Written {
    folded: String,
    /// Groups of ASCII letters and digits without the kind, in order.
    pub groups: Vec<String>,
    /// The separator written before each group (a blank for none); the first is always a blank.
    pub seps: Vec<char>,
    /// The groups joined.
    pub body: String,
    /// The kind, given apart or found at the end.
    pub kind: String,
    /// The date beside the number.
    pub date: Option<Date>,
    /// The series, when the caller knows it.
    pub series: Option<Series>,
    /// How the source writes.
    pub style: Style,
}

impl Written {
    /// Cuts a folded text. `kind` is the kind given apart; when it is empty, one is looked for at
    /// the end of the text.
    pub fn new(folded: &str, kind: &str, style: Style) -> Written {
        let (mut groups, mut seps) = cut(folded);
        let mut kind = kind.to_owned();
        take_kind(&mut groups, &mut seps, &mut kind);
        take_kind_in_front(&mut groups, &mut seps, &mut kind);
        Written {
            folded: folded.to_owned(),
            body: groups.concat(),
            groups,
            seps,
            kind,
            date: None,
            series: None,
            style,
        }
    }

    /// The folded text, kind included.
    pub fn text(&self) -> &str {
        &self.folded
    }

    /// The body when it is digits only and not empty.
    pub fn digits(&self) -> Option<&str> {
        is_digits(&self.body).then_some(self.body.as_str())
    }

    /// The same without a letter P in front of the digits (`P2003-123456`), when there is one.
    pub fn without_patent_letter(&self) -> Option<Written> {
        let rest = self.body.strip_prefix('P').filter(|rest| is_digits(rest))?;
        let mut plain = Written {
            folded: self.folded.clone(),
            groups: self.groups.clone(),
            seps: self.seps.clone(),
            body: rest.to_owned(),
            kind: self.kind.clone(),
            ..*self
        };
        if let Some(first) = plain.groups.first_mut() {
            first.remove(0);
            if first.is_empty() {
                plain.groups.remove(0);
                plain.seps.remove(0);
            }
        }
        Some(plain)
    }

    /// True when a group follows this separator.
    pub fn has(&self, separator: char) -> bool {
        self.seps.contains(&separator)
    }

    /// True when the caller or the kind rules the series out.
    pub fn excludes(&self, series: Series) -> bool {
        self.series.is_some_and(|wanted| wanted != series)
    }

    /// Year of the date beside the number.
    pub fn year(&self) -> Option<u16> {
        self.date.map(Date::year)
    }
}

/// True for a text of one or more ASCII digits.
pub(crate) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Without leading zeros, but never empty.
pub(crate) fn strip_zeros(digits: &str) -> &str {
    let stripped = digits.trim_start_matches('0');
    match stripped {
        "" if digits.is_empty() => "",
        "" => "0",
        _ => stripped,
    }
}

/// The digits filled up with zeros from the left.
pub(crate) fn pad(digits: &str, width: usize) -> String {
    format!("{digits:0>width$}")
}

/// Two-digit years of numbers: 60–99 are of the twentieth century.
pub(crate) fn century(two: &str) -> Option<u16> {
    let year: u16 = two.parse().ok().filter(|_| two.len() == 2)?;
    Some(if year >= 60 { 1900 + year } else { 2000 + year })
}

/// A four-digit year between 1850 and 2100.
pub(crate) fn year4(text: &str) -> Option<u16> {
    let year: u16 = text.parse().ok().filter(|_| text.len() == 4)?;
    (1850..=2100).contains(&year).then_some(year)
}

/// Splits a digit string; `None` when it is too short.
pub(crate) fn split(text: &str, at: usize) -> Option<(&str, &str)> {
    text.split_at_checked(at)
}

/// Folds width and case, turns dashes into `-`, brackets and quotes into blanks, and joins blanks.
/// `None` when nothing but separators is left.
pub(crate) fn fold(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        let half = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            _ => c,
        };
        let c = match half {
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ー' => '-',
            '·' | '•' | '・' | '。' | '｡' => '.',
            '、' | '，' => ',',
            '_' | ':' | ';' | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '"' | '\'' | '“'
            | '”' | '‘' | '’' | '「' | '」' | '【' | '】' | '《' | '》' => ' ',
            c if c.is_whitespace() || c.is_control() => ' ',
            '\u{200b}'..='\u{200f}' | '\u{feff}' => continue,
            c => c.to_ascii_uppercase(),
        };
        if c == ' ' && (folded.is_empty() || folded.ends_with(' ')) {
            continue;
        }
        folded.push(c);
    }
    let trimmed = folded.trim().to_owned();
    trimmed
        .chars()
        .any(char::is_alphanumeric)
        .then_some(trimmed)
}

/// Only the ASCII letters and digits, in upper case; any other letters are kept too.
pub(crate) fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

/// An office code as a format prints it: letters only, upper case, old codes of Germany folded.
pub(crate) fn letters(code: &str) -> String {
    fold(code)
        .unwrap_or_default()
        .chars()
        .filter(char::is_ascii_alphabetic)
        .collect()
}

/// A kind as a format prints it: upper case without blanks; placeholders such as `00` are none.
pub(crate) fn kind(kind: &str) -> String {
    let folded = compact(&fold(kind).unwrap_or_default());
    let first = folded.chars().next();
    if folded.is_ascii() && folded.len() <= 3 && first.is_some_and(|c| c.is_ascii_alphabetic()) {
        folded
    } else {
        String::new()
    }
}

/// The kind of an application as far as it tells two numbers apart.
pub(crate) fn application_kind(office: &str, kind: &str) -> String {
    match kind.chars().next() {
        Some('W') => "W",
        Some('P') if office == "US" => "P",
        Some('F' | 'S') if office == "US" || office == "JP" || office == "KR" => "F",
        Some('T') if office != "CN" => "T",
        Some('U') if office != "CN" && office != "DE" => "U",
        _ => "",
    }
    .to_owned()
}

fn cut(folded: &str) -> (Vec<String>, Vec<char>) {
    let mut groups: Vec<String> = Vec::new();
    let mut seps = Vec::new();
    let mut gap = true;
    let mut sep = ' ';
    for c in folded.chars() {
        if c.is_ascii_alphanumeric() {
            if gap {
                groups.push(String::new());
                seps.push(if groups.len() == 1 { ' ' } else { sep });
                gap = false;
            }
            if let Some(last) = groups.last_mut() {
                last.push(c);
            }
        } else {
            if !gap || (sep == ' ' && c != ' ') {
                sep = c;
            }
            gap = true;
        }
    }
    (groups, seps)
}

/// Moves a kind at the end of the groups to `kind`: a letter other than X with at most one digit
/// behind it, after a digit. A kind given apart is only cut off when the end repeats it.
fn take_kind(groups: &mut Vec<String>, seps: &mut Vec<char>, kind: &mut String) {
    let joined = groups.concat();
    let bytes = joined.as_bytes();
    let letter = |at: usize| {
        bytes
            .get(at)
            .is_some_and(|b| b.is_ascii_uppercase() && *b != b'X')
    };
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let length = bytes.len();
    let tail = if length >= 2 && letter(length - 1) && digit(length - 2) {
        1
    } else if length >= 3 && digit(length - 1) && letter(length - 2) && digit(length - 3) {
        2
    } else {
        return;
    };
    let found = joined[length - tail..].to_owned();
    if !kind.is_empty() && *kind != found && !found.starts_with(kind.as_str()) {
        return;
    }
    if kind.is_empty() {
        *kind = found;
    }
    let mut left = tail;
    while left > 0 {
        let Some(last) = groups.last_mut() else { break };
        last.pop();
        left -= 1;
        if last.is_empty() {
            groups.pop();
            seps.pop();
        }
    }
}

/// Moves a kind written between office and number (`EP-A1-0400812`, `JPA 2006-147056`) to `kind`.
fn take_kind_in_front(groups: &mut Vec<String>, seps: &mut Vec<char>, kind: &mut String) {
    let [first, second, ..] = groups.as_slice() else {
        return;
    };
    let mut letters = first.bytes();
    let kind_like = matches!(letters.next(), Some(b'A' | b'B' | b'C' | b'U' | b'Y'))
        && letters.next().is_none_or(|b| b.is_ascii_digit())
        && letters.next().is_none();
    let numbered = second.bytes().any(|b| b.is_ascii_digit());
    if kind_like && numbered && (kind.is_empty() || kind == first) {
        *kind = groups.remove(0);
        seps.remove(0);
        if let Some(start) = seps.first_mut() {
            *start = ' ';
        }
    }
}

/// Without the English words that people write around a number: `US Pat. No. 9,876,543`.
pub(crate) fn without_words(folded: &str) -> String {
    const WORDS: [&str; 14] = [
        "PATENT",
        "PATENTS",
        "PAT",
        "NO",
        "NR",
        "NOS",
        "NUMBER",
        "APPLICATION",
        "APPLN",
        "APPL",
        "PUBLICATION",
        "PUB",
        "SERIAL",
        "SER",
    ];
    let text = folded.strip_prefix("NO. ").unwrap_or(folded);
    let text = text.replace("U.S.", "US");
    if !WORDS.iter().any(|word| text.contains(word)) {
        return text;
    }
    let mut kept = String::with_capacity(text.len());
    let mut word = String::new();
    let mut dropped = false;
    for c in text.chars().chain(std::iter::once(' ')) {
        if c.is_ascii_alphanumeric() {
            word.push(c);
            continue;
        }
        // A country code that is also a word (NO, Norway) stays in front.
        let norway = word == "NO" && kept.is_empty();
        let drop = WORDS.contains(&word.as_str()) && !norway;
        if drop {
            dropped = true;
        } else if !word.is_empty() {
            kept.push_str(&word);
            dropped = false;
        }
        word.clear();
        if !(dropped && c == '.') {
            kept.push(c);
        }
    }
    fold(&kept).unwrap_or_default()
}

/// Splits an ST.3 code (or `ZL`, `PCT`) from the number that follows it. Han characters in front
/// (专利号, 申请公布号, 中国) are passed over; `CN` before `ZL` too.
pub(crate) fn split_office(folded: &str) -> Option<(&str, &str)> {
    let start = folded.find(|c: char| c.is_ascii_alphanumeric())?;
    let text = &folded[start..];
    if let Some(rest) = text.strip_prefix("PCT") {
        return Some(("PCT", rest));
    }
    let code = text.get(..2)?;
    if !code.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    let rest = &text[2..];
    if !rest.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if code == "CN" {
        let after = rest.trim_start_matches([' ', '.', '-', '/']);
        if let Some(patent) = after.strip_prefix("ZL") {
            return Some(("ZL", patent));
        }
    }
    if code == "ZL" {
        return Some(("ZL", rest));
    }
    if code == "PP" || code == "RE" {
        return None;
    }
    office::find(code)?;
    let doubled = rest
        .trim_start_matches([' ', '.', '-', '/'])
        .strip_prefix(code)
        .filter(|tail| !tail.starts_with(|c: char| c.is_alphabetic()));
    Some((code, doubled.unwrap_or(rest)))
}

/// The reading for an office without rules of its own: letters and digits as they stand.
pub(crate) fn general(office: &str, written: &Written) -> Vec<Reading> {
    if !written.body.bytes().any(|b| b.is_ascii_digit()) || written.body.len() > 20 {
        return Vec::new();
    }
    let kind = written.kind.as_str();
    // A European patent in force in a state keeps its European application number.
    let european = written
        .body
        .get(..8)
        .filter(|_| kind.starts_with('T') && written.seps.last() == Some(&'.'))
        .filter(|eight| {
            ep_check_digit(eight).is_some_and(|c| written.body.get(8..) == Some(&*c.to_string()))
        });
    // Swedish applications: seven digits, a hyphen and a check digit that DOCDB drops.
    let swedish = (office == "SE" && written.seps.last() == Some(&'-') && written.body.len() == 8)
        .then(|| written.body.get(..7))
        .flatten();
    let body = european.or(swedish).unwrap_or(&written.body);
    let made = |series| Reading::new(Number::new(office, series, body, kind), "general");
    if written.series.is_some() || kind.is_empty() {
        return vec![made(written.series)];
    }
    let mut readings = vec![made(Some(Series::Publication))];
    if may_be_application(kind) {
        readings.push(made(Some(Series::Application)));
    }
    readings
}

/// True for the kinds that DOCDB gives to applications.
pub(crate) fn may_be_application(kind: &str) -> bool {
    matches!(kind, "" | "A" | "U" | "T" | "F" | "P")
}

/// True for a number that a spreadsheet has turned into a power of ten (`2.02E+12`): its digits
/// are lost.
pub fn spreadsheet_ruined(text: &str) -> bool {
    if text.len() > 200 {
        return false;
    }
    let Some(folded) = fold(text) else {
        return false;
    };
    let folded = folded
        .trim_start_matches("CN")
        .trim_start_matches("ZL")
        .trim();
    let Some((mantissa, exponent)) = folded.split_once('E') else {
        return false;
    };
    let (whole, part) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    let exponent = exponent
        .strip_prefix('+')
        .filter(|e| is_digits(e) && e.len() <= 2);
    let dotted = mantissa.contains(['.', ',']) || whole.len() == 1;
    dotted
        && whole.len() == 1
        && is_digits(whole)
        && (part.is_empty() || is_digits(part))
        && exponent.is_some()
}
