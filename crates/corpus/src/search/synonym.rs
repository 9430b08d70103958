//! Words of Taiwan, Hong Kong and Macao and the words of the mainland for them: always shown, never hidden.

use crate::fold::{fold, fold_text, is_cjk};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Rows of equal words, separated by commas; a line that begins with `#` is a comment.
const TABLE: &str = include_str!("../../../../definitions/tables/synonyms.csv");

static GROUPS: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut groups: HashMap<String, Vec<String>> = HashMap::new();
    for line in TABLE
        .lines()
        .map(str::trim)
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
    {
        let mut cells = line.split(',').map(|cell| fold_text(cell.trim()));
        let (Some(word), Some(means)) = (cells.next(), cells.next()) else {
            continue;
        };
        if word != means {
            groups.entry(word).or_default().push(means);
        }
    }
    groups
});

/// Other strings that mean the same as a whole literal. Only what is typed in traditional
/// characters is widened: `軟體` is software, `软体` on the mainland a soft body.
pub fn of(literal: &str) -> Vec<String> {
    if !literal.chars().any(|c| is_cjk(c) && fold(c).0 != c) {
        return Vec::new();
    }
    GROUPS.get(&fold_text(literal)).cloned().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #[test]
    fn intellectual_property() {
        assert_eq!(super::of("智慧財產權"), ["知识产权"]);
        assert_eq!(super::of("軟體"), ["软件"]);
        assert!(super::of("软体").is_empty());
    }
}
