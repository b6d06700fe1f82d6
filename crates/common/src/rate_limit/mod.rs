//! How often somebody may ask: so many times in a window that begins with the first request.
//!
//! A fixed window, as the usual limiters of web servers have it, holds "100 in 15 minutes" to the
//! letter. The generic cell rate algorithm alone would not: it gives back a little of the quota
//! all the time, so that a full burst and all that has been given back pass in one window. Here
//! `governor` counts inside a window, with a quota that gives nothing back while it lasts, and
//! [`Counter`]'s store ends the windows, in bounded memory. [`Shared`] counts the same way in
//! Redis, for several processes together.

mod counted;
mod limiter;
mod owner;
mod redis;
mod settings;
mod windows;

use std::num::NonZeroU32;
use std::time::Duration;

pub use counted::{Counted, too_many};
pub use limiter::{Counters, Limiter};
pub use owner::Owner;
pub use redis::Shared;
pub use settings::LimitConfig;
pub use windows::Counter;

/// What is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name in headers and in Redis: a token of small letters and hyphens.
    pub name: &'static str,
    /// How many requests a window has.
    pub limit: NonZeroU32,
    /// How long a window lasts, in whole milliseconds, at most a day.
    pub window: Duration,
}

impl Rule {
    fn window_millis(&self) -> u64 {
        u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX)
    }
}

/// What counting a request gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// Whether the request is within the limit.
    pub is_allowed: bool,
    /// How many more the window has.
    pub remaining: u32,
    /// When the next window can begin.
    pub resets_in: Duration,
}

impl Count {
    /// [`Count::resets_in`] in the whole seconds of header fields, never less than what is left.
    #[must_use]
    pub fn resets_in_seconds(&self) -> u64 {
        self.resets_in.as_millis().div_ceil(1000) as u64
    }
}
