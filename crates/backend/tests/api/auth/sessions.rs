//! `/api/auth/sessions`.

use chrono::TimeDelta;
use futures_util::future::join_all;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Validation};
use serde_json::{Value, json};

use crate::support::{Client, TestApp, User};

async fn sessions(client: &Client) -> Vec<Value> {
    let list = client.get("/api/auth/sessions").await.expect(200);
    list["sessions"].as_array().unwrap().clone()
}

#[actix_web::test]
async fn active_sessions_are_listed() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "2h"), ("TRUSTED_PROXIES", "127.0.0.1")]).await;
    let ann = app.user("ann").await;
    app.wait(TimeDelta::minutes(1));
    let elsewhere = app
        .anonymous()
        .with("user-agent", &format!("A phone {}", "x".repeat(300)))
        .with("x-forwarded-for", "203.0.113.9, 198.51.100.7");
    let phone = ann.another_session(&elsewhere).await;

    let seen = sessions(&phone).await;
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[0]["current"], true);
    assert_eq!(seen[0]["address"], "198.51.100.7");
    let program = seen[0]["userAgent"].as_str().unwrap();
    assert!(program.starts_with("A phone") && program.len() == 200);
    assert_eq!(seen[0]["createdAt"], "2026-03-18T10:01:00Z");
    assert_eq!(seen[0]["expiresAt"], "2026-03-18T12:01:00Z");
    assert_eq!(seen[1]["current"], false);
    assert_eq!(seen[1]["address"], "127.0.0.1");
    assert_eq!(seen[1]["createdAt"], "2026-03-18T10:00:00Z");

    // In the other session that one is the current one.
    let seen = sessions(&ann).await;
    let current: Vec<&Value> = seen.iter().map(|session| &session["current"]).collect();
    assert_eq!(current, [false, true]);
}

#[actix_web::test]
async fn last_used_at_is_accurate_to_five_minutes() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let last_use = async || sessions(&ann).await[0]["lastUsedAt"].clone();
    assert_eq!(last_use().await, "2026-03-18T10:00:00Z");
    app.wait(TimeDelta::seconds(299));
    assert_eq!(last_use().await, "2026-03-18T10:00:00Z");
    app.wait(TimeDelta::seconds(1));
    assert_eq!(last_use().await, "2026-03-18T10:05:00Z");
    app.wait(TimeDelta::hours(3));
    ann.get("/api/habits").await.expect(200);
    assert_eq!(last_use().await, "2026-03-18T13:05:00Z");

    // The last used one comes first.
    ann.another_session(&app.anonymous()).await;
    app.wait(TimeDelta::minutes(5));
    ann.get("/api/habits").await.expect(200);
    assert_eq!(sessions(&ann).await[0]["current"], true);
}

#[actix_web::test]
async fn an_ended_session_is_rejected_at_once() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let phone = ann.another_session(&app.anonymous()).await;
    let seen = sessions(&ann).await;
    let other = seen.iter().find(|one| one["current"] == false).unwrap();
    let path = format!("/api/auth/sessions/{}", other["id"].as_str().unwrap());

    bob.delete(&path).await.problem(404, "not-found");
    phone.get("/api/auth/me").await.expect(200);
    ann.delete(&path).await.expect(204);
    phone.get("/api/auth/me").await.problem(401, "unauthorized");
    ann.delete(&path).await.problem(404, "not-found");
    assert_eq!(sessions(&ann).await.len(), 1);

    let own = sessions(&ann).await[0]["id"].clone();
    let path = format!("/api/auth/sessions/{}", own.as_str().unwrap());
    ann.delete(&path).await.expect(204);
    ann.get("/api/auth/me").await.problem(401, "unauthorized");
    bob.get("/api/auth/me").await.expect(200);
}

#[actix_web::test]
async fn an_expired_session_is_not_listed_and_cannot_be_ended() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "1h")]).await;
    let ann = app.user("ann").await;
    let old = sessions(&ann).await[0]["id"].clone();
    app.wait(TimeDelta::minutes(59));
    let later = ann.another_session(&app.anonymous()).await;
    app.wait(TimeDelta::minutes(1));
    let seen = sessions(&later).await;
    assert_eq!(seen.len(), 1);
    assert_ne!(seen[0]["id"], old);
    let path = format!("/api/auth/sessions/{}", old.as_str().unwrap());
    later.delete(&path).await.problem(404, "not-found");
}

#[actix_web::test]
async fn a_user_has_fifty_sessions_and_the_longest_unused_go() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let anonymous = app.anonymous();
    let mut others = Vec::new();
    for number in 2..=50 {
        app.wait(TimeDelta::minutes(5));
        others.push(ann.another_session(&anonymous).await);
        if number == 40 {
            // The oldest ones are in use.
            ann.get("/api/auth/me").await.expect(200);
            others[0].get("/api/auth/me").await.expect(200);
        }
    }
    let mine = "sessions WHERE user_id = (SELECT id FROM users WHERE email = 'ann@example.com')";
    assert_eq!(app.rows(mine), 50);
    app.wait(TimeDelta::minutes(5));
    let new = join_all((0..3).map(|_| ann.another_session(&anonymous))).await;
    assert_eq!(app.rows(mine), 50);
    for gone in &others[1..4] {
        gone.get("/api/auth/me").await.problem(401, "unauthorized");
    }
    let stay = [&*ann, &*bob, &others[0]].into_iter();
    for client in stay.chain(&others[4..]).chain(&new) {
        client.get("/api/auth/me").await.expect(200);
    }

    // With the clock set back, the new session is not the one that goes.
    app.travel_to("2026-03-17T10:00:00Z");
    let back = ann.another_session(&anonymous).await;
    back.get("/api/auth/me").await.expect(200);
    assert_eq!(app.rows(mine), 50);
}

/// Workers delete them when they start; several do so at the same time.
#[actix_web::test]
async fn expired_rows_are_purged_by_the_workers() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    ann.another_session(&app.anonymous()).await;
    for invited in ["eve", "joe"] {
        let email = format!("{invited}@example.com");
        let invitation = json!({ "target": { "kind": "friend" }, "email": email });
        ann.post("/api/invitations", invitation).await.expect(201);
    }
    let now = "2026-03-18T10:00:00.000000Z";
    let a_month_ago = "2026-02-16T10:00:00.000000Z";
    let of_ann = "user_id = (SELECT id FROM users WHERE email = 'ann@example.com')";
    let one = "subject = (SELECT min(subject) FROM attempts)";
    let tables = [
        ("sessions", of_ann, now),
        ("links", of_ann, now),
        ("attempts", one, now),
        ("known_networks", of_ann, now),
        ("invitations", "email = 'eve@example.com'", a_month_ago),
        ("invitations", "email = 'joe@example.com'", now),
    ];
    for (table, some, past) in tables {
        assert!(app.rows(&format!("{table} WHERE {some}")) > 0, "{table}");
        app.execute(&format!(
            "UPDATE {table} SET expires_at = '{past}' WHERE {some}"
        ));
    }
    let _workers = (app.another_instance().await, app.another_instance().await);
    for (table, _, past) in &tables[..5] {
        while app.rows(&format!("{table} WHERE expires_at <= '{past}'")) > 0 {
            tokio::task::yield_now().await;
        }
        assert!(app.rows(table) > 0, "{table}: the others stay");
    }
    ann.get("/api/auth/me").await.problem(401, "unauthorized");
    bob.get("/api/auth/me").await.expect(200);
}

/// The token, signed again with the right secret, but with this version.
fn of_version(token: &str, version: i32) -> String {
    let secret = TestApp::JWT_SECRET.as_bytes();
    let mut signature_only = Validation::new(Algorithm::HS256);
    signature_only.validate_exp = false;
    signature_only.validate_aud = false;
    let key = DecodingKey::from_secret(secret);
    let read = jsonwebtoken::decode::<Value>(token, &key, &signature_only).unwrap();
    let (header, mut claims) = (read.header, read.claims);
    claims["ver"] = version.into();
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(secret)).unwrap()
}

/// Ending all sessions increments the version, so earlier tokens stay invalid even if their rows exist.
#[actix_web::test]
async fn a_token_is_valid_only_with_the_current_version() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let anonymous = app.anonymous();
    let only = async |token: &str, present: i32| {
        for version in present - 1..=present + 1 {
            let bearer = anonymous.bearing(&of_version(token, version));
            let expected = if version == present { 200 } else { 401 };
            assert_eq!(bearer.get("/api/auth/me").await.status, expected);
        }
    };
    only(&ann.token, 0).await;

    let change = json!({ "currentPassword": User::PASSWORD, "newPassword": User::PASSWORD });
    let session = ann.put("/api/auth/password", change).await.expect(200);
    let token = session["token"].as_str().unwrap();
    only(token, 1).await;

    let ann_again = anonymous.bearing(token);
    ann_again
        .post("/api/auth/logout-all", None)
        .await
        .expect(204);
    let credentials = json!({ "email": ann.email, "password": User::PASSWORD });
    let session = anonymous.post("/api/auth/login", credentials).await;
    only(session.expect(200)["token"].as_str().unwrap(), 2).await;
}
