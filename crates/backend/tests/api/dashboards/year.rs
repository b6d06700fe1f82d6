//! `GET /api/dashboards/year/{year}`.

use chrono::{NaiveDate, TimeDelta};
use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn an_empty_year_has_its_months_and_no_figures() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["year"], 2026);
    assert_eq!(year["meanKpi"], Value::Null);
    assert_eq!(year["recordedDays"], 0);
    assert_eq!(year["bestDay"], Value::Null);
    assert_eq!(year["bestMonth"], Value::Null);
    assert_eq!(year["forecast"], Value::Null);
    assert_eq!(year["activities"], json!([]));
    let months = year["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    for (month, number) in months.iter().zip(1..) {
        assert_eq!(month["month"], number);
        assert_eq!(month["days"], json!([]));
        assert_eq!(month["meanKpi"], Value::Null);
    }
}

#[actix_web::test]
async fn averages_exclude_exceptions_and_future_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let low = ann.log("2026-02-10", &[("Sleep", 60)]).await["kpi"].clone();
    let high = ann
        .log("2026-03-10", &[("Sleep", 480), ("Work", 360)])
        .await["kpi"]
        .clone();
    ann.log("2026-03-11", &[("Sleep", 600)]).await;
    ann.fall_ill("2026-03-11").await;
    ann.log("2026-03-19", &[("Sleep", 480)]).await;
    ann.log("2025-12-31", &[("Sleep", 480)]).await;

    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    let mean = (low.as_f64().unwrap() + high.as_f64().unwrap()) / 2.0;
    assert_eq!(
        format!("{:.1}", year["meanKpi"].as_f64().unwrap()),
        format!("{:.1}", (mean * 10.0).round() / 10.0)
    );
    assert_eq!(year["recordedDays"], 2);
    assert_eq!(year["countedDays"], 2);
    assert_eq!(year["exceptionDays"], 1);
    let sleep = &year["activities"][0];
    assert_eq!(
        (&sleep["minutes"], &sleep["days"]),
        (&json!(540), &json!(2)),
        "neither the exception day nor the one to come"
    );
    assert_eq!(
        year["bestDay"],
        json!({ "date": "2026-03-10", "kpi": high })
    );
    assert_eq!(year["months"][1]["meanKpi"], low);
    assert_eq!(year["months"][2]["meanKpi"], high);
    assert_eq!(year["months"][2]["exceptionDays"], 1);
    let march: Vec<&Value> = year["months"][2]["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| &day["date"])
        .collect();
    assert_eq!(march, ["2026-03-10", "2026-03-11", "2026-03-19"]);
    assert_eq!(year["months"][11]["recordedDays"], 0);
}

#[actix_web::test]
async fn today_is_recorded_and_counts_when_it_is_over() {
    let app = TestApp::start().await;
    let mut ann = app.user("ann").await;
    ann.only_habit(json!({ "name": "Walking", "effectiveFrom": "2026-03-01" }))
        .await;
    let low = ann.log("2026-03-17", &[("Walking", 6)]).await["kpi"].clone();
    let high = ann.log("2026-03-18", &[("Walking", 60)]).await["kpi"].clone();

    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["meanKpi"], low);
    assert_eq!(
        (&year["countedDays"], &year["recordedDays"]),
        (&json!(1), &json!(2))
    );
    assert_eq!(year["bestDay"]["date"], "2026-03-17");
    assert_eq!(year["minutes"], 66, "a total, not a mean");
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!(month["meanKpi"], low);
    assert_eq!(month["habits"][0]["completion"], 0.1);
    assert_eq!(month["habits"][0]["scheduledDays"], 1);

    app.wait(TimeDelta::days(1));
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["countedDays"], 2);
    assert_eq!(
        year["bestDay"],
        json!({ "date": "2026-03-18", "kpi": high })
    );
    let month = ann.get("/api/dashboards/month/2026/3").await.expect(200);
    assert_eq!(month["habits"][0]["scheduledDays"], 2);
}

#[actix_web::test]
async fn the_best_month_has_a_mean_over_seven_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (month, minutes, days) in [(1, 240, 7), (2, 480, 6)] {
        for day in 1..=days {
            ann.log(&format!("2026-{month:02}-{day:02}"), &[("Sleep", minutes)])
                .await;
        }
    }
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["bestMonth"], 1);
    ann.log("2026-02-07", &[("Sleep", 480)]).await;
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["bestMonth"], 2);
    // More than 24 hours in a day.
    ann.log("2026-02-07", &[("Sleep", 1000), ("Work", 1000)])
        .await;
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["bestMonth"], 1);
}

#[actix_web::test]
async fn activities_are_sorted_by_minutes() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-02-10", &[("Sleep", 60), ("Blog", 0)]).await;
    ann.log("2026-03-10", &[("Sleep", 30), ("Work", 360)]).await;
    let day = json!({ "entries": [], "tasks": [
        { "title": "One", "priority": "low", "quadrant": "Q1", "completed": true },
        { "title": "Two", "priority": "low", "quadrant": "Q1" },
    ]});
    ann.save("2026-03-11", day).await.expect(200);
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    let figures: Vec<Value> = year["activities"]
        .as_array()
        .unwrap()
        .iter()
        .map(|activity| json!([activity["name"], activity["minutes"], activity["days"]]))
        .collect();
    assert_eq!(
        Value::from(figures),
        json!([["Work", 360, 1], ["Sleep", 90, 2]])
    );
    assert_eq!(year["minutes"], 450);
    assert_eq!(year["tasksCompleted"], 1);
}

#[actix_web::test]
async fn a_forecast_needs_four_weeks_of_days() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let first: NaiveDate = "2026-01-05".parse().unwrap();
    let record = async |from: usize, to: usize| {
        let days = first.iter_days().skip(from).take(to - from);
        join_all(days.map(async |date| {
            ann.log(&date.to_string(), &[("Sleep", 480)]).await;
        }))
        .await;
    };
    record(0, 27).await;
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    assert_eq!(year["forecast"], Value::Null);
    record(27, 28).await;
    let year = ann.get("/api/dashboards/year/2026").await.expect(200);
    let forecast = &year["forecast"];
    assert_eq!(forecast["year"], 2027);
    assert_eq!(forecast["basedOnDays"], 28);
    let months = forecast["months"].as_array().unwrap();
    assert_eq!(months.len(), 12);
    for month in months {
        let figure = |name: &str| month[name].as_f64().unwrap();
        assert!(
            0.0 <= figure("low") && figure("low") <= figure("mean"),
            "{month}"
        );
        assert!(
            figure("mean") <= figure("high") && figure("high") <= 150.0,
            "{month}"
        );
    }
}

#[actix_web::test]
async fn a_year_that_cannot_be_recorded_is_not_found() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for year in ["1999", "2201", "-1", "0", "26a", "99999999999"] {
        ann.get(&format!("/api/dashboards/year/{year}"))
            .await
            .problem(404, "not-found");
    }
    for year in ["2000", "2200"] {
        ann.get(&format!("/api/dashboards/year/{year}"))
            .await
            .expect(200);
    }
}
