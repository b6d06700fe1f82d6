//! `GET /api/exceptions/statistics`.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

async fn mark(user: &User, from: &str, to: &str, kind: &str) {
    let body = json!({ "from": from, "to": to, "kind": kind });
    user.put("/api/days/exceptions", body).await.expect(200);
}

fn figures(days: [i32; 4], passed_days: i32, share: Value) -> Value {
    let kinds = ["illness", "travel", "emergency", "technical"];
    let of_kind = |(kind, days)| json!({ "kind": kind, "days": days });
    let kinds: Vec<Value> = kinds.into_iter().zip(days).map(of_kind).collect();
    let days: i32 = days.iter().sum();
    json!({ "kinds": kinds, "days": days, "passedDays": passed_days, "share": share })
}

fn of_month(month: &Value) -> Value {
    let mut month = month.clone();
    month.as_object_mut().unwrap().remove("month");
    month
}

#[actix_web::test]
async fn days_by_kind_and_their_share_per_month_and_year() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    mark(&ann, "2025-12-30", "2026-01-03", "illness").await;
    mark(&ann, "2026-02-16", "2026-03-02", "travel").await;
    // Today is the 18th: it has not ended yet.
    mark(&ann, "2026-03-17", "2026-03-20", "technical").await;
    mark(&ann, "2026-12-31", "2027-01-01", "emergency").await;
    let year = ann
        .get("/api/exceptions/statistics?year=2026")
        .await
        .expect(200);
    assert_eq!(year["year"], 2026);
    let months = year["months"].as_array().unwrap();
    let numbers: Vec<i64> = months
        .iter()
        .map(|month| month["month"].as_i64().unwrap())
        .collect();
    assert_eq!(numbers, (1..=12).collect::<Vec<_>>());
    for (month, expected) in [
        (1, figures([3, 0, 0, 0], 31, json!(3.0 / 31.0))),
        (2, figures([0, 13, 0, 0], 28, json!(13.0 / 28.0))),
        (3, figures([0, 2, 0, 4], 17, json!(3.0 / 17.0))),
        (4, figures([0; 4], 0, Value::Null)),
        (12, figures([0, 0, 1, 0], 0, Value::Null)),
    ] {
        assert_eq!(of_month(&months[month - 1]), expected, "{month}");
    }
    let mut whole = year.clone();
    for name in ["year", "months"] {
        whole.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(whole, figures([3, 15, 1, 4], 76, json!(0.25)));

    let before = ann
        .get("/api/exceptions/statistics?year=2025")
        .await
        .expect(200);
    assert_eq!(
        (&before["days"], &before["passedDays"]),
        (&json!(2), &json!(365))
    );
    let after = ann
        .get("/api/exceptions/statistics?year=2027")
        .await
        .expect(200);
    assert_eq!((&after["days"], &after["share"]), (&json!(1), &Value::Null));
}

#[actix_web::test]
async fn today_counts_when_it_has_ended() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    mark(&ann, "2026-03-18", "2026-03-18", "illness").await;
    let march = async || {
        let year = ann
            .get("/api/exceptions/statistics?year=2026")
            .await
            .expect(200);
        year["months"][2].clone()
    };
    assert_eq!(march().await["share"], 0.0);
    app.travel_to("2026-03-19T10:00:00Z");
    assert_eq!(march().await["share"], json!(1.0 / 18.0));
}

#[actix_web::test]
async fn invalid_years() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (query, pointer, code) in [
        ("?year=1999", "/year", "out_of_range"),
        ("?year=2201", "/year", "out_of_range"),
        ("?year=-2147483648", "/year", "out_of_range"),
        ("?year=soon", "", "query_invalid"),
        ("", "", "query_invalid"),
        ("?year=2026&month=3", "", "query_invalid"),
    ] {
        let path = format!("/api/exceptions/statistics{query}");
        let found = ann.get(&path).await.invalid();
        assert_eq!(found, (pointer.to_owned(), code.to_owned()), "{query}");
    }
}
