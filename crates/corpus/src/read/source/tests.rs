//! Tests of sources: real files in every container, and hostile ones.

mod containers;
mod hostile;
mod mutations;
mod shared;

use super::*;
use crate::read::{Broken, Piece, PieceKind};

/// The folder of small real files.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data/containers")
}

fn file(name: &str) -> Vec<u8> {
    std::fs::read(data().join(name)).expect("a test file")
}

/// Reads bytes as a file.
fn items_of(name: &str, bytes: &[u8], options: &Options) -> Vec<Item> {
    let mut items = Vec::new();
    visit_bytes(name, bytes.to_vec(), options, &mut |item| {
        items.push(item);
        true
    });
    items
}

fn items(bytes: &[u8]) -> Vec<Item> {
    items_of("file", bytes, &Options::default())
}

fn pieces(items: &[Item]) -> Vec<&Piece> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Piece(piece) => Some(piece),
            _ => None,
        })
        .collect()
}

fn broken(items: &[Item]) -> Vec<&Broken> {
    items
        .iter()
        .filter_map(|item| match item {
            Item::Broken(broken) => Some(broken),
            _ => None,
        })
        .collect()
}

/// The code of the only item, which is broken.
fn code(items: &[Item]) -> &'static str {
    match items {
        [Item::Broken(broken)] => broken.code,
        other => panic!("not one broken item: {other:?}"),
    }
}

/// A name inside an archive, without the folder of the test.
fn inner(piece: &Piece) -> String {
    piece
        .file
        .split_once('!')
        .map_or("", |(_, name)| name)
        .to_owned()
}

#[test]
fn every_format_is_recognised_by_content() {
    let is = |name: &str, kind: &PieceKind| {
        // The name must not matter.
        let items = items(&file(name));
        let pieces = pieces(&items);
        assert_eq!((items.len(), pieces.len()), (1, 1), "{name}");
        assert_eq!(&pieces[0].kind, kind, "{name}");
        assert_eq!(pieces[0].line, 1, "{name}");
    };
    is("us-application.xml", &PieceKind::UsRedBook);
    is("us-application-a2.xml", &PieceKind::UsRedBook);
    is("us-grant-2002.xml", &PieceKind::UsXml2);
    is("us-design-2001.xml", &PieceKind::UsXml2);
    is("us-1976.txt", &PieceKind::UsGreenBook);
    is("ops-search.xml", &PieceKind::OpsAnswer);
    is("ops-fault.xml", &PieceKind::OpsAnswer);
    is("docdb-fragment.xml", &PieceKind::DocdbDocument);
    is("ep-application.xml", &PieceKind::EpSt36);
}

#[test]
fn sgml_differs_from_xml_by_its_document_type() {
    let sgml = b"<!DOCTYPE PATDOC PUBLIC \"-//USPTO//DTD ST.32 US PATENT GRANT V2.4 2000-09-20//EN\" [\n<!ENTITY USD0435854-20010102-D00000.TIF SYSTEM \"x.TIF\" NDATA TIF>\n]>\n<PATDOC DTD=\"2.4\" STATUS=\"BUILD 20001002\">\n<SDOBI><B100><B110><DNUM><PDAT>D0435854</PDAT></DNUM></B110></B100></SDOBI>\n</PATDOC>\n";
    let twice = [sgml.as_slice(), sgml.as_slice()].concat();
    let items = items(&twice);
    let pieces = pieces(&items);
    assert_eq!(pieces.len(), 2, "{items:?}");
    assert!(pieces.iter().all(|p| p.kind == PieceKind::UsSgml));
    assert_eq!(pieces[1].bytes, sgml.trim_ascii_end());
    assert_eq!(pieces[1].offset, sgml.len() as u64);
}

#[test]
fn weekly_files_are_cut_at_their_documents() {
    let docs = [
        file("us-application-a2.xml"),
        file("us-grant-2002.xml"),
        file("ep-application.xml"),
    ];
    let mut all = Vec::new();
    let mut starts = Vec::new();
    for doc in &docs {
        all.extend_from_slice(b"\n  ");
        starts.push(all.len() as u64);
        all.extend_from_slice(doc);
    }
    let items = items(&all);
    let pieces = pieces(&items);
    assert_eq!(pieces.len(), 3, "{items:?}");
    for ((piece, doc), start) in pieces.iter().zip(&docs).zip(starts) {
        assert_eq!(piece.bytes, doc.trim_ascii_end());
        assert_eq!(piece.offset, start);
        let line = all[..start as usize]
            .iter()
            .filter(|b| **b == b'\n')
            .count() as u64
            + 1;
        assert_eq!(piece.line, line);
    }
}

#[test]
fn containers_of_docdb_are_cut_at_their_documents() {
    let fragment = file("docdb-fragment.xml");
    let mut all = b"\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- <exch:exchange-document>no</exch:exchange-document> -->\n<exch:exchange-documents xmlns:exch=\"x\" no-of-documents=\"3\">\n".to_vec();
    for _ in 0..3 {
        all.extend_from_slice(fragment.trim_ascii());
        all.push(b'\n');
    }
    all.extend_from_slice(b"</exch:exchange-documents>\n");
    let found = items(&all);
    let cut = pieces(&found);
    assert_eq!((cut.len(), found.len()), (3, 3), "{found:?}");
    assert!(
        cut.iter()
            .all(|p| p.bytes == fragment.trim_ascii() && p.kind == PieceKind::DocdbDocument)
    );

    // One end tag is lost: its document is broken, the others are whole.
    let end = memchr::memmem::rfind(&all, b"</exch:exchange-document>").expect("an end tag");
    all[end + 3] = b'#';
    let found = items(&all);
    assert_eq!(pieces(&found).len(), 2);
    assert_eq!(broken(&found).len(), 1);
    assert_eq!(broken(&found)[0].code, "read.xml-truncated");
}

#[test]
fn records_of_a_container_keep_its_encoding() {
    let text = "<?xml version=\"1.0\" encoding=\"GB18030\"?><exchange-documents><exchange-document country=\"CN\"><a>石墨烯电池</a></exchange-document></exchange-documents>";
    let (bytes, ..) = encoding_rs::GB18030.encode(text);
    let found = items(&bytes);
    let cut = pieces(&found);
    assert_eq!(cut.len(), 1);
    let (text, notes) = crate::read::encoding::decode(&cut[0].bytes).expect("decodes");
    assert!(
        text.contains("石墨烯电池") && notes.is_empty(),
        "{text} {notes:?}"
    );
}

#[test]
fn green_books_are_cut_at_their_marks() {
    let one = file("us-1976.txt");
    let all = [
        b"HHHHHT        APS1     ISSUE - 760210\r\n".as_slice(),
        &one,
        &one,
    ]
    .concat();
    let found = items(&all);
    let cut = pieces(&found);
    assert_eq!(cut.len(), 2, "{found:?}");
    assert!(
        cut.iter()
            .all(|p| p.bytes.starts_with(b"PATN") && p.kind == PieceKind::UsGreenBook)
    );
    assert_eq!(cut[0].offset, 39);
}

#[test]
fn lines_of_our_own_form_are_pieces() {
    let line =
        br#"{"format":"synthetic","publication":{"office":"CN","number":"109524631","kind":"A"}}"#;
    let all = [line.as_slice(), b"\r\n\n{\"format\":\n", line].concat();
    let found = items(&all);
    let cut = pieces(&found);
    assert_eq!(cut.len(), 3);
    assert!(cut.iter().all(|p| p.kind == PieceKind::Jsonl));
    let read: Vec<bool> = cut.iter().map(|p| crate::read::parse(p).is_ok()).collect();
    assert_eq!(read, [true, false, true]);
    assert_eq!(cut[2].line, 4);
}

#[test]
fn utf16_files_read() {
    let text = String::from_utf8(file("us-application.xml")).expect("text");
    for (mark, big) in [(true, false), (false, false), (true, true)] {
        let mut bytes = Vec::new();
        if mark {
            bytes.extend_from_slice(if big { b"\xfe\xff" } else { b"\xff\xfe" });
        }
        for unit in text.encode_utf16() {
            bytes.extend_from_slice(&if big {
                unit.to_be_bytes()
            } else {
                unit.to_le_bytes()
            });
        }
        let found = items(&bytes);
        let cut = pieces(&found);
        assert_eq!(cut.len(), 1, "{found:?}");
        assert_eq!(cut[0].bytes, text.trim_end().as_bytes());
    }
}

#[test]
fn records_behind_a_damaged_beginning_are_found() {
    let bytes = [b"\x01\x02 junk ".to_vec(), file("ops-fault.xml")].concat();
    let found = items(&bytes);
    assert_eq!(
        (pieces(&found).len(), broken(&found).len()),
        (1, 1),
        "{found:?}"
    );
}

#[test]
fn unknown_files_say_what_they_look_like() {
    let reason = |bytes: &[u8]| match items(bytes).as_slice() {
        [Item::Broken(broken)] => (broken.code, broken.reason.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(reason(b"").0, "read.empty");
    assert_eq!(reason(b"\xef\xbb\xbf").0, "read.unknown-format");
    assert_eq!(reason(b" \n\t ").0, "read.unknown-format");
    assert_eq!(reason(&[0; 5000]).0, "read.unknown-format");
    assert!(reason(b"<html><body>x</body></html>").1.contains("HTML"));
    assert!(reason(b"<feed><entry/></feed>").1.contains("<feed>"));
    assert!(reason(b"Dear Sir, I write to you").1.contains("Dear Sir"));
    assert!(reason(b"\x01\x02\x03\x04\x05").1.contains("01 02 03"));
    assert_eq!(reason(b"<?xml version='1.0'?>").0, "read.xml-empty");
    assert!(matches!(
        items(b"%PDF-1.4 ...").as_slice(),
        [Item::Skipped { .. }]
    ));
    assert!(matches!(
        items(b"II*\0....").as_slice(),
        [Item::Skipped { .. }]
    ));
    assert!(matches!(
        items(b"<!ELEMENT a (b)>").as_slice(),
        [Item::Skipped { .. }]
    ));
}
