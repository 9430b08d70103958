//! A small XML tree for one record, built under limits: what every XML reader works on.
//!
//! Element names lose their prefix (`exch:country` is `country`), so that DOCDB fragments with
//! undeclared prefixes read like whole files. No entity that a file declares is ever expanded;
//! named character entities of ISO and HTML are. Text keeps its order among the children.

use quick_xml::XmlVersion;
use quick_xml::events::Event;
use std::borrow::Cow;

/// Limits of one record. A file that breaks one goes to quarantine.
pub mod limits {
    /// Deepest nesting of elements.
    pub const DEPTH_MAX: usize = 256;
    /// Most nodes of one record.
    pub const NODES_MAX: usize = 4_000_000;
    /// Most attributes of one element.
    pub const ATTRIBUTES_MAX: usize = 512;
}

/// Why a piece of XML cannot become a tree.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {detail} (byte {offset} of the record)")]
pub struct TreeError {
    /// A code of the one table of codes.
    pub code: &'static str,
    /// What was wrong, with the name of the element.
    pub detail: String,
    /// Offset inside the record.
    pub offset: u64,
}

/// A child of an element.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// Another element.
    Element(Element),
    /// Character data, entities resolved, white space as in the file.
    Text(String),
    /// A processing instruction such as `<?insert-start?>`, as written.
    Instruction(String),
}

/// An element.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Element {
    /// The local name, prefix removed, case kept.
    pub name: String,
    /// Attributes: local name and value.
    pub attributes: Vec<(String, String)>,
    /// Children in order.
    pub children: Vec<Node>,
}

impl Element {
    /// Reads one record. `text` holds exactly one element, perhaps after a prolog.
    pub fn parse(text: &str) -> Result<Element, TreeError> {
        Builder::default().run(text)
    }

    /// The value of an attribute, by local name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The first child element of that name.
    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    /// All child elements of that name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.elements().filter(move |element| element.name == name)
    }

    /// Goes down by names: `record.at("bibliographic-data/parties/applicants")`.
    pub fn at(&self, path: &str) -> Option<&Element> {
        path.split('/')
            .try_fold(self, |element, name| element.child(name))
    }

    /// The first element of that name anywhere below, in document order.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|element| {
            if element.name == name {
                Some(element)
            } else {
                element.find(name)
            }
        })
    }

    /// All elements of that name anywhere below, in document order; not looked for inside a match.
    pub fn find_all<'a>(&'a self, name: &str, out: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if element.name == name {
                out.push(element);
            } else {
                element.find_all(name, out);
            }
        }
    }

    /// All text below, in order, white space folded to single blanks and trimmed.
    pub fn text(&self) -> String {
        let mut raw = String::new();
        self.push_text(&mut raw);
        fold_blanks(&raw)
    }

    /// The folded text at a path, when the element is there and not empty.
    pub fn text_at(&self, path: &str) -> Option<String> {
        self.at(path)
            .map(Element::text)
            .filter(|text| !text.is_empty())
    }

    fn push_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.push_text(out),
                Node::Instruction(_) => {}
            }
        }
    }
}

/// Folds runs of white space to one blank and trims. Between two Chinese characters a line break
/// of the file vanishes: it is layout, not text.
pub fn fold_blanks(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    for word in raw.split_whitespace() {
        if !out.is_empty() {
            let glue = out.chars().next_back().is_some_and(is_wide)
                && word.chars().next().is_some_and(is_wide);
            if !glue {
                out.push(' ');
            }
        }
        out.push_str(word);
    }
    out
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

#[derive(Default)]
struct Builder {
    stack: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
}

impl Builder {
    fn run(mut self, text: &str) -> Result<Element, TreeError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = quick_xml::Reader::from_str(text);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        loop {
            let offset = reader.buffer_position();
            let fail = |code: &'static str, detail: String| TreeError {
                code,
                detail,
                offset,
            };
            let event = reader
                .read_event()
                .map_err(|e| fail("read.xml-malformed", e.to_string()))?;
            match event {
                Event::Start(start) => {
                    if self.stack.len() >= limits::DEPTH_MAX {
                        return Err(fail(
                            "read.xml-too-deep",
                            format!("more than {} levels", limits::DEPTH_MAX),
                        ));
                    }
                    if self.stack.is_empty() && self.root.is_some() {
                        return Err(fail("read.xml-two-roots", element_name(&start)));
                    }
                    let element =
                        open(&start).map_err(|detail| fail("read.xml-attribute", detail))?;
                    self.stack.push(element);
                    self.count()
                        .map_err(|d| fail("read.xml-too-many-nodes", d))?;
                }
                Event::Empty(start) => {
                    if self.stack.is_empty() && self.root.is_some() {
                        return Err(fail("read.xml-two-roots", element_name(&start)));
                    }
                    let element =
                        open(&start).map_err(|detail| fail("read.xml-attribute", detail))?;
                    self.close(element);
                    self.count()
                        .map_err(|d| fail("read.xml-too-many-nodes", d))?;
                }
                Event::End(end) => match self.stack.pop() {
                    Some(element) => self.close(element),
                    None => {
                        let name = end.local_name().as_ref().to_owned();
                        return Err(fail(
                            "read.xml-malformed",
                            format!("</{name}> closes nothing"),
                        ));
                    }
                },
                Event::Text(text) => self.push_text(&text.xml_content(XmlVersion::Implicit1_0)),
                Event::CData(data) => self.push_text(&data.xml_content(XmlVersion::Implicit1_0)),
                Event::GeneralRef(entity) => {
                    let name: &str = &entity;
                    let value: Cow<'_, str> = match entity.resolve_char_ref() {
                        Ok(Some(c)) => Cow::Owned(c.to_string()),
                        Ok(None) => match quick_xml::escape::resolve_html5_entity(name) {
                            Some(known) => Cow::Borrowed(known),
                            None => Cow::Owned(format!("&{name};")),
                        },
                        Err(_) => Cow::Borrowed("\u{fffd}"),
                    };
                    self.push_text(&value);
                }
                Event::PI(instruction) => {
                    self.count()
                        .map_err(|d| fail("read.xml-too-many-nodes", d))?;
                    if let Some(top) = self.stack.last_mut() {
                        top.children
                            .push(Node::Instruction(instruction.to_string()));
                    }
                }
                Event::Comment(_) | Event::Decl(_) | Event::DocType(_) => {}
                Event::Eof => break,
            }
        }
        let at_end = |code: &'static str, detail: String| TreeError {
            code,
            detail,
            offset: text.len() as u64,
        };
        if let Some(open) = self.stack.last() {
            return Err(at_end(
                "read.xml-truncated",
                format!("<{}> is never closed", open.name),
            ));
        }
        self.root
            .ok_or_else(|| at_end("read.xml-empty", "no element".to_owned()))
    }

    fn count(&mut self) -> Result<(), String> {
        self.nodes += 1;
        if self.nodes > limits::NODES_MAX {
            return Err(format!("more than {} nodes", limits::NODES_MAX));
        }
        Ok(())
    }

    fn close(&mut self, element: Element) {
        match self.stack.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn push_text(&mut self, text: &str) {
        let Some(top) = self.stack.last_mut() else {
            return;
        };
        if let Some(Node::Text(last)) = top.children.last_mut() {
            last.push_str(text);
        } else if !text.is_empty() {
            top.children.push(Node::Text(text.to_owned()));
        }
    }
}

fn element_name(start: &quick_xml::events::BytesStart<'_>) -> String {
    start.local_name().as_ref().to_owned()
}

fn open(start: &quick_xml::events::BytesStart<'_>) -> Result<Element, String> {
    let mut element = Element {
        name: element_name(start),
        ..Element::default()
    };
    for attribute in start.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| format!("<{}>: {e}", element.name))?;
        if element.attributes.len() >= limits::ATTRIBUTES_MAX {
            return Err(format!(
                "<{}> has more than {} attributes",
                element.name,
                limits::ATTRIBUTES_MAX
            ));
        }
        let name = attribute.key.local_name().as_ref().to_owned();
        let value = match attribute.normalized_value_with(XmlVersion::Implicit1_0, 0, |e| {
            quick_xml::escape::resolve_html5_entity(e)
        }) {
            Ok(value) => value.into_owned(),
            Err(_) => attribute.value.to_string(),
        };
        element.attributes.push((name, value));
    }
    Ok(element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_fall_and_entities_resolve() {
        let root = Element::parse(
            "<exch:a x:id='1'>α&mdash;&#x4e2d;<b/>&unknown;<![CDATA[<c>]]></exch:a>",
        )
        .expect("reads");
        assert_eq!(root.name, "a");
        assert_eq!(root.attribute("id"), Some("1"));
        assert_eq!(root.text(), "α—中&unknown;<c>");
    }

    #[test]
    fn hostile_input_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"lol\"><!ENTITY y \"&x;&x;\">]><a>&y;</a>";
        assert_eq!(Element::parse(bomb).expect("reads").text(), "&y;");
        let deep = "<a>".repeat(100_000);
        assert_eq!(
            Element::parse(&deep).expect_err("too deep").code,
            "read.xml-too-deep"
        );
        assert_eq!(
            Element::parse("<a><b>").expect_err("truncated").code,
            "read.xml-truncated"
        );
        assert_eq!(
            Element::parse("<a/><b/>").expect_err("two roots").code,
            "read.xml-two-roots"
        );
        assert_eq!(
            Element::parse("<a></b>").expect_err("mismatch").code,
            "read.xml-malformed"
        );
    }

    #[test]
    fn line_breaks_between_chinese_characters_vanish() {
        assert_eq!(
            fold_blanks(" 石墨\n  烯 电池\r\nLi-ion  cell "),
            "石墨烯电池 Li-ion cell"
        );
    }
}
