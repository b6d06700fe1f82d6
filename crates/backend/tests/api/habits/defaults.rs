//! `POST /api/habits/defaults`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn only_missing_defaults_are_added() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let none = ann.post("/api/habits/defaults", None).await.expect(201);
    assert_eq!(none["habits"], Value::Array(Vec::new()));
    for name in ["Sleep", "Work"] {
        ann.delete(&format!("/api/habits/{}", ann.habit(name)))
            .await
            .expect(204);
    }
    let added = ann.post("/api/habits/defaults", None).await.expect(201);
    let added = added["habits"].as_array().unwrap();
    assert_eq!(added.len(), 2);
    assert_eq!(added[0]["name"], "Sleep");
    assert_eq!(added[1]["name"], "Work");
    assert_eq!(added[1]["weekendTarget"], 180);
    assert_eq!(ann.habits().await.len(), 10);
}

#[actix_web::test]
async fn defaults_are_named_in_the_users_language_and_recognised_in_both() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let profile = json!({
        "name": "Ann", "timeZone": "UTC", "dayStartHour": 0, "language": "ru", "theme": "system",
    });
    ann.put("/api/auth/me", profile).await.expect(200);
    ann.delete(&format!("/api/habits/{}", ann.habit("Sleep")))
        .await
        .expect(204);
    let added = ann.post("/api/habits/defaults", None).await.expect(201);
    assert_eq!(added["habits"].as_array().unwrap().len(), 1);
    assert_eq!(added["habits"][0]["name"], "Сон");
}
