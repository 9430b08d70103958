//! Words that Rust code may not use where they stand.

use super::{Tree, Violation, rust_lines};

/// Where a word is banned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// Outside tests.
    OutsideTests,
    /// Outside the server, which alone reads the clock, and outside tests and xtask.
    OutsideServer,
    /// Outside the crate that alone names the search library.
    OutsideCorpus,
    /// Everywhere.
    Everywhere,
}

const BANNED: [(&str, Where, &str); 12] = [
    (
        ".unwrap()",
        Where::OutsideTests,
        "return the error, or say with `expect` why it cannot be",
    ),
    ("panic!(", Where::OutsideTests, "return an error"),
    ("unimplemented!(", Where::OutsideTests, "return an error"),
    (
        "todo!(",
        Where::Everywhere,
        "finish it, or open an issue and leave it out",
    ),
    ("dbg!(", Where::Everywhere, "remove it"),
    (
        "SystemTime::now",
        Where::OutsideServer,
        "take `now` as an argument",
    ),
    (
        "Utc::now",
        Where::OutsideServer,
        "take `now` as an argument",
    ),
    (
        "Local::now",
        Where::OutsideServer,
        "take `now` as an argument",
    ),
    ("tantivy", Where::OutsideCorpus, "ask the crate `corpus`"),
    ("unsafe {", Where::Everywhere, "write it without"),
    ("unsafe fn", Where::Everywhere, "write it without"),
    ("unsafe impl", Where::Everywhere, "write it without"),
];

/// Checks Rust code, the manifests of crates, and that there is no `mod.rs`.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.with(&["rs"]) {
        if path.ends_with("/mod.rs") {
            let text = "module files are `name.rs` beside `name/`, never `mod.rs`; rename it";
            found.push(Violation::new(path, 1, text));
        }
        if path.starts_with("xtask/src/tidy/") {
            continue;
        }
        for (line, code, test) in rust_lines(path, text) {
            if code.trim_start().starts_with("//") {
                continue;
            }
            for (word, place, instead) in BANNED {
                if code.contains(word) && banned(place, path, test) {
                    let text = format!("`{word}` may not stand here; {instead}");
                    found.push(Violation::new(path, line, text));
                }
            }
        }
    }
    for (path, text) in tree.with(&["toml"]) {
        let other_crate = path.starts_with("crates/") && !path.starts_with("crates/corpus/");
        if !other_crate {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if line.starts_with("tantivy") {
                let text = "only `corpus` may depend on tantivy; ask that crate";
                found.push(Violation::new(path, index + 1, text));
            }
        }
    }
    found
}

fn banned(place: Where, path: &str, test: bool) -> bool {
    match place {
        Where::Everywhere => true,
        Where::OutsideTests => !test,
        Where::OutsideServer => {
            !test && !path.starts_with("crates/server/") && !path.starts_with("xtask/")
        }
        Where::OutsideCorpus => !path.starts_with("crates/corpus/") && !path.starts_with("xtask/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_banned_word_is_found() {
        for (word, _, _) in BANNED {
            let code = format!("//! A module of the house.\nfn x() {{ {word} }}\n");
            let found = check(&Tree::of(&[("crates/handbook/src/x.rs", &code)]));
            assert_eq!(found.len(), 1, "{word}: {found:?}");
            assert_eq!(found[0].line, 2);
        }
        let tree = Tree::of(&[
            ("crates/a/src/b/mod.rs", "//! x\n"),
            ("crates/server/Cargo.toml", "# x\ntantivy = \"1\"\n"),
        ]);
        assert_eq!(check(&tree).len(), 2);
    }

    #[test]
    fn words_pass_where_they_may_stand() {
        let tree = Tree::of(&[
            ("crates/server/src/clock.rs", "let now = SystemTime::now();"),
            (
                "crates/corpus/src/index.rs",
                "use tantivy::Index;\n// .unwrap() is banned",
            ),
            ("crates/corpus/tests/it/a.rs", "x.unwrap(); panic!(\"no\");"),
            (
                "crates/corpus/src/a.rs",
                "#[cfg(test)]\nmod tests {\n x.unwrap();\n}",
            ),
            ("crates/corpus/Cargo.toml", "tantivy = \"1\"\n"),
        ]);
        assert_eq!(check(&tree), []);
    }
}
