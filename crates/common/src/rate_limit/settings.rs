//! How often somebody may ask, as the settings say it.

use std::num::NonZeroU32;
use std::time::Duration;

use super::Rule;
use crate::config::Settings;

/// How often somebody may ask; a rule that is not there limits nobody.
#[derive(Debug, Clone)]
pub struct LimitConfig {
    /// An address.
    pub address: Option<Rule>,
    /// A signed-in user.
    pub user: Option<Rule>,
    /// An address that signs in, registers, or resets a password.
    pub sign_in: Option<Rule>,
    /// How many addresses and users are remembered.
    pub max_keys: usize,
}

impl LimitConfig {
    /// Reads `RATE_LIMIT_*`.
    pub fn read(settings: &mut Settings) -> Self {
        let window = read_window(settings);
        let mut rule = |variable, name, default: u32| {
            let expected = "a number of requests, or 0 for no limit";
            let limit = settings.parse_or(variable, default, expected);
            NonZeroU32::new(limit).map(|limit| Rule {
                name,
                limit,
                window,
            })
        };
        Self {
            address: rule("RATE_LIMIT_MAX_REQUESTS", "address", 100),
            user: rule("RATE_LIMIT_USER_MAX_REQUESTS", "user", 5000),
            sign_in: rule("RATE_LIMIT_AUTH_MAX_REQUESTS", "sign-in", 20),
            max_keys: settings.parse_or(
                "RATE_LIMIT_MAX_KEYS",
                100_000,
                "a number of addresses and users",
            ),
        }
    }
}

fn read_window(settings: &mut Settings) -> Duration {
    const NAME: &str = "RATE_LIMIT_WINDOW_MS";
    const DEFAULT: u64 = 900_000;
    const A_DAY: u64 = 86_400_000;
    let expected = "a number of milliseconds from 1 to 86400000 (a day)";
    let millis = settings.parse_or(NAME, DEFAULT, expected);
    if !(1..=A_DAY).contains(&millis) {
        settings.problem(
            NAME,
            format!("\"{millis}\" will not do; expected {expected}"),
        );
        return Duration::from_millis(DEFAULT);
    }
    Duration::from_millis(millis)
}
