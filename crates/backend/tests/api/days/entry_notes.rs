//! Notes of entries.

use serde_json::{Value, json};

use crate::support::{TestApp, entry};

#[actix_web::test]
async fn an_entry_has_a_private_note() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let sleep = ann.habit("Sleep");
    let day = |note: Value| json!({ "entries": [{ "habitId": sleep, "amount": 480, "note": note }], "tasks": [] });
    let longest = "ж".repeat(500);
    for (note, stored) in [
        (json!("  Woke up twice "), json!("Woke up twice")),
        (json!(longest), json!(longest)),
        (Value::Null, Value::Null),
    ] {
        let saved = ann.save("2026-03-10", day(note)).await.expect(200);
        assert_eq!(entry(&saved, sleep)["note"], stored);
        assert_eq!(entry(&ann.day("2026-03-10").await, sleep)["note"], stored);
    }
    ann.save("2026-03-10", day(json!("Mine"))).await.expect(200);
    let path = format!("/api/habits/{sleep}/history?from=2026-03-10&to=2026-03-10");
    let history = ann.get(&path).await.expect(200);
    assert_eq!(history["entries"][0]["note"], "Mine");
    bob.get(&path).await.expect(404);
    let of_bob = bob.day("2026-03-10").await;
    assert!(!of_bob.to_string().contains("Mine"));
}

#[actix_web::test]
async fn a_note_alone_is_a_record_and_changes_no_score() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let sleep = ann.habit("Sleep");
    let before = ann.day("2026-03-10").await;
    let noted = json!({ "entries": [{ "habitId": sleep, "note": "Nothing yet" }], "tasks": [] });
    let saved = ann.save("2026-03-10", noted).await.expect(200);
    assert_eq!(saved["saved"], true);
    assert_eq!(saved["explanation"]["kpi"], before["explanation"]["kpi"]);
    let cleared = json!({ "entries": [{ "habitId": sleep, "note": null }], "tasks": [] });
    let saved = ann.save("2026-03-10", cleared).await.expect(200);
    assert_eq!(saved["saved"], false);
}
