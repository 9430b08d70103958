//! Remembers which elements of a bibliography a reader has used, so that the rest is kept as well.
//!
//! Offices add elements from version to version. A reader marks what it understood; everything
//! else that holds text ends in [`Record::extras`] under its path instead of vanishing.

use crate::read::bodytext;
use crate::read::tree::{Element, Node};
use crate::record::{Note, Record};
use std::cell::RefCell;
use std::collections::HashSet;

/// Marks of the elements used so far, by their place in memory; valid while the tree lives.
#[derive(Default)]
pub struct Ledger {
    used: RefCell<HashSet<*const Element>>,
}

impl Ledger {
    /// An empty ledger.
    pub fn new() -> Ledger {
        Ledger::default()
    }

    /// Marks an element with all that is below it.
    pub fn take<'a>(&self, element: &'a Element) -> &'a Element {
        self.used.borrow_mut().insert(std::ptr::from_ref(element));
        element
    }

    /// Whether this very element was marked.
    pub fn is_taken(&self, element: &Element) -> bool {
        self.used.borrow().contains(&std::ptr::from_ref(element))
    }

    /// Marks the element and gives its text, white space folded.
    pub fn text(&self, element: &Element) -> String {
        bodytext::flatten(self.take(element))
    }

    /// The text of a child, marked; empty when it is absent.
    pub fn child_text(&self, element: &Element, name: &str) -> String {
        element
            .child(name)
            .map(|child| self.text(child))
            .unwrap_or_default()
    }

    /// The text at a path, marked; empty when it is absent.
    pub fn text_at(&self, element: &Element, path: &str) -> String {
        element
            .at(path)
            .map(|found| self.text(found))
            .unwrap_or_default()
    }

    /// Writes everything below `root` that was not marked to the extras of the record, under
    /// `prefix` and the path of element names. Empty elements without mark are flags: `yes`.
    pub fn keep_rest(&self, root: &Element, prefix: &str, record: &mut Record) {
        for child in root.elements() {
            if self.is_taken(child) {
                continue;
            }
            let path = if prefix.is_empty() {
                child.name.clone()
            } else {
                format!("{prefix}.{}", child.name)
            };
            self.keep(child, &path, record);
        }
    }

    fn keep(&self, element: &Element, path: &str, record: &mut Record) {
        let mixed = element.children.iter().any(|node| match node {
            Node::Text(text) => !text.trim().is_empty(),
            _ => false,
        });
        if mixed {
            extra(record, path, &bodytext::flatten(element));
        } else if element.elements().next().is_some() {
            self.keep_rest(element, path, record);
        } else {
            let attributes: Vec<String> = element
                .attributes
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            let had_parts = !element.children.is_empty();
            if !attributes.is_empty() {
                extra(record, path, &attributes.join(" "));
            } else if !had_parts {
                extra(record, path, "yes");
            }
        }
    }
}

/// Adds a value to the extras of a record; a repeated key joins its values with a line break.
/// An empty value leaves no trace.
pub fn extra(record: &mut Record, key: &str, value: &str) {
    if value.is_empty() {
        return;
    }
    record
        .extras
        .entry(key.to_owned())
        .and_modify(|old| {
            old.push('\n');
            old.push_str(value);
        })
        .or_insert_with(|| value.to_owned());
}

/// Adds a note about something repaired or doubtful.
pub fn note(record: &mut Record, code: &str, detail: impl Into<String>) {
    record.notes.push(Note {
        code: code.to_owned(),
        detail: detail.into(),
    });
}
