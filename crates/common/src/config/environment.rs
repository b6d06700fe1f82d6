//! `NODE_ENV`: which of the three worlds a service runs in.

use strum::{Display, EnumString, IntoStaticStr};

use super::Settings;

/// Where the service runs. The variable keeps its Node name so that deployments need no change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Display, EnumString, IntoStaticStr)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
#[strum(parse_err_ty = UnknownName, parse_err_fn = unknown_name)]
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
        self.into()
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

/// A word that names no variant of an enum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such name")]
pub struct UnknownName;

/// [`UnknownName`], whatever was parsed.
pub(crate) fn unknown_name(_parsed: &str) -> UnknownName {
    UnknownName
}
