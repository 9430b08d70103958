//! Bytes → text: byte order mark, XML declaration, and what to do when they lie.

use super::ReadError;
use crate::record::Note;
use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS, UTF_8, WINDOWS_1252};
use std::borrow::Cow;

/// Few bad bytes: at most this many, or one in [`BAD_SHARE`].
const BAD_MAX: usize = 8;
/// See [`BAD_MAX`].
const BAD_SHARE: usize = 1000;
/// So many bytes beyond ASCII that form valid UTF-8 are no accident.
const PROOF_BYTES: usize = 12;

/// The encoding that an XML declaration names, when there is one.
pub fn declared(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(256)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    if !head.trim_ascii_start().starts_with(b"<?xml") {
        return None;
    }
    let head = &head[..memchr::memmem::find(head, b"?>").unwrap_or(head.len())];
    let at = memchr::memmem::find(head, b"encoding")?;
    let value = &head[at + 8..];
    let open = value.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let value = &value[open + 1..];
    let close = value.iter().position(|b| matches!(b, b'"' | b'\''))?;
    let name = std::str::from_utf8(&value[..close]).ok()?.trim();
    (!name.is_empty() && name.len() < 40).then(|| name.to_owned())
}

/// The text of a record, with notes on what was repaired.
///
/// A wrong declaration is overruled by what the bytes are; a few bad bytes become U+FFFD.
///
/// # Errors
/// `read.bad-encoding`: no encoding reads the bytes.
pub fn decode(bytes: &[u8]) -> Result<(Cow<'_, str>, Vec<Note>), ReadError> {
    let name = declared(bytes);
    let (text, mut notes) = decode_as(bytes, name.as_deref())?;
    if memchr::memchr(0, text.as_bytes()).is_none() {
        return Ok((text, notes));
    }
    let clean = text.replace('\0', "");
    notes.push(Note {
        code: "read.nul-bytes".to_owned(),
        detail: format!("{} NUL bytes left out", text.len() - clean.len()),
    });
    Ok((Cow::Owned(clean), notes))
}

/// Like [`decode`], with the encoding that something outside of the bytes names.
///
/// # Errors
/// `read.bad-encoding`: no encoding reads the bytes.
pub fn decode_as<'a>(
    bytes: &'a [u8],
    name: Option<&str>,
) -> Result<(Cow<'a, str>, Vec<Note>), ReadError> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(&bytes[skip..]);
        if !bad {
            return Ok((text, Vec::new()));
        }
        if encoding != UTF_8 {
            return few_bad(text, bytes.len(), encoding, 0).ok_or_else(|| hopeless(name));
        }
    }
    let utf8 = std::str::from_utf8(bytes);
    let named = name.and_then(|n| Encoding::for_label(n.as_bytes()));
    // A declared UTF-16 in bytes that are not: the text was converted, the declaration was not.
    let named = named.filter(|e| e.is_ascii_compatible() && *e != UTF_8);
    if let Ok(text) = utf8 {
        let beyond = bytes.iter().filter(|b| !b.is_ascii()).count();
        match named {
            Some(encoding) if beyond > 0 => {
                let (other, bad) = encoding.decode_without_bom_handling(bytes);
                if beyond < PROOF_BYTES && !bad {
                    return Ok((other, Vec::new()));
                }
                let note = wrong(name, "UTF-8");
                return Ok((Cow::Borrowed(text), vec![note]));
            }
            _ => return Ok((Cow::Borrowed(text), Vec::new())),
        }
    }
    if let Some(encoding) = named {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        if !bad {
            return Ok((text, Vec::new()));
        }
        if let Some(done) = few_bad(text, bytes.len(), encoding, 0) {
            return Ok(done);
        }
    }
    let lossy = String::from_utf8_lossy(bytes);
    if let Some(done) = few_bad(lossy, bytes.len(), UTF_8, PROOF_BYTES) {
        return Ok(done);
    }
    for encoding in [GB18030, BIG5, SHIFT_JIS, EUC_KR] {
        let (text, bad) = encoding.decode_without_bom_handling(bytes);
        if !bad && text.chars().filter(|c| is_common(*c)).count() * 4 > beyond_ascii(&text) * 3 {
            return Ok((text, vec![wrong(name, encoding.name())]));
        }
    }
    let beyond = bytes.iter().filter(|b| !b.is_ascii()).count();
    if beyond * 20 < bytes.len() {
        let (text, bad) = WINDOWS_1252.decode_without_bom_handling(bytes);
        if !bad && !text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c)) {
            return Ok((text, vec![wrong(name, WINDOWS_1252.name())]));
        }
    }
    let lossy = String::from_utf8_lossy(bytes);
    few_bad(lossy, bytes.len(), UTF_8, 0).ok_or_else(|| hopeless(name))
}

fn beyond_ascii(text: &str) -> usize {
    text.chars().filter(|c| !c.is_ascii()).count()
}

/// Characters that Chinese, Japanese and Korean text is made of.
fn is_common(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{ff00}'..='\u{ffef}' | '\u{2010}'..='\u{2027}' | '·' | '°' | '±' | '×' | 'α'..='ω')
}

/// The text, when the bad places are few beside the good ones.
fn few_bad<'a>(
    text: Cow<'a, str>,
    bytes: usize,
    encoding: &'static Encoding,
    proof: usize,
) -> Option<(Cow<'a, str>, Vec<Note>)> {
    let bad = text.matches('\u{fffd}').count();
    let good = beyond_ascii(&text).saturating_sub(bad);
    if bad > BAD_MAX.max(bytes / BAD_SHARE) || good * 3 < proof || good < bad && proof > 0 {
        return None;
    }
    let note = Note {
        code: "read.bad-bytes".to_owned(),
        detail: format!(
            "{bad} places are not {}; they read as U+FFFD",
            encoding.name()
        ),
    };
    Some((text, vec![note]))
}

fn wrong(name: Option<&str>, right: &str) -> Note {
    Note {
        code: "read.encoding-wrong".to_owned(),
        detail: match name {
            Some(name) => format!("declared as {name}, read as {right}"),
            None => format!("not declared, read as {right}"),
        },
    }
}

fn hopeless(name: Option<&str>) -> ReadError {
    ReadError::new(
        "read.bad-encoding",
        match name {
            Some(name) => format!("the bytes are not {name}, nor UTF-8, nor GB18030"),
            None => "the bytes are neither UTF-8 nor GB18030".to_owned(),
        },
    )
}

/// The encoding of a table by its first bytes; `cut` says that the last character may be cut.
pub fn of_table(head: &[u8], cut: bool) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match std::str::from_utf8(head) {
        Ok(_) => return UTF_8,
        Err(error) if cut && error.error_len().is_none() => return UTF_8,
        Err(_) => {}
    }
    for encoding in [GB18030, BIG5, SHIFT_JIS] {
        let (text, _) = encoding.decode_without_bom_handling(head);
        let bad = text.matches('\u{fffd}').count();
        if bad <= usize::from(cut)
            && text.chars().filter(|c| is_common(*c)).count() * 4 > beyond_ascii(&text) * 3
        {
            return encoding;
        }
    }
    let (text, _) = GB18030.decode_without_bom_handling(head);
    if text.matches('\u{fffd}').count() * 50 < beyond_ascii(&text).max(1) {
        return GB18030;
    }
    let lossy = String::from_utf8_lossy(head);
    if lossy.matches('\u{fffd}').count() * 10 < beyond_ascii(&lossy) {
        return UTF_8;
    }
    WINDOWS_1252
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn declarations_are_found() {
        assert_eq!(
            declared(b"<?xml version='1.0' encoding='gbk'?><a/>").as_deref(),
            Some("gbk")
        );
        assert_eq!(declared(b"<a encoding='x'/>"), None);
        assert_eq!(declared(b""), None);
    }

    #[test]
    fn chinese_encodings_read() {
        for label in ["gb2312", "gbk", "GB18030", "big5", "utf-8"] {
            let xml = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a>電池石墨烯 </a>");
            let xml = if label == "gb2312" || label == "gbk" {
                xml.replace('電', "电")
            } else {
                xml
            };
            let encoding = Encoding::for_label(label.as_bytes()).expect("label");
            let (bytes, ..) = encoding.encode(&xml);
            let (text, notes) = decode(&bytes).expect("decodes");
            assert_eq!(text, xml);
            assert!(notes.is_empty(), "{label}: {notes:?}");
        }
    }

    #[test]
    fn wrong_declarations_are_overruled() {
        let utf8 = "<?xml version=\"1.0\" encoding=\"gb2312\"?><a>石墨烯电池</a>";
        let (text, notes) = decode(utf8.as_bytes()).expect("decodes");
        assert_eq!(text, utf8);
        assert_eq!(notes[0].code, "read.encoding-wrong");
        let xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>一种石墨烯电池及其制备方法</a>";
        let (bytes, ..) = GB18030.encode(xml);
        let (text, notes) = decode(&bytes).expect("decodes");
        assert_eq!(text, xml);
        assert_eq!(notes[0].code, "read.encoding-wrong");
    }

    #[test]
    fn few_bad_bytes_become_marks_and_many_are_refused() {
        let mut bytes = "<a>石墨烯电池及其制备方法和用途</a>".as_bytes().to_vec();
        bytes.insert(6, 0xff);
        let (text, notes) = decode(&bytes).expect("decodes");
        assert!(text.contains('\u{fffd}'));
        assert_eq!(notes[0].code, "read.bad-bytes");
        let noise: Vec<u8> = (0..4000u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8 | 0x80)
            .collect();
        assert_eq!(decode(&noise).expect_err("noise").code, "read.bad-encoding");
    }

    #[test]
    fn utf16_with_mark_reads() {
        let mut bytes = vec![0xff, 0xfe];
        bytes.extend("<a>电池</a>".encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&bytes).expect("decodes").0, "<a>电池</a>");
    }
}
