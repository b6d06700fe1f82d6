//! `POST /api/kpi/recompute`.

use serde_json::{Value, json};

use crate::support::{TestApp, User, dates, entry, habit_input};

#[actix_web::test]
async fn recomputing_scored_days_changes_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-09", "2026-03-10", "2026-03-12"] {
        ann.log(date, &[("Sleep", 480), ("Work", 200)]).await;
    }
    ann.fall_ill("2026-03-11").await;
    let before = ann.get("/api/days/2026-03-12").await.etag();
    for _ in 0..2 {
        let range = json!({ "from": "2026-03-09", "to": "2026-03-12" });
        let done = ann.post("/api/kpi/recompute", range).await.expect(200);
        assert_eq!(done, json!({ "days": 4, "changed": 0, "rest": null }));
    }
    assert_eq!(ann.get("/api/days/2026-03-12").await.etag(), before);
}

#[actix_web::test]
async fn a_range_without_days_is_empty() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let range = json!({ "from": "2026-03-09", "to": "2026-03-12" });
    let done = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(done, json!({ "days": 0, "changed": 0, "rest": null }));
}

/// A user with more days than one transaction scores, each at half of the target of Sleep.
async fn with_many_days(app: &TestApp) -> User {
    let ann = app.user("ann").await;
    for date in dates("2025-10-01", 161) {
        ann.log(&date, &[("Sleep", 240)]).await;
    }
    ann
}

/// Changes the target of Sleep, effective from long before the first day.
async fn ask_for(minutes: i32, ann: &User) {
    let path = format!("/api/habits/{}", ann.habit("Sleep"));
    let habit = ann.get(&path).await.expect(200);
    let input = habit_input(json!({
        "name": "Sleep", "category": habit["category"], "quadrant": habit["quadrant"],
        "target": minutes, "effectiveFrom": "2000-01-01",
    }));
    ann.put(&path, input).await.expect(200);
}

async fn completion(ann: &User, date: &str) -> Value {
    entry(&ann.day(date).await, ann.habit("Sleep"))["completion"].clone()
}

#[actix_web::test]
async fn a_change_long_ago_is_recomputed_in_slices_to_the_last_day() {
    let app = TestApp::start().await;
    let ann = with_many_days(&app).await;
    ask_for(240, &ann).await;
    // The change itself does not wait for all of them.
    let progress = ann.get("/api/kpi/recompute").await.expect(200);
    let done = progress["doneDays"].as_i64().unwrap();
    assert_eq!(progress["totalDays"], 161);
    assert!((60..161).contains(&done), "{progress}");
    assert_eq!(
        progress["from"],
        dates("2025-10-01", 161)[usize::try_from(done).unwrap()]
    );
    assert_eq!(completion(&ann, "2025-10-01").await, 1.0);

    ann.until_recalculated().await;
    for date in ["2025-10-01", "2026-01-15", "2026-03-10"] {
        assert_eq!(completion(&ann, date).await, 1.0, "{date}");
    }
    for (from, to) in [("2025-10-01", "2025-12-15"), ("2025-12-16", "2026-03-10")] {
        let range = json!({ "from": from, "to": to });
        let again = ann.post("/api/kpi/recompute", range).await.expect(200);
        assert_eq!(again["changed"], 0, "{again}");
        assert_eq!(again["rest"], Value::Null, "{again}");
    }
}

#[actix_web::test]
async fn a_change_during_a_recomputation_is_merged_into_it() {
    let app = TestApp::start().await;
    let ann = with_many_days(&app).await;
    for minutes in [240, 960, 320] {
        ask_for(minutes, &ann).await;
    }
    ann.until_recalculated().await;
    for date in ["2025-10-01", "2026-01-15", "2026-03-10"] {
        assert_eq!(completion(&ann, date).await, 0.75, "{date}");
    }
}

#[actix_web::test]
async fn a_long_range_is_recomputed_in_the_background_too() {
    let app = TestApp::start().await;
    let ann = with_many_days(&app).await;
    let range = "/api/days?from=2025-10-01&to=2026-03-10";
    let before = ann.get(range).await.expect(200);
    app.execute("UPDATE days SET kpi = 1");
    let all = json!({ "from": "2025-10-01", "to": "2026-03-10" });
    let done = ann.post("/api/kpi/recompute", all).await.expect(200);
    assert_eq!(done["changed"], done["days"]);
    assert_ne!(done["rest"], Value::Null);
    ann.until_recalculated().await;
    assert_eq!(ann.get(range).await.expect(200), before);
}

/// The streak through all days starts one day later.
#[actix_web::test]
async fn a_change_of_an_old_day_cascades_to_the_last_day() {
    let app = TestApp::start().await;
    let ann = with_many_days(&app).await;
    ask_for(240, &ann).await;
    ann.until_recalculated().await;
    ann.delete("/api/days/2025-10-01").await.expect(204);
    ann.until_recalculated().await;
    let range = json!({ "from": "2025-12-16", "to": "2026-03-10" });
    let again = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(again["changed"], 0, "{again}");
    let last = ann.day("2026-03-10").await;
    let sleep = entry(&last, ann.habit("Sleep"));
    assert_eq!(sleep["streakBefore"], 159, "{sleep}");
}

#[actix_web::test]
async fn a_pending_recomputation_continues_after_a_restart() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let range = "/api/days?from=2026-03-10&to=2026-03-10";
    let before = ann.get(range).await.expect(200);
    app.execute("UPDATE days SET kpi = 1");
    app.execute(
        "UPDATE users SET recompute_from = '2026-03-01', \
         recompute_since = '2026-03-01', recompute_due_at = created_at",
    );
    let next = app.another_instance().await;
    let ann = next.anonymous().bearing(&ann.token);
    ann.until_recalculated().await;
    assert_eq!(ann.get(range).await.expect(200), before);
}

#[actix_web::test]
async fn a_user_whose_recomputation_fails_does_not_block_others() {
    let app = TestApp::start().await;
    let bob = app.user("bob").await;
    app.execute("DELETE FROM habit_versions");
    let pending = "UPDATE users SET recompute_from = '2026-03-01', \
                   recompute_since = '2026-03-01', recompute_due_at = created_at";
    app.execute(pending);
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    app.execute(&format!("{pending} WHERE email = '{}'", ann.email));
    ann.until_recalculated().await;
    let failed = bob.get("/api/kpi/recompute").await.expect(200);
    assert_eq!(failed["from"], "2026-03-01");
}

#[actix_web::test]
async fn exactly_as_many_days_as_a_slice_leave_nothing() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let habits = ann.habits().await.len();
    let slice = dates("2025-12-01", 1_000 / habits);
    for date in &slice {
        ann.log(date, &[("Sleep", 240)]).await;
    }
    let range = json!({ "from": slice[0], "to": "2026-03-31" });
    let done = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(
        done,
        json!({ "days": slice.len(), "changed": 0, "rest": null })
    );
}
