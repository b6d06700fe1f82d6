//! `PUT /api/habits/order`.

use serde_json::{Value, json};

use crate::support::TestApp;

#[actix_web::test]
async fn habits_and_entries_are_in_the_new_order() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let mut ids: Vec<Value> = ann
        .habits()
        .await
        .iter()
        .map(|habit| habit["id"].clone())
        .collect();
    ids.reverse();
    let response = ann
        .put("/api/habits/order", json!({ "ids": ids }))
        .await
        .expect(200);
    let order = |list: &Value, name: &str| -> Vec<Value> {
        let list = list.as_array().unwrap();
        list.iter().map(|one| one[name].clone()).collect()
    };
    assert_eq!(order(&response["habits"], "id"), ids);
    assert_eq!(order(&Value::from(ann.habits().await), "id"), ids);
    let day = ann.day("2026-03-10").await;
    assert_eq!(order(&day["entries"], "habitId"), ids);
}

#[actix_web::test]
async fn the_order_must_have_all_active_habits_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let archived = ann.habit("AI");
    ann.post(&format!("/api/habits/{archived}/archive"), None)
        .await
        .expect(200);
    let before = ann.habits().await;
    let ids: Vec<&str> = before
        .iter()
        .map(|habit| habit["id"].as_str().unwrap())
        .collect();
    let with = |more: &str| {
        ids.iter()
            .copied()
            .chain([more])
            .map(str::to_owned)
            .collect()
    };
    let cases: [Vec<String>; 5] = [
        Vec::new(),
        ids[1..].iter().map(|id| (*id).to_owned()).collect(),
        with(ids[0]),
        with(archived),
        with(bob.habit("AI")),
    ];
    for ids in cases {
        let refused = ann.put("/api/habits/order", json!({ "ids": ids })).await;
        assert_eq!(
            refused.invalid(),
            ("/ids".to_owned(), "not_all_habits".to_owned())
        );
    }
    assert_eq!(ann.habits().await, before);
}
