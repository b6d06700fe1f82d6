//! Paths, methods, ids, queries and request ids.

use actix_web::http::Method;

use super::a_user;
use crate::support::TestApp;

#[actix_web::test]
async fn queries() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    for query in [
        "category=sports",
        "quadrant=Q5",
        "archived=maybe",
        "archived=",
        "name=Sleep",
    ] {
        let found = ann.get(&format!("/api/habits?{query}")).await.invalid();
        assert_eq!(
            found,
            (String::new(), "query_invalid".to_owned()),
            "{query}"
        );
    }
}

#[actix_web::test]
async fn ids_in_paths() {
    let app = TestApp::start().await;
    let (ann, bob) = (a_user(&app).await, app.user("bob").await);
    let task = ann.day("2026-03-10").await["tasks"][0]["id"].clone();
    let task = task.as_str().unwrap();
    for id in [
        ann.habit("Sleep"),
        "01890000-0000-7000-8000-000000000000",
        "sleep",
        "1",
        "%00",
        "01890000-0000-7000-8000-00000000000g",
    ] {
        bob.get(&format!("/api/habits/{id}"))
            .await
            .problem(404, "not-found");
    }
    let session = ann.get("/api/auth/sessions").await.expect(200);
    let session = session["sessions"][0]["id"].as_str().unwrap();
    for id in [session, "01890000-0000-7000-8000-000000000000", "one", "1"] {
        bob.delete(&format!("/api/auth/sessions/{id}"))
            .await
            .problem(404, "not-found");
    }
    for id in [task, "01890000-0000-7000-8000-000000000000", "one", "1"] {
        bob.delete(&format!("/api/days/2026-03-10/tasks/{id}"))
            .await
            .problem(404, "not-found");
    }
    assert_eq!(ann.day("2026-03-10").await["tasks"][0]["id"], task);
}

#[actix_web::test]
async fn unknown_paths_and_methods() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    for path in [
        "/",
        "/api",
        "/api/",
        "/api/nothing",
        "/api/habits/x/y/z",
        "/api/days/2026-03-10/nothing",
        "/healthy",
        "/api/openapi.yaml",
    ] {
        ann.get(path).await.problem(404, "not-found");
        app.anonymous().get(path).await.problem(404, "not-found");
    }
    for (method, path, allowed) in [
        (Method::GET, "/api/auth/register", "POST"),
        (Method::GET, "/api/auth/login", "POST"),
        (Method::DELETE, "/api/auth/logout", "POST"),
        (Method::GET, "/api/auth/logout-all", "POST"),
        (Method::POST, "/api/auth/sessions", "GET"),
        (Method::GET, "/api/auth/sessions/1", "DELETE"),
        (Method::POST, "/api/auth/password", "PUT"),
        (Method::GET, "/api/auth/password/forgot", "POST"),
        (Method::PUT, "/api/auth/password/reset", "POST"),
        (Method::GET, "/api/auth/email/verify", "POST"),
        (Method::GET, "/api/auth/email/verify/resend", "POST"),
        (Method::POST, "/api/auth/me", "GET"),
        (Method::PATCH, "/api/habits", "GET"),
        (Method::DELETE, "/api/habits/order", "PUT"),
        (Method::POST, "/api/days/2026-03-10", "PUT"),
        (Method::PATCH, "/api/days/2026-03-10/exception", "DELETE"),
        (Method::GET, "/api/days/2026-03-10/tasks", "POST"),
        (Method::PUT, "/api/kpi/laws", "GET"),
        (Method::DELETE, "/api/dashboards/year/2026", "GET"),
        (Method::POST, "/api/email/status", "GET"),
        (Method::GET, "/api/email/test", "POST"),
        (Method::POST, "/health", "GET"),
        (Method::POST, "/api/openapi.json", "GET"),
    ] {
        let response = ann.request(method.clone(), path, None).await;
        assert_eq!(response.status, 405, "{method} {path}: {}", response.text());
        let allow = response.header("allow").to_owned();
        assert!(
            allow.split(", ").any(|method| method == allowed),
            "{method} {path}: Allow is {allow:?}"
        );
        response.problem(405, "method-not-allowed");
    }
}

#[actix_web::test]
async fn a_valid_request_id_of_the_client_is_used() {
    let app = TestApp::start().await;
    let kept = app.anonymous().with("x-request-id", "mine-1");
    let problem = kept.get("/api/auth/me").await.problem(401, "unauthorized");
    assert_eq!(problem["requestId"], "mine-1");
    let replaced = app.anonymous().with("x-request-id", "<script>");
    let problem = replaced
        .get("/api/auth/me")
        .await
        .problem(401, "unauthorized");
    assert_ne!(problem["requestId"], "<script>");
}
