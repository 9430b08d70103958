//! Code files stay short enough to read, and no line ends in blanks.

use super::{Tree, Violation};

/// Lines of one code file.
const LINES_MAX: usize = 600;

/// Checks code for length and every written file for trailing blanks.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.with(&["rs", "ts", "tsx", "mjs", "css"]) {
        let lines = text.lines().count();
        if lines > LINES_MAX {
            let text = format!("{lines} lines; divide the file by noun, {LINES_MAX} are the most");
            found.push(Violation::new(path, LINES_MAX + 1, text));
        }
    }
    for (path, text) in tree.written() {
        for (index, line) in text.lines().enumerate() {
            if line.ends_with([' ', '\t']) {
                let text = "blanks at the end of the line; remove them";
                found.push(Violation::new(path, index + 1, text));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_files_and_blanks_at_line_ends_are_found() {
        let long = "// x\n".repeat(LINES_MAX + 1);
        let tree = Tree::of(&[
            ("crates/a/src/long.rs", long.as_str()),
            ("docs/a.md", "fine\nnot fine \n"),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[1].path.as_str(), found[1].line), ("docs/a.md", 2));
    }

    #[test]
    fn data_may_be_long_and_end_in_blanks() {
        let long = "x \n".repeat(LINES_MAX + 1);
        let tree = Tree::of(&[("tests/data/a.rs", long.as_str())]);
        assert_eq!(check(&tree), []);
    }
}
