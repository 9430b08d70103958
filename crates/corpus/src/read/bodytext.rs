//! Mixed content → plain text: paragraphs, claims, tables, placeholders for formulae and pictures.

mod claim_set;

use crate::read::tree::{Element, Node};
use crate::record::{Drawing, Paragraph};
pub use claim_set::claim_set;

/// Whether an element name equals a key written in small letters without hyphens and without the
/// prefix `cn-`: `DocNumber`, `doc-number` and `cn-doc-number` all equal `docnumber`.
pub fn same_name(name: &str, key: &str) -> bool {
    // Most comparisons end here.
    let first = name.bytes().next().map(|b| b.to_ascii_lowercase());
    if first != key.bytes().next() && first != Some(b'c') {
        return false;
    }
    let matches = |name: &str| {
        let mut letters = name
            .bytes()
            .filter(|b| *b != b'-' && *b != b'_')
            .map(|b| b.to_ascii_lowercase());
        key.bytes().all(|b| letters.next() == Some(b)) && letters.next().is_none()
    };
    matches(name) || name.strip_prefix("cn-").is_some_and(matches)
}

fn is_one_of(name: &str, keys: &[&str]) -> bool {
    keys.iter().any(|key| same_name(name, key))
}

const PARAGRAPHS: &[&str] = &["p", "paragraphs", "paragraph", "para", "pp"];
const HEADINGS: &[&str] = &["heading", "h", "headings"];
const TABLES: &[&str] = &["table", "tables", "tableus", "tablecwu", "tableexternaldoc"];
const FIGURES: &[&str] = &[
    "figure",
    "figures",
    "abstractfigure",
    "abstfigure",
    "abstractdrawing",
];
const PICTURES: &[&str] = &["img", "image", "emi"];
const FORMULAE: &[&str] = &["maths", "math", "mathus", "mathcwu"];
const CHEMISTRY: &[&str] = &["chemistry", "chemus", "chemcwu", "chemistrycwu"];
const ITEMS: &[&str] = &[
    "li",
    "dt",
    "dd",
    "claimtext",
    "clmstep",
    "p",
    "paragraphs",
    "paragraph",
    "para",
    "tables",
    "tableus",
    "tablecwu",
    "tgroup",
    "footnote",
];
const CLAIMS: &[&str] = &["claim", "clm"];
const CLAIM_REFERENCES: &[&str] = &["claimref", "clref", "dependentclaimreference"];

/// Headings that the implementing regulations of the Chinese patent law prescribe for a description.
const CHINESE_HEADINGS: &[&str] = &[
    "技术领域",
    "背景技术",
    "发明内容",
    "实用新型内容",
    "附图说明",
    "具体实施方式",
    "发明的内容",
    "具体实施例",
];

/// All text below an element: white space folded, list items and sub-paragraphs on lines of their
/// own, table cells joined by tabs, formulae and pictures as `[math:ID]`, `[chem:ID]`, `[img:ID]`.
pub fn flatten(element: &Element) -> String {
    let mut flow = Flow::default();
    flow.inside(element);
    flow.out
}

/// The text below an element with its leading blanks, for fixed columns in which blanks count.
/// Blank text between elements does not count; a value on lines of its own has lost its columns.
pub fn raw_text(element: &Element) -> String {
    fn push(element: &Element, out: &mut String) {
        for node in &element.children {
            match node {
                Node::Text(text) if text.trim().is_empty() => {}
                Node::Text(text) if text.trim_end().contains('\n') => out.push_str(text.trim()),
                Node::Text(text) => out.push_str(text.trim_end()),
                Node::Element(child) => push(child, out),
                Node::Instruction(_) => {}
            }
        }
    }
    let mut out = String::new();
    push(element, &mut out);
    out
}

#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
enum Gap {
    #[default]
    None,
    Blank,
    /// A line break that the typesetter made, not the author.
    Layout,
    Line,
}

#[derive(Default)]
struct Flow {
    out: String,
    gap: Gap,
    inline: usize,
}

impl Flow {
    fn inside(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                Node::Text(text) => self.text(text),
                Node::Instruction(instruction) => {
                    // Matter struck out by a reissue is printed in brackets.
                    if instruction.starts_with("delete-start") {
                        self.text("[");
                    } else if instruction.starts_with("delete-end") {
                        self.text("]");
                    }
                }
                Node::Element(child) => self.element(child),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.as_str();
        if is_one_of(name, &["br", "pb", "dp"]) {
            self.widen(Gap::Layout);
        } else if is_one_of(
            name,
            &["sub", "sup", "sub2", "sup2", "subscript", "superscript"],
        ) {
            if self.gap == Gap::Layout {
                self.gap = Gap::None;
            }
            self.inside(element);
        } else if same_name(name, "dels") {
            self.text("[");
        } else if same_name(name, "dele") {
            self.text("]");
        } else if is_one_of(name, FORMULAE) {
            self.placeholder("math", element);
        } else if is_one_of(name, CHEMISTRY) {
            self.placeholder("chem", element);
        } else if is_one_of(name, PICTURES) {
            self.placeholder("img", element);
        } else if is_one_of(name, &["row", "tr"]) {
            self.row(element);
        } else if is_one_of(name, &["number", "colspec"]) {
            // The number of a paragraph is kept apart; column widths are layout.
        } else if is_one_of(name, CLAIM_REFERENCES) {
            self.inline += 1;
            self.inside(element);
            self.inline -= 1;
        } else if self.inline == 0 && is_one_of(name, ITEMS) {
            self.widen(Gap::Line);
            self.inside(element);
            self.widen(Gap::Line);
        } else {
            self.inside(element);
        }
    }

    fn row(&mut self, row: &Element) {
        let cells: Vec<String> = row
            .elements()
            .map(|cell| flatten(cell).replace(['\n', '\t'], " "))
            .collect();
        if cells.iter().all(String::is_empty) {
            return;
        }
        self.widen(Gap::Line);
        let line = cells.join("\t");
        self.flush_gap(' ');
        self.out.push_str(line.trim_end());
        self.widen(Gap::Line);
    }

    fn placeholder(&mut self, kind: &str, element: &Element) {
        let id = attribute(element, &["id"])
            .or_else(|| first_picture(element).and_then(|p| attribute(p, &["id", "file"])))
            .or_else(|| attribute(element, &["file", "num"]))
            .unwrap_or_default();
        self.text(&format!("[{kind}:{id}]"));
    }

    fn widen(&mut self, gap: Gap) {
        if gap > self.gap {
            self.gap = gap;
        }
    }

    fn flush_gap(&mut self, next: char) {
        let gap = std::mem::take(&mut self.gap);
        let Some(last) = self.out.chars().next_back() else {
            return;
        };
        match gap {
            Gap::None => {}
            Gap::Blank if is_wide(last) && is_wide(next) => {}
            Gap::Layout if is_wide(last) || is_wide(next) => {}
            Gap::Blank | Gap::Layout => self.out.push(' '),
            Gap::Line => self.out.push('\n'),
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if c.is_whitespace() {
                self.widen(Gap::Blank);
            } else {
                if self.gap != Gap::None {
                    self.flush_gap(c);
                }
                self.out.push(c);
            }
        }
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// The first attribute of one of these names, capital or small.
pub fn attribute(element: &Element, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| {
        element
            .attributes
            .iter()
            .find(|(n, v)| same_name(n, name) && !v.is_empty())
            .map(|(_, v)| v.clone())
    })
}

fn first_picture(element: &Element) -> Option<&Element> {
    element.elements().find_map(|child| {
        if is_one_of(&child.name, PICTURES) {
            Some(child)
        } else {
            first_picture(child)
        }
    })
}

/// The paragraphs of an abstract or a description, headings as paragraphs of their own.
pub fn paragraphs(element: &Element) -> Vec<Paragraph> {
    let mut out = Vec::new();
    collect_paragraphs(element, &mut out);
    out
}

fn collect_paragraphs(element: &Element, out: &mut Vec<Paragraph>) {
    for node in &element.children {
        match node {
            Node::Text(text) => push_paragraph(text.trim(), "", false, out),
            Node::Instruction(_) => {}
            Node::Element(child) => {
                let name = child.name.as_str();
                if is_one_of(name, PARAGRAPHS) {
                    let text = flatten(child);
                    push_paragraph(&text, &paragraph_number(child), false, out);
                } else if is_one_of(name, HEADINGS) {
                    push_paragraph(&flatten(child), &paragraph_number(child), true, out);
                } else if is_one_of(name, FIGURES) || same_name(name, "inventiontitle") {
                    // Pictures are drawings; the title stands with the titles.
                } else if !is_one_of(name, TABLES) && holds_blocks(child) {
                    collect_paragraphs(child, out);
                } else {
                    push_paragraph(&flatten(child), "", false, out);
                }
            }
        }
    }
}

fn holds_blocks(element: &Element) -> bool {
    element.elements().any(|child| {
        is_one_of(&child.name, PARAGRAPHS)
            || is_one_of(&child.name, HEADINGS)
            || holds_blocks(child)
    })
}

fn paragraph_number(element: &Element) -> String {
    let stated =
        attribute(element, &["num"]).or_else(|| element.child("number").map(Element::text));
    let number = stated.unwrap_or_default();
    let number = number
        .trim_matches(|c: char| c.is_whitespace() || "[].［］".contains(c))
        .to_owned();
    if number.chars().all(|c| c == '0') {
        String::new()
    } else {
        number
    }
}

fn push_paragraph(text: &str, number: &str, heading: bool, out: &mut Vec<Paragraph>) {
    if text.is_empty() {
        return;
    }
    out.push(Paragraph {
        number: number.to_owned(),
        heading: heading || CHINESE_HEADINGS.contains(&text.trim_end_matches(['：', ':'])),
        text: text.to_owned(),
    });
}

/// The pictures of an element and below it as references. `content` is used where the file states
/// none.
pub fn drawings(element: &Element, content: &str) -> Vec<Drawing> {
    let mut out = Vec::new();
    collect_drawings(element, content, "", &mut out);
    out
}

fn collect_drawings(element: &Element, content: &str, figure: &str, out: &mut Vec<Drawing>) {
    if !is_one_of(&element.name, PICTURES) {
        let label = attribute(element, &["figurelabels", "figurelabel"]);
        let figure = label.as_deref().unwrap_or(figure);
        for child in element.elements() {
            collect_drawings(child, content, figure, out);
        }
        return;
    }
    let stated = attribute(element, &["imgcontent", "ti"])
        .filter(|stated| stated != "undefined")
        .unwrap_or_default();
    let size = match (attribute(element, &["wi"]), attribute(element, &["he"])) {
        (Some(wi), Some(he)) => format!("{wi} x {he}"),
        _ => String::new(),
    };
    out.push(Drawing {
        id: attribute(element, &["id"]).unwrap_or_default(),
        file: attribute(element, &["file"]).unwrap_or_default(),
        figure: figure.to_owned(),
        format: attribute(element, &["imgformat", "imf", "format"])
            .unwrap_or_default()
            .to_lowercase(),
        size,
        content: match content.is_empty() {
            true => stated,
            false => content.to_owned(),
        },
    });
}
