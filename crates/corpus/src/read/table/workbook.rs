//! Rows of XLSX and XLS files, under limits.

use crate::read::source::Limits;
use crate::read::split::Flow;
use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsx};
use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow::Continue;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Most columns of a row; Excel itself has as many.
const COLUMNS_MAX: u32 = 16_384;

type Rows<'a> = &'a mut dyn FnMut(usize, u64, Vec<String>) -> Flow;
type Refused = (&'static str, String);

/// Calls `on_row` with the sheet, the line from 1 and the cells of each row that is not empty.
///
/// # Errors
/// Code and reason: too large, or no workbook.
pub fn rows<R: Read + Seek + Clone>(
    mut file: R,
    limits: &Limits,
    on_row: Rows<'_>,
) -> Result<Flow, Refused> {
    let mut sign = [0u8; 2];
    let is_zip = file.read_exact(&mut sign).is_ok() && &sign == b"PK";
    file.seek(SeekFrom::Start(0)).map_err(damaged)?;
    // The library reads what the file says; a file that lies must not end the import.
    catch_unwind(AssertUnwindSafe(|| {
        if is_zip {
            measure(file.clone(), limits)?;
            xlsx(file, on_row)
        } else {
            let size = file.seek(SeekFrom::End(0)).map_err(damaged)?;
            if size > limits.workbook_bytes_max / 4 {
                return Err(too_large(limits.workbook_bytes_max / 4));
            }
            file.seek(SeekFrom::Start(0)).map_err(damaged)?;
            xls(file, on_row)
        }
    }))
    .unwrap_or_else(|_| Err(damaged("its structure contradicts itself")))
}

fn damaged(error: impl std::fmt::Display) -> Refused {
    ("read.workbook", format!("not a readable workbook: {error}"))
}

fn too_large(most: u64) -> Refused {
    (
        "read.record-too-large",
        format!("a workbook of more than {most} bytes unpacked: save it as CSV"),
    )
}

/// Unpacks every part once without keeping it: what a zip says about sizes proves nothing.
fn measure<R: Read + Seek>(file: R, limits: &Limits) -> Result<(), Refused> {
    let mut archive = zip::ZipArchive::new(file).map_err(damaged)?;
    let mut total = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(damaged)?;
        let left = limits.workbook_bytes_max - total;
        total += std::io::copy(&mut (&mut part).take(left + 1), &mut std::io::sink())
            .map_err(damaged)?;
        if total > limits.workbook_bytes_max {
            return Err(too_large(limits.workbook_bytes_max));
        }
    }
    Ok(())
}

fn xlsx<R: Read + Seek>(file: R, on_row: Rows<'_>) -> Result<Flow, Refused> {
    let mut book = Xlsx::new(file).map_err(damaged)?;
    for (sheet, name) in book.sheet_names().iter().enumerate() {
        // A chart sheet has no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(name) else {
            continue;
        };
        let mut line: Option<u32> = None;
        let mut cells: Vec<String> = Vec::new();
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            if line != Some(row) {
                if let (Some(line), false) = (line, cells.iter().all(String::is_empty)) {
                    let flow = on_row(sheet, u64::from(line) + 1, std::mem::take(&mut cells));
                    if flow.is_break() {
                        return Ok(flow);
                    }
                }
                cells.clear();
                line = Some(row);
            }
            if column < COLUMNS_MAX {
                let column = column as usize;
                if cells.len() <= column {
                    cells.resize(column + 1, String::new());
                }
                cells[column] = text(cell.get_value());
            }
        }
        if let (Some(line), false) = (line, cells.iter().all(String::is_empty)) {
            let flow = on_row(sheet, u64::from(line) + 1, cells);
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }
    Ok(Continue(()))
}

fn xls<R: Read + Seek + Clone>(file: R, on_row: Rows<'_>) -> Result<Flow, Refused> {
    let mut book: Xls<R> = Xls::new(file).map_err(damaged)?;
    for (sheet, name) in book.sheet_names().iter().enumerate() {
        let Ok(range) = book.worksheet_range(name) else {
            continue;
        };
        let (top, left) = range.start().unwrap_or_default();
        for (index, row) in range.rows().enumerate() {
            let mut cells = vec![String::new(); left as usize];
            cells.extend(row.iter().map(owned));
            if cells.iter().any(|c| !c.is_empty()) {
                let flow = on_row(sheet, u64::from(top) + index as u64 + 1, cells);
                if flow.is_break() {
                    return Ok(flow);
                }
            }
        }
    }
    Ok(Continue(()))
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => float(*n),
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(day) => date(day),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

fn owned(value: &Data) -> String {
    match value {
        Data::Int(n) => n.to_string(),
        Data::Float(n) => float(*n),
        Data::String(s) | Data::DateTimeIso(s) | Data::DurationIso(s) => s.clone(),
        Data::Bool(b) => b.to_string(),
        Data::DateTime(day) => date(day),
        _ => String::new(),
    }
}

/// Whole numbers without a point: application numbers are often numbers in a sheet.
fn float(n: f64) -> String {
    if n.fract() == 0.0 && n.abs() < 9.0e15 {
        format!("{n:.0}")
    } else {
        n.to_string()
    }
}

fn date(day: &ExcelDateTime) -> String {
    if day.is_duration() {
        return day.as_f64().to_string();
    }
    let (y, m, d, ..) = day.to_ymd_hms_milli();
    format!("{y:04}-{m:02}-{d:02}")
}
