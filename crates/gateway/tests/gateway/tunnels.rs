//! WebSocket tunnels, with a real server and byte by byte.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Message};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async, client_async};

use crate::support::{FakeUpstream, RawConnection, TestGateway, assert_problem, fields, status};

const HANDSHAKE: &str = "GET /api/live HTTP/1.1\r\nHost: gateway\r\nConnection: keep-alive, Upgrade\r\n\
                         Upgrade: WebSocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
                         Sec-WebSocket-Version: 13\r\n\r\n";
const ACCEPT: &str = "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\
                      Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

/// An echo server.
#[expect(clippy::result_large_err, reason = "the library's own signature")]
async fn echo(upstream: &FakeUpstream) -> String {
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

async fn client(gateway: &TestGateway) -> WebSocketStream<TcpStream> {
    let uri = format!("ws://{}/api/live?q=%20", gateway.authority())
        .parse()
        .unwrap();
    let request = ClientRequestBuilder::new(uri)
        .with_header("Cookie", "a=1")
        .with_sub_protocol("kpi.v1");
    let stream = TcpStream::connect(gateway.authority()).await.unwrap();
    client_async(request, stream).await.unwrap().0
}

#[actix_web::test]
async fn messages_of_all_sizes_and_the_close_frame_pass() {
    let gateway = TestGateway::new().await;
    let talk = async {
        let mut socket = client(&gateway).await;
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
        let response = socket.next().await.unwrap().unwrap();
        assert_eq!(response, Message::Close(Some(reason)));
        assert!(socket.next().await.is_none());
    };
    let (seen, ()) = futures_util::future::join(echo(&gateway.backend), talk).await;
    assert!(seen.starts_with("/api/live?q=%20 "), "{seen}");
    for expected in ["\"cookie\": \"a=1\"", "\"x-forwarded-for\": \"127.0.0.1\""] {
        assert!(seen.contains(expected), "{seen}");
    }
}

/// An open tunnel: the client's and the server's connection.
async fn tunnel(gateway: &TestGateway) -> (RawConnection, RawConnection) {
    let mut client = gateway.send_request(HANDSHAKE).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream.send(ACCEPT).await;
    assert_eq!(status(&client.head().await), 101);
    (client, upstream)
}

#[actix_web::test]
async fn the_handshake_is_forwarded_and_early_data_is_not_lost() {
    let gateway = TestGateway::new().await;
    let mut client = gateway
        .send_request(&format!("{HANDSHAKE}early from the client"))
        .await;
    let mut upstream = gateway.backend.accept().await;
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

/// The ticket is the credential; the backend verifies it.
#[actix_web::test]
async fn the_backends_websocket_needs_no_session_at_the_gateway() {
    let gateway = TestGateway::with(&[("JWT_SECRET", "0123456789abcdef0123456789abcdef")]).await;
    let handshake = HANDSHAKE.replace("/api/live", "/api/realtime/ws?ticket=t");
    let mut client = gateway.send_request(&handshake).await;
    let mut upstream = gateway.backend.accept().await;
    let seen = upstream.head().await;
    assert!(
        seen.starts_with("GET /api/realtime/ws?ticket=t HTTP/1.1\r\n"),
        "{seen}"
    );
    upstream.send(ACCEPT).await;
    assert_eq!(status(&client.head().await), 101);
    assert_problem(&mut gateway.send_request(HANDSHAKE).await, 401).await;
}

#[actix_web::test]
async fn invalid_handshakes_are_rejected() {
    let gateway = TestGateway::new().await;
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
        assert_problem(&mut gateway.send_request(&request).await, 400).await;
    }
}

#[actix_web::test]
async fn an_instance_may_decline() {
    let gateway = TestGateway::new().await;
    let mut client = gateway.send_request(HANDSHAKE).await;
    let mut upstream = gateway.backend.accept().await;
    upstream.head().await;
    upstream
        .send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno")
        .await;
    assert_eq!(status(&client.head().await), 403);
    assert_eq!(client.rest().await, "no");
}

#[actix_web::test]
async fn unrequested_and_other_protocol_switches_are_502() {
    let gateway = TestGateway::new().await;
    let plain = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";
    for (request, response) in [
        (plain, ACCEPT.to_owned()),
        (HANDSHAKE, ACCEPT.replace("websocket", "h2c")),
    ] {
        let mut client = gateway.send_request(request).await;
        gateway.backend.respond(&response).await;
        assert_problem(&mut client, 502).await;
    }
}

#[actix_web::test]
async fn closing_one_side_closes_the_other() {
    let gateway = TestGateway::new().await;
    let (mut client, upstream) = tunnel(&gateway).await;
    client.send("goodbye").await;
    drop(client);
    assert_eq!(upstream.rest().await, "goodbye");

    let (client, mut upstream) = tunnel(&gateway).await;
    upstream.send("goodbye").await;
    drop(upstream);
    assert_eq!(client.rest().await, "goodbye");
}

#[actix_web::test]
async fn idle_tunnels_are_closed_and_traffic_in_either_direction_keeps_them() {
    let gateway = TestGateway::with(&[("TUNNEL_IDLE_TIMEOUT", "1")]).await;
    let (mut listener, mut server) = tunnel(&gateway).await;
    let (mut talker, mut silent_server) = tunnel(&gateway).await;
    // The idle tunnels show that the timeout has passed.
    for _ in 0..2 {
        let (client, upstream) = tunnel(&gateway).await;
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
async fn a_slow_reader_applies_backpressure() {
    const PART: usize = 64 * 1024;
    let gateway = TestGateway::new().await;
    let (mut client, mut upstream) = tunnel(&gateway).await;
    let part = vec![7; PART];
    // Once all buffers are full, the gateway reads no more.
    let mut sent = 0;
    while upstream.send_without_blocking(&part).await {
        sent += PART;
        assert!(sent < 256 * 1024 * 1024, "it is buffered without limit");
    }
    assert_eq!(client.exactly(sent).await.len(), sent);
}
