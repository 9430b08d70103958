//! Characters, words and names: what the front ends share below the grammar.

use super::field::{Entry, Field, TABLE};
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// A place in the query text that moves forward. Every character is seen folded ([`fold`]).
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'t> {
    pub(crate) text: &'t str,
    pub(crate) pos: usize,
}

/// Full width to half width, typographic quotation marks to `"`, every kind of blank to ' '.
pub(crate) fn fold(c: char) -> char {
    match c {
        '!'..='~' => c,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '“' | '”' | '„' | '‟' | '〝' | '〞' => '"',
        '‘' | '’' => '\'',
        '、' | '﹐' | '､' => ',',
        '\u{feff}' | '\u{200b}' => ' ',
        c if c.is_whitespace() || c.is_control() => ' ',
        c => c,
    }
}

/// Whether a folded character may stand in a word without a backslash.
pub(crate) fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !matches!(
            c,
            ' ' | '('
                | ')'
                | '"'
                | '='
                | ':'
                | '<'
                | '>'
                | ','
                | ';'
                | '^'
                | '['
                | ']'
                | '{'
                | '}'
                | '≥'
                | '≤'
        )
}

/// A wildcard of the tree: any number of characters, exactly one, zero or one.
pub(crate) fn is_wild(c: char) -> bool {
    matches!(c, '+' | '#' | '?')
}

/// A character of the Chinese, Japanese or Korean scripts.
pub(crate) fn is_cjk(c: char) -> bool {
    matches!(c as u32, 0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3040..=0x30ff | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// An unquoted word with its place.
#[derive(Clone, Debug)]
pub(crate) struct Word {
    /// Folded; a backslash stays only before a wildcard or another backslash.
    pub(crate) text: String,
    /// Where.
    pub(crate) at: Range<usize>,
    /// A backslash was used, so it is a term and never an operator.
    pub(crate) escaped: bool,
}

impl<'t> Cursor<'t> {
    pub(crate) fn new(text: &'t str) -> Cursor<'t> {
        Cursor { text, pos: 0 }
    }

    /// The next character, folded.
    pub(crate) fn peek(&self) -> Option<char> {
        self.raw().map(fold)
    }

    /// The next character as typed.
    pub(crate) fn raw(&self) -> Option<char> {
        self.text[self.pos..].chars().next()
    }

    /// Takes the next character, folded.
    pub(crate) fn bump(&mut self) -> Option<char> {
        let c = self.raw()?;
        self.pos += c.len_utf8();
        Some(fold(c))
    }

    /// Takes the next character when it is this one.
    pub(crate) fn eat(&mut self, c: char) -> bool {
        let hit = self.peek() == Some(c);
        if hit {
            self.bump();
        }
        hit
    }

    pub(crate) fn skip_blanks(&mut self) {
        while self.peek() == Some(' ') {
            self.bump();
        }
    }

    /// The range of the next character; empty at the end.
    pub(crate) fn here(&self) -> Range<usize> {
        self.pos..self.pos + self.raw().map_or(0, char::len_utf8)
    }

    /// A word: everything up to a blank or a special character. Empty when none begins here.
    pub(crate) fn word(&mut self, accept: impl Fn(char) -> bool) -> Word {
        let (start, mut text, mut escaped) = (self.pos, String::new(), false);
        while let Some(c) = self.peek() {
            if c == '\\' {
                escaped = true;
                self.bump();
                push_escaped(&mut text, self.bump());
            } else if accept(c) {
                self.bump();
                text.push(c);
            } else {
                break;
            }
        }
        Word {
            text,
            at: start..self.pos,
            escaped,
        }
    }

    /// The characters of a quoted string after its opening mark, the closing mark taken; `None`
    /// when it is missing.
    pub(crate) fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            match self.bump()? {
                '"' => return Some(text),
                '\\' => push_escaped(&mut text, self.bump()),
                c => text.push(c),
            }
        }
    }

    /// A run of characters, each with its place.
    pub(crate) fn run(&mut self, accept: impl Fn(char) -> bool) -> Run {
        let mut chars = Vec::new();
        while let Some(c) = self.peek().filter(|c| accept(*c)) {
            chars.push((self.pos, c));
            self.bump();
        }
        Run {
            chars,
            end: self.pos,
        }
    }
}

/// Adds an escaped character in the form of the tree.
fn push_escaped(text: &mut String, c: Option<char>) {
    match c {
        Some(c) if is_wild(c) || c == '\\' => text.extend(['\\', c]),
        Some(c) => text.push(c),
        None => text.push_str("\\\\"),
    }
}

/// Text without the backslashes of the tree.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

/// Folded characters with their places in the query text.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    pub(crate) chars: Vec<(usize, char)>,
    pub(crate) end: usize,
}

impl Run {
    /// The characters.
    pub(crate) fn text(&self) -> String {
        self.chars.iter().map(|(_, c)| *c).collect()
    }

    /// The place of the whole run.
    pub(crate) fn at(&self) -> Range<usize> {
        self.chars.first().map_or(self.end, |(p, _)| *p)..self.end
    }

    /// The part from character `from` up to `to`.
    pub(crate) fn part(&self, from: usize, to: usize) -> Run {
        Run {
            chars: self.chars[from..to].to_vec(),
            end: self.chars.get(to).map_or(self.end, |(p, _)| *p),
        }
    }

    /// Without blanks at both ends.
    pub(crate) fn trim(&self) -> Run {
        let n = self.chars.len();
        let from = self.chars.iter().take_while(|(_, c)| *c == ' ').count();
        let back = self.chars[from..]
            .iter()
            .rev()
            .take_while(|(_, c)| *c == ' ')
            .count();
        self.part(from, n - back)
    }

    /// The pieces between characters that `cut` names.
    pub(crate) fn split(&self, cut: impl Fn(char) -> bool) -> Vec<Run> {
        let mut out = Vec::new();
        let mut from = 0;
        for (i, (_, c)) in self.chars.iter().enumerate() {
            if cut(*c) {
                out.push(self.part(from, i));
                from = i + 1;
            }
        }
        out.push(self.part(from, self.chars.len()));
        out
    }
}

/// Upper case, simplified, half width: the form in which field names are compared.
pub(crate) fn fold_name(name: &str) -> String {
    name.chars()
        .map(|c| simplify(fold(c)))
        .flat_map(char::to_uppercase)
        .collect()
}

/// The traditional characters that occur in field names, operators and codes.
fn simplify(c: char) -> char {
    const PAIRS: &str = "請请專专發发設设權权說说書书關关鍵键詞词號号優优級级國国類类數数語语審审員员機机構构標标題题\
        稱称摘摘與与開开簡简單单責责態态證证獨独獻献來来裝装載载規规際际實实計计狀状種种當当請请許许聯联絡络";
    static MAP: OnceLock<HashMap<char, char>> = OnceLock::new();
    if !is_cjk(c) {
        return c;
    }
    let map = MAP.get_or_init(|| {
        let chars: Vec<char> = PAIRS.chars().filter(|c| !c.is_whitespace()).collect();
        chars.chunks(2).map(|p| (p[0], p[p.len() - 1])).collect()
    });
    *map.get(&c).unwrap_or(&c)
}

/// The row of a field name in any spelling.
pub(crate) fn entry(name: &str) -> Option<&'static Entry> {
    static MAP: OnceLock<HashMap<String, &'static Entry>> = OnceLock::new();
    MAP.get_or_init(|| {
        TABLE
            .iter()
            .flat_map(|e| e.names.iter().map(move |n| (fold_name(n), e)))
            .collect()
    })
    .get(&fold_name(name))
    .copied()
}

/// The row that stands for exactly these fields.
pub(crate) fn row(fields: &[Field]) -> Option<&'static Entry> {
    let mut wanted = fields.to_vec();
    wanted.sort();
    TABLE.iter().find(|e| {
        let mut have = e.fields.to_vec();
        have.sort();
        have == wanted
    })
}

/// The row of a single field.
pub(crate) fn row_of(field: Field) -> &'static Entry {
    TABLE
        .iter()
        .find(|e| e.fields == [field])
        .unwrap_or(&TABLE[0])
}

/// A field name that begins here and holds brackets itself, such as `申请（专利权）人`.
pub(crate) fn bracketed_name(cursor: &Cursor) -> Option<(&'static Entry, usize)> {
    if !cursor.raw().is_some_and(is_cjk) {
        return None;
    }
    static NAMES: OnceLock<Vec<(&'static str, &'static Entry)>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        TABLE
            .iter()
            .flat_map(|e| e.names.iter().map(move |n| (*n, e)))
            .filter(|(n, _)| n.contains('（'))
            .collect()
    });
    names.iter().find_map(|(name, entry)| {
        let mut c = cursor.clone();
        name.chars()
            .all(|n| c.bump().map(simplify) == Some(simplify(fold(n))))
            .then_some((*entry, c.pos))
    })
}

/// The name nearest to one that does not exist, when it is near enough to be a slip.
pub(crate) fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted: Vec<char> = fold_name(name).chars().collect();
    if wanted.len() > 40 {
        return None;
    }
    names
        .map(|n| {
            let other: Vec<char> = fold_name(n).chars().collect();
            (
                distance(&wanted, &other),
                wanted.len().abs_diff(other.len()),
                n,
                other.len(),
            )
        })
        .filter(|(d, _, _, len)| *d <= 1 + wanted.len().max(*len) / 4 && *d < wanted.len())
        .min_by_key(|(d, l, _, _)| (*d, *l))
        .map(|(_, _, n, _)| n)
}

/// The least number of insertions, deletions and replacements of one character.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let here = row[j + 1];
            row[j + 1] = (before + usize::from(x != y)).min(row[j].min(here) + 1);
            before = here;
        }
    }
    row[b.len()]
}

/// Whether a word is written like a line of the history, `#3`.
pub(crate) fn is_line(word: &str) -> bool {
    word.strip_prefix('#')
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// The two-letter codes of offices (WIPO ST.3) whose numbers stand in patent collections.
pub(crate) fn is_office(code: &str) -> bool {
    const CODES: &str = "AE AL AM AP AR AT AU AZ BA BE BG BR BY CA CH CL CN CO CR CS CU CY CZ DD DE DK DO DZ EA EC \
        EE EG EM EP ES FI FR GB GC GE GR GT HK HR HU ID IE IL IN IR IS IT JO JP KE KG KR KZ LT LU LV MA MC MD \
        ME MK MN MO MT MX MY NI NL NO NZ OA PA PE PH PL PT RO RS RU SA SE SG SI SK SM SU SV TH TJ TN TR TT TW \
        UA US UY UZ VN WO YU ZA ZM ZW";
    static SET: OnceLock<HashSet<&'static str>> = OnceLock::new();
    code.len() == 2
        && SET
            .get_or_init(|| CODES.split_whitespace().collect())
            .contains(code)
}

/// Whether an unquoted word is written like the number of a patent document: `CN109524631A`,
/// `ZL201710601862.3`, `WO2020/123456`, `201710601862.3`.
pub(crate) fn looks_like_number(word: &str) -> bool {
    if word.bytes().filter(u8::is_ascii_digit).count() < 5 {
        return false;
    }
    let upper = word.to_ascii_uppercase();
    let rest = upper.strip_prefix("PCT/").unwrap_or(&upper);
    let body = if let Some(body) = rest.strip_prefix("ZL") {
        body
    } else if rest.get(..2).is_some_and(is_office) {
        &rest[2..]
    } else {
        return rest.len() == upper.len() && is_cn_application(rest);
    };
    let kind = body
        .rfind(|c: char| c.is_ascii_alphabetic())
        .unwrap_or(body.len());
    let (digits, kind) = body.split_at(kind);
    let digits = digits.strip_suffix(".X").unwrap_or(digits);
    let kind_ok = kind.is_empty()
        || (digits.ends_with('.') && kind == "X")
        || (kind.len() <= 2 && kind.chars().skip(1).all(|c| c.is_ascii_digit()));
    kind_ok
        && digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().filter(char::is_ascii_digit).count() >= 5
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | '/' | '-'))
}

/// Twelve digits with year and type of a Chinese application, with or without the check digit.
fn is_cn_application(word: &str) -> bool {
    let (digits, check) = word.split_once('.').unwrap_or((word, "0"));
    let (digits, check) = match digits.len() {
        13 if check == "0" && digits.is_ascii() => digits.split_at(12),
        _ => (digits, check),
    };
    digits.len() == 12
        && digits.bytes().all(|b| b.is_ascii_digit())
        && matches!(digits.as_bytes(), [b'2', b'0', ..] | [b'1', b'9', ..])
        && matches!(digits.as_bytes()[4], b'1' | b'2' | b'3' | b'8' | b'9')
        && check.len() == 1
        && check.chars().all(|c| c.is_ascii_digit() || c == 'X')
}
