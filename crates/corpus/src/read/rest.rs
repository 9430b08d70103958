//! Keeps account of what a reader has read, so that the rest goes to `extras` and nothing is lost.
//!
//! A reader takes the elements and attributes it understands. [`Ledger::rest`] then walks the
//! whole tree and hands over every text and attribute that nobody took, by its path.

use super::tree::Element;
use quanlian_handbook::Date;
use std::collections::{BTreeMap, HashSet};

/// What has been read of one tree. Elements are known by their address, which is stable because
/// the tree is borrowed unchanged for the life of the ledger.
#[derive(Debug, Default)]
pub struct Ledger {
    /// Elements whose text, and that of everything below, has been read.
    taken: HashSet<usize>,
    /// Elements that were read with all attributes.
    whole: HashSet<usize>,
    /// Attributes read.
    attributes: HashSet<(usize, String)>,
}

fn address(element: &Element) -> usize {
    std::ptr::from_ref(element) as usize
}

impl Ledger {
    /// Reads the folded text of an element; attributes of it stay open.
    pub fn text(&mut self, element: &Element) -> String {
        self.taken.insert(address(element));
        element.text()
    }

    /// Marks an element with all below it, attributes too, as read.
    pub fn take(&mut self, element: &Element) {
        self.whole.insert(address(element));
    }

    /// Reads an attribute, trimmed; `None` when it is missing or empty.
    pub fn attribute(&mut self, element: &Element, name: &str) -> Option<String> {
        let value = element.attribute(name)?.trim();
        self.attributes.insert((address(element), name.to_owned()));
        (!value.is_empty()).then(|| value.to_owned())
    }

    /// Reads the text at a path; empty when there is none.
    pub fn at(&mut self, element: &Element, path: &str) -> String {
        element
            .at(path)
            .map(|found| self.text(found))
            .unwrap_or_default()
    }

    /// Reads the date at a path. A text that is no date stays open and so ends in `extras`.
    pub fn date(&mut self, element: &Element, path: &str) -> Option<Date> {
        let found = element.at(path)?;
        let date = Date::read(&found.text())?;
        self.text(found);
        Some(date)
    }

    /// Hands over all that was not read: `extras[prefix.path.element]` or `….@attribute`.
    /// Attributes named in `layout` (ids, sequence numbers) carry no content and are left out.
    pub fn rest(
        &self,
        root: &Element,
        prefix: &str,
        layout: &[&str],
        extras: &mut BTreeMap<String, String>,
    ) {
        if self.whole.contains(&address(root)) {
            return;
        }
        for (name, value) in &root.attributes {
            let read = layout.contains(&name.as_str())
                || self.attributes.contains(&(address(root), name.clone()));
            if !read {
                extra(extras, &join(prefix, &format!("@{name}")), value);
            }
        }
        if self.taken.contains(&address(root)) {
            return;
        }
        let own_text = root
            .children
            .iter()
            .any(|node| matches!(node, super::tree::Node::Text(text) if !text.trim().is_empty()));
        if own_text {
            let name = if prefix.is_empty() { "text" } else { prefix };
            extra(extras, name, &root.text());
            return;
        }
        for child in root.elements() {
            self.rest(child, &join(prefix, &child.name), layout, extras);
        }
    }
}

fn join(prefix: &str, name: &str) -> String {
    match prefix {
        "" => name.to_owned(),
        _ => format!("{prefix}.{name}"),
    }
}

/// Adds a value to `extras`; a value that is there already under this name is joined with a
/// line break. Blank values are left out.
pub fn extra(extras: &mut BTreeMap<String, String>, name: &str, value: &str) {
    let value = value.trim();
    if value.is_empty() {
        return;
    }
    let slot = extras.entry(name.to_owned()).or_default();
    if !slot.is_empty() {
        slot.push('\n');
    }
    slot.push_str(value);
}

/// A language tag as ISO 639-1 in lower case. What is not two or three letters (`ol`, "original
/// language", in OPS) is no language and gives an empty text.
pub fn language(tag: &str) -> String {
    let tag = tag.trim().to_lowercase();
    let primary = tag.split(['-', '_']).next().unwrap_or_default();
    if primary.len() == 2 && primary != "ol" && primary.bytes().all(|b| b.is_ascii_lowercase()) {
        primary.to_owned()
    } else {
        String::new()
    }
}

/// A number without any white space.
pub fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_reads_is_handed_over() {
        let root =
            Element::parse("<a x='1' id='7'><b>read</b><c y='2'>new <i>thing</i></c><c>2</c></a>")
                .expect("reads");
        let mut ledger = Ledger::default();
        assert_eq!(ledger.at(&root, "b"), "read");
        let mut extras = BTreeMap::new();
        ledger.rest(&root, "", &["id"], &mut extras);
        let expected: BTreeMap<String, String> =
            [("@x", "1"), ("c", "new thing\n2"), ("c.@y", "2")]
                .map(|(k, v)| (k.to_owned(), v.to_owned()))
                .into();
        assert_eq!(extras, expected);
    }

    #[test]
    fn only_real_languages_pass() {
        assert_eq!(language("EN"), "en");
        assert_eq!(language("ol"), "");
        assert_eq!(language("zh-CN"), "zh");
    }
}
