//! Which claims a claim refers to, from its words: Chinese, English, German, French.

/// Removes the printed number of a claim from the start of its text: `1. `, `1．`, `1、`, `1 - `.
pub fn without_number(text: &str, number: u32) -> &str {
    let trimmed = text.trim_start();
    let digits = trimmed.len()
        - trimmed
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    if digits == 0 || trimmed[..digits].parse() != Ok(number) {
        return trimmed;
    }
    let rest = &trimmed[digits..];
    match rest
        .trim_start()
        .strip_prefix(['.', '．', '、', ')', '）', ':', '：'])
    {
        // `1.5 mm` is not a number with a full stop.
        Some(after) if !after.starts_with(|c: char| c.is_ascii_digit()) => after.trim_start(),
        Some(_) => trimmed,
        // `1 一种电池`, `1一种电池`: blank or a Chinese character directly after the number.
        None if rest.starts_with(char::is_whitespace) && !rest.trim_start().is_empty() => {
            rest.trim_start()
        }
        None if rest.starts_with(is_ideograph) => rest,
        None => trimmed,
    }
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// A word that announces claim numbers.
struct Word {
    lang: &'static str,
    text: &'static str,
    plural: bool,
}

const fn word(lang: &'static str, text: &'static str, plural: bool) -> Word {
    Word { lang, text, plural }
}

/// Longer words come before their own beginnings.
const WORDS: &[Word] = &[
    word("zh", "权利要求", false),
    word("zh", "權利要求", false),
    word("zh", "请求项", false),
    word("zh", "請求項", false),
    word("zh", "申请专利范围", false),
    word("zh", "申請專利範圍", false),
    word("en", "claims", true),
    word("en", "claim", false),
    word("de", "patentansprüchen", true),
    word("de", "patentansprüche", true),
    word("de", "patentanspruches", false),
    word("de", "patentanspruchs", false),
    word("de", "patentanspruch", false),
    word("de", "ansprüchen", true),
    word("de", "ansprüche", true),
    word("de", "anspruches", false),
    word("de", "anspruchs", false),
    word("de", "anspruch", false),
    word("fr", "revendications", true),
    word("fr", "revendication", false),
];

const RANGES: &[&str] = &[
    "至", "到", "-", "–", "—", "−", "‐", "‑", "~", "～", "－", "〜", "to", "through", "thru",
    "bis", "à",
];
const LISTS: &[&str] = &[
    "和/或", "或者", "以及", "及/或", "或", "和", "及", "与", "與", "、", "and/or", "und/oder",
    "et/ou", "or", "and", "oder", "und", "ou", "et", "&", "/", ";", "；",
];
const COMMAS: &[&str] = &[",", "，"];
const PRECEDING: &[&str] = &[
    "preceding",
    "previous",
    "prior",
    "foregoing",
    "above",
    "aforementioned",
    "vorhergehenden",
    "vorangehenden",
    "vorstehenden",
    "vorangegangenen",
    "vorherigen",
    "obigen",
    "voranstehenden",
];
const PRECEDING_ZH: &[&str] = &["前述", "上述", "以上", "前面", "之前", "在先", "在前"];
const FOLLOWING_WORD_FR: &[&str] = &["précédente", "qui précède", "ci-dessus"];

/// The longest range of claims that is expanded; no real set of claims has more.
const SPAN_MAX: u32 = 2_000;

/// The numbers of the claims that the text of a claim names, in rising order. Ranges are expanded
/// and `any of the preceding claims` means all; only numbers below `own_number` count. `lang` is
/// ISO 639-1; an empty or unknown language tries all four that are known.
pub fn references(text: &str, lang: &str, own_number: u32) -> Vec<u32> {
    let known = ["zh", "en", "de", "fr"].contains(&lang);
    let chars: Vec<char> = text.chars().map(fold).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let word = WORDS.iter().find(|word| {
            (!known || word.lang == lang || lang == "zh" && word.lang == "en")
                && starts_with(&chars, at, word.text)
                && (word.lang == "zh" || stands_alone(&chars, at, word.text))
        });
        let Some(word) = word else {
            at += 1;
            continue;
        };
        let after = at + word.text.chars().count();
        let mut list = List {
            chars: &chars,
            at: after,
            below: own_number,
            firm: Vec::new(),
            loose: Vec::new(),
            joined: word.plural,
        };
        if list.read() {
            let end = list.at;
            found.append(&mut list.firm);
            if list.joined {
                found.append(&mut list.loose);
            }
            at = end.max(after);
        } else {
            if means_all_before(&chars, at, after, word.lang) {
                found.extend(own_number.saturating_sub(SPAN_MAX).max(1)..own_number);
            }
            at = after;
        }
    }
    found.retain(|number| *number > 0 && *number < own_number);
    found.sort_unstable();
    found.dedup();
    found
}

fn fold(c: char) -> char {
    match c {
        '\u{ff10}'..='\u{ff19}' => char::from_u32(c as u32 - 0xff10 + 0x30).unwrap_or(c),
        '\u{a0}' | '\u{3000}' => ' ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

fn starts_with(chars: &[char], at: usize, word: &str) -> bool {
    let mut i = at;
    word.chars().all(|c| {
        let same = chars.get(i) == Some(&c);
        i += 1;
        same
    })
}

fn stands_alone(chars: &[char], at: usize, word: &str) -> bool {
    let letter = |c: &char| c.is_alphabetic() && !is_ideograph(*c);
    let before = at.checked_sub(1).and_then(|i| chars.get(i));
    let after = chars.get(at + word.chars().count());
    !before.is_some_and(letter) && !after.is_some_and(letter)
}

fn means_all_before(chars: &[char], at: usize, after: usize, lang: &str) -> bool {
    let before: String = chars[at.saturating_sub(24)..at].iter().collect();
    let next: String = chars[after..chars.len().min(after + 24)].iter().collect();
    if lang == "zh" {
        let near = before
            .rsplit(['，', '。', '；', '：', ',', ';', '、'])
            .next()
            .unwrap_or_default();
        let tail: String = near
            .chars()
            .rev()
            .take(9)
            .collect::<Vec<_>>()
            .into_iter()
            .rev()
            .collect();
        return PRECEDING_ZH.iter().any(|word| tail.contains(word));
    }
    if lang == "fr" {
        return FOLLOWING_WORD_FR
            .iter()
            .any(|word| next.trim_start().starts_with(word));
    }
    before
        .split_whitespace()
        .next_back()
        .is_some_and(|word| PRECEDING.contains(&word))
}

struct List<'a> {
    chars: &'a [char],
    at: usize,
    below: u32,
    firm: Vec<u32>,
    /// Numbers that hang on a comma alone; they count when the list proves to be one.
    loose: Vec<u32>,
    joined: bool,
}

#[derive(PartialEq)]
enum Join {
    Range,
    List,
    Comma,
}

impl List<'_> {
    fn read(&mut self) -> bool {
        self.skip_prefixes();
        let Some(first) = self.number() else {
            return false;
        };
        self.firm.push(first);
        let mut last = first;
        loop {
            let back = self.at;
            let Some(join) = self.join() else {
                self.at = back;
                break;
            };
            self.skip_word();
            self.skip_prefixes();
            let Some(next) = self.number() else {
                self.at = back;
                break;
            };
            match join {
                Join::Range => {
                    let end = next
                        .min(self.below.saturating_sub(1))
                        .min(last.saturating_add(SPAN_MAX));
                    self.firm.extend(last.saturating_add(1)..=end);
                    self.joined = true;
                }
                Join::List => {
                    self.firm.push(next);
                    self.joined = true;
                }
                Join::Comma => self.loose.push(next),
            }
            last = next;
        }
        true
    }

    fn skip_blanks(&mut self) {
        while self.chars.get(self.at).is_some_and(|c| c.is_whitespace()) {
            self.at += 1;
        }
    }

    fn skip_prefixes(&mut self) {
        self.skip_blanks();
        for prefix in [
            "第", "(", "（", "nos.", "no.", "numbers", "number", "nr.", "nr", "中",
        ] {
            if starts_with(self.chars, self.at, prefix) {
                self.at += prefix.chars().count();
                self.skip_blanks();
            }
        }
    }

    fn skip_word(&mut self) {
        self.skip_blanks();
        if let Some(word) = WORDS
            .iter()
            .find(|w| starts_with(self.chars, self.at, w.text))
        {
            self.at += word.text.chars().count();
        }
    }

    fn number(&mut self) -> Option<u32> {
        let start = self.at;
        let mut value = 0u32;
        while let Some(digit) = self.chars.get(self.at).and_then(|c| c.to_digit(10)) {
            if self.at - start >= 4 {
                self.at = start;
                return None;
            }
            value = value * 10 + digit;
            self.at += 1;
        }
        let decimal = self.chars.get(self.at) == Some(&'.')
            && self
                .chars
                .get(self.at + 1)
                .is_some_and(char::is_ascii_digit);
        let next = self.chars[self.at..].iter().find(|c| !c.is_whitespace());
        let share = matches!(next, Some('%' | '％' | '℃' | '°'));
        if self.at == start || decimal || share {
            self.at = start;
            return None;
        }
        // `第1项`, `(1)`
        while matches!(self.chars.get(self.at), Some('项' | '項' | ')' | '）')) {
            self.at += 1;
        }
        Some(value)
    }

    fn join(&mut self) -> Option<Join> {
        let mut join = None;
        loop {
            self.skip_blanks();
            let step = |words: &[&str], at: usize| {
                words
                    .iter()
                    .find(|word| {
                        starts_with(self.chars, at, word)
                            && (!word.chars().all(char::is_alphabetic)
                                || word.chars().all(is_ideograph)
                                || stands_alone(self.chars, at, word))
                    })
                    .map(|word| word.chars().count())
            };
            let (kind, length) = if let Some(length) = step(RANGES, self.at) {
                (Join::Range, length)
            } else if let Some(length) = step(LISTS, self.at) {
                (Join::List, length)
            } else if let Some(length) = step(COMMAS, self.at) {
                (Join::Comma, length)
            } else {
                return join;
            };
            self.at += length;
            // `, or` is a list, not a comma.
            if join.is_none() || join == Some(Join::Comma) {
                join = Some(kind);
            }
        }
    }
}

#[cfg(test)]
mod tests;
