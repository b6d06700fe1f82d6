//! [`Email`]: a validated email address.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use validator::ValidateEmail;

use crate::domain::ValidationError;

/// Longest address that mail can be sent to (RFC 5321 §4.5.3.1.3, less the angle brackets).
const MAX_LENGTH: usize = 254;

/// An email address, trimmed and in lower case, so that a mailbox has one spelling.
///
/// RFC 5321 allows a case-sensitive local part, but providers do not distinguish `Ann@` from `ann@`, and
/// people type both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String")]
#[schema(value_type = String, format = "email", max_length = 254, example = "test@example.com")]
pub struct Email(String);

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Email {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        let address = text.trim().to_lowercase();
        if address.len() <= MAX_LENGTH && address.validate_email() {
            Ok(Self(address))
        } else {
            Err(ValidationError::new(
                "email_invalid",
                "is not an address such as name@example.com",
            ))
        }
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_validated_and_normalized() {
        for (text, address) in [
            ("test@example.com", Some("test@example.com")),
            (
                "  Ann.Smith+kpi@Example.COM ",
                Some("ann.smith+kpi@example.com"),
            ),
            ("someone@localhost", Some("someone@localhost")),
            ("", None),
            ("no-at-sign", None),
            ("two@@example.com", None),
            ("a b@example.com", None),
            ("@example.com", None),
            ("name@", None),
        ] {
            let parsed = Email::try_from(text.to_owned()).ok();
            assert_eq!(parsed.as_ref().map(Email::as_str), address, "{text:?}");
        }
        assert!(Email::try_from(format!("{}@example.com", "x".repeat(250))).is_err());
    }
}
