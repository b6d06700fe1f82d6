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
    const PART: usize = 256 * 1024;
    let world = World::new().await;
    let length = 2 * PART;
    let mut client = world
        .ask(&format!(
            "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: {length}\r\n\r\n"
        ))
        .await;
    client.send(vec![b'a'; PART]).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    // awc hands a body on in pieces of its write buffer, so the very last bytes of a part may
    // wait for the next one.
    upstream.exactly(PART - 64 * 1024).await;

    client.send(vec![b'b'; PART]).await;
    let rest = upstream.exactly(PART + 64 * 1024).await;
    assert!(rest.ends_with(b"bbb"));
    upstream
        .send("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(status(&client.head().await), 201);
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
