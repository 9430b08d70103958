//! Rows of delimited text: quoted line breaks belong to the row, a stray quote harms one line only.

use super::{Cursor, Kept};

/// After so many damaged quotes in one file a quote no longer spans lines: keeps hostile files linear.
const RETRIES_MAX: u32 = 10_000;

/// Lines looked at to tell a stray quote from a text of many lines.
const STRAY_LINES: usize = 200;

/// What the next row is.
pub enum Next {
    /// A row, its line end included.
    Row(Kept),
    /// A line that cannot be a row.
    Broken(Kept, &'static str, String),
    /// No more.
    End,
}

/// Reads rows one after another.
pub struct Rows {
    /// The delimiter byte.
    pub delimiter: u8,
    /// How many fields a row has, once the header is known.
    pub columns: Option<usize>,
    /// Most bytes of a row.
    pub row_bytes_max: usize,
    retries: u32,
    /// No closing quote between these offsets; the second is the place of the next one, if any.
    quiet: (u64, u64, Option<u64>),
}

/// Rows of `delimiter`, each of at most `row_bytes_max` bytes.
pub fn csv_rows(delimiter: u8, row_bytes_max: usize) -> Rows {
    Rows {
        delimiter,
        columns: None,
        row_bytes_max,
        retries: 0,
        quiet: (0, 0, None),
    }
}

impl Rows {
    /// The next row that is not blank.
    pub fn next(&mut self, cursor: &mut Cursor<'_>) -> Next {
        loop {
            let Some(line) = self.line_end(cursor) else {
                cursor.mark(0, self.row_bytes_max);
                super::lines::skip_line(cursor);
                let reason = format!("a line of more than {} bytes", self.row_bytes_max);
                return Next::Broken(cursor.take(), "read.record-too-large", reason);
            };
            if line == 0 || (cursor.fault().is_some() && !ends_line(cursor.rest(), line)) {
                return Next::End;
            }
            if cursor.rest()[..line].iter().all(u8::is_ascii_whitespace) {
                cursor.advance(line);
                continue;
            }
            let (end, fields) = match self.candidate(cursor, line) {
                Some((end, fields)) if end <= line => (end, fields),
                Some((end, fields))
                    if self.columns.is_none_or(|c| c == fields)
                        && !self.is_stray(cursor, line, end) =>
                {
                    (end, fields)
                }
                other => {
                    self.retries += 1;
                    let alone = count_fields(&cursor.rest()[..line], self.delimiter);
                    if self.columns != Some(alone) {
                        let reason = match other {
                            None => "a quotation mark is never closed".to_owned(),
                            Some((_, fields)) => format!(
                                "a quotation mark is closed lines later only, in a row of {fields} fields"
                            ),
                        };
                        cursor.mark(0, self.row_bytes_max);
                        cursor.advance(line);
                        return Next::Broken(cursor.take(), "read.csv-quote", reason);
                    }
                    (line, alone)
                }
            };
            let _ = fields;
            cursor.mark(0, self.row_bytes_max);
            cursor.advance(end);
            return Next::Row(cursor.take());
        }
    }

    /// Whether a quote that spans lines is a stray one: a line inside is a row by itself, with
    /// a first cell of the same shape.
    fn is_stray(&self, cursor: &mut Cursor<'_>, line: usize, end: usize) -> bool {
        let (first, inside) = cursor.rest()[..end].split_at(line);
        let sample = shape(first, self.delimiter);
        inside
            .split_inclusive(|b| *b == b'\n')
            .take(STRAY_LINES)
            .any(|line| {
                Some(count_fields(line, self.delimiter)) == self.columns
                    && shape(line, self.delimiter) == sample
            })
    }

    /// Length of the physical line with its line feed; `None` when it is too long.
    fn line_end(&self, cursor: &mut Cursor<'_>) -> Option<usize> {
        let mut from = 0;
        loop {
            let rest = cursor.rest();
            if let Some(at) = memchr::memchr(b'\n', &rest[from..]) {
                return Some(from + at + 1);
            }
            from = rest.len();
            if from > self.row_bytes_max {
                return None;
            }
            if !cursor.more() {
                return Some(cursor.rest().len());
            }
        }
    }

    /// End and number of fields of the row at the position, when its quotes close.
    fn candidate(&mut self, cursor: &mut Cursor<'_>, mut line: usize) -> Option<(usize, usize)> {
        let (mut at, mut fields) = (0, 1);
        let mut start = true;
        while at < line {
            let byte = cursor.rest()[at];
            if start && byte == b'"' {
                let close = self.closer(cursor, at + 1, line)?;
                at = close + 1;
                if at >= line {
                    // The row goes on behind the line that closes the quote.
                    line = at + self.tail(cursor, at);
                }
                start = false;
                continue;
            }
            start = byte == self.delimiter;
            fields += usize::from(start);
            at += 1;
        }
        Some((line, fields))
    }

    /// Bytes from `at` to the end of that line.
    fn tail(&self, cursor: &mut Cursor<'_>, at: usize) -> usize {
        loop {
            let rest = &cursor.rest()[at..];
            if let Some(end) = memchr::memchr(b'\n', rest) {
                return end + 1;
            }
            let all = rest.len();
            if all > self.row_bytes_max || !cursor.more() {
                return cursor.rest().len() - at;
            }
        }
    }

    /// Where the quoted field that begins at `from` closes.
    fn closer(&mut self, cursor: &mut Cursor<'_>, from: usize, line: usize) -> Option<usize> {
        if let Ok(at) = closing(&cursor.rest()[..line.max(from)], from, self.delimiter, true) {
            return Some(at);
        }
        if self.retries >= RETRIES_MAX {
            return None;
        }
        let base = cursor.offset();
        let mut scan = from;
        if (self.quiet.0..self.quiet.1).contains(&(base + from as u64)) {
            // Looked through before, for an earlier line: the answer still holds.
            if let Some(at) = self.quiet.2 {
                let at = (at - base) as usize;
                return (at <= self.row_bytes_max && at < cursor.rest().len()).then_some(at);
            }
            scan = ((self.quiet.1 - base) as usize).clamp(from, cursor.rest().len().max(from));
        }
        let begin = if scan == from {
            base + from as u64
        } else {
            self.quiet.0
        };
        loop {
            let (found, ended) = match closing(cursor.rest(), scan, self.delimiter, false) {
                Ok(at) => (Some(at), true),
                Err(resume) => {
                    scan = resume;
                    let ended = cursor.rest().len() > self.row_bytes_max || !cursor.more();
                    let last = closing(cursor.rest(), scan, self.delimiter, true).ok();
                    (last.filter(|_| ended), ended)
                }
            };
            if ended {
                let until = base + found.unwrap_or(cursor.rest().len()) as u64;
                self.quiet = (begin, until, found.map(|at| base + at as u64));
                return found.filter(|at| *at <= self.row_bytes_max);
            }
        }
    }
}

/// The first cell of a line with its runs of digits, letters and other bytes as one sign each.
fn shape(line: &[u8], delimiter: u8) -> Vec<u8> {
    let mut out: Vec<u8> = line
        .iter()
        .take(64)
        .take_while(|b| **b != delimiter)
        .filter(|b| **b != b'"')
        .map(|b| match b {
            b'0'..=b'9' => b'9',
            b if b.is_ascii_alphabetic() => b'a',
            b if b.is_ascii() => *b,
            _ => b'z',
        })
        .collect();
    out.dedup();
    out
}

fn ends_line(rest: &[u8], line: usize) -> bool {
    rest.get(line.wrapping_sub(1)) == Some(&b'\n')
}

/// The quote that closes a field: one that a delimiter, a line end or the end follows. `whole`
/// says that the bytes end where the text ends. Else the place to go on from with more bytes.
fn closing(bytes: &[u8], from: usize, delimiter: u8, whole: bool) -> Result<usize, usize> {
    let mut at = from;
    loop {
        let Some(step) = bytes.get(at..).and_then(|b| memchr::memchr(b'"', b)) else {
            return Err(bytes.len().max(at));
        };
        at += step;
        match bytes.get(at + 1) {
            Some(b'"') => at += 2,
            Some(b'\n' | b'\r') => return Ok(at),
            Some(&next) if next == delimiter => return Ok(at),
            None if whole => return Ok(at),
            None => return Err(at),
            Some(_) => at += 1,
        }
    }
}

/// How many fields one line has; a quote that does not close in it is a plain character.
pub fn count_fields(line: &[u8], delimiter: u8) -> usize {
    let (mut at, mut fields, mut start) = (0, 1, true);
    while at < line.len() {
        if start
            && line[at] == b'"'
            && let Ok(close) = closing(line, at + 1, delimiter, true)
        {
            at = close + 1;
            start = false;
            continue;
        }
        start = line[at] == delimiter;
        fields += usize::from(start);
        at += 1;
    }
    fields
}

/// The fields of one row. A quote that does not close is a plain character.
pub fn fields(row: &str, delimiter: char) -> Vec<String> {
    let row = row.trim_end_matches(['\r', '\n']);
    let mut out = Vec::new();
    let mut at = 0;
    // Delimiters are ASCII (see `Header`): bytes and characters agree on them.
    let delimiter = u8::try_from(delimiter).unwrap_or(b',');
    let bytes = row.as_bytes();
    loop {
        let mut field = String::new();
        if bytes.get(at) == Some(&b'"')
            && let Ok(close) = closing(bytes, at + 1, delimiter, true)
        {
            field.push_str(&row[at + 1..close].replace("\"\"", "\""));
            at = close + 1;
        }
        let end = memchr::memchr(delimiter, &bytes[at..]).map_or(bytes.len(), |n| at + n);
        field.push_str(&row[at..end]);
        out.push(field);
        if end >= bytes.len() {
            return out;
        }
        at = end + 1;
    }
}
