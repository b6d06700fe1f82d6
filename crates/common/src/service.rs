//! The settings that every server has.

use std::num::NonZeroUsize;
use std::thread;

use educe::Educe;
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};

use crate::client_ip::TrustedProxies;
use crate::config::fields;

/// Workers, shutdown and trusted proxies.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct ServiceConfig {
    /// Worker threads.
    #[educe(Default = thread::available_parallelism().map_or(1, NonZeroUsize::get))]
    #[serde(deserialize_with = "fields::positive")]
    pub workers: usize,
    /// Seconds that requests in flight get after SIGTERM.
    #[educe(Default = 30)]
    #[serde(deserialize_with = "fields::count")]
    pub shutdown_timeout: u64,
    /// Networks (CIDR) whose forwarding headers are trusted.
    #[serde(with = "As::<DisplayFromStr>")]
    pub trusted_proxies: TrustedProxies,
}
