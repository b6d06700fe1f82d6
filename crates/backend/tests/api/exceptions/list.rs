//! `GET /api/exceptions`.

use serde_json::{Value, json};

use crate::support::{TestApp, User};

async fn mark(user: &User, from: &str, to: &str, kind: &str, note: Value) {
    let body = json!({ "from": from, "to": to, "kind": kind, "note": note });
    user.put("/api/days/exceptions", body).await.expect(200);
}

async fn list(user: &User, from: &str, to: &str) -> Value {
    let path = format!("/api/exceptions?from={from}&to={to}");
    user.get(&path).await.expect(200)["exceptions"].clone()
}

#[actix_web::test]
async fn consecutive_days_of_the_same_kind_and_note_are_one_range() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    assert_eq!(list(&ann, "2026-01-01", "2026-12-31").await, json!([]));
    mark(&bob, "2026-03-01", "2026-03-30", "technical", Value::Null).await;
    mark(&ann, "2026-03-01", "2026-03-03", "travel", json!("Lisbon")).await;
    mark(&ann, "2026-03-04", "2026-03-04", "travel", json!("Porto")).await;
    mark(&ann, "2026-03-05", "2026-03-05", "illness", json!("Porto")).await;
    mark(&ann, "2026-03-07", "2026-03-08", "illness", Value::Null).await;
    mark(&ann, "2026-03-10", "2026-03-11", "illness", Value::Null).await;
    ann.log("2026-03-09", &[("Sleep", 480)]).await;
    let range = |from: &str, to: &str, kind: &str, note: Value, days: i32| json!({ "from": from, "to": to, "kind": kind, "note": note, "days": days });
    let all = [
        range("2026-03-01", "2026-03-03", "travel", json!("Lisbon"), 3),
        range("2026-03-04", "2026-03-04", "travel", json!("Porto"), 1),
        range("2026-03-05", "2026-03-05", "illness", json!("Porto"), 1),
        range("2026-03-07", "2026-03-08", "illness", Value::Null, 2),
        range("2026-03-10", "2026-03-11", "illness", Value::Null, 2),
    ];
    assert_eq!(list(&ann, "2026-01-01", "2026-12-31").await, json!(all));
    assert_eq!(
        list(&ann, "2026-03-02", "2026-03-04").await,
        json!([
            range("2026-03-02", "2026-03-03", "travel", json!("Lisbon"), 2),
            all[1],
        ]),
        "cut at the ends of what was asked for"
    );
}
