//! Paragraphs, headings, lists, tables and formulae of ST.36 text → plain paragraphs.

use crate::read::rest::{extra, without_blanks};
use crate::read::tree::{Element, Node, fold_blanks};
use crate::record::{Drawing, Paragraph, Passage};
use std::collections::BTreeMap;

/// What lies beside the text: pictures inside it, and the characters of formulae, by id.
#[derive(Debug, Default)]
pub struct Beside {
    /// Pictures inside the text, in order.
    pub drawings: Vec<Drawing>,
    /// `math.ID` → the characters of the formula, blank between the parts.
    pub formulae: BTreeMap<String, String>,
}

/// The mark of a line break while a text is put together: a control character that XML forbids.
const BREAK: char = '\u{1}';
/// The mark between two cells of a table.
const CELL: char = '\u{2}';

/// The text of one element as a paragraph's text: white space folded, list items and table rows
/// on lines of their own, formulae and pictures as `[math:ID]`, `[chem:ID]`, `[img:ID]`.
pub fn flow(element: &Element, beside: &mut Beside) -> String {
    let mut raw = String::new();
    push(element, &mut raw, beside);
    tidy(&raw)
}

/// As [`flow`], for text that is already plain.
pub fn tidy(raw: &str) -> String {
    let mut out = String::new();
    for line in raw.split(BREAK) {
        let cells: Vec<String> = line.split(CELL).map(fold_blanks).collect();
        let line = cells.join("\t");
        let line = line.trim_matches(' ').trim_end_matches('\t');
        if line.trim().is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(line);
    }
    out
}

/// The paragraphs of an abstract or a description, in order.
pub fn passage(element: &Element, lang: &str, beside: &mut Beside) -> Passage {
    let mut passage = Passage {
        lang: lang.to_owned(),
        ..Passage::default()
    };
    paragraphs(element, &mut passage.paragraphs, beside);
    passage
}

fn paragraphs(element: &Element, out: &mut Vec<Paragraph>, beside: &mut Beside) {
    let own_text = element
        .children
        .iter()
        .any(|node| matches!(node, Node::Text(text) if !text.trim().is_empty()));
    if own_text {
        // Text stands directly here: the whole element is one paragraph.
        let text = flow(element, beside);
        out.push(numbered(element, false, text));
        return;
    }
    for child in element.elements() {
        let heading = child.name == "heading" || child.name == "title" || child.name == "h";
        match child.name.as_str() {
            "p" | "heading" | "title" | "h" | "abst-problem" | "abst-solution" => {
                let text = flow(child, beside);
                if !text.is_empty() {
                    out.push(numbered(child, heading, text));
                }
            }
            _ if is_inline(&child.name) => {
                let text = flow(&wrapped(child), beside);
                if !text.is_empty() {
                    out.push(numbered(child, false, text));
                }
            }
            _ => paragraphs(child, out, beside),
        }
    }
}

fn wrapped(child: &Element) -> Element {
    Element {
        children: vec![Node::Element(child.clone())],
        ..Element::default()
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "b" | "i"
            | "u"
            | "sub"
            | "sup"
            | "img"
            | "maths"
            | "chemistry"
            | "tables"
            | "table"
            | "ul"
            | "ol"
            | "dl"
            | "br"
            | "pre"
            | "figref"
            | "patcit"
            | "nplcit"
    )
}

/// A paragraph with its number: the attribute `num`, else a leading `[0012]`.
fn numbered(element: &Element, heading: bool, text: String) -> Paragraph {
    let stated = element.attribute("num").unwrap_or_default().trim();
    let leading = text
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
        .filter(|(number, _)| {
            (3..=5).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit())
        });
    match leading {
        Some((number, rest)) if stated.is_empty() || stated == number => Paragraph {
            number: number.to_owned(),
            heading,
            text: rest.trim_start().to_owned(),
        },
        _ => Paragraph {
            number: without_blanks(stated),
            heading,
            text,
        },
    }
}

fn push(element: &Element, out: &mut String, beside: &mut Beside) {
    for node in &element.children {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Instruction(_) => {}
            Node::Element(child) => push_element(child, out, beside),
        }
    }
}

fn push_element(child: &Element, out: &mut String, beside: &mut Beside) {
    match child.name.as_str() {
        "br" => out.push(BREAK),
        "li" | "dt" | "p" | "claim-text" | "pre" | "title" | "row" | "ul" | "ol" | "dl"
        | "table" => {
            out.push(BREAK);
            push(child, out, beside);
            out.push(BREAK);
        }
        "dd" => {
            // A definition stays on the line of its term.
            while out.ends_with(BREAK) {
                out.pop();
            }
            out.push(CELL);
            push(child, out, beside);
            out.push(BREAK);
        }
        "entry" => {
            let mut cell = String::new();
            push(child, &mut cell, beside);
            let cell: String = cell
                .chars()
                .map(|c| if c == BREAK || c == CELL { ' ' } else { c })
                .collect();
            out.push_str(&cell);
            out.push(CELL);
        }
        "maths" | "math" => {
            let id = picture(child, "math", beside);
            if let Some(math) = formula_text(child) {
                extra(&mut beside.formulae, &format!("math.{id}"), &math);
            }
            out.push_str(&format!(" [math:{id}] "));
            // The printed number of the formula, `(42)`; plain digits only count the formulae.
            if let Some(printed) = child.attribute("num").filter(|num| num.starts_with('(')) {
                out.push_str(&format!("{printed} "));
            }
        }
        "chemistry" => {
            let id = picture(child, "chem", beside);
            out.push_str(&format!(" [chem:{id}] "));
        }
        "img" => {
            let id = image(child, "", beside);
            out.push_str(&format!(" [img:{id}] "));
        }
        "tables" => {
            let id = picture(child, "table", beside);
            out.push(BREAK);
            if child.find("entry").is_some() {
                let tables: Vec<&Element> = child.elements().filter(|e| e.name != "img").collect();
                for table in tables {
                    push_element(table, out, beside);
                }
            } else {
                out.push_str(&format!("[img:{id}]"));
            }
            out.push(BREAK);
        }
        _ => push(child, out, beside),
    }
}

fn formula_text(element: &Element) -> Option<String> {
    fn walk(element: &Element, out: &mut Vec<String>) {
        for node in &element.children {
            match node {
                Node::Text(text) if !text.trim().is_empty() => out.push(fold_blanks(text)),
                Node::Element(child) => walk(child, out),
                _ => {}
            }
        }
    }
    let mut parts = Vec::new();
    walk(element, &mut parts);
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Notes the picture inside a wrapper and gives the id by which the text names it.
fn picture(wrapper: &Element, content: &str, beside: &mut Beside) -> String {
    let id = wrapper
        .attribute("id")
        .unwrap_or_default()
        .trim()
        .to_owned();
    let mut images = Vec::new();
    wrapper.find_all("img", &mut images);
    let own_cells = wrapper.name == "tables" && wrapper.find("entry").is_some();
    for img in images {
        if own_cells && wrapper.elements().all(|e| !std::ptr::eq(e, img)) {
            continue; // a picture in a cell, met again when the cell is read
        }
        let image_id = image(img, content, beside);
        if let Some(drawing) = beside.drawings.last_mut()
            && !id.is_empty()
        {
            drawing.id = id.clone();
        }
        if id.is_empty() {
            return image_id;
        }
    }
    id
}

/// Notes a picture; gives its id.
pub fn image(img: &Element, content: &str, beside: &mut Beside) -> String {
    let drawing = drawing(img, content);
    let id = drawing.id.clone();
    beside.drawings.push(drawing);
    id
}

/// A picture as a reference.
pub fn drawing(img: &Element, content: &str) -> Drawing {
    let value = |name: &str| img.attribute(name).unwrap_or_default().trim().to_owned();
    let size = match (value("wi"), value("he")) {
        (w, h) if w.is_empty() && h.is_empty() => String::new(),
        (w, h) => format!("{w}×{h}"),
    };
    let stated = value("img-content");
    Drawing {
        id: value("id"),
        file: value("file"),
        figure: String::new(),
        format: match value("img-format") {
            format if format.is_empty() => value("type"),
            format => format,
        },
        size,
        content: if content.is_empty() {
            stated
        } else {
            content.to_owned()
        },
    }
}
