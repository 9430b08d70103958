//! Texts in Chinese and in English have the same keys.

use super::{Tree, Violation};
use std::collections::BTreeMap;

/// Compares every `zh.x` with the `en.x` beside it.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    for (path, text) in tree.with(&["ts", "toml", "json"]) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let Some(extension) = name.strip_prefix("zh.") else {
            continue;
        };
        let other = format!("{folder}/en.{extension}");
        let Some((_, english)) = tree.written().find(|(path, _)| *path == other) else {
            let text = format!("there is no `{other}`; translate the file");
            found.push(Violation::new(path, 1, text));
            continue;
        };
        let (zh, en) = (keys(text), keys(english));
        compare(&mut found, path, &zh, &other, &en);
        compare(&mut found, &other, &en, path, &zh);
    }
    found
}

fn compare(
    found: &mut Vec<Violation>,
    path: &str,
    keys: &BTreeMap<String, usize>,
    other: &str,
    others: &BTreeMap<String, usize>,
) {
    for (key, line) in keys {
        if !others.contains_key(key) {
            let text = format!("`{key}` is missing in {other}; translate it there");
            found.push(Violation::new(path, *line, text));
        }
    }
}

/// Keys with their lines: `"key": …`, `key: …` or `key = …`, below the last `[section]`.
fn keys(text: &str) -> BTreeMap<String, usize> {
    let mut keys = BTreeMap::new();
    let mut section = String::new();
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = format!("{name}.");
            continue;
        }
        let name = match line.strip_prefix('"') {
            Some(rest) => rest
                .split_once('"')
                .filter(|(_, rest)| rest.trim_start().starts_with([':', '=']))
                .map(|(name, _)| name),
            None => line
                .split_once([':', '='])
                .map(|(name, _)| name.trim())
                .filter(|name| !name.is_empty() && name.chars().all(is_key)),
        };
        if let Some(name) = name {
            keys.insert(format!("{section}{name}"), index + 1);
        }
    }
    keys
}

fn is_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_not_translated_is_found() {
        let tree = Tree::of(&[
            (
                "web/src/texts/zh.ts",
                "// 文字\nexport const zh = {\n  \"a.b\": \"甲\",\n  c: \"乙\",\n};",
            ),
            (
                "web/src/texts/en.ts",
                "// Texts\nexport const en: Texts = {\n  \"a.b\": \"A\",\n  \"d\": \"D\",\n};",
            ),
            ("texts/zh.toml", "[x]\na = \"甲\"\n"),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(
            found
                .iter()
                .any(|v| v.line == 4 && v.text.contains("`c` is missing"))
        );
        assert!(found.iter().any(|v| v.text.contains("`d` is missing")));
    }

    #[test]
    fn the_same_keys_pass() {
        let tree = Tree::of(&[
            ("t/zh.toml", "[x]\na = \"甲: 乙\"\n"),
            ("t/en.toml", "[x]\na = \"A\"\n"),
        ]);
        assert_eq!(check(&tree), []);
    }
}
