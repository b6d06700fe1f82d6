//! Clients that take their time: in sending a head, in taking an answer, or in sending a body that
//! nobody has asked for yet.

use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::edge_program::{Files, Program, connect};
use crate::support::{Service, Wire, World, assert_problem, status};

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

/// The connection of an instance that has begun a response of a gigabyte.
async fn begin_large_response(world: &World) -> Wire {
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n")
        .await;
    upstream
}

#[actix_web::test]
async fn who_takes_nothing_of_an_answer_is_let_go_and_so_is_the_service() {
    let world = World::with(&[("SEND_TIMEOUT", "1")]).await;
    let client = world.ask(GET).await;
    let mut upstream = begin_large_response(&world).await;
    let part = vec![b'x'; 1024 * 1024];
    // The gateway stops taking it once its client does, and then hangs up.
    while upstream.try_send(&part).await {}
    drop(client);
}

#[actix_web::test]
async fn a_body_is_asked_for_and_its_expectation_does_not_go_on() {
    let world = World::new().await;
    let put = "PUT /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\
               Expect: 100-continue\r\n\r\n";
    let mut client = world.ask(put).await;
    let mut upstream = world.backend.accept().await;
    let seen = upstream.head().await;
    assert!(!seen.contains("expect"), "{seen}");
    assert_eq!(client.head().await, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("abc").await;
    assert_eq!(upstream.exactly(3).await, b"abc");
    upstream.send(OK).await;
    assert_eq!(status(&client.head().await), 200);
}

/// Sends a letter now and then until the other side closes.
async fn drip(client: &mut Wire) {
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    while client.try_send("x").await {
        pace.tick().await;
    }
}

#[actix_web::test]
async fn a_head_that_drips_behind_a_body_is_cut_off_whatever_the_body_was() {
    let backend = Service::start(OK).await;
    let settings = [("BACKEND_URL", &*backend.url()), ("HEADER_TIMEOUT", "1")];
    let world = World::with(&settings).await;
    let chunked = "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n";
    let sized = "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 3\r\n\r\n";
    for request in [
        GET.to_owned(),
        format!("{sized}abc"),
        format!("{chunked}3\r\nabc\r\n0\r\n\r\n"),
        format!("{chunked}0\r\n\n"),
        format!("{chunked}x\r\n"),
        format!("{chunked}1\nx\n0\n\n"),
    ] {
        let mut client = world
            .ask(&format!("{request}GET /api HTTP/1.1\r\nX: "))
            .await;
        drip(&mut client).await;
    }
}

#[actix_web::test]
async fn a_reader_that_takes_a_byte_now_and_then_has_an_end_too() {
    let world = World::with(&[("REQUEST_TIMEOUT", "1"), ("SEND_TIMEOUT", "60")]).await;
    let mut client = world.ask(GET).await;
    let mut upstream = begin_large_response(&world).await;
    let part = vec![b'x'; 1024 * 1024];
    let sending = async { while upstream.try_send(&part).await {} };
    let reading = async {
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        loop {
            client.exactly(1).await;
            pace.tick().await;
        }
    };
    tokio::select! {
        () = sending => {}
        () = reading => {}
    }
}

/// How many slow clients of a kind there are at once.
const MANY: usize = 1000;

/// Has requests served while many slow clients are connected.
async fn others_are_served(program: &Program, slow: &str) {
    let mut connections = Vec::with_capacity(MANY);
    for _ in 0..MANY {
        connections.push(program.ask(program.port, slow).await);
    }
    for _ in 0..50 {
        let mut client = program.ask(program.port, GET).await;
        assert_eq!(status(&client.head().await), 200, "{slow:.40}");
        assert_eq!(client.exactly(2).await, b"ok");
    }
}

#[actix_web::test]
async fn a_thousand_slow_ones_of_each_kind_do_not_hold_the_others_up() {
    raise_the_limit_of_files();
    let backend = Service::start(OK).await;
    let large = format!(
        "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n{}",
        "x".repeat(1_000_000)
    );
    let frontend = Service::start(large.leak()).await;
    let program = Program::start(&[
        ("BACKEND_URL", &backend.url()),
        ("FRONTEND_URL", &frontend.url()),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
        ("RATE_LIMIT_MAX_REQUESTS", "0"),
        ("JWT_SECRET", ""),
    ]);
    let drip = "GET /api HTTP/1.1\r\nX-Slow: ";
    for slow in [
        drip.to_owned(),
        format!("{GET}{drip}"),
        format!(
            "POST /api HTTP/1.1\r\nHost: gateway\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\n{drip}"
        ),
        "POST /api HTTP/1.1\r\nHost: gateway\r\nContent-Length: 10\r\n\r\n1".to_owned(),
        // Nobody reads the response.
        "GET / HTTP/1.1\r\nHost: gateway\r\n\r\n".to_owned(),
    ] {
        others_are_served(&program, &slow).await;
    }
}

#[actix_web::test]
async fn an_open_tls_handshake_has_an_end_and_a_thousand_hold_nobody_up() {
    raise_the_limit_of_files();
    let (files, certificate) = Files::new();
    let program = files.serve_with(&[
        ("HEADER_TIMEOUT", "2"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
    ]);
    // The beginning of a record that says it is a handshake.
    let mut open = Vec::with_capacity(MANY);
    for _ in 0..MANY {
        open.push(program.ask(program.port, "\x16\x03\x01").await);
    }
    for _ in 0..10 {
        let mut stream = connect(program.port, &certificate, &[b"http/1.1"])
            .await
            .unwrap();
        stream
            .write_all(b"GET /gateway/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
            .await
            .unwrap();
        let mut start = [0; 12];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200");
    }
    for connection in open {
        assert_eq!(connection.rest().await, "");
    }
}

/// What TLS has buffered is of the response, too: of the many lengths here, some leave just that
/// when the sockets' own buffers are full.
#[actix_web::test]
async fn who_takes_nothing_over_tls_is_let_go_whatever_is_left() {
    static PART: [u8; 16 * 1024] = [b'x'; 16 * 1024];
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let backend = format!("http://{}", listener.local_addr().unwrap());
    actix_web::rt::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            actix_web::rt::spawn(async move {
                let mut upstream = Wire::new(stream);
                let Some(head) = upstream.next_head().await else {
                    return;
                };
                let parts: usize = head.split(['/', ' ']).nth(3).unwrap().parse().unwrap();
                let length = parts * PART.len();
                let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
                upstream.send(head).await;
                for _ in 0..parts {
                    if !upstream.try_send(PART).await {
                        return;
                    }
                }
            });
        }
    });
    let (files, certificate) = Files::new();
    let program = files.serve_with(&[
        ("BACKEND_URL", &backend),
        ("JWT_SECRET", ""),
        ("SEND_TIMEOUT", "1"),
        ("KEEP_ALIVE_TIMEOUT", "1"),
        ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
    ]);
    let mut readers = Vec::new();
    for step in 0..100 {
        let mut reader = connect(program.port, &certificate, &[]).await.unwrap();
        let target = format!("/api/{}", 64 + step * 3);
        let request = format!("GET {target} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        reader.write_all(request.as_bytes()).await.unwrap();
        readers.push(reader);
    }
    while !program
        .metrics()
        .await
        .contains("\ngateway_connections 0\n")
    {}
    drop(readers);
}

/// A test holds its ends of thousands of connections.
fn raise_the_limit_of_files() {
    let limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(8192, |most| most.min(8192));
    setrlimit(
        Resource::Nofile,
        Rlimit {
            current: Some(wanted),
            ..limit
        },
    )
    .unwrap();
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
