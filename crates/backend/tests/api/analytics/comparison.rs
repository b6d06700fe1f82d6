//! `GET /api/analytics/comparison`.

use serde_json::{Value, json};

use crate::support::{TestApp, dates, term};

const PATH: &str = "/api/analytics/comparison?from=2026-03-09&to=2026-03-31\
                    &previousFrom=2026-03-01&previousTo=2026-03-08";

fn tenths(value: &Value) -> i64 {
    (value.as_f64().unwrap() * 10.0).round() as i64
}

#[actix_web::test]
async fn the_changes_add_up_to_the_change_of_the_kpi() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.make_habit(json!({ "name": "Choir", "target": 7, "effectiveFrom": "2026-03-05" }))
        .await;
    for (index, date) in dates("2026-03-01", 17).iter().enumerate() {
        let index = index as i64;
        let mut day = ann.day_of(&[
            ("Sleep", 300 + index * 31),
            ("Work", index * 40),
            ("AI", 11),
        ]);
        day["tasks"] = json!([
            {
                "title": "Write", "priority": "high", "quadrant": "Q1",
                "estimatedMinutes": 30, "actualMinutes": 20 + index, "completed": true,
            },
            { "title": "Call", "priority": "medium", "quadrant": "Q2", "completed": index % 3 == 0 },
        ]);
        ann.save(date, day).await.expect(200);
    }
    ann.fall_ill("2026-03-12").await;
    // So much that the KPI is at its limit.
    let names = [
        "Sleep", "Exercise", "English", "Reading", "Work", "Rest", "Blog", "AI",
    ];
    let most: Vec<(&str, i64)> = names.iter().map(|name| (*name, 720)).collect();
    ann.log("2026-03-14", &most).await;

    let compared = ann.get(PATH).await.expect(200);
    assert_eq!(compared["current"]["countedDays"], 8);
    assert_eq!(compared["previous"]["countedDays"], 8);
    let rows = |list: &str| compared[list].as_array().unwrap().clone();
    let mut terms = rows("terms");
    terms.push(compared["limit"].clone());
    for column in ["previous", "current"] {
        let sum: i64 = terms.iter().map(|term| tenths(&term[column])).sum();
        assert_eq!(
            sum,
            tenths(&compared[column]["meanKpi"]),
            "{column}: {compared:#}"
        );
        let of_habits: i64 = rows("habits")
            .iter()
            .map(|habit| tenths(&habit[column]))
            .sum();
        assert_eq!(
            of_habits,
            tenths(&terms[0][column]),
            "{column}: {compared:#}"
        );
    }
    for row in terms.iter().chain(&rows("habits")) {
        assert_eq!(
            tenths(&row["change"]),
            tenths(&row["current"]) - tenths(&row["previous"])
        );
    }
    assert_eq!(terms[0]["code"], "base");
}

#[actix_web::test]
async fn one_day_each_has_the_terms_of_its_explanation() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-08", &[("Sleep", 480), ("Exercise", 60)])
        .await;
    ann.log("2026-03-09", &[("Sleep", 240)]).await;
    let compared = ann.get(PATH).await.expect(200);
    for (column, date) in [("previous", "2026-03-08"), ("current", "2026-03-09")] {
        let day = ann.day(date).await;
        assert_eq!(compared[column]["meanKpi"], day["kpi"]);
        for row in compared["terms"].as_array().unwrap() {
            let code = row["code"].as_str().unwrap();
            let points = term(&day["explanation"], code).as_f64();
            assert_eq!(row[column], points.unwrap_or(0.0), "{code}");
        }
    }
}

#[actix_web::test]
async fn without_days_in_one_of_the_periods_nothing_is_compared() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-09", &[("Sleep", 240)]).await;
    let compared = ann.get(PATH).await.expect(200);
    assert_eq!(
        compared["previous"],
        json!({ "meanKpi": Value::Null, "countedDays": 0 })
    );
    assert_eq!(compared["current"]["countedDays"], 1);
    assert_eq!(
        (&compared["terms"], &compared["habits"]),
        (&json!([]), &json!([]))
    );
}
