//! A clock that stands still until a test moves it.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use kpi_backend::clock::Clock;

/// Shared with the server.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<DateTime<Utc>>>);

impl TestClock {
    /// A clock that shows an instant such as `2026-03-18T10:00:00Z`.
    pub fn at(instant: &str) -> Self {
        Self(Arc::new(Mutex::new(instant.parse().unwrap())))
    }

    /// Sets it.
    pub fn set(&self, instant: &str) {
        *self.0.lock().unwrap() = instant.parse().unwrap();
    }

    /// Moves it on.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap() += by;
    }

    /// The server's view of it.
    pub fn for_server(&self) -> Clock {
        let shared = self.clone();
        Clock::from_fn(move || *shared.0.lock().unwrap())
    }
}
