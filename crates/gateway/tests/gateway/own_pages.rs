//! What the gateway answers itself.

use crate::support::{Service, Upstream, World, assert_problem, fields, status};

async fn report(world: &World) -> (u16, serde_json::Value) {
    let mut client = world
        .ask("GET /gateway/health HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let head = client.head().await;
    let length = fields(&head, "content-length")[0].parse().unwrap();
    let body = client.exactly(length).await;
    (status(&head), serde_json::from_slice(&body).unwrap())
}

/// Asks until the report says what is waited for.
async fn report_when(
    world: &World,
    is_it: impl Fn(&serde_json::Value) -> bool,
) -> (u16, serde_json::Value) {
    let mut last = report(world).await;
    for _ in 0..10_000 {
        if is_it(&last.1) {
            return last;
        }
        last = report(world).await;
    }
    assert!(is_it(&last.1), "the report never said it: {}", last.1);
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
async fn health_tells_of_both_services_and_each_instance() {
    let backend = Service::start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    // A web app on a CDN knows no such page, and is there all the same.
    let frontend = Service::start("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n").await;
    let gone = Upstream::start().await.url();
    let backends = format!("{},{gone}", backend.url());
    let world = World::with(&[
        ("BACKEND_URL", &backends),
        ("FRONTEND_URL", &frontend.url()),
        ("UPSTREAM_PROBE_INTERVAL", "0.02"),
    ])
    .await;
    let (code, body) = report_when(&world, |body| states(body) == ["up", "down", "up"]).await;
    assert_eq!((code, body["status"].as_str()), (200, Some("ok")), "{body}");
    assert_eq!(body["checks"]["backend"]["detail"], "1 of 2 instances");
    assert_eq!(body["checks"]["frontend"]["status"], "ok");
    assert_eq!(body["instances"][1]["detail"], "not reachable");
    assert!(!body.to_string().contains("127.0.0.1"), "{body}");
    assert!(backend.heard().starts_with("GET /health/live HTTP/1.1\r\n"));
}

#[actix_web::test]
async fn health_fails_when_a_service_is_away_or_ill_and_heals_with_it() {
    let mut backend = Service::start("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").await;
    let ill = Service::start("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n").await;
    backend.stop();
    let world = World::with(&[
        ("BACKEND_URL", &backend.url()),
        ("FRONTEND_URL", &ill.url()),
        ("UPSTREAM_PROBE_INTERVAL", "0.02"),
    ])
    .await;
    let are_both_down = |body: &serde_json::Value| {
        body["checks"]["backend"]["detail"] == "not reachable"
            && body["checks"]["frontend"]["detail"] == "answers with errors"
    };
    let (code, body) = report_when(&world, are_both_down).await;
    assert_eq!((code, states(&body)), (503, vec!["down", "down"]));

    // Without an instance in service nobody is asked in vain.
    let api = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (head, _) = assert_problem(&mut world.ask(api).await, 503).await;
    assert_eq!(fields(&head, "retry-after").len(), 1, "{head}");

    backend.restart().await;
    report_when(&world, |body| states(body) == ["up", "down"]).await;
    assert_eq!(status(&world.ask(api).await.head().await), 200);
}

#[actix_web::test]
async fn the_gateway_lives_whatever_its_services_do() {
    let gone = Upstream::start().await.url();
    let world = World::with(&[("BACKEND_URL", &gone), ("FRONTEND_URL", &gone)]).await;
    let mut client = world
        .ask("GET /gateway/health/live HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 200);
}

#[actix_web::test]
async fn its_other_addresses_are_problems() {
    let world = World::new().await;
    assert_problem(
        &mut world
            .ask("GET /gateway/x HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await,
        404,
    )
    .await;
    let post = "POST /gateway/health HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n";
    let (head, _) = assert_problem(&mut world.ask(post).await, 405).await;
    assert_eq!(fields(&head, "allow"), ["GET, HEAD"]);
}
