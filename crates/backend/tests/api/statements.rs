//! The number of statements per request, including BEGIN and COMMIT.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

/// The minimum of several runs, because the mail worker polls the database too.
const TIMES: usize = 3;

async fn of_get(app: &TestApp, user: &User, path: &str, cache: &str) -> u64 {
    let before = app.statements().await;
    let response = user.get(path).await;
    let taken = app.statements().await - before;
    assert_eq!(response.header("x-cache"), cache, "{path}");
    response.expect(200);
    taken
}

#[actix_web::test]
async fn a_cached_get_takes_one_statement_and_others_a_few() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Sleep", 480)]).await;
    for (path, most) in [
        ("/api/habits", 3),
        ("/api/days/2026-03-10", 6),
        ("/api/days?from=2026-03-01&to=2026-03-31", 4),
    ] {
        let (mut made, mut kept) = (u64::MAX, u64::MAX);
        for minutes in 1..=TIMES {
            // Cached responses are invalid after this.
            ann.log("2026-03-10", &[("Sleep", minutes as i64)]).await;
            made = made.min(of_get(&app, &ann, path, "miss").await);
            kept = kept.min(of_get(&app, &ann, path, "hit").await);
        }
        assert_eq!(kept, 1, "{path}");
        assert!(made <= most, "{path}: {made}");
    }
}

#[actix_web::test]
async fn a_save_takes_at_most_eleven_statements_and_writes_changes_only() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Sleep", 480)]).await;
    let (mut all, mut one, mut none) = (u64::MAX, u64::MAX, u64::MAX);
    for minutes in 1..=TIMES {
        let minutes = minutes as i64;
        let save = async |entries: &[(&str, i64)], task: Value| {
            let mut day = ann.day_of(entries);
            day["tasks"] = json!([task]);
            let before = app.statements().await;
            let saved = ann.save("2026-03-10", day).await.expect(200);
            (app.statements().await - before, saved["tasks"][0].clone())
        };
        let task = json!({ "title": "Write", "priority": "high", "quadrant": "Q1" });
        let entries = [("Sleep", 480 + minutes), ("Work", 300 + minutes)];
        let (taken, task) = save(&entries, task).await;
        all = all.min(taken);
        let (taken, task) = save(&entries, task).await;
        none = none.min(taken);
        let entries = [("Sleep", 490 + minutes), entries[1]];
        one = one.min(save(&entries, task).await.0);
    }
    assert!(all <= 11, "{all}");
    assert!(one < all && none < one, "{none} < {one} < {all}");
}

#[actix_web::test]
async fn streaks_that_reach_a_milestone_together_are_noted_together() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let names = ["Sleep", "Exercise", "English", "Reading", "Rest", "Blog"];
    let all = |minutes: i64| names.map(|name| (name, minutes));
    for day in 12..18 {
        ann.log(&format!("2026-03-{day}"), &all(480)).await;
    }
    let before = app.statements().await;
    ann.log("2026-03-18", &all(480)).await;
    let first = app.statements().await - before;
    // They are told once.
    ann.log("2026-03-18", &all(0)).await;
    ann.log("2026-03-18", &all(480)).await;
    let expected = i64::try_from(names.len()).unwrap();
    assert_eq!(app.rows("notifications"), expected);
    // Four more than without a milestone.
    assert!(first <= 15, "{first}");
}

#[actix_web::test]
async fn starting_a_focus_session_takes_six_statements_and_stopping_it_a_save_and_two_more() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-17", &[("Sleep", 480)]).await;
    ann.log("2026-03-18", &[("Sleep", 480)]).await;
    let (mut starts, mut stops) = (u64::MAX, u64::MAX);
    for _ in 0..TIMES {
        let input = json!({ "habitId": ann.habit("Reading"), "minutes": 25 });
        let before = app.statements().await;
        let session = ann.post("/api/focus/start", input).await.expect(201);
        let between = app.statements().await;
        app.wait(chrono::TimeDelta::minutes(5));
        let path = format!("/api/focus/{}/stop", session["id"].as_str().unwrap());
        ann.post(&path, json!({})).await.expect(200);
        starts = starts.min(between - before);
        stops = stops.min(app.statements().await - between);
    }
    assert!(starts <= 6, "{starts}");
    assert!(stops <= 12, "{stops}");
}
