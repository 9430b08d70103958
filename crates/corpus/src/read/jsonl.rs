//! One line of our own JSON form: a [`Record`] as it is stored and exported.

use super::ReadError;
use crate::record::Record;

/// Reads one line.
///
/// # Errors
/// `read.jsonl`: no record, with the place inside the line.
pub fn line(bytes: &[u8]) -> Result<Vec<Record>, ReadError> {
    let record: Record = serde_json::from_slice(bytes)
        .map_err(|e| ReadError::new("read.jsonl", format!("not a record: {e}")))?;
    let numbered = !record.publication.number.is_empty()
        || record
            .application
            .as_ref()
            .is_some_and(|a| !a.number.is_empty());
    if !numbered {
        return Err(ReadError::new(
            "read.no-number",
            "neither a publication number nor an application number",
        ));
    }
    Ok(vec![record])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Format, Text};

    #[test]
    fn a_record_comes_back_as_it_was() {
        let mut record = Record::new(Format::Synthetic);
        record.publication.office = "CN".to_owned();
        record.publication.number = "109524631".to_owned();
        record.titles.push(Text {
            lang: "zh".to_owned(),
            text: "石墨烯".to_owned(),
        });
        let bytes = serde_json::to_vec(&record).expect("serialises");
        assert_eq!(line(&bytes).expect("reads"), vec![record]);
    }

    #[test]
    fn damaged_lines_say_where() {
        assert_eq!(line(b"{\"format\":").expect_err("cut").code, "read.jsonl");
        let error = line(br#"{"format":"jsonl","publication":{}}"#).expect_err("no number");
        assert_eq!(error.code, "read.no-number");
    }
}
