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

/// Longest word kept whole, in bytes; what is longer (a sequence listing) is cut there.
pub const WORD_BYTES_MAX: usize = 4096;

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
        Scanner { text, at: 0, position: 0, word: String::new(), joined: false, sentence: true, paragraph: true }
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
                (folded, Class::Word) if self.word.len() < WORD_BYTES_MAX => self.word.push(folded),
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

/// The analyser of every text field: units, bigrams of true neighbours, and marks.
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
            pending: [Pending::None; 2],
            unit: None,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Pending {
    None,
    Mark(&'static str),
    Bigram(char),
}

/// Tokens of one text: for each unit its mark if any, the bigram that it closes, then itself.
pub struct CorpusTokenStream<'a> {
    scanner: Scanner<'a>,
    token: Token,
    before: Option<Unit>,
    pending: [Pending; 2],
    unit: Option<Unit>,
}

impl CorpusTokenStream<'_> {
    fn emit(&mut self, position: u32) {
        self.token.position = position as usize;
    }
}

impl TokenStream for CorpusTokenStream<'_> {
    fn advance(&mut self) -> bool {
        loop {
            for slot in 0..2 {
                match std::mem::replace(&mut self.pending[slot], Pending::None) {
                    Pending::None => {}
                    Pending::Mark(mark) => {
                        let position = self.unit.map_or(0, |unit| unit.position);
                        self.token.text.clear();
                        self.token.text.push_str(mark);
                        self.emit(position);
                        return true;
                    }
                    Pending::Bigram(first) => {
                        let Some(unit) = self.unit else { continue };
                        let Some(second) = unit.cjk else { continue };
                        self.token.text.clear();
                        self.token.text.push(first);
                        self.token.text.push(second);
                        self.emit(unit.position - 1);
                        return true;
                    }
                }
            }
            if let Some(unit) = self.unit.take() {
                self.token.text.clear();
                match unit.cjk {
                    Some(c) => self.token.text.push(c),
                    None => self.token.text.push_str(self.scanner.word()),
                }
                self.token.offset_from = unit.start;
                self.token.offset_to = unit.end;
                self.emit(unit.position);
                self.before = Some(unit);
                return true;
            }
            let Some(unit) = self.scanner.next_unit() else { return false };
            let before_cjk = self.before.and_then(|before| before.cjk);
            self.pending[0] = if unit.paragraph {
                Pending::Mark(MARK_PARAGRAPH)
            } else if unit.sentence {
                Pending::Mark(MARK_SENTENCE)
            } else if !unit.joined && (unit.cjk.is_some() || before_cjk.is_some()) {
                Pending::Mark(MARK_BREAK)
            } else {
                Pending::None
            };
            self.pending[1] = match before_cjk {
                Some(first) if unit.joined && unit.cjk.is_some() => Pending::Bigram(first),
                _ => Pending::None,
            };
            self.unit = Some(unit);
        }
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
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
            out.push(format!("{}@{}", stream.token().text.replace('\u{1}', "^"), stream.token().position));
        }
        out
    }

    #[test]
    fn positions_of_the_design() {
        assert_eq!(tokens("H2O lithium-ion 3.5"), ["^p@0", "h2o@0", "lithium@1", "ion@2", "3@3", "5@4"]);
        assert_eq!(tokens("石墨 烯"), ["^p@0", "石@0", "石墨@0", "墨@1", "墨烯@1", "烯@2"]);
        assert_eq!(tokens("石墨，烯"), ["^p@0", "石@0", "石墨@0", "墨@1", "^b@2", "烯@2"]);
        assert_eq!(tokens("LED灯"), ["^p@0", "led@0", "灯@1"]);
        assert_eq!(tokens("LED，灯。A. b"), ["^p@0", "led@0", "^b@1", "灯@1", "^s@2", "a@2", "b@3"]);
        assert_eq!(tokens("甲\u{1e}\u{1e}乙"), ["^p@0", "甲@0", "^p@129", "乙@129"]);
        assert_eq!(tokens("One. Two e.g. three. 4 five.\u{1e}Six"), [
            "^p@0", "one@0", "^s@1", "two@1", "e@2", "g@3", "three@4", "4@5", "five@6", "^p@135", "six@135"
        ]);
    }
}
