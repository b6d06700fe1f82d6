//! Saving a day takes the same number of statements however much is in it.

use std::collections::HashMap;
use std::sync::{Mutex, Once, PoisonError};

use diesel::connection::{Instrumentation, InstrumentationEvent, set_default_instrumentation};
use serde_json::{Value, json};

use crate::support::{TestApp, User};

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

fn count_from_now_on() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        set_default_instrumentation(|| Some(Box::<Counter>::default())).unwrap();
    });
}

/// The statements this test's database has had.
fn statements(app: &TestApp) -> usize {
    let address = app.database_url().trim_start_matches("sqlite:");
    let counts = STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner);
    counts
        .as_ref()
        // The connection's own address has parameters behind it.
        .and_then(|counts| counts.iter().find(|(of, _)| of.starts_with(address)))
        .map_or(0, |(_, count)| *count)
}

/// A day with minutes of so many habits and so many tasks.
async fn full_day(user: &User, entries: usize, tasks: usize) -> Value {
    let entries: Vec<Value> = user
        .habits()
        .await
        .iter()
        .take(entries)
        .map(|habit| json!({ "habitId": habit["id"], "minutes": 1, "quality": 3 }))
        .collect();
    let tasks: Vec<Value> = (0..tasks)
        .map(|number| {
            json!({ "title": number.to_string(), "priority": "low", "quadrant": "Q1",
                    "estimatedMinutes": 30, "actualMinutes": 20, "completed": true })
        })
        .collect();
    json!({ "entries": entries, "tasks": tasks })
}

#[actix_web::test]
async fn a_full_day_takes_no_more_statements_than_an_almost_empty_one() {
    count_from_now_on();
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    // Every save below finds a day before and one after, whose streaks stay as they are.
    for date in ["2026-03-10", "2026-03-12"] {
        ann.log(date, &[("Sleep", 1)]).await;
    }
    let mut counts = Vec::new();
    for (entries, tasks) in [(1, 1), (10, 5), (10, 5), (4, 2), (1, 1)] {
        let day = full_day(&ann, entries, tasks).await;
        let before = statements(&app);
        ann.save("2026-03-11", day).await.expect(200);
        counts.push(statements(&app) - before);
        ann.delete("/api/days/2026-03-11").await.expect(204);
    }
    assert!(counts[0] > 0, "nothing was counted");
    assert!(
        counts.iter().all(|count| *count == counts[0]),
        "statements for 1 + 1, 10 + 5, 10 + 5, 4 + 2, 1 + 1 entries + tasks: {counts:?}"
    );
}
