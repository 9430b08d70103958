//! What a file is, by its first bytes.

use crate::read::split::{count_fields, has_record_start};

/// What the first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Magic {
    Gzip,
    Zip,
    Tar,
    /// An old Office file: XLS among others.
    Cfb,
    /// Something without patent data.
    Beside(&'static str),
    /// A container that is not read.
    Packed(&'static str),
    Other,
}

/// Tells a file by its first bytes.
pub fn magic(head: &[u8]) -> Magic {
    const SIGNS: [(&[u8], Magic); 25] = [
        (b"\x1f\x8b\x08", Magic::Gzip),
        (b"PK\x03\x04", Magic::Zip),
        (b"PK\x05\x06", Magic::Zip),
        (b"PK\x07\x08", Magic::Zip),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Magic::Cfb),
        (b"II*\0", Magic::Beside("a TIFF picture")),
        (b"MM\0*", Magic::Beside("a TIFF picture")),
        (b"\xff\xd8\xff", Magic::Beside("a JPEG picture")),
        (b"\x89PNG", Magic::Beside("a PNG picture")),
        (b"GIF8", Magic::Beside("a GIF picture")),
        (b"BM", Magic::Beside("a BMP picture")),
        (b"\0\0\0\x0cjP", Magic::Beside("a JPEG 2000 picture")),
        (b"%PDF", Magic::Beside("a PDF file")),
        (b"{\\rtf", Magic::Beside("an RTF file")),
        (b"\xff\xf1DICOM", Magic::Beside("a DICOM picture")),
        (b"SQLite format 3", Magic::Beside("an SQLite database")),
        (b"\x7fELF", Magic::Beside("a program")),
        (b"MZ", Magic::Beside("a program")),
        (b"7z\xbc\xaf\x27\x1c", Magic::Packed("7z")),
        (b"Rar!", Magic::Packed("RAR")),
        (b"\xfd7zXZ\0", Magic::Packed("xz")),
        (b"BZh", Magic::Packed("bzip2")),
        (b"\x28\xb5\x2f\xfd", Magic::Packed("zstd")),
        (b"\x1f\x9d", Magic::Packed("compress")),
        (b"MSCF", Magic::Packed("cabinet")),
    ];
    let found = SIGNS.iter().find(|(sign, _)| head.starts_with(sign));
    match found {
        // Two letters are a weak sign: a text may begin with them.
        Some((sign, kind)) if sign.len() > 2 || !is_text(head) => *kind,
        _ if is_tar(head) => Magic::Tar,
        _ => Magic::Other,
    }
}

fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..512) else {
        return false;
    };
    if &block[257..262] == b"ustar" {
        return true;
    }
    // Tars of the old kind have no sign but the sum of their header.
    let sum: u32 = block
        .iter()
        .enumerate()
        .map(|(at, b)| {
            if (148..156).contains(&at) {
                32
            } else {
                u32::from(*b)
            }
        })
        .sum();
    let stated = std::str::from_utf8(&block[148..156]).ok();
    let stated = stated.map(|s| s.trim_matches([' ', '\0']));
    block[0] != 0 && stated.and_then(|s| u32::from_str_radix(s, 8).ok()) == Some(sum)
}

/// Whether the bytes are text of any encoding that keeps ASCII.
pub fn is_text(head: &[u8]) -> bool {
    let odd = head
        .iter()
        .filter(|b| **b < 0x20 && !matches!(**b, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a | 0x1b))
        .count();
    odd * 100 <= head.len()
}

/// The form of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum TextForm {
    Xml,
    GreenBook,
    /// Our own JSON lines.
    Records,
    /// Any other JSON objects.
    Objects,
    /// A reference list of patents.
    References,
    /// Rows with this delimiter.
    Rows(u8),
    /// No patent data by its nature.
    Beside(&'static str),
    /// Not known; what it looks like.
    Unknown(String),
}

/// Tells a text by its beginning; byte order marks are passed. Records behind a damaged beginning
/// are still found.
pub fn text_form(head: &[u8], utf8: bool) -> TextForm {
    match by_beginning(head, utf8) {
        TextForm::Unknown(_) if has_record_start(head) => TextForm::Xml,
        form => form,
    }
}

fn by_beginning(head: &[u8], utf8: bool) -> TextForm {
    let text = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let skip = text
        .iter()
        .position(|b| !b.is_ascii_whitespace() && *b != 0)
        .unwrap_or(text.len());
    let text = &text[skip..];
    if text.is_empty() {
        return TextForm::Unknown("nothing but blanks".to_owned());
    }
    if text[0] == b'<' {
        return xml_form(text);
    }
    if green_book(text) {
        return TextForm::GreenBook;
    }
    if !is_text(text) {
        let first: Vec<String> = text.iter().take(8).map(|b| format!("{b:02x}")).collect();
        return TextForm::Unknown(format!("binary data that begins with {}", first.join(" ")));
    }
    let line = &text[..memchr::memchr(b'\n', text).unwrap_or(text.len())];
    if text[0] == b'{' || (text[0] == b'[' && opens_array(text)) {
        return json_form(text, line);
    }
    if text[0] == b'[' && memchr::memmem::find(line, b"[P]").is_some() {
        return TextForm::References;
    }
    if memchr::memmem::find(text, b"*** BRS DOCUMENT BOUNDARY ***").is_some() {
        return TextForm::Unknown("BRS text of the US office, which is not read".to_owned());
    }
    if starts_any(
        text,
        &[b"# ", b"/*", b"#!", b"MIT License", b"The MIT License"],
    ) {
        return TextForm::Beside("a note or a program");
    }
    let widest = [b',', b';', b'\t', b'|']
        .into_iter()
        .filter(|d| utf8 || *d != b'|')
        .map(|d| (count_fields(line, d), d))
        .max_by_key(|(count, d)| (*count, *d == b','));
    match widest {
        Some((count, delimiter)) if count > 1 && is_table(text, delimiter, count) => {
            TextForm::Rows(delimiter)
        }
        _ => TextForm::Unknown(format!("text that begins with “{}”", opening(line))),
    }
}

fn xml_form(text: &[u8]) -> TextForm {
    if starts_any(
        text,
        &[b"<!ELEMENT", b"<!ENTITY", b"<!ATTLIST", b"<!NOTATION"],
    ) {
        return TextForm::Beside("a document type");
    }
    match first_element(text).as_deref() {
        Some("stylesheet" | "transform") => TextForm::Beside("a style sheet"),
        Some("schema") => TextForm::Beside("a schema"),
        Some("svg") => TextForm::Beside("an SVG picture"),
        Some(name) if name.eq_ignore_ascii_case("html") => {
            TextForm::Unknown("a web page (HTML)".to_owned())
        }
        None if memchr::memmem::find(text, b"<!ELEMENT").is_some()
            && memchr::memmem::find(text, b"<!DOCTYPE").is_none() =>
        {
            TextForm::Beside("a document type")
        }
        _ => TextForm::Xml,
    }
}

/// The local name of the first element in the bytes, comments and declarations passed.
pub fn first_element(text: &[u8]) -> Option<String> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'<', text.get(at..)?)?;
        let rest = &text[at..];
        if rest.starts_with(b"<!--") {
            at += memchr::memmem::find(rest, b"-->")?;
        } else if rest.get(1).is_some_and(u8::is_ascii_alphabetic) {
            let end = rest[1..].iter().position(|b| {
                !(b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':'))
            })?;
            let name = std::str::from_utf8(&rest[1..=end]).ok()?;
            return Some(name.rsplit(':').next().unwrap_or(name).to_owned());
        } else {
            at += 1;
        }
    }
}

fn green_book(text: &[u8]) -> bool {
    let mut patn = false;
    for line in text.split(|b| *b == b'\n').take(40) {
        if line.starts_with(b"PATN") && line[4..].iter().all(u8::is_ascii_whitespace) {
            patn = true;
        } else if patn {
            return line.starts_with(b"WKU ");
        }
    }
    false
}

fn opens_array(text: &[u8]) -> bool {
    let next = text[1..].iter().find(|b| !b.is_ascii_whitespace());
    matches!(next, Some(b'{'))
}

fn json_form(text: &[u8], line: &[u8]) -> TextForm {
    let has = |key: &[u8]| memchr::memmem::find(line, key).is_some();
    let ours = serde_json::from_slice::<serde_json::Value>(line)
        .map(|v| v.get("format").is_some() && v.get("publication").is_some());
    match ours {
        Ok(true) => TextForm::Records,
        // A first line that is cut or damaged.
        Err(_) if text[0] == b'{' && has(b"\"format\":") && has(b"\"publication\":") => {
            TextForm::Records
        }
        _ => TextForm::Objects,
    }
}

/// Whether the lines after the first look like rows as well: prose has commas, too.
fn is_table(text: &[u8], delimiter: u8, columns: usize) -> bool {
    let lines: Vec<&[u8]> = text.split(|b| *b == b'\n').collect();
    let whole = lines.len().saturating_sub(1).clamp(1, 50);
    let alike = lines
        .iter()
        .take(whole)
        .filter(|l| count_fields(l, delimiter) == columns)
        .count();
    // Quoted line breaks make many lines of one row.
    alike * 2 >= whole || memchr::memchr(b'"', text).is_some() && columns > 2
}

fn starts_any(text: &[u8], signs: &[&[u8]]) -> bool {
    signs.iter().any(|sign| text.starts_with(sign))
}

fn opening(line: &[u8]) -> String {
    String::from_utf8_lossy(line)
        .chars()
        .filter(|c| !c.is_control())
        .take(40)
        .collect()
}
