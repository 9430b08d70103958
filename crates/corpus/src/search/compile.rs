//! The typed tree of a query → a query of the index.

use super::plan::{Plan, PlanError, plan};
use super::span_query::{NumbersQuery, SpanQuery, WordsQuery};
use super::values;
use super::xor_query::XorQuery;
use crate::family::Derived;
use crate::index::Fields;
use crate::query::ast::{ClassCondition, Expr, Node, NumberCondition, TextCondition};
use crate::query::error::{QueryError, Warning};
use crate::query::field::Field as F;
use crate::search::literal::LiteralError;
use crate::search::prefix::PrefixQuery;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::{Bound, Range};
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, Occur, PhraseQuery, Query,
    RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

/// Finds the numbers of the documents that bear a publication or application number.
pub type FindDocuments<'a> = &'a dyn Fn(&[(F, String)]) -> Vec<u32>;

/// What compiling needs to know of the collection.
pub struct Compiler<'a> {
    /// The index fields.
    pub fields: &'a Fields,
    /// Families and citation counts.
    pub derived: &'a Derived,
    /// Strings that mean the same as a literal.
    pub synonyms: &'a dyn Fn(&str) -> Vec<String>,
    /// Looks documents up by number.
    pub find: FindDocuments<'a>,
    /// What is probably a mistake.
    pub warnings: RefCell<Vec<Warning>>,
}

type Compiled = Result<Box<dyn Query>, QueryError>;

/// How much a hit in a field counts in the ranking.
fn weight_of(field: F) -> f32 {
    match field {
        F::Ti => 3.0,
        F::Ab | F::Clm => 1.5,
        _ => 1.0,
    }
}

impl Compiler<'_> {
    /// Compiles an expression.
    pub fn compile(&self, expr: &Expr) -> Compiled {
        match &expr.node {
            Node::Everything => Ok(Box::new(AllQuery)),
            Node::And(parts) => self.and(parts),
            Node::Or(parts) => {
                let parts = parts
                    .iter()
                    .map(|part| self.compile(part))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok(any(parts))
            }
            Node::Xor(left, right) => {
                let (left, right) = (self.compile(left)?, self.compile(right)?);
                Ok(Box::new(XorQuery { left, right }))
            }
            Node::Not(inner) => {
                let inner = self.compile(inner)?;
                Ok(Box::new(BooleanQuery::new(vec![
                    (Occur::Must, nothing_but_all()),
                    (Occur::MustNot, inner),
                ])))
            }
            Node::Boost(inner, factor) => {
                Ok(Box::new(BoostQuery::new(self.compile(inner)?, *factor)))
            }
            Node::Text(condition) => self.text(condition, &expr.at),
            Node::Number(condition) => self.number(condition, &expr.at),
            Node::Class(condition) => self.class(condition, &expr.at),
            Node::Code { field, value } => self.code(*field, value, &expr.at),
            Node::Date { field, from, to } => {
                let bound =
                    |date: &Option<quanlian_handbook::Date>| date.map(|d| u64::from(d.number()));
                Ok(self.range(*field, bound(from), bound(to)))
            }
            Node::Count { field, from, to } => {
                self.count(*field, from.map(u64::from), to.map(u64::from))
            }
            Node::Line(number) => Err(QueryError::new(
                "query.line-unknown",
                expr.at.clone(),
                format!("there is no line #{number} in the history"),
                format!("检索历史中没有 #{number}"),
            )),
        }
    }

    fn and(&self, parts: &[Expr]) -> Compiled {
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::with_capacity(parts.len());
        for part in parts {
            match &part.node {
                Node::Not(inner) => clauses.push((Occur::MustNot, self.compile(inner)?)),
                _ => clauses.push((Occur::Must, self.compile(part)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            clauses.push((Occur::Must, nothing_but_all()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn text(&self, condition: &TextCondition, at: &Range<usize>) -> Compiled {
        let planned = plan(&condition.span, self.synonyms).map_err(|e| literal_error(&e, at))?;
        let planned = Arc::new(planned);
        let mut queries = Vec::new();
        for query_field in &condition.fields {
            let Some(field) = self.fields.get(*query_field) else {
                continue;
            };
            let query = in_field(field, &planned, condition.least);
            queries.push(match weight_of(*query_field) {
                1.0 => query,
                weight => Box::new(BoostQuery::new(query, weight)),
            });
        }
        Ok(any(queries))
    }

    fn number(&self, condition: &NumberCondition, at: &Range<usize>) -> Compiled {
        let reading = values::number(&condition.value);
        self.warnings
            .borrow_mut()
            .extend(reading.warnings.iter().map(|w| Warning {
                code: w.code,
                at: at.clone(),
                message: w.message.clone(),
                message_zh: w.message_zh.clone(),
                proposal: w.proposal.clone(),
            }));
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        let mut terms = BTreeSet::new();
        for field in &condition.fields {
            if *field == F::Fam {
                queries.push(self.family(&reading));
                continue;
            }
            if let Some(prefix) = &reading.prefix {
                if let Some(index_field) = self.fields.get(*field) {
                    queries.push(Box::new(PrefixQuery::new(index_field, prefix)));
                }
                continue;
            }
            for (serves, value) in reading.terms(*field) {
                if let Some(index_field) = self.fields.get(serves) {
                    terms.insert(Term::from_field_text(index_field, &value));
                }
            }
        }
        queries.extend(terms.into_iter().map(|term| -> Box<dyn Query> {
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        }));
        Ok(flat(any(queries)))
    }

    fn family(&self, reading: &values::NumberReading) -> Box<dyn Query> {
        let mut wanted: Vec<(F, String)> = reading.terms(F::Pn);
        wanted.extend(reading.terms(F::Ap));
        let families: BTreeSet<u32> = (self.find)(&wanted)
            .into_iter()
            .filter_map(|number| self.derived.simple.get(number as usize).copied())
            .collect();
        self.numbers(|number| {
            self.derived
                .simple
                .get(number)
                .is_some_and(|family| families.contains(family))
        })
    }

    fn numbers(&self, keep: impl Fn(usize) -> bool) -> Box<dyn Query> {
        let wanted = (0..self.derived.simple.len()).map(keep).collect();
        Box::new(NumbersQuery {
            wanted: Arc::new(wanted),
        })
    }

    fn class(&self, condition: &ClassCondition, at: &Range<usize>) -> Compiled {
        let mut queries: Vec<Box<dyn Query>> = Vec::new();
        let mut unknown = None;
        for field in &condition.fields {
            let Some(index_field) = self.fields.get(*field) else {
                continue;
            };
            match values::class(*field, &condition.symbol, condition.mode) {
                Ok(values::Symbols::Prefix(prefix)) => {
                    queries.push(Box::new(PrefixQuery::new(index_field, &prefix)))
                }
                Ok(values::Symbols::These { symbols, warning }) => {
                    if let Some(w) = warning {
                        self.warnings.borrow_mut().push(Warning {
                            code: w.code,
                            at: at.clone(),
                            message: w.message,
                            message_zh: w.message_zh,
                            proposal: w.proposal,
                        });
                    }
                    let terms: Vec<Term> = symbols
                        .iter()
                        .map(|s| Term::from_field_text(index_field, s))
                        .collect();
                    queries.push(match <[Term; 1]>::try_from(terms) {
                        Ok([term]) => Box::new(TermQuery::new(term, IndexRecordOption::Basic)),
                        Err(terms) => Box::new(TermSetQuery::new(terms)),
                    });
                }
                Err(problem) => unknown = Some(problem),
            }
        }
        match unknown {
            Some(problem) if queries.is_empty() => Err(QueryError {
                code: problem.code,
                at: at.clone(),
                message: problem.message,
                message_zh: problem.message_zh,
                proposal: problem.proposal,
            }),
            _ => Ok(flat(any(queries))),
        }
    }

    fn code(&self, field: F, value: &str, at: &Range<usize>) -> Compiled {
        let Some(index_field) = self.fields.get(field) else {
            return Ok(Box::new(EmptyQuery));
        };
        match values::code(field, value) {
            Ok(values::Codes::Prefix(prefix)) => {
                Ok(flat(Box::new(PrefixQuery::new(index_field, &prefix))))
            }
            Ok(values::Codes::These(codes)) => {
                let terms = codes
                    .iter()
                    .map(|code| Term::from_field_text(index_field, code));
                Ok(flat(any(terms
                    .map(|t| -> Box<dyn Query> {
                        Box::new(TermQuery::new(t, IndexRecordOption::Basic))
                    })
                    .collect())))
            }
            Err(problem) => Err(QueryError {
                code: problem.code,
                at: at.clone(),
                message: problem.message,
                message_zh: problem.message_zh,
                proposal: problem.proposal,
            }),
        }
    }

    fn count(&self, field: F, from: Option<u64>, to: Option<u64>) -> Compiled {
        let inside = |value: u32| {
            from.is_none_or(|f| u64::from(value) >= f) && to.is_none_or(|t| u64::from(value) <= t)
        };
        Ok(match field {
            F::Nciting => {
                self.numbers(|n| self.derived.cited_by.get(n).is_some_and(|v| inside(*v)))
            }
            F::Nfam => self.numbers(|n| self.derived.size.get(n).is_some_and(|v| inside(*v))),
            _ => self.range(field, from, to),
        })
    }

    fn range(&self, field: F, from: Option<u64>, to: Option<u64>) -> Box<dyn Query> {
        let Some(index_field) = self.fields.get(field) else {
            return Box::new(EmptyQuery);
        };
        let bound = |value: Option<u64>, open: u64| {
            Bound::Included(Term::from_field_u64(index_field, value.unwrap_or(open)))
        };
        flat(Box::new(RangeQuery::new(
            bound(from, 0),
            bound(to, u64::from(u32::MAX)),
        )))
    }
}

/// One plan in one field, by the quickest query that means it.
fn in_field(field: Field, plan: &Arc<Plan>, least: u32) -> Box<dyn Query> {
    if least <= 1 {
        match plan.as_ref() {
            Plan::Term { term, .. } => {
                return Box::new(TermQuery::new(
                    Term::from_field_text(field, term),
                    IndexRecordOption::WithFreqs,
                ));
            }
            Plan::Char(_) | Plan::Pattern(_) | Plan::Stem(_) => {
                return Box::new(WordsQuery {
                    field,
                    plan: Arc::clone(plan),
                });
            }
            Plan::Phrase {
                parts, unbroken, ..
            } if unbroken.is_empty() => {
                let terms: Option<Vec<(usize, Term)>> = parts
                    .iter()
                    .map(|(offset, part)| match part {
                        Plan::Term { term, .. } => {
                            Some((*offset as usize, Term::from_field_text(field, term)))
                        }
                        _ => None,
                    })
                    .collect();
                if let Some(terms) = terms.filter(|terms| terms.len() > 1) {
                    return Box::new(PhraseQuery::new_with_offset(terms));
                }
            }
            Plan::Or(parts) => {
                return any(parts
                    .iter()
                    .map(|part| in_field(field, &Arc::new(part.clone()), 1))
                    .collect());
            }
            _ => {}
        }
    }
    Box::new(SpanQuery {
        field,
        plan: Arc::clone(plan),
        least,
    })
}

/// Any of several queries.
fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match queries.len() {
        0 => Box::new(EmptyQuery),
        1 => queries.remove(0),
        _ => Box::new(BooleanQuery::union(queries)),
    }
}

/// A condition that says nothing about how well a document fits.
fn flat(query: Box<dyn Query>) -> Box<dyn Query> {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn nothing_but_all() -> Box<dyn Query> {
    flat(Box::new(AllQuery))
}

fn literal_error(error: &PlanError, at: &Range<usize>) -> QueryError {
    let at = if error.at.is_empty() {
        at.clone()
    } else {
        error.at.clone()
    };
    match error.error {
        LiteralError::Empty => QueryError::new(
            "query.only-punctuation",
            at,
            "only punctuation: there is nothing to look for".to_owned(),
            "只有标点，没有可检索的内容".to_owned(),
        ),
        LiteralError::OnlyWildcards => QueryError::new(
            "query.only-wildcards",
            at,
            "only wildcards: write at least one character".to_owned(),
            "只有截词符，请至少写一个字符".to_owned(),
        ),
    }
}
