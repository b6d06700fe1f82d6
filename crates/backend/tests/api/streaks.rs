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
    ann.log("2026-03-04", &[]).await; // Wednesday
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
