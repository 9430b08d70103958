//! Hostile input: huge, deep, endless, wrong.

use super::*;
use crate::read::split::{Cursor, Sink, green_book, json_lines, objects, xml_documents};
use crate::read::{ReadError, parse};
use std::io::Read;

/// Yields a prefix, then a byte pattern of a length, then a suffix; counts what was asked for.
struct Endless<'a> {
    prefix: &'a [u8],
    fill: &'a [u8],
    left: u64,
    suffix: &'a [u8],
    largest: usize,
}

impl Read for Endless<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        self.largest = self.largest.max(buffer.len());
        let take = |from: &mut &[u8], buffer: &mut [u8]| {
            let count = from.len().min(buffer.len());
            buffer[..count].copy_from_slice(&from[..count]);
            *from = &from[count..];
            Ok(count)
        };
        if !self.prefix.is_empty() {
            return take(&mut self.prefix, buffer);
        }
        if self.left > 0 {
            let mut count = 0;
            while count + self.fill.len() <= buffer.len() && self.left > 0 {
                buffer[count..count + self.fill.len()].copy_from_slice(self.fill);
                count += self.fill.len();
                self.left = self.left.saturating_sub(self.fill.len() as u64);
            }
            return Ok(count);
        }
        take(&mut self.suffix, buffer)
    }
}

const SMALL: usize = 1 << 20;

/// Cuts an endless stream under a small limit: the items, and the most bytes ever held.
fn cut(
    prefix: &[u8],
    fill: &[u8],
    count: u64,
    suffix: &[u8],
    how: fn(&mut Cursor<'_>, &mut Sink<'_>) -> crate::read::split::Flow,
) -> (Vec<Item>, usize) {
    let mut reader = Endless {
        prefix,
        fill,
        left: count,
        suffix,
        largest: 0,
    };
    let limits = Limits {
        record_bytes_max: SMALL,
        row_bytes_max: SMALL,
        ..Limits::default()
    };
    let mut items = Vec::new();
    let mut emit = |item: Item| {
        items.push(item);
        true
    };
    let mut sink = Sink {
        file: "x".into(),
        limits: &limits,
        emit: &mut emit,
    };
    let mut cursor = Cursor::new(&mut reader);
    let _ = how(&mut cursor, &mut sink);
    let held = cursor.capacity();
    (items, held)
}

#[test]
fn an_element_of_200_mb_is_refused_in_bounded_memory() {
    let last = b"</claims></us-patent-grant>\n<us-patent-grant><a/></us-patent-grant>";
    for (prefix, fill) in [
        (
            b"<us-patent-grant><claims>".as_slice(),
            b"0123456789 abcde".as_slice(),
        ),
        (b"<us-patent-grant><claims>", b"<b>"),
        (b"<us-patent-grant><claims a='", b"xxxxxxxxxxxxxxxx"),
        (b"<us-patent-grant><claims><!-- ", b"xxxxxxxxxxxxxxx "),
        (b"<us-patent-grant><claims><![CDATA[", b"xxxxxxxxxxxxxxx "),
        (b"<!DOCTYPE us-patent-grant [", b"<!ENTITY x 'yyy'>"),
    ] {
        // The plain text at full size; the others show the same with less.
        let size = if fill.len() == 16 && prefix.ends_with(b"claims>") {
            200
        } else {
            8
        };
        let (items, held) = cut(prefix, fill, size << 20, last, xml_documents);
        let name = String::from_utf8_lossy(prefix).into_owned();
        assert!(held < 4 << 20, "{name}: {held} bytes held");
        let broken = broken(&items);
        // A document type that is never closed belongs to no record.
        let code = if prefix.starts_with(b"<!") {
            "read.unknown-format"
        } else {
            "read.record-too-large"
        };
        assert_eq!(broken[0].code, code, "{name}");
        assert_eq!(broken[0].bytes.len(), 64 * 1024, "{name}");
        assert!(broken[0].truncated);
        // In most cases the next record is found again.
        if !prefix.ends_with(b"'") && !prefix.ends_with(b"[") {
            assert_eq!(pieces(&items).len(), 1, "{name}: {}", items.len());
        }
    }
}

#[test]
fn endless_lines_and_objects_are_refused_in_bounded_memory() {
    let (items, held) = cut(
        b"{\"format\":\"",
        b"yyyyyyyyyyyyyyyy",
        8 << 20,
        b"\"}\n{}",
        json_lines,
    );
    assert!(held < 4 << 20);
    assert_eq!(broken(&items)[0].code, "read.record-too-large");
    assert_eq!(pieces(&items).len(), 1);
    let (items, held) = cut(
        b"PATN\nWKU  1\nTTL  ",
        b"yyyyyyyyyyyyyyyy",
        8 << 20,
        b"\nPATN\nWKU  2",
        green_book,
    );
    assert!(held < 4 << 20);
    assert_eq!(broken(&items)[0].code, "read.record-too-large");
    assert_eq!(pieces(&items).len(), 1);
    let by_object =
        |c: &mut Cursor<'_>, s: &mut Sink<'_>| objects(c, s, &mut |_| PieceKind::Unknown);
    let (items, held) = cut(
        b"[{\"a\":",
        b"[1,2,3,4,5,6,7],",
        8 << 20,
        b"}, {\"a\":1}]",
        by_object,
    );
    assert!(held < 4 << 20);
    assert_eq!(broken(&items)[0].code, "read.record-too-large");
    assert_eq!(pieces(&items).len(), 1);
}

fn read_all(bytes: &[u8]) -> Vec<Result<usize, ReadError>> {
    pieces(&items(bytes))
        .into_iter()
        .map(|piece| parse(piece).map(|records| records.len()))
        .collect()
}

#[test]
fn entities_are_never_expanded_nor_fetched() {
    let mut bomb =
        String::from("<?xml version=\"1.0\"?><!DOCTYPE us-patent-grant [<!ENTITY a0 \"lol\">");
    for n in 1..50 {
        bomb.push_str(&format!("<!ENTITY a{n} \"&a{};&a{};\">", n - 1, n - 1));
    }
    bomb.push_str("<!ENTITY file SYSTEM \"file:///etc/passwd\"><!ENTITY % p SYSTEM 'http://127.0.0.1/x'> %p; ]><us-patent-grant>&a49;&file;</us-patent-grant>");
    let found = items(bomb.as_bytes());
    let cut = pieces(&found);
    assert_eq!((cut.len(), found.len()), (1, 1), "{found:?}");
    let (text, _) = crate::read::encoding::decode(&cut[0].bytes).expect("text");
    let root = crate::read::tree::Element::parse(&text).expect("a tree");
    assert_eq!(root.text(), "&a49;&file;");
}

#[test]
fn depth_is_refused_by_the_reader() {
    let deep = [
        b"<us-patent-grant>".to_vec(),
        b"<a>".repeat(100_000),
        b"</us-patent-grant>".to_vec(),
    ]
    .concat();
    let results = read_all(&deep);
    assert_eq!(results.len(), 1);
    assert_eq!(
        results[0].as_ref().expect_err("deep").code,
        "read.xml-too-deep"
    );
}

#[test]
fn a_number_of_10_mb_is_refused() {
    let mut csv = b"publication_number,title\nCN".to_vec();
    csv.extend(std::iter::repeat_n(b'9', 10_000_000));
    csv.extend_from_slice(b",a\nCN101141661A,b\n");
    let results = read_all(&csv);
    assert_eq!(results.len(), 2);
    let error = results[0].as_ref().expect_err("huge");
    assert_eq!(error.code, "read.no-number");
    assert!(error.detail.len() < 1000);
    assert_eq!(results[1].as_ref().ok(), Some(&1));
}

#[test]
fn nul_bytes_are_noted_not_kept() {
    let text = crate::read::encoding::decode(b"<a>x\0\0y</a>").expect("text");
    assert_eq!(text.0, "<a>xy</a>");
    assert_eq!(text.1[0].code, "read.nul-bytes");
    let padded = [file("ops-fault.xml"), vec![0; 4096]].concat();
    assert_eq!(pieces(&items(&padded)).len(), 1);
    assert!(broken(&items(&padded)).is_empty());
}

#[test]
fn a_stray_quote_harms_its_own_line_only() {
    let head = "publication_number,title,abstract\n";
    let rows = "CN101141661A,甲,\"多行\n摘要,\"\"引\"\"文\"\nCN101141662A,\"从不关闭,乙\nCN101141665A,\"坏\nCN101141663A,\"丙\",x\nCN101141664A,丁,y\n";
    let found = items(format!("{head}{rows}").as_bytes());
    let records: Vec<_> = pieces(&found)
        .into_iter()
        .flat_map(|p| parse(p).expect("reads"))
        .collect();
    let numbers: Vec<&str> = records
        .iter()
        .map(|r| r.publication.number.as_str())
        .collect();
    assert_eq!(broken(&found).len(), 1, "{found:?}");
    assert_eq!(broken(&found)[0].line, 5);
    assert_eq!(
        numbers,
        ["101141661", "101141662", "101141663", "101141664"]
    );
    assert_eq!(
        records[0].abstracts[0].paragraphs[0].text,
        "多行摘要,\"引\"文"
    );
}

#[test]
fn quotes_that_never_close_take_linear_time() {
    let mut csv = b"publication_number,title\n".to_vec();
    for n in 0..60_000 {
        csv.extend_from_slice(format!("\"CN{},a\n", 100_000_000 + n).as_bytes());
    }
    let found = items(&csv);
    assert_eq!(pieces(&found).len() + broken(&found).len(), 60_000);
    // A far closing quote does not make every line before it look through the whole file.
    csv.extend_from_slice(b"x\",y\n");
    let found = items(&csv);
    assert!(pieces(&found).len() + broken(&found).len() >= 59_000);
}
