//! Damaged and hostile input: whatever is thrown at a reader, it answers, and never panics.

use crate::read::loss::{files_below, fixtures, text_of};
use crate::read::tree::{Element, Node};
use crate::read::{claims, classes, cn, us};
use proptest::prelude::*;
use std::sync::OnceLock;

/// The trees of all fixtures.
fn trees() -> &'static Vec<Element> {
    static TREES: OnceLock<Vec<Element>> = OnceLock::new();
    TREES.get_or_init(|| {
        texts()
            .iter()
            .filter_map(|text| Element::parse(text).ok())
            .filter(|root| count(root) < 4000)
            .collect()
    })
}

fn texts() -> &'static Vec<String> {
    static TEXTS: OnceLock<Vec<String>> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let mut files = Vec::new();
        files_below(&fixtures("us"), &mut files);
        files_below(&fixtures("cn"), &mut files);
        files
            .iter()
            .filter(|p| p.extension().is_some_and(|e| e == "gz"))
            .map(|p| text_of(p))
            .filter(|text| text.len() < 60_000)
            .collect()
    })
}

fn count(element: &Element) -> usize {
    1 + element.elements().map(count).sum::<usize>()
}

/// Does something bad to the n-th element: removes it, empties it, doubles it, renames it, or
/// puts other text into it.
fn damage(element: &mut Element, at: &mut usize, what: u8, text: &str) -> bool {
    let mut index = 0;
    while index < element.children.len() {
        if let Node::Element(child) = &mut element.children[index] {
            if *at == 0 {
                match what {
                    0 => drop(element.children.remove(index)),
                    1 => child.children.clear(),
                    2 => {
                        let twin = element.children[index].clone();
                        element.children.insert(index, twin);
                    }
                    3 => child.name = text.to_owned(),
                    4 => child.attributes.clear(),
                    5 => child.children = vec![Node::Text(text.to_owned())],
                    _ => {
                        for attribute in &mut child.attributes {
                            attribute.1 = text.to_owned();
                        }
                    }
                }
                return true;
            }
            *at -= 1;
            if damage(child, at, what, text) {
                return true;
            }
        }
        index += 1;
    }
    false
}

fn read_all(root: &Element) {
    let _ = cn::publication(root);
    let _ = cn::application_package(&[("2010102412224/a.xml".to_owned(), root.clone())]);
    let _ = us::redbook(root);
    let _ = us::xml2(root);
    let _ = us::pap(root);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn damaged_trees(
        which in 0usize..64,
        blows in prop::collection::vec((0usize..3000, 0u8..7, "\\PC{0,12}"), 1..12),
    ) {
        let trees = trees();
        let mut root = trees[which % trees.len()].clone();
        for (at, what, text) in &blows {
            let mut at = at % count(&root).max(1);
            damage(&mut root, &mut at, *what, text);
        }
        read_all(&root);
    }

    #[test]
    fn cut_and_spoilt_texts(which in 0usize..64, cut in 0usize..60_000, at in 0usize..60_000, with in "\\PC{0,8}") {
        let texts = texts();
        let text = &texts[which % texts.len()];
        let floor = |mut at: usize| {
            at %= text.len();
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let (cut, at) = (floor(cut), floor(at));
        let _ = us::sgml(&text[..cut]);
        let _ = us::greenbook(&text[..cut]);
        let spoilt = format!("{}{with}{}", &text[..at], &text[at..]);
        let _ = us::sgml(&spoilt);
        let _ = us::greenbook(&spoilt);
    }

    #[test]
    fn any_words(text in "\\PC{0,80}", number in 0u32..50) {
        for lang in ["zh", "en", "de", "fr", "", "ja"] {
            let found = claims::references(&text, lang, number);
            prop_assert!(found.iter().all(|n| *n > 0 && *n < number));
        }
        let _ = claims::without_number(&text, number);
        let _ = classes::ipc_symbol(&text);
        let _ = classes::uspc_symbol(&text);
        let _ = classes::locarno_symbol(&text);
        let _ = cn::package_number(&text);
        let _ = us::greenbook(&format!("PATN\nWKU  {text}\n{text}\nAPN  {text}\n"));
    }

    #[test]
    fn any_claim_words(words in prop::collection::vec(prop::sample::select(vec![
        "权利要求", "claim", "claims", "Anspruch", "revendications", "1", "2", "至", "-", "或", ",", "，", "and", " ", "第", "项", "%", ".", "前述", "preceding", "99999",
    ]), 0..30)) {
        let text = words.concat();
        for lang in ["zh", "en", "de", "fr", ""] {
            let found = claims::references(&text, lang, 9);
            prop_assert!(found.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
