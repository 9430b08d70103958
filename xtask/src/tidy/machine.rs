//! Nothing of the machine it was written on is committed: no paths of it, no hosts of mirrors.

use super::{Tree, Violation};

/// Folders of somebody's machine.
const PATHS: [&str; 5] = ["/work/", "/root/", "/home/", "/Users/", "C:\\Users"];

/// Hosts that packages are fetched from.
const HOSTS: [&str; 6] = [
    "registry.npmjs.org",
    "registry.npmmirror.com",
    "registry.yarnpkg.com",
    "static.crates.io",
    "index.crates.io",
    "pypi.org/simple",
];

/// Checks all text that is not data, lock files included.
pub fn check(tree: &Tree) -> Vec<Violation> {
    let mut found = Vec::new();
    let locks = tree
        .files
        .iter()
        .filter(|file| matches!(file.path.as_str(), "Cargo.lock" | "web/package-lock.json"))
        .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)));
    for (path, text) in tree.written().chain(locks) {
        if path == "xtask/src/tidy/machine.rs" {
            continue;
        }
        for (index, line) in text.lines().enumerate() {
            if let Some(named) = PATHS.iter().find(|named| names_folder(line, named)) {
                let text = format!("`{named}` is a folder of one machine; use a relative path");
                found.push(Violation::new(path, index + 1, text));
            }
            let resolved = path.ends_with("package-lock.json") && line.contains("\"resolved\":");
            if resolved || HOSTS.iter().any(|host| line.contains(host)) {
                let text = "a registry's host; keep `omit-lockfile-registry-resolved` in \
                            web/.npmrc and let each machine choose its registry";
                found.push(Violation::new(path, index + 1, text));
            }
        }
    }
    found
}

/// Whether a line names the folder at the start of a path, not in the middle of one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        !line[..at].ends_with(|c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | ')' | '/')
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_of_a_machine_and_registry_hosts_are_found() {
        let tree = Tree::of(&[
            ("docs/a.md", "see /home/ann/x"),
            ("crates/a/src/a.rs", "read(\"/work/data\")"),
            (
                "web/package-lock.json",
                "\"resolved\": \"https://a.example/x.tgz\"",
            ),
            (".npmrc", "registry=https://registry.npmmirror.com"),
        ]);
        let found = check(&tree);
        assert_eq!(found.len(), 4, "{found:?}");
    }

    #[test]
    fn relative_paths_pass() {
        let tree = Tree::of(&[
            ("docs/a.md", "see docs/work/a and src/home/b, {id}/work/"),
            (
                "web/package-lock.json",
                "\"integrity\": \"sha512-x/work/y==\"",
            ),
        ]);
        assert_eq!(check(&tree), []);
    }
}
