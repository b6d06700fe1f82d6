//! What goes wrong, and what the client is told.

use crate::support::{Upstream, World, assert_problem, fields, status};

const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\nX-Request-Id: mine\r\n\r\n";

#[actix_web::test]
async fn nobody_there_is_502() {
    let gone = Upstream::start().await.url();
    for (environment, tells) in [("staging", false), ("development", true)] {
        let settings = [("BACKEND_URL", gone.as_str()), ("NODE_ENV", environment)];
        let world = World::with(&settings).await;
        let (head, body) = assert_problem(&mut world.ask(GET).await, 502).await;
        assert_eq!(fields(&head, "x-request-id"), ["mine"]);
        assert_eq!(body.contains("refused"), tells, "{environment}: {body}");
    }
}

#[actix_web::test]
async fn silence_is_504() {
    let world = World::with(&[("UPSTREAM_TIMEOUT", "0.2")]).await;
    let mut client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    assert_problem(&mut client, 504).await;
    // The upstream is not kept working for nobody.
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn nonsense_is_502() {
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    world.backend.answer("SSH-2.0-OpenSSH_9.6\r\n\r\n").await;
    assert_problem(&mut client, 502).await;
}

#[actix_web::test]
async fn a_used_connection_that_breaks_is_replaced_where_nothing_can_happen_twice() {
    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    for (method, second_time) in [("GET", true), ("POST", false)] {
        let world = World::new().await;
        let request =
            format!("{method} /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 0\r\n\r\n");
        let mut client = world.ask(&request).await;
        let mut used = world.backend.accept().await;
        used.head().await;
        used.send(OK).await;
        assert_eq!(status(&client.head().await), 200);

        client.send(&request).await;
        used.head().await;
        drop(used);
        if second_time {
            world.backend.answer(OK).await;
            assert_eq!(status(&client.head().await), 200);
        } else {
            assert_problem(&mut client, 502).await;
        }
    }
}

#[actix_web::test]
async fn a_new_connection_that_breaks_is_502() {
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    drop(upstream);
    assert_problem(&mut client, 502).await;
}

#[actix_web::test]
async fn an_answer_that_breaks_off_does_not_look_whole() {
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this")
        .await;
    assert_eq!(fields(&client.head().await, "content-length"), ["100"]);
    assert_eq!(client.exactly(9).await, b"only this");
    drop(upstream);
    assert_eq!(client.rest().await, "");
}

#[actix_web::test]
async fn a_chunked_answer_that_breaks_off_does_not_look_whole() {
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\npart\r\n")
        .await;
    client.until("4\r\npart\r\n").await;
    drop(upstream);
    assert_eq!(client.rest().await, "");
}

#[actix_web::test]
async fn too_much_announced_is_refused_unread() {
    let world = World::with(&[("MAX_BODY_BYTES", "10")]).await;
    let mut client = world
        .ask("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 11\r\n\r\n")
        .await;
    let (_, body) = assert_problem(&mut client, 413).await;
    assert!(body.contains("at most 10 bytes"), "{body}");
}

#[actix_web::test]
async fn too_much_streamed_is_cut_off() {
    let world = World::with(&[("MAX_BODY_BYTES", "100000")]).await;
    let mut client = world
        .ask("POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n")
        .await;
    let chunk = format!("{:x}\r\n{}\r\n", 60_000, "a".repeat(60_000));
    client.send(&chunk).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    client.try_send(&chunk).await;
    assert_problem(&mut client, 413).await;
    assert!(
        !upstream.rest().await.ends_with("0\r\n\r\n"),
        "the upstream believes it has it all"
    );
}

#[actix_web::test]
async fn a_body_that_stops_coming_is_408() {
    let world = World::with(&[("BODY_TIMEOUT", "0.2")]).await;
    let request = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10\r\n\r\nhalf";
    assert_problem(&mut world.ask(request).await, 408).await;
}

#[actix_web::test]
async fn a_client_that_leaves_takes_its_request_with_it() {
    let world = World::new().await;
    let client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    drop(client);
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn a_client_that_leaves_in_the_middle_of_an_answer_ends_it() {
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n")
        .await;
    client.until("first").await;
    drop(client);
    assert_eq!(upstream.rest().await, "");
}

#[actix_web::test]
async fn a_response_that_can_be_read_in_two_ways_is_502() {
    for fields in [
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: 1, 2\r\n",
        "Content-Length: +1\r\n",
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        " folded: 1\r\n",
        "no colon\r\n",
    ] {
        let world = World::new().await;
        let mut client = world.ask(GET).await;
        let answer = format!("HTTP/1.1 200 OK\r\n{fields}\r\n1\r\na\r\n0\r\n\r\n");
        world.backend.answer(&answer).await;
        let head = client.head().await;
        assert_eq!(status(&head), 502, "{fields:?}");
    }
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    let old = "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    world.backend.answer(old).await;
    assert_problem(&mut client, 502).await;
}

#[actix_web::test]
async fn a_head_that_is_too_large_is_502() {
    let long = format!("X: {}\r\n", "a".repeat(70_000));
    for fields in [long, "A: 1\r\n".repeat(100)] {
        let world = World::new().await;
        let mut client = world.ask(GET).await;
        let mut upstream = world.backend.accept().await;
        upstream.head().await;
        upstream
            .try_send(format!("HTTP/1.1 200 OK\r\n{fields}\r\n"))
            .await;
        assert_problem(&mut client, 502).await;
    }
}

#[actix_web::test]
async fn an_upload_on_a_connection_that_was_closed_meanwhile_goes_over_a_new_one() {
    const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let world = World::new().await;
    let mut client = world.ask(GET).await;
    let mut used = world.backend.accept().await;
    used.head().await;
    used.send(OK).await;
    client.head().await;
    drop(used);
    client
        .send("POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\r\nabc")
        .await;
    let mut fresh = world.backend.accept().await;
    fresh.head().await;
    assert_eq!(fresh.exactly(3).await, b"abc");
    fresh.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}
