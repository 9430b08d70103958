//! Claims and class symbols as tables write them.

use crate::read::tree::fold_blanks;
use crate::record::{Claim, Class, Scheme};

/// Claims of one text: a claim begins where a line begins with the next number.
pub fn claims(cell: &str, first_only: bool) -> Vec<Claim> {
    let mut out: Vec<Claim> = Vec::new();
    for line in cell.lines().map(str::trim).filter(|l| !l.is_empty()) {
        let next = out.last().map_or(1, |c| c.number + 1);
        match numbered(line) {
            Some((number, rest)) if number == next && !(first_only && number > 1) => {
                out.push(Claim {
                    number,
                    depends_on: depends(rest, number),
                    text: fold_blanks(rest),
                })
            }
            _ => match out.last_mut() {
                Some(claim) => {
                    claim.text.push('\n');
                    claim.text.push_str(&fold_blanks(line));
                }
                None => out.push(Claim {
                    number: 1,
                    depends_on: Vec::new(),
                    text: fold_blanks(line),
                }),
            },
        }
    }
    out
}

fn numbered(line: &str) -> Option<(u32, &str)> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let number = line[..digits].parse().ok()?;
    let rest = &line[digits..];
    let first = rest.chars().next()?;
    matches!(first, '.' | '、' | '．' | ')' | '）' | ' ')
        .then(|| (number, rest[first.len_utf8()..].trim_start()))
        .filter(|(_, rest)| !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The claims that the opening words of a claim refer to.
fn depends(text: &str, own: u32) -> Vec<u32> {
    let head: String = text.chars().take(80).collect();
    let lower = head.to_lowercase();
    let Some(rest) = ["权利要求", "claims ", "claim "]
        .iter()
        .find_map(|sign| lower.split_once(sign).map(|(_, rest)| rest.to_owned()))
    else {
        return Vec::new();
    };
    let (mut out, mut number, mut range) = (Vec::new(), String::new(), false);
    for c in rest.chars().chain(['.']) {
        if c.is_ascii_digit() {
            number.push(c);
            continue;
        }
        if let Ok(value) = number.parse::<u32>() {
            if let (true, Some(&from)) = (range, out.last()) {
                out.extend((from + 1..=value).take(500));
            } else {
                out.push(value);
            }
            range = false;
        }
        number.clear();
        match c {
            '-' | '~' | '～' | '至' | '到' | '—' => range = true,
            ' ' | ',' | '，' | '、' | '或' | '和' | '及' | '中' | '任' | '一' | '项' | '意' =>
                {}
            'o' | 'r' | 't' => range |= c == 't',
            _ => break,
        }
    }
    out.retain(|n| *n < own && *n > 0);
    out.dedup();
    out
}

/// One class symbol: `H01M10/0525(2010.01)I`, `G06F 17/30`, `14-02 (11)`.
pub fn class(text: &str, scheme: Scheme) -> Option<Class> {
    let text = super::fold_width(text);
    let text = text.trim();
    let (symbol, rest) = match text.find('(') {
        Some(at) => (&text[..at], &text[at..]),
        None => (text, ""),
    };
    let symbol: String = symbol.chars().filter(|c| !c.is_whitespace()).collect();
    let (version, value) = match rest.strip_prefix('(').and_then(|r| r.split_once(')')) {
        Some((version, value)) => (version.trim(), value.trim()),
        None => ("", ""),
    };
    let right = match scheme {
        Scheme::Ipc | Scheme::Cpc => is_ipc(&symbol),
        Scheme::Locarno => is_locarno(&symbol),
        _ => !symbol.is_empty() && symbol.len() < 40,
    };
    if !right || version.len() > 12 || value.len() > 2 {
        return None;
    }
    Some(Class {
        scheme,
        symbol,
        first: false,
        // The Chinese gazette writes N (non-inventive) where ST.8 writes A (additional).
        value: match value {
            "I" => "I",
            "N" | "A" => "A",
            _ => "",
        }
        .to_owned(),
        version: version.to_owned(),
        office: String::new(),
    })
}

fn is_ipc(symbol: &str) -> bool {
    let bytes = symbol.as_bytes();
    let shape = bytes
        .first()
        .is_some_and(|b| matches!(b, b'A'..=b'H' | b'Y'))
        && bytes.len() <= 20
        && bytes.iter().skip(1).take(2).all(u8::is_ascii_digit)
        && bytes.get(3).is_none_or(u8::is_ascii_uppercase);
    let group = symbol.get(4..).unwrap_or_default();
    shape
        && match group.split_once('/') {
            None => group.bytes().all(|b| b.is_ascii_digit()),
            Some((main, sub)) => [main, sub]
                .iter()
                .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_digit())),
        }
}

fn is_locarno(symbol: &str) -> bool {
    let parts: Vec<&str> = symbol.split('-').collect();
    matches!(parts.as_slice(), [class] | [class, _] if class.len() == 2)
        && parts
            .iter()
            .all(|p| (1..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()))
}
