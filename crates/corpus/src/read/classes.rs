//! Class symbols as the files print them → symbols of one form.

use crate::record::{Class, Scheme};

/// Reads an IPC or CPC symbol in any of the printed forms: `G06F   17/27    (2006.01)`,
/// `G06F015/00`, `H01M10/0525`, and the fixed columns of the American text format, `B60R  900`.
/// Gives the symbol without blanks and without leading zeros of the group, and the version when it
/// stands in brackets. `None`: not a symbol of this kind.
pub fn ipc_symbol(printed: &str) -> Option<(String, String)> {
    let printed = printed.trim();
    let (text, version) = match printed.find(['(', '（']) {
        Some(start) => {
            let version = printed[start..].trim_matches(|c: char| "()（） ".contains(c));
            let version = version.split([')', '）']).next().unwrap_or_default();
            (&printed[..start], version.trim().to_owned())
        }
        None => (printed, String::new()),
    };
    let chars: Vec<char> = text.trim_end().chars().collect();
    let subclass: String = chars.get(..4)?.iter().collect();
    let bytes = subclass.as_bytes();
    let fits = bytes.len() == 4
        && bytes[0].is_ascii_alphabetic()
        && bytes[1].is_ascii_digit()
        && bytes[2].is_ascii_digit()
        && bytes[3].is_ascii_alphabetic();
    if !fits {
        return None;
    }
    let rest: String = chars[4..].iter().collect();
    let digits = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let (group, subgroup) = if let Some((group, after)) = rest.split_once('/') {
        let subgroup: String = after
            .trim_start()
            .chars()
            .take_while(char::is_ascii_digit)
            .collect();
        (group.trim().to_owned(), subgroup)
    } else if rest.trim().is_empty() {
        return Some((subclass.to_uppercase(), version));
    } else {
        split_columns(&rest)
    };
    if !digits(&group) || !digits(&subgroup) {
        return None;
    }
    let group = match group.trim_start_matches('0') {
        "" => "0",
        group => group,
    };
    Some((
        format!("{}{group}/{subgroup}", subclass.to_uppercase()),
        version,
    ))
}

/// Three columns of main group, then the subgroup. Where blanks were lost, the subgroup has two
/// digits.
fn split_columns(rest: &str) -> (String, String) {
    let columns: Vec<char> = rest.chars().collect();
    let whole: String = rest.split_whitespace().collect();
    if columns.len() >= 5 && !whole.is_empty() {
        let group: String = columns[..3].iter().collect();
        let subgroup: String = columns[3..].iter().collect();
        return (group.trim().to_owned(), subgroup.trim().to_owned());
    }
    match whole.len().checked_sub(2) {
        Some(cut) if cut > 0 && whole.is_ascii() => {
            (whole[..cut].to_owned(), whole[cut..].to_owned())
        }
        _ => (whole, String::new()),
    }
}

/// Reads an American class from its columns: three of class, three of subclass, then decimals or
/// letters. `224 4207` is `224/42.07`, `179 90K` is `179/90K`, `D14480` is `D14/480`.
pub fn uspc_symbol(printed: &str) -> String {
    let columns: Vec<char> = printed.trim_end().chars().collect();
    if columns.len() <= 3 {
        return printed.split_whitespace().collect();
    }
    let part = |range: std::ops::Range<usize>| -> String {
        columns
            .get(range.start.min(columns.len())..range.end.min(columns.len()))
            .unwrap_or_default()
            .iter()
            .filter(|c| !c.is_whitespace())
            .collect()
    };
    let class = part(0..3);
    let subclass = part(3..6);
    let suffix = part(6..columns.len());
    let trimmed = subclass.trim_start_matches('0');
    let subclass = if trimmed.is_empty() {
        &subclass
    } else {
        trimmed
    };
    let class = class.trim_start_matches('0');
    // Full columns carry zeros to the right: `001160` is 1.16.
    let full = suffix.len() == 3 && suffix.chars().all(|c| c.is_ascii_digit());
    let suffix = if full {
        suffix.trim_end_matches('0')
    } else {
        &suffix
    };
    match suffix.chars().next() {
        Some(c) if c.is_ascii_digit() => format!("{class}/{subclass}.{suffix}"),
        _ => format!("{class}/{subclass}{suffix}"),
    }
}

/// Reads a Locarno class: `1402`, `14-02`, `14/02`, `09-03(10)` → `14-02` and the edition.
pub fn locarno_symbol(printed: &str) -> Option<(String, String)> {
    let printed: String = printed.split_whitespace().collect();
    let (text, edition) = match printed.find(['(', '（']) {
        Some(start) => (
            printed[..start].to_owned(),
            printed[start..]
                .trim_matches(|c: char| "()（）".contains(c))
                .to_owned(),
        ),
        None => (printed, String::new()),
    };
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let (class, subclass) = match parts.as_slice() {
        [whole] if whole.len() == 4 => whole.split_at_checked(2)?,
        [class, subclass] if class.len() <= 2 && subclass.len() <= 2 => (*class, *subclass),
        _ => return None,
    };
    let number = |part: &str| {
        part.parse::<u8>()
            .ok()
            .filter(|_| part.chars().all(|c| c.is_ascii_digit()))
    };
    Some((
        format!("{:02}-{:02}", number(class)?, number(subclass)?),
        edition,
    ))
}

/// `20060101` → `2006.01`, the form in which versions are printed; anything else stays.
pub fn version_of(stated: &str) -> String {
    if stated.len() == 8 && stated.chars().all(|c| c.is_ascii_digit()) {
        format!("{}.{}", &stated[..4], &stated[4..6])
    } else {
        stated.to_owned()
    }
}

/// A class of a scheme with its symbol, everything else empty.
pub fn class(scheme: Scheme, symbol: String) -> Class {
    Class {
        scheme,
        symbol,
        first: false,
        value: String::new(),
        version: String::new(),
        office: String::new(),
    }
}

/// Marks the first class of each scheme as first where no class of the scheme is.
pub fn mark_first(classes: &mut [Class]) {
    for scheme in [Scheme::Ipc, Scheme::Cpc, Scheme::Locarno, Scheme::Uspc] {
        let mut of_scheme = classes.iter_mut().filter(|c| c.scheme == scheme);
        let first = of_scheme.next();
        if let Some(first) = first
            && !first.first
            && of_scheme.all(|c| !c.first)
        {
            first.first = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_from_all_prints() {
        let ipc = |text| ipc_symbol(text).unwrap_or_default();
        assert_eq!(
            ipc("G06F   17/27    (2006.01)"),
            ("G06F17/27".into(), "2006.01".into())
        );
        assert_eq!(
            ipc("G06F 17/27 (2006.01)I"),
            ("G06F17/27".into(), "2006.01".into())
        );
        assert_eq!(ipc("B08B003/00").0, "B08B3/00");
        assert_eq!(ipc("B60R  900").0, "B60R9/00");
        assert_eq!(ipc("E03C 104").0, "E03C1/04");
        assert_eq!(ipc("G06F 1300").0, "G06F13/00");
        assert_eq!(ipc("A61K 31135").0, "A61K31/135");
        assert_eq!(ipc("A61K").0, "A61K");
        assert_eq!(ipc_symbol("D1402"), None);
        assert_eq!(uspc_symbol("224 4207"), "224/42.07");
        assert_eq!(uspc_symbol("179  2DD"), "179/2DD");
        assert_eq!(uspc_symbol("224 42.03R"), "224/42.03R");
        assert_eq!(uspc_symbol("D14480"), "D14/480");
        assert_eq!(uspc_symbol("D 1106-109"), "D1/106-109");
        assert_eq!(uspc_symbol("715513"), "715/513");
        assert_eq!(uspc_symbol("705037000"), "705/37");
        assert_eq!(uspc_symbol("  4675"), "4/675");
        assert_eq!(uspc_symbol("623001160"), "623/1.16");
        assert_eq!(
            locarno_symbol("1402"),
            Some(("14-02".into(), String::new()))
        );
        assert_eq!(
            locarno_symbol("09-03(10)"),
            Some(("09-03".into(), "10".into()))
        );
        assert_eq!(locarno_symbol("D14"), None);
    }
}
