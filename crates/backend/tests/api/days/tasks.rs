//! `/api/days/{date}/tasks`.

use serde_json::{Value, json};

use crate::support::{TestApp, term};

fn task(title: &str) -> Value {
    json!({ "title": title, "priority": "high", "quadrant": "Q1" })
}

#[actix_web::test]
async fn tasks_are_added_replaced_and_removed() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let added = ann
        .post("/api/days/2026-03-10/tasks", task("One"))
        .await
        .expect(201);
    ann.post("/api/days/2026-03-10/tasks", task("Two"))
        .await
        .expect(201);
    assert_eq!(term(&added["explanation"], "priority"), 0.0);
    let one = added["tasks"][0]["id"].as_str().unwrap();

    let path = format!("/api/days/2026-03-10/tasks/{one}");
    let done = json!({
        "title": "One", "priority": "high", "quadrant": "Q2", "estimatedMinutes": 30,
        "actualMinutes": 25, "completed": true,
    });
    let replaced = ann.put(&path, done).await.expect(200);
    assert_eq!(
        replaced["tasks"][0],
        json!({
            "id": one, "title": "One", "priority": "high", "quadrant": "Q2",
            "estimatedMinutes": 30, "actualMinutes": 25, "completed": true,
        })
    );
    assert_eq!(replaced["tasks"][1]["title"], "Two");
    assert_eq!(term(&replaced["explanation"], "priority"), 10.0);
    assert_eq!(ann.day("2026-03-10").await, replaced);

    let removed = ann.delete(&path).await;
    assert_eq!(removed.etag(), ann.get("/api/days/2026-03-10").await.etag());
    let removed = removed.expect(200);
    assert_eq!(removed["tasks"].as_array().unwrap().len(), 1);
    assert_eq!(removed["tasks"][0]["title"], "Two");
    ann.delete(&path).await.problem(404, "not-found");
    ann.put(&path, task("One")).await.problem(404, "not-found");
}

#[actix_web::test]
async fn a_task_records_its_day() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let added = ann.post("/api/days/today/tasks", task("One")).await;
    let added = added.expect(201);
    assert_eq!(added["date"], "2026-03-18");
    assert_eq!(added["saved"], true);
}

#[actix_web::test]
async fn a_day_has_at_most_five_tasks() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for number in 1..=5 {
        ann.post("/api/days/2026-03-10/tasks", task(&number.to_string()))
            .await
            .expect(201);
    }
    let refused = ann
        .post("/api/days/2026-03-10/tasks", task("6"))
        .await
        .invalid();
    assert_eq!(refused.1, "too_many_tasks");
    let day = ann.day("2026-03-10").await;
    assert_eq!(day["tasks"].as_array().unwrap().len(), 5);
    assert_eq!(day["tasks"][4]["title"], "5");
}

#[actix_web::test]
async fn a_task_of_another_day_is_not_found() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let added = ann
        .post("/api/days/2026-03-10/tasks", task("One"))
        .await
        .expect(201);
    let id = added["tasks"][0]["id"].as_str().unwrap();
    let elsewhere = format!("/api/days/2026-03-11/tasks/{id}");
    ann.delete(&elsewhere).await.problem(404, "not-found");
    ann.put(&elsewhere, task("One"))
        .await
        .problem(404, "not-found");
    assert_eq!(ann.day("2026-03-11").await["saved"], false);
    assert_eq!(ann.day("2026-03-10").await, added);
}
