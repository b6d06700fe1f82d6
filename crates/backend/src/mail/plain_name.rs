//! [`PlainName`]: a name that somebody chose, for a mail to somebody else.

use serde::{Deserialize, Serialize};

/// A name that leads nowhere. Mail programs make links of words such as `example.com`, so a name with such a word
/// could carry a stranger's message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PlainName(String);

impl PlainName {
    /// Longest name in a mail, in characters.
    const MAX_LENGTH: usize = 60;

    /// The name; `None` if it may not stand in a mail.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let leads_somewhere = |word: &str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.contains(['.', '/', ':', '@', '\u{3002}', '\u{ff0e}', '\u{ff61}'])
                || word.starts_with("www")
        };
        let is_plain = name.chars().count() <= Self::MAX_LENGTH
            && !name.to_lowercase().split_whitespace().any(leads_somewhere);
        is_plain.then(|| Self(name.to_owned()))
    }

    /// The name.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_mail_program_would_link_is_left_out() {
        for (name, is_plain) in [
            ("Ann", true),
            ("Анна-Мария О'Нил", true),
            ("J. R. Smith (work)", true),
            ("Dr. Who!", true),
            ("Ann 🌱", true),
            ("evil.example", false),
            ("evil｡example", false),
            ("Win at EVIL.Example now", false),
            ("http://evil", false),
            ("(https://evil.example/x)", false),
            ("WWW evil", false),
            ("ann@example.com", false),
            ("evil。example", false),
            (&"a".repeat(61), false),
        ] {
            assert_eq!(PlainName::of(name).is_some(), is_plain, "{name}");
        }
    }
}
