//! One class symbol as it is printed, in the fixed fields of ST.8 or in the older forms.

use quanlian_handbook::Date;

/// One printed classification, taken apart.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Printed {
    /// Symbol without blanks: `H04W84/20`.
    pub symbol: String,
    /// `2006.01`, from `20060101` or `(2006.01)`; empty when none is printed.
    pub version: String,
    /// `F` first, `L` later; empty when not printed.
    pub position: String,
    /// `I`, `A`; a non-inventive IPC symbol (`N`) is `A`.
    pub value: String,
    /// Office that gave the symbol.
    pub office: String,
    /// All after the version just as printed, without trailing blanks.
    pub tail: String,
}

/// Reads `C07K  16/28        20060101AFI20230209BHEP`, `H04W  84/20  (2009.01) A I`,
/// `H04W  84/    20            A I`, `7C 07C  29/44   A`. `None` when no symbol stands there.
pub fn printed(text: &str) -> Option<Printed> {
    let chars: Vec<char> = text.chars().collect();
    let mut at = skip_blanks(&chars, 0);
    // An edition stands before the section letter in the older IPC: `7C 07C`.
    let mut edition = String::new();
    while chars.get(at).is_some_and(char::is_ascii_digit) {
        edition.push(chars[at]);
        at += 1;
    }
    at = skip_blanks(&chars, at);
    let mut symbol = String::new();
    symbol.push(letter(&chars, at)?);
    at = skip_blanks(&chars, at + 1);
    let class = digits(&chars, at);
    if class.len() != 2 {
        return None;
    }
    symbol.push_str(&class);
    at = skip_blanks(&chars, at + 2);
    symbol.push(letter(&chars, at)?);
    at = skip_blanks(&chars, at + 1);
    let group = digits(&chars, at);
    if !group.is_empty() {
        at += group.len();
        symbol.push_str(&group);
        let slash = skip_blanks(&chars, at);
        if chars.get(slash) == Some(&'/') {
            at = skip_blanks(&chars, slash + 1);
            let subgroup = digits(&chars, at);
            at += subgroup.len();
            symbol.push('/');
            symbol.push_str(&subgroup);
        }
    }
    let mut printed = Printed {
        symbol,
        version: edition,
        ..Printed::default()
    };
    at = version(&chars, at, &mut printed);
    let tail: String = chars.get(at..).unwrap_or_default().iter().collect();
    printed.tail = tail.trim().to_owned();
    codes(&mut printed);
    Some(printed)
}

fn skip_blanks(chars: &[char], mut at: usize) -> usize {
    while chars.get(at).is_some_and(|c| c.is_whitespace()) {
        at += 1;
    }
    at
}

fn letter(chars: &[char], at: usize) -> Option<char> {
    chars
        .get(at)
        .filter(|c| c.is_ascii_alphabetic())
        .map(char::to_ascii_uppercase)
}

fn digits(chars: &[char], at: usize) -> String {
    chars
        .get(at..)
        .unwrap_or_default()
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .collect()
}

fn version(chars: &[char], at: usize, printed: &mut Printed) -> usize {
    let start = skip_blanks(chars, at);
    let run = digits(chars, start);
    if run.len() == 8 && Date::read(&run).is_some() {
        printed.version = edition_of(&run);
        return start + 8;
    }
    if chars.get(start) == Some(&'(') {
        let inner: String = chars[start + 1..]
            .iter()
            .take_while(|c| **c != ')')
            .collect();
        if inner.chars().all(|c| c.is_ascii_digit() || c == '.') && !inner.is_empty() {
            printed.version = inner.clone();
            return (start + inner.chars().count() + 2).min(chars.len());
        }
    }
    at
}

/// `20130101` → `2013.01`; anything else stays as it is.
pub fn edition_of(text: &str) -> String {
    let text = text.trim();
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        format!("{}.{}", &text[..4], &text[4..6])
    } else {
        text.to_owned()
    }
}

/// Level, position and value are one letter each, a blank where the file says nothing; then the
/// action date, status, source and the office of the last two letters.
fn codes(printed: &mut Printed) {
    let head: String = printed
        .tail
        .chars()
        .take_while(|c| !c.is_ascii_digit())
        .filter(|c| c.is_ascii_alphabetic())
        .collect();
    let after: String = printed
        .tail
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .collect();
    let valid = head.len() <= 3;
    let letters: Vec<char> = head.chars().collect();
    let position = letters.iter().position(|c| matches!(c, 'F' | 'L'));
    let value = match position {
        _ if !valid => None,
        Some(at) => {
            printed.position = letters[at].to_string();
            letters.get(at + 1)
        }
        None if letters.len() >= 2 => letters.last(),
        None => letters.first().filter(|c| matches!(c, 'I' | 'N')),
    };
    match value {
        Some('I') => printed.value = "I".to_owned(),
        Some('N' | 'A') => printed.value = "A".to_owned(),
        _ => {}
    }
    // `20230209BHEP`: eight digits, status, source, office.
    let office: String = after.chars().skip(10).take(2).collect();
    if after.len() >= 12 && office.bytes().all(|b| b.is_ascii_uppercase()) {
        printed.office = office;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(text: &str) -> (String, String, String, String, String) {
        let p = printed(text).expect(text);
        (p.symbol, p.version, p.position, p.value, p.office)
    }

    #[test]
    fn printed_forms() {
        let cases = [
            (
                "C07K  16/28        20060101AFI20230209BHEP        ",
                "C07K16/28",
                "2006.01",
                "F",
                "I",
                "EP",
            ),
            (
                "B60W  30/1888      20130101 LA20210830BHEP        ",
                "B60W30/1888",
                "2013.01",
                "L",
                "A",
                "EP",
            ),
            (
                "F16D2500/10437     20130101 FI20211026BHEP",
                "F16D2500/10437",
                "2013.01",
                "F",
                "I",
                "EP",
            ),
            (
                "A61K   9/16        20060101A I20051008RMEP        ",
                "A61K9/16",
                "2006.01",
                "",
                "I",
                "EP",
            ),
            (
                "H04W  88/04        20090101ALN20190523BHEP",
                "H04W88/04",
                "2009.01",
                "L",
                "A",
                "EP",
            ),
            (
                "H04W  84/20  (2009.01) A I",
                "H04W84/20",
                "2009.01",
                "",
                "I",
                "",
            ),
            (
                "H04W  84/    20            A I                    ",
                "H04W84/20",
                "",
                "",
                "I",
                "",
            ),
            (
                "F03D  17/    00            C I",
                "F03D17/00",
                "",
                "",
                "I",
                "",
            ),
            ("B05B 7/ 00 A I ", "B05B7/00", "", "", "I", ""),
            (" 7C 07C  29/44   A", "C07C29/44", "7", "", "", ""),
            ("2A 01N 43/08 -", "A01N43/08", "2", "", "", ""),
            ("H04W84/20", "H04W84/20", "", "", "", ""),
            ("H04W", "H04W", "", "", "", ""),
        ];
        for (text, symbol, version, position, value, office) in cases {
            let got = row(text);
            let want = (symbol, version, position, value, office);
            assert_eq!(
                (
                    got.0.as_str(),
                    got.1.as_str(),
                    got.2.as_str(),
                    got.3.as_str(),
                    got.4.as_str()
                ),
                want,
                "{text}"
            );
        }
        for bad in ["", "///", "H4W", "日本", "1", "A", "A0"] {
            assert_eq!(printed(bad), None, "{bad}");
        }
    }
}
