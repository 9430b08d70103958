//! Text → positions: the one scanner behind indexing, queries and highlighting.
//!
//! A CJK character takes one position; a maximal run of letters and digits is one word and takes
//! one position; punctuation takes none. Between paragraphs lies a gap of [`PARAGRAPH_GAP`]
//! positions, so that no phrase and no distance up to 99 ever crosses one.

use crate::fold::{Class, fold};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Positions left empty between two paragraphs.
pub const PARAGRAPH_GAP: u32 = 128;

/// Marks the first position of a paragraph (also of the first one).
pub const MARK_PARAGRAPH: &str = "\u{1}p";
/// Marks the first position of a sentence that does not begin a paragraph.
pub const MARK_SENTENCE: &str = "\u{1}s";
/// Marks a position that punctuation separates from the one before, where either is CJK and no
/// sentence begins.
pub const MARK_BREAK: &str = "\u{1}b";

/// Longest word kept whole, in bytes: a term of the index takes no more than 64 KiB. Of a longer
/// run (a sequence listing) only so much can be looked for; it still takes one position.
pub const WORD_BYTES_MAX: usize = 32 << 10;

/// One position of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The folded CJK character, or `None` for a word (see [`Scanner::word`]).
    pub cjk: Option<char>,
    /// The position, paragraph gaps counted.
    pub position: u32,
    /// Byte range in the text.
    pub start: usize,
    /// End of the byte range.
    pub end: usize,
    /// No punctuation between this unit and the one before in the same paragraph.
    pub joined: bool,
    /// Begins a sentence (paragraph starts included).
    pub sentence: bool,
    /// Begins a paragraph.
    pub paragraph: bool,
}

/// Walks a text unit by unit.
pub struct Scanner<'a> {
    text: &'a str,
    at: usize,
    position: u32,
    word: String,
    joined: bool,
    sentence: bool,
    paragraph: bool,
}

impl<'a> Scanner<'a> {
    /// A scanner at the beginning of a text.
    pub fn new(text: &'a str) -> Scanner<'a> {
        Scanner {
            text,
            at: 0,
            position: 0,
            word: String::new(),
            joined: false,
            sentence: true,
            paragraph: true,
        }
    }

    /// The folded word of the unit returned last; meaningless after a CJK unit.
    pub fn word(&self) -> &str {
        &self.word
    }

    /// The next unit.
    pub fn next_unit(&mut self) -> Option<Unit> {
        while let Some(c) = self.text[self.at..].chars().next() {
            let (folded, class) = fold(c);
            let start = self.at;
            self.at += c.len_utf8();
            match class {
                Class::Cjk => return Some(self.unit(Some(folded), start)),
                Class::Word => {
                    self.read_word(folded);
                    return Some(self.unit(None, start));
                }
                Class::Blank | Class::Nothing => {}
                Class::Mark => self.joined = false,
                Class::Stop => {
                    self.joined = false;
                    self.sentence = true;
                }
                Class::Dot => {
                    self.joined = false;
                    self.sentence |= self.dot_ends_sentence();
                }
                Class::Paragraph => {
                    if !self.paragraph {
                        self.position += PARAGRAPH_GAP;
                    }
                    self.joined = false;
                    self.sentence = true;
                    self.paragraph = true;
                }
            }
        }
        None
    }

    fn unit(&mut self, cjk: Option<char>, start: usize) -> Unit {
        let unit = Unit {
            cjk,
            position: self.position,
            start,
            end: self.at,
            joined: self.joined,
            sentence: self.sentence,
            paragraph: self.paragraph,
        };
        self.position += 1;
        self.joined = true;
        self.sentence = false;
        self.paragraph = false;
        unit
    }

    fn read_word(&mut self, first: char) {
        self.word.clear();
        self.word.push(first);
        while let Some(c) = self.text[self.at..].chars().next() {
            match fold(c) {
                (folded, Class::Word) => {
                    if self.word.len() < WORD_BYTES_MAX {
                        self.word.push(folded);
                    }
                }
                (_, Class::Nothing) => {}
                _ => break,
            }
            self.at += c.len_utf8();
        }
    }

    /// `.` ends a sentence before a blank that no lower-case letter or digit follows, and at the
    /// end of the text: not in `3.5`, `Fig. 1`, `e.g. the`.
    fn dot_ends_sentence(&self) -> bool {
        let mut rest = self.text[self.at..].chars();
        match rest.next() {
            None => true,
            Some(c) if matches!(fold(c).1, Class::Blank | Class::Paragraph) => {
                match rest.find(|c| fold(*c).1 != Class::Blank) {
                    Some(next) => !(next.is_lowercase() || next.is_numeric()),
                    None => true,
                }
            }
            Some(_) => false,
        }
    }
}

/// The analyser of every text field: words, bigrams of true neighbours, and marks.
///
/// Each CJK character is indexed once: in the bigram that begins with it, or alone where no true
/// neighbour follows. A single character is therefore found as "a bigram that begins so, or alone".
#[derive(Clone, Default)]
pub struct CorpusTokenizer;

/// The name under which tantivy knows the analyser.
pub const TOKENIZER_NAME: &str = "quanlian";

impl Tokenizer for CorpusTokenizer {
    type TokenStream<'a> = CorpusTokenStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> CorpusTokenStream<'a> {
        CorpusTokenStream {
            scanner: Scanner::new(text),
            token: Token::default(),
            before: None,
            unit: None,
            mark: None,
        }
    }
}

/// Tokens of one text, in the order of their positions.
pub struct CorpusTokenStream<'a> {
    scanner: Scanner<'a>,
    token: Token,
    /// The CJK unit that still waits for its bigram.
    before: Option<Unit>,
    /// The unit read last, while its tokens are not all out.
    unit: Option<Unit>,
    /// The mark that goes before it.
    mark: Option<&'static str>,
}

impl CorpusTokenStream<'_> {
    fn emit(&mut self, unit: &Unit) -> bool {
        self.token.position = unit.position as usize;
        self.token.offset_from = unit.start;
        self.token.offset_to = unit.end;
        true
    }

    /// The token of a CJK unit: a bigram with its neighbour, or itself.
    fn emit_cjk(&mut self, unit: &Unit, next: Option<char>) -> bool {
        self.token.text.clear();
        self.token.text.extend(unit.cjk.into_iter().chain(next));
        self.emit(unit)
    }
}

impl TokenStream for CorpusTokenStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            if let Some(unit) = self.unit {
                if let Some(mark) = self.mark.take() {
                    self.token.text.clear();
                    self.token.text.push_str(mark);
                    return self.emit(&unit);
                }
                self.unit = None;
                if unit.cjk.is_none() {
                    self.token.text.clear();
                    self.token.text.push_str(self.scanner.word());
                    return self.emit(&unit);
                }
                self.before = Some(unit);
            }
            let next = self.scanner.next_unit();
            let before = self.before.take();
            if let Some(unit) = next {
                self.unit = Some(unit);
                self.mark = mark_of(&unit, before.is_some());
            }
            match (before, next) {
                (Some(before), next) => {
                    let neighbour = next.filter(|unit| unit.joined).and_then(|unit| unit.cjk);
                    return self.emit_cjk(&before, neighbour);
                }
                (None, None) => return false,
                (None, Some(_)) => {}
            }
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

fn mark_of(unit: &Unit, after_cjk: bool) -> Option<&'static str> {
    if unit.paragraph {
        Some(MARK_PARAGRAPH)
    } else if unit.sentence {
        Some(MARK_SENTENCE)
    } else if !unit.joined && (unit.cjk.is_some() || after_cjk) {
        Some(MARK_BREAK)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        let mut tokenizer = CorpusTokenizer;
        let mut stream = tokenizer.token_stream(text);
        let mut out = Vec::new();
        while stream.advance() {
            out.push(format!(
                "{}@{}",
                stream.token().text.replace('\u{1}', "^"),
                stream.token().position
            ));
        }
        out
    }

    #[test]
    fn positions_of_the_design() {
        assert_eq!(
            tokens("H2O lithium-ion 3.5"),
            ["^p@0", "h2o@0", "lithium@1", "ion@2", "3@3", "5@4"]
        );
        assert_eq!(tokens("石墨 烯"), ["^p@0", "石墨@0", "墨烯@1", "烯@2"]);
        assert_eq!(
            tokens("石墨，烯"),
            ["^p@0", "石墨@0", "墨@1", "^b@2", "烯@2"]
        );
        assert_eq!(tokens("LED灯"), ["^p@0", "led@0", "灯@1"]);
        assert_eq!(
            tokens("LED，灯。A. b"),
            ["^p@0", "led@0", "^b@1", "灯@1", "^s@2", "a@2", "b@3"]
        );
        assert_eq!(
            tokens("甲\u{1e}\u{1e}乙"),
            ["^p@0", "甲@0", "^p@129", "乙@129"]
        );
        assert_eq!(
            tokens("One. Two e.g. three. 4 five.\u{1e}Six"),
            [
                "^p@0", "one@0", "^s@1", "two@1", "e@2", "g@3", "three@4", "4@5", "five@6",
                "^p@135", "six@135"
            ]
        );
    }
}
