//! The gateway, two fake upstreams, and connections that are driven by hand.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use kpi_common::config::Settings;
use kpi_gateway::app::Application;
use kpi_gateway::config::Config;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The timeout of all waits.
const TIMEOUT: Duration = Duration::from_secs(30);

async fn with_timeout<T>(what: &str, future: impl Future<Output = T>) -> T {
    let outcome = tokio::time::timeout(TIMEOUT, future).await;
    assert!(outcome.is_ok(), "timeout: {what}");
    outcome.unwrap()
}

/// A running gateway between two fake upstreams.
pub(crate) struct TestGateway {
    pub(crate) backend: FakeUpstream,
    pub(crate) frontend: FakeUpstream,
    port: u16,
}

impl TestGateway {
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let (backend, frontend) = (FakeUpstream::start().await, FakeUpstream::start().await);
        let urls = [backend.url(), frontend.url()];
        let own = [
            ("GATEWAY_HOST", "127.0.0.1"),
            ("GATEWAY_PORT", "0"),
            ("WORKERS", "1"),
            // Tests that accept connections expect requests on them.
            ("UPSTREAM_PROBE_INTERVAL", "0"),
            ("BACKEND_URL", &urls[0]),
            ("FRONTEND_URL", &urls[1]),
        ];
        let own = own
            .into_iter()
            .filter(|(name, _)| settings.iter().all(|(other, _)| other != name));
        let mut settings = Settings::from_pairs(own.chain(settings.iter().copied()));
        let config = Config::read(&mut settings);
        settings.finish().unwrap();
        let application = Application::build(config).unwrap();
        let port = application.port();
        actix_web::rt::spawn(application.run());
        Self {
            backend,
            frontend,
            port,
        }
    }

    /// Host and port of the gateway.
    pub(crate) fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// A client's connection to the gateway.
    pub(crate) async fn connect(&self) -> RawConnection {
        RawConnection::new(TcpStream::connect(("127.0.0.1", self.port)).await.unwrap())
    }

    /// A client's connection on which this request has been sent.
    pub(crate) async fn send_request(&self, request: &str) -> RawConnection {
        let mut client = self.connect().await;
        client.send(request).await;
        client
    }

    /// Sends a request, responds for the backend, and returns the request head at the backend, the
    /// response head at the client, and the client's connection.
    pub(crate) async fn exchange(
        &self,
        request: &str,
        response: &str,
    ) -> (String, String, RawConnection) {
        let mut client = self.send_request(request).await;
        let mut upstream = self.backend.accept().await;
        let seen = upstream.head().await;
        upstream.send(response).await;
        let head = client.head().await;
        (seen, head, client)
    }
}

/// A fake service.
pub(crate) struct FakeUpstream {
    listener: TcpListener,
}

impl FakeUpstream {
    pub(crate) async fn start() -> Self {
        Self {
            listener: TcpListener::bind("127.0.0.1:0").await.unwrap(),
        }
    }

    pub(crate) fn authority(&self) -> String {
        self.listener.local_addr().unwrap().to_string()
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.authority())
    }

    /// The next connection of the gateway.
    pub(crate) async fn accept(&self) -> RawConnection {
        let (stream, _) = with_timeout("a connection to the upstream", self.listener.accept())
            .await
            .unwrap();
        RawConnection::new(stream)
    }

    /// The next connection of the gateway, as it is.
    pub(crate) async fn accept_raw(&self) -> TcpStream {
        let accepted = with_timeout("a connection to the upstream", self.listener.accept()).await;
        accepted.unwrap().0
    }

    /// Responds to the next request, on a new connection; returns the request head.
    pub(crate) async fn respond(&self, response: &str) -> String {
        let mut connection = self.accept().await;
        let head = connection.head().await;
        connection.send(response).await;
        head
    }
}

/// A fake service that sends the same response to every request.
pub(crate) struct FakeService {
    address: SocketAddr,
    response: &'static str,
    last_request: Arc<Mutex<String>>,
    requests: Arc<AtomicUsize>,
    running: Option<JoinHandle<()>>,
}

impl FakeService {
    pub(crate) async fn start(response: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut service = Self {
            address: listener.local_addr().unwrap(),
            response,
            last_request: Arc::default(),
            requests: Arc::default(),
            running: None,
        };
        service.run(listener);
        service
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The head of the last request.
    pub(crate) fn last_request(&self) -> String {
        self.last_request.lock().unwrap().clone()
    }

    /// The number of requests.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Closes its port and every connection at once.
    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }

    /// Restarts at the same address.
    pub(crate) async fn restart(&mut self) {
        self.stop();
        let listener = loop {
            match TcpListener::bind(self.address).await {
                Ok(listener) => break listener,
                // The old socket is not closed yet.
                Err(_) => tokio::task::yield_now().await,
            }
        };
        self.run(listener);
    }

    fn run(&mut self, listener: TcpListener) {
        let (last_request, requests) = (Arc::clone(&self.last_request), Arc::clone(&self.requests));
        let response = self.response;
        self.running = Some(actix_web::rt::spawn(async move {
            // Aborted with this task.
            let mut connections = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let (last_request, requests) = (Arc::clone(&last_request), Arc::clone(&requests));
                connections.spawn_local(async move {
                    let mut connection = RawConnection::new(stream);
                    while let Some(head) = connection.next_head().await {
                        *last_request.lock().unwrap() = head;
                        requests.fetch_add(1, Ordering::SeqCst);
                        connection.try_send(response).await;
                    }
                });
            }
        }));
    }
}

/// A raw connection, of a client or an upstream.
pub(crate) struct RawConnection {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl RawConnection {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            unread: Vec::new(),
        }
    }

    pub(crate) async fn send(&mut self, data: impl AsRef<[u8]>) {
        with_timeout("room to write", self.stream.write_all(data.as_ref()))
            .await
            .unwrap();
    }

    /// Sends, unless the peer has closed.
    pub(crate) async fn try_send(&mut self, data: impl AsRef<[u8]>) -> bool {
        with_timeout("room to write", self.stream.write_all(data.as_ref()))
            .await
            .is_ok()
    }

    /// Sends, unless the peer reads nothing for a second.
    pub(crate) async fn send_without_blocking(&mut self, data: &[u8]) -> bool {
        let write = self.stream.write_all(data);
        tokio::time::timeout(Duration::from_secs(1), write)
            .await
            .is_ok()
    }

    /// The next head, or `None` if the peer closes.
    pub(crate) async fn next_head(&mut self) -> Option<String> {
        loop {
            let end = self.unread.windows(4).position(|four| four == b"\r\n\r\n");
            if let Some(end) = end {
                let head = self.unread.drain(..end + 4).collect();
                return Some(String::from_utf8(head).unwrap());
            }
            let mut chunk = [0; 4096];
            let count = self.stream.read(&mut chunk).await.ok()?;
            if count == 0 {
                return None;
            }
            self.unread.extend_from_slice(&chunk[..count]);
        }
    }

    /// The next head, including the empty line.
    pub(crate) async fn head(&mut self) -> String {
        self.until("\r\n\r\n").await
    }

    /// Everything up to and including this text.
    pub(crate) async fn until(&mut self, end: &str) -> String {
        loop {
            let at = self
                .unread
                .windows(end.len())
                .position(|window| window == end.as_bytes());
            if let Some(at) = at {
                let taken = self.unread.drain(..at + end.len()).collect();
                return String::from_utf8(taken).unwrap();
            }
            let more = self.read().await;
            assert!(
                more,
                "closed before {end:?}: {:?}",
                String::from_utf8_lossy(&self.unread)
            );
        }
    }

    /// The next bytes.
    pub(crate) async fn exactly(&mut self, count: usize) -> Vec<u8> {
        while self.unread.len() < count {
            assert!(
                self.read().await,
                "closed after {} of {count} bytes",
                self.unread.len()
            );
        }
        self.unread.drain(..count).collect()
    }

    /// Everything until the peer closes or resets the connection.
    pub(crate) async fn rest(self) -> String {
        String::from_utf8(self.rest_bytes().await).unwrap()
    }

    /// As [`RawConnection::rest`], for bytes.
    pub(crate) async fn rest_bytes(mut self) -> Vec<u8> {
        while self.read().await {}
        self.unread
    }

    async fn read(&mut self) -> bool {
        let mut chunk = vec![0; 64 * 1024];
        let count = with_timeout("something to read", self.stream.read(&mut chunk))
            .await
            .unwrap_or(0);
        self.unread.extend_from_slice(&chunk[..count]);
        count > 0
    }
}

/// The values of a field in a head.
pub(crate) fn fields<'a>(head: &'a str, name: &str) -> Vec<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(": "))
        .filter(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value)
        .collect()
}

/// The status of a head.
pub(crate) fn status(head: &str) -> u16 {
    head.split(' ').nth(1).unwrap().parse().unwrap()
}

/// Asserts that the response is a problem, with the request id in head and body.
pub(crate) async fn assert_problem(client: &mut RawConnection, expected: u16) -> (String, String) {
    let head = client.head().await;
    assert_eq!(status(&head), expected, "{head}");
    assert_eq!(fields(&head, "content-type"), ["application/problem+json"]);
    let length: usize = fields(&head, "content-length")[0].parse().unwrap();
    let body = String::from_utf8(client.exactly(length).await).unwrap();
    let json: serde_json::Value = serde_json::from_str(&body).unwrap();
    assert_eq!(json["status"], expected);
    assert_eq!(
        fields(&head, "x-request-id"),
        [json["requestId"].as_str().unwrap()]
    );
    (head, body)
}
