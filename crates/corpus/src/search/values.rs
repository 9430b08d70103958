//! Values of a query as people type them → the exact values that the index holds.

use crate::fold::fold_text;
use crate::query::ast::ClassMode;
use crate::query::field::Field as F;
use quanlian_handbook::class::{self, Scheme};
use quanlian_handbook::kind::PatentType;
use quanlian_handbook::number::{self, Series};
use quanlian_handbook::{division, office};

/// Something wrong or doubtful about a value; the caller knows its place in the query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A code of the one table of codes.
    pub code: &'static str,
    /// In English.
    pub message: String,
    /// In Chinese.
    pub message_zh: String,
    /// What to write instead.
    pub proposal: Option<String>,
}

/// A number as typed, understood.
#[derive(Clone, Debug, Default)]
pub struct NumberReading {
    /// Publication numbers it may mean, with kind where one is written.
    pub publications: Vec<String>,
    /// Application numbers it may mean.
    pub applications: Vec<String>,
    /// The beginning of a truncated number.
    pub prefix: Option<String>,
    /// A wrong check digit, a number ruined by a spreadsheet …
    pub warnings: Vec<Problem>,
}

impl NumberReading {
    /// The exact values to look for, for a number field of the query: which index field, which
    /// value. A publication field also takes an application number, since a Chinese patent number
    /// (`ZL 2017 1 0601862.3`) is one.
    pub fn terms(&self, field: F) -> Vec<(F, String)> {
        let of = |field: F, values: &[String]| {
            values
                .iter()
                .map(move |v| (field, v.clone()))
                .collect::<Vec<_>>()
        };
        match field {
            F::Pn => [of(F::Pn, &self.publications), of(F::Ap, &self.applications)].concat(),
            F::Ap | F::Pr => of(field, &self.applications),
            _ => [of(field, &self.publications), of(field, &self.applications)].concat(),
        }
    }
}

/// Reads a number in any written form.
pub fn number(value: &str) -> NumberReading {
    let folded = fold_text(value).to_uppercase();
    let trimmed = folded.trim();
    let bare = |text: &str| {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .collect::<String>()
    };
    if let Some(beginning) = trimmed.strip_suffix(['+', '*']) {
        return NumberReading {
            prefix: Some(bare(beginning)),
            ..NumberReading::default()
        };
    }
    if trimmed.len() == 2 && office::find(trimmed).is_some() {
        return NumberReading {
            prefix: Some(trimmed.to_owned()),
            ..NumberReading::default()
        };
    }
    let mut reading = NumberReading::default();
    let readings = number::read(value);
    for (rank, read) in readings.iter().enumerate() {
        let key = read.number.key();
        if read.number.series != Some(Series::Application) {
            push(&mut reading.publications, key.clone());
        }
        if read.number.series != Some(Series::Publication) {
            push(&mut reading.applications, key);
        }
        if rank == 0 {
            reading
                .warnings
                .extend(read.warnings.iter().map(|w| Problem {
                    code: w.code,
                    message: w.message.clone(),
                    message_zh: w.message_zh.clone(),
                    proposal: None,
                }));
        }
    }
    if readings.is_empty() {
        let ruined = number::spreadsheet_ruined(value);
        reading.warnings.push(if ruined {
            Problem {
                code: "number.spreadsheet",
                message: format!("{value} was ruined by a spreadsheet: the digits are lost"),
                message_zh: format!("{value} 已被电子表格软件破坏，数字已丢失"),
                proposal: None,
            }
        } else {
            Problem {
                code: "number.unreadable",
                message: format!(
                    "{value} is no number in any form known here; looked for as it stands"
                ),
                message_zh: format!("{value} 不是已知形式的号码，按原样检索"),
                proposal: None,
            }
        });
        let value = bare(trimmed);
        push(&mut reading.publications, value.clone());
        push(&mut reading.applications, value);
    }
    reading
}

fn push(list: &mut Vec<String>, value: String) {
    if !list.contains(&value) {
        list.push(value);
    }
}

/// Which class symbols a condition covers.
pub enum Symbols {
    /// All that begin so.
    Prefix(String),
    /// Just these.
    These {
        /// The symbols, ancestors as the index writes them (`H01M10` is the whole main group).
        symbols: Vec<String>,
        /// Something doubtful.
        warning: Option<Problem>,
    },
}

/// Reads a class symbol of a field.
pub fn class(field: F, symbol: &str, mode: ClassMode) -> Result<Symbols, Problem> {
    let plain: String = fold_text(symbol)
        .to_uppercase()
        .chars()
        .filter(|c| !c.is_whitespace())
        .collect();
    let scheme = match field {
        F::Ipc => Scheme::Ipc,
        F::Cpc => Scheme::Cpc,
        _ => {
            return Ok(match mode {
                ClassMode::Prefix => Symbols::Prefix(plain.trim_end_matches(['+', '*']).to_owned()),
                _ => Symbols::These {
                    symbols: vec![plain],
                    warning: None,
                },
            });
        }
    };
    let normal = |text: &str| class::read(text).map(|s| s.to_string());
    let unknown = |text: &str| Problem {
        code: "query.class-unknown",
        message: format!("{text} is no symbol of the scheme"),
        message_zh: format!("分类表中没有 {text}"),
        proposal: class::tree(scheme)
            .nearest(text)
            .map(|entry| entry.symbol.to_owned()),
    };
    match mode {
        ClassMode::Prefix => Ok(Symbols::Prefix(prefix_of(
            plain.trim_end_matches(['+', '*']),
        ))),
        ClassMode::Exact => {
            let symbol = main_group(&plain)
                .or_else(|| normal(&plain))
                .ok_or_else(|| unknown(&plain))?;
            // Old symbols that the scheme has dropped still stand in old documents.
            let warning = (scheme == Scheme::Ipc && class::tree(scheme).get(&symbol).is_none() && symbol.contains('/')).then(|| Problem {
                code: "query.class-not-in-edition",
                message: format!("{symbol} is not in IPC {}; only documents classified under older editions can have it", scheme.edition()),
                message_zh: format!("{symbol} 不在 IPC {} 版中，只有按旧版分类的文献可能含有", scheme.edition()),
                proposal: None,
            });
            Ok(Symbols::These {
                symbols: vec![symbol],
                warning,
            })
        }
        ClassMode::Low | ClassMode::High => {
            let tree = class::tree(scheme);
            let symbol = normal(&plain).ok_or_else(|| unknown(&plain))?;
            if tree.get(&symbol).is_none() {
                return Err(unknown(&symbol));
            }
            let mut symbols = vec![symbol.clone()];
            let mut estimated = false;
            if mode == ClassMode::Low {
                for entry in tree.descendants(&symbol) {
                    estimated |= !entry.level_stated;
                    symbols.push(entry.symbol.to_owned());
                }
            } else {
                symbols.extend(
                    tree.ancestors(&symbol)
                        .map(|entry| entry.symbol.to_owned())
                        .filter(|s| s.contains('/')),
                );
            }
            // A whole main group needs no dots to know what lies below it.
            let doubtful = estimated && !symbol.ends_with("/00") && symbol.contains('/');
            let warning = doubtful.then(|| Problem {
                code: "query.class-level-estimated",
                message: format!("what lies below {symbol} rests on estimated dot levels: the source of the scheme lost some"),
                message_zh: format!("{symbol} 的下位范围部分依据推定的圆点级别：分类表来源缺失部分圆点"),
                proposal: None,
            });
            Ok(Symbols::These { symbols, warning })
        }
        ClassMode::Range => {
            let (from, to) = plain.split_once('-').ok_or_else(|| unknown(&plain))?;
            let (from, to) = (
                normal(from).ok_or_else(|| unknown(from))?,
                normal(to).ok_or_else(|| unknown(to))?,
            );
            let symbols: Vec<String> = class::tree(scheme)
                .range(&from, &to)
                .map(|entry| entry.symbol.to_owned())
                .collect();
            if symbols.is_empty() {
                return Err(unknown(&plain));
            }
            Ok(Symbols::These {
                symbols,
                warning: None,
            })
        }
    }
}

/// A main group without its slash (`H01M10`), which covers everything in it.
fn main_group(text: &str) -> Option<String> {
    let (subclass, group) = text.split_at_checked(4)?;
    let shape: Vec<bool> = subclass.chars().map(|c| c.is_ascii_alphabetic()).collect();
    let digits = !group.is_empty() && group.len() <= 4 && group.bytes().all(|b| b.is_ascii_digit());
    let group = group.trim_start_matches('0');
    (shape == [true, false, false, true] && digits && !group.is_empty())
        .then(|| format!("{subclass}{group}"))
}

/// A truncated symbol in the form of the index: leading zeros of the main group fall away.
fn prefix_of(text: &str) -> String {
    match text.split_once('/') {
        Some((group, rest)) => match class::read(group) {
            Some(symbol) => format!("{symbol}/{rest}"),
            None => text.to_owned(),
        },
        None => text.to_owned(),
    }
}

/// Which codes a condition covers.
pub enum Codes {
    /// All that begin so.
    Prefix(String),
    /// Just these.
    These(Vec<String>),
}

/// Reads the value of a code field.
pub fn code(field: F, value: &str) -> Result<Codes, Problem> {
    let folded = fold_text(value).trim().to_owned();
    if let Some(prefix) = folded.strip_suffix(['+', '*']) {
        let upper = matches!(field, F::Pc | F::Kd | F::Pac);
        return Ok(Codes::Prefix(if upper {
            prefix.to_uppercase()
        } else {
            prefix.to_owned()
        }));
    }
    let one = |value: String| Ok(Codes::These(vec![value]));
    match field {
        F::Pc | F::Pac => {
            let upper = folded.to_uppercase();
            if upper.len() == 2 {
                return one(upper);
            }
            match office::all()
                .iter()
                .find(|o| fold_text(&o.zh) == folded || fold_text(&o.en) == folded)
            {
                Some(office) => one(office.code.clone()),
                None => Err(unknown(value, "office or country", "国家或机构")),
            }
        }
        F::Kd => one(folded.to_uppercase()),
        F::Prov | F::City => {
            if folded.len() == 6 && folded.bytes().all(|b| b.is_ascii_digit()) {
                return one(folded);
            }
            let found = division::find(value);
            let wanted: Vec<String> = found
                .iter()
                .filter(|d| (field == F::Prov) == d.code.is_multiple_of(10_000))
                .map(|d| d.code.to_string())
                .collect();
            if wanted.is_empty() {
                Err(unknown(value, "division", "行政区划"))
            } else {
                Ok(Codes::These(wanted))
            }
        }
        F::Type => match PatentType::from_name(type_name(&folded)) {
            Some(found) => one(found.name().to_owned()),
            None => Err(unknown(value, "type of patent", "专利类型")),
        },
        F::Ls => match crate::read::legal_names::code_of(value) {
            Some(code) => one(code.to_owned()),
            None => Err(unknown(value, "legal state", "法律状态")),
        },
        _ => one(folded),
    }
}

/// The name of a type of patent for the words that people use.
fn type_name(folded: &str) -> &str {
    match folded {
        "发明" | "发明专利" => "invention",
        "实用新型" | "实用新型专利" | "utility model" => "utility-model",
        "外观设计" | "外观设计专利" | "外观" => "design",
        "植物" | "植物专利" => "plant",
        other => other,
    }
}

fn unknown(value: &str, what: &str, what_zh: &str) -> Problem {
    Problem {
        code: "query.value-unknown",
        message: format!("{value} is no known {what}"),
        message_zh: format!("未知的{what_zh}：{value}"),
        proposal: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn main_groups_and_types() {
        assert_eq!(main_group("H01M10").as_deref(), Some("H01M10"));
        assert_eq!(main_group("H01M0010").as_deref(), Some("H01M10"));
        assert_eq!(main_group("H01M10/05"), None);
        assert_eq!(main_group("H01M"), None);
        for word in ["发明", "实用新型", "外观设计", "design", "utility model"] {
            assert!(code(F::Type, word).is_ok(), "{word}");
        }
        assert!(matches!(code(F::Pc, "中国"), Ok(Codes::These(codes)) if codes == ["CN"]));
    }
}
