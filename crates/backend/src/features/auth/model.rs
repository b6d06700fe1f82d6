//! Email addresses: [`Email`] as accounts have it, [`TypedAddress`] as somebody typed it.

use std::fmt;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::domain::{MailDomain, ValidationError, nfc};

/// Longest address that mail can be sent to (RFC 5321 §4.5.3.1.3, less the angle brackets).
const MAX_LENGTH: usize = 254;
/// Longest part before the @ (RFC 5321 §4.5.3.1.1).
const MAX_LOCAL_LENGTH: usize = 64;

/// An email address in the one spelling that a mailbox has here: the domain in its ASCII form (UTS #46),
/// all in lower case, trimmed.
///
/// RFC 5321 allows a case-sensitive local part, but providers do not distinguish `Ann@` from `ann@`, and
/// people type both. Letters other than ASCII before the @ need SMTPUTF8, which mail servers seldom have.
/// An address that no mail can be sent to is refused: its account could be neither verified nor recovered.
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

    /// The part after the @.
    pub(super) fn domain(&self) -> &str {
        self.0.rsplit('@').next().unwrap_or_default()
    }
}

impl TryFrom<String> for Email {
    type Error = ValidationError;

    fn try_from(text: String) -> Result<Self, ValidationError> {
        one_spelling(&text).map(Self).ok_or_else(|| {
            ValidationError::new(
                "email_invalid",
                "is not an address such as name@example.com",
            )
        })
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn one_spelling(text: &str) -> Option<String> {
    let (local, domain) = text.trim().rsplit_once('@')?;
    // The Kelvin sign, for example, is the letter K.
    let local = nfc(local).to_ascii_lowercase();
    let domain: MailDomain = domain.parse().ok()?;
    let address = format!("{local}@{domain}");
    (is_dot_atom(&local) && local.len() <= MAX_LOCAL_LENGTH && address.len() <= MAX_LENGTH)
        .then_some(address)
}

/// Whether it is a dot-atom (RFC 5322 §3.2.3). Quoted local parts are not supported.
fn is_dot_atom(local: &str) -> bool {
    let is_atext = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&b);
    local
        .split('.')
        .all(|atom| !atom.is_empty() && atom.bytes().all(is_atext))
}

/// An address as somebody typed it, to find an account by.
///
/// Earlier versions stored the domain as it was typed, in lower case. Where two accounts had two spellings
/// of one address, one of them still has its old one; see [`addresses`](super::addresses). So an address is
/// looked up in both spellings.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "String")]
pub(crate) struct TypedAddress {
    lower_case: String,
    email: Option<Email>,
}

impl From<String> for TypedAddress {
    fn from(text: String) -> Self {
        Self {
            lower_case: text.trim().to_lowercase(),
            email: Email::try_from(text).ok(),
        }
    }
}

impl TypedAddress {
    /// The name that stands for all spellings, of invalid addresses too.
    pub fn name(&self) -> &str {
        self.email.as_ref().map_or(&self.lower_case, Email::as_str)
    }

    /// The spellings that an account may have. No text in the database has a NUL.
    pub fn spellings(&self) -> Vec<&str> {
        let earlier = Some(self.lower_case.as_str()).filter(|text| !text.contains('\0'));
        let email = self.email.as_ref().map(Email::as_str);
        earlier.into_iter().chain(email).collect()
    }

    /// Whether it is exactly what an earlier version stored.
    pub fn is_stored_as(&self, stored: &str) -> bool {
        self.lower_case == stored
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_has_one_spelling() {
        for (text, address) in [
            ("test@example.com", "test@example.com"),
            ("  Ann.Smith+kpi@Example.COM ", "ann.smith+kpi@example.com"),
            ("someone@localhost", "someone@localhost"),
            ("o'brien_#1@example.com", "o'brien_#1@example.com"),
            ("ann@bücher.example", "ann@xn--bcher-kva.example"),
            ("ann@BÜCHER.example", "ann@xn--bcher-kva.example"),
            ("ann@bu\u{308}cher.example", "ann@xn--bcher-kva.example"),
            ("ann@XN--BCHER-KVA.example", "ann@xn--bcher-kva.example"),
            ("ann@ｅｘａｍｐｌｅ.com", "ann@example.com"),
            ("ann@exam\u{ad}ple.com", "ann@example.com"),
            ("ann@example\u{3002}com", "ann@example.com"),
            ("ann@example.com.", "ann@example.com"),
            ("\u{212a}@example.com", "k@example.com"),
            ("ann@\u{212a}.example", "ann@k.example"),
            ("ann@пример.рф", "ann@xn--e1afmkfd.xn--p1ai"),
            ("ann@1.example", "ann@1.example"),
        ] {
            let parsed = Email::try_from(text.to_owned());
            let parsed = parsed.as_ref().map(Email::as_str);
            assert_eq!(parsed, Ok(address), "{text:?}");
            let again = Email::try_from(address.to_owned()).unwrap();
            assert_eq!(again.as_str(), address);
            address.parse::<lettre::Address>().unwrap();
        }
    }

    #[test]
    fn what_can_never_get_mail_is_refused() {
        let long = |local: usize, label: usize| {
            let label = format!("{}.", "x".repeat(label));
            format!("{}@{}com", "a".repeat(local), label.repeat(3))
        };
        for valid in [long(64, 40), long(58, 63)] {
            assert!(Email::try_from(valid.clone()).is_ok(), "{valid}");
        }
        for text in [
            "",
            "no-at-sign",
            "two@@example.com",
            "a b@example.com",
            "@example.com",
            "name@",
            "name@.",
            "\"a b\"@example.com",
            "\"ab\"@example.com",
            "a..b@example.com",
            ".a@example.com",
            "a.@example.com",
            "анна@пример.example",
            "m\u{131}ke@example.com",
            "\u{130}@example.com",
            "ａnn@example.com",
            "ann@[IPv6:2001:db8::1]",
            "ann@[127.0.0.1]",
            "ann@127.0.0.1",
            "ann@2130706433",
            "ann@example..com",
            "ann@example.com..",
            "ann@-example.com",
            "ann@example-.com",
            "ann@exa_mple.com",
            "ann@exam ple.com",
            "ann@xn--a.example",
            "ann@example.com\r\nBcc: x@example.org",
            "ann\0@example.com",
            "<ann@example.com>",
            "ann@example.com>",
            &long(65, 10),
            &long(10, 64),
            &long(59, 63),
        ] {
            assert!(Email::try_from(text.to_owned()).is_err(), "{text:?}");
        }
    }

    #[test]
    fn all_spellings_have_one_name_and_invalid_addresses_one_too() {
        for (text, name, spellings) in [
            ("ANN@example.com ", "ann@example.com", 2),
            ("ann@BÜCHER.example", "ann@xn--bcher-kva.example", 2),
            ("A..B@example.com", "a..b@example.com", 1),
            ("No address", "no address", 1),
            ("a\0b", "a\0b", 0),
        ] {
            let typed = TypedAddress::from(text.to_owned());
            assert_eq!((typed.name(), typed.spellings().len()), (name, spellings));
        }
    }
}
