//! Properties of the reader: print and read again, never panic, never miss a wrong digit.

use super::super::*;
use proptest::prelude::*;

/// Every printed form of the number is read as that number again.
fn round_trip(number: &Number) -> Result<(), String> {
    let forms = number.forms();
    let whole = [Some(forms.original), Some(forms.docdb), forms.chinese];
    for form in whole.into_iter().flatten() {
        let readings = read(&form);
        if !readings.iter().any(|r| same(&r.number, number)) {
            return Err(format!("{form:?} of {number:?} is read as {readings:?}"));
        }
    }
    if let Some(form) = forms.epodoc {
        let readings = read(&form);
        let held = readings.iter().any(|r| {
            let kind = r.number.kind.is_empty()
                || number.kind.is_empty()
                || number.kind.starts_with(&r.number.kind);
            kind && r.number.stem() == number.stem()
        });
        if !held {
            return Err(format!("{form:?} of {number:?} is read as {readings:?}"));
        }
    }
    Ok(())
}

#[test]
fn every_form_of_every_case_is_read_again() {
    let mut failures = Vec::new();
    for row in super::cases::cases() {
        if row.how == "ruined" {
            continue;
        }
        let date = Date::read(&row.given[2]);
        let numbers = match super::cases::series_of(&row.series) {
            Some(series) if row.how == "fields" => {
                vec![canonical(
                    &row.given[0],
                    &row.written,
                    &row.given[1],
                    date,
                    series,
                )]
            }
            _ => read(&row.written)
                .into_iter()
                .map(|r| r.number)
                .filter(|n| n.key() == row.canonical)
                .collect(),
        };
        failures.extend(numbers.iter().filter_map(|n| round_trip(n).err()));
    }
    assert!(
        failures.is_empty(),
        "{}\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn kinds(office: &str) -> Vec<&'static str> {
    match office {
        "CN" => vec!["A", "B", "C", "U", "Y", "S", ""],
        "US" => vec!["A1", "A2", "A9"],
        "EP" => vec!["A1", "A2", "A3", "B1", "B2", ""],
        "WO" => vec!["A1", "A2", "A3", ""],
        "JP" => vec!["A", "U", ""],
        "KR" => vec!["A", ""],
        "DE" => vec!["A1", "B3", "B4", "C2", "U1", "T2"],
        _ => vec!["A", "B", ""],
    }
}

fn publication() -> impl Strategy<Value = Number> {
    let series = Some(Series::Publication);
    prop_oneof![
        (1u32..4, 0u32..100_000_000, 0usize..7).prop_map(move |(t, n, k)| Number::new(
            "CN",
            series,
            &format!("{t}{n:08}"),
            kinds("CN")[k]
        )),
        (1u32..4, 0u32..1_000_000, 0usize..7).prop_map(move |(t, n, k)| Number::new(
            "CN",
            series,
            &format!("{t}{n:06}"),
            kinds("CN")[k]
        )),
        (1u32..5_000_000, 0usize..6).prop_map(move |(n, k)| Number::new(
            "EP",
            series,
            &format!("{n:07}"),
            kinds("EP")[k]
        )),
        (2001u16..2030, 0u32..1_500_000, 0usize..3).prop_map(move |(y, n, k)| Number::new(
            "US",
            series,
            &format!("{y}{n:06}"),
            kinds("US")[k]
        )),
        (
            1u32..12_999_999,
            prop::sample::select(vec!["A", "B1", "B2", ""])
        )
            .prop_map(move |(n, k)| Number::new("US", series, &n.to_string(), k)),
        (1u32..1_100_000).prop_map(move |n| Number::new("US", series, &format!("D{n}"), "S1")),
        (1978u16..2030, 1u32..300_000, 0usize..4).prop_filter_map("exists", move |(y, n, k)| {
            let n = if y < 2004 { n % 99_999 + 1 } else { n };
            let number = wo::publication_number(y, &n.to_string())?;
            Some(Number::new("WO", series, &number, kinds("WO")[k]))
        }),
        (2000u16..2030, 1u32..600_000, 0usize..3).prop_map(move |(y, n, k)| Number::new(
            "JP",
            series,
            &format!("{y}{n:06}"),
            kinds("JP")[k]
        )),
        (1u16..12, 1u32..400_000).prop_map(move |(y, n)| Number::new(
            "JP",
            series,
            &format!("H{y:02}{n}"),
            "A"
        )),
        (46u16..64, 1u32..400_000).prop_map(move |(y, n)| Number::new(
            "JP",
            series,
            &format!("S{y}{n}"),
            "A"
        )),
        (1990u16..2030, 0u32..9_999_999, 0usize..2).prop_map(move |(y, n, k)| Number::new(
            "KR",
            series,
            &format!("{y}{n:07}"),
            kinds("KR")[k]
        )),
        (1u32..9_999_999).prop_map(move |n| Number::new("KR", series, &format!("10{n:07}"), "B1")),
        (2004u16..2030, 1u32..999_999, 0usize..6).prop_map(move |(y, n, k)| Number::new(
            "DE",
            series,
            &format!("{}{y}{n:06}", if k == 4 { "20" } else { "10" }),
            kinds("DE")[k]
        )),
        (1_000_000u32..9_999_999, 0usize..3).prop_map(move |(n, k)| Number::new(
            "GB",
            series,
            &n.to_string(),
            kinds("GB")[k]
        )),
        (1_000_000u32..9_999_999, 0usize..3).prop_map(move |(n, k)| Number::new(
            "FR",
            series,
            &n.to_string(),
            kinds("FR")[k]
        )),
    ]
}

fn application() -> impl Strategy<Value = Number> {
    let given = |office: &'static str, number: String, kind: &'static str, year: u16| {
        canonical_as(
            Style::Docdb,
            office,
            &number,
            kind,
            Date::new(year, 6, 1),
            Series::Application,
        )
    };
    let right = || prop::sample::select(vec!['1', '2', '3', '8', '9']);
    prop_oneof![
        (2004u16..2030, right(), 0u32..10_000_000).prop_map(move |(y, t, n)| given(
            "CN",
            format!("{y}{t}{n:07}"),
            "",
            y
        )),
        (1985u16..2003, right(), 0u32..100_000).prop_map(move |(y, t, n)| given(
            "CN",
            format!("{:02}{t}{n:05}", y % 100),
            "",
            y
        )),
        (1978u16..2030, 0u32..1_000_000).prop_map(move |(y, n)| given(
            "EP",
            format!("{:02}{n:06}", y % 100),
            "A",
            y
        )),
        (2011u16..2020, 13u32..16, 1u32..1_000_000).prop_map(move |(y, s, n)| given(
            "US",
            format!("{y}{s}{n:06}"),
            "A",
            y
        )),
        (1995u16..2010, 1u32..1_000_000).prop_map(move |(y, n)| given(
            "US",
            format!("{n}{:02}", y % 100),
            "A",
            y
        )),
        (
            2004u16..2030,
            1u32..500_000,
            prop::sample::select(vec!["US", "CN", "EP", "JP", "IB"])
        )
            .prop_map(move |(y, n, o)| given(o, format!("{y}{n:06}"), "W", y)),
        (
            1980u16..2003,
            1u32..90_000,
            prop::sample::select(vec!["US", "EP", "JP", "GB"])
        )
            .prop_map(move |(y, n, o)| given(o, format!("{:02}{n:05}", y % 100), "W", y)),
        (2000u16..2030, 1u32..999_999).prop_map(move |(y, n)| given(
            "JP",
            format!("{y}{n:06}"),
            "A",
            y
        )),
        (1970u16..1999, 1u32..400_000).prop_map(move |(y, n)| given(
            "JP",
            format!("{n}{:02}", y % 100),
            "A",
            y
        )),
        (1990u16..2030, 0u32..9_999_999).prop_map(move |(y, n)| given(
            "KR",
            format!("{y}{n:07}"),
            "A",
            y
        )),
        (2010u16..2030, 0u32..100_000).prop_map(move |(y, n)| given(
            "GB",
            format!("{y}{n:05}"),
            "A",
            y
        )),
        (2000u16..2025, 0u32..100_000).prop_map(move |(y, n)| given(
            "FR",
            format!("{:02}{n:05}", y % 100),
            "A",
            y
        )),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn publications_print_and_read(number in publication()) {
        prop_assert_eq!(round_trip(&number), Ok(()));
    }

    #[test]
    fn applications_print_and_read(number in application()) {
        prop_assert_eq!(number.series, Some(Series::Application));
        prop_assert_eq!(round_trip(&number), Ok(()));
    }

    #[test]
    fn canonical_is_stable(number in prop_oneof![publication(), application()]) {
        let series = number.series.unwrap_or(Series::Publication);
        let date = number.year.and_then(|y| Date::new(y, 1, 1));
        let again = canonical_as(
            Style::Docdb, &number.office, &number.number, &number.kind, date, series,
        );
        prop_assert_eq!(again.key(), number.key());
    }

    #[test]
    fn any_text_is_survived(text in "\\PC{0,40}", office in "[A-Z]{0,3}", kind in "\\PC{0,3}") {
        for reading in read(&text) {
            let _ = reading.number.forms();
            prop_assert!(reading.number.key().is_ascii());
        }
        for series in [Series::Publication, Series::Application] {
            for style in [Style::Any, Style::Original, Style::Docdb, Style::Epodoc] {
                let number = canonical_as(style, &office, &text, &kind, Date::new(1999, 9, 9), series);
                let _ = number.forms();
                prop_assert_eq!(number.series, Some(series));
            }
        }
        let _ = spreadsheet_ruined(&text);
    }

    #[test]
    fn number_like_text_is_survived(
        text in "(CN|US|EP|WO|JP|KR|DE|GB|FR|ZL|PCT|特願|特開平|)[-0-9A-Z ./,]{0,24}",
        kind in "(A|B1|W|P|T|)",
    ) {
        for reading in read(&text) {
            let _ = reading.number.forms();
            let _ = same(&reading.number, &reading.number.clone());
        }
        for series in [Series::Publication, Series::Application] {
            for office in ["CN", "US", "EP", "WO", "JP", "KR", "DE", "GB", "FR", "AU", ""] {
                let number = canonical(office, &text, &kind, Date::new(2001, 9, 9), series);
                let _ = number.forms();
            }
        }
    }

    #[test]
    fn a_wrong_digit_is_always_told(
        year in 2004u16..2030, serial in 0u32..10_000_000, digit in prop::sample::select("0123456789X".chars().collect::<Vec<_>>()),
    ) {
        let digits = format!("{year}1{serial:07}");
        let expected = cn_check_digit(&digits);
        let readings = read(&format!("ZL{digits}.{digit}"));
        prop_assert_eq!(readings.len(), 1);
        let wrong = readings[0].warnings.iter().any(|w| w.code == "number.check-digit");
        prop_assert_eq!(wrong, expected != Some(digit));
        if wrong {
            prop_assert!(readings[0].warnings[0].message.contains(expected.unwrap()));
        }
    }
}
