//! What is wrong with a configuration, or only odd about it, all of it.

use std::fmt;

/// Every problem found in the settings, in the order in which they were read.
///
/// `Display` gives one line each: the variable, what is wrong, what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblems(Vec<String>);

impl ConfigProblems {
    pub(super) fn new(lines: Vec<String>) -> Self {
        Self(lines)
    }

    /// The problems, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for ConfigProblems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigProblems {}

/// What is odd about the settings though a service can run with them, one line each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigWarnings(Vec<String>);

impl ConfigWarnings {
    pub(super) fn new(lines: Vec<String>) -> Self {
        Self(lines)
    }

    /// The warnings, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Tells them to the log, once there is one.
    pub fn log(&self) {
        for line in &self.0 {
            tracing::warn!("{line}");
        }
    }
}
