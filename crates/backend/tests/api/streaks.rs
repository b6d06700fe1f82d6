//! Streaks: when they grow, carry over and end, and how a change of an old day affects later days.

use serde_json::{Value, json};

use crate::support::{TestApp, User, dates, entry, term};

#[actix_web::test]
async fn a_day_counts_from_four_fifths_of_the_target_on() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (date, minutes, streak) in [
        ("2026-03-09", 48, 1),
        ("2026-03-10", 200, 2),
        ("2026-03-11", 47, 0),
        ("2026-03-12", 60, 1),
    ] {
        ann.log(date, &[("Exercise", minutes)]).await;
        assert_eq!(ann.streak("Exercise", date).await, streak, "{date}");
    }
}

#[actix_web::test]
async fn a_day_never_recorded_ends_them() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Exercise", 60)]).await;
    ann.log("2026-03-11", &[("Exercise", 60)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-11").await, 1);
    ann.log("2026-03-10", &[("Exercise", 60)]).await;
    assert_eq!(ann.streak("Exercise", "2026-03-11").await, 3);
}

#[actix_web::test]
async fn days_on_which_it_is_not_scheduled_carry_them_recorded_or_not() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({
        "name": "Choir", "schedule": ["mon", "thu"], "effectiveFrom": "2026-03-01",
    }))
    .await;
    ann.log("2026-03-02", &[("Choir", 60)]).await; // Monday
    ann.log("2026-03-04", &[("Sleep", 480)]).await; // Wednesday
    ann.log("2026-03-05", &[("Choir", 60)]).await; // Thursday
    ann.log("2026-03-07", &[("Choir", 60)]).await; // Saturday: extra time
    ann.log("2026-03-09", &[("Choir", 60)]).await; // Monday
    for (date, streak) in [
        ("2026-03-04", 1),
        ("2026-03-05", 2),
        ("2026-03-07", 2),
        ("2026-03-09", 3),
    ] {
        assert_eq!(ann.streak("Choir", date).await, streak, "{date}");
    }
    // A scheduled Thursday was missed.
    ann.log("2026-03-16", &[("Choir", 60)]).await;
    assert_eq!(ann.streak("Choir", "2026-03-16").await, 1);
}

#[actix_web::test]
async fn they_run_on_over_the_turn_of_the_year() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2025-12-30", "2025-12-31", "2026-01-01"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", "2026-01-01").await, 3);
}

#[actix_web::test]
async fn a_day_has_the_streak_before_it() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Exercise", 60)]).await;
    let day = ann.log("2026-03-10", &[("Exercise", 0)]).await;
    let exercise = entry(&day, ann.habit("Exercise"));
    assert_eq!(exercise["streakBefore"], 1);
    assert_eq!(exercise["streak"], 0);
}

/// Asserts that recomputing everything changes nothing.
async fn assert_settled(user: &User) {
    let range = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let done = user.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(done["changed"], 0, "{done}");
}

#[actix_web::test]
async fn editing_an_old_day_updates_later_streaks_and_the_compound_law() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let dates = dates("2026-02-01", 10);
    for date in &dates {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    let compound = async |date: &str| term(&ann.day(date).await["explanation"], "compound").clone();
    assert_eq!(compound(&dates[5]).await, Value::Null, "the sixth day");
    assert_eq!(compound(&dates[6]).await, 5.0, "the seventh");
    assert_eq!(compound(&dates[9]).await, 5.0);
    let before = ann.day(&dates[9]).await["kpi"].as_f64().unwrap();

    ann.log(&dates[4], &[("Sleep", 60)]).await;
    for (date, streak) in dates.iter().zip([1, 2, 3, 4, 0, 1, 2, 3, 4, 5]) {
        assert_eq!(ann.streak("Sleep", date).await, streak, "{date}");
        assert_eq!(compound(date).await, Value::Null, "{date}");
    }
    let after = ann.day(&dates[9]).await["kpi"].as_f64().unwrap();
    assert_eq!(format!("{:.1}", before - after), "5.0", "the law's points");
    assert_settled(&ann).await;

    ann.log(&dates[4], &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", &dates[9]).await, 10);
    assert_eq!(ann.day(&dates[9]).await["kpi"], before);
    let listed = ann
        .get(&format!("/api/days?from={0}&to={0}", dates[9]))
        .await
        .expect(200);
    assert_eq!(listed["days"][0]["kpi"], before, "the stored figure, too");
    assert_settled(&ann).await;
}

#[actix_web::test]
async fn filling_a_gap_joins_two_long_streaks() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let dates = dates("2026-01-01", 70);
    for (number, date) in dates.iter().enumerate() {
        if number != 30 {
            ann.log(date, &[("Sleep", 480)]).await;
        }
    }
    assert_eq!(ann.streak("Sleep", &dates[69]).await, 39);
    assert_eq!(
        term(&ann.day(&dates[69]).await["explanation"], "compound"),
        8.0
    );
    ann.log(&dates[30], &[("Sleep", 480)]).await;
    assert_eq!(ann.streak("Sleep", &dates[69]).await, 70);
    assert_eq!(
        term(&ann.day(&dates[69]).await["explanation"], "compound"),
        10.0
    );
    assert_settled(&ann).await;
}

#[actix_web::test]
async fn the_order_of_recording_does_not_matter() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let dates = dates("2026-02-01", 9);
    for date in &dates {
        ann.log(date, &[("Sleep", 480), ("Work", 300)]).await;
    }
    for date in dates.iter().rev() {
        bob.log(date, &[("Sleep", 480), ("Work", 300)]).await;
    }
    for date in &dates {
        let (forwards, backwards) = (ann.day(date).await, bob.day(date).await);
        assert_eq!(forwards["kpi"], backwards["kpi"], "{date}");
        let streaks = |day: &Value| -> Vec<Value> {
            let entries = day["entries"].as_array().unwrap();
            entries
                .iter()
                .map(|entry| entry["streak"].clone())
                .collect()
        };
        assert_eq!(streaks(&forwards), streaks(&backwards), "{date}");
    }
    assert_settled(&bob).await;
}

/// The current streak of a habit's statistics, and the streak of its row today.
async fn current(user: &User, habit: &str) -> (i64, i64) {
    let path = format!("/api/habits/{}/stats", user.habit(habit));
    let stats = user.get(&path).await.expect(200);
    let today = user.day("today").await;
    let row = &entry(&today, user.habit(habit))["streak"];
    (
        stats["currentStreak"].as_i64().unwrap(),
        row.as_i64().unwrap(),
    )
}

#[actix_web::test]
async fn a_scheduled_day_that_has_ended_without_a_record_ends_the_current_streak() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for date in ["2026-03-16", "2026-03-17", "2026-03-18"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(current(&ann, "Sleep").await, (3, 3));
    // Today runs: it does not end it, recorded or not, until it is done.
    app.travel_to("2026-03-19T23:59:59Z");
    assert_eq!(current(&ann, "Sleep").await, (3, 3));
    ann.log("today", &[("Sleep", 10)]).await;
    assert_eq!(current(&ann, "Sleep").await, (3, 3));
    ann.log("today", &[]).await;
    // It has ended, which is enough to change responses that are cached.
    app.travel_to("2026-03-20T00:00:00Z");
    assert_eq!(current(&ann, "Sleep").await, (0, 0));
    app.travel_to("2026-11-01T12:00:00Z");
    assert_eq!(current(&ann, "Sleep").await, (0, 0));
    let stats = format!("/api/habits/{}/stats", ann.habit("Sleep"));
    assert_eq!(ann.get(&stats).await.expect(200)["longestStreak"], 3);
    // The days keep the streaks that they ended with.
    assert_eq!(ann.streak("Sleep", "2026-03-18").await, 3);
    ann.log("today", &[("Sleep", 480)]).await;
    assert_eq!(current(&ann, "Sleep").await, (1, 1));
}

#[actix_web::test]
async fn a_day_that_ended_below_its_target_ends_the_current_streak() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-17", &[("Sleep", 480)]).await;
    ann.log("2026-03-18", &[("Sleep", 10)]).await;
    assert_eq!(current(&ann, "Sleep").await, (1, 1), "today runs");
    app.travel_to("2026-03-19T10:00:00Z");
    assert_eq!(current(&ann, "Sleep").await, (0, 0));
}

#[actix_web::test]
async fn illness_weekends_and_extra_days_leave_a_streak_as_it_is() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    app.travel_to("2026-06-12T10:00:00Z");
    ann.only_habit(json!({
        "name": "Choir", "target": 30, "schedule": ["mon", "tue", "wed", "thu", "fri"],
        "effectiveFrom": "2026-06-01",
    }))
    .await;
    for date in dates("2026-06-01", 5) {
        ann.log(&date, &[("Choir", 30)]).await;
    }
    for date in dates("2026-06-08", 3) {
        ann.fall_ill(&date).await;
    }
    for date in ["2026-06-11", "2026-06-12"] {
        ann.log(date, &[("Choir", 30)]).await;
    }
    assert_eq!(current(&ann, "Choir").await, (7, 7));

    ann.log("2026-06-11", &[("Choir", 0)]).await;
    let range = json!({ "from": "2026-06-01", "to": "2026-06-30" });
    ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(current(&ann, "Choir").await, (1, 1));
    ann.log("2026-06-11", &[("Choir", 30)]).await;
    ann.delete("/api/days/2026-06-09/exception")
        .await
        .expect(200);
    assert_eq!(current(&ann, "Choir").await, (2, 2));
    ann.fall_ill("2026-06-09").await;
    assert_eq!(current(&ann, "Choir").await, (7, 7));

    ann.log("2026-06-06", &[("Choir", 20)]).await; // Saturday: extra time
    assert_eq!(current(&ann, "Choir").await, (7, 7));
    for (minutes, streak) in [(24, 7), (23, 0)] {
        ann.log("2026-06-12", &[("Choir", minutes)]).await;
        assert_eq!(ann.streak("Choir", "2026-06-11").await, 6);
        app.travel_to("2026-06-13T10:00:00Z");
        assert_eq!(current(&ann, "Choir").await.0, streak, "{minutes}");
        app.travel_to("2026-06-12T10:00:00Z");
    }
    // The weekend carries it, a gap of three scheduled days ends it.
    ann.log("2026-06-12", &[("Choir", 30)]).await;
    app.travel_to("2026-06-15T10:00:00Z");
    assert_eq!(current(&ann, "Choir").await, (7, 7));
    app.travel_to("2026-06-18T10:00:00Z");
    assert_eq!(current(&ann, "Choir").await, (0, 0));
    ann.log("2026-06-18", &[("Choir", 30)]).await;
    assert_eq!(current(&ann, "Choir").await, (1, 1));
}

#[actix_web::test]
async fn a_limit_is_kept_on_recorded_days_without_an_entry() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({
        "name": "Games", "direction": "at_most", "effectiveFrom": "2026-03-01",
    }))
    .await;
    for date in ["2026-03-16", "2026-03-17"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(current(&ann, "Games").await.0, 2);
    ann.log("2026-03-17", &[("Games", 73)]).await;
    assert_eq!(current(&ann, "Games").await.0, 0, "over 1.2 of the limit");
}

#[actix_web::test]
async fn leap_days_are_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let refused = ann.save("2026-02-29", ann.day_of(&[("Sleep", 480)])).await;
    assert_eq!(refused.invalid().1, "date_invalid");
    for date in ["2024-02-28", "2024-02-29", "2024-03-01"] {
        ann.log(date, &[("Sleep", 480)]).await;
    }
    assert_eq!(ann.streak("Sleep", "2024-03-01").await, 3);
    let month = ann.get("/api/dashboards/month/2024/2").await.expect(200);
    assert_eq!(month["recordedDays"], 2);
    let year = ann.get("/api/dashboards/year/2024").await.expect(200);
    assert_eq!(year["recordedDays"], 3);
    // The ends of what can be recorded, for exceptions too.
    let ill = json!({ "kind": "illness" });
    for (date, status) in [
        ("2027-03-19", 200),
        ("2027-03-20", 422),
        ("1999-12-31", 422),
    ] {
        let path = format!("/api/days/{date}/exception");
        let marked = ann.put(&path, ill.clone()).await;
        assert_eq!(marked.status, status, "{date}");
    }
}

#[actix_web::test]
async fn an_exception_keeps_the_tasks_of_its_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let task = json!({ "title": "One", "priority": "high", "quadrant": "Q1" });
    let added = ann
        .post("/api/days/2026-03-10/tasks", task)
        .await
        .expect(201);
    let ill = ann.fall_ill("2026-03-10").await;
    assert_eq!(ill["tasks"], added["tasks"]);
    assert_eq!(ill["kpi"], Value::Null);
}
