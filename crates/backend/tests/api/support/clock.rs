//! A clock that tests control.

use std::sync::{Arc, Mutex};

use chrono::{DateTime, TimeDelta, Utc};
use kpi_backend::domain::Clock;

/// A clock shared with the server.
#[derive(Clone)]
pub struct TestClock(Arc<Mutex<Option<DateTime<Utc>>>>);

impl TestClock {
    /// A clock that shows an instant such as `2026-03-18T10:00:00Z`.
    pub fn at(instant: &str) -> Self {
        Self(Arc::new(Mutex::new(Some(instant.parse().unwrap()))))
    }

    /// Sets it.
    pub fn set(&self, instant: &str) {
        *self.0.lock().unwrap() = Some(instant.parse().unwrap());
    }

    /// Advances it.
    pub fn advance(&self, by: TimeDelta) {
        *self.0.lock().unwrap().as_mut().unwrap() += by;
    }

    /// Makes requests that read it panic.
    pub fn break_it(&self) {
        *self.0.lock().unwrap() = None;
    }

    /// The server's view of it.
    pub fn for_server(&self) -> Clock {
        let shared = self.clone();
        Clock::from_fn(move || {
            // Panicking while holding the lock would poison it for the test too.
            let shown = *shared.0.lock().unwrap();
            let outside = kpi_common::request_id::current().is_none();
            shown.or_else(|| outside.then(Utc::now)).unwrap()
        })
    }
}
