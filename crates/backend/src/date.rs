//! Dates on the wire.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::invalid::Invalid;

/// A date as `YYYY-MM-DD` and in no other spelling, while chrono itself would also take
/// `2026-3-1` or ` +2026-03-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = NaiveDate)]
pub struct IsoDate(pub NaiveDate);

impl TryFrom<String> for IsoDate {
    type Error = Invalid;

    fn try_from(text: String) -> Result<Self, Invalid> {
        text.parse::<NaiveDate>()
            .ok()
            .filter(|date| text.len() == 10 && date.to_string() == text)
            .map(Self)
            .ok_or_else(|| Invalid::new("date_invalid", "is not a date such as 2026-01-31"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_spelling_of_a_date() {
        for (text, valid) in [
            ("2026-03-01", true),
            ("2024-02-29", true),
            ("2026-02-29", false),
            ("2026-13-01", false),
            ("2026-3-1", false),
            (" 2026-03-1", false),
            ("2026-03-01 ", false),
            ("+2026-03-01", false),
            ("2026-03-010", false),
            ("26-03-01", false),
            ("-4800-01-01", false),
            ("+12345-01-01", false),
            ("", false),
        ] {
            assert_eq!(
                IsoDate::try_from(text.to_owned()).is_ok(),
                valid,
                "{text:?}"
            );
        }
    }
}
