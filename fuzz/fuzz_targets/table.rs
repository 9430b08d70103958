//! Bytes below a header: of the gazette, of an export, of JSON.
#![no_main]

use quanlian_corpus::read::{Item, Options, parse, visit_bytes};

const HEADS: [&str; 4] = [
    "item,name,authorization_notice_id,authorized_announcement_date,filing_id,filing_date,patentee,designer,address,Int.Cl.\n",
    "公开号,申请号,公开日,标题,摘要,权利要求,申请人,IPC\n",
    "publication_number;title;claims;priority\n",
    "{\"publication_number\":\"US-1-A\"}\n",
];

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let Some((first, rest)) = data.split_first() else {
        return;
    };
    let mut bytes = HEADS[usize::from(*first) % HEADS.len()].as_bytes().to_vec();
    bytes.extend_from_slice(rest);
    visit_bytes("fuzz", bytes, &Options::default(), &mut |item| {
        if let Item::Piece(piece) = item {
            let _ = parse(&piece);
        }
        true
    });
});
