//! A literal of a query → what must stand at which position.
//!
//! The same scanner rules as for indexed text hold: a CJK character is one position, a run of
//! letters and digits is one word. Wildcards: `+` any number of characters, `#` exactly one, `?`
//! zero or one; inside or at the edge of a word they belong to the word, between CJK characters
//! they stand for neighbouring characters.

use crate::fold::{Class, fold};

/// One character of a word pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Glyph {
    /// This folded character.
    Is(char),
    /// Exactly one character.
    One,
    /// Zero or one.
    Maybe,
    /// Any number.
    Any,
}

/// A word with wildcards.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WordPattern {
    glyphs: Vec<Glyph>,
    prefix: String,
    suffix: String,
    /// Nothing but the prefix, one `+` and the suffix.
    simple: bool,
}

impl WordPattern {
    /// A pattern of these glyphs, at least one of them a wildcard.
    pub fn new(glyphs: Vec<Glyph>) -> WordPattern {
        let literal = |glyph: &Glyph| {
            if let Glyph::Is(c) = glyph {
                Some(*c)
            } else {
                None
            }
        };
        let prefix: String = glyphs.iter().map_while(literal).collect();
        let mut suffix: Vec<char> = glyphs.iter().rev().map_while(literal).collect();
        suffix.reverse();
        let between = glyphs.len() - prefix.chars().count() - suffix.len();
        let simple = between == 1 && glyphs.contains(&Glyph::Any);
        WordPattern {
            glyphs,
            prefix,
            suffix: suffix.into_iter().collect(),
            simple,
        }
    }

    /// The literal characters before the first wildcard.
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Whether a word fits.
    pub fn matches(&self, word: &str) -> bool {
        if !word.starts_with(&self.prefix) || !word.ends_with(&self.suffix) {
            return false;
        }
        if self.simple {
            return word.len() >= self.prefix.len() + self.suffix.len();
        }
        let chars: Vec<char> = word.chars().collect();
        fits(&self.glyphs, &chars)
    }
}

/// Runs all ways through the pattern side by side: linear in word times pattern, whatever they are.
fn fits(pattern: &[Glyph], word: &[char]) -> bool {
    let mut alive = vec![false; pattern.len() + 1];
    alive[0] = true;
    skip_empty(pattern, &mut alive);
    for c in word {
        let mut next = vec![false; pattern.len() + 1];
        for (at, glyph) in pattern.iter().enumerate().filter(|(at, _)| alive[*at]) {
            match glyph {
                Glyph::Is(wanted) => next[at + 1] |= wanted == c,
                Glyph::One | Glyph::Maybe => next[at + 1] = true,
                Glyph::Any => next[at] = true,
            }
        }
        skip_empty(pattern, &mut next);
        alive = next;
    }
    alive[pattern.len()]
}

fn skip_empty(pattern: &[Glyph], alive: &mut [bool]) {
    for (at, glyph) in pattern.iter().enumerate() {
        if alive[at] && matches!(glyph, Glyph::Any | Glyph::Maybe) {
            alive[at + 1] = true;
        }
    }
}

/// What stands at one position.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A CJK character.
    Cjk(char),
    /// A word.
    Word(String),
    /// A word with wildcards.
    Pattern(WordPattern),
}

/// How a unit follows the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glue {
    /// The first unit.
    First,
    /// At the next position, with no punctuation between wherever either is CJK.
    Neighbour,
    /// At the next position, punctuation or not.
    Next,
    /// With so many neighbouring positions between, no punctuation among them.
    Gap {
        /// Least.
        min: u32,
        /// Most; `u32::MAX` for any number.
        max: u32,
    },
}

/// One unit of a literal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiteralUnit {
    /// What stands there.
    pub what: What,
    /// How it follows.
    pub glue: Glue,
}

/// Why a literal cannot be looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiteralError {
    /// Only punctuation: nothing has a position.
    Empty,
    /// Only wildcards.
    OnlyWildcards,
}

/// Reads a literal.
pub fn read(text: &str) -> Result<Vec<LiteralUnit>, LiteralError> {
    let mut reader = Reader::default();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                if let Some(escaped) = chars.next() {
                    reader.plain(escaped);
                }
            }
            '+' | '＋' => reader.wildcard(Glyph::Any),
            '#' | '＃' => reader.wildcard(Glyph::One),
            '?' | '？' => reader.wildcard(Glyph::Maybe),
            _ => reader.plain(c),
        }
    }
    reader.finish()
}

#[derive(Default)]
struct Reader {
    units: Vec<LiteralUnit>,
    word: Vec<Glyph>,
    word_broken: bool,
    broken: bool,
    gap: Option<(u32, u32)>,
    wildcards: bool,
}

impl Reader {
    fn plain(&mut self, c: char) {
        let (folded, class) = fold(c);
        match class {
            Class::Word => {
                if self.word.is_empty() {
                    self.word_broken = self.broken;
                }
                self.word.push(Glyph::Is(folded));
            }
            Class::Cjk => {
                self.end_word(true);
                self.push(What::Cjk(folded));
            }
            Class::Nothing => {}
            Class::Blank => self.end_word(false),
            Class::Mark | Class::Stop | Class::Dot | Class::Paragraph => {
                self.end_word(false);
                self.broken = true;
            }
        }
    }

    fn wildcard(&mut self, glyph: Glyph) {
        self.wildcards = true;
        if self.word.is_empty() {
            self.word_broken = self.broken;
        }
        self.word.push(glyph);
    }

    /// Ends a run of letters, digits and wildcards. Wildcards alone are a gap between CJK
    /// characters when one stands before and `before_cjk` says that one follows.
    fn end_word(&mut self, before_cjk: bool) {
        let word = std::mem::take(&mut self.word);
        if word.is_empty() {
            return;
        }
        let only_wildcards = !word.iter().any(|glyph| matches!(glyph, Glyph::Is(_)));
        if only_wildcards {
            let after_cjk = matches!(
                self.units.last(),
                Some(LiteralUnit {
                    what: What::Cjk(_),
                    ..
                })
            );
            if after_cjk && before_cjk {
                self.gap = Some(gap_of(&word));
            }
            return;
        }
        let plain: Option<String> = word
            .iter()
            .map(|glyph| {
                if let Glyph::Is(c) = glyph {
                    Some(*c)
                } else {
                    None
                }
            })
            .collect();
        self.push(match plain {
            Some(word) => What::Word(word),
            None => What::Pattern(WordPattern::new(word)),
        });
    }

    fn push(&mut self, what: What) {
        let cjk = |what: &What| matches!(what, What::Cjk(_));
        let glue = match (self.units.last(), self.gap.take()) {
            (None, _) => Glue::First,
            (Some(_), Some((min, max))) => Glue::Gap { min, max },
            (Some(before), None) if !self.broken && (cjk(&before.what) || cjk(&what)) => {
                Glue::Neighbour
            }
            _ => Glue::Next,
        };
        self.broken = false;
        self.units.push(LiteralUnit { what, glue });
    }

    fn finish(mut self) -> Result<Vec<LiteralUnit>, LiteralError> {
        self.end_word(false);
        if self.units.is_empty() {
            return Err(if self.wildcards {
                LiteralError::OnlyWildcards
            } else {
                LiteralError::Empty
            });
        }
        Ok(self.units)
    }
}

fn gap_of(wildcards: &[Glyph]) -> (u32, u32) {
    wildcards
        .iter()
        .fold((0, 0), |(min, max): (u32, u32), glyph| match glyph {
            Glyph::One => (min + 1, max.saturating_add(1)),
            Glyph::Maybe => (min, max.saturating_add(1)),
            Glyph::Any | Glyph::Is(_) => (min, u32::MAX),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(text: &str) -> String {
        let Ok(units) = read(text) else {
            return "refused".into();
        };
        units
            .iter()
            .map(|unit| {
                let glue = match unit.glue {
                    Glue::First => "",
                    Glue::Neighbour => "·",
                    Glue::Next => " ",
                    Glue::Gap { min, max } => &format!("[{min}-{max}]"),
                };
                let what = match &unit.what {
                    What::Cjk(c) => c.to_string(),
                    What::Word(word) => word.clone(),
                    What::Pattern(pattern) => format!("{:?}*", pattern.prefix()),
                };
                format!("{glue}{what}")
            })
            .collect()
    }

    #[test]
    fn literals() {
        assert_eq!(show("石墨烯"), "石·墨·烯");
        assert_eq!(show("石墨，烯"), "石·墨 烯");
        assert_eq!(show("Lithium-ION 3.5"), "lithium ion 3 5");
        assert_eq!(show("LED灯"), "led·灯");
        assert_eq!(show("锂#电池"), "锂[1-1]电·池");
        assert_eq!(show("锂+电池+"), "锂[0-4294967295]电·池");
        assert_eq!(show("batter+ cell"), "\"batter\"* cell");
        assert_eq!(show("c\\+\\+"), "c");
        assert_eq!(show("+#"), "refused");
        assert_eq!(show("，"), "refused");
    }

    #[test]
    fn patterns() {
        let pattern = |text: &str| match &read(text).expect("reads")[0].what {
            What::Pattern(pattern) => pattern.clone(),
            other => panic!("{other:?}"),
        };
        assert!(pattern("+ide").matches("oxide"));
        assert!(pattern("+ide").matches("ide"));
        assert!(!pattern("#ide").matches("ide"));
        assert!(pattern("colo?r").matches("color") && pattern("colo?r").matches("colour"));
        assert!(pattern("sul#ur+").matches("sulfuric"));
        assert!(!pattern("sul#ur").matches("sulphur"));
    }
}
