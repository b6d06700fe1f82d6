//! The gateway's own resources: health and liveness.

use crate::support::{FakeService, FakeUpstream, TestGateway, assert_problem, fields, status};

async fn report(gateway: &TestGateway) -> (u16, serde_json::Value) {
    let mut client = gateway
        .send_request("GET /gateway/health HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let head = client.head().await;
    let length = fields(&head, "content-length")[0].parse().unwrap();
    let body = client.exactly(length).await;
    (status(&head), serde_json::from_slice(&body).unwrap())
}

/// Polls the report until it matches.
async fn report_when(
    gateway: &TestGateway,
    is_it: impl Fn(&serde_json::Value) -> bool,
) -> (u16, serde_json::Value) {
    let mut last = report(gateway).await;
    for _ in 0..10_000 {
        if is_it(&last.1) {
            return last;
        }
        last = report(gateway).await;
    }
    assert!(is_it(&last.1), "the report never matched: {}", last.1);
    last
}

fn states(body: &serde_json::Value) -> Vec<&str> {
    let instances = body["instances"].as_array().unwrap();
    instances
        .iter()
        .map(|one| one["state"].as_str().unwrap())
        .collect()
}

#[actix_web::test]
async fn health_reports_both_services_and_each_instance() {
    let backend = FakeService::start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    // A web app on a CDN has no such path, and is healthy all the same.
    let frontend = FakeService::start("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await;
    let closed = FakeUpstream::start().await.url();
    let backends = format!("{},{closed}", backend.url());
    let gateway = TestGateway::with(&[
        ("BACKEND_URL", &backends),
        ("FRONTEND_URL", &frontend.url()),
        ("UPSTREAM_PROBE_INTERVAL", "0.02"),
    ])
    .await;
    let (code, body) = report_when(&gateway, |body| states(body) == ["up", "down", "up"]).await;
    assert_eq!((code, body["status"].as_str()), (200, Some("ok")), "{body}");
    assert_eq!(body["checks"]["backend"]["detail"], "1 of 2 instances");
    assert_eq!(body["checks"]["frontend"]["status"], "ok");
    assert_eq!(body["instances"][1]["detail"], "not reachable");
    assert!(!body.to_string().contains("127.0.0.1"), "{body}");
    assert!(
        backend
            .last_request()
            .starts_with("GET /health/live HTTP/1.1\r\n")
    );
}

#[actix_web::test]
async fn health_fails_while_a_service_is_unavailable_and_recovers_with_it() {
    let mut backend = FakeService::start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let ill = FakeService::start("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n").await;
    backend.stop();
    let gateway = TestGateway::with(&[
        ("BACKEND_URL", &backend.url()),
        ("FRONTEND_URL", &ill.url()),
        ("UPSTREAM_PROBE_INTERVAL", "0.02"),
    ])
    .await;
    let are_both_down = |body: &serde_json::Value| {
        body["checks"]["backend"]["detail"] == "not reachable"
            && body["checks"]["frontend"]["detail"] == "answers with errors"
    };
    let (code, body) = report_when(&gateway, are_both_down).await;
    assert_eq!((code, states(&body)), (503, vec!["down", "down"]));

    // Without a healthy instance, requests fail at once.
    let api = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (head, _) = assert_problem(&mut gateway.send_request(api).await, 503).await;
    assert_eq!(fields(&head, "retry-after").len(), 1, "{head}");

    backend.restart().await;
    report_when(&gateway, |body| states(body) == ["up", "down"]).await;
    assert_eq!(status(&gateway.send_request(api).await.head().await), 200);
}

#[actix_web::test]
async fn liveness_does_not_depend_on_upstreams() {
    let closed = FakeUpstream::start().await.url();
    let gateway = TestGateway::with(&[("BACKEND_URL", &closed), ("FRONTEND_URL", &closed)]).await;
    let mut client = gateway
        .send_request("GET /gateway/health/live HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 200);
}

#[actix_web::test]
async fn its_other_paths_are_problems() {
    let gateway = TestGateway::new().await;
    assert_problem(
        &mut gateway
            .send_request("GET /gateway/x HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await,
        404,
    )
    .await;
    let post = "POST /gateway/health HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n";
    let (head, _) = assert_problem(&mut gateway.send_request(post).await, 405).await;
    assert_eq!(fields(&head, "allow"), ["GET, HEAD"]);
}
