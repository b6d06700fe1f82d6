//! Habits and their order.

use actix_web::http::Method;
use serde_json::json;

use super::{Case, a_user, refused, with, without};
use crate::support::TestApp;

#[actix_web::test]
async fn habits() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let habit = json!({
        "name": "Choir", "category": "health", "quadrant": "Q2", "target": 60,
    });
    let mut cases: Vec<Case> = vec![
        (with(&habit, "archived", true), "/archived", "unknown_field"),
        (with(&habit, "id", "x"), "/id", "unknown_field"),
        (with(&habit, "schedule", json!([])), "/schedule", "required"),
        (
            with(&habit, "schedule", json!(["mon", "someday"])),
            "/schedule/1",
            "unknown_value",
        ),
        (with(&habit, "schedule", "mon"), "/schedule", "wrong_type"),
        (
            with(&habit, "schedule", json!(["mon", "fri", "mon"])),
            "/schedule",
            "duplicate",
        ),
        (
            with(&habit, "direction", "sideways"),
            "/direction",
            "unknown_value",
        ),
        (
            with(&habit, "category", "sports"),
            "/category",
            "unknown_value",
        ),
        (with(&habit, "quadrant", "Q0"), "/quadrant", "unknown_value"),
        (with(&habit, "name", " "), "/name", "required"),
        (with(&habit, "name", "x".repeat(101)), "/name", "too_long"),
        (with(&habit, "name", "\u{7}"), "/name", "required"),
    ];
    for name in ["name", "category", "quadrant", "target"] {
        cases.push((without(&habit, name), "", "required"));
    }
    let count = with(&with(&habit, "measure", "count"), "unit", "glasses");
    let check = with(&with(&habit, "measure", "check"), "target", 1);
    for (measured, targets) in [
        (&habit, [0, -1, 1441]),
        (&count, [0, 10_001, 100_000]),
        (&check, [0, 2, 1440]),
    ] {
        for target in targets {
            for (name, pointer) in [("target", "/target"), ("weekendTarget", "/weekendTarget")] {
                cases.push((with(measured, name, target), pointer, "out_of_range"));
            }
        }
    }
    cases.push((with(&habit, "group", "x".repeat(51)), "/group", "too_long"));
    let weekly = with(&habit, "timesPerWeek", 3);
    for times in [0, 8, -1] {
        cases.push((
            with(&habit, "timesPerWeek", times),
            "/timesPerWeek",
            "out_of_range",
        ));
    }
    cases.push((
        with(&weekly, "schedule", json!(["mon"])),
        "/timesPerWeek",
        "not_with_schedule",
    ));
    cases.extend([
        (
            with(&habit, "measure", "hours"),
            "/measure",
            "unknown_value",
        ),
        (without(&count, "unit"), "/unit", "required"),
        (with(&count, "unit", " "), "/unit", "required"),
        (with(&count, "unit", "x".repeat(31)), "/unit", "too_long"),
        (
            with(&count, "unit", "\u{202e}x"),
            "/unit",
            "directional_controls",
        ),
        (with(&habit, "unit", "glasses"), "/unit", "not_for_measure"),
        (with(&check, "unit", "times"), "/unit", "not_for_measure"),
        (
            with(&check, "direction", "at_most"),
            "/direction",
            "not_for_measure",
        ),
    ]);
    for level in [0, 6] {
        cases.push((
            with(&habit, "skillLevel", level),
            "/skillLevel",
            "out_of_range",
        ));
    }
    for (date, code) in [
        ("1999-12-31", "date_out_of_range"),
        ("2027-03-20", "date_out_of_range"),
        ("0026-01-01", "date_out_of_range"),
        ("2026-02-30", "date_invalid"),
        ("2026-13-01", "date_invalid"),
        ("2026-1-1", "date_invalid"),
        ("today", "date_invalid"),
        ("", "date_invalid"),
    ] {
        cases.push((with(&habit, "effectiveFrom", date), "/effectiveFrom", code));
    }
    refused(&ann, Method::POST, "/api/habits", cases.clone()).await;
    let path = format!("/api/habits/{}", ann.habit("Sleep"));
    refused(&ann, Method::PUT, &path, cases).await;

    let order = vec![
        (json!({}), "", "required"),
        (json!({ "ids": "all" }), "/ids", "wrong_type"),
        (json!({ "ids": ["x"] }), "/ids/0", "wrong_type"),
        (json!({ "ids": [], "order": [] }), "/order", "unknown_field"),
    ];
    refused(&ann, Method::PUT, "/api/habits/order", order).await;
}
