//! Lengths and endings: what has a body, and how both sides learn where it ends.

use crate::support::{World, fields, status};

/// A second exchange on the same connection shows that the first one ended where it should.
async fn and_the_connection_is_in_step(world: &World, client: &mut crate::support::Wire) {
    client
        .send("GET /next HTTP/1.1\r\nHost: gateway\r\n\r\n")
        .await;
    world
        .frontend
        .answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nnext")
        .await;
    let head = client.head().await;
    assert_eq!(status(&head), 200, "{head}");
    assert_eq!(client.exactly(4).await, b"next");
}

#[actix_web::test]
async fn a_head_has_a_length_and_no_body() {
    let world = World::new().await;
    let answer = "HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n";
    let (seen, head, mut client) = world
        .exchange("HEAD /api HTTP/1.1\r\nHost: gateway\r\n\r\n", answer)
        .await;
    assert!(seen.starts_with("HEAD /api "));
    assert_eq!(fields(&head, "content-length"), ["1234"]);
    and_the_connection_is_in_step(&world, &mut client).await;
}

#[actix_web::test]
async fn no_content_is_nothing_at_all() {
    let world = World::new().await;
    let request = "DELETE /api/x HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (_, head, mut client) = world
        .exchange(request, "HTTP/1.1 204 No Content\r\n\r\n")
        .await;
    assert_eq!(status(&head), 204);
    assert!(
        fields(&head, "content-length").is_empty() && fields(&head, "transfer-encoding").is_empty()
    );
    and_the_connection_is_in_step(&world, &mut client).await;
}

#[actix_web::test]
async fn not_modified_keeps_its_fields() {
    let world = World::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\nIf-None-Match: \"a\"\r\n\r\n";
    let answer = "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\nContent-Length: 99\r\n\r\n";
    let (seen, head, mut client) = world.exchange(request, answer).await;
    assert_eq!(fields(&seen, "if-none-match"), ["\"a\""]);
    assert_eq!((status(&head), fields(&head, "etag")), (304, vec!["\"a\""]));
    and_the_connection_is_in_step(&world, &mut client).await;
}

#[actix_web::test]
async fn known_lengths_stay_and_unknown_ones_are_chunked() {
    let world = World::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (_, head, mut client) = world
        .exchange(request, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc")
        .await;
    assert_eq!(fields(&head, "content-length"), ["3"]);
    assert_eq!(client.exactly(3).await, b"abc");

    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    let (_, head, mut client) = world.exchange(request, chunked).await;
    assert_eq!(fields(&head, "transfer-encoding"), ["chunked"]);
    assert_eq!(client.until("0\r\n\r\n").await, "3\r\nabc\r\n0\r\n\r\n");
    and_the_connection_is_in_step(&world, &mut client).await;
}

#[actix_web::test]
async fn an_answer_may_last_until_the_upstream_closes() {
    let world = World::new().await;
    for version in ["1.0", "1.1"] {
        let mut client = world
            .ask("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n")
            .await;
        let mut upstream = world.backend.accept().await;
        upstream.head().await;
        upstream
            .send(format!(
                "HTTP/{version} 200 OK\r\nConnection: close\r\n\r\nfirst,"
            ))
            .await;
        assert_eq!(status(&client.head().await), 200);
        assert_eq!(client.until("first,\r\n").await, "6\r\nfirst,\r\n");
        upstream.send("last").await;
        drop(upstream);
        assert_eq!(client.until("0\r\n\r\n").await, "4\r\nlast\r\n0\r\n\r\n");
        and_the_connection_is_in_step(&world, &mut client).await;
    }
}

#[actix_web::test]
async fn interim_answers_are_passed_over() {
    let world = World::new().await;
    let answer = "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    let (_, head, _) = world
        .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", answer)
        .await;
    assert_eq!(status(&head), 200);
}

#[actix_web::test]
async fn what_an_upstream_says_unasked_is_nobodys_answer() {
    let world = World::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let surplus = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged";
    let (_, _, mut client) = world.exchange(request, surplus).await;
    client.send(request).await;
    world
        .backend
        .answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ntrue")
        .await;
    client.head().await;
    assert_eq!(client.exactly(4).await, b"true");
}

#[actix_web::test]
async fn empty_answers_are_empty() {
    let world = World::new().await;
    let request = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    let (_, head, mut client) = world
        .exchange(request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert_eq!(fields(&head, "content-length"), ["0"]);
    and_the_connection_is_in_step(&world, &mut client).await;
}

#[actix_web::test]
async fn request_lengths_arrive_as_they_were_announced() {
    let world = World::new().await;
    let none = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    for (fields_sent, body, expected) in [
        ("Content-Length: 3\r\n", "abc", ("content-length", "3")),
        ("Content-Length: 0\r\n", "", ("content-length", "0")),
        (
            "Transfer-Encoding: chunked\r\n",
            "3\r\nabc\r\n0\r\n\r\n",
            ("transfer-encoding", "chunked"),
        ),
    ] {
        let mut client = world
            .ask(&format!(
                "POST /api HTTP/1.1\r\nHost: gateway\r\n{fields_sent}\r\n{body}"
            ))
            .await;
        let mut upstream = world.backend.accept().await;
        let seen = upstream.head().await;
        assert_eq!(fields(&seen, expected.0), [expected.1], "{seen}");
        if !body.is_empty() {
            let end = if expected.1 == "chunked" {
                "0\r\n\r\n"
            } else {
                "abc"
            };
            assert!(upstream.until(end).await.contains("abc"));
        }
        upstream.send(none).await;
        assert_eq!(status(&client.head().await), 204);
    }
    // No body announced, none sent.
    let (seen, _, _) = world
        .exchange("GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n", none)
        .await;
    assert!(
        fields(&seen, "content-length").is_empty() && fields(&seen, "transfer-encoding").is_empty()
    );
}

#[actix_web::test]
async fn an_expectation_is_met_by_the_gateway() {
    let world = World::new().await;
    let request =
        "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    let mut client = world.ask(request).await;
    assert_eq!(status(&client.head().await), 100);
    client.send("abc").await;
    let mut upstream = world.backend.accept().await;
    let seen = upstream.head().await;
    assert!(fields(&seen, "expect").is_empty(), "{seen}");
    assert_eq!(upstream.exactly(3).await, b"abc");
    upstream.send("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(status(&client.head().await), 204);
}

/// actix-http frames a response by the head it has parsed last: that must be the response's own.
#[actix_web::test]
async fn pipelined_requests_have_each_a_response_of_their_own() {
    const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    const HEAD: &str = "HEAD /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    const POST: &str = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 1\r\n\r\nx";
    const EARLIER: &str = "GET /api HTTP/1.0\r\nHost: gateway\r\n\r\n";
    for requests in [
        [GET, HEAD, GET],
        [POST, HEAD, POST],
        [HEAD, GET, HEAD],
        [GET, POST, EARLIER],
    ] {
        let world = World::new().await;
        let mut client = world.ask(&requests.concat()).await;
        let mut upstream = world.backend.accept().await;
        for request in requests {
            upstream.head().await;
            let is_head = request == HEAD;
            if request == POST {
                upstream.exactly(1).await;
            }
            let body = if is_head { "" } else { "first" };
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{body}");
            upstream.send(&answer).await;
            let head = client.head().await;
            assert_eq!(fields(&head, "content-length"), ["5"], "{request}: {head}");
            assert_eq!(client.exactly(body.len()).await, body.as_bytes());
            assert_eq!(head.starts_with("HTTP/1.0 "), request == EARLIER);
        }
    }
}

#[actix_web::test]
async fn nothing_is_done_behind_a_request_that_closes_the_connection() {
    let world = World::new().await;
    let last = "GET /api HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n";
    let mut client = world.ask(&format!("{last}{last}")).await;
    world
        .backend
        .answer("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        .await;
    assert_eq!(fields(&client.head().await, "connection"), ["close"]);
    assert_eq!(client.rest().await, "ok");
}

#[actix_web::test]
async fn an_old_client_gets_no_chunks_but_the_end_of_the_connection() {
    let world = World::new().await;
    let request = "GET /api HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    let answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n";
    let (_, head, client) = world.exchange(request, answer).await;
    assert!(fields(&head, "transfer-encoding").is_empty(), "{head}");
    assert_eq!(client.rest().await, "ok");
}

#[actix_web::test]
async fn a_body_of_unknown_length_arrives_whatever_the_method() {
    for method in ["GET", "DELETE", "POST"] {
        let world = World::new().await;
        let request = format!(
            "{method} /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n\
             5\r\nhello\r\n0\r\n\r\n"
        );
        let mut client = world.ask(&request).await;
        let mut upstream = world.backend.accept().await;
        let seen = upstream.head().await;
        assert_eq!(fields(&seen, "transfer-encoding"), ["chunked"], "{seen}");
        upstream.until("5\r\nhello\r\n0\r\n\r\n").await;
        upstream.send("HTTP/1.1 204 No Content\r\n\r\n").await;
        assert_eq!(status(&client.head().await), 204);
    }
}
