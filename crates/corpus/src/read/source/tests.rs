//! Tests of sources: real files when they are at hand, and hostile ones.

use super::*;
use crate::read::{PieceKind, parse};
use std::collections::BTreeMap;

fn kind_name(kind: &PieceKind) -> String {
    let text = format!("{kind:?}");
    text.split(['(', ' ']).next().unwrap_or_default().to_owned()
}

/// Prints what all real files are read as; runs only where they are.
#[test]
fn all_shared_files_are_accounted_for() {
    let Ok(root) = std::env::var("QUANLIAN_SHARED") else {
        println!("QUANLIAN_SHARED is not set: skipped");
        return;
    };
    let data = Path::new(&root).join("data");
    let paths: Vec<PathBuf> = ["office-formats", "cn-patents", "prior-art"]
        .iter()
        .map(|p| data.join(p))
        .collect();
    for planned in plan(&paths).expect("plans") {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for item in open(&planned.path, &Options::default()).expect("opens") {
            let name = match &item {
                Item::Piece(piece) => match (parse(piece), &piece.kind) {
                    (Ok(records), kind) => {
                        let notes: Vec<String> = records
                            .iter()
                            .flat_map(|r| r.notes.iter().map(|n| n.code.clone()))
                            .collect();
                        format!(
                            "{} ok notes {:?}",
                            kind_name(kind),
                            records[0].notes.first().map(|n| if n.code == "read.value" {
                                n.detail.clone()
                            } else {
                                n.code.clone()
                            })
                        )
                    }
                    (
                        Err(e),
                        PieceKind::GazetteRow(_) | PieceKind::TableRow(_) | PieceKind::Jsonl,
                    ) => format!("{} err {e}", kind_name(&piece.kind)),
                    (Err(_), kind) => kind_name(kind),
                },
                Item::Broken(broken) => format!("BROKEN {} {}", broken.code, broken.reason),
                Item::Skipped { reason, .. } => format!("skipped {reason}"),
            };
            *counts.entry(name).or_default() += 1;
        }
        println!(
            "{} {:?}",
            planned
                .path
                .strip_prefix(&data)
                .unwrap_or(&planned.path)
                .display(),
            counts
        );
    }
}
