//! [`LookupCode`]: the code by which others find a person or a team.

use rand::RngExt as _;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ValidationError;

/// Symbols of a code: 5 bits each, 65 together.
const LENGTH: usize = 13;
/// Crockford's Base32 (<https://www.crockford.com/base32.html>), without the letters I, L, O and U.
const SYMBOLS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The code of a person or of a team: 13 symbols of Crockford's Base32. Case, blanks and hyphens do not matter, and the letters that
/// look like digits are read as these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "7K2M-9QXR-4T8VB")]
pub struct LookupCode(String);

impl LookupCode {
    /// A random code.
    #[must_use]
    pub fn random() -> Self {
        let mut random = rand::rng();
        let symbol = |_| char::from(SYMBOLS[random.random_range(0..SYMBOLS.len())]);
        Self((0..LENGTH).map(symbol).collect())
    }

    /// The code without hyphens, as it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for LookupCode {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        let symbols: Option<String> = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .map(|c| match c.to_ascii_uppercase() {
                'O' => Some('0'),
                'I' | 'L' => Some('1'),
                c => SYMBOLS.iter().map(|s| char::from(*s)).find(|s| *s == c),
            })
            .collect();
        symbols
            .filter(|symbols| symbols.len() == LENGTH)
            .map(Self)
            .ok_or_else(|| {
                let message = format!("must have {LENGTH} letters and digits");
                ValidationError::new("friend_code_invalid", message)
            })
    }
}

impl From<LookupCode> for String {
    /// In groups, as it is shown.
    fn from(LookupCode(symbols): LookupCode) -> Self {
        format!("{}-{}-{}", &symbols[..4], &symbols[4..8], &symbols[8..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_shown_and_typed() {
        let code = LookupCode::random();
        let shown = String::from(code.clone());
        assert_eq!(shown.len(), LENGTH + 2);
        let typed = [shown.clone(), shown.to_lowercase(), shown.replace('-', " ")];
        for text in typed {
            assert_eq!(LookupCode::try_from(text), Ok(code.clone()));
        }
        let read = LookupCode::try_from("oil0-1234 56789".to_owned()).unwrap();
        assert_eq!(read.as_str(), "0110123456789");
    }

    #[test]
    fn anything_else_is_no_code() {
        for text in [
            "",
            "7K2M-9QXR-4T8V",
            "7K2M-9QXR-4T8VBB",
            "UUUU-UUUU-UUUUU",
            "7K2M9QXR4T8V\u{0416}",
        ] {
            assert!(LookupCode::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn codes_differ() {
        assert_ne!(LookupCode::random(), LookupCode::random());
    }
}
