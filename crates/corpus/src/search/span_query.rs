//! Positional expressions and word patterns as tantivy queries.

use super::plan::{Plan, for_char, for_words, stem_and_prefix};
use super::spans::{Matcher, Stretch};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    BitSetDocSet, Bm25Weight, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
    Weight,
};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{BitSet, DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Documents in which a plan has at least so many stretches in one field.
#[derive(Clone, Debug)]
pub struct SpanQuery {
    /// The field.
    pub field: Field,
    /// What to look for.
    pub plan: Arc<Plan>,
    /// Least number of stretches.
    pub least: u32,
}

impl Query for SpanQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let mut words = Vec::new();
        self.plan.terms(&mut words);
        words.sort_unstable();
        words.dedup();
        let terms: Vec<Term> = words
            .iter()
            .map(|word| Term::from_field_text(self.field, word))
            .collect();
        let bm25 = match scoring {
            EnableScoring::Enabled {
                statistics_provider,
                ..
            } if !terms.is_empty() => Some(Bm25Weight::for_terms(statistics_provider, &terms)?),
            _ => None,
        };
        Ok(Box::new(SpanWeight {
            query: self.clone(),
            bm25,
        }))
    }
}

struct SpanWeight {
    query: SpanQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for SpanWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let field = self.query.field;
        let norms = match reader.fieldnorms_readers().get_field(field)? {
            Some(norms) => norms,
            None => FieldNormReader::constant(reader.max_doc(), 1),
        };
        let mut scorer = SpanScorer {
            matcher: self.query.plan.matcher(reader, field, self.query.least)?,
            least: self.query.least.max(1) as usize,
            spans: Vec::new(),
            norms,
            bm25: self.bm25.as_ref().map(|weight| weight.boost_by(boost)),
            flat: boost,
            doc: 0,
        };
        scorer.settle(0);
        Ok(Box::new(scorer))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("stretches of positions", 1.0))
    }
}

struct SpanScorer {
    matcher: Matcher,
    least: usize,
    spans: Vec<Stretch>,
    norms: FieldNormReader,
    bm25: Option<Bm25Weight>,
    flat: Score,
    doc: DocId,
}

impl SpanScorer {
    fn settle(&mut self, target: DocId) -> DocId {
        let mut candidate = self.matcher.seek(target);
        while candidate < TERMINATED {
            self.matcher.spans(&mut self.spans);
            if self.spans.len() >= self.least {
                break;
            }
            candidate = self.matcher.seek(candidate + 1);
        }
        self.doc = candidate;
        candidate
    }
}

impl DocSet for SpanScorer {
    fn advance(&mut self) -> DocId {
        if self.doc >= TERMINATED {
            return TERMINATED;
        }
        self.settle(self.doc + 1)
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        self.settle(target)
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        1000
    }

    fn cost(&self) -> u64 {
        // Verification is dear: let others lead an intersection.
        100_000_000
    }
}

impl Scorer for SpanScorer {
    fn score(&mut self) -> Score {
        match &self.bm25 {
            Some(weight) => {
                weight.score(self.norms.fieldnorm_id(self.doc), self.spans.len() as u32)
            }
            None => self.flat,
        }
    }
}

/// Documents with a word that fits a pattern or a stem, wherever it stands.
#[derive(Clone, Debug)]
pub struct WordsQuery {
    /// The field.
    pub field: Field,
    /// A [`Plan::Char`], [`Plan::Pattern`] or [`Plan::Stem`].
    pub plan: Arc<Plan>,
}

impl Query for WordsQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(WordsWeight(self.clone())))
    }
}

struct WordsWeight(WordsQuery);

impl Weight for WordsWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let index = reader.inverted_index(self.0.field)?;
        let mut bits = BitSet::with_max_value(reader.max_doc());
        let mut collect = |info: &tantivy::postings::TermInfo| -> tantivy::Result<()> {
            let mut postings = index.read_postings_from_terminfo(info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                bits.insert(postings.doc());
                postings.advance();
            }
            Ok(())
        };
        match self.0.plan.as_ref() {
            Plan::Pattern(pattern) => for_words(
                &index,
                &|word| pattern.matches(word),
                pattern.prefix(),
                &mut collect,
            )?,
            Plan::Char(c) => for_char(&index, *c, &mut collect)?,
            Plan::Stem(word) => {
                let (stem, prefix) = stem_and_prefix(word);
                for_words(
                    &index,
                    &|other| stem_and_prefix(other).0 == stem,
                    &prefix,
                    &mut collect,
                )?;
            }
            _ => return Ok(Box::new(EmptyScorer)),
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(bits), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("words that fit", 1.0))
    }
}

/// Documents whose number, in the archive, is one of a set.
#[derive(Clone, Debug)]
pub struct NumbersQuery {
    /// One bit for each document number.
    pub wanted: Arc<Vec<bool>>,
}

impl Query for NumbersQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(NumbersWeight(self.clone())))
    }
}

struct NumbersWeight(NumbersQuery);

impl Weight for NumbersWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let numbers = reader.fast_fields().u64(crate::index::schema::NUMBER)?;
        let mut bits = BitSet::with_max_value(reader.max_doc());
        for doc in 0..reader.max_doc() {
            let number = numbers.first(doc).unwrap_or(u64::MAX);
            if self.0.wanted.get(number as usize).copied().unwrap_or(false) {
                bits.insert(doc);
            }
        }
        Ok(Box::new(ConstScorer::new(BitSetDocSet::from(bits), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("numbers of documents", 1.0))
    }
}
