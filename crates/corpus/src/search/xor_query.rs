//! Exactly one of two: each side is compiled and walked once, so that nested XOR stays linear.

use tantivy::query::{EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED};

/// Documents that fulfil just one of two queries.
#[derive(Debug)]
pub struct XorQuery {
    /// One side.
    pub left: Box<dyn Query>,
    /// The other side.
    pub right: Box<dyn Query>,
}

impl Clone for XorQuery {
    fn clone(&self) -> XorQuery {
        XorQuery {
            left: self.left.box_clone(),
            right: self.right.box_clone(),
        }
    }
}

impl Query for XorQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(XorWeight {
            left: self.left.weight(scoring)?,
            right: self.right.weight(scoring)?,
        }))
    }
}

struct XorWeight {
    left: Box<dyn Weight>,
    right: Box<dyn Weight>,
}

impl Weight for XorWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let (left, right) = (
            self.left.scorer(reader, boost)?,
            self.right.scorer(reader, boost)?,
        );
        let mut scorer = XorScorer {
            left,
            right,
            doc: 0,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("exactly one of two", 1.0))
    }
}

struct XorScorer {
    left: Box<dyn Scorer>,
    right: Box<dyn Scorer>,
    doc: DocId,
}

impl XorScorer {
    /// Passes over what both sides have.
    fn settle(&mut self) -> DocId {
        while self.left.doc() == self.right.doc() && self.left.doc() != TERMINATED {
            self.left.advance();
            self.right.advance();
        }
        self.doc = self.left.doc().min(self.right.doc());
        self.doc
    }
}

impl DocSet for XorScorer {
    fn advance(&mut self) -> DocId {
        if self.doc == TERMINATED {
            return TERMINATED;
        }
        if self.left.doc() == self.doc {
            self.left.advance();
        } else {
            self.right.advance();
        }
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        for side in [&mut self.left, &mut self.right] {
            if side.doc() < target {
                side.seek(target);
            }
        }
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.left.size_hint().saturating_add(self.right.size_hint())
    }

    fn cost(&self) -> u64 {
        self.left.cost().saturating_add(self.right.cost())
    }
}

impl Scorer for XorScorer {
    fn score(&mut self) -> Score {
        if self.left.doc() == self.doc {
            self.left.score()
        } else {
            self.right.score()
        }
    }
}
