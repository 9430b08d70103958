//! Division names by their first two characters, so that a position in an address costs one look.

use crate::division;
use std::collections::HashMap;
use std::sync::LazyLock;

/// A division name that stands at a position of the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Hit {
    /// Length of the name in characters.
    pub(super) len: usize,
    /// Code of a division that bears it.
    pub(super) code: u32,
    /// Whether it is a full name (`深圳市`), not a short one (`深圳`).
    pub(super) full: bool,
}

/// Names of one beginning, longest first; of one length the full ones first.
type Names = Vec<(Vec<char>, u32, bool)>;

static NAMES: LazyLock<HashMap<(char, char), Names>> = LazyLock::new(|| {
    let mut index: HashMap<(char, char), Names> = HashMap::new();
    for name in division::names() {
        let chars: Vec<char> = name.text.chars().collect();
        if let [a, b, ..] = chars[..] {
            index
                .entry((a, b))
                .or_default()
                .push((chars, name.code, name.full));
        }
    }
    for names in index.values_mut() {
        names.sort_by(|a, b| (b.0.len(), b.2, a.1).cmp(&(a.0.len(), a.2, b.1)));
    }
    index
});

/// The division names at a position, longest first.
pub(super) fn at(text: &[char], at: usize) -> Vec<Hit> {
    let Some(rest) = text.get(at..) else {
        return Vec::new();
    };
    let [a, b, ..] = rest[..] else {
        return Vec::new();
    };
    let Some(names) = NAMES.get(&(a, b)) else {
        return Vec::new();
    };
    names
        .iter()
        .filter(|(name, _, _)| rest.starts_with(name))
        .map(|(name, code, full)| Hit {
            len: name.len(),
            code: *code,
            full: *full,
        })
        .collect()
}
