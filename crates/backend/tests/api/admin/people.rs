//! The list of people, and accounts that administrators create and delete.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{administrator, log};
use crate::support::{TestApp, User};

async fn found(admin: &User, query: &str) -> Vec<String> {
    let list = admin.get(&format!("/api/admin/people{query}")).await;
    let list = list.expect(200);
    let people = list["people"].as_array().unwrap().iter();
    people
        .map(|person| person["name"].as_str().unwrap().to_owned())
        .collect()
}

#[actix_web::test]
async fn people_are_listed_without_their_days() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    app.wait(TimeDelta::hours(1));
    let ann = app.user("ann").await;
    app.wait(TimeDelta::minutes(10));
    ann.get("/api/habits").await.expect(200);
    let list = root.get("/api/admin/people").await.expect(200);
    assert_eq!(
        list["people"][0],
        json!({
            "id": ann.id().await, "email": "ann@example.com", "name": "ann", "role": "user",
            "disabled": false, "emailVerified": false, "createdAt": "2026-03-18T11:00:00Z",
            "lastSeenAt": "2026-03-18T11:10:00Z",
        })
    );
    assert_eq!(list["people"][1]["name"], "root");
    assert_eq!(list["more"], false);
}

#[actix_web::test]
async fn people_are_found_by_a_part_of_address_or_name() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    for name in ["ann", "a_b", "anna"] {
        app.user(name).await;
    }
    app.execute("UPDATE users SET name = 'Анна Ёлкина' WHERE email = 'anna@example.com'");
    for (query, names) in [
        ("?q=%D0%B5%D0%BB%D0%9A", vec!["Анна Ёлкина"]),
        ("", vec!["Анна Ёлкина", "a_b", "ann", "root"]),
        ("?q=ANN@", vec!["ann"]),
        ("?q=ann", vec!["Анна Ёлкина", "ann"]),
        ("?q=_", vec!["a_b"]),
        ("?q=%25", vec![]),
        ("?q=%5C", vec![]),
        ("?q=%00", vec![]),
        ("?q=%20", vec!["Анна Ёлкина", "a_b", "ann", "root"]),
    ] {
        assert_eq!(found(&root, query).await, names, "{query}");
    }
}

#[actix_web::test]
async fn a_text_to_search_for_has_a_length() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let path = format!("/api/admin/people?q={}", "x".repeat(101));
    let refused = root.get(&path).await.invalid();
    assert_eq!(refused, ("/q".to_owned(), "too_long".to_owned()));
}

#[actix_web::test]
async fn a_long_list_comes_in_parts() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    for number in 0..52 {
        app.user(&format!("user-{number}")).await;
    }
    let first = root.get("/api/admin/people").await.expect(200);
    let people = first["people"].as_array().unwrap();
    assert_eq!((people.len(), &first["more"]), (50, &json!(true)));
    let last = people[49]["id"].as_str().unwrap();
    let rest = found(&root, &format!("?before={last}")).await;
    assert_eq!(rest, ["user-1", "user-0", "root"]);
}

#[actix_web::test]
async fn an_account_is_created_whoever_may_sign_up() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let closed = app
        .another_instance_with(&[("REGISTRATION", "closed")])
        .await;
    let at_closed = closed.anonymous().bearing(&root.token);
    let new = json!({ "email": "Ann@Example.com", "name": "Ann", "language": "ru" });
    let created = at_closed.post("/api/admin/people", new.clone()).await;
    let created = created.expect(201);
    assert_eq!(created["person"]["email"], "ann@example.com");
    assert_eq!(created["person"]["lastSeenAt"], Value::Null);
    let again = at_closed.post("/api/admin/people", new).await;
    again.problem(409, "email-taken");

    let path = created["link"]["path"].as_str().unwrap();
    let token = path.strip_prefix("/reset-password?token=").unwrap();
    let chosen = json!({ "token": token, "password": "correct horse" });
    let anonymous = closed.anonymous();
    anonymous
        .post("/api/auth/password/reset", chosen)
        .await
        .expect(204);
    let credentials = json!({ "email": "ann@example.com", "password": "correct horse" });
    let session = anonymous
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
    assert_eq!(session["user"]["language"], "ru");
    assert_eq!(
        log(&root).await,
        [["account_created", "ann@example.com", ""].map(str::to_owned)]
    );
}

#[actix_web::test]
async fn a_deleted_person_is_gone_and_stays_in_the_log() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let path = format!("/api/admin/people/{}", ann.id().await);
    root.delete(&path).await.expect(204);
    root.delete(&path).await.problem(404, "not-found");
    ann.get("/api/auth/me").await.problem(401, "unauthorized");
    assert_eq!(app.rows("days"), 0);
    assert_eq!(
        log(&root).await,
        [["account_deleted", "ann@example.com", ""].map(str::to_owned)]
    );
}

#[actix_web::test]
async fn a_link_to_reset_the_password_is_mailed_or_copied() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    let path = format!("/api/admin/people/{}/reset-link", ann.id().await);
    let mailed = root
        .post(&path, json!({ "delivery": "mail" }))
        .await
        .expect(201);
    assert_eq!(mailed, json!({ "path": null, "validUntil": null }));
    let copied = root
        .post(&path, json!({ "delivery": "copy" }))
        .await
        .expect(201);
    assert_eq!(copied["validUntil"], "2026-03-18T11:00:00Z");
    assert!(
        copied["path"]
            .as_str()
            .unwrap()
            .starts_with("/reset-password?token=")
    );
    let actions: Vec<String> = log(&root)
        .await
        .into_iter()
        .map(|[action, ..]| action)
        .collect();
    assert_eq!(actions, ["reset_link_made", "reset_link_mailed"]);
}
