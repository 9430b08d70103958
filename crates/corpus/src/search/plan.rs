//! Positional expressions of a query → plans over index terms, one plan for any field.

use super::literal::{self, Glue, LiteralError, LiteralUnit, What, WordPattern};
use super::spans::{Gap, Marks, Matcher, Union};
use crate::query::ast::{Near, Span, SpanExpr, Unit};
use crate::token::{MARK_BREAK, MARK_PARAGRAPH, MARK_SENTENCE, PARAGRAPH_GAP};
use std::ops::Range;
use std::sync::Arc;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{InvertedIndexReader, SegmentReader, Term};

/// What to look for, in terms of the index.
#[derive(Clone, Debug, PartialEq)]
pub enum Plan {
    /// A term: a word, or a bigram (`width` 2).
    Term {
        /// The term.
        term: String,
        /// Positions it covers.
        width: u32,
    },
    /// A CJK character, whatever follows it.
    Char(char),
    /// Every word that fits a pattern.
    Pattern(WordPattern),
    /// Every word with this English stem.
    Stem(String),
    /// Parts at fixed offsets.
    Phrase {
        /// Offset and part.
        parts: Vec<(u32, Plan)>,
        /// Positions it covers.
        width: u32,
        /// Offsets that must stand side by side with the one before.
        unbroken: Vec<u32>,
    },
    /// Parts with gaps of neighbours between.
    Sequence(Vec<Plan>, Vec<(u32, u32)>),
    /// Any of them.
    Or(Vec<Plan>),
    /// Two in a relation.
    Near(Box<Plan>, Box<Plan>, Near),
}

/// Why a positional expression cannot be planned, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanError {
    /// The place in the query.
    pub at: Range<usize>,
    /// Why.
    pub error: LiteralError,
}

/// Plans an expression; `synonyms` gives further strings for a whole literal.
pub fn plan(expr: &SpanExpr, synonyms: &dyn Fn(&str) -> Vec<String>) -> Result<Plan, PlanError> {
    Ok(match &expr.span {
        Span::Literal { text, quoted, stem } => {
            let fail = |error| PlanError {
                at: expr.at.clone(),
                error,
            };
            let own = units_plan(&literal::read(text).map_err(fail)?, *stem);
            let others = if *quoted { Vec::new() } else { synonyms(text) };
            if others.is_empty() {
                own
            } else {
                let mut any = vec![own];
                for other in others {
                    any.push(units_plan(&literal::read(&other).map_err(fail)?, false));
                }
                Plan::Or(any)
            }
        }
        Span::Or(parts) => Plan::Or(
            parts
                .iter()
                .map(|part| plan(part, synonyms))
                .collect::<Result<_, _>>()?,
        ),
        Span::Near { left, right, how } => Plan::Near(
            Box::new(plan(left, synonyms)?),
            Box::new(plan(right, synonyms)?),
            *how,
        ),
    })
}

fn units_plan(units: &[LiteralUnit], stem: bool) -> Plan {
    let mut parts = Vec::new();
    let mut gaps = Vec::new();
    let mut from = 0;
    for (at, unit) in units.iter().enumerate() {
        if let Glue::Gap { min, max } = unit.glue {
            parts.push(phrase_plan(&units[from..at], stem));
            gaps.push((min, max));
            from = at;
        }
    }
    parts.push(phrase_plan(&units[from..], stem));
    match parts.len() {
        1 => parts.remove(0),
        _ => Plan::Sequence(parts, gaps),
    }
}

fn phrase_plan(units: &[LiteralUnit], stem: bool) -> Plan {
    let mut parts: Vec<(u32, Plan)> = Vec::new();
    let mut unbroken = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        let offset = at as u32;
        let joined = at > 0 && unit.glue == Glue::Neighbour;
        let follows = units
            .get(at + 1)
            .is_some_and(|next| next.glue == Glue::Neighbour && matches!(next.what, What::Cjk(_)));
        match &unit.what {
            What::Cjk(c) => {
                if let Some(What::Cjk(before)) =
                    at.checked_sub(1).map(|b| &units[b].what).filter(|_| joined)
                {
                    parts.push((
                        offset - 1,
                        Plan::Term {
                            term: [*before, *c].iter().collect(),
                            width: 2,
                        },
                    ));
                } else {
                    if joined {
                        unbroken.push(offset);
                    }
                    // The bigram with the next character says it already, unless there is none.
                    if !follows {
                        parts.push((offset, Plan::Char(*c)));
                    }
                }
            }
            What::Word(word) => {
                if joined {
                    unbroken.push(offset);
                }
                let plan = if stem {
                    Plan::Stem(word.clone())
                } else {
                    Plan::Term {
                        term: word.clone(),
                        width: 1,
                    }
                };
                parts.push((offset, plan));
            }
            What::Pattern(pattern) => {
                if joined {
                    unbroken.push(offset);
                }
                parts.push((offset, Plan::Pattern(pattern.clone())));
            }
        }
    }
    if parts.len() == 1 && parts[0].0 == 0 && unbroken.is_empty() {
        return parts.remove(0).1;
    }
    Plan::Phrase {
        parts,
        width: units.len() as u32,
        unbroken,
    }
}

impl Plan {
    /// The plain terms in it, for the ranking and for highlighting.
    pub fn terms(&self, out: &mut Vec<String>) {
        match self {
            Plan::Term { term, .. } => out.push(term.clone()),
            Plan::Char(_) | Plan::Pattern(_) | Plan::Stem(_) => {}
            Plan::Phrase { parts, .. } => parts.iter().for_each(|(_, part)| part.terms(out)),
            Plan::Sequence(parts, _) | Plan::Or(parts) => {
                parts.iter().for_each(|part| part.terms(out))
            }
            Plan::Near(left, right, how) => {
                left.terms(out);
                if !how.negated {
                    right.terms(out);
                }
            }
        }
    }

    /// A matcher over one field of one segment.
    pub fn matcher(
        &self,
        reader: &SegmentReader,
        field: Field,
        least: u32,
    ) -> tantivy::Result<Matcher> {
        let index = reader.inverted_index(field)?;
        let need = (least <= 1).then_some(Unit::Field);
        self.build(&index, field, need)
    }

    /// `need` names the unit of which alone it matters in which one a stretch lies; `None` when
    /// every stretch counts with its places.
    fn build(
        &self,
        index: &Arc<InvertedIndexReader>,
        field: Field,
        need: Option<Unit>,
    ) -> tantivy::Result<Matcher> {
        let postings = |term: &str| positions_of(index, field, term);
        let matcher = match self {
            Plan::Term { term, width } => match postings(term)? {
                Some(postings) => Matcher::Term {
                    postings: Box::new(postings),
                    width: *width,
                },
                None => Matcher::Nothing,
            },
            Plan::Char(c) => Matcher::Terms(union_of(index, |found| for_char(index, *c, found))?),
            Plan::Pattern(pattern) => Matcher::Terms(union(
                index,
                &|word| pattern.matches(word),
                pattern.prefix(),
            )?),
            Plan::Stem(word) => {
                let (stem, prefix) = stem_and_prefix(word);
                Matcher::Terms(union(index, &|other| english_stem(other) == stem, &prefix)?)
            }
            Plan::Phrase {
                parts,
                width,
                unbroken,
            } => {
                let parts = parts
                    .iter()
                    .map(|(offset, part)| Ok((*offset, part.build(index, field, None)?)))
                    .collect::<tantivy::Result<Vec<_>>>()?;
                let marks = if unbroken.is_empty() {
                    None
                } else {
                    Some(marks(index, field, ALL_MARKS)?)
                };
                Matcher::Phrase {
                    parts,
                    width: *width,
                    unbroken: unbroken.clone(),
                    marks,
                    doc: 0,
                }
            }
            Plan::Sequence(parts, gaps) => Matcher::Sequence {
                parts: parts
                    .iter()
                    .map(|part| part.build(index, field, None))
                    .collect::<tantivy::Result<_>>()?,
                gaps: gaps
                    .iter()
                    .map(|(min, max)| Gap {
                        min: *min,
                        max: *max,
                    })
                    .collect(),
                marks: marks(index, field, ALL_MARKS)?,
                doc: 0,
            },
            Plan::Or(parts) => Matcher::Or(
                parts
                    .iter()
                    .map(|part| part.build(index, field, need))
                    .collect::<tantivy::Result<_>>()?,
            ),
            Plan::Near(left, right, how) => {
                let needed: &[&str] = match how.unit {
                    Unit::Sentence => &[MARK_PARAGRAPH, MARK_SENTENCE],
                    Unit::Paragraph => &[MARK_PARAGRAPH],
                    Unit::Word if how.max >= PARAGRAPH_GAP - 1 => &[MARK_PARAGRAPH],
                    Unit::Word | Unit::Field => &[],
                };
                let one_each = need.is_some_and(|outer| how.unit.lies_in(outer));
                let inner = (one_each && !how.ordered && !how.negated).then_some(how.unit);
                Matcher::Near {
                    left: Box::new(left.build(index, field, inner)?),
                    right: Box::new(right.build(index, field, inner)?),
                    one_each,
                    how: *how,
                    marks: if needed.is_empty() {
                        None
                    } else {
                        Some(marks(index, field, needed)?)
                    },
                    doc: 0,
                }
            }
        };
        Ok(matcher.begin())
    }
}

const ALL_MARKS: &[&str] = &[MARK_PARAGRAPH, MARK_SENTENCE, MARK_BREAK];

fn positions_of(
    index: &InvertedIndexReader,
    field: Field,
    term: &str,
) -> tantivy::Result<Option<SegmentPostings>> {
    Ok(index.read_postings(
        &Term::from_field_text(field, term),
        IndexRecordOption::WithFreqsAndPositions,
    )?)
}

fn marks(index: &InvertedIndexReader, field: Field, names: &[&str]) -> tantivy::Result<Marks> {
    let mut lists = Vec::new();
    for name in names {
        lists.extend(positions_of(index, field, name)?);
    }
    Ok(Marks::new(lists))
}

/// What is called for each term of a dictionary that is wanted.
pub type Found<'a> = &'a mut dyn FnMut(&TermInfo) -> tantivy::Result<()>;

fn union_of(
    index: &InvertedIndexReader,
    each: impl FnOnce(Found<'_>) -> tantivy::Result<()>,
) -> tantivy::Result<Union> {
    let mut lists = Vec::new();
    each(&mut |info| {
        lists.push(
            index.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?,
        );
        Ok(())
    })?;
    Ok(Union::new(lists))
}

fn union(
    index: &InvertedIndexReader,
    fits: &dyn Fn(&str) -> bool,
    prefix: &str,
) -> tantivy::Result<Union> {
    union_of(index, |found| for_words(index, fits, prefix, found))
}

/// Calls back for the terms that begin with a CJK character: its bigrams, and itself where nothing
/// follows.
pub fn for_char(index: &InvertedIndexReader, c: char, found: Found<'_>) -> tantivy::Result<()> {
    let prefix = c.to_string();
    let mut stream = index.terms().range().ge(&prefix).into_stream()?;
    while stream.advance() && stream.key().starts_with(prefix.as_bytes()) {
        found(stream.value())?;
    }
    Ok(())
}

/// Calls back for each word of the dictionary that begins with `prefix` and fits. Bigrams, CJK
/// characters and marks are no words.
pub fn for_words(
    index: &InvertedIndexReader,
    fits: &dyn Fn(&str) -> bool,
    prefix: &str,
    found: Found<'_>,
) -> tantivy::Result<()> {
    if let Some(end) = after_prefix(prefix) {
        return scan(index, prefix, &end, fits, found);
    }
    for (from, to) in WORD_RANGES {
        scan(
            index,
            &from.to_string(),
            to.to_string().as_bytes(),
            fits,
            found,
        )?;
    }
    Ok(())
}

/// Where words lie in the dictionary: everything but the blocks that are CJK throughout.
const WORD_RANGES: [(char, char); 5] = [
    ('\u{2}', '\u{2e80}'),
    ('\u{a000}', '\u{ac00}'),
    ('\u{d7a4}', '\u{f900}'),
    ('\u{fb00}', '\u{20000}'),
    ('\u{40000}', '\u{10ffff}'),
];

/// Calls back for the words of one stretch of the dictionary that fit.
fn scan(
    index: &InvertedIndexReader,
    from: &str,
    to: &[u8],
    fits: &dyn Fn(&str) -> bool,
    found: Found<'_>,
) -> tantivy::Result<()> {
    let mut stream = index.terms().range().ge(from).lt(to).into_stream()?;
    while stream.advance() {
        let Ok(word) = std::str::from_utf8(stream.key()) else {
            continue;
        };
        if word.chars().next().is_some_and(|c| !crate::fold::is_cjk(c)) && fits(word) {
            found(stream.value())?;
        }
    }
    Ok(())
}

fn after_prefix(prefix: &str) -> Option<Vec<u8>> {
    let mut bytes = prefix.as_bytes().to_vec();
    let last = bytes.last_mut()?;
    *last = last.checked_add(1)?;
    Some(bytes)
}

/// The English stem of a word, and the beginning that all words of that stem share.
pub fn stem_and_prefix(word: &str) -> (String, String) {
    let stem = english_stem(word);
    // The stemmer changes only what stands behind the first letter.
    let prefix = word.chars().take(1).collect();
    (stem, prefix)
}

fn english_stem(word: &str) -> String {
    if word.is_ascii() {
        rust_stemmers::Stemmer::create(rust_stemmers::Algorithm::English)
            .stem(word)
            .into_owned()
    } else {
        word.to_owned()
    }
}
