//! Any bytes as a file: items come out, and every piece can be parsed or refused.
#![no_main]

use quanlian_corpus::read::{Item, Options, parse, visit_bytes};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    visit_bytes("fuzz", data.to_vec(), &Options::default(), &mut |item| {
        if let Item::Piece(piece) = item {
            let _ = parse(&piece);
        }
        true
    });
});
