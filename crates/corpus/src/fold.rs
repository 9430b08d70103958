//! What one character means to search: its folded form and its class, from one table.
//!
//! Folded are case, diacritics, full and half width, super- and subscript digits, compatibility
//! ideographs, and traditional to simplified Chinese, always one character to one character, so
//! that positions never move. The text that is shown is never changed.

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// What a character is to the rules of position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A CJK character: one position of its own.
    Cjk,
    /// A letter or digit: part of a word.
    Word,
    /// White space: ends a word; between two CJK characters it does not count.
    Blank,
    /// Punctuation and symbols: take no position, break the neighbourhood of CJK characters.
    Mark,
    /// `。！？!?`: a mark that ends a sentence.
    Stop,
    /// A full stop `.`: ends a sentence when a blank and no lower-case letter or digit follows.
    Dot,
    /// Not there at all: combining marks, soft hyphen, zero-width characters.
    Nothing,
    /// The separator of paragraphs inside an indexed field, [`PARAGRAPH`].
    Paragraph,
}

/// Separates paragraphs in the text of a field as it is indexed (U+001E, not allowed in XML).
pub const PARAGRAPH: char = '\u{1e}';

const CLASS_SHIFT: u32 = 24;
const TABLE_SIZE: usize = 0x1_0000;

static TABLE: LazyLock<Vec<u32>> = LazyLock::new(build_table);

/// The folded character and its class.
#[inline]
pub fn fold(c: char) -> (char, Class) {
    let code = c as u32;
    if code < TABLE_SIZE as u32 {
        let entry = TABLE[code as usize];
        let folded = char::from_u32(entry & 0x00ff_ffff).unwrap_or(c);
        return (folded, CLASSES[(entry >> CLASS_SHIFT) as usize & 7]);
    }
    let folded = fold_slowly(c);
    (folded, class_of(folded))
}

/// The folded text, classes forgotten: for comparing names and codes.
pub fn fold_text(text: &str) -> String {
    text.chars()
        .filter_map(|c| match fold(c) {
            (_, Class::Nothing) => None,
            (folded, _) => Some(folded),
        })
        .collect()
}

const CLASSES: [Class; 8] = [
    Class::Cjk,
    Class::Word,
    Class::Blank,
    Class::Mark,
    Class::Stop,
    Class::Dot,
    Class::Nothing,
    Class::Paragraph,
];

fn class_number(class: Class) -> u32 {
    CLASSES.iter().position(|c| *c == class).unwrap_or(3) as u32
}

fn build_table() -> Vec<u32> {
    let mut table: Vec<u32> = (0..TABLE_SIZE as u32)
        .map(|code| match char::from_u32(code) {
            Some(c) => {
                let folded = fold_slowly(c);
                folded as u32 | class_number(class_of(folded)) << CLASS_SHIFT
            }
            None => code | class_number(Class::Mark) << CLASS_SHIFT,
        })
        .collect();
    simplify(&mut table);
    table
}

/// Puts the simplified form of each traditional character into the table. Characters are converted
/// one by one: a phrase rule would make the meaning of a character depend on its neighbours.
fn simplify(table: &mut [u32]) {
    let Ok(converter) = OpenCC::from_config(BuiltinConfig::T2s) else {
        return;
    };
    let han: Vec<usize> = (0..table.len())
        .filter(|code| matches!(*code, 0x3400..=0x9fff | 0xf900..=0xfaff))
        .collect();
    for code in han {
        let Some(c) = char::from_u32(table[code] & 0x00ff_ffff) else {
            continue;
        };
        let simplified = converter.convert(c.encode_utf8(&mut [0; 4]));
        let mut chars = simplified.chars();
        if let (Some(s), None) = (chars.next(), chars.next())
            && (s as u32) < 0x3_0000
        {
            table[code] = s as u32 | class_number(Class::Cjk) << CLASS_SHIFT;
        }
    }
}

fn fold_slowly(c: char) -> char {
    let c = widen(c);
    if is_cjk(c) || c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let lower = first_and_only(c.to_lowercase()).unwrap_or(c);
    let mut parts = std::iter::once(lower).nfd();
    let base = parts.next().unwrap_or(lower);
    if base != lower && parts.all(is_combining) {
        return base;
    }
    lower
}

fn first_and_only(mut chars: impl Iterator<Item = char>) -> Option<char> {
    let first = chars.next()?;
    chars.all(is_combining).then_some(first)
}

/// Full width to half width for letters and digits, half width to full width for kana; super- and
/// subscript digits to digits; compatibility ideographs to unified ones.
fn widen(c: char) -> char {
    let single = |text: &mut dyn Iterator<Item = char>| -> Option<char> {
        let first = text.next()?;
        text.next().is_none().then_some(first)
    };
    match c as u32 {
        0xff01..=0xff5e => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        0x3000 => ' ',
        0xb2
        | 0xb3
        | 0xb9
        | 0x2070..=0x2079
        | 0x2080..=0x2089
        | 0xff61..=0xffdc
        | 0xf900..=0xfaff
        | 0x2e80..=0x2fdf
        | 0x2f800..=0x2fa1f => single(&mut std::iter::once(c).nfkc()).unwrap_or(c),
        _ => c,
    }
}

fn class_of(c: char) -> Class {
    match c {
        PARAGRAPH => Class::Paragraph,
        '。' | '！' | '？' | '!' | '?' | '｡' => Class::Stop,
        '.' | '．' => Class::Dot,
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => Class::Nothing,
        _ if is_combining(c) => Class::Nothing,
        _ if is_cjk(c) => Class::Cjk,
        _ if c.is_whitespace() => Class::Blank,
        _ if c.is_alphanumeric() => Class::Word,
        _ => Class::Mark,
    }
}

fn is_combining(c: char) -> bool {
    matches!(c as u32, 0x300..=0x36f | 0x1ab0..=0x1aff | 0x1dc0..=0x1dff | 0x20d0..=0x20ff
        | 0x3099..=0x309a | 0xfe00..=0xfe0f | 0xfe20..=0xfe2f)
}

/// Han, kana, bopomofo and Hangul: one character is one position.
pub fn is_cjk(c: char) -> bool {
    matches!(c as u32,
        0x2e80..=0x2fdf | 0x3005..=0x3007 | 0x3021..=0x3029 | 0x3031..=0x3035 | 0x3038..=0x303c
        | 0x3041..=0x3096 | 0x309d..=0x309f | 0x30a1..=0x30fa | 0x30fc..=0x30ff | 0x3105..=0x312f
        | 0x3131..=0x318e | 0x31a0..=0x31bf | 0x31f0..=0x31ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff
        | 0xac00..=0xd7a3 | 0xf900..=0xfaff | 0x1100..=0x11ff | 0xff66..=0xff9d
        | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_one_to_one() {
        assert_eq!(
            fold_text("ＬＩＴＨＩＵＭ　Éléonore H₂O 10²"),
            "lithium eleonore h2o 102"
        );
        assert_eq!(fold_text("智慧財產權 電機 裡"), "智慧财产权 电机 里");
        assert_eq!(fold_text("\u{fa0c}ｱﾙﾐ"), "兀アルミ");
        assert_eq!(fold_text("co\u{ad}op e\u{301}"), "coop e");
    }

    #[test]
    fn classes() {
        let class = |c| fold(c).1;
        assert_eq!(class('石'), Class::Cjk);
        assert_eq!(class('〇'), Class::Cjk);
        assert_eq!(class('が'), Class::Cjk);
        assert_eq!(class('α'), Class::Word);
        assert_eq!(class('５'), Class::Word);
        assert_eq!(class('，'), Class::Mark);
        assert_eq!(class('。'), Class::Stop);
        assert_eq!(class('℃'), Class::Mark);
        assert_eq!(class('\u{3000}'), Class::Blank);
        assert_eq!(class(PARAGRAPH), Class::Paragraph);
        assert_eq!(class('𠮷'), Class::Cjk);
    }
}
