//! Text → positions after the words of DESIGN section 5, written apart from the engine.

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// One position.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Number of its folded text in [`Scan::words`].
    pub word: u32,
    /// Only blanks or nothing between it and the one before.
    pub glued: bool,
    /// Number of its sentence in the paragraph.
    pub sentence: u32,
}

/// Folds and numbers words.
pub struct Scan {
    /// All words met.
    pub words: Vec<String>,
    numbers: HashMap<String, u32>,
    chinese: OpenCC,
    folded: HashMap<char, Option<char>>,
}

/// Whether a character is one position of its own.
pub fn is_cjk(c: char) -> bool {
    matches!(u32::from(c), 0x3005..=0x3007 | 0x3041..=0x3096 | 0x309D..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF | 0x3400..=0x4DBF | 0x4E00..=0x9FFF
        | 0xF900..=0xFAFF | 0xAC00..=0xD7A3 | 0x20000..=0x3FFFF)
}

fn digit(c: char) -> Option<char> {
    let c = match u32::from(c) {
        0xB2 => '2',
        0xB3 => '3',
        0xB9 => '1',
        n @ (0x2070 | 0x2074..=0x2079) => char::from_digit(n - 0x2070, 10)?,
        n @ 0x2080..=0x2089 => char::from_digit(n - 0x2080, 10)?,
        _ => return None,
    };
    Some(c)
}

impl Scan {
    /// Nothing met yet.
    pub fn new() -> Scan {
        Scan {
            words: Vec::new(),
            numbers: HashMap::new(),
            chinese: OpenCC::from_config(BuiltinConfig::T2s).expect("opencc"),
            folded: HashMap::new(),
        }
    }

    /// A character as it is compared; `None` for one that is not there (combining marks).
    pub fn fold(&mut self, c: char) -> Option<char> {
        if let Some(known) = self.folded.get(&c) {
            return *known;
        }
        let folded = self.fold_new(c);
        self.folded.insert(c, folded);
        folded
    }

    fn fold_new(&self, c: char) -> Option<char> {
        let c = match u32::from(c) {
            n @ 0xFF01..=0xFF5E => char::from_u32(n - 0xFEE0)?,
            0x3000 => ' ',
            _ => c,
        };
        if unicode_normalization::char::is_combining_mark(c)
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}')
        {
            return None;
        }
        if let Some(digit) = digit(c) {
            return Some(digit);
        }
        let c = if (0xAC00..=0xD7A3).contains(&u32::from(c)) {
            c
        } else {
            std::iter::once(c).nfd().next().unwrap_or(c)
        };
        if is_cjk(c) {
            let text = self.chinese.convert(&c.to_string());
            let mut chars = text.chars();
            return match (chars.next(), chars.next()) {
                (Some(one), None) => Some(one),
                _ => Some(c),
            };
        }
        c.to_lowercase().next()
    }

    fn number(&mut self, word: String) -> u32 {
        if let Some(n) = self.numbers.get(&word) {
            return *n;
        }
        let n = self.words.len() as u32;
        self.words.push(word.clone());
        self.numbers.insert(word, n);
        n
    }

    /// The positions of a paragraph.
    pub fn paragraph(&mut self, text: &str) -> Vec<Token> {
        let mut out: Vec<Token> = Vec::new();
        let (mut word, mut broken, mut sentence) = (String::new(), true, 0);
        let chars: Vec<char> = text.chars().collect();
        let mut word_glued = false;
        for (i, raw) in chars.iter().enumerate() {
            let Some(c) = self.fold(*raw) else { continue };
            if !is_cjk(c) && c.is_alphanumeric() {
                if word.is_empty() {
                    word_glued = !broken;
                }
                word.push(c);
                broken = false;
                continue;
            }
            if !word.is_empty() {
                let number = self.number(std::mem::take(&mut word));
                out.push(Token {
                    word: number,
                    glued: word_glued,
                    sentence,
                });
            }
            if is_cjk(c) {
                let number = self.number(c.to_string());
                out.push(Token {
                    word: number,
                    glued: !broken,
                    sentence,
                });
                broken = false;
                continue;
            }
            if c.is_whitespace() {
                continue;
            }
            broken = true;
            let ends = match c {
                '。' | '!' | '?' | '｡' => true,
                '.' => {
                    let rest = &chars[i + 1..];
                    let blanks = rest.iter().take_while(|c| c.is_whitespace()).count();
                    blanks > 0
                        && rest
                            .get(blanks)
                            .is_some_and(|c| !c.is_lowercase() && !c.is_numeric())
                }
                _ => false,
            };
            if ends {
                sentence += 1;
            }
        }
        if !word.is_empty() {
            let number = self.number(word);
            out.push(Token {
                word: number,
                glued: word_glued,
                sentence,
            });
        }
        out
    }
}
