//! `POST /api/kpi/preview`.

use chrono::{Days, NaiveDate};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};

use crate::support::{TestApp, User};

async fn preview(user: &User, date: &str, day: &Value) -> Value {
    let body = json!({ "date": date, "entries": day["entries"], "tasks": day["tasks"] });
    user.post("/api/kpi/preview", body).await.expect(200)
}

/// Any day that can be entered.
fn any_day(random: &mut StdRng, habits: &[Value]) -> Value {
    let mut entries = Vec::new();
    for habit in habits {
        if random.random_bool(0.8) {
            let target = habit["target"].as_i64().unwrap();
            let minutes = random.random_range(0..=target * 2).min(1440);
            let quality = random.random_bool(0.5).then(|| random.random_range(1..=5));
            entries.push(json!({ "habitId": habit["id"], "amount": minutes, "quality": quality }));
        }
    }
    let count = random.random_range(0..=5);
    let tasks: Vec<Value> = (0..count)
        .map(|number| {
            let mut one_of = |words: &[&str]| words[random.random_range(0..words.len())].to_owned();
            let (priority, quadrant) = (
                one_of(&["high", "medium", "low"]),
                one_of(&["Q1", "Q2", "Q3", "Q4"]),
            );
            let mut minutes = || {
                random
                    .random_bool(0.8)
                    .then(|| random.random_range(1..=120))
            };
            let (estimated, actual) = (minutes(), minutes());
            json!({
                "title": format!("Task {number}"), "priority": priority, "quadrant": quadrant,
                "estimatedMinutes": estimated, "actualMinutes": actual,
                "completed": random.random_bool(0.7),
            })
        })
        .collect();
    json!({ "entries": entries, "tasks": tasks })
}

#[actix_web::test]
async fn what_is_saved_is_what_was_previewed() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let habits = ann.habits().await;
    let mut random = StdRng::seed_from_u64(1);
    let last: NaiveDate = "2026-03-18".parse().unwrap();
    for number in 0..60 {
        // Days forwards and backwards, new ones and ones saved before.
        let date = (last - Days::new(random.random_range(0..40))).to_string();
        let day = any_day(&mut random, &habits);
        let previewed = preview(&ann, &date, &day).await;
        let saved = ann.save(&date, day.clone()).await.expect(200);
        assert_eq!(previewed, saved["explanation"], "day {number}: {day}");
        assert_eq!(previewed["kpi"], saved["kpi"], "day {number}: {day}");

        let kpi = previewed["kpi"].as_f64().unwrap();
        assert!((0.0..=150.0).contains(&kpi), "{kpi}");
        let terms = previewed["terms"].as_array().unwrap();
        let tenths = |value: &Value| (value.as_f64().unwrap() * 10.0).round() as i64;
        let sum: i64 = terms.iter().map(|term| tenths(&term["points"])).sum();
        assert_eq!(
            sum,
            tenths(&previewed["total"]),
            "the terms add up: {previewed}"
        );
    }
    let range = json!({ "from": "2026-01-01", "to": "2026-12-31" });
    let again = ann.post("/api/kpi/recompute", range).await.expect(200);
    assert_eq!(again["changed"], 0, "{again}");
}

#[actix_web::test]
async fn nothing_is_saved() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let saved = ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let other = ann.day_of(&[("Sleep", 60), ("Work", 360)]);
    for date in ["2026-03-10", "2026-03-11"] {
        preview(&ann, date, &other).await;
    }
    assert_eq!(ann.day("2026-03-10").await, saved);
    assert_eq!(ann.day("2026-03-11").await["saved"], false);
}

#[actix_web::test]
async fn tasks_of_the_day_may_be_sent_with_their_ids() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let task = json!({ "title": "One", "priority": "high", "quadrant": "Q1" });
    let day = json!({ "entries": [], "tasks": [task] });
    let mut day = ann.save("2026-03-10", day).await.expect(200);
    day["tasks"][0]["completed"] = true.into();
    day["entries"] = json!([]);
    let explanation = preview(&ann, "2026-03-10", &day).await;
    assert_eq!(crate::support::term(&explanation, "priority"), 10.0);
}

#[actix_web::test]
async fn the_suggested_steps_add_their_points() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let day = ann.day_of(&[("Sleep", 420), ("Work", 300), ("Exercise", 20)]);
    let explanation = preview(&ann, "2026-03-10", &day).await;
    let suggestions = explanation["raises"].as_array().unwrap();
    assert!((2..=3).contains(&suggestions.len()), "{suggestions:?}");
    let kpi = explanation["kpi"].as_f64().unwrap();
    for suggestion in suggestions
        .iter()
        .filter(|suggestion| suggestion["code"] == "log_habit")
    {
        let mut next = day.clone();
        let entries = next["entries"].as_array_mut().unwrap();
        let more = suggestion["amount"].as_i64().unwrap();
        match entries
            .iter_mut()
            .find(|entry| entry["habitId"] == suggestion["habitId"])
        {
            Some(entry) => entry["amount"] = (entry["amount"].as_i64().unwrap() + more).into(),
            None => entries.push(json!({ "habitId": suggestion["habitId"], "amount": more })),
        }
        let next_kpi = preview(&ann, "2026-03-10", &next).await["kpi"]
            .as_f64()
            .unwrap();
        let points = suggestion["points"].as_f64().unwrap();
        assert!(points > 0.0, "{suggestion}");
        assert_eq!(
            format!("{:.1}", next_kpi - kpi),
            format!("{points:.1}"),
            "{suggestion}"
        );
    }
}
