//! Bytes as text: decoded with notes, or refused.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let _ = quanlian_corpus::read::encoding::decode(data);
});
