//! Word lists of technical fields with tables that draw them by Zipf's law, and their classes.

use super::random::Random;

/// The fields, in the order of [`CLASSES`].
pub(super) const FIELDS: [&str; 5] = ["battery", "telecom", "medicine", "machine", "chemistry"];

/// Real symbols of the IPC with the version they came with, by field.
pub(super) const CLASSES: [&[(&str, &str)]; 5] = [
    &[
        ("H01M10/0525", "2010.01"),
        ("H01M4/36", "2006.01"),
        ("H01M4/62", "2006.01"),
        ("H01M10/42", "2006.01"),
        ("H01M4/38", "2006.01"),
        ("H02J7/00", "2006.01"),
        ("H01M10/613", "2014.01"),
        ("H01G11/24", "2013.01"),
        ("H01M8/02", "2016.01"),
        ("B60L58/10", "2019.01"),
        ("C01B32/182", "2017.01"),
    ],
    &[
        ("H04W72/04", "2009.01"),
        ("H04L29/06", "2006.01"),
        ("H04L5/00", "2006.01"),
        ("H04W24/02", "2009.01"),
        ("H04B7/06", "2006.01"),
        ("H04L1/00", "2006.01"),
        ("H04W36/00", "2009.01"),
        ("H04L9/32", "2006.01"),
        ("H04N7/18", "2006.01"),
        ("G06F17/30", "2006.01"),
    ],
    &[
        ("A61K31/00", "2006.01"),
        ("A61P35/00", "2006.01"),
        ("A61K9/20", "2006.01"),
        ("A61B5/00", "2006.01"),
        ("A61B17/00", "2006.01"),
        ("C07K16/28", "2006.01"),
        ("C12N15/09", "2006.01"),
        ("A61M25/00", "2006.01"),
        ("G01N33/53", "2006.01"),
        ("C12Q1/68", "2006.01"),
    ],
    &[
        ("B23Q3/06", "2006.01"),
        ("B65G47/90", "2006.01"),
        ("F16H57/02", "2012.01"),
        ("B25J9/16", "2006.01"),
        ("F16K1/00", "2006.01"),
        ("F04D29/00", "2006.01"),
        ("B62D21/00", "2006.01"),
        ("E04G21/00", "2006.01"),
        ("A01D41/12", "2006.01"),
        ("B64C27/08", "2006.01"),
    ],
    &[
        ("C08L23/06", "2006.01"),
        ("C08K3/36", "2006.01"),
        ("C09D7/00", "2018.01"),
        ("B01J23/00", "2006.01"),
        ("C02F1/00", "2006.01"),
        ("C07C67/00", "2006.01"),
        ("C04B28/00", "2006.01"),
        ("C05G3/00", "2006.01"),
        ("A01N43/00", "2006.01"),
        ("B01D53/00", "2006.01"),
    ],
];

/// The language of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tongue {
    /// Chinese.
    Chinese,
    /// English.
    English,
}

/// Words of one field.
pub(super) struct List {
    words: Vec<&'static str>,
    /// Indices into `words`, each as often as Zipf's law wants it.
    draws: Vec<u16>,
}

impl List {
    fn new(line: &'static str) -> List {
        let words: Vec<&'static str> = line.split_whitespace().collect();
        const DRAWS: usize = 4096;
        let total: f64 = (1..=words.len()).map(|rank| 1.0 / rank as f64).sum();
        let mut draws = Vec::with_capacity(DRAWS + words.len());
        for rank in 1..=words.len() {
            let share = DRAWS as f64 / rank as f64 / total;
            let index = u16::try_from(rank - 1).unwrap_or(u16::MAX);
            draws.extend(std::iter::repeat_n(index, (share.round() as usize).max(1)));
        }
        List { words, draws }
    }

    /// A word, frequent ones more often.
    pub fn draw(&self, random: &mut Random) -> &'static str {
        self.words[usize::from(random.pick(&self.draws))]
    }

    /// All words.
    #[cfg(test)]
    pub fn words(&self) -> &[&'static str] {
        &self.words
    }
}

/// The lists of both languages: index 0 is the common one, then the fields.
pub(super) struct Words {
    chinese: Vec<List>,
    english: Vec<List>,
}

impl Words {
    /// Reads the built-in lists.
    pub fn new() -> Words {
        Words {
            chinese: lists(include_str!("zh.txt")),
            english: lists(include_str!("en.txt")),
        }
    }

    /// The lists of a language.
    pub fn of(&self, tongue: Tongue) -> &[List] {
        match tongue {
            Tongue::Chinese => &self.chinese,
            Tongue::English => &self.english,
        }
    }
}

fn lists(text: &'static str) -> Vec<List> {
    let line = |name: &str| -> &'static str {
        text.lines()
            .filter_map(|line| line.split_once(": "))
            .find(|(label, _)| *label == name)
            .map(|(_, words)| words)
            .unwrap_or_default()
    };
    std::iter::once("common")
        .chain(FIELDS)
        .map(|name| List::new(line(name)))
        .collect()
}

/// A word nobody else has: two or three rare characters, or invented syllables.
pub(super) fn rare(out: &mut String, random: &mut Random, tongue: Tongue) {
    match tongue {
        Tongue::Chinese => {
            for _ in 0..2 + random.below(2) {
                let code = 0x4e00 + u32::try_from(random.below(0x5000)).unwrap_or(0);
                out.push(char::from_u32(code).unwrap_or('之'));
            }
        }
        Tongue::English => {
            const HEADS: [&str; 12] = [
                "zor", "bel", "tri", "mon", "qua", "vex", "lum", "kry", "pho", "sil", "dex", "gal",
            ];
            const MIDDLES: [&str; 12] = [
                "ba", "di", "lo", "nu", "ra", "ti", "ve", "xo", "my", "ke", "phi", "sta",
            ];
            const TAILS: [&str; 8] = ["lin", "ron", "mide", "tex", "zole", "nium", "gen", "form"];
            out.push_str(random.pick(&HEADS));
            for _ in 0..1 + random.below(3) {
                out.push_str(random.pick(&MIDDLES));
            }
            out.push_str(random.pick(&TAILS));
        }
    }
}
