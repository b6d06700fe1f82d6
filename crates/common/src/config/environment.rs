//! `NODE_ENV`: which of the three worlds a service runs in.

use std::fmt;
use std::str::FromStr;

use super::Settings;

/// Where the service runs. The variable keeps its Node name so that deployments need no change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Environment {
    /// A developer's machine: `.env` is read, errors and logs are for human eyes.
    #[default]
    Development,
    /// Like production, with test data.
    Staging,
    /// Real users.
    Production,
}

impl Environment {
    /// Reads `NODE_ENV`, by default `development`.
    pub fn read(settings: &mut Settings) -> Self {
        settings.parse_or(
            "NODE_ENV",
            Self::default(),
            "development, staging or production",
        )
    }

    /// The name as it appears in `NODE_ENV`, logs and health answers.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }

    /// Whether this is a developer's machine.
    pub fn is_development(self) -> bool {
        self == Self::Development
    }

    /// Whether real users are served.
    pub fn is_production(self) -> bool {
        self == Self::Production
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `NODE_ENV` holds a word that names no environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such environment")]
pub struct UnknownEnvironment;

impl FromStr for Environment {
    type Err = UnknownEnvironment;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "development" => Ok(Self::Development),
            "staging" => Ok(Self::Staging),
            "production" => Ok(Self::Production),
            _ => Err(UnknownEnvironment),
        }
    }
}
