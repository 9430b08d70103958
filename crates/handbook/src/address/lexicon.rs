//! Division names by their first two characters, so that a position in an address costs one look.

use crate::division;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::ops::Deref;
use std::sync::LazyLock;

/// A division name that stands at a position of the text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Hit {
    /// Length of the name in characters.
    pub(super) len: usize,
    /// Code of a division that bears it.
    pub(super) code: u32,
    /// Its city, see [`crate::division::city_of`].
    pub(super) city: Option<u32>,
    /// Whether it is a full name (`深圳市`), not a short one (`深圳`).
    pub(super) full: bool,
}

/// The longest hits at a position; more than this many divisions never share a beginning.
const MOST: usize = 16;

/// Hits without an allocation: addresses are read by the million.
pub(super) struct Hits {
    items: [Hit; MOST],
    len: usize,
}

impl Deref for Hits {
    type Target = [Hit];

    fn deref(&self) -> &[Hit] {
        self.items.get(..self.len).unwrap_or(&[])
    }
}

/// Hashes one small key by multiplication; the keys come from our own table.
#[derive(Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.write_u64(u64::from(*b));
        }
    }

    fn write_u64(&mut self, n: u64) {
        let mixed = (self.0 ^ n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }
}

/// Names of one beginning, longest first; of one length the full ones first.
type Names = Vec<(Vec<char>, Hit)>;

static NAMES: LazyLock<HashMap<u64, Names, BuildHasherDefault<PairHasher>>> = LazyLock::new(|| {
    let mut index: HashMap<u64, Names, _> = HashMap::default();
    for name in division::names() {
        let chars: Vec<char> = name.text.chars().collect();
        if let [a, b, ..] = chars[..] {
            let hit = Hit {
                len: chars.len(),
                code: name.code,
                city: division::city_of(name.code),
                full: name.full,
            };
            index.entry(pair(a, b)).or_default().push((chars, hit));
        }
    }
    for names in index.values_mut() {
        names.sort_by(|(_, a), (_, b)| (b.len, b.full, a.code).cmp(&(a.len, a.full, b.code)));
    }
    index
});

fn pair(a: char, b: char) -> u64 {
    (u64::from(u32::from(a)) << 32) | u64::from(u32::from(b))
}

/// The division names at a position, longest first.
pub(super) fn at(text: &[char], at: usize) -> Hits {
    let mut hits = Hits {
        items: [Hit::default(); MOST],
        len: 0,
    };
    let rest = text.get(at..).unwrap_or(&[]);
    let [a, b, ..] = rest[..] else { return hits };
    let Some(names) = NAMES.get(&pair(a, b)) else {
        return hits;
    };
    for (name, hit) in names {
        if rest.starts_with(name) {
            let Some(slot) = hits.items.get_mut(hits.len) else {
                break;
            };
            *slot = *hit;
            hits.len += 1;
        }
    }
    hits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_beginning_overflows() {
        for name in division::names() {
            let text: Vec<char> = name.text.chars().collect();
            assert!(at(&text, 0).len() < MOST, "{}", name.text);
        }
    }
}
