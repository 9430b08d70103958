//! Looks for what is probably a mistake: terms that can find nothing or far too much, operators
//! that were swallowed by a word, conditions that contradict each other.

use super::ast::{Expr, Node};
use super::error::{QueryError, Warnings};
use super::lex::{is_cjk, is_wild};
use super::print;
use std::collections::HashSet;
use std::ops::Range;

/// A term as a front end read it.
#[derive(Clone, Debug)]
pub(crate) struct Term<'t> {
    /// In the form of the tree.
    pub(crate) text: &'t str,
    pub(crate) quoted: bool,
    pub(crate) stem: bool,
    /// A backslash was used in it, or it is quoted.
    pub(crate) escaped: bool,
    pub(crate) at: Range<usize>,
}

/// Checks one term.
///
/// # Errors
/// A term without a letter or digit, a star in a native term, stemming of a truncated word.
pub(crate) fn term(term: &Term, warnings: &mut Warnings) -> Result<(), QueryError> {
    let Term { text, at, .. } = term;
    let (mut letters, mut wild, mut wild_run, mut last_wild) = (0, 0, false, false);
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            chars.next();
            last_wild = false;
        } else if is_wild(c) {
            wild += 1;
            wild_run |= last_wild && (c == '+' || text.contains("+"));
            last_wild = true;
        } else {
            letters += usize::from(c.is_alphanumeric());
            last_wild = false;
        }
    }
    if letters == 0 {
        return Err(if wild > 0 {
            QueryError::new(
                "query.only-wildcards",
                at.clone(),
                "a term needs a letter or digit besides wildcards",
                "检索词除通配符外至少要有一个字符",
            )
        } else {
            QueryError::new(
                "query.empty-term",
                at.clone(),
                "a term needs a letter or digit; punctuation is not indexed",
                "检索词至少要有一个字或数字；标点不建索引",
            )
        });
    }
    if text.contains('*') && (term.quoted || !term.escaped) {
        let en = "truncation is written + (any number), # (one), ? (none or one)";
        let zh = "截断符是 +（任意个）、#（一个）、?（零或一个）";
        if !term.quoted {
            return Err(
                QueryError::new("query.star", at.clone(), en, zh).propose(text.replace('*', "+"))
            );
        }
        warnings.add("query.star", at.clone(), en, zh, None);
    }
    if term.stem && wild > 0 {
        return Err(QueryError::new(
            "query.stem-wildcard",
            at.clone(),
            "~ (other inflections) and wildcards do not go together",
            "~（词形变化）不能与通配符并用",
        ));
    }
    if term.stem && !text.chars().any(|c| c.is_ascii_alphabetic()) {
        warnings.add(
            "query.stem-without-word",
            at.clone(),
            "~ has no effect on this term: only English words are inflected",
            "~ 对此词无效：只有英文词有词形变化",
            None,
        );
    }
    if wild_run {
        warnings.add(
            "query.wildcard-run",
            at.clone(),
            "several wildcards in a row; a plus sign that is meant literally is written \\+",
            "连续的通配符；若加号是字面意思请写作 \\+",
            (!term.quoted).then(|| text.replace('+', "\\+")),
        );
    } else if text.contains('+') && wild > 0 && letters < 2 {
        warnings.add(
            "query.short-wildcard",
            at.clone(),
            "a single letter with + finds very much",
            "单个字符加 + 会命中过多",
            None,
        );
    }
    if !term.escaped {
        glued(text, at, warnings);
        if let Some(rest) = text.strip_prefix('-') {
            warnings.add(
                "query.leading-minus",
                at.clone(),
                "the hyphen is not an operator and is ignored; write NOT to exclude",
                "连字符不是运算符，会被忽略；排除请用 NOT",
                Some(format!("NOT {rest}")),
            );
        }
    }
    Ok(())
}

/// `石墨烯AND电池`, `石墨烯或碳纳米管`.
fn glued(text: &str, at: &Range<usize>, warnings: &mut Warnings) {
    const WORDS: &[(&str, &str)] = &[
        ("AND", "AND"),
        ("and", "AND"),
        ("OR", "OR"),
        ("or", "OR"),
        ("NOT", "NOT"),
        ("not", "NOT"),
        ("并且", "AND"),
        ("或者", "OR"),
        ("且", "AND"),
        ("或", "OR"),
    ];
    if !text.chars().any(is_cjk) {
        return;
    }
    for (word, plain) in WORDS {
        let Some((left, right)) = text.split_once(word) else {
            continue;
        };
        let long = |s: &str| s.chars().filter(|c| is_cjk(*c)).count() >= 2;
        let (before, after) = (left.chars().next_back(), right.chars().next());
        let cjk = |c: Option<char>| c.is_some_and(is_cjk);
        // `石墨烯 AND电池` too, in capitals only.
        let edge = word.starts_with(|c: char| c.is_ascii_uppercase())
            && (before.is_none() && cjk(after) || after.is_none() && cjk(before));
        let near = edge || (cjk(before) && cjk(after));
        if near && (word.is_ascii() || (long(left) && long(right))) {
            warnings.add(
                "query.glued-operator",
                at.clone(),
                format!("{word} stands inside a word and is part of it; set blanks around it if it is an operator"),
                format!("“{word}”夹在词中，按字面处理；若是运算符请在两侧加空格"),
                Some(format!("{left} {plain} {right}").trim().to_owned()),
            );
            return;
        }
    }
}

/// Checks the finished tree.
pub(crate) fn tree(expr: &Expr, warnings: &mut Warnings) {
    let negative = match &expr.node {
        Node::Not(_) => true,
        Node::And(list) => list.iter().all(|e| matches!(e.node, Node::Not(_))),
        _ => false,
    };
    if negative {
        warnings.add(
            "query.only-not",
            expr.at.clone(),
            "the query only excludes: it finds the whole rest of the collection",
            "检索式只有排除条件：将命中其余全部文献",
            None,
        );
    }
    let mut open = vec![expr];
    while let Some(e) = open.pop() {
        match &e.node {
            Node::And(list) => {
                twins(list, "AND", warnings);
                contradiction(list, warnings);
                open.extend(list);
            }
            Node::Or(list) => {
                twins(list, "OR", warnings);
                open.extend(list);
            }
            Node::Xor(a, b) => open.extend([&**a, &**b]),
            Node::Not(a) | Node::Boost(a, _) => open.push(a),
            _ => {}
        }
    }
}

/// The same condition twice under one operator.
fn twins(list: &[Expr], operator: &str, warnings: &mut Warnings) {
    let mut seen = HashSet::new();
    for e in list {
        let leaf = !matches!(
            e.node,
            Node::And(_) | Node::Or(_) | Node::Xor(..) | Node::Not(_) | Node::Boost(..)
        );
        if leaf && !seen.insert(print::normal(e)) && warnings.room("query.duplicate") {
            warnings.add(
                "query.duplicate",
                e.at.clone(),
                format!("stands twice under the same {operator}"),
                format!("在同一个 {operator} 中出现两次"),
                None,
            );
        }
    }
}

/// Two ranges of the same field that have no value in common.
fn contradiction(list: &[Expr], warnings: &mut Warnings) {
    let mut least = std::collections::HashMap::new();
    for e in list {
        let (field, from, to) = match &e.node {
            Node::Date { field, from, to } => {
                (*field, from.map(|d| d.number()), to.map(|d| d.number()))
            }
            Node::Count { field, from, to } => (*field, *from, *to),
            _ => continue,
        };
        let (low, high) = least.entry(field).or_insert((0, u32::MAX));
        *low = (*low).max(from.unwrap_or(0));
        *high = (*high).min(to.unwrap_or(u32::MAX));
        if *low > *high {
            warnings.add(
                "query.contradiction",
                e.at.clone(),
                "no value satisfies this and the other conditions on the same field",
                "与同一字段的其他条件矛盾，不可能有命中",
                None,
            );
        }
    }
}
