//! Every error code of the code stands in the one table, `docs/errors.md`, and the other way round.

use super::{Tree, Violation, rust_lines};
use std::collections::BTreeMap;

/// The table.
const TABLE: &str = "docs/errors.md";

/// The first parts of codes.
const FAMILIES: [&str; 13] = [
    "read.",
    "query.",
    "number.",
    "class.",
    "export.",
    "import.",
    "store.",
    "server.",
    "corpus.",
    "search.",
    "request.",
    "quarantine.",
    "fsck.",
];

/// Compares the codes in string literals of the crates with the first column of the table.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let Some((_, table)) = tree.written().find(|(path, _)| *path == TABLE) else {
        return Vec::new();
    };
    let mut listed: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, line) in table.lines().enumerate() {
        let code = line
            .strip_prefix("| `")
            .and_then(|rest| rest.split('`').next())
            .filter(|code| is_code(code));
        if let Some(code) = code {
            listed.insert(code, index + 1);
        }
    }
    let mut found = Vec::new();
    let mut used: BTreeMap<&str, ()> = BTreeMap::new();
    for (path, text) in tree.with(&["rs"]) {
        if !path.starts_with("crates/") {
            continue;
        }
        for (line, code, test) in rust_lines(path, text) {
            // `"code"` alone, or `"code: message"`.
            let literals = code.split('"').skip(1).step_by(2);
            let codes = literals.map(|l| l.split(':').next().unwrap_or(l));
            for literal in codes.filter(|l| is_code(l)) {
                if test {
                    continue;
                }
                if used.insert(literal, ()).is_none() && !listed.contains_key(literal) {
                    let text = format!("the code `{literal}` is not in {TABLE}; describe it there");
                    found.push(Violation::new(path, line, text));
                }
            }
        }
    }
    for (code, line) in listed {
        if !used.contains_key(code) {
            let text = format!("no crate uses the code `{code}`; take the row out");
            found.push(Violation::new(TABLE, line, text));
        }
    }
    found
}

/// `family.some-words`, no dot after the first, no file name.
fn is_code(text: &str) -> bool {
    FAMILIES.iter().any(|family| {
        text.strip_prefix(family).is_some_and(|rest| {
            rest.len() > 2
                && !matches!(rest, "rs" | "csv" | "json" | "jsonl" | "toml" | "xml")
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_missing_on_either_side_are_found() {
        let tree = Tree::of(&[
            (
                TABLE,
                "# Codes\n\n| `query.empty` | x |\n| `query.gone` | y |\n",
            ),
            (
                "crates/corpus/src/a.rs",
                "//! A\nlet a = \"query.empty\";\nlet b = \"read.bad-bytes\";\n",
            ),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].text.contains("`read.bad-bytes`") && found[0].line == 3);
        assert!(found[1].text.contains("`query.gone`") && found[1].line == 4);
    }

    #[test]
    fn codes_in_the_table_pass() {
        let tree = Tree::of(&[
            (TABLE, "| `export.write` | x |\n"),
            ("crates/corpus/src/a.rs", "\"export.write\" \"read.rs\""),
        ]);
        assert_eq!(check(&tree), []);
    }
}
