//! A WebSocket client.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{ClientRequestBuilder, Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::app::LONG;
use super::client::Client;

/// Long enough for what was sent before to arrive.
const MOMENT: Duration = Duration::from_millis(300);

/// An open WebSocket.
pub struct Socket(WebSocketStream<TcpStream>);

impl Client {
    /// A new ticket.
    pub async fn ticket(&self) -> String {
        let ticket = self.post("/api/realtime/ticket", None).await.expect(201);
        ticket["ticket"].as_str().unwrap().to_owned()
    }

    /// Opens a WebSocket with a new ticket, and reads the messages that greet a new client.
    pub async fn socket(&self) -> Socket {
        let mut socket = self.open_socket(&self.ticket().await, "").await.unwrap();
        assert_eq!(socket.message().await["type"], "hello");
        assert_eq!(socket.message().await["type"], "resync");
        socket
    }

    /// Opens a WebSocket with a ticket and further parameters; the status if it is refused.
    pub async fn open_socket(&self, ticket: &str, more: &str) -> Result<Socket, u16> {
        let uri = format!(
            "ws://127.0.0.1:{}/api/realtime/ws?ticket={ticket}{more}",
            self.port()
        );
        Socket::open(&uri, &[]).await
    }
}

impl Socket {
    /// Opens a WebSocket; the status if it is refused.
    pub async fn open(uri: &str, headers: &[(&str, &str)]) -> Result<Self, u16> {
        let authority = uri.split('/').nth(2).unwrap();
        let request = headers.iter().fold(
            ClientRequestBuilder::new(uri.parse().unwrap()),
            |request, (name, value)| request.with_header(*name, *value),
        );
        let stream = TcpStream::connect(authority).await.unwrap();
        let opened = client_async(request, stream).await;
        if let Err(Error::Http(response)) = &opened {
            return Err(response.status().as_u16());
        }
        Ok(Self(opened.unwrap().0))
    }

    /// The next message of the server, without heartbeats.
    pub async fn message(&mut self) -> Value {
        let message = async {
            loop {
                match self.next().await.unwrap() {
                    Message::Text(text) => {
                        let message: Value = serde_json::from_str(&text).unwrap();
                        if message["type"] != "heartbeat" {
                            return message;
                        }
                    }
                    frame => assert!(frame.is_ping() || frame.is_pong(), "{frame:?}"),
                }
            }
        };
        timeout(LONG, message).await.unwrap()
    }

    /// The next event of this type; others are left out.
    pub async fn event(&mut self, kind: &str) -> Value {
        loop {
            let message = self.message().await;
            if message["type"] == kind {
                return message;
            }
        }
    }

    /// Waits until the server closes it; the code.
    pub async fn closed(&mut self) -> u16 {
        let closed = async {
            loop {
                if let Message::Close(frame) = self.next().await.unwrap() {
                    return frame.unwrap().code.into();
                }
            }
        };
        timeout(LONG, closed).await.unwrap()
    }

    /// The next frame.
    pub async fn next(&mut self) -> Result<Message, Error> {
        self.0.next().await.unwrap_or(Err(Error::ConnectionClosed))
    }

    /// Sends a message. The server may have closed the connection already.
    pub async fn send(&mut self, message: Message) {
        let _ = self.0.send(message).await;
    }

    /// Sends bytes as they are. The server may have closed the connection already.
    pub async fn send_raw(&mut self, bytes: &[u8]) {
        use tokio::io::AsyncWriteExt as _;
        let _ = self.0.get_mut().write_all(bytes).await;
    }

    /// The types of the messages that come until nothing more comes for a moment.
    pub async fn rest(&mut self) -> Vec<String> {
        let mut kinds = Vec::new();
        while let Ok(message) = timeout(MOMENT, self.message()).await {
            kinds.push(message["type"].as_str().unwrap().to_owned());
        }
        kinds
    }

    /// Whether nothing comes within a moment that is long enough for what was sent before.
    pub async fn is_silent(&mut self) -> bool {
        timeout(MOMENT, self.message()).await.is_err()
    }
}
