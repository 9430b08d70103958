//! Paths named in Markdown exist, and the map names every crate.

use super::{Tree, Violation};

/// Folders and files at the root whose paths are checked when they stand in back quotes.
const ROOTS: [&str; 14] = [
    "crates/",
    "web/",
    "docs/",
    "xtask/",
    "tests/",
    "collection/",
    "definitions/",
    "offices/",
    "api/",
    ".ci/",
    ".cargo/",
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
];

/// The map of the house.
const MAP: &str = "ARCHITECTURE.md";

/// What is built or imported, and so is named but not committed.
const MADE: [&str; 3] = ["web/dist", "web/node_modules", "data/"];

/// Checks back-quoted paths of the repository and the targets of links.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.with(&["md"]) {
        let mut fenced = false;
        for (index, line) in text.lines().enumerate() {
            if line.trim_start().starts_with("```") {
                fenced = !fenced;
                continue;
            }
            if fenced {
                continue;
            }
            for named in quoted(line) {
                if is_path(named) && !tree.has(clean(named)) {
                    found.push(missing(path, index + 1, named));
                }
            }
            for target in links(line) {
                let resolved = resolve(path, target);
                if !resolved.is_empty() && !tree.has(&resolved) {
                    found.push(missing(path, index + 1, target));
                }
            }
        }
    }
    unmapped(tree, &mut found);
    found
}

/// Crates that the map of the house does not name.
fn unmapped(tree: &Tree, found: &mut Vec<Violation>) {
    let Some((_, map)) = tree.written().find(|(path, _)| *path == MAP) else {
        return;
    };
    for (path, _) in tree.with(&["toml"]) {
        let folder = path.strip_suffix("/Cargo.toml").unwrap_or_default();
        if folder.starts_with("crates/") && !map.contains(&format!("`{folder}`")) {
            let text = format!("{MAP} does not name `{folder}`; say there what it promises");
            found.push(Violation::new(path, 1, text));
        }
    }
}

fn missing(path: &str, line: usize, named: &str) -> Violation {
    let text = format!("`{named}` does not exist; name the file as it is now, or leave it out");
    Violation::new(path, line, text)
}

/// The pieces between single back quotes.
fn quoted(line: &str) -> impl Iterator<Item = &str> {
    line.split('`').skip(1).step_by(2)
}

/// Whether a quoted piece is a path of this repository: one that begins with a known root and
/// has no blank, star or place to fill.
fn is_path(named: &str) -> bool {
    ROOTS.iter().any(|root| named.starts_with(root))
        && !MADE.iter().any(|made| named.starts_with(made))
        && !named.contains([' ', '*', '{', '<', '…', '|', '$', '('])
}

/// Without a line number or anchor behind it.
fn clean(named: &str) -> &str {
    named.split([':', '#']).next().unwrap_or(named)
}

/// Targets of `[text](target)`.
fn links(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter(|target| !target.contains("://") && !target.starts_with(['#', '/']))
        .filter(|target| !target.starts_with("mailto:") && !target.contains(' '))
}

/// A target from the folder of its page; empty for an anchor of the page itself.
fn resolve(page: &str, target: &str) -> String {
    let target = clean(target);
    if target.is_empty() {
        return String::new();
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_gone_is_found() {
        let tree = Tree::of(&[
            ("docs/a.md", "See `crates/old/src/x.rs` and\n[there](b.md)."),
            ("crates/new/src/x.rs", ""),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[0].line, found[1].line), (1, 2));
    }

    #[test]
    fn a_crate_that_the_map_leaves_out_is_found() {
        let tree = Tree::of(&[
            ("ARCHITECTURE.md", "Only `crates/old` is here."),
            ("crates/old/Cargo.toml", ""),
            ("crates/new/Cargo.toml", ""),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].path, "crates/new/Cargo.toml");
    }

    #[test]
    fn paths_that_exist_and_things_that_are_no_paths_pass() {
        let tree = Tree::of(&[
            (
                "docs/a.md",
                "`crates/new/`, `crates/new/src/x.rs:12`, [up](../README.md#top), [web](https://x.org/a),\n\
                 `web/dist/index.html`, `crates/*/src`, `cargo xtask test`\n```\ncrates/old\n```",
            ),
            ("crates/new/src/x.rs", ""),
            ("README.md", ""),
        ]);
        assert_eq!(check(&tree), []);
    }
}
