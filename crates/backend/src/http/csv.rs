//! CSV files (RFC 4180) to download.

use std::borrow::Cow;

use ::csv::{Terminator, WriterBuilder};
use actix_web::HttpResponse;
use actix_web::http::header::{ContentDisposition, DispositionParam, DispositionType};
use serde::{Serialize, Serializer};

use crate::error::AppError;

/// A text of a cell that no spreadsheet takes for a formula.
pub struct TextCell<'a>(pub &'a str);

impl Serialize for TextCell<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&neutral(self.0))
    }
}

/// With an apostrophe before a text that spreadsheets would take for a formula. Numbers are not texts.
fn neutral(text: &str) -> Cow<'_, str> {
    // Some take the fullwidth forms too, and leave out what has no width.
    let shown =
        text.trim_start_matches(['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}']);
    if shown.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// The rows with a header.
///
/// # Errors
/// When a row has another shape than the first one.
pub fn to_csv<T: Serialize>(rows: impl IntoIterator<Item = T>) -> Result<Vec<u8>, AppError> {
    let unwritable = |error: &dyn std::error::Error| AppError::Inconsistent(error.to_string());
    let mut csv = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(Vec::new());
    for row in rows {
        csv.serialize(row).map_err(|error| unwritable(&error))?;
    }
    csv.into_inner().map_err(|error| unwritable(&error))
}

/// The header field that names a file to download.
#[must_use]
pub fn attachment(name: String) -> ContentDisposition {
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(name)],
    }
}

/// A CSV file to download.
#[must_use]
pub fn respond_csv(name: String, csv: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(attachment(name))
        .content_type("text/csv; charset=utf-8")
        .body(csv)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_is_a_formula() {
        for (text, expected) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1+1", "'＝1+1"),
            ("＠SUM(1)", "'＠SUM(1)"),
            ("\u{200b}=1", "'\u{200b}=1"),
            ("\u{feff}+1", "'\u{feff}+1"),
            ("Ann", "Ann"),
            ("a=1", "a=1"),
            ("", ""),
        ] {
            assert_eq!(neutral(text), expected, "{text:?}");
        }
    }
}
