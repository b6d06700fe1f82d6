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
async fn arrays_in_place_of_objects() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    for request in &WITH_BODY {
        // In the order of the fields, which serde would take.
        for body in [
            r#"[]"#,
            r#"["ben@example.com", "12345678", "Ben", null, null]"#,
            r#"[[], []]"#,
            r#"["Choir", "health", "Q2", 60, null, null, null, null, null]"#,
        ] {
            let response = send(&ann, request, "application/json", body.as_bytes()).await;
            assert_eq!(
                response.invalid(),
                (String::new(), "wrong_type".to_owned()),
                "{request:?}"
            );
        }
    }
    let sleep = ann.habit("Sleep");
    for (body, pointer) in [
        (
            format!(r#"{{"entries":[["{sleep}",480,3]],"tasks":[]}}"#),
            "/entries/0",
        ),
        (
            r#"{"entries":[],"tasks":[[null,"Plan","low","Q2",null,null,false]]}"#.to_owned(),
            "/tasks/0",
        ),
    ] {
        let response = send(&ann, &WITH_BODY[4], "application/json", body.as_bytes()).await;
        assert_eq!(
            response.invalid(),
            (pointer.to_owned(), "wrong_type".to_owned())
        );
    }
    assert_eq!(belongings(&ann).await, before);
}

#[actix_web::test]
async fn bodies_in_a_content_coding() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let before = belongings(&ann).await;
    for request in &WITH_BODY {
        for coding in ["gzip", "br", "x-gzip", "nonsense", "gzip, identity"] {
            let ann = ann.with("content-encoding", coding);
            let response = send(&ann, request, "application/json", b"{}").await;
            assert_eq!(response.header("accept-encoding"), "identity");
            response.problem(415, "unsupported-media-type");
        }
    }
    assert_eq!(belongings(&ann).await, before);
    let plain = ann.with("content-encoding", "Identity");
    let day = b"{\"entries\":[],\"tasks\":[]}";
    send(&plain, &WITH_BODY[4], "application/json", day)
        .await
        .expect(200);
}

#[actix_web::test]
async fn names_and_values_are_repeated_to_64_characters() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let long = "k".repeat(3000);
    for request in &WITH_BODY {
        let body = format!("{{\"{long}\":1}}");
        let response = send(&ann, request, "application/json", body.as_bytes()).await;
        let (pointer, _) = response.clone().invalid();
        assert_eq!(pointer, format!("/{}…", &long[..64]));
        assert!(
            !response.text().contains(&long[..65]),
            "{}",
            response.text()
        );
    }
    for query in [format!("{long}=1"), format!("archived={long}")] {
        let response = ann.get(&format!("/api/habits?{query}")).await;
        assert!(
            !response.text().contains(&long[..65]),
            "{}",
            response.text()
        );
        response.problem(422, "invalid");
    }
}

#[actix_web::test]
async fn deeply_nested_bodies() {
    let app = TestApp::start().await;
    let ann = a_user(&app).await;
    let body = format!("{{\"entries\":{}", "[".repeat(200_000));
    let response = send(&ann, &WITH_BODY[4], "application/json", body.as_bytes()).await;
    assert!(matches!(response.status, 400 | 422), "{}", response.text());
}
