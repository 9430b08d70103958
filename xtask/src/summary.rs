//! Counts of tests as the runners print them, and the table at the end.

use std::fmt::Write;
use std::time::Duration;

/// Passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tests that passed.
    pub passed: u64,
    /// Tests that failed.
    pub failed: u64,
}

/// One step of `cargo xtask test`.
pub struct Outcome {
    /// Its name.
    pub name: &'static str,
    /// Its counts.
    pub counts: Counts,
    /// How long it took.
    pub time: Duration,
    /// What went wrong, in one line.
    pub problem: Option<String>,
}

/// Adds up what `cargo test`, Vitest and the browser tests print.
///
/// - `test result: ok. 12 passed; 0 failed; 1 ignored; …`
/// - `Tests  1 failed | 11 passed (12)`
/// - `7 passed, 0 failed`
pub fn counts(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        let line = plain(line);
        let line = line.trim();
        let counted = line.starts_with("test result:")
            || line.starts_with("Tests ")
            || line
                .split_once(" passed, ")
                .is_some_and(|(passed, _)| passed.bytes().all(|b| b.is_ascii_digit()));
        if counted {
            counts.passed += number_before(line, " passed");
            counts.failed += number_before(line, " failed");
        }
    }
    counts
}

/// The digits right before a word.
fn number_before(line: &str, word: &str) -> u64 {
    let Some(end) = line.find(word) else { return 0 };
    let digits = line[..end]
        .rfind(|c: char| !c.is_ascii_digit())
        .map_or(0, |at| at + 1);
    line.get(digits..end)
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

/// A line without the colours of a terminal.
fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        if c == '\u{1b}' {
            chars.by_ref().find(|c| c.is_ascii_alphabetic());
        } else {
            plain.push(c);
        }
    }
    plain
}

/// The table, and as its last line `N passed, N failed`.
pub fn table(outcomes: &[Outcome]) -> (String, Counts) {
    let mut text = String::from("\nstep               passed  failed       time\n");
    let mut total = Counts::default();
    for outcome in outcomes {
        total.passed += outcome.counts.passed;
        total.failed += outcome.counts.failed;
        let line = format!(
            "{:<18} {:>6}  {:>6}  {:>9}  {}",
            outcome.name,
            outcome.counts.passed,
            outcome.counts.failed,
            crate::run::spent(outcome.time),
            outcome.problem.as_deref().unwrap_or_default()
        );
        text.push_str(line.trim_end());
        text.push('\n');
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{} passed, {} failed", total.passed, total.failed);
    (text, total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_runners_print_is_counted() {
        let cases = [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; finished in 0.1s",
                (12, 0),
            ),
            ("test result: FAILED. 3 passed; 2 failed; 0 ignored", (3, 2)),
            ("      Tests  1 failed | 11 passed (12)", (11, 1)),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m9 passed\u{1b}[39m (9)",
                (9, 0),
            ),
            (" Test Files  2 passed (2)", (0, 0)),
            ("7 passed, 1 failed", (7, 1)),
            ("about 7 passed, 1 failed", (0, 0)),
            ("nothing here", (0, 0)),
        ];
        for (line, (passed, failed)) in cases {
            assert_eq!(counts(line), Counts { passed, failed }, "{line}");
        }
    }

    #[test]
    fn the_table_ends_with_the_sum() {
        let outcome = |name, passed, failed| Outcome {
            name,
            counts: Counts { passed, failed },
            time: Duration::from_secs(61),
            problem: None,
        };
        let (text, total) = table(&[outcome("a", 3, 0), outcome("b", 4, 1)]);
        assert!(text.ends_with("\n7 passed, 1 failed\n"), "{text}");
        assert_eq!(
            total,
            Counts {
                passed: 7,
                failed: 1
            }
        );
        assert!(text.contains("1 min 01 s"));
    }
}
