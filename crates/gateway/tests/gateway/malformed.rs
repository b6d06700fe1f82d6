//! Requests that two readers could read differently, byte by byte: refused, or passed on in the one
//! form that cannot be misread. Never is a part of one taken for the next request.

use crate::support::{Service, World, status};

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

#[actix_web::test]
async fn ambiguous_requests_are_refused_and_never_become_two() {
    let backend = Service::start(OK).await;
    let world = World::with(&[("BACKEND_URL", &backend.url())]).await;
    let smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: gateway\r\n\r\n";
    for fields in [
        "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 4\r\n",
        "Content-Length: 4\r\nContent-Length: 5\r\n",
        "Content-Length: 4, 5\r\n",
        "Content-Length: +4\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 0x4\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: gzip\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding : chunked\r\n",
        " Folded: 1\r\n",
        "A: 1\r\n folded\r\n",
        "A: 1\rB: 2\r\n",
        "A: 1\0\r\n",
        "Host: other\r\n",
        "no colon\r\n",
    ] {
        let request =
            format!("POST /api HTTP/1.1\r\nHost: gateway\r\n{fields}\r\n0\r\n\r\n{smuggled}");
        let answers = world.ask(&request).await.rest().await;
        assert_eq!(status(&answers), 400, "{fields:?}: {answers}");
        assert_eq!(
            answers.matches("HTTP/1.1 ").count(),
            1,
            "{fields:?}: {answers}"
        );
    }
    assert_eq!(backend.requests(), 0);
}

#[actix_web::test]
async fn targets_that_are_no_paths_are_refused() {
    let world = World::new().await;
    for (line, expected) in [
        ("CONNECT backend:443 HTTP/1.1", 405),
        ("OPTIONS * HTTP/1.1", 400),
        ("GET api HTTP/1.1", 400),
        ("GET /api HTTP/2.0", 400),
        ("GET /api", 400),
    ] {
        let request = format!("{line}\r\nHost: gateway\r\nConnection: close\r\n\r\n");
        let answer = world.ask(&request).await.rest().await;
        assert_eq!(status(&answer), expected, "{line}: {answer}");
    }
}

#[actix_web::test]
async fn bare_line_feeds_do_not_reach_a_service() {
    let backend = Service::start(OK).await;
    let world = World::with(&[("BACKEND_URL", &backend.url())]).await;
    let request = "GET /api HTTP/1.1\nHost: gateway\nX-A: 1\nConnection: close\n\n";
    let answer = world.ask(request).await.rest().await;
    // RFC 9112 §2.2 lets a recipient take a lone LF for a line's end; what it sends on has none.
    if status(&answer) == 200 {
        let heard = backend.heard();
        assert_eq!(heard.matches('\n').count(), heard.matches("\r\n").count());
        assert!(heard.contains("x-a: 1\r\n"), "{heard:?}");
    } else {
        assert_eq!(status(&answer), 400);
    }
}

#[actix_web::test]
async fn malformed_chunks_end_the_connection_and_the_request() {
    for chunks in ["x\r\n", "5\r\nabc\r\n0\r\n\r\n", "-1\r\n", "1\nx\n0\n\n"] {
        let world = World::new().await;
        let mut client = world
            .ask("POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n")
            .await;
        let mut upstream = world.backend.accept().await;
        upstream.head().await;
        client.send(chunks).await;
        assert_eq!(status(&client.head().await), 400, "{chunks:?}");
        let seen = upstream.rest().await;
        assert!(
            !seen.ends_with("0\r\n\r\n"),
            "{chunks:?} looked whole: {seen:?}"
        );
    }
}

#[actix_web::test]
async fn a_head_without_end_is_cut_off() {
    let world = World::new().await;
    let mut client = world.ask("GET /api HTTP/1.1\r\nHost: gateway\r\n").await;
    let line = format!("X-{}: {}\r\n", "a".repeat(100), "b".repeat(8_000));
    while client.try_send(&line).await {}
}
