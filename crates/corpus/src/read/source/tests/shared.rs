//! What all real files are read as; runs only where they are.

use super::*;
use crate::read::parse;
use std::collections::BTreeMap;

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
    let mut gazette = 0;
    for planned in plan(&paths).expect("plans") {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for item in open(&planned.path, &Options::default()).expect("opens") {
            let name = match &item {
                Item::Piece(piece) => {
                    let kind = format!("{:?}", piece.kind);
                    let kind = kind.split(['(', ' ']).next().unwrap_or_default().to_owned();
                    let row = matches!(
                        piece.kind,
                        PieceKind::GazetteRow(_) | PieceKind::TableRow(_)
                    );
                    gazette += usize::from(matches!(piece.kind, PieceKind::GazetteRow(_)));
                    match parse(piece) {
                        Ok(_) => kind,
                        Err(error) if row => panic!("{} line {}: {error}", piece.file, piece.line),
                        Err(error) => format!("{kind} {}", error.code),
                    }
                }
                Item::Broken(broken) => format!("{}: {}", broken.code, broken.reason),
                Item::Skipped { reason, .. } => reason.clone(),
            };
            *counts.entry(name).or_default() += 1;
        }
        let path = planned.path.strip_prefix(&data).unwrap_or(&planned.path);
        println!("{} {counts:?}", path.display());
    }
    assert_eq!(gazette, 41_558, "rows of the gazette");
}
