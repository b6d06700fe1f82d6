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

/// Whoever waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(30);

async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    let outcome = tokio::time::timeout(PATIENCE, future).await;
    assert!(outcome.is_ok(), "waited in vain for {what}");
    outcome.unwrap()
}

/// A running gateway between two fake upstreams.
pub(crate) struct World {
    pub(crate) backend: Upstream,
    pub(crate) frontend: Upstream,
    port: u16,
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::with(&[]).await
    }

    pub(crate) async fn with(settings: &[(&str, &str)]) -> Self {
        let (backend, frontend) = (Upstream::start().await, Upstream::start().await);
        let urls = [backend.url(), frontend.url()];
        let own = [
            ("GATEWAY_HOST", "127.0.0.1"),
            ("GATEWAY_PORT", "0"),
            ("WORKERS", "1"),
            // Whoever accepts a connection by hand expects a request on it.
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
    pub(crate) async fn connect(&self) -> Wire {
        Wire::new(TcpStream::connect(("127.0.0.1", self.port)).await.unwrap())
    }

    /// A client's connection on which this request has been sent.
    pub(crate) async fn ask(&self, request: &str) -> Wire {
        let mut client = self.connect().await;
        client.send(request).await;
        client
    }

    /// Sends a request, lets the backend give this answer to it, and returns what each side saw:
    /// the head at the backend, and the head and the rest at the client.
    pub(crate) async fn exchange(&self, request: &str, answer: &str) -> (String, String, Wire) {
        let mut client = self.ask(request).await;
        let mut upstream = self.backend.accept().await;
        let seen = upstream.head().await;
        upstream.send(answer).await;
        let head = client.head().await;
        (seen, head, client)
    }
}

/// A fake service.
pub(crate) struct Upstream {
    listener: TcpListener,
}

impl Upstream {
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
    pub(crate) async fn accept(&self) -> Wire {
        let (stream, _) = in_time("a connection to the upstream", self.listener.accept())
            .await
            .unwrap();
        Wire::new(stream)
    }

    /// The next connection of the gateway, as it is.
    pub(crate) async fn accept_raw(&self) -> TcpStream {
        let accepted = in_time("a connection to the upstream", self.listener.accept()).await;
        accepted.unwrap().0
    }

    /// Answers the next request on a new connection.
    pub(crate) async fn answer(&self, answer: &str) -> String {
        let mut wire = self.accept().await;
        let head = wire.head().await;
        wire.send(answer).await;
        head
    }
}

/// A fake service that answers every request alike, by itself.
pub(crate) struct Service {
    address: SocketAddr,
    answer: &'static str,
    heard: Arc<Mutex<String>>,
    requests: Arc<AtomicUsize>,
    running: Option<JoinHandle<()>>,
}

impl Service {
    pub(crate) async fn start(answer: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut service = Self {
            address: listener.local_addr().unwrap(),
            answer,
            heard: Arc::default(),
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
    pub(crate) fn heard(&self) -> String {
        self.heard.lock().unwrap().clone()
    }

    /// How many requests it has had.
    pub(crate) fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }

    /// Closes its port and every connection at once, whatever they are doing.
    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.abort();
        }
    }

    /// Comes back at the same address.
    pub(crate) async fn restart(&mut self) {
        self.stop();
        let listener = loop {
            match TcpListener::bind(self.address).await {
                Ok(listener) => break listener,
                // The last of the old one is not gone yet.
                Err(_) => tokio::task::yield_now().await,
            }
        };
        self.run(listener);
    }

    fn run(&mut self, listener: TcpListener) {
        let (heard, requests) = (Arc::clone(&self.heard), Arc::clone(&self.requests));
        let answer = self.answer;
        self.running = Some(actix_web::rt::spawn(async move {
            // They go when the loop that holds them is aborted.
            let mut connections = JoinSet::new();
            loop {
                let Ok((stream, _)) = listener.accept().await else {
                    return;
                };
                let (heard, requests) = (Arc::clone(&heard), Arc::clone(&requests));
                connections.spawn_local(async move {
                    let mut wire = Wire::new(stream);
                    while let Some(head) = wire.next_head().await {
                        *heard.lock().unwrap() = head;
                        requests.fetch_add(1, Ordering::SeqCst);
                        wire.try_send(answer).await;
                    }
                });
            }
        }));
    }
}

/// One end of a connection.
pub(crate) struct Wire {
    stream: TcpStream,
    unread: Vec<u8>,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self {
            stream,
            unread: Vec::new(),
        }
    }

    pub(crate) async fn send(&mut self, data: impl AsRef<[u8]>) {
        in_time("room to write", self.stream.write_all(data.as_ref()))
            .await
            .unwrap();
    }

    /// Sends, unless the other side has gone.
    pub(crate) async fn try_send(&mut self, data: impl AsRef<[u8]>) -> bool {
        in_time("room to write", self.stream.write_all(data.as_ref()))
            .await
            .is_ok()
    }

    /// Sends, unless the other side takes nothing for a while.
    pub(crate) async fn sends_at_once(&mut self, data: &[u8]) -> bool {
        let write = self.stream.write_all(data);
        tokio::time::timeout(Duration::from_secs(1), write)
            .await
            .is_ok()
    }

    /// The next head, or none if the other side closes instead.
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

    /// The next head, to its empty line.
    pub(crate) async fn head(&mut self) -> String {
        self.until("\r\n\r\n").await
    }

    /// Everything up to and with this text.
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

    /// Everything until the other side closes; a reset is a close.
    pub(crate) async fn rest(self) -> String {
        String::from_utf8(self.rest_bytes().await).unwrap()
    }

    /// As [`Wire::rest`], for what is no text.
    pub(crate) async fn rest_bytes(mut self) -> Vec<u8> {
        while self.read().await {}
        self.unread
    }

    async fn read(&mut self) -> bool {
        let mut chunk = vec![0; 64 * 1024];
        let count = in_time("something to read", self.stream.read(&mut chunk))
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

/// Asserts that a problem comes back, with the id of its request in head and body.
pub(crate) async fn assert_problem(client: &mut Wire, expected: u16) -> (String, String) {
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
