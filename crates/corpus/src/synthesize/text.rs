//! Titles, paragraphs and claims of a topic, from clause patterns and drawn words.

use super::random::Random;
use super::words::{List, Tongue, Words, rare};
use std::fmt::Write;

/// `@` stands for a word, `#` for a number.
const CLAUSES_ZH: [&str; 24] = [
    "所述@与@连接",
    "@设置在@的@",
    "通过@对@进行@",
    "@和@之间设有@",
    "根据@确定@的@",
    "@包括@、@和@",
    "从而提高了@的@",
    "有效降低@@",
    "@的@为#至#",
    "将@加入@中并@",
    "@上安装有@",
    "获取@的@并发送给@",
    "当@大于@时启动@",
    "@经@后得到@",
    "解决了现有@中@不足的问题",
    "@一端固定于@",
    "利用@实现@的@",
    "@采用@制成",
    "在#℃下@#小时",
    "所述@的@不小于#%",
    "@依次连接@、@和@",
    "避免@受到@影响",
    "向@发送@",
    "@具有良好的@和@",
];

const CLAUSES_EN: [&str; 22] = [
    "the @ is connected to the @",
    "a @ @ is arranged on the @",
    "the @ of the @ is determined from the @",
    "a @ is provided between the @ and the @",
    "the @ comprises a @, a @ and a @",
    "thereby improving the @ of the @",
    "the @ is between # and # percent",
    "a @ receives the @ and sends it to the @",
    "in response to the @ exceeding the @",
    "the @ is mixed with the @ to obtain a @",
    "one end of the @ is fixed to the @",
    "the @ is made of @",
    "at least one @ is coupled to the @ @",
    "wherein the @ includes # to # @ units",
    "the @ prevents the @ from reaching the @",
    "a method for @ a @ uses the @",
    "the @ is configured to @ the @",
    "the @ @ reduces the @",
    "said @ having a @ of at least # mm",
    "a plurality of @ elements surround the @",
    "the @ is transmitted through the @",
    "according to the @, the @ and the @",
];

const TITLES_ZH: [&str; 10] = [
    "一种@@装置",
    "一种@@方法",
    "@@及其制备方法",
    "一种用于@的@@",
    "一种@系统及@方法",
    "@@",
    "一种基于@的@@方法",
    "一种具有@的@",
    "@、@及存储介质",
    "一种新型@@",
];

const TITLES_EN: [&str; 8] = [
    "@ @ and method",
    "Method for @ a @",
    "@ device with @ @",
    "System and method for @ @",
    "@ composition comprising @",
    "Apparatus for @ of @ @",
    "@ @",
    "@ having @ and @",
];

const HEADINGS_ZH: [&str; 4] = ["技术领域", "背景技术", "发明内容", "具体实施方式"];
const HEADINGS_EN: [&str; 4] = [
    "TECHNICAL FIELD",
    "BACKGROUND",
    "SUMMARY",
    "DETAILED DESCRIPTION",
];

/// What one record is about: a field and a few words that come again and again.
pub(super) struct Topic<'a> {
    tongue: Tongue,
    lists: &'a [List],
    field: usize,
    own: [String; 4],
}

impl<'a> Topic<'a> {
    /// Chooses the words of a topic.
    pub fn new(random: &mut Random, words: &'a Words, tongue: Tongue, field: usize) -> Topic<'a> {
        let lists = words.of(tongue);
        let mut own: [String; 4] = Default::default();
        for word in &mut own {
            if random.chance(10) {
                rare(word, random, tongue);
            } else {
                word.push_str(lists[field + 1].draw(random));
            }
        }
        Topic {
            tongue,
            lists,
            field,
            own,
        }
    }

    /// ISO 639-1.
    pub fn lang(&self) -> &'static str {
        match self.tongue {
            Tongue::Chinese => "zh",
            Tongue::English => "en",
        }
    }

    /// The headings of a description.
    pub fn headings(&self) -> &'static [&'static str] {
        match self.tongue {
            Tongue::Chinese => &HEADINGS_ZH,
            Tongue::English => &HEADINGS_EN,
        }
    }

    /// A title.
    pub fn title(&self, random: &mut Random) -> String {
        let mut out = String::with_capacity(64);
        let pattern = match self.tongue {
            Tongue::Chinese => random.pick(&TITLES_ZH),
            Tongue::English => random.pick(&TITLES_EN),
        };
        let mut own = self.own.iter();
        for piece in pattern.split_inclusive('@') {
            match piece.strip_suffix('@') {
                Some(before) => {
                    out.push_str(before);
                    match own.next() {
                        Some(word) => out.push_str(word),
                        None => self.word(&mut out, random),
                    }
                }
                None => out.push_str(piece),
            }
        }
        capital(&mut out, 0);
        out
    }

    /// Sentences until some number of bytes is reached.
    pub fn paragraph(&self, random: &mut Random, bytes: usize) -> String {
        let mut out = String::with_capacity(bytes + 160);
        while out.len() < bytes {
            self.sentence(&mut out, random);
        }
        out
    }

    /// A claim, of its own or depending on another one.
    pub fn claim(&self, random: &mut Random, on: Option<u32>) -> String {
        let mut out = String::with_capacity(240);
        let name = &self.own[0];
        // Writing to a string cannot fail.
        let _ = match (self.tongue, on) {
            (Tongue::Chinese, None) => write!(out, "一种{name}，其特征在于："),
            (Tongue::Chinese, Some(on)) => {
                write!(out, "根据权利要求{on}所述的{name}，其特征在于，")
            }
            (Tongue::English, None) => write!(out, "A {name}, comprising: "),
            (Tongue::English, Some(on)) => write!(out, "The {name} of claim {on}, wherein "),
        };
        self.clauses(&mut out, random, if on.is_some() { 1 } else { 3 });
        out
    }

    fn sentence(&self, out: &mut String, random: &mut Random) {
        let start = out.len();
        if start > 0 && self.tongue == Tongue::English {
            out.push(' ');
        }
        let first = out.len();
        let clauses = 2 + random.below(3);
        self.clauses(out, random, clauses);
        capital(out, first);
    }

    fn clauses(&self, out: &mut String, random: &mut Random, count: usize) {
        for index in 0..count {
            if index > 0 {
                out.push_str(match self.tongue {
                    Tongue::Chinese => "，",
                    Tongue::English => ", ",
                });
            }
            let clause = match self.tongue {
                Tongue::Chinese => random.pick(&CLAUSES_ZH),
                Tongue::English => random.pick(&CLAUSES_EN),
            };
            self.fill(out, random, clause);
        }
        out.push(match self.tongue {
            Tongue::Chinese => '。',
            Tongue::English => '.',
        });
    }

    fn fill(&self, out: &mut String, random: &mut Random, pattern: &str) {
        let mut rest = pattern;
        while let Some(at) = rest.find(['@', '#']) {
            out.push_str(&rest[..at]);
            if rest.as_bytes()[at] == b'@' {
                self.word(out, random);
            } else {
                let _ = write!(out, "{}", 1 + random.skewed(300));
            }
            rest = &rest[at + 1..];
        }
        out.push_str(rest);
    }

    fn word(&self, out: &mut String, random: &mut Random) {
        match random.below(100) {
            0..22 => out.push_str(&self.own[random.below(self.own.len())]),
            22..70 => out.push_str(self.lists[self.field + 1].draw(random)),
            70..94 => out.push_str(self.lists[0].draw(random)),
            94..98 => {
                let other = random.below(self.lists.len());
                out.push_str(self.lists[other].draw(random));
            }
            _ => rare(out, random, self.tongue),
        }
    }
}

/// Makes the ASCII letter at a place a capital.
fn capital(text: &mut str, at: usize) {
    if let Some(letter) = text.get_mut(at..at + 1) {
        letter.make_ascii_uppercase();
    }
}
