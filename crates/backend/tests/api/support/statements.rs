//! Counting the statements that a test's database gets.

use std::collections::HashMap;
use std::sync::{Mutex, Once, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};

use super::app::TestApp;

/// Statements by the address of the database they went to: each test has its own.
static STATEMENTS: Mutex<Option<HashMap<String, usize>>> = Mutex::new(None);

/// Counts the statements of one connection.
#[derive(Default)]
struct Counter {
    address: String,
}

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => {
                url.clone_into(&mut self.address);
            }
            // The worker looks for mails whenever it likes.
            InstrumentationEvent::StartQuery { query, .. }
                if query.to_string().contains("mail_outbox") => {}
            InstrumentationEvent::StartQuery { .. } => {
                let mut counts = STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner);
                *counts
                    .get_or_insert_default()
                    .entry(self.address.clone())
                    .or_default() += 1;
            }
            _ => {}
        }
    }
}

/// Has the connections that are opened from now on counted.
pub fn count_from_now_on() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_default_instrumentation(|| Some(Box::<Counter>::default())).unwrap();
    });
}

/// The statements this test's database has had.
pub fn of(app: &TestApp) -> usize {
    let address = app.database_url().trim_start_matches("sqlite:");
    let counts = STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    counts
        .as_ref()
        // The connection's own address has parameters behind it.
        .and_then(|counts| {
            let mut counts = counts.iter();
            counts.find(|(of, _)| of.split('?').next() == Some(address))
        })
        .map_or(0, |(_, count)| *count)
}
