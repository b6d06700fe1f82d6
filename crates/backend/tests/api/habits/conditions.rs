//! `If-Match` and `If-None-Match` of every write of a habit and of the list of habits (RFC 9110 §13).

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{TestApp, habit_input};

#[actix_web::test]
async fn every_write_of_a_habit_holds_its_conditions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let path = format!("/api/habits/{}", ann.habit("Exercise"));
    let changed = || habit_input(json!({ "name": "Sport", "target": 61 }));
    let writes = [
        (Method::PUT, path.clone(), Some(changed())),
        (Method::POST, format!("{path}/archive"), None),
        (Method::POST, format!("{path}/restore"), None),
        (Method::DELETE, path.clone(), None),
    ];
    for (method, target, body) in writes {
        let tag = ann.get(&path).await.etag();
        for (name, value) in [
            ("if-match", "\"other\""),
            ("if-none-match", "*"),
            ("if-none-match", &tag),
        ] {
            let guarded = ann.with(name, value);
            let refused = guarded.request(method.clone(), &target, body.clone()).await;
            assert_eq!(refused.status, 412, "{method} {target} {name}: {value}");
            refused.problem(412, "precondition-failed");
            assert_eq!(ann.get(&path).await.etag(), tag, "{method} {target}");
        }
        let guarded = ann.with("if-match", &tag);
        let done = guarded.request(method.clone(), &target, body).await;
        assert!(done.status < 300, "{method} {target}: {}", done.text());
        if done.status == 200 {
            assert_eq!(ann.get(&path).await.etag(), done.etag());
        }
    }
    let stale = ann.with("if-match", "\"other\"");
    stale.put(&path, changed()).await.problem(404, "not-found");
    stale.delete(&path).await.problem(404, "not-found");
}

#[actix_web::test]
async fn every_write_of_the_list_holds_its_conditions() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let ids: Vec<Value> = ann
        .habits()
        .await
        .iter()
        .rev()
        .map(|habit| habit["id"].clone())
        .collect();
    let writes = [
        (
            Method::PUT,
            "/api/habits/order",
            Some(json!({ "ids": ids })),
        ),
        (Method::POST, "/api/habits/defaults", None),
        (
            Method::POST,
            "/api/habits",
            Some(habit_input(json!({ "name": "Choir" }))),
        ),
    ];
    for (method, target, body) in writes {
        let tag = ann.get("/api/habits").await.etag();
        for (name, value) in [("if-match", "\"other\""), ("if-none-match", "*")] {
            let guarded = ann.with(name, value);
            let refused = guarded.request(method.clone(), target, body.clone()).await;
            refused.problem(412, "precondition-failed");
            assert_eq!(
                ann.get("/api/habits").await.etag(),
                tag,
                "{method} {target}"
            );
        }
        let guarded = ann.with("if-match", &tag);
        let done = guarded.request(method.clone(), target, body).await;
        assert!(done.status < 300, "{method} {target}: {}", done.text());
    }
}
