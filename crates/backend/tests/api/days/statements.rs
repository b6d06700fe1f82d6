//! The number of statements of a save does not depend on the size of the day.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// The minimum of several runs, because background tasks poll the database too.
const TIMES: usize = 3;

/// A day with this many entries and tasks.
async fn full_day(user: &User, entries: usize, tasks: usize) -> Value {
    let entries: Vec<Value> = user
        .habits()
        .await
        .iter()
        .take(entries)
        .map(|habit| json!({ "habitId": habit["id"], "amount": 1, "quality": 3 }))
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
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    // Every save below has a day before and one after, whose streaks do not change.
    for date in ["2026-03-10", "2026-03-12"] {
        ann.log(date, &[("Sleep", 1)]).await;
    }
    let mut counts = Vec::new();
    for (entries, tasks) in [(1, 1), (10, 5), (10, 5), (4, 2), (1, 1)] {
        let day = full_day(&ann, entries, tasks).await;
        let mut least = u64::MAX;
        for _ in 0..TIMES {
            let before = app.statements().await;
            ann.save("2026-03-11", day.clone()).await.expect(200);
            least = least.min(app.statements().await - before);
            ann.delete("/api/days/2026-03-11").await.expect(204);
        }
        counts.push(least);
    }
    assert!(counts[0] > 0, "nothing was counted");
    assert!(
        counts.iter().all(|count| *count == counts[0]),
        "statements for 1 + 1, 10 + 5, 10 + 5, 4 + 2, 1 + 1 entries + tasks: {counts:?}"
    );
}
