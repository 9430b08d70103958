//! The typed tree of a query: what every front end produces and the executor runs.
//!
//! Two levels. The Boolean level ([`Node`]) joins conditions on documents. A text condition holds
//! a positional expression ([`Span`]) that is looked for inside one field at a time: a document
//! satisfies `TextCondition { fields, span }` when some field of `fields` satisfies `span`.

use super::field::Field;
use quanlian_handbook::Date;
use serde::Serialize;
use std::ops::Range;

/// A node of the Boolean level with its place in the query text (byte offsets).
#[derive(Clone, Debug, PartialEq)]
pub struct Expr {
    /// What it says.
    pub node: Node,
    /// Where it stands in the text that was read; `0..0` when made by a program.
    pub at: Range<usize>,
}

/// The Boolean level.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Every document of the collection (`*`).
    Everything,
    /// All of them. Two or more children.
    And(Vec<Expr>),
    /// Any of them. Two or more children.
    Or(Vec<Expr>),
    /// Exactly one of the two.
    Xor(Box<Expr>, Box<Expr>),
    /// Every document of the collection but these. `A NOT B` and `A AND NOT B` are `And[A, Not(B)]`.
    Not(Box<Expr>),
    /// A positional expression in one of several fields.
    Text(TextCondition),
    /// A document number.
    Number(NumberCondition),
    /// Days from–to, both included; `None` is open.
    Date {
        /// The date field.
        field: Field,
        /// First day.
        from: Option<Date>,
        /// Last day.
        to: Option<Date>,
    },
    /// Counts from–to, both included; `None` is open.
    Count {
        /// The count field.
        field: Field,
        /// Least.
        from: Option<u32>,
        /// Most.
        to: Option<u32>,
    },
    /// A class symbol.
    Class(ClassCondition),
    /// A code of a short list.
    Code {
        /// The field.
        field: Field,
        /// The value: `CN`, `zh`, `330000`, `浙江`. Truncation allowed at the end with `+`.
        value: String,
    },
    /// Counts more in the ranking (or less, below 1); the hits are the same.
    Boost(Box<Expr>, f32),
    /// An earlier query of the history by its line, `#3`. Replaced before a query runs.
    Line(u32),
}

/// A positional expression in one of several fields.
#[derive(Clone, Debug, PartialEq)]
pub struct TextCondition {
    /// The fields; some one of them must satisfy the expression.
    pub fields: Vec<Field>,
    /// The expression.
    pub span: SpanExpr,
    /// At least so many occurrences in that field; 1 unless asked for.
    pub least: u32,
}

/// A positional expression with its place in the query text.
#[derive(Clone, Debug, PartialEq)]
pub struct SpanExpr {
    /// What is looked for.
    pub span: Span,
    /// Where it stands in the text that was read.
    pub at: Range<usize>,
}

/// What is looked for in a field. Its value is a set of stretches of positions.
#[derive(Clone, Debug, PartialEq)]
pub enum Span {
    /// A string: a word, a phrase, Chinese characters side by side, any mixture of them. Wildcards
    /// stand in it unless `quoted` says that every character is meant literally.
    Literal {
        /// The text as typed, without quotation marks; in an unquoted one, a wildcard character
        /// that is meant literally stands behind a backslash.
        text: String,
        /// Between quotation marks: a phrase in exactly this order. Wildcards work in both
        /// (`"lithium+ batter#"`), as EPOQUE has it.
        quoted: bool,
        /// `~word`: also the other inflections of the word (English stemming). Off unless asked.
        stem: bool,
    },
    /// The stretches of any of them.
    Or(Vec<SpanExpr>),
    /// Two stretches in a relation of place.
    Near {
        /// Left operand.
        left: Box<SpanExpr>,
        /// Right operand.
        right: Box<SpanExpr>,
        /// The relation.
        how: Near,
    },
}

/// The relation between two stretches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Near {
    /// The unit.
    pub unit: Unit,
    /// True: the left one stands before the right one.
    pub ordered: bool,
    /// Least number of positions between them (`Unit::Word` only).
    pub min: u32,
    /// Most positions between them (`Unit::Word` only); `=nW` has `min == max`.
    pub max: u32,
    /// `NOTW`, `NOTS` …: the left one where **no** right one stands in this relation. The value is
    /// the left stretch.
    pub negated: bool,
}

/// The unit in which two stretches must meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    /// Positions between them, inside one paragraph: `nW`, `nD`, `=nW`, `=nD`.
    Word,
    /// The same sentence: `S`.
    Sentence,
    /// The same paragraph: `P`.
    Paragraph,
    /// The same field: `F`.
    Field,
}

impl Unit {
    /// Whether each instance of this unit lies within one instance of the other. A number of
    /// positions is no such unit.
    pub fn lies_in(self, outer: Unit) -> bool {
        let rank = |unit| match unit {
            Unit::Word => None,
            Unit::Sentence => Some(1),
            Unit::Paragraph => Some(2),
            Unit::Field => Some(3),
        };
        matches!((rank(self), rank(outer)), (Some(own), Some(other)) if own <= other)
    }
}

/// A document number condition.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberCondition {
    /// The number fields; any of them.
    pub fields: Vec<Field>,
    /// The number as typed, in any form; `+` at the end truncates; a bare office code (`EP`)
    /// means every number of that office.
    pub value: String,
}

/// A class condition.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassCondition {
    /// The class fields; any of them.
    pub fields: Vec<Field>,
    /// The symbol without blanks, upper case: `H01M`, `H01M10/0525`, `14-02`.
    pub symbol: String,
    /// Which symbols it covers.
    pub mode: ClassMode,
}

/// Which symbols a class condition covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ClassMode {
    /// `H01M10/0525`: this symbol. A section, class, subclass, or main group without `/` covers
    /// all below it (`H01M` is everything in H01M, `H01M10` all of the main group).
    Exact,
    /// `H01M10/+`, `H01M+`: every symbol that begins so, by characters.
    Prefix,
    /// `/low H01M10/05`: this symbol and all below it by the dots of the scheme.
    Low,
    /// `/high H01M10/0525`: this symbol and all above it.
    High,
    /// `H01M10/02-H01M10/05`: from this symbol to the one in `ClassCondition::symbol` after the
    /// hyphen, in the order of the scheme.
    Range,
}
