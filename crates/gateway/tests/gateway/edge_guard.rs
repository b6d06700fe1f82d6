//! Requests that nobody behind should see, and clients that take their time.

use futures_util::future::join_all;

use crate::support::{World, assert_problem, fields, status};

const EMPTY: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

#[actix_web::test]
async fn heads_have_limits() {
    let world = World::with(&[
        ("MAX_URI_BYTES", "100"),
        ("MAX_HEADERS", "10"),
        ("MAX_HEADER_BYTES", "500"),
    ])
    .await;
    let long = format!(
        "GET /api?{} HTTP/1.1\r\nHost: gateway\r\n\r\n",
        "x".repeat(100)
    );
    assert_problem(&mut world.ask(&long).await, 414).await;
    let many: String = (0..10).map(|number| format!("X-{number}: 1\r\n")).collect();
    let many = format!("GET /api HTTP/1.1\r\nHost: gateway\r\n{many}\r\n");
    assert_problem(&mut world.ask(&many).await, 431).await;
    let large = format!(
        "GET /api HTTP/1.1\r\nHost: gateway\r\nX-A: {}\r\n\r\n",
        "x".repeat(500)
    );
    assert_problem(&mut world.ask(&large).await, 431).await;
}

#[actix_web::test]
async fn other_methods_are_refused_with_those_that_pass() {
    let world = World::new().await;
    for method in ["TRACE", "PROPFIND", "PURGE"] {
        let request = format!("{method} /api HTTP/1.1\r\nHost: gateway\r\n\r\n");
        let (head, _) = assert_problem(&mut world.ask(&request).await, 405).await;
        assert_eq!(
            fields(&head, "allow"),
            ["GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"]
        );
    }
}

#[actix_web::test]
async fn hundreds_of_slow_clients_do_not_hold_the_others_up() {
    let world = World::with(&[
        ("HEADER_TIMEOUT", "60"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
    ])
    .await;
    // Of each connection a test holds both ends.
    let slow = join_all((0..400).map(|_| world.ask("GET /api HTTP/1.1\r\nX-Slow: "))).await;
    for _ in 0..50 {
        let (_, head, _) = world
            .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", EMPTY)
            .await;
        assert_eq!(status(&head), 200);
    }
    drop(slow);
}

#[actix_web::test]
async fn one_address_does_not_take_all_connections() {
    let world = World::with(&[("MAX_CONNECTIONS_PER_ADDRESS", "2")]).await;
    let request = "GET /gateway/health/live HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let mut first = world.ask(request).await;
    let mut second = world.ask(request).await;
    assert_eq!(status(&first.head().await), 200);
    assert_eq!(status(&second.head().await), 200);
    let third = world.connect().await.rest().await;
    assert_eq!(status(&third), 503, "{third}");
    assert!(third.contains("/problems/too-many-connections"), "{third}");

    drop(first);
    // Room is made as soon as the gateway has noticed.
    loop {
        let mut next = world.connect().await;
        if next.try_send(request).await && status(&next.head().await) == 200 {
            break;
        }
    }
}
