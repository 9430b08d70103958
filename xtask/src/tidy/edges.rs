//! Crates depend on each other one way only, along the edges of ARCHITECTURE.md.

use super::Violation;
use crate::run::{self, cargo};
use anyhow::{Context, Result, bail};
use serde_json::Value;

/// `(who, whom)` without the `quanlian-` in front. An edge more needs a page in docs/decisions.
const ALLOWED: [(&str, &str); 15] = [
    ("casework", "handbook"),
    ("market", "handbook"),
    ("corpus", "handbook"),
    ("store", "handbook"),
    ("store", "casework"),
    ("store", "market"),
    ("store", "corpus"),
    ("server", "handbook"),
    ("server", "casework"),
    ("server", "market"),
    ("server", "corpus"),
    ("server", "store"),
    ("server", "tlog"),
    ("fuzz", "corpus"),
    ("fuzz", "handbook"),
];

/// What `cargo metadata` says of the workspace.
pub fn metadata() -> Result<Value> {
    let output = cargo()
        .args([
            "metadata",
            "--format-version",
            "1",
            "--no-deps",
            "--offline",
        ])
        .output()
        .context("cargo metadata")?;
    if !output.status.success() {
        bail!(
            "cargo metadata: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// Edges between our own packages that are not allowed.
pub fn check(metadata: &Value) -> Result<Vec<Violation>> {
    let packages = metadata["packages"]
        .as_array()
        .context("cargo metadata names no packages")?;
    let ours = |name: &str| packages.iter().any(|package| package["name"] == name);
    let mut found = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let manifest = package["manifest_path"].as_str().unwrap_or_default();
        let root = run::root();
        let path = manifest
            .strip_prefix(&*root.to_string_lossy())
            .unwrap_or(manifest)
            .trim_start_matches('/');
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let on = dependency["name"].as_str().unwrap_or_default();
            if ours(on) && !ALLOWED.contains(&(short(name), short(on))) {
                let text = format!(
                    "`{name}` may not depend on `{on}`; move what is shared down, or argue the \
                     edge in docs/decisions"
                );
                found.push(Violation::new(path, 1, text));
            }
        }
    }
    Ok(found)
}

fn short(name: &str) -> &str {
    name.strip_prefix("quanlian-").unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn package(name: &str, on: &[&str]) -> Value {
        let dependencies: Vec<Value> = on.iter().map(|name| json!({ "name": name })).collect();
        json!({ "name": name, "manifest_path": "a/Cargo.toml", "dependencies": dependencies })
    }

    #[test]
    fn an_edge_against_the_grain_is_found() {
        let metadata = json!({ "packages": [
            package("quanlian-handbook", &["quanlian-corpus", "serde"]),
            package("quanlian-corpus", &["quanlian-handbook"]),
            package("quanlian-server", &["quanlian-corpus", "quanlian-handbook"]),
        ]});
        let found = check(&metadata).unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(
            found[0]
                .text
                .contains("`quanlian-handbook` may not depend on `quanlian-corpus`")
        );
    }

    #[test]
    fn the_workspace_keeps_its_edges() {
        assert_eq!(check(&metadata().unwrap()).unwrap(), []);
    }
}
