//! Dates and ranges, in paths, queries and bodies.

use serde_json::json;

use super::{a_user, belongings};
use crate::support::TestApp;

#[actix_web::test]
async fn dates_in_paths() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    for (date, code) in [
        ("2026-02-30", "date_invalid"),
        ("2026-13-01", "date_invalid"),
        ("2026-00-10", "date_invalid"),
        ("26-1-1", "date_invalid"),
        ("2026-1-1", "date_invalid"),
        ("2026-03-1", "date_invalid"),
        ("20260310", "date_invalid"),
        ("2026-03-10T00:00:00Z", "date_invalid"),
        ("%202026-03-1", "date_invalid"),
        ("+02026-3-1", "date_invalid"),
        ("tomorrow", "date_invalid"),
        ("Today", "date_invalid"),
        ("%D9%A2026-03-1", "date_invalid"),
        ("0000-01-01", "date_out_of_range"),
        ("1999-12-31", "date_out_of_range"),
        ("2027-03-20", "date_out_of_range"),
        ("9999-12-31", "date_out_of_range"),
    ] {
        let expected = ("/date".to_owned(), code.to_owned());
        let path = format!("/api/days/{date}");
        let day = json!({ "entries": [], "tasks": [] });
        let task = json!({ "title": "Two", "priority": "high", "quadrant": "Q1" });
        let ill = json!({ "kind": "illness" });
        for response in [
            ann.get(&path).await,
            ann.put(&path, day).await,
            ann.delete(&path).await,
            ann.put(&format!("{path}/exception"), ill).await,
            ann.delete(&format!("{path}/exception")).await,
            ann.post(&format!("{path}/tasks"), task).await,
        ] {
            assert_eq!(response.status, 422, "{date}: {}", response.text());
            assert_eq!(response.invalid(), expected, "{date}");
        }
    }
    assert_eq!(belongings(&ann).await, before);
}

#[actix_web::test]
async fn dates_in_bodies_are_as_strict_as_those_in_paths() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    for date in [
        "2026-3-1",
        "2026-03-010",
        "+2026-03-10",
        " 2026-03-10",
        "2026-02-30",
        "26-1-1",
    ] {
        let preview = json!({ "date": date, "entries": [], "tasks": [] });
        let found = ann.post("/api/kpi/preview", preview).await.invalid();
        assert_eq!(
            found,
            ("/date".to_owned(), "date_invalid".to_owned()),
            "{date}"
        );
        let range = json!({ "from": date, "to": "2026-03-20" });
        let found = ann.post("/api/kpi/recompute", range).await.invalid();
        assert_eq!(
            found,
            ("/from".to_owned(), "date_invalid".to_owned()),
            "{date}"
        );
    }
}

#[actix_web::test]
async fn ranges() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let history = format!("/api/habits/{}/history", ann.habit("Sleep"));
    for (query, pointer, code) in [
        ("from=2026-03-10&to=2026-03-09", "/to", "range_reversed"),
        ("from=2026-01-01&to=2027-02-05", "/to", "range_too_long"),
        ("from=2026-02-30&to=2026-03-09", "/from", "date_invalid"),
        ("from=2026-03-01&to=26-3-9", "/to", "date_invalid"),
        ("from=&to=2026-03-09", "/from", "date_invalid"),
        ("from=today&to=2026-03-09", "/from", "date_invalid"),
        ("from=2026-03-01", "", "query_invalid"),
        ("to=2026-03-01", "", "query_invalid"),
        ("", "", "query_invalid"),
        ("from=2026-03-01&to=2026-03-02&limit=5", "", "query_invalid"),
        (
            "from=2026-03-01&from=2026-03-01&to=2026-03-02",
            "",
            "query_invalid",
        ),
    ] {
        for path in ["/api/days", &history] {
            let found = ann.get(&format!("{path}?{query}")).await.invalid();
            let expected = (pointer.to_owned(), code.to_owned());
            assert_eq!(found, expected, "{path}?{query}");
        }
    }
    // 400 days are allowed.
    ann.get("/api/days?from=2026-01-01&to=2027-02-04")
        .await
        .expect(200);

    for (from, to, pointer, code) in [
        ("2026-03-10", "2026-03-09", "/to", "range_reversed"),
        ("2026-01-01", "2027-02-05", "/to", "range_too_long"),
        ("2026-02-30", "2026-03-09", "/from", "date_invalid"),
    ] {
        let range = json!({ "from": from, "to": to });
        let found = ann.post("/api/kpi/recompute", range).await.invalid();
        assert_eq!(found, (pointer.to_owned(), code.to_owned()), "{from} {to}");
    }
    // Out of range it is an empty day or an error, but never a 500.
    for (from, to) in [
        ("-4800-01-01", "-4800-01-02"),
        ("-262142-01-01", "-262142-01-02"),
        ("+262142-01-01", "+262142-01-02"),
        ("9999-01-01", "9999-01-02"),
        ("0000-01-01", "0000-01-02"),
    ] {
        let range = json!({ "from": from, "to": to });
        let response = ann.post("/api/kpi/recompute", range).await;
        assert!(
            matches!(response.status, 200 | 422),
            "{from}: {}",
            response.text()
        );
    }
}
