//! Bodies that are not JSON, too long or too deep.

use actix_web::http::Method;

use super::{a_user, belongings};
use crate::support::{Client, Response, TestApp};

/// Operations that take a body.
const WITH_BODY: [(Method, &str); 10] = [
    (Method::POST, "/api/auth/register"),
    (Method::POST, "/api/auth/login"),
    (Method::PUT, "/api/auth/me"),
    (Method::POST, "/api/habits"),
    (Method::PUT, "/api/days/2026-03-10"),
    (Method::POST, "/api/days/2026-03-10/tasks"),
    (Method::POST, "/api/kpi/preview"),
    (Method::POST, "/api/auth/password/forgot"),
    (Method::POST, "/api/auth/password/reset"),
    (Method::POST, "/api/auth/email/verify"),
];

async fn send(client: &Client, request: &(Method, &str), kind: &str, body: &[u8]) -> Response {
    let (method, path) = request;
    client
        .with("content-type", kind)
        .send(method.clone(), path, body.to_vec())
        .await
}

#[actix_web::test]
async fn invalid_json() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    for request in &WITH_BODY {
        for body in [
            &b""[..],
            b"{",
            b"nonsense",
            b"{'entries':[]}",
            b"{,}",
            b"\xff\xfe",
            b"{\"name\":\"\xff\"}",
        ] {
            send(&ann, request, "application/json", body)
                .await
                .problem(400, "malformed");
        }
        for kind in [
            "text/plain",
            "application/x-www-form-urlencoded",
            "application/jsonp",
            "multipart/form-data; boundary=x",
            "",
        ] {
            send(&ann, request, kind, b"{}")
                .await
                .problem(415, "unsupported-media-type");
        }
        ann.send(request.0.clone(), request.1, b"{}".to_vec())
            .await
            .problem(415, "unsupported-media-type");
    }
    assert_eq!(belongings(&ann).await, before);

    // Other spellings of the content type are accepted.
    for kind in ["application/json; charset=utf-8", "Application/JSON"] {
        let day = send(&ann, &WITH_BODY[4], kind, b"{\"entries\":[],\"tasks\":[]}").await;
        day.expect(200);
    }
    let twice = b"{\"entries\":[],\"tasks\":[]}{}";
    send(&ann, &WITH_BODY[4], "application/json", twice)
        .await
        .problem(400, "malformed");
}

#[actix_web::test]
async fn bodies_over_the_limit() {
    let app = TestApp::with(&[("MAX_BODY_BYTES", "2000")]).await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    let padded = |bytes: usize| {
        let mut body = b"{\"entries\":[],\"tasks\":[]".to_vec();
        body.resize(bytes - 1, b' ');
        body.push(b'}');
        body
    };
    for request in &WITH_BODY {
        send(&ann, request, "application/json", &padded(2001))
            .await
            .problem(413, "payload-too-large");
    }
    assert_eq!(belongings(&ann).await, before);
    send(&ann, &WITH_BODY[4], "application/json", &padded(2000))
        .await
        .expect(200);
}

#[actix_web::test]
async fn deeply_nested_bodies() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let body = format!("{{\"entries\":{}", "[".repeat(200_000));
    let response = send(&ann, &WITH_BODY[4], "application/json", body.as_bytes()).await;
    assert!(matches!(response.status, 400 | 422), "{}", response.text());
}
