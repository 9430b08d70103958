//! Where the terms of a query stand in a text that is shown.

use super::plan::{Plan, plan, stem_and_prefix};
use super::spans::{Gap, Stretch, any_between, join_phrase, join_sequence};
use crate::query::ast::{Expr, Node, Span, SpanExpr};
use crate::query::field::Field as F;
use crate::token::Scanner;
use serde::Serialize;
use std::collections::HashMap;

/// One string of a query, with the fields in which it is looked for.
pub struct Concept {
    /// The fields.
    pub fields: Vec<F>,
    /// What to mark.
    pub plan: Plan,
    /// Its number, in the order of the query.
    pub number: u32,
}

/// A marked stretch: first and last character (exclusive), and the concept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Mark(pub u32, pub u32, pub u32);

/// The strings of a query that a hit may contain, those behind NOT left out.
pub fn concepts(expr: &Expr, synonyms: &dyn Fn(&str) -> Vec<String>) -> Vec<Concept> {
    let mut out = Vec::new();
    collect(expr, synonyms, &mut out);
    out
}

fn collect(expr: &Expr, synonyms: &dyn Fn(&str) -> Vec<String>, out: &mut Vec<Concept>) {
    match &expr.node {
        Node::And(parts) | Node::Or(parts) => {
            parts.iter().for_each(|part| collect(part, synonyms, out))
        }
        Node::Xor(left, right) => {
            collect(left, synonyms, out);
            collect(right, synonyms, out);
        }
        Node::Boost(inner, _) => collect(inner, synonyms, out),
        Node::Text(condition) => literals(&condition.span, &condition.fields, synonyms, out),
        _ => {}
    }
}

fn literals(
    span: &SpanExpr,
    fields: &[F],
    synonyms: &dyn Fn(&str) -> Vec<String>,
    out: &mut Vec<Concept>,
) {
    match &span.span {
        Span::Literal { .. } => {
            if let Ok(plan) = plan(span, synonyms) {
                let known = out.iter().find(|c| c.plan == plan).map(|c| c.number);
                let number =
                    known.unwrap_or_else(|| out.iter().map(|c| c.number + 1).max().unwrap_or(0));
                out.push(Concept {
                    fields: fields.to_vec(),
                    plan,
                    number,
                });
            }
        }
        Span::Or(parts) => parts
            .iter()
            .for_each(|part| literals(part, fields, synonyms, out)),
        Span::Near { left, right, how } => {
            literals(left, fields, synonyms, out);
            if !how.negated {
                literals(right, fields, synonyms, out);
            }
        }
    }
}

/// Marks the concepts of a field in one paragraph.
pub fn mark(text: &str, field: F, concepts: &[Concept]) -> Vec<Mark> {
    let wanted: Vec<&Concept> = concepts
        .iter()
        .filter(|c| c.fields.contains(&field))
        .collect();
    if wanted.is_empty() {
        return Vec::new();
    }
    let index = Paragraph::read(text);
    let mut marks: Vec<Mark> = Vec::new();
    for concept in wanted {
        for stretch in index.evaluate(&concept.plan) {
            let (Some(first), Some(last)) = (
                index.units.get(stretch.start as usize),
                index.units.get(stretch.end as usize),
            ) else {
                continue;
            };
            marks.push(Mark(first.0, last.1, concept.number));
        }
    }
    marks.sort_by_key(|m| (m.0, std::cmp::Reverse(m.1), m.2));
    marks.dedup();
    let mut end = 0;
    // A character is marked once: the longer mark that begins first wins.
    marks.retain(|m| {
        let free = m.0 >= end;
        if free {
            end = m.1;
        }
        free
    });
    marks
}

/// One paragraph as a small index.
struct Paragraph {
    /// Character range of each position.
    units: Vec<(u32, u32)>,
    terms: HashMap<String, Vec<u32>>,
    words: Vec<String>,
    breaks: Vec<u32>,
}

impl Paragraph {
    fn read(text: &str) -> Paragraph {
        let mut index = Paragraph {
            units: Vec::new(),
            terms: HashMap::new(),
            words: Vec::new(),
            breaks: vec![0],
        };
        let mut scanner = Scanner::new(text);
        let (mut byte, mut chars) = (0usize, 0u32);
        let mut before = None;
        while let Some(unit) = scanner.next_unit() {
            let position = index.units.len() as u32;
            chars += text[byte..unit.start].chars().count() as u32;
            let length = text[unit.start..unit.end].chars().count() as u32;
            index.units.push((chars, chars + length));
            byte = unit.end;
            chars += length;
            if position > 0 && !unit.joined {
                index.breaks.push(position);
            }
            let mut add = |term: String, at: u32| index.terms.entry(term).or_default().push(at);
            match unit.cjk {
                Some(c) => {
                    add(c.to_string(), position);
                    if let (Some(first), true) = (before, unit.joined) {
                        add([first, c].iter().collect(), position - 1);
                    }
                }
                None => {
                    let word = scanner.word().to_owned();
                    add(word.clone(), position);
                    index.words.push(word);
                }
            }
            before = unit.cjk;
        }
        index
    }

    fn at(&self, term: &str, width: u32) -> Vec<Stretch> {
        let positions = self.terms.get(term).map(Vec::as_slice).unwrap_or_default();
        positions
            .iter()
            .map(|p| Stretch {
                start: *p,
                end: *p + width - 1,
            })
            .collect()
    }

    fn fitting(&self, fits: impl Fn(&str) -> bool) -> Vec<Stretch> {
        let mut out: Vec<Stretch> = Vec::new();
        for word in self.words.iter().filter(|word| fits(word)) {
            out.extend(self.at(word, 1));
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    fn evaluate(&self, plan: &Plan) -> Vec<Stretch> {
        match plan {
            Plan::Term { term, width } => self.at(term, *width),
            Plan::Char(c) => self.at(c.encode_utf8(&mut [0; 4]), 1),
            Plan::Pattern(pattern) => self.fitting(|word| pattern.matches(word)),
            Plan::Stem(word) => {
                let stem = stem_and_prefix(word).0;
                self.fitting(|other| stem_and_prefix(other).0 == stem)
            }
            Plan::Phrase {
                parts,
                width,
                unbroken,
            } => {
                let lists = parts
                    .iter()
                    .map(|(offset, part)| (*offset, self.evaluate(part)))
                    .collect();
                let mut out = Vec::new();
                join_phrase(lists, *width, &mut out);
                out.retain(|s| {
                    !unbroken
                        .iter()
                        .any(|o| any_between(&self.breaks, s.start + o, s.start + o))
                });
                out
            }
            Plan::Sequence(parts, gaps) => {
                let gaps: Vec<Gap> = gaps
                    .iter()
                    .map(|(min, max)| Gap {
                        min: *min,
                        max: *max,
                    })
                    .collect();
                join_sequence(
                    parts.iter().map(|part| self.evaluate(part)),
                    &gaps,
                    &self.breaks,
                )
            }
            Plan::Or(parts) => {
                let mut out: Vec<Stretch> =
                    parts.iter().flat_map(|part| self.evaluate(part)).collect();
                out.sort_unstable();
                out.dedup();
                out
            }
            Plan::Near(left, ..) => self.evaluate(left),
        }
    }
}
