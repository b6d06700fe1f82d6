//! What clients may send, and how much is kept for those who do not read.

use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use kpi_common::redis::client;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::support::{PASSWORD, Socket, TestApp, TestRedis};

/// A frame (RFC 6455 §5.2) of this opcode, masked with zeros.
fn frame(is_final: bool, opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![u8::from(is_final) << 7 | opcode];
    match u16::try_from(payload.len()) {
        Ok(length) if length < 126 => frame.push(0x80 | u8::try_from(length).unwrap()),
        Ok(length) => {
            frame.push(0x80 | 126);
            frame.extend(length.to_be_bytes());
        }
        Err(_) => {
            frame.push(0x80 | 127);
            frame.extend((payload.len() as u64).to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(payload);
    frame
}

/// The header of a frame with this length, and so much of the frame.
fn begun(length: u64, sent: usize) -> Vec<u8> {
    let mut frame = vec![0x82, 0x80 | 127];
    frame.extend(length.to_be_bytes());
    frame.resize(frame.len() + 4 + sent, 0);
    frame
}

#[actix_web::test]
async fn clients_send_nothing_but_pings_and_pongs() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    for (case, bytes, code) in [
        ("a text", frame(true, 1, b"hello"), 1008),
        ("bytes", frame(true, 2, b"hello"), 1008),
        ("64 KiB", frame(true, 1, &[b'x'; 65_535]), 1008),
        ("more than 64 KiB", frame(true, 1, &[b'x'; 65_537]), 1009),
        ("a header of 1 TiB", begun(1 << 40, 65_537), 1009),
        ("16 MiB", frame(true, 2, &vec![0; 16 << 20]), 1009),
        ("a fragment that never ends", frame(false, 1, b"x"), 1008),
        ("no UTF-8", frame(true, 1, b"\xff\xfe"), 1007),
        ("an unknown opcode", frame(true, 3, b""), 1002),
        ("an unmasked frame", vec![0x81, 1, b'x'], 1002),
        ("a long ping", frame(true, 9, &[b'x'; 126]), 1002),
    ] {
        let mut socket = ann.socket().await;
        socket.send_raw(&bytes).await;
        assert_eq!(socket.closed().await, code, "{case}");
    }
}

#[actix_web::test]
async fn a_ping_is_answered_and_a_flood_of_them_is_not() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let mut socket = ann.socket().await;
    socket.send(Message::Ping("x".into())).await;
    let pong = socket.next().await.unwrap();
    assert_eq!(pong, Message::Pong("x".into()));
    for _ in 0..10_000 {
        socket.send_raw(&frame(true, 9, b"")).await;
    }
    assert_eq!(socket.closed().await, 1008);
    let mut socket = ann.socket().await;
    for _ in 0..10_000 {
        socket.send_raw(&frame(true, 10, b"")).await;
    }
    assert_eq!(socket.closed().await, 1008);
}

#[actix_web::test]
async fn the_oldest_of_more_than_ten_sockets_is_closed() {
    let app = TestApp::start().await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let mut of_bob = bob.socket().await;
    let mut sockets: Vec<Socket> = Vec::new();
    for _ in 0..11 {
        sockets.push(ann.socket().await);
    }
    assert_eq!(sockets[0].closed().await, 4409);
    ann.log("2026-03-10", &[("Sleep", 480)]).await;
    for socket in &mut sockets[1..] {
        assert_eq!(socket.message().await["type"], "day.saved");
    }
    assert_eq!(app.meter("backend_sockets_open").await, 11.0);
    bob.log("2026-03-10", &[("Sleep", 480)]).await;
    assert_eq!(of_bob.message().await["type"], "day.saved");
}

/// Its connection takes what fits into the buffers of the system; beyond that a bounded queue does. The events are
/// larger than real ones, so that they fill it soon.
#[actix_web::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let redis = TestRedis::start();
    let url = redis.url();
    let settings = [
        ("REDIS_URL", url.as_str()),
        ("REDIS_PASSWORD", PASSWORD),
        ("REDIS_PREFIX", "slow:"),
    ];
    let app = TestApp::with(&settings).await;
    let (ann, bob) = (app.user("ann").await, app.user("bob").await);
    let (slow, _other) = (ann.socket().await, bob.socket().await);
    let mut server =
        client::Client::open(format!("redis://:{PASSWORD}@127.0.0.1:{}", redis.port()))
            .unwrap()
            .get_connection()
            .unwrap();
    let id = ann.id().await;
    let filler = "x".repeat(100_000);
    let event = json!({ "type": "day.saved",
        "data": { "from": "2026-03-10", "to": "2026-03-10", "etag": filler } });
    let cut = r#"backend_sockets_closed_total{reason="slow_reader"}"#;
    let mut number = 0;
    while app.metrics().await.contains(&format!("{cut} 0")) {
        number += 1;
        assert!(
            number < 10_000,
            "all is kept for a client that does not read"
        );
        let notice = json!({ "event": {
            "to": [id], "at": "2026-03-18T10:00:00Z", "event": event } });
        let _: i64 = client::cmd("PUBLISH")
            .arg("slow:events")
            .arg(format!("{}-{number} {notice}", u64::MAX))
            .query(&mut server)
            .unwrap();
    }
    assert_eq!(app.meter(cut).await, 1.0);
    assert_eq!(app.meter("backend_sockets_open").await, 1.0);
    drop(slow);
}

/// It takes a minute, as long as a client may be silent.
#[actix_web::test]
async fn a_client_that_does_not_answer_pings_is_closed() {
    let app = TestApp::single().await;
    let ann = app.user("ann").await;
    // Its library answers pings when it is read from.
    let silent = ann.socket().await;
    let closed = r#"backend_sockets_closed_total{reason="silent"} 1"#;
    let began = Instant::now();
    while !app.metrics().await.contains(closed) {
        assert!(began.elapsed() < Duration::from_secs(90), "it stays open");
        sleep(Duration::from_millis(500)).await;
    }
    assert!(
        began.elapsed() > Duration::from_secs(50),
        "{:?}",
        began.elapsed()
    );
    drop(silent);
}
