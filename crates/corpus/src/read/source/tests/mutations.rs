//! Random damage: never a panic, neighbours stay whole, every piece lies where it says.

use super::*;
use crate::read::parse;
use proptest::prelude::*;

const FIXTURES: [&str; 11] = [
    "us-application.xml",
    "us-application-a2.xml",
    "us-grant-2002.xml",
    "us-1976.txt",
    "us-design-2001.xml",
    "ops-search.xml",
    "docdb-fragment.xml",
    "ep-application.xml",
    "gazette-a.csv",
    "gazette-s.csv",
    "package/2010102412224/100001-/DA000002391714.zip",
];

/// One random change of some bytes.
#[derive(Clone, Debug)]
enum Change {
    Set(usize, u8),
    Delete(usize, usize),
    Insert(usize, Vec<u8>),
    Cut(usize),
    Double(usize, usize),
}

fn change() -> impl Strategy<Value = Change> {
    let sign = prop_oneof![
        Just(b"<".to_vec()),
        Just(b">".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"'".to_vec()),
        Just(b"<!--".to_vec()),
        Just(b"-->".to_vec()),
        Just(b"<![CDATA[".to_vec()),
        Just(b"]]>".to_vec()),
        Just(b"<?".to_vec()),
        Just(b"?>".to_vec()),
        Just(b"<!DOCTYPE".to_vec()),
        Just(b"[".to_vec()),
        Just(b"&".to_vec()),
        Just(b"\0".to_vec()),
        Just(b"\n".to_vec()),
        Just(b",".to_vec()),
        Just(b"</us-patent-application>".to_vec()),
        Just("\u{feff}".as_bytes().to_vec()),
        proptest::collection::vec(any::<u8>(), 1..20),
    ];
    prop_oneof![
        (any::<usize>(), any::<u8>()).prop_map(|(a, b)| Change::Set(a, b)),
        (any::<usize>(), 1usize..200).prop_map(|(a, n)| Change::Delete(a, n)),
        (any::<usize>(), sign).prop_map(|(a, b)| Change::Insert(a, b)),
        any::<usize>().prop_map(Change::Cut),
        (any::<usize>(), 1usize..2000).prop_map(|(a, n)| Change::Double(a, n)),
    ]
}

fn apply(bytes: &mut Vec<u8>, change: &Change) {
    let len = bytes.len().max(1);
    match change {
        _ if bytes.is_empty() => {}
        Change::Set(at, byte) => bytes[at % len] = *byte,
        Change::Delete(at, count) => {
            let at = at % len;
            bytes.drain(at..(at + count).min(len));
        }
        Change::Insert(at, new) => {
            let at = at % len;
            bytes.splice(at..at, new.iter().copied());
        }
        Change::Cut(at) => bytes.truncate(at % len),
        Change::Double(at, count) => {
            let at = at % len;
            let part = bytes[at..(at + count).min(len)].to_vec();
            bytes.splice(at..at, part);
        }
    }
}

/// The items of some bytes in memory of a plain file, with their places checked.
fn checked(bytes: &[u8]) -> Vec<Item> {
    let found = items(bytes);
    let mut end = 0;
    for item in &found {
        if let Item::Piece(piece) = item {
            let _ = parse(piece);
            let plain = !piece.file.contains('!')
                && !matches!(piece.kind, PieceKind::CnApplication)
                && !bytes.starts_with(b"\xff\xfe")
                && !bytes.starts_with(b"\xfe\xff");
            let at = piece.offset as usize;
            if plain && bytes.get(at..at + piece.bytes.len()) == Some(&piece.bytes) {
                assert!(at >= end, "pieces overlap");
                end = at + piece.bytes.len();
            }
        }
    }
    assert!(!found.is_empty(), "something must be said of every file");
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files_end_in_items(which in 0..FIXTURES.len(), changes in proptest::collection::vec(change(), 1..6)) {
        let mut bytes = file(FIXTURES[which]);
        for change in &changes {
            apply(&mut bytes, change);
        }
        checked(&bytes);
    }

    #[test]
    fn noise_ends_in_items(bytes in proptest::collection::vec(any::<u8>(), 0..3000)) {
        checked(&bytes);
    }

    #[test]
    fn one_damaged_document_never_spoils_its_neighbours(changes in proptest::collection::vec(change(), 1..5)) {
        let first = file("us-application-a2.xml");
        let last = [b"\n<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec(), file("us-application.xml")].concat();
        let mut middle = file("us-application-a2.xml");
        for change in &changes {
            apply(&mut middle, change);
        }
        let all = [first.as_slice(), b"\n", &middle, b"\n", &last].concat();
        let found = checked(&all);
        let cut = pieces(&found);
        prop_assert_eq!(&cut[0].bytes, first.trim_ascii_end());
        prop_assert_eq!(&cut[cut.len() - 1].bytes, last.trim_ascii());
    }

    #[test]
    fn one_damaged_row_never_spoils_its_neighbours(changes in proptest::collection::vec(change(), 1..4)) {
        let all = file("gazette-s.csv");
        let lines: Vec<&[u8]> = all.split_inclusive(|b| *b == b'\n').collect();
        let mut middle = lines[5].to_vec();
        for change in &changes {
            apply(&mut middle, change);
        }
        let damaged = [lines[..5].concat(), middle, b"\n".to_vec(), lines[6..].concat()].concat();
        let found = checked(&damaged);
        let cut = pieces(&found);
        for line in lines[1..5].iter().chain(&lines[6..]) {
            prop_assert!(cut.iter().any(|p| p.bytes == *line), "lost: {}", String::from_utf8_lossy(line));
        }
    }

    #[test]
    fn one_damaged_record_of_a_container_never_spoils_its_neighbours(changes in proptest::collection::vec(change(), 1..5)) {
        let whole = file("docdb-fragment.xml").trim_ascii().to_vec();
        let mut middle = whole.clone();
        for change in &changes {
            apply(&mut middle, change);
        }
        let open = b"<?xml version=\"1.0\"?><exch:exchange-documents>\n".as_slice();
        let all = [open, &whole, b"\n", &middle, b"\n", &whole, b"\n</exch:exchange-documents>"].concat();
        let found = checked(&all);
        let cut = pieces(&found);
        prop_assert_eq!(&cut[0].bytes, &whole);
        prop_assert_eq!(&cut[cut.len() - 1].bytes, &whole);
        prop_assert!(cut.len() >= 2);
        prop_assert!(cut[cut.len() - 1].offset > (whole.len() + open.len()) as u64);
    }
}
