//! The settings of sessions and passwords.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::TimeDelta;
use educe::Educe;
use kpi_common::config::{Environment, Settings, fields};
use kpi_common::session_token;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};

/// The settings of sessions and passwords.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct AuthConfig {
    /// Signs session tokens (HS256).
    #[serde(skip)]
    pub jwt_secret: SecretString,
    /// Lifetime of a session: `15m`, `24h`, `7d`.
    #[educe(Default = Lifetime(Duration::from_secs(7 * 86_400)))]
    #[serde(rename = "JWT_EXPIRES_IN", with = "As::<DisplayFromStr>")]
    pub session_lifetime: Lifetime,
    /// The bcrypt cost; each step doubles the work.
    #[educe(Default = 12)]
    #[serde(
        rename = "BCRYPT_ROUNDS",
        deserialize_with = "fields::within::<_, _, 4, 31>"
    )]
    pub bcrypt_rounds: u32,
}

impl AuthConfig {
    pub(super) fn read(settings: &mut Settings, environment: Environment) -> Self {
        let jwt_secret = session_token::read_secret(settings, environment);
        if jwt_secret.is_none() {
            settings.problem(
                "JWT_SECRET",
                "is not set; make one with: openssl rand -base64 32",
            );
        }
        Self {
            jwt_secret: jwt_secret.unwrap_or_default(),
            ..settings.read(Self::default())
        }
    }
}

/// A duration such as `15m`, `24h`, `7d` or `3600s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime(pub Duration);

impl From<Lifetime> for TimeDelta {
    fn from(lifetime: Lifetime) -> Self {
        Self::from_std(lifetime.0).unwrap_or(Self::MAX)
    }
}

impl Lifetime {
    /// The seconds of each unit.
    const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    /// Ten years.
    const MAX: u64 = 315_360_000;
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let fits = Self::UNITS
            .iter()
            .find(|(_, unit)| seconds.is_multiple_of(*unit));
        let (name, unit) = fits.unwrap_or(&("s", 1));
        write!(f, "{}{name}", seconds / unit)
    }
}

impl FromStr for Lifetime {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = Self::UNITS.iter().find_map(|(name, unit)| {
            let number: u64 = text.strip_suffix(name)?.parse().ok()?;
            number.checked_mul(*unit)
        });
        seconds
            .filter(|seconds| (1..=Self::MAX).contains(seconds))
            .map(|seconds| Self(Duration::from_secs(seconds)))
            .ok_or("expected a time such as 15m, 24h or 7d")
    }
}
