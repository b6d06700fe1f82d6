//! Who may do what: every operation of the description against nobody, the owner and another
//! user, in one table; and tokens that have had their day.

use std::collections::BTreeSet;

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Client, Response, TestApp, User};

/// One operation: `{habit}`, `{archived}`, `{task}`, `{session}` and, in a body, `{owner}` for the
/// address stand for the owner's, who has also recorded 2026-03-10.
struct Row {
    method: &'static str,
    /// As the description has it, with a `=` and a value where it has a parameter.
    path: &'static str,
    body: fn() -> Option<Value>,
    nobody: u16,
    owner: u16,
    /// Another user, with the owner's ids.
    other: u16,
}

const NOTHING: fn() -> Option<Value> = || None;

const fn row(
    method: &'static str,
    path: &'static str,
    body: fn() -> Option<Value>,
    [nobody, owner, other]: [u16; 3],
) -> Row {
    Row {
        method,
        path,
        body,
        nobody,
        owner,
        other,
    }
}

fn profile() -> Option<Value> {
    Some(json!({
        "name": "Changed", "timeZone": "Asia/Tokyo", "dayStartHour": 3, "language": "ru",
        "theme": "dark",
    }))
}

fn habit() -> Option<Value> {
    Some(json!({
        "name": "Changed", "category": "wellness", "quadrant": "Q4", "targetMinutes": 7,
        "effectiveFrom": "2026-03-01",
    }))
}

fn task() -> Option<Value> {
    Some(json!({ "title": "Changed", "priority": "low", "quadrant": "Q4", "completed": true }))
}

fn empty_day() -> Option<Value> {
    Some(json!({ "entries": [], "tasks": [] }))
}

/// What only touches what is one's own is answered the same to everybody signed in; what names
/// something by its id is answered to others as if it were not there; what is for administrators
/// is refused to both.
const TABLE: &[Row] = &[
    row("GET", "/api/health", NOTHING, [200, 200, 200]),
    row(
        "POST",
        "/api/auth/register",
        || Some(json!({ "email": "taken@example.com", "password": "12345678", "name": "X" })),
        [201, 409, 409],
    ),
    row(
        "POST",
        "/api/auth/login",
        || Some(json!({ "email": "nobody@example.com", "password": "12345678" })),
        [401, 401, 401],
    ),
    row(
        "POST",
        "/api/auth/password/forgot",
        || Some(json!({ "email": "{owner}" })),
        [202, 202, 202],
    ),
    row(
        "POST",
        "/api/auth/password/reset",
        || Some(json!({ "token": "nobody's", "password": "12345678" })),
        [422, 422, 422],
    ),
    row(
        "POST",
        "/api/auth/email/verify",
        || Some(json!({ "token": "nobody's" })),
        [422, 422, 422],
    ),
    row(
        "POST",
        "/api/auth/email/verify/resend",
        NOTHING,
        [401, 202, 202],
    ),
    row("POST", "/api/auth/logout", NOTHING, [401, 204, 204]),
    row("POST", "/api/auth/logout-all", NOTHING, [401, 204, 204]),
    row("GET", "/api/auth/sessions", NOTHING, [401, 200, 200]),
    row(
        "DELETE",
        "/api/auth/sessions/{id={session}}",
        NOTHING,
        [401, 204, 404],
    ),
    row("GET", "/api/auth/me", NOTHING, [401, 200, 200]),
    row("PUT", "/api/auth/me", profile, [401, 200, 200]),
    row(
        "DELETE",
        "/api/auth/me",
        || Some(json!({ "email": "{owner}", "password": User::PASSWORD })),
        [401, 204, 422],
    ),
    row(
        "PUT",
        "/api/auth/password",
        || Some(json!({ "currentPassword": User::PASSWORD, "newPassword": "another one" })),
        [401, 200, 200],
    ),
    row("GET", "/api/habits", NOTHING, [401, 200, 200]),
    row("POST", "/api/habits", habit, [401, 201, 201]),
    row("POST", "/api/habits/defaults", NOTHING, [401, 201, 201]),
    row(
        "PUT",
        "/api/habits/order",
        || Some(json!({ "ids": [] })),
        [401, 422, 422],
    ),
    row("GET", "/api/habits/{id={habit}}", NOTHING, [401, 200, 404]),
    row("PUT", "/api/habits/{id={habit}}", habit, [401, 200, 404]),
    row(
        "DELETE",
        "/api/habits/{id={habit}}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "POST",
        "/api/habits/{id={habit}}/archive",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/habits/{id={archived}}/restore",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/habits/{id={habit}}/history?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/habits/{id={habit}}/stats",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "GET",
        "/api/days?from=2026-03-01&to=2026-03-31",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/days/{date=2026-03-10}",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "PUT",
        "/api/days/{date=2026-03-10}",
        empty_day,
        [401, 200, 200],
    ),
    row(
        "DELETE",
        "/api/days/{date=2026-03-10}",
        NOTHING,
        [401, 204, 404],
    ),
    row(
        "PUT",
        "/api/days/{date=2026-03-10}/exception",
        || Some(json!({ "kind": "travel" })),
        [401, 200, 200],
    ),
    row(
        "DELETE",
        "/api/days/{date=2026-03-10}/exception",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "POST",
        "/api/days/{date=2026-03-10}/tasks",
        task,
        [401, 201, 201],
    ),
    row(
        "PUT",
        "/api/days/{date=2026-03-10}/tasks/{task={task}}",
        task,
        [401, 200, 404],
    ),
    row(
        "DELETE",
        "/api/days/{date=2026-03-10}/tasks/{task={task}}",
        NOTHING,
        [401, 200, 404],
    ),
    row(
        "POST",
        "/api/kpi/preview",
        || Some(json!({ "date": "2026-03-10", "entries": [], "tasks": [] })),
        [401, 200, 200],
    ),
    row("GET", "/api/kpi/laws", NOTHING, [401, 200, 200]),
    row(
        "POST",
        "/api/kpi/recompute",
        || Some(json!({ "from": "2026-03-01", "to": "2026-03-31" })),
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/dashboards/year/{year=2026}",
        NOTHING,
        [401, 200, 200],
    ),
    row(
        "GET",
        "/api/dashboards/month/{year=2026}/{month=3}",
        NOTHING,
        [401, 200, 200],
    ),
    row("GET", "/api/email/status", NOTHING, [401, 403, 403]),
    row("POST", "/api/email/test", NOTHING, [401, 403, 403]),
];

impl Row {
    /// `PUT /api/habits/{id}`, as the description has it.
    fn operation(&self) -> String {
        let path = self.path.split('?').next().unwrap();
        let path: String = segments(path)
            .map(|segment| match segment.split_once('=') {
                Some((name, _)) => format!("/{name}}}"),
                None => format!("/{segment}"),
            })
            .collect();
        format!("{} {path}", self.method)
    }

    /// Sends it, with the owner's ids.
    async fn send(&self, client: &Client, ids: &Ids) -> Response {
        let (path, query) = match self.path.split_once('?') {
            Some((path, query)) => (path, format!("?{query}")),
            None => (self.path, String::new()),
        };
        let path: String = segments(path)
            .map(|segment| match segment.split_once('=') {
                Some((_, value)) => {
                    let value = value.strip_suffix('}').unwrap();
                    let value = match value {
                        "{habit}" => &ids.habit,
                        "{archived}" => &ids.archived,
                        "{task}" => &ids.task,
                        "{session}" => &ids.session,
                        value => value,
                    };
                    format!("/{value}")
                }
                None => format!("/{segment}"),
            })
            .collect();
        let method: Method = self.method.parse().unwrap();
        let mut body = (self.body)();
        if let Some(body) = &mut body
            && body["email"] == "{owner}"
        {
            body["email"] = ids.email.as_str().into();
        }
        client
            .request(method, &format!("{path}{query}"), body)
            .await
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.trim_start_matches('/').split('/')
}

/// The owner's ids.
struct Ids {
    email: String,
    habit: String,
    archived: String,
    task: String,
    session: String,
}

/// An owner with a recorded day, a task on it, and an archived habit.
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
    let sessions = owner.get("/api/auth/sessions").await.expect(200);
    let ids = Ids {
        email: owner.email.clone(),
        habit: owner.habit("Sleep").to_owned(),
        archived,
        task: day["tasks"][0]["id"].as_str().unwrap().to_owned(),
        session: sessions["sessions"][0]["id"].as_str().unwrap().to_owned(),
    };
    (owner, ids)
}

/// What the owner has.
async fn belongings(owner: &User) -> Vec<Value> {
    let mut all = Vec::new();
    for path in [
        "/api/auth/me",
        "/api/auth/sessions",
        "/api/habits?archived=all",
        "/api/days?from=2026-01-01&to=2026-12-31",
        "/api/days/2026-03-10",
    ] {
        all.push(owner.get(path).await.expect(200));
    }
    all
}

/// That the description knows of the status.
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
    assert_eq!(rows.len(), TABLE.len(), "a row stands twice");
}

#[actix_web::test]
async fn what_the_description_calls_public_is_what_is_answered_to_nobody() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    for row in TABLE {
        let operation = row.operation();
        let (method, path) = operation.split_once(' ').unwrap();
        let described = &description["paths"][path][method.to_lowercase()];
        let public = described["security"] == json!([]) || described["security"] == json!([{}]);
        let answer = row.send(&app.anonymous(), &Ids::nobodys()).await;
        let asked_to_sign_in =
            answer.status == 401 && answer.json()["type"] == "/problems/unauthorized";
        assert_eq!(public, !asked_to_sign_in, "{operation}");
    }
}

impl Ids {
    /// Well-formed ids of nothing.
    fn nobodys() -> Self {
        let id = "01890000-0000-7000-8000-000000000000".to_owned();
        Self {
            email: "nobody@example.com".to_owned(),
            habit: id.clone(),
            archived: id.clone(),
            task: id.clone(),
            session: id,
        }
    }
}

#[actix_web::test]
async fn nobody_gets_in() {
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
                // It shall fail for what it is, not for coming too soon.
                app.wait(TimeDelta::seconds(1));
            }
            let answer = row.send(stranger, &ids).await;
            assert_eq!(
                answer.status,
                401,
                "{} with {who}: {}",
                row.operation(),
                answer.text()
            );
            if row.path != "/api/auth/login" {
                assert_eq!(
                    answer.header("www-authenticate"),
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
async fn another_user_reaches_nothing_of_the_owners() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let (owner, ids) = owner(&app, "owner").await;
    let before = belongings(&owner).await;
    app.user("taken").await;
    for (number, row) in TABLE.iter().enumerate() {
        // A new one each time, as some rows end the session.
        let other = app.user(&format!("other-{number}")).await;
        let answer = row.send(&other, &ids).await;
        assert_described(&description, row, answer.status);
        assert_eq!(
            answer.status,
            row.other,
            "{}: {}",
            row.operation(),
            answer.text()
        );
        assert_eq!(belongings(&owner).await, before, "{}", row.operation());
    }
}

#[actix_web::test]
async fn the_owner_may() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    app.user("taken").await;
    for (number, row) in TABLE.iter().enumerate() {
        let (owner, ids) = owner(&app, &format!("owner-{number}")).await;
        let answer = row.send(&owner, &ids).await;
        assert_described(&description, row, answer.status);
        assert_eq!(
            answer.status,
            row.owner,
            "{}: {}",
            row.operation(),
            answer.text()
        );
    }
}

#[actix_web::test]
async fn a_token_that_has_had_its_day_is_refused_everywhere() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "90d")]).await;
    let ids = Ids::nobodys();
    let credentials = |user: &User| json!({ "email": user.email, "password": User::PASSWORD });
    for end in [
        "logout",
        "logout-all",
        "list",
        "password",
        "reset",
        "deletion",
        "expiry",
    ] {
        let user = app.user(end).await;
        let token = user.bearing(&user.token);
        match end {
            "logout" => drop(token.post("/api/auth/logout", None).await.expect(204)),
            "logout-all" => drop(token.post("/api/auth/logout-all", None).await.expect(204)),
            "list" => {
                let sessions = token.get("/api/auth/sessions").await.expect(200);
                let id = sessions["sessions"][0]["id"].as_str().unwrap();
                let path = format!("/api/auth/sessions/{id}");
                token.delete(&path).await.expect(204);
            }
            "password" => {
                let change = json!({
                    "currentPassword": User::PASSWORD, "newPassword": "another one",
                });
                token.put("/api/auth/password", change).await.expect(200);
            }
            "reset" => {
                let forgotten = json!({ "email": user.email });
                token
                    .post("/api/auth/password/forgot", forgotten)
                    .await
                    .expect(202);
                let mail = app.mail.with_link_to("reset-password", &user.email).await;
                let reset = json!({ "token": mail.token(), "password": "another one" });
                token
                    .post("/api/auth/password/reset", reset)
                    .await
                    .expect(204);
            }
            "deletion" => {
                let body = Some(credentials(&user));
                let deleted = token.request(Method::DELETE, "/api/auth/me", body).await;
                deleted.expect(204);
            }
            _ => {
                app.wait(TimeDelta::days(90) - TimeDelta::seconds(1));
                token.get("/api/auth/me").await.expect(200);
                app.wait(TimeDelta::seconds(1));
            }
        }
        for row in TABLE
            .iter()
            .filter(|row| row.nobody == 401 && row.path != "/api/auth/login")
        {
            let answer = row.send(&token, &ids).await;
            assert_eq!(
                answer.status,
                401,
                "{} after {end}: {}",
                row.operation(),
                answer.text()
            );
            answer.problem(401, "unauthorized");
        }
    }
}
