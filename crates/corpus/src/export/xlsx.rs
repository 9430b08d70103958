//! XLSX in constant memory: rows go to a temporary file as they come.
//!
//! Limits of the format: a sheet holds 1,048,576 rows, so further hits go to a further sheet; a
//! cell holds 32,767 UTF-16 units, and a longer text ends with a visible mark; a sheet holds
//! 65,530 links, and later rows of it get the same link as a `HYPERLINK` formula.

use super::column::{self, Column, ColumnKind, Value};
use super::{ExportError, ExportOptions, ExportRow, Exporter};
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Formula, Url, Workbook, Worksheet};
use std::io::Write;

/// Rows below the header on one sheet.
const ROWS_MAX: u32 = 1_048_575;
/// UTF-16 units of one cell.
const CELL_MAX: usize = 32_767;
/// Links of one sheet, beyond which spreadsheets drop all of them.
const LINKS_MAX: u32 = 65_530;
/// Characters of a text inside a formula.
const FORMULA_TEXT_MAX: usize = 255;
/// Characters of a link.
const LINK_MAX: usize = 2_000;

/// Writes a workbook.
pub(super) struct Xlsx {
    out: Box<dyn Write + Send>,
    book: Workbook,
    columns: Vec<&'static Column>,
    options: ExportOptions,
    /// Sheets begun.
    sheets: usize,
    /// Hits on the last sheet.
    rows: u32,
    rows_max: u32,
    day: Format,
    link: Format,
}

impl Xlsx {
    /// Opens the first sheet with its header.
    pub fn new(out: Box<dyn Write + Send>, options: &ExportOptions) -> Result<Xlsx, ExportError> {
        let columns = column::chosen(&options.fields)?;
        let mut xlsx = Xlsx {
            out,
            book: Workbook::new(),
            columns,
            options: options.clone(),
            sheets: 0,
            rows: 0,
            rows_max: options
                .sheet_rows_max
                .unwrap_or(ROWS_MAX)
                .clamp(1, ROWS_MAX),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            link: Format::new().set_hyperlink(),
        };
        xlsx.sheet()?;
        Ok(xlsx)
    }

    /// Begins a sheet.
    fn sheet(&mut self) -> Result<(), ExportError> {
        self.close_sheet()?;
        self.sheets += 1;
        self.rows = 0;
        let head = Format::new().set_bold().set_align(FormatAlign::Top);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(format!("hits {}", self.sheets))?;
        sheet.set_freeze_panes(1, 0)?;
        for (index, column) in (0u16..).zip(&self.columns) {
            sheet.set_column_width(index, f64::from(column.width))?;
            sheet.write_string_with_format(0, index, column.header(&self.options), &head)?;
        }
        Ok(())
    }

    /// Sets the filter arrows over the rows written.
    fn close_sheet(&mut self) -> Result<(), ExportError> {
        let Some(index) = self.sheets.checked_sub(1) else {
            return Ok(());
        };
        let last = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let sheet = self.book.worksheet_from_index(index)?;
        sheet.autofilter(0, 0, self.rows, last)?;
        Ok(())
    }
}

impl Exporter for Xlsx {
    fn write(&mut self, row: &ExportRow<'_>) -> Result<(), ExportError> {
        if self.rows == self.rows_max {
            self.sheet()?;
        }
        self.rows += 1;
        let line = self.rows;
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (index, column) in (0u16..).zip(&self.columns) {
            match column.value(row, self.options.language) {
                Value::Empty => {}
                Value::Count(count) => {
                    sheet.write_number(line, index, count)?;
                }
                Value::Date(date) => {
                    match ExcelDateTime::from_ymd(date.year(), date.month(), date.day()) {
                        Ok(day) => {
                            sheet.write_datetime_with_format(line, index, &day, &self.day)?;
                        }
                        // Spreadsheets know no day before 1900.
                        Err(_) => {
                            sheet.write_string(line, index, date.to_string())?;
                        }
                    }
                }
                Value::Text(text) => {
                    let text = fit(text);
                    match (&row.derived.link, column.kind) {
                        (Some(link), ColumnKind::Link) => {
                            write_link(sheet, line, index, link, text, &self.link)?;
                        }
                        _ => {
                            sheet.write_string(line, index, text)?;
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), ExportError> {
        self.close_sheet()?;
        self.book.save_to_writer(&mut self.out)?;
        self.out.flush()?;
        Ok(())
    }
}

fn write_link(
    sheet: &mut Worksheet,
    line: u32,
    column: u16,
    link: &str,
    text: String,
    format: &Format,
) -> Result<(), ExportError> {
    let web = link.starts_with("http://") || link.starts_with("https://");
    let plain = !link.contains(['"', ' ']) && !text.contains('"');
    if web && line <= LINKS_MAX && link.len() <= LINK_MAX {
        let url = Url::new(link).set_text(text);
        sheet.write_url_with_format(line, column, url, format)?;
    } else if web && plain && link.len() <= FORMULA_TEXT_MAX && text.len() <= FORMULA_TEXT_MAX {
        let formula = Formula::new(format!("=HYPERLINK(\"{link}\",\"{text}\")")).set_result(text);
        sheet.write_formula_with_format(line, column, formula, format)?;
    } else {
        sheet.write_string(line, column, text)?;
    }
    Ok(())
}

/// Cuts a text that is too long for a cell, and says so at its end.
fn fit(text: String) -> String {
    if text.len() <= CELL_MAX || text.encode_utf16().count() <= CELL_MAX {
        return text;
    }
    let mark = " … [cut: a cell holds 32,767 characters]";
    let mut room = CELL_MAX - mark.encode_utf16().count();
    let mut kept = String::new();
    for c in text.chars() {
        if c.len_utf16() > room {
            break;
        }
        room -= c.len_utf16();
        kept.push(c);
    }
    kept.push_str(mark);
    kept
}
