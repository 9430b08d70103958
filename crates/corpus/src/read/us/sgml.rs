//! Grants in SGML (2001): the same elements as `PATDOC` XML, but empty elements are not closed.

use crate::read::ReadError;
use crate::read::tree::Element;
use crate::read::us::patdoc;
use crate::record::{Format, Record};
use std::collections::HashSet;

/// Reads one `PATDOC` grant in SGML.
///
/// # Errors
/// The codes of the XML tree when the text cannot be repaired (`read.xml-truncated` when the root is
/// never closed), `read.no-publication-number`.
pub fn sgml(text: &str) -> Result<Vec<Record>, ReadError> {
    let xml = to_xml(text)?;
    let root = Element::parse(&xml).map_err(|e| ReadError {
        code: e.code,
        detail: e.to_string(),
    })?;
    patdoc::read(&root, Format::UsSgml)
}

/// One piece of markup or text.
enum Piece<'a> {
    Text(&'a str),
    Open(&'a str, &'a str, bool),
    Close(&'a str),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        if start > 0 {
            out.push(Piece::Text(&rest[..start]));
        }
        rest = &rest[start..];
        let skip = if rest.starts_with("<!--") {
            rest.find("-->").map(|end| end + 3)
        } else if rest.starts_with("<!DOCTYPE") {
            // Perhaps with declarations in brackets.
            match (rest.find('['), rest.find('>')) {
                (Some(bracket), Some(end)) if bracket < end => rest.find("]>").map(|end| end + 2),
                (_, end) => end.map(|end| end + 1),
            }
        } else if rest.starts_with("<!") || rest.starts_with("<?") {
            rest.find('>').map(|end| end + 1)
        } else {
            None
        };
        if let Some(skip) = skip {
            rest = &rest[skip..];
            continue;
        }
        let named = rest[1..]
            .trim_start_matches('/')
            .starts_with(|c: char| c.is_ascii_alphabetic());
        match rest.find('>').filter(|_| named) {
            Some(end) => {
                let inside = &rest[1..end];
                if let Some(name) = inside.strip_prefix('/') {
                    out.push(Piece::Close(name.trim()));
                } else {
                    let closed = inside.ends_with('/');
                    let inside = inside.trim_end_matches('/').trim_end();
                    let cut = inside.find(char::is_whitespace).unwrap_or(inside.len());
                    out.push(Piece::Open(&inside[..cut], inside[cut..].trim(), closed));
                }
                rest = &rest[end + 1..];
            }
            None => {
                out.push(Piece::Text(&rest[..1]));
                rest = &rest[1..];
            }
        }
    }
    out.push(Piece::Text(rest));
    out
}

/// Closes what SGML leaves open and quotes attribute values, so that an XML reader can read it.
fn to_xml(text: &str) -> Result<String, ReadError> {
    let pieces = pieces(text.trim_start_matches('\u{feff}'));
    let closed: HashSet<&str> = pieces
        .iter()
        .filter_map(|piece| match piece {
            Piece::Close(name) => Some(*name),
            _ => None,
        })
        .collect();
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut open: Vec<&str> = Vec::new();
    for piece in &pieces {
        match piece {
            Piece::Text(text) => {
                if !open.is_empty() {
                    out.push_str(&text.replace('<', "&lt;"));
                }
            }
            Piece::Open(name, attributes, is_closed) => {
                let is_root = open.is_empty();
                out.push('<');
                out.push_str(name);
                push_attributes(attributes, &mut out);
                // An element that no end tag of the document names is an empty one, but the root.
                if *is_closed || !closed.contains(name) && !is_root {
                    out.push_str("/>");
                } else {
                    out.push('>');
                    open.push(name);
                }
            }
            Piece::Close(name) => {
                if let Some(place) = open.iter().rposition(|n| n == name) {
                    while open.len() > place {
                        if let Some(last) = open.pop() {
                            out.push_str("</");
                            out.push_str(last);
                            out.push('>');
                        }
                    }
                }
            }
        }
    }
    match open.first() {
        Some(root) => Err(ReadError {
            code: "read.xml-truncated",
            detail: format!("<{root}> is never closed"),
        }),
        None => Ok(out),
    }
}

fn push_attributes(text: &str, out: &mut String) {
    let mut rest = text.trim();
    while let Some((name, after)) = rest.split_once('=') {
        let name = name.split_whitespace().next_back().unwrap_or_default();
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_once(char::is_whitespace).unwrap_or((after, "")),
        };
        if !name.is_empty()
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_:.".contains(c))
        {
            out.push_str(&format!(
                " {name}=\"{}\"",
                value.replace('"', "&quot;").replace('<', "&lt;")
            ));
        }
        rest = next.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::to_xml;
    use crate::read::tree::Element;

    #[test]
    fn open_empty_elements_are_closed() {
        let text = "<!DOCTYPE PATDOC SYSTEM 'x' [\n<!ENTITY a SYSTEM 'b' NDATA TIF>\n]><PATDOC DTD=2.4><B561><PCIT>a &lt; b</PCIT><CITED-BY-EXAMINER></B561><EMI ID=\"E1\" FILE=x.TIF><P>3 < 4</P></PATDOC>";
        let root = Element::parse(&to_xml(text).expect("closes")).expect("reads");
        assert_eq!(root.attribute("DTD"), Some("2.4"));
        assert!(root.at("B561/CITED-BY-EXAMINER").is_some());
        assert_eq!(
            root.child("EMI").and_then(|e| e.attribute("FILE")),
            Some("x.TIF")
        );
        assert_eq!(root.text_at("P").as_deref(), Some("3 < 4"));
        assert_eq!(root.text_at("B561").as_deref(), Some("a < b"));
    }
}
