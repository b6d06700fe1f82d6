//! Why a value is refused: what the types that check themselves say.

use std::fmt;

/// What is wrong with a value: a code for programs and a message for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    /// `snake_case`, translated by the web app.
    pub code: String,
    /// An English phrase that follows the field's name.
    pub message: String,
}

impl Invalid {
    /// A value refused with this code.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
