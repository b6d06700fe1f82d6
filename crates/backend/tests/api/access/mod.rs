//! Access control: every operation of the OpenAPI document for an anonymous client, the owner and
//! others, in one table, and for each scope of an access token in another; what each relation reads of a person, and which
//! events it gets; and expired tokens.

mod access_tokens;
mod disclosure;
mod events;
mod relations;
mod table;
mod tokens;

use std::collections::BTreeSet;

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use self::table::{Ids, Row, TABLE, row};
use crate::support::{Response, TestApp, User};

/// An owner with a recorded day, a task on it, an archived habit, a friend, a request, a blocked person, an invitation,
/// an access token and a team with the friend, two goals and a message.
async fn owner(app: &TestApp, name: &str) -> (User, Ids) {
    let owner = app.user(name).await;
    let archived = owner.habit("AI").to_owned();
    owner
        .post(&format!("/api/habits/{archived}/archive"), None)
        .await
        .expect(200);
    owner.log("2026-03-10", &[("Sleep", 480)]).await;
    let day = owner
        .post(
            "/api/days/2026-03-10/tasks",
            json!({ "title": "Mine", "priority": "high", "quadrant": "Q1" }),
        )
        .await
        .expect(201);
    let mut others = Vec::new();
    for relation in ["friend", "requester", "blocked"] {
        let other = app.user(&format!("{relation}-of-{name}")).await;
        other.ask(&owner).await;
        others.push((other.id().await, other));
    }
    let [(friend, member), (requester, _), (blocked, _)] = others.try_into().ok().unwrap();
    let accept = format!("/api/friends/requests/{friend}/accept");
    owner.post(&accept, None).await.expect(204);
    let block = format!("/api/friends/blocked/{blocked}");
    owner.request(Method::PUT, &block, None).await.expect(204);
    let invitation = json!({
        "target": { "kind": "friend" }, "email": format!("invited-by-{name}@example.com"),
    });
    let invited = owner.post("/api/invitations", invitation).await.expect(201);
    let team = owner.create_team("Team").await;
    member.join_team(&owner, &team).await;
    let make_goal = async |unit: &str, source: &str| {
        let goal = json!({
            "title": "Goal", "target": 100, "unit": unit, "from": "2026-03-01", "to": "2026-03-31",
            "source": source,
        });
        let path = format!("/api/teams/{team}/goals");
        let created = owner.post(&path, goal).await.expect(201);
        created["id"].as_str().unwrap().to_owned()
    };
    let (goal, fed_goal) = (
        make_goal("pages", "entered").await,
        make_goal("min", "habit").await,
    );
    let path = format!("/api/teams/{team}/goals/{fed_goal}/habit");
    let sleep = json!({ "habitId": owner.habit("Sleep") });
    owner.put(&path, sleep).await.expect(204);
    let path = format!("/api/teams/{team}/messages");
    let message = owner
        .post(&path, json!({ "text": "Hello" }))
        .await
        .expect(201);
    let sessions = owner.get("/api/auth/sessions").await.expect(200);
    let new = json!({ "name": "Script", "scopes": ["read"] });
    let issued = owner.post("/api/auth/tokens", new).await.expect(201);
    let ids = Ids {
        email: owner.email.clone(),
        habit: owner.habit("Sleep").to_owned(),
        archived,
        task: day["tasks"][0]["id"].as_str().unwrap().to_owned(),
        session: sessions["sessions"][0]["id"].as_str().unwrap().to_owned(),
        access_token: issued["accessToken"]["id"].as_str().unwrap().to_owned(),
        friend,
        requester,
        blocked,
        invitation: invited["invitation"]["id"].as_str().unwrap().to_owned(),
        message: message["id"].as_str().unwrap().to_owned(),
        team,
        goal,
        fed_goal,
        focus: focus(&owner, "Sleep").await,
    };
    (owner, ids)
}

/// A focus session that has ended.
async fn focus(user: &User, habit: &str) -> String {
    let at = "2026-03-18T10:00:00Z";
    let input = json!({ "habitId": user.habit(habit), "startedAt": at, "endedAt": at });
    let session = user.post("/api/focus/start", input).await.expect(201);
    session["id"].as_str().unwrap().to_owned()
}

/// The data of the owner.
async fn belongings(owner: &User) -> Vec<Value> {
    let mut all = Vec::new();
    let teams = owner.get("/api/teams").await.expect(200);
    for part in ["", "/members", "/goals", "/activity", "/moderation-log"] {
        let team = teams["teams"][0]["id"].as_str().unwrap();
        let path = format!("/api/teams/{team}{part}");
        all.push(owner.get(&path).await.expect(200));
    }
    for path in [
        "/api/auth/me",
        "/api/auth/sessions",
        "/api/auth/tokens",
        "/api/habits?archived=all",
        "/api/days?from=2026-01-01&to=2026-12-31",
        "/api/days/2026-03-10",
        "/api/friends",
        "/api/sharing",
        "/api/friends/messages",
        "/api/invitations",
        "/api/notifications",
        "/api/notifications/preferences",
        "/api/focus?from=2026-01-01&to=2026-12-31",
    ] {
        all.push(owner.get(path).await.expect(200));
    }
    all
}

/// Asserts that the document has the status.
#[track_caller]
fn assert_described(description: &Value, row: &Row, status: u16) {
    let operation = row.operation();
    let (method, path) = operation.split_once(' ').unwrap();
    let responses = &description["paths"][path][method.to_lowercase()]["responses"];
    assert!(
        responses[status.to_string()].is_object(),
        "{operation} answers {status}, which is not described"
    );
}

/// Asserts that no cache keeps the response without asking, and that a description of `ETag` holds.
#[track_caller]
fn assert_private(description: &Value, row: &Row, response: &Response) {
    let operation = row.operation();
    let (method, path) = operation.split_once(' ').unwrap();
    let responses = &description["paths"][path][method.to_lowercase()]["responses"];
    let described = &responses[response.status.to_string()]["headers"];
    let is_tagged = !response.header("etag").is_empty();
    assert_eq!(described["ETag"].is_object(), is_tagged, "{operation}");
    let expected = if is_tagged && method == "GET" {
        "private, no-cache"
    } else {
        "no-store"
    };
    assert_eq!(response.all("cache-control"), [expected], "{operation}");
}

#[actix_web::test]
async fn head_is_get_without_a_body() {
    let app = TestApp::single().await;
    let (owner, ids) = owner(&app, "owner").await;
    let anonymous = app.anonymous();
    let described = TABLE.iter().filter(|row| row.method == "GET");
    let others = [
        "/api/openapi.json",
        "/api/docs",
        "/api/docs/",
        "/health",
        "/health/live",
        "/health/ready",
        "/health/database",
        "/health/redis",
        "/nowhere",
        "/api/auth/login",
    ];
    let rows = others.map(|path| row("GET", path, || None, [0; 3]));
    for row in described.chain(&rows) {
        for client in [&*owner, &anonymous] {
            // The first time fills the cache.
            row.send(client, &ids).await;
            let get = row.send(client, &ids).await;
            let head = Row {
                method: "HEAD",
                ..*row
            };
            let head = head.send(client, &ids).await;
            assert_eq!(head.status, get.status, "{}", row.path);
            assert_eq!(head.text(), "", "{}", row.path);
            let fields = |response: &Response| {
                let changing = [
                    "date",
                    "x-request-id",
                    "content-length",
                    "transfer-encoding",
                ];
                let fields = response.fields().into_iter();
                fields
                    .filter(|(name, _)| !changing.contains(name) && !name.starts_with("ratelimit"))
                    .map(|(name, value)| format!("{name}: {value}"))
                    .collect::<BTreeSet<_>>()
            };
            assert_eq!(fields(&head), fields(&get), "{}", row.path);
            let length = head.header("content-length");
            // Health reports tell the uptime.
            assert!(
                length.is_empty()
                    || row.path.contains("/health")
                    || length == get.header("content-length"),
                "{}: {length}",
                row.path
            );
        }
    }
}

#[actix_web::test]
async fn other_methods_are_405_and_allow_names_those_that_are() {
    let app = TestApp::start().await;
    let (owner, ids) = owner(&app, "owner").await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    for one in TABLE {
        let operation = one.operation();
        let (_, path) = operation.split_once(' ').unwrap();
        let methods = description["paths"][path].as_object().unwrap().keys();
        let mut allowed: BTreeSet<_> = methods.map(|method| method.to_uppercase()).collect();
        for method in [
            "GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND", "get",
        ] {
            if allowed.contains(method) {
                continue;
            }
            let response = Row { method, ..*one }.send(&owner, &ids).await;
            assert_eq!(response.status, 405, "{method} {path}");
            if allowed.contains("GET") {
                allowed.insert("HEAD".to_owned());
            }
            let allow = response.header("allow").split(", ");
            let allow: BTreeSet<_> = allow.map(str::to_owned).collect();
            assert_eq!(allow, allowed, "{method} {path}");
            response.problem(405, "method-not-allowed");
        }
    }
}

#[actix_web::test]
async fn every_operation_has_one_row() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let described: BTreeSet<String> = description["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let rows: BTreeSet<String> = TABLE.iter().map(Row::operation).collect();
    assert_eq!(rows, described);
    assert_eq!(rows.len(), TABLE.len(), "a duplicate row");
}

#[actix_web::test]
async fn public_operations_of_the_document_are_those_without_authentication() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    for row in TABLE {
        let operation = row.operation();
        let (method, path) = operation.split_once(' ').unwrap();
        let described = &description["paths"][path][method.to_lowercase()];
        let public = described["security"] == json!([]) || described["security"] == json!([{}]);
        let response = row.send(&app.anonymous(), &Ids::nobodys()).await;
        let asked_to_sign_in =
            response.status == 401 && response.json()["type"] == "/problems/unauthorized";
        assert_eq!(public, !asked_to_sign_in, "{operation}");
    }
}

#[actix_web::test]
async fn anonymous_requests_are_rejected() {
    let app = TestApp::start().await;
    let (owner, ids) = owner(&app, "owner").await;
    let before = belongings(&owner).await;
    let forged = format!("{}x", owner.token);
    let strangers = [
        ("no token", app.anonymous()),
        ("an empty header", app.anonymous().with("authorization", "")),
        (
            "no scheme",
            app.anonymous().with("authorization", &owner.token),
        ),
        (
            "another scheme",
            app.anonymous()
                .with("authorization", &format!("Basic {}", owner.token)),
        ),
        ("a forged token", app.anonymous().bearing(&forged)),
        (
            "an identity header",
            app.anonymous().with("x-user-id", &ids.habit),
        ),
    ];
    for row in TABLE.iter().filter(|row| row.nobody == 401) {
        for (who, stranger) in &strangers {
            if row.path == "/api/auth/login" {
                // So that it is not rejected by the throttle.
                app.wait(TimeDelta::seconds(1));
            }
            let response = row.send(stranger, &ids).await;
            assert_eq!(
                response.status,
                401,
                "{} with {who}: {}",
                row.operation(),
                response.text()
            );
            if row.path != "/api/auth/login" {
                assert_eq!(
                    response.header("www-authenticate"),
                    "Bearer",
                    "{}",
                    row.operation()
                );
            }
        }
    }
    assert_eq!(belongings(&owner).await, before);
}

#[actix_web::test]
async fn another_user_cannot_access_the_owners_data() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let (owner, ids) = owner(&app, "owner").await;
    let before = belongings(&owner).await;
    app.user("taken").await;
    for (number, row) in TABLE.iter().enumerate() {
        // A new one each time, as some rows end the session.
        let other = app.user(&format!("other-{number}")).await;
        let response = row.send(&other, &ids).await;
        assert_described(&description, row, response.status);
        assert_private(&description, row, &response);
        assert_eq!(
            response.status,
            row.other,
            "{}: {}",
            row.operation(),
            response.text()
        );
        assert_eq!(belongings(&owner).await, before, "{}", row.operation());
    }
}

/// Makes the other the owner's friend and so on; none of this gives access.
async fn relate(other: &User, relation: &str, owner: &User, team: &str) {
    let id = other.id().await;
    match relation {
        "requester" => {
            other.ask(owner).await;
        }
        "friend" => other.befriend(owner).await,
        "blocked" => {
            other.befriend(owner).await;
            let block = format!("/api/friends/blocked/{id}");
            owner.request(Method::PUT, &block, None).await.expect(204);
        }
        _ => {
            other.join_team(owner, team).await;
            let remove = format!("/api/teams/{team}/members/{id}/remove");
            let reason = json!({ "reason": "Spam" });
            owner.post(&remove, reason).await.expect(204);
        }
    }
}

#[actix_web::test]
async fn knowing_the_owner_gives_no_access_either() {
    let app = TestApp::start().await;
    app.user("taken").await;
    for relation in ["requester", "friend", "blocked", "removed"] {
        let (mut owner, mut ids) = owner(&app, &format!("{relation}s-owner")).await;
        for (number, row) in TABLE.iter().enumerate() {
            // Nobody has that many friends or requests.
            if number % 50 == 49 {
                (owner, ids) = self::owner(&app, &format!("{relation}-owner-{number}")).await;
            }
            let other = app.user(&format!("{relation}-{number}")).await;
            relate(&other, relation, &owner, &ids.team).await;
            if row.path == "/api/invitations" {
                // The recipient's mails are limited.
                app.wait(TimeDelta::minutes(1));
            }
            let response = row.send(&other, &ids).await;
            assert_eq!(
                response.status,
                row.other,
                "{} as {relation}: {}",
                row.operation(),
                response.text()
            );
        }
    }
}

#[actix_web::test]
async fn the_owner_has_access() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    app.user("taken").await;
    for (number, row) in TABLE.iter().enumerate() {
        let (owner, ids) = owner(&app, &format!("owner-{number}")).await;
        let response = row.send(&owner, &ids).await;
        assert_described(&description, row, response.status);
        assert_private(&description, row, &response);
        assert_eq!(
            response.status,
            row.owner,
            "{}: {}",
            row.operation(),
            response.text()
        );
    }
}
