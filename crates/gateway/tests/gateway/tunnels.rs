//! WebSockets, against a real server and byte by byte.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async, client_async};

use crate::support::{Upstream, Wire, World, assert_problem, fields, status};

const HANDSHAKE: &str = "GET /api/live HTTP/1.1\r\nHost: gateway\r\nConnection: keep-alive, Upgrade\r\n\
                         Upgrade: WebSocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                         Sec-WebSocket-Version: 13\r\n\r\n";
const ACCEPT: &str = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
                      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// A server that sends every message back.
#[expect(clippy::result_large_err, reason = "the library's own signature")]
async fn echo(upstream: &Upstream) -> String {
    let mut seen = String::new();
    let note = |request: &Request, mut response: Response| -> Result<Response, ErrorResponse> {
        seen = format!("{} {:?}", request.uri(), request.headers());
        let headers = response.headers_mut();
        headers.insert("sec-websocket-protocol", "kpi.v1".parse().unwrap());
        Ok(response)
    };
    let stream = upstream.accept_raw().await;
    let mut socket = accept_hdr_async(stream, note).await.unwrap();
    while let Some(Ok(message)) = socket.next().await {
        if message.is_text() || message.is_binary() {
            socket.send(message).await.unwrap();
        }
    }
    seen
}

async fn client(world: &World) -> WebSocketStream<TcpStream> {
    let uri = format!("ws://{}/api/live?q=%20", world.authority())
        .parse()
        .unwrap();
    let request = ClientRequestBuilder::new(uri)
        .with_header("Cookie", "a=1")
        .with_sub_protocol("kpi.v1");
    let stream = TcpStream::connect(world.authority()).await.unwrap();
    client_async(request, stream).await.unwrap().0
}

#[actix_web::test]
async fn messages_of_all_sizes_come_back_and_so_does_the_close() {
    let world = World::new().await;
    let talk = async {
        let mut socket = client(&world).await;
        for size in [0, 1, 125, 126, 65_535, 65_536, 1_000_000] {
            for message in [
                Message::text("é".repeat(size / 2)),
                Message::binary(vec![7; size]),
            ] {
                socket.send(message.clone()).await.unwrap();
                assert_eq!(socket.next().await.unwrap().unwrap(), message);
            }
        }
        socket.send(Message::Ping("x".into())).await.unwrap();
        assert_eq!(
            socket.next().await.unwrap().unwrap(),
            Message::Pong("x".into())
        );
        let reason = CloseFrame {
            code: CloseCode::Library(4000),
            reason: "done".into(),
        };
        socket.close(Some(reason.clone())).await.unwrap();
        let answer = socket.next().await.unwrap().unwrap();
        assert_eq!(answer, Message::Close(Some(reason)));
        assert!(socket.next().await.is_none());
    };
    let (seen, ()) = futures_util::future::join(echo(&world.backend), talk).await;
    assert!(seen.starts_with("/api/live?q=%20 "), "{seen}");
    for expected in ["\"cookie\": \"a=1\"", "\"x-forwarded-for\": \"127.0.0.1\""] {
        assert!(seen.contains(expected), "{seen}");
    }
}

/// A tunnel with its ends in hand.
async fn tunnel(world: &World) -> (Wire, Wire) {
    let mut client = world.ask(HANDSHAKE).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream.send(ACCEPT).await;
    assert_eq!(status(&client.head().await), 101);
    (client, upstream)
}

#[actix_web::test]
async fn the_handshake_arrives_whole_and_what_follows_it_at_once_is_not_lost() {
    let world = World::new().await;
    let mut client = world
        .ask(&format!("{HANDSHAKE}early from the client"))
        .await;
    let mut upstream = world.backend.accept().await;
    let seen = upstream.head().await;
    assert!(seen.starts_with("GET /api/live HTTP/1.1\r\n"), "{seen}");
    assert_eq!(fields(&seen, "connection"), ["upgrade"]);
    assert_eq!(fields(&seen, "upgrade"), ["websocket"]);
    assert_eq!(fields(&seen, "sec-websocket-version"), ["13"]);
    assert_eq!(
        fields(&seen, "sec-websocket-key"),
        ["dGhlIHNhbXBsZSBub25jZQ=="]
    );
    upstream
        .send(format!("{ACCEPT}early from the server"))
        .await;
    let head = client.head().await;
    assert_eq!(status(&head), 101);
    assert_eq!(fields(&head, "connection"), ["upgrade"]);
    assert_eq!(fields(&head, "upgrade"), ["websocket"]);
    assert_eq!(
        fields(&head, "sec-websocket-accept"),
        ["s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]
    );
    assert!(fields(&head, "transfer-encoding").is_empty());
    assert_eq!(client.exactly(21).await, b"early from the server");
    assert_eq!(upstream.exactly(21).await, b"early from the client");
}

#[actix_web::test]
async fn what_is_no_handshake_is_refused() {
    let world = World::new().await;
    let with = |line: &str| {
        HANDSHAKE.replace("Host: gateway\r\n", &format!("Host: gateway\r\n{line}\r\n"))
    };
    for request in [
        HANDSHAKE.replace("GET", "POST"),
        HANDSHAKE.replace("HTTP/1.1", "HTTP/1.0"),
        HANDSHAKE.replace("keep-alive, Upgrade", "keep-alive"),
        with("Content-Length: 5"),
        with("Transfer-Encoding: chunked"),
    ] {
        assert_problem(&mut world.ask(&request).await, 400).await;
    }
}

#[actix_web::test]
async fn an_instance_may_decline() {
    let world = World::new().await;
    let mut client = world.ask(HANDSHAKE).await;
    let mut upstream = world.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        .await;
    assert_eq!(status(&client.head().await), 403);
    assert_eq!(client.rest().await, "no");
}

#[actix_web::test]
async fn nothing_switches_unasked_or_to_something_else() {
    let world = World::new().await;
    let plain = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    for (request, answer) in [
        (plain, ACCEPT.to_owned()),
        (HANDSHAKE, ACCEPT.replace("websocket", "h2c")),
    ] {
        let mut client = world.ask(request).await;
        world.backend.answer(&answer).await;
        assert_problem(&mut client, 502).await;
    }
}

#[actix_web::test]
async fn either_side_that_leaves_ends_it_for_the_other() {
    let world = World::new().await;
    let (mut client, upstream) = tunnel(&world).await;
    client.send("goodbye").await;
    drop(client);
    assert_eq!(upstream.rest().await, "goodbye");

    let (client, mut upstream) = tunnel(&world).await;
    upstream.send("goodbye").await;
    drop(upstream);
    assert_eq!(client.rest().await, "goodbye");
}

#[actix_web::test]
async fn silence_in_both_directions_ends_it_and_a_word_in_either_keeps_it() {
    let world = World::with(&[("TUNNEL_IDLE_TIMEOUT", "1")]).await;
    let (mut listener, mut server) = tunnel(&world).await;
    let (mut talker, mut silent_server) = tunnel(&world).await;
    // Tunnels without a word tell how the time goes by.
    for _ in 0..2 {
        let (client, upstream) = tunnel(&world).await;
        let silent = async {
            assert!(client.rest_bytes().await.is_empty());
            assert!(upstream.rest_bytes().await.is_empty());
        };
        let busy = async {
            loop {
                server.send("down").await;
                assert_eq!(listener.exactly(4).await, b"down");
                talker.send("up").await;
                assert_eq!(silent_server.exactly(2).await, b"up");
            }
        };
        tokio::select! {
            () = silent => {}
            () = busy => {}
        }
    }
}

#[actix_web::test]
async fn who_takes_nothing_makes_the_other_side_wait_and_nothing_is_held() {
    const PART: usize = 64 * 1024;
    let world = World::new().await;
    let (mut client, mut upstream) = tunnel(&world).await;
    let part = vec![7; PART];
    // The sockets' own buffers are full at some time, and the gateway takes no more.
    let mut sent = 0;
    while upstream.sends_at_once(&part).await {
        sent += PART;
        assert!(sent < 256 * 1024 * 1024, "somebody holds it all");
    }
    assert_eq!(client.exactly(sent).await.len(), sent);
}
