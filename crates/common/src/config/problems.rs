//! The problems and warnings of a configuration.

/// Every problem found in the settings, in the order in which they were read.
///
/// `Display` prints one line each: the variable, the problem, what is expected.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct ConfigProblems(pub(super) Vec<String>);

impl ConfigProblems {
    /// The problems, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }
}

/// The warnings about settings that a service can run with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ConfigWarnings(pub(super) Vec<String>);

impl ConfigWarnings {
    /// The warnings, one line each.
    pub fn lines(&self) -> &[String] {
        &self.0
    }

    /// Logs them; call it after logging is initialised.
    pub fn log(&self) {
        for line in &self.0 {
            tracing::warn!("{line}");
        }
    }
}
