//! Bodies go through as they come, in both directions, and are held nowhere.

use crate::support::{World, status};

#[actix_web::test]
async fn an_answer_begins_before_it_ends() {
    let world = World::new().await;
    let mut client = world
        .ask("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        .await;
    assert_eq!(status(&client.head().await), 200);
    assert_eq!(client.until("first\r\n").await, "5\r\nfirst\r\n");

    upstream.send("4\r\nlast\r\n0\r\n\r\n").await;
    assert_eq!(client.until("0\r\n\r\n").await, "4\r\nlast\r\n0\r\n\r\n");
}

#[actix_web::test]
async fn an_upload_begins_before_it_ends() {
    let world = World::new().await;
    let mut client = world
        .ask("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nfirst")
        .await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    assert_eq!(upstream.exactly(5).await, b"first");

    client.send("last").await;
    assert_eq!(upstream.exactly(4).await, b"last");
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
}

#[actix_web::test]
async fn a_chunked_upload_begins_before_it_ends() {
    let world = World::new().await;
    let head = "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n";
    let mut client = world.ask(&format!("{head}5\r\nfirst\r\n")).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    assert_eq!(upstream.until("first\r\n").await, "5\r\nfirst\r\n");

    client.send("4\r\nlast\r\n0\r\n\r\n").await;
    assert_eq!(upstream.until("0\r\n\r\n").await, "4\r\nlast\r\n0\r\n\r\n");
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
}

#[actix_web::test]
async fn an_answer_may_come_before_the_request_is_through() {
    let world = World::new().await;
    let mut client = world
        .ask("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 9\r\n\r\nfirst")
        .await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 409 Conflict\r\nContent-Length: 2\r\n\r\nno")
        .await;
    assert_eq!(status(&client.head().await), 409);
    assert_eq!(client.exactly(2).await, b"no");
    // The half-sent request must not become the beginning of another.
    upstream.exactly(5).await;
    assert_eq!(upstream.rest().await, "");
}

const LARGE: usize = 9 * 1024 * 1024;

fn large_body() -> Vec<u8> {
    (0..LARGE)
        .map(|index| u8::try_from(index % 251).unwrap())
        .collect()
}

#[actix_web::test]
async fn a_large_upload_passes_whole() {
    let (world, body) = (World::new().await, large_body());
    let mut client = world
        .ask(&format!(
            "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: {LARGE}\r\n\r\n"
        ))
        .await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    let (received, ()) =
        futures_util::future::join(upstream.exactly(LARGE), client.send(&body)).await;
    assert!(received == body, "the upload was changed");
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
}

#[actix_web::test]
async fn a_large_answer_passes_whole() {
    let (world, body) = (World::new().await, large_body());
    let mut client = world
        .ask("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    let send = async {
        upstream
            .send(format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {LARGE}\r\n\r\n"
            ))
            .await;
        upstream.send(&body).await;
    };
    let receive = async {
        assert_eq!(status(&client.head().await), 200);
        client.exactly(LARGE).await
    };
    let (received, ()) = futures_util::future::join(receive, send).await;
    assert!(received == body, "the answer was changed");
}

#[actix_web::test]
async fn a_connection_to_the_upstream_is_used_again() {
    let world = World::new().await;
    let mut client = world.connect().await;
    let mut upstream = None;
    for _ in 0..3 {
        client
            .send("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await;
        let wire = match upstream.as_mut() {
            Some(wire) => wire,
            None => upstream.insert(world.backend.accept().await),
        };
        wire.head().await;
        wire.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            .await;
        assert_eq!(status(&client.head().await), 200);
        assert_eq!(client.exactly(2).await, b"ok");
    }
}
