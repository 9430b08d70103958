//! Stretches of positions in one field of one segment: phrases, distances, sentences, paragraphs.
//!
//! A [`Matcher`] walks documents in order like any posting list; `seek` gives documents that may
//! match, and `spans` then says where they really do.

use crate::query::ast::{Near, Unit};
use crate::token::PARAGRAPH_GAP;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::{DocId, DocSet, TERMINATED};

/// First and last position of something found, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stretch {
    /// First position.
    pub start: u32,
    /// Last position.
    pub end: u32,
}

/// The marks of a field in a segment: where paragraphs, sentences and broken neighbourhoods begin.
#[derive(Clone)]
pub struct Marks {
    lists: Vec<SegmentPostings>,
    doc: DocId,
    positions: Vec<u32>,
}

impl Marks {
    /// Over the posting lists of the mark terms that matter.
    pub fn new(lists: Vec<SegmentPostings>) -> Marks {
        Marks {
            lists,
            doc: TERMINATED,
            positions: Vec::new(),
        }
    }

    /// The positions of all marks of a document, in order.
    fn of(&mut self, doc: DocId) -> &[u32] {
        if self.doc != doc {
            self.doc = doc;
            self.positions.clear();
            let mut buffer = Vec::new();
            for list in &mut self.lists {
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    list.positions(&mut buffer);
                    self.positions.extend_from_slice(&buffer);
                }
            }
            self.positions.sort_unstable();
        }
        &self.positions
    }
}

/// How many marks stand at or before a position: the number of its sentence or paragraph.
fn ordinal(marks: &[u32], position: u32) -> usize {
    marks.partition_point(|mark| *mark <= position)
}

/// Whether any mark stands in `from..=to`.
pub fn any_between(marks: &[u32], from: u32, to: u32) -> bool {
    from <= to
        && marks
            .get(marks.partition_point(|mark| *mark < from))
            .is_some_and(|mark| *mark <= to)
}

/// A gap between two parts of a sequence.
#[derive(Clone, Copy, Debug)]
pub struct Gap {
    /// Least positions between.
    pub min: u32,
    /// Most.
    pub max: u32,
}

/// Looks for stretches.
pub enum Matcher {
    /// Never matches.
    Nothing,
    /// One term; `width` is 2 for a bigram.
    Term {
        postings: Box<SegmentPostings>,
        width: u32,
    },
    /// Any of many terms.
    Terms(Union),
    /// Parts at fixed offsets from the start; `unbroken` offsets must bear no mark.
    Phrase {
        parts: Vec<(u32, Matcher)>,
        width: u32,
        unbroken: Vec<u32>,
        marks: Option<Marks>,
        doc: DocId,
    },
    /// Parts one after the other with gaps of neighbours between.
    Sequence {
        parts: Vec<Matcher>,
        gaps: Vec<Gap>,
        marks: Marks,
        doc: DocId,
    },
    /// Any of several.
    Or(Vec<Matcher>),
    /// Two in a relation of place.
    Near {
        left: Box<Matcher>,
        right: Box<Matcher>,
        how: Near,
        /// One stretch for each left operand is enough, see [`near_spans`].
        one_each: bool,
        marks: Option<Marks>,
        doc: DocId,
    },
}

impl Matcher {
    /// The current document.
    pub fn doc(&self) -> DocId {
        match self {
            Matcher::Nothing => TERMINATED,
            Matcher::Term { postings, .. } => postings.doc(),
            Matcher::Terms(union) => union.doc(),
            Matcher::Phrase { doc, .. }
            | Matcher::Sequence { doc, .. }
            | Matcher::Near { doc, .. } => *doc,
            Matcher::Or(parts) => parts.iter().map(Matcher::doc).min().unwrap_or(TERMINATED),
        }
    }

    /// Puts a matcher that was just made on its first document.
    pub fn begin(mut self) -> Matcher {
        self.settle(0);
        self
    }

    /// Goes to the first document at or after `target` that may match.
    pub fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        self.settle(target)
    }

    fn settle(&mut self, target: DocId) -> DocId {
        match self {
            Matcher::Nothing => TERMINATED,
            Matcher::Term { postings, .. } => {
                if postings.doc() < target {
                    postings.seek(target)
                } else {
                    postings.doc()
                }
            }
            Matcher::Terms(union) => union.seek(target),
            Matcher::Or(parts) => {
                for part in parts.iter_mut() {
                    part.seek(target);
                }
                self.doc()
            }
            Matcher::Phrase { parts, doc, .. } => {
                *doc = meet(parts.iter_mut().map(|(_, part)| part).collect(), target);
                *doc
            }
            Matcher::Sequence { parts, doc, .. } => {
                *doc = meet(parts.iter_mut().collect(), target);
                *doc
            }
            Matcher::Near {
                left,
                right,
                how,
                doc,
                ..
            } => {
                *doc = if how.negated {
                    left.seek(target)
                } else {
                    meet(vec![left.as_mut(), right.as_mut()], target)
                };
                *doc
            }
        }
    }

    /// The stretches in the current document, in order of start, each once.
    pub fn spans(&mut self, out: &mut Vec<Stretch>) {
        out.clear();
        let current = self.doc();
        match self {
            Matcher::Nothing => {}
            Matcher::Term { postings, width } => {
                let mut positions = Vec::new();
                postings.positions(&mut positions);
                out.extend(positions.iter().map(|p| Stretch {
                    start: *p,
                    end: *p + *width - 1,
                }));
            }
            Matcher::Terms(union) => {
                let mut positions = Vec::new();
                union.positions(&mut positions);
                out.extend(positions.iter().map(|p| Stretch { start: *p, end: *p }));
            }
            Matcher::Or(parts) => {
                let mut some = Vec::new();
                for part in parts.iter_mut().filter(|part| part.doc() == current) {
                    part.spans(&mut some);
                    out.extend_from_slice(&some);
                }
                out.sort_unstable();
                out.dedup();
            }
            Matcher::Phrase {
                parts,
                width,
                unbroken,
                marks,
                ..
            } => {
                phrase_spans(parts, *width, out);
                if let (Some(marks), false) = (marks, out.is_empty()) {
                    let marks = marks.of(current);
                    out.retain(|s| {
                        !unbroken
                            .iter()
                            .any(|offset| any_between(marks, s.start + offset, s.start + offset))
                    });
                }
            }
            Matcher::Sequence {
                parts, gaps, marks, ..
            } => sequence_spans(parts, gaps, marks.of(current), out),
            Matcher::Near {
                left,
                right,
                how,
                one_each,
                marks,
                ..
            } => {
                let (mut lefts, mut rights) = (Vec::new(), Vec::new());
                left.spans(&mut lefts);
                if right.seek(current) == current {
                    right.spans(&mut rights);
                }
                let marks: &[u32] = marks.as_mut().map_or(&[], |marks| marks.of(current));
                near_spans(&lefts, &rights, *how, *one_each, marks, out);
            }
        }
    }
}

/// The first document at or after `target` on which all stand.
fn meet(mut parts: Vec<&mut Matcher>, target: DocId) -> DocId {
    let mut candidate = target;
    loop {
        let before = candidate;
        for part in &mut parts {
            candidate = candidate.max(part.seek(candidate));
            if candidate >= TERMINATED {
                return TERMINATED;
            }
        }
        if candidate == before && parts.iter().all(|part| part.doc() == candidate) {
            return candidate;
        }
    }
}

fn phrase_spans(parts: &mut [(u32, Matcher)], width: u32, out: &mut Vec<Stretch>) {
    let mut lists: Vec<(u32, Vec<Stretch>)> = Vec::with_capacity(parts.len());
    for (offset, part) in parts.iter_mut() {
        let mut spans = Vec::new();
        part.spans(&mut spans);
        lists.push((*offset, spans));
    }
    join_phrase(lists, width, out);
}

/// Where all parts stand at their offsets.
pub fn join_phrase(mut lists: Vec<(u32, Vec<Stretch>)>, width: u32, out: &mut Vec<Stretch>) {
    lists.sort_by_key(|(_, spans)| spans.len());
    let Some(((first_offset, first), others)) = lists.split_first() else {
        return;
    };
    out.extend(first.iter().filter_map(|span| {
        let start = span.start.checked_sub(*first_offset)?;
        others
            .iter()
            .all(|(offset, spans)| {
                spans
                    .binary_search_by_key(&(start + offset), |s| s.start)
                    .is_ok()
            })
            .then_some(Stretch {
                start,
                end: start + width - 1,
            })
    }));
}

fn sequence_spans(parts: &mut [Matcher], gaps: &[Gap], marks: &[u32], out: &mut Vec<Stretch>) {
    let lists = parts.iter_mut().map(|part| {
        let mut spans = Vec::new();
        part.spans(&mut spans);
        spans
    });
    *out = join_sequence(lists, gaps, marks);
}

/// Where parts follow each other with gaps of neighbours between.
pub fn join_sequence(
    lists: impl Iterator<Item = Vec<Stretch>>,
    gaps: &[Gap],
    marks: &[u32],
) -> Vec<Stretch> {
    let mut out: Vec<Stretch> = Vec::new();
    for (number, some) in lists.enumerate() {
        if number == 0 {
            out = some;
            continue;
        }
        let gap = gaps[number - 1];
        let mut joined = Vec::new();
        for before in &out {
            let from = some.partition_point(|s| s.start <= before.end.saturating_add(gap.min));
            for after in &some[from..] {
                let between = after.start - before.end - 1;
                if between > gap.max || any_between(marks, before.end + 1, after.start) {
                    break;
                }
                joined.push(Stretch {
                    start: before.start,
                    end: after.end,
                });
            }
        }
        joined.sort_unstable();
        joined.dedup();
        out = joined;
    }
    out
}

/// How many stretches may pile up before doubles are thrown out.
const PILE_MAX: usize = 1 << 20;

/// Where two stand in a relation of place. With `one_each`, a unit relation gives one stretch for
/// each left operand: enough where only the sentence, paragraph or field matters that it lies in.
pub fn near_spans(
    lefts: &[Stretch],
    rights: &[Stretch],
    how: Near,
    one_each: bool,
    marks: &[u32],
    out: &mut Vec<Stretch>,
) {
    let mut room = PILE_MAX;
    for left in lefts {
        let mut found = false;
        let mut meet = |right: &Stretch| {
            found = true;
            if !how.negated {
                out.push(Stretch {
                    start: left.start.min(right.start),
                    end: left.end.max(right.end),
                });
            }
        };
        let follows = |right: &&Stretch| !how.ordered || left.end < right.start;
        match how.unit {
            Unit::Field => {
                let mut fitting = rights.iter().filter(follows);
                if one_each || how.negated {
                    fitting.next().into_iter().for_each(&mut meet);
                } else {
                    fitting.for_each(&mut meet);
                }
            }
            Unit::Sentence | Unit::Paragraph => {
                let of = ordinal(marks, left.start);
                if ordinal(marks, left.end) == of {
                    let first = if of == 0 { 0 } else { marks[of - 1] };
                    let from = rights.partition_point(|r| r.start < first);
                    let mut fitting = rights[from..]
                        .iter()
                        .take_while(|r| ordinal(marks, r.start) == of)
                        .filter(|r| ordinal(marks, r.end) == of)
                        .filter(follows);
                    if one_each || how.negated {
                        fitting.next().into_iter().for_each(&mut meet);
                    } else {
                        fitting.for_each(&mut meet);
                    }
                }
            }
            Unit::Word => within(left, rights, how, marks, &mut meet),
        }
        if how.negated && !found {
            out.push(*left);
        }
        if out.len() >= room {
            out.sort_unstable();
            out.dedup();
            room = out.len() + PILE_MAX;
        }
    }
    out.sort_unstable();
    out.dedup();
}

/// The right operands within a number of positions of a left one, in its paragraph.
fn within(
    left: &Stretch,
    rights: &[Stretch],
    how: Near,
    marks: &[u32],
    meet: &mut dyn FnMut(&Stretch),
) {
    let reach = how.max.saturating_add(1);
    let clear =
        |from: u32, to: u32| how.max < PARAGRAPH_GAP - 1 || !any_between(marks, from + 1, to);
    let from = rights.partition_point(|r| r.start <= left.end.saturating_add(how.min));
    rights[from..]
        .iter()
        .take_while(|r| r.start - left.end <= reach)
        .filter(|r| clear(left.end, r.start))
        .for_each(&mut *meet);
    if !how.ordered {
        // What ends before the left one begins; stretches may be of any length.
        let to = rights.partition_point(|r| r.start < left.start);
        rights[..to]
            .iter()
            .filter(|r| r.end < left.start)
            .filter(|r| {
                (how.min + 1..=reach).contains(&(left.start - r.end)) && clear(r.end, left.start)
            })
            .for_each(&mut *meet);
    }
}

/// A union of many posting lists.
pub struct Union {
    lists: Vec<SegmentPostings>,
    heap: BinaryHeap<Reverse<(DocId, u32)>>,
}

impl Union {
    /// Over the posting lists of the terms.
    pub fn new(lists: Vec<SegmentPostings>) -> Union {
        let heap = lists
            .iter()
            .enumerate()
            .map(|(i, list)| Reverse((list.doc(), i as u32)))
            .collect();
        Union { lists, heap }
    }

    fn doc(&self) -> DocId {
        self.heap
            .peek()
            .map_or(TERMINATED, |Reverse((doc, _))| *doc)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        while let Some(mut top) = self.heap.peek_mut() {
            let Reverse((doc, list)) = *top;
            if doc >= target || doc == TERMINATED {
                break;
            }
            *top = Reverse((self.lists[list as usize].seek(target), list));
        }
        self.doc()
    }

    fn positions(&mut self, out: &mut Vec<u32>) {
        let current = self.doc();
        let mut stack = Vec::new();
        let mut buffer = Vec::new();
        while let Some(Reverse((doc, list))) = self.heap.peek().copied() {
            if doc != current {
                break;
            }
            self.heap.pop();
            stack.push(Reverse((doc, list)));
            self.lists[list as usize].positions(&mut buffer);
            out.extend_from_slice(&buffer);
        }
        self.heap.extend(stack);
        out.sort_unstable();
        out.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretches(positions: &[u32]) -> Vec<Stretch> {
        positions
            .iter()
            .map(|p| Stretch { start: *p, end: *p })
            .collect()
    }

    fn near(left: &[u32], right: &[u32], how: Near, marks: &[u32]) -> Vec<(u32, u32)> {
        let mut out = Vec::new();
        near_spans(
            &stretches(left),
            &stretches(right),
            how,
            false,
            marks,
            &mut out,
        );
        out.iter().map(|s| (s.start, s.end)).collect()
    }

    #[test]
    fn distances() {
        let word = |ordered, min, max, negated| Near {
            unit: Unit::Word,
            ordered,
            min,
            max,
            negated,
        };
        assert_eq!(
            near(&[1, 10], &[4, 5, 8], word(true, 0, 2, false), &[]),
            [(1, 4)]
        );
        assert_eq!(
            near(&[1, 10], &[4, 5, 8], word(false, 0, 2, false), &[]),
            [(1, 4), (8, 10)]
        );
        assert_eq!(near(&[1], &[4], word(true, 2, 2, false), &[]), [(1, 4)]);
        assert_eq!(near(&[1], &[3], word(true, 2, 2, false), &[]), []);
        assert_eq!(near(&[4], &[4], word(false, 0, 9, false), &[]), []);
        assert_eq!(
            near(&[1, 10], &[4], word(true, 0, 2, true), &[]),
            [(10, 10)]
        );
        assert_eq!(near(&[0], &[200], word(true, 0, 300, false), &[0, 129]), []);
        assert_eq!(
            near(&[0], &[200], word(true, 0, 300, false), &[0]),
            [(0, 200)]
        );
    }

    #[test]
    fn sentences() {
        let sentence = |negated| Near {
            unit: Unit::Sentence,
            ordered: false,
            min: 0,
            max: 0,
            negated,
        };
        assert_eq!(
            near(&[1, 12], &[3, 8, 9], sentence(false), &[0, 5, 10]),
            [(1, 3)]
        );
        assert_eq!(
            near(&[1, 12], &[3, 8, 9], sentence(true), &[0, 5, 10]),
            [(12, 12)]
        );
    }
}
