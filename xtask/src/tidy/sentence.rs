//! Every source file opens with a sentence that says what it is for.

use super::{Tree, Violation};

/// Rust, TypeScript, scripts, styles, TOML and Markdown.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.with(&[
        "rs", "ts", "tsx", "mjs", "js", "css", "toml", "sh", "md", "html",
    ]) {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let (ok, instead) = match extension {
            "rs" => (opens(text, &["//! "]), "//! What this module is for."),
            "ts" | "tsx" | "mjs" | "js" => (
                opens(text, &["// ", "/** ", "/* "]),
                "// What this file is for.",
            ),
            "css" => (opens(text, &["/* "]), "/* What this file is for. */"),
            "html" => (text.contains("<!-- "), "<!-- What this file is for. -->"),
            // An origin may be a table alone.
            "md" if path.ends_with("/ORIGIN.md") => (text.len() > 10, "where the files come from"),
            "md" => (prose(text), "a paragraph of prose below the heading"),
            _ => (opens(text, &["# "]), "# What this file is for."),
        };
        if !ok {
            let text = format!("the file does not open with a sentence; begin with `{instead}`");
            found.push(Violation::new(path, 1, text));
        }
    }
    found
}

/// The first line, or the second below a `#!` or a pragma, begins like this and goes on.
fn opens(text: &str, marks: &[&str]) -> bool {
    text.lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("#!"))
        .find(|line| !line.starts_with("// @"))
        .is_some_and(|line| {
            marks.iter().any(|mark| {
                line.strip_prefix(mark)
                    .is_some_and(|rest| rest.trim().chars().count() >= 10)
            })
        })
}

/// The first line that is no heading, picture or table holds some words.
fn prose(text: &str) -> bool {
    text.lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with(['#', '!', '<']))
        .is_some_and(|line| !line.starts_with(['|', '`']) && line.chars().count() >= 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_sentence_is_found() {
        let bad = [
            ("crates/a/src/lib.rs", "pub mod x;\n"),
            ("crates/a/src/b.rs", "//!\nfn x() {}\n"),
            ("web/src/a.ts", "import x from \"y\";\n"),
            ("web/src/a.css", "body {}\n"),
            ("a.toml", "[package]\n"),
            ("b.sh", "#!/bin/sh\nset -e\n"),
            ("docs/a.md", "# Title\n\n| a | b |\n"),
        ];
        let found = check(&Tree::of(&bad));
        assert_eq!(found.len(), bad.len(), "{found:?}");
    }

    #[test]
    fn a_file_with_a_sentence_passes() {
        let good = [
            ("crates/a/src/lib.rs", "//! Reads office formats.\n"),
            ("web/src/a.tsx", "// The page of results.\nimport x;\n"),
            ("web/src/a.css", "/* Colours of the page. */\n"),
            ("a.toml", "# The workspace and its crates.\n[a]\n"),
            ("b.sh", "#!/bin/sh\n# Runs all the checks.\n"),
            ("docs/a.md", "# Title\n\nWhat this page says.\n"),
            ("tests/data/x.toml", "raw data\n"),
            ("tests/data/a/ORIGIN.md", "| file | origin |\n"),
        ];
        assert_eq!(check(&Tree::of(&good)), []);
    }
}
