//! `/api/auth/tokens`, and requests with the tokens.

use actix_web::http::Method;
use chrono::TimeDelta;
use futures_util::future::join_all;
use kpi_common::access_token::AccessTokens;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::support::{Client, Response, TestApp, User};

const TOKENS: &str = "/api/auth/tokens";
const DAY: &str = "/api/days/2026-03-10";

async fn make(user: &Client, scopes: Value, expires_at: Value) -> Response {
    let new = json!({ "name": "Script", "scopes": scopes, "expiresAt": expires_at });
    user.post(TOKENS, new).await
}

/// A client with a new token of these scopes, and the token's id.
async fn client(app: &TestApp, user: &Client, scopes: &[&str]) -> (Client, String) {
    let issued = make(user, json!(scopes), Value::Null).await.expect(201);
    let id = issued["accessToken"]["id"].as_str().unwrap().to_owned();
    (
        app.anonymous().bearing(issued["token"].as_str().unwrap()),
        id,
    )
}

async fn list(user: &Client) -> Vec<Value> {
    let list = user.get(TOKENS).await.expect(200);
    list["accessTokens"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn a_token_is_shown_once_and_stored_as_its_digest() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let issued = make(&ann, json!(["read"]), json!("2026-04-01T00:00:00Z")).await;
    assert_eq!(issued.header("cache-control"), "no-store");
    let issued = issued.expect(201);
    let token = issued["token"].as_str().unwrap();
    assert!(
        token.starts_with("kpi_pat_") && token.len() == 88,
        "{token}"
    );
    let info = &issued["accessToken"];
    assert_eq!(info["name"], "Script");
    assert_eq!(info["scopes"], json!(["read"]));
    assert_eq!(info["createdAt"], "2026-03-18T10:00:00Z");
    assert_eq!(info["expiresAt"], "2026-04-01T00:00:00Z");
    assert_eq!(info["lastUsedAt"], Value::Null);
    assert_eq!(list(&ann).await, std::slice::from_ref(info));

    let digest = hex::encode(Sha256::digest(token));
    assert_eq!(
        app.rows(&format!("access_tokens WHERE digest = '{digest}'")),
        1
    );
    let columns = ["name", "scope", "digest"].map(|column| format!("{column} LIKE '%kpi_pat_%'"));
    assert_eq!(
        app.rows(&format!("access_tokens WHERE {}", columns.join(" OR "))),
        0
    );

    let bob = app.user("bob").await;
    // The newest comes first, and nobody sees those of others.
    app.wait(TimeDelta::seconds(1));
    make(&ann, json!(["write"]), Value::Null).await.expect(201);
    let scopes: Vec<Value> = list(&ann)
        .await
        .iter()
        .map(|one| one["scopes"].clone())
        .collect();
    assert_eq!(scopes, [json!(["read", "write"]), json!(["read"])]);
    assert_eq!(list(&bob).await, Vec::<Value>::new());
}

#[actix_web::test]
async fn names_scopes_and_ends_are_checked() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (scopes, pointer, code) in [
        (json!([]), "/scopes", "required"),
        (json!(["read", "read"]), "/scopes", "duplicate"),
        (json!(["write", "read", "write"]), "/scopes", "duplicate"),
        (json!(["*"]), "/scopes/0", "unknown_value"),
        (json!(["read", "admin"]), "/scopes/1", "unknown_value"),
        (json!(["READ"]), "/scopes/0", "unknown_value"),
        (Value::Null, "/scopes", "wrong_type"),
        (json!("read"), "/scopes", "wrong_type"),
    ] {
        let (at, why) = make(&ann, scopes.clone(), Value::Null).await.invalid();
        assert_eq!((at.as_str(), why.as_str()), (pointer, code), "{scopes}");
    }
    for (expires_at, code) in [
        ("2026-03-18T10:00:00Z", "in_past"),
        ("2020-01-01T00:00:00Z", "in_past"),
        ("2027-03-19T10:00:01Z", "too_late"),
        ("9999-12-31T00:00:00Z", "too_late"),
    ] {
        let refused = make(&ann, json!(["read"]), json!(expires_at))
            .await
            .invalid();
        assert_eq!(
            refused,
            ("/expiresAt".to_owned(), code.to_owned()),
            "{expires_at}"
        );
    }
    for name in ["", " ", &"x".repeat(101)] {
        let new = json!({ "name": name, "scopes": ["read"] });
        assert_eq!(ann.post(TOKENS, new).await.invalid().0, "/name");
    }
    assert_eq!(app.rows("access_tokens"), 0);
    let latest = json!("2027-03-19T10:00:00Z");
    make(&ann, json!(["write", "read"]), latest)
        .await
        .expect(201);
}

#[actix_web::test]
async fn a_token_reads_or_writes_by_its_scope() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (reader, _) = client(&app, &ann, &["read"]).await;
    let (writer, _) = client(&app, &ann, &["write"]).await;
    let day = ann.day_of(&[("Sleep", 480)]);
    for client in [&reader, &writer] {
        assert_eq!(
            client.get("/api/auth/me").await.expect(200)["email"],
            ann.email
        );
        client.get("/api/habits").await.expect(200);
        client.get(DAY).await.expect(200);
    }

    let refused = reader.put(DAY, day.clone()).await;
    let challenge = r#"Bearer error="insufficient_scope", scope="write""#;
    assert_eq!(refused.header("www-authenticate"), challenge);
    assert_eq!(refused.problem(403, "scope-missing")["scope"], "write");
    assert_eq!(app.rows("days"), 0);

    let saved = writer.put(DAY, day.clone()).await;
    saved.clone().expect(200);
    // Conditional requests, by both tokens.
    let tag = saved.etag();
    let known = reader.with("if-none-match", &tag);
    assert_eq!(known.get(DAY).await.status, 304);
    writer
        .with("if-match", &tag)
        .put(DAY, day.clone())
        .await
        .expect(200);
    let other = writer.with("if-match", "\"other\"").put(DAY, day).await;
    other.problem(412, "day-changed");
}

#[actix_web::test]
async fn only_the_authorization_header_carries_a_token() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let issued = make(&ann, json!(["read"]), Value::Null).await.expect(201);
    let token = issued["token"].as_str().unwrap();
    let anonymous = app.anonymous();
    for scheme in ["bearer", "BEARER", "Bearer "] {
        let client = anonymous.with("authorization", &format!("{scheme} {token}"));
        client.get("/api/habits").await.expect(200);
    }
    for (name, value) in [
        ("authorization", token.to_owned()),
        ("authorization", format!("Basic {token}")),
        ("authorization", format!("token {token}")),
        ("cookie", format!("kpi_session={token}")),
        ("x-api-key", token.to_owned()),
    ] {
        let client = anonymous.with(name, &value);
        client.get("/api/habits").await.problem(401, "unauthorized");
    }
    for name in ["access_token", "token"] {
        let path = format!("/api/habits?{name}={token}");
        let refused = anonymous.get(&path).await;
        assert!([401, 422].contains(&refused.status), "{}", refused.text());
    }
    // The sender may name the user here too.
    let client = anonymous.bearing(token);
    let id = ann.id().await;
    client
        .with("session-user", &id)
        .get("/api/habits")
        .await
        .expect(200);
    let another = client.with("session-user", &Uuid::now_v7().to_string());
    another
        .get("/api/habits")
        .await
        .problem(409, "session-changed");
}

#[actix_web::test]
async fn invented_and_changed_tokens_are_rejected() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let issued = make(&ann, json!(["read"]), Value::Null).await.expect(201);
    let token = issued["token"].as_str().unwrap();
    let user: Uuid = ann.id().await.parse().unwrap();
    let secret = "0123456789abcdefghijklmnopqrst";
    // One whose checksum and MAC are right, but which was never issued.
    let unknown = AccessTokens::new(&TestApp::JWT_SECRET.into()).token(user, secret);
    let foreign = AccessTokens::new(&"another secret".into()).token(user, secret);
    let longer = format!("{token}0");
    for invalid in [
        &token[..87],
        &longer,
        "kpi_pat_",
        "kpi_pat_0123",
        &unknown,
        &foreign,
    ] {
        let client = app.anonymous().bearing(invalid);
        client.get("/api/habits").await.problem(401, "unauthorized");
        client.put(DAY, json!({})).await;
        let refused = client.post("/api/habits/defaults", None).await;
        refused.problem(401, "unauthorized");
        client.get(TOKENS).await.problem(401, "unauthorized");
    }
}

#[actix_web::test]
async fn a_token_ends_at_its_instant() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let issued = make(&ann, json!(["write"]), json!("2026-03-18T11:00:00Z"))
        .await
        .expect(201);
    let client = app.anonymous().bearing(issued["token"].as_str().unwrap());
    app.wait(TimeDelta::minutes(60) - TimeDelta::microseconds(1));
    client.get("/api/habits").await.expect(200);
    app.wait(TimeDelta::microseconds(1));
    client.get("/api/habits").await.problem(401, "unauthorized");
    client
        .put(DAY, json!({ "entries": [], "tasks": [] }))
        .await
        .problem(401, "unauthorized");
    assert_eq!(list(&ann).await, Vec::<Value>::new());
    let id = issued["accessToken"]["id"].as_str().unwrap();
    let path = format!("{TOKENS}/{id}");
    ann.delete(&path).await.problem(404, "not-found");

    // A worker deletes it when it starts, by its own clock.
    app.execute("UPDATE access_tokens SET expires_at = '2026-03-18T10:00:00.000000Z'");
    let _worker = app.another_instance().await;
    while app.rows("access_tokens") > 0 {
        tokio::task::yield_now().await;
    }
}

#[actix_web::test]
async fn a_revoked_token_is_rejected_at_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (first, id) = client(&app, &ann, &["read"]).await;
    let (second, _) = client(&app, &ann, &["read"]).await;
    let path = format!("{TOKENS}/{id}");
    bob.delete(&path).await.problem(404, "not-found");
    first.delete(&path).await.problem(403, "session-required");
    first.get("/api/habits").await.expect(200);
    ann.delete(&path).await.expect(204);
    first.get("/api/habits").await.problem(401, "unauthorized");
    first.get(TOKENS).await.problem(401, "unauthorized");
    ann.delete(&path).await.problem(404, "not-found");
    second.get("/api/habits").await.expect(200);
}

#[actix_web::test]
async fn a_user_has_twenty_tokens_in_a_race_too() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let made = join_all((0..25).map(|_| make(&ann, json!(["read"]), Value::Null))).await;
    let refused = made.into_iter().filter(|response| response.status == 409);
    let kinds: Vec<Value> = refused
        .map(|response| response.json()["type"].clone())
        .collect();
    assert_eq!(kinds, vec![json!("/problems/too-many-access-tokens"); 5]);
    assert_eq!(app.rows("access_tokens"), 20);
    make(&bob, json!(["read"]), Value::Null).await.expect(201);

    // One that is revoked, or that has ended, makes room.
    let id = list(&ann).await[0]["id"].clone();
    let path = format!("{TOKENS}/{}", id.as_str().unwrap());
    ann.delete(&path).await.expect(204);
    let soon = json!("2026-03-18T10:00:01Z");
    make(&ann, json!(["read"]), soon).await.expect(201);
    make(&ann, json!(["read"]), Value::Null).await.expect(409);
    app.wait(TimeDelta::seconds(1));
    make(&ann, json!(["read"]), Value::Null).await.expect(201);
}

#[actix_web::test]
async fn the_last_use_is_written_once_a_minute() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (client, _) = client(&app, &ann, &["write"]).await;
    let last_use = async || list(&ann).await[0]["lastUsedAt"].clone();
    assert_eq!(last_use().await, Value::Null);
    // Each kind of request: of a user, of a user's data, and a write of it.
    client.get("/api/auth/me").await.expect(200);
    assert_eq!(last_use().await, "2026-03-18T10:00:00Z");
    app.wait(TimeDelta::seconds(59));
    client.get("/api/habits").await.expect(200);
    assert_eq!(last_use().await, "2026-03-18T10:00:00Z");
    app.wait(TimeDelta::seconds(1));
    client.get("/api/habits").await.expect(200);
    assert_eq!(last_use().await, "2026-03-18T10:01:00Z");
    app.wait(TimeDelta::minutes(1));
    client
        .put(DAY, json!({ "entries": [], "tasks": [] }))
        .await
        .expect(200);
    assert_eq!(last_use().await, "2026-03-18T10:02:00Z");
}

#[actix_web::test]
async fn what_ends_all_sessions_ends_the_tokens() {
    let app = TestApp::start().await;
    let root = app.user("root").await;
    app.promote(&root);
    for end in [
        "logout",
        "session",
        "logout-all",
        "password",
        "reset",
        "disabled",
        "sign-out",
        "deletion",
    ] {
        let ann = app.user(end).await;
        let (reader, _) = client(&app, &ann, &["read"]).await;
        let (writer, _) = client(&app, &ann, &["write"]).await;
        let id = ann.id().await;
        let ends = !["logout", "session"].contains(&end);
        match end {
            "logout" | "logout-all" => {
                ann.post(&format!("/api/auth/{end}"), None)
                    .await
                    .expect(204);
            }
            "session" => {
                let sessions = ann.get("/api/auth/sessions").await.expect(200);
                let id = sessions["sessions"][0]["id"].as_str().unwrap();
                ann.delete(&format!("/api/auth/sessions/{id}"))
                    .await
                    .expect(204);
            }
            "password" => {
                let change =
                    json!({ "currentPassword": User::PASSWORD, "newPassword": "another one" });
                ann.put("/api/auth/password", change).await.expect(200);
            }
            "reset" => {
                let forgotten = json!({ "email": ann.email });
                ann.post("/api/auth/password/forgot", forgotten)
                    .await
                    .expect(202);
                let mail = app.mail.with_link_to("reset-password", &ann.email).await;
                reader.get("/api/habits").await.expect(200);
                let reset = json!({ "token": mail.token(), "password": "another one" });
                ann.post("/api/auth/password/reset", reset)
                    .await
                    .expect(204);
            }
            "disabled" => {
                let path = format!("/api/admin/people/{id}/disabled");
                root.put(&path, json!({ "disabled": true }))
                    .await
                    .expect(204);
            }
            "sign-out" => {
                let path = format!("/api/admin/people/{id}/sign-out");
                root.post(&path, None).await.expect(204);
            }
            _ => {
                let deletion = json!({ "email": ann.email, "password": User::PASSWORD });
                let deleted = ann
                    .request(Method::DELETE, "/api/auth/me", Some(deletion))
                    .await;
                deleted.expect(204);
            }
        }
        let expected = if ends { 401 } else { 200 };
        let day = json!({ "entries": [], "tasks": [] });
        for response in [
            reader.get("/api/habits").await,
            reader.get("/api/auth/me").await,
            writer.get("/api/friends").await,
            writer.put(DAY, day).await,
        ] {
            assert_eq!(
                response.status,
                expected,
                "after {end}: {}",
                response.text()
            );
        }
        let rows = app.rows(&format!("access_tokens WHERE user_id = '{id}'"));
        assert_eq!(rows, if ends { 0 } else { 2 }, "after {end}");
    }
}

/// A credential gives nobody a limit of their own, and an invented one none at all.
#[actix_web::test]
async fn requests_with_tokens_count_as_the_users() {
    let app = TestApp::with(&[
        ("RATE_LIMIT_USER_MAX_REQUESTS", "100"),
        ("RATE_LIMIT_MAX_REQUESTS", "50"),
    ])
    .await;
    let ann = app.user("ann").await;
    let (first, _) = client(&app, &ann, &["read"]).await;
    let (second, _) = client(&app, &ann, &["write"]).await;
    let remaining = async |client: &Client| {
        let response = client.get("/api/auth/me").await;
        let of = |name| response.header(name).parse::<i64>().unwrap();
        (of("ratelimit-limit"), of("ratelimit-remaining"))
    };
    let (limit, before) = remaining(&ann).await;
    assert_eq!(limit, 100);
    assert_eq!(remaining(&first).await, (100, before - 1));
    assert_eq!(remaining(&second).await, (100, before - 2));
    let user: Uuid = ann.id().await.parse().unwrap();
    let foreign = AccessTokens::new(&"another secret".into());
    let foreign = foreign.token(user, "0123456789abcdefghijklmnopqrst");
    assert_eq!(remaining(&app.anonymous().bearing(&foreign)).await.0, 50);
}
