//! Clients that take their time: in sending a head, in taking an answer, or in sending a body that
//! nobody has asked for yet.

use crate::support::{Service, World, assert_problem, status};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";

#[actix_web::test]
async fn no_head_may_come_late_neither_the_first_nor_the_next() {
    let backend = Service::start(OK).await;
    let settings = [("BACKEND_URL", &*backend.url()), ("HEADER_TIMEOUT", "1")];
    let world = World::with(&settings).await;
    let mut first = world.ask("GET /api HTTP/1.1\r\nHost: gat").await;
    assert_problem(&mut first, 408).await;
    assert_eq!(first.rest().await, "");

    let mut next = world
        .ask(&format!("{GET}GET /api HTTP/1.1\r\nHost: gat"))
        .await;
    assert_eq!(status(&next.head().await), 200);
    assert_eq!(next.exactly(2).await, b"ok");
    assert_problem(&mut next, 408).await;
    assert_eq!(next.rest().await, "");
}

#[actix_web::test]
async fn who_connects_and_says_nothing_is_let_go_without_a_word() {
    let world = World::with(&[("HEADER_TIMEOUT", "1")]).await;
    assert_eq!(world.connect().await.rest().await, "");
}

#[actix_web::test]
async fn who_takes_nothing_of_an_answer_is_let_go_and_so_is_the_service() {
    let world = World::with(&[("SEND_TIMEOUT", "1")]).await;
    let client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        .await;
    let part = vec![b'x'; 1024 * 1024];
    // The gateway stops taking it once its client does, and then hangs up.
    while upstream.try_send(&part).await {}
    drop(client);
}

#[actix_web::test]
async fn a_body_is_asked_for_only_once_somebody_wants_it() {
    let world = World::with(&[("JWT_SECRET", "0123456789abcdef0123456789abcdef")]).await;
    let put = "PUT /api/habits HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\
               Expect: 100-continue\r\n\r\n";
    // Strangers hear the end at once.
    assert_problem(&mut world.ask(put).await, 401).await;

    let put = put.replace("/api/habits", "/");
    let mut client = world.ask(&put).await;
    let mut upstream = world.frontend.accept().await;
    let seen = upstream.head().await;
    assert!(!seen.contains("expect"), "{seen}");
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc").await;
    assert_eq!(upstream.exactly(3).await, b"abc");
    upstream.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}

#[actix_web::test]
async fn the_word_for_a_body_does_not_overtake_the_answer_before_it() {
    let world = World::new().await;
    let put = "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\
               Expect: 100-continue\r\n\r\n";
    let mut client = world.ask(&format!("{GET}{put}")).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream.send(OK).await;
    upstream.head().await;
    assert_eq!(status(&client.head().await), 200);
    assert_eq!(client.exactly(2).await, b"ok");
    assert_eq!(status(&client.head().await), 100);
    client.send("abc").await;
    upstream.until("abc").await;
    upstream.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}
