//! The session cookie of browsers.

use actix_web::http::Method;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Client, Response, TestApp, User};

/// The client as a page of this origin.
fn page(client: &Client) -> Client {
    client.with("sec-fetch-site", "same-origin")
}

/// `NAME=VALUE` of the response's cookie.
fn cookie(response: &Response) -> String {
    let set = response.header("set-cookie");
    set.split(';').next().unwrap().to_owned()
}

/// The response's fields that remove the cookie, over TLS and over plain HTTP.
const REMOVED: [&str; 2] = [
    "__Host-kpi_session=; HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=0",
    "kpi_session=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0",
];

fn sign_in(user: &User) -> Value {
    json!({ "email": user.email, "password": User::PASSWORD, "session": "cookie" })
}

/// A browser in which the user signed in.
async fn browser(app: &TestApp, user: &User) -> Client {
    let page = page(&app.anonymous());
    let response = page.post("/api/auth/login", sign_in(user)).await;
    let cookie = cookie(&response);
    response.expect(200);
    page.with("cookie", &cookie)
}

#[actix_web::test]
async fn signing_in_puts_the_token_into_a_cookie_that_scripts_cannot_read() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "1h")]).await;
    let ann = app.user("ann").await;
    let change = json!({
        "currentPassword": User::PASSWORD, "newPassword": User::PASSWORD, "session": "cookie",
    });
    let new = json!({
        "email": "new@example.com", "password": User::PASSWORD, "name": "New", "session": "cookie",
    });
    for (origin, attributes) in [
        (
            "http://app",
            "HttpOnly; SameSite=Strict; Path=/; Max-Age=3600",
        ),
        (
            "https://app",
            "HttpOnly; SameSite=Strict; Secure; Path=/; Max-Age=3600",
        ),
    ] {
        let page = page(&app.anonymous()).with("origin", origin);
        let response = page.post("/api/auth/login", sign_in(&ann)).await;
        let set = response.header("set-cookie").to_owned();
        let session = response.expect(200);
        assert_eq!(session["token"], Value::Null);
        assert_eq!(session["user"]["email"], ann.email);
        let (pair, rest) = set.split_once("; ").unwrap();
        assert_eq!(rest, attributes, "{set}");
        let name = pair.split_once('=').unwrap().0;
        let expected = ["kpi_session", "__Host-kpi_session"];
        assert_eq!(name, expected[usize::from(origin.starts_with("https"))]);
        let me = page.with("cookie", pair).get("/api/auth/me").await;
        assert_eq!(me.expect(200)["id"], session["user"]["id"]);
    }
    for (response, status) in [
        (
            page(&app.anonymous()).post("/api/auth/register", new).await,
            201,
        ),
        (page(&ann).put("/api/auth/password", change).await, 200),
    ] {
        let cookie = cookie(&response);
        assert_eq!(response.expect(status)["token"], Value::Null);
        let browser = app.anonymous().with("cookie", &cookie);
        browser.get("/api/auth/me").await.expect(200);
    }
}

#[actix_web::test]
async fn only_pages_of_the_own_origin_sign_in_or_write_by_cookie() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let browser = browser(&app, &ann).await;
    let own_host = [
        ("host", "app.example.com"),
        ("origin", "http://app.example.com"),
    ];
    let behind_proxy = [
        ("x-forwarded-host", "app.example.com"),
        ("origin", "http://app.example.com"),
    ];
    for (fields, is_own) in [
        (&[("sec-fetch-site", "same-origin")][..], true),
        (&own_host, true),
        (&behind_proxy, true),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("origin", "http://evil.example")], false),
        (&[("origin", "null")], false),
        (&[], false),
    ] {
        let with = |client: &Client| {
            let client = client.without("sec-fetch-site");
            fields
                .iter()
                .fold(client, |client, (name, value)| client.with(name, value))
        };
        let sessions = app.rows("sessions");
        let (here, anonymous) = (with(&browser), with(&app.anonymous()));
        here.get("/api/auth/me").await.expect(200);
        let saved = here
            .put("/api/days/2026-09-01", ann.day_of(&[("Reading", 30)]))
            .await;
        let signed_in = anonymous.post("/api/auth/login", sign_in(&ann)).await;
        // API clients are not concerned.
        let day = ann.day_of(&[("Reading", 30)]);
        let by_token = with(&ann).put("/api/days/2026-09-02", day).await;
        by_token.expect(200);
        if is_own {
            saved.expect(200);
            signed_in.expect(200);
        } else {
            saved.problem(403, "foreign-origin");
            signed_in.problem(403, "foreign-origin");
        }
        assert_eq!(
            app.rows("sessions"),
            sessions + i64::from(is_own),
            "{fields:?}"
        );
        ann.delete("/api/days/2026-09-01").await;
    }
}

/// A tab whose user was replaced by another tab still names the user it shows.
#[actix_web::test]
async fn a_request_for_another_user_than_the_cookies_is_refused() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let ann_id = ann.get("/api/auth/me").await.expect(200)["id"].clone();
    let ann_id = ann_id.as_str().unwrap();
    let of_ann = browser(&app, &ann).await.with("session-user", ann_id);
    of_ann.get("/api/auth/me").await.expect(200);
    let of_bob = browser(&app, &bob).await.with("session-user", ann_id);
    for path in ["/api/auth/me", "/api/habits", "/api/days/today"] {
        of_bob.get(path).await.problem(409, "session-changed");
    }
    let task = json!({ "title": "Ann's", "priority": "low", "quadrant": "Q2" });
    let day = json!({ "entries": [], "tasks": [task] });
    let saved = of_bob.put("/api/days/2026-09-01", day).await;
    saved.problem(409, "session-changed");
    assert_eq!(app.rows("tasks"), 0);
    let signed_out = of_ann.without("cookie").get("/api/auth/me").await;
    signed_out.problem(401, "unauthorized");
}

#[actix_web::test]
async fn a_cookie_is_renewed_in_the_second_half_of_its_lifetime() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "1h")]).await;
    let ann = app.user("ann").await;
    let first = browser(&app, &ann).await;
    app.wait(TimeDelta::minutes(29));
    for path in ["/api/auth/me", "/api/habits"] {
        assert_eq!(first.get(path).await.header("set-cookie"), "", "{path}");
        assert_eq!(ann.get(path).await.header("set-cookie"), "", "{path}");
    }
    app.wait(TimeDelta::minutes(2));
    // By both ways of reading a session, and with a response from the cache.
    let mut renewed = Vec::new();
    for path in ["/api/auth/me", "/api/habits", "/api/habits"] {
        assert_eq!(ann.get(path).await.header("set-cookie"), "", "{path}");
        let response = first.get(path).await;
        let set = response.header("set-cookie");
        assert!(
            set.ends_with("HttpOnly; SameSite=Strict; Path=/; Max-Age=3600"),
            "{set}"
        );
        renewed.push(first.with("cookie", &cookie(&response)));
        response.expect(200);
    }
    app.wait(TimeDelta::minutes(30));
    first.get("/api/auth/me").await.problem(401, "unauthorized");
    for browser in &renewed {
        browser.get("/api/auth/me").await.expect(200);
    }
    // An ended session stays ended.
    renewed[0].post("/api/auth/logout", None).await.expect(204);
    let ended = renewed[1].get("/api/auth/me").await;
    assert_eq!(ended.header("set-cookie"), "");
    ended.problem(401, "unauthorized");
}

/// Requests that only write, or that read several resources, use the session as others do.
#[actix_web::test]
async fn every_kind_of_request_renews_the_cookie() {
    let app = TestApp::with(&[("JWT_EXPIRES_IN", "1h")]).await;
    let ann = app.user("ann").await;
    let browser = browser(&app, &ann).await;
    app.wait(TimeDelta::minutes(31));
    let day = ann.day_of(&[("Reading", 30)]);
    let saved = browser.put("/api/days/2026-09-01", day.clone()).await;
    let mut shown = day;
    shown["date"] = json!("2026-09-01");
    let preview = browser.post("/api/kpi/preview", shown).await;
    for response in [saved, preview] {
        let set = response.header("set-cookie").to_owned();
        response.expect(200);
        assert!(set.ends_with("Max-Age=3600"), "{set}");
    }
}

#[actix_web::test]
async fn what_ends_the_session_removes_the_cookie() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let password = json!({ "currentPassword": User::PASSWORD, "newPassword": User::PASSWORD });
    let deletion = json!({ "email": ann.email, "password": User::PASSWORD });
    let current = |sessions: Value| {
        let sessions = sessions["sessions"].as_array().unwrap().clone();
        let current = sessions
            .into_iter()
            .find(|session| session["current"] == true);
        format!(
            "/api/auth/sessions/{}",
            current.unwrap()["id"].as_str().unwrap()
        )
    };
    for (method, path, body, status) in [
        (Method::POST, "/api/auth/logout", None, 204),
        (Method::POST, "/api/auth/logout-all", None, 204),
        (Method::DELETE, "/api/auth/sessions/{current}", None, 204),
        (Method::PUT, "/api/auth/password", Some(password), 200),
        (Method::DELETE, "/api/auth/me", Some(deletion), 204),
    ] {
        let here = browser(&app, &ann).await;
        let path = if path.ends_with("{current}") {
            current(here.get("/api/auth/sessions").await.expect(200))
        } else {
            path.to_owned()
        };
        let response = here.request(method, &path, body).await;
        let fields = response.fields().into_iter();
        let cookies = fields.filter(|(name, _)| *name == "set-cookie");
        let cookies: Vec<_> = cookies.map(|(_, value)| value).collect();
        assert_eq!(cookies, REMOVED, "{path}");
        response.expect(status);
    }
}

#[actix_web::test]
async fn ending_another_session_leaves_the_cookie() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let (here, _elsewhere) = (browser(&app, &ann).await, browser(&app, &ann).await);
    let sessions = here.get("/api/auth/sessions").await.expect(200);
    let sessions = sessions["sessions"].as_array().unwrap().clone();
    let other = sessions.iter().find(|session| session["current"] == false);
    let path = format!(
        "/api/auth/sessions/{}",
        other.unwrap()["id"].as_str().unwrap()
    );
    let response = here.delete(&path).await;
    assert_eq!(response.header("set-cookie"), "");
    response.expect(204);
}
