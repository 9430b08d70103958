//! What a front end hands back: the tree with its warnings, or the first error at its place.

use super::ast::Expr;
use serde::Serialize;
use std::ops::Range;

/// The deepest nesting of brackets, and the tallest tree, that a front end accepts.
pub const MAX_DEPTH: usize = 512;

/// Warnings of one code beyond this number are not repeated.
const MAX_SAME_CODE: usize = 20;

/// Why a query was refused, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{code} at {}..{}: {message}", at.start, at.end)]
pub struct QueryError {
    /// The stable code, `query.…`.
    pub code: &'static str,
    /// The bytes of the query text that are wrong; on character boundaries, inside the text.
    pub at: Range<usize>,
    /// The reason in English.
    pub message: String,
    /// The reason in Chinese.
    pub message_zh: String,
    /// What could stand at `at` instead.
    pub proposal: Option<String>,
}

/// Something in an accepted query that is probably a mistake, or was read in a way that the
/// writer may not expect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Warning {
    /// The stable code, `query.…`.
    pub code: &'static str,
    /// The bytes of the query text it is about; on character boundaries, inside the text.
    pub at: Range<usize>,
    /// What is odd, in English.
    pub message: String,
    /// What is odd, in Chinese.
    pub message_zh: String,
    /// What could stand at `at` instead.
    pub proposal: Option<String>,
}

/// A query that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree.
    pub expr: Expr,
    /// What is probably a mistake, in the order of the text. At most twenty of each code.
    pub warnings: Vec<Warning>,
}

impl QueryError {
    /// An error without a proposal.
    pub(crate) fn new(
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        message_zh: impl Into<String>,
    ) -> QueryError {
        QueryError {
            code,
            at,
            message: message.into(),
            message_zh: message_zh.into(),
            proposal: None,
        }
    }

    /// The same with a text that could stand at the place.
    pub(crate) fn propose(mut self, proposal: impl Into<String>) -> QueryError {
        self.proposal = Some(proposal.into());
        self
    }

    /// The error for a tree or a nesting above [`MAX_DEPTH`].
    pub(crate) fn too_deep(at: Range<usize>) -> QueryError {
        QueryError::new(
            "query.too-deep",
            at,
            format!(
                "more than {MAX_DEPTH} levels; put a part into a query of its own and refer to it by #n"
            ),
            format!("嵌套超过 {MAX_DEPTH} 层；请把一部分另存为一条检索式，再用 #n 引用"),
        )
    }
}

/// The warnings of one parse.
#[derive(Debug, Default)]
pub(crate) struct Warnings {
    list: Vec<Warning>,
}

impl Warnings {
    /// Adds one, unless the code was used too often.
    pub(crate) fn add(
        &mut self,
        code: &'static str,
        at: Range<usize>,
        message: impl Into<String>,
        message_zh: impl Into<String>,
        proposal: Option<String>,
    ) {
        if self.room(code) {
            self.list.push(Warning {
                code,
                at,
                message: message.into(),
                message_zh: message_zh.into(),
                proposal,
            });
        }
    }

    /// Whether another warning of this code would be kept. The list stays short (a few codes,
    /// twenty each), so counting it each time is cheap.
    pub(crate) fn room(&self, code: &'static str) -> bool {
        self.list.iter().filter(|w| w.code == code).count() < MAX_SAME_CODE
    }

    /// The list in the order of the text.
    pub(crate) fn finish(mut self) -> Vec<Warning> {
        self.list
            .sort_by(|a, b| (a.at.start, a.at.end, a.code).cmp(&(b.at.start, b.at.end, b.code)));
        self.list
    }
}
