//! Patent classes: the International Patent Classification (IPC 2026.01, Chinese and English)
//! and the Cooperative Patent Classification (CPC 2026.05, English) as trees.
//!
//! The tables and how they were made are described in `definitions/tables/README.md`.
//!
//! ```
//! use quanlian_handbook::class::{self, Scheme};
//!
//! let symbol = class::read("h01m 10/0525 (2010.01)I").expect("a class symbol");
//! let entry = class::tree(Scheme::Ipc).get(symbol.as_str()).expect("in the scheme");
//! assert_eq!(entry.symbol, "H01M10/0525");
//! ```

mod symbol;
#[cfg(test)]
mod tests;
mod tree;

pub use symbol::{Symbol, compare, read, sort_key};
pub use tree::{Entry, Tree};

use std::sync::LazyLock;

/// A classification scheme the handbook carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// International Patent Classification, edition 2026.01.
    Ipc,
    /// Cooperative Patent Classification, edition 2026.05, down to the one-dot subgroups.
    Cpc,
}

/// The place of an entry in the hierarchy of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// `H`
    Section,
    /// `H01`
    Class,
    /// `H01M`
    Subclass,
    /// `H01M10/00`
    MainGroup,
    /// `H01M10/0525`, with its number of dots (1 and up).
    Subgroup(u8),
}

impl Level {
    /// Depth in the tree: section 0, class 1, subclass 2, main group 3, subgroup 3 + dots.
    pub fn depth(self) -> u8 {
        match self {
            Level::Section => 0,
            Level::Class => 1,
            Level::Subclass => 2,
            Level::MainGroup => 3,
            Level::Subgroup(dots) => dots.saturating_add(3),
        }
    }

    /// The level a symbol in normal form has by its shape; the dots of a subgroup are unknown
    /// to the shape, so subgroups answer with one dot.
    pub fn of_shape(symbol: &str) -> Level {
        match (symbol.len(), symbol.rsplit_once('/')) {
            (_, Some((_, "00"))) => Level::MainGroup,
            (_, Some(_)) => Level::Subgroup(1),
            (1, None) => Level::Section,
            (2..=3, None) => Level::Class,
            _ => Level::Subclass,
        }
    }
}

static IPC: LazyLock<Tree> = LazyLock::new(|| {
    Tree::unpack(include_bytes!(
        "../../../definitions/tables/ipc-2026.01.tsv.gz"
    ))
});
static CPC: LazyLock<Tree> = LazyLock::new(|| {
    Tree::unpack(include_bytes!(
        "../../../definitions/tables/cpc-2026.05.tsv.gz"
    ))
});

/// The tree of a scheme; unpacked on first use (IPC about 12 MB resident, CPC about 7 MB).
pub fn tree(scheme: Scheme) -> &'static Tree {
    match scheme {
        Scheme::Ipc => &IPC,
        Scheme::Cpc => &CPC,
    }
}
