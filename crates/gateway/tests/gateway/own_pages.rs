//! What the gateway answers itself.

use crate::support::{Upstream, World, assert_problem, fields, status};

async fn report(world: &World) -> (u16, serde_json::Value) {
    let mut client = world
        .ask("GET /gateway/health HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let head = client.head().await;
    let length = fields(&head, "content-length")[0].parse().unwrap();
    let body = client.exactly(length).await;
    (status(&head), serde_json::from_slice(&body).unwrap())
}

#[actix_web::test]
async fn health_tells_of_both_services() {
    let world = World::new().await;
    let answers = async {
        let seen = world
            .backend
            .answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            .await;
        assert!(seen.starts_with("GET /health/live "), "{seen}");
        // A web app on a CDN knows no such page, and is there all the same.
        world
            .frontend
            .answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
            .await;
    };
    let ((code, body), ()) = futures_util::future::join(report(&world), answers).await;
    assert_eq!(code, 200, "{body}");
    assert_eq!(body["status"], "ok");
    assert_eq!(body["checks"]["backend"]["status"], "ok");
    assert_eq!(body["checks"]["frontend"]["status"], "ok");
}

#[actix_web::test]
async fn health_fails_when_a_service_is_away_or_ill() {
    let gone = Upstream::start().await.url();
    let world = World::with(&[("BACKEND_URL", &gone)]).await;
    let ill = world
        .frontend
        .answer("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
    let ((code, body), _) = futures_util::future::join(report(&world), ill).await;
    assert_eq!(code, 503);
    assert_eq!(body["checks"]["backend"]["detail"], "not reachable");
    assert_eq!(body["checks"]["frontend"]["detail"], "answers 500");
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
