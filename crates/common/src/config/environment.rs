//! `NODE_ENV`: the environment that a service runs in.

use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};
use strum::{Display, EnumIs, EnumString, IntoStaticStr};

use super::Settings;

/// The environment. The variable has its Node name, so that deployments need no change.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, Display, EnumIs, EnumString, IntoStaticStr,
)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
#[strum(parse_err_ty = String, parse_err_fn = expected)]
pub enum Environment {
    /// A developer's machine: `.env` is read, errors and logs are readable text.
    #[default]
    Development,
    /// Like production, with test data.
    Staging,
    /// Real users.
    Production,
}

/// The setting.
#[derive(Serialize, Deserialize)]
struct EnvironmentSettings {
    /// `development`, `staging` or `production`.
    #[serde(rename = "NODE_ENV", with = "As::<DisplayFromStr>")]
    environment: Environment,
}

impl Environment {
    /// Reads `NODE_ENV`, by default `development`.
    pub fn read(settings: &mut Settings) -> Self {
        let unset = EnvironmentSettings {
            environment: Self::default(),
        };
        settings.read(unset).environment
    }

    /// The name as it appears in `NODE_ENV`, logs and health responses.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    /// The default host: loopback on a developer's machine; elsewhere all addresses, because
    /// Railway's private network is IPv6.
    pub fn default_host(self) -> &'static str {
        if self.is_development() {
            "localhost"
        } else {
            "::"
        }
    }
}

fn expected(_name: &str) -> String {
    "expected development, staging or production".to_owned()
}
