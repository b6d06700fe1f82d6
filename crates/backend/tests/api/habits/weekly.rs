//! Habits that are due n times a week.

use rand::SeedableRng;
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use serde_json::{Value, json};

use crate::support::{TestApp, User, dates, entry, habit_input};

/// A Monday.
const MONDAY: &str = "2026-03-02";

async fn with_running(app: &TestApp, name: &str) -> User {
    let mut user = app.user(name).await;
    user.only_habit(json!({
        "name": "Running", "target": 30, "timesPerWeek": 3, "effectiveFrom": "2026-03-02",
    }))
    .await;
    user.make_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-02" }))
        .await;
    user
}

/// Whether it is scheduled, its streak, and how often it was done in the week.
fn figures(day: &Value, habit: &str) -> Value {
    let entry = entry(day, habit);
    json!([entry["scheduled"], entry["streak"], entry["week"]["done"]])
}

#[actix_web::test]
async fn it_counts_on_the_days_on_which_it_is_done_and_when_days_run_out() {
    let app = TestApp::start().await;
    let ann = with_running(&app, "ann").await;
    let running = ann.habit("Running");
    let habit = ann.get(&format!("/api/habits/{running}")).await.expect(200);
    assert_eq!(habit["timesPerWeek"], 3);
    assert_eq!(habit["schedule"].as_array().unwrap().len(), 7);

    for (date, minutes, expected, base) in [
        ("2026-03-02", 30, json!([true, 0, 1]), 100.0),
        ("2026-03-03", 0, json!([false, 0, 1]), 100.0),
        ("2026-03-04", 20, json!([false, 0, 1]), 100.0),
        ("2026-03-05", 45, json!([true, 0, 2]), 125.0),
        ("2026-03-06", 0, json!([false, 0, 2]), 100.0),
        ("2026-03-07", 0, json!([false, 0, 2]), 100.0),
        ("2026-03-08", 0, json!([true, 0, 2]), 50.0),
        ("2026-03-09", 30, json!([true, 0, 1]), 100.0),
        ("2026-03-10", 30, json!([true, 0, 2]), 100.0),
        ("2026-03-11", 30, json!([true, 1, 3]), 100.0),
        ("2026-03-12", 30, json!([false, 1, 3]), 100.0),
        ("2026-03-16", 30, json!([true, 1, 1]), 100.0),
    ] {
        let day = ann
            .log(date, &[("Running", minutes), ("Walking", 60)])
            .await;
        assert_eq!(figures(&day, running), expected, "{date}");
        assert_eq!(day["explanation"]["terms"][0]["points"], base, "{date}");
        assert_eq!(entry(&day, running)["week"]["times"], 3);
        assert_eq!(entry(&day, running)["week"]["target"], 30);
    }
    let stats = ann.get(&format!("/api/habits/{running}/stats")).await;
    let stats = stats.expect(200);
    assert_eq!(stats["currentStreak"], 1);
    assert_eq!(stats["longestStreak"], 1);
}

#[actix_web::test]
async fn changing_an_earlier_day_of_the_week_scores_its_later_days_again() {
    let app = TestApp::start().await;
    let ann = with_running(&app, "ann").await;
    let running = ann.habit("Running");
    for date in dates(MONDAY, 7) {
        ann.log(&date, &[("Walking", 60)]).await;
    }
    let sunday = "2026-03-08";
    let before = ann.day(sunday).await;
    assert_eq!(figures(&before, running), json!([true, 0, 0]));
    for date in ["2026-03-03", "2026-03-02", "2026-03-05"] {
        ann.log(date, &[("Running", 30), ("Walking", 60)]).await;
    }
    let after = ann.day(sunday).await;
    assert_eq!(figures(&after, running), json!([false, 1, 3]));
    assert!(after["kpi"].as_f64() > before["kpi"].as_f64());
    let friday = ann.day("2026-03-06").await;
    assert_eq!(figures(&friday, running), json!([false, 1, 3]));

    // An exception takes a day out of the week.
    ann.delete("/api/days/2026-03-05").await.expect(204);
    assert_eq!(
        figures(&ann.day(sunday).await, running),
        json!([true, 0, 2])
    );
    for date in [
        "2026-03-04",
        "2026-03-05",
        "2026-03-06",
        "2026-03-07",
        sunday,
    ] {
        ann.fall_ill(date).await;
    }
    let next = ann.log("2026-03-09", &[("Walking", 60)]).await;
    assert_eq!(figures(&next, running), json!([false, 1, 0]), "two of two");
}

#[actix_web::test]
async fn the_order_in_which_the_days_of_two_weeks_are_saved_does_not_matter() {
    let app = TestApp::start().await;
    let mut random = StdRng::seed_from_u64(7);
    let done = [1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0, 0, 0, 1];
    let away = [3, 9, 10];
    let mut results = Vec::new();
    for number in 0..6 {
        let user = with_running(&app, &format!("user{number}")).await;
        let mut order: Vec<(usize, String)> =
            dates(MONDAY, done.len()).into_iter().enumerate().collect();
        if number > 0 {
            order.shuffle(&mut random);
        }
        for (place, date) in &order {
            let amounts = [("Running", 30 * done[*place]), ("Walking", 60)];
            if away.contains(place) && number % 2 == 0 {
                user.fall_ill(date).await;
            }
            user.log(date, &amounts[1 - usize::from(done[*place] > 0)..])
                .await;
            if away.contains(place) && number % 2 == 1 {
                user.fall_ill(date).await;
            }
        }
        let mut result = Vec::new();
        for date in dates(MONDAY, done.len()) {
            let day = user.day(&date).await;
            result.push(json!([day["kpi"], figures(&day, user.habit("Running"))]));
        }
        results.push(result);
    }
    for result in &results[1..] {
        assert_eq!(result, &results[0]);
    }
}

#[actix_web::test]
async fn a_streak_is_converted_when_the_schedule_changes_its_kind() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Running", "target": 30, "effectiveFrom": "2026-02-16" }))
        .await;
    for date in dates("2026-02-16", 15) {
        ann.log(&date, &[("Running", 30)]).await;
    }
    let path = format!("/api/habits/{}", ann.habit("Running"));
    let weekly = habit_input(json!({
        "name": "Running", "target": 30, "timesPerWeek": 2, "effectiveFrom": "2026-03-03",
    }));
    ann.put(&path, weekly).await.expect(200);
    let day = ann.log("2026-03-03", &[("Running", 30)]).await;
    assert_eq!(figures(&day, ann.habit("Running")), json!([true, 2, 1]));
    let daily = habit_input(json!({
        "name": "Running", "target": 30, "effectiveFrom": "2026-03-04",
    }));
    ann.put(&path, daily).await.expect(200);
    let day = ann.log("2026-03-04", &[("Running", 30)]).await;
    assert_eq!(figures(&day, ann.habit("Running")), json!([true, 15, null]));
}
