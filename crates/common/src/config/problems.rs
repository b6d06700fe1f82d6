//! What is wrong with a configuration, or only odd about it, all of it.

/// Every problem found in the settings, in the order in which they were read.
///
/// `Display` gives one line each: the variable, what is wrong, what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigProblems(pub(super) Vec<String>);

impl ConfigProblems {
    /// The problems, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

/// What is odd about the settings though a service can run with them, one line each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigWarnings(pub(super) Vec<String>);

impl ConfigWarnings {
    /// The warnings, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Logs them, once there is a log.
    pub fn log(&self) {
        for line in &self.0 {
            tracing::warn!("{line}");
        }
    }
}
