//! How often somebody may ask, as the settings say it.

use std::num::NonZeroU32;
use std::time::Duration;

use educe::Educe;
use serde::{Deserialize, Serialize};

use super::Rule;
use crate::config::{Settings, fields};

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

/// `RATE_LIMIT_*`, as they are set.
#[derive(Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct RateLimitSettings {
    /// The window that requests are counted in, in milliseconds, at most a day.
    #[educe(Default = 900_000)]
    #[serde(deserialize_with = "fields::within::<_, _, 1, 86_400_000>")]
    rate_limit_window_ms: u64,
    /// Requests per address and window; 0 for no limit.
    #[educe(Default = 100)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_max_requests: u32,
    /// Requests per signed-in user and window; 0 for no limit.
    #[educe(Default = 5000)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_user_max_requests: u32,
    /// Sign-ins and registrations per address and window; 0 for no limit.
    #[educe(Default = 20)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_auth_max_requests: u32,
    /// Addresses and users that are remembered per limit.
    #[educe(Default = 100_000)]
    #[serde(deserialize_with = "fields::count")]
    rate_limit_max_keys: usize,
}

impl LimitConfig {
    /// Reads `RATE_LIMIT_*`.
    pub fn read(settings: &mut Settings) -> Self {
        let read = settings.read(RateLimitSettings::default());
        let window = Duration::from_millis(read.rate_limit_window_ms);
        let rule = |name, limit| {
            NonZeroU32::new(limit).map(|limit| Rule {
                name,
                limit,
                window,
            })
        };
        Self {
            address: rule("address", read.rate_limit_max_requests),
            user: rule("user", read.rate_limit_user_max_requests),
            sign_in: rule("sign-in", read.rate_limit_auth_max_requests),
            max_keys: read.rate_limit_max_keys,
        }
    }
}
