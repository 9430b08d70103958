//! Bytes inside the root of each record format.
#![no_main]

use quanlian_corpus::read::{Item, Options, parse, visit_bytes};

const ROOTS: [&str; 10] = [
    "business:PatentDocumentAndRelated",
    "cn-application-body",
    "ep-patent-document",
    "us-patent-grant",
    "us-patent-application",
    "PATDOC",
    "patent-application-publication",
    "exch:exchange-document",
    "ops:world-patent-data",
    "exchange-documents",
];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let root = ROOTS[usize::from(*first) % ROOTS.len()];
    let mut bytes = format!("<{root}>").into_bytes();
    bytes.extend_from_slice(rest);
    bytes.extend_from_slice(format!("</{root}>").as_bytes());
    visit_bytes("fuzz", bytes, &Options::default(), &mut |item| {
        if let Item::Piece(piece) = item {
            let _ = parse(&piece);
        }
        true
    });
});
