//! The program: log, metrics, certificate.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustls::ClientConfig;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::Value;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use uuid::Uuid;

use crate::edge_auth::{SECRET, token_of};
use crate::support::{FakeUpstream, RawConnection, fields, status};

/// The running program; killed on drop.
pub(crate) struct Program {
    child: Child,
    lines: Receiver<Value>,
    pub(crate) port: u16,
    metrics_port: u16,
}

impl Program {
    pub(crate) fn start(settings: &[(&str, &str)]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_kpi-gateway"))
            .env_clear()
            .current_dir(std::env::temp_dir())
            .env("GATEWAY_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", "0")
            .env("METRICS_PORT", "0")
            .env("NODE_ENV", "production")
            .env("LOG_DIR", "")
            .env("WORKERS", "1")
            .env("UPSTREAM_PROBE_INTERVAL", "0")
            .env("JWT_SECRET", SECRET)
            .envs(settings.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        // The log is always read, so that the program never blocks.
        std::thread::spawn(move || {
            for line in stdout.lines() {
                let line = serde_json::from_str(&line.unwrap()).unwrap();
                // The receiver may be dropped.
                let _ = sender.send(line);
            }
        });
        let mut program = Self {
            child,
            lines,
            port: 0,
            metrics_port: 0,
        };
        program.port = port(&program.line("port"), "port");
        program.metrics_port = port(&program.line("metrics_port"), "metrics_port");
        program
    }

    /// The next line of the log that has this field.
    fn line(&mut self, field: &str) -> Value {
        loop {
            let line = self.lines.recv().unwrap();
            if !line[field].is_null() {
                return line;
            }
        }
    }

    pub(crate) async fn send_request(&self, port: u16, request: &str) -> RawConnection {
        let mut connection =
            RawConnection::new(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
        connection.send(request).await;
        connection
    }

    pub(crate) async fn metrics(&self) -> String {
        let request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        self.send_request(self.metrics_port, request)
            .await
            .rest()
            .await
    }

    fn hang_up(&self) {
        let pid = self.child.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &pid]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

fn port(line: &Value, field: &str) -> u16 {
    line[field].as_u64().unwrap().try_into().unwrap()
}

#[actix_web::test]
async fn the_health_check_uses_tls_if_there_is_a_certificate() {
    let (files, _) = Files::new();
    let program = files.serve_with(&[]);
    let output = Command::new(env!("CARGO_BIN_EXE_kpi-gateway"))
        .arg("healthcheck")
        .env_clear()
        .env("GATEWAY_HOST", "127.0.0.1")
        .env("GATEWAY_PORT", program.port.to_string())
        .env("SSL_CERT_PATH", files.path("cert.pem"))
        .env("SSL_KEY_PATH", files.path("key.pem"))
        .output();
    let output = output.unwrap();
    assert!(output.status.success(), "{output:?}");
}

#[actix_web::test]
async fn a_request_is_logged_as_one_line_and_counted() {
    let backend = FakeUpstream::start().await;
    let mut program = Program::start(&[("BACKEND_URL", &backend.url())]);
    let user = Uuid::now_v7();
    let request = format!(
        "GET /api/habits?token=hunter2 HTTP/1.1\r\nHost: gateway\r\nX-Request-Id: mine\r\n\
         User-Agent: test\r\nAuthorization: Bearer {}\r\n\
         traceparent: 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\r\n\r\n",
        token_of(user)
    );
    let mut client = program.send_request(program.port, &request).await;
    let seen = backend
        .respond("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
        .await;
    assert_eq!(
        fields(&seen, "traceparent"),
        ["00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"]
    );
    assert_eq!(status(&client.head().await), 200);

    let line = program.line("method");
    assert_eq!(line["method"], "GET");
    assert_eq!(line["url"], "/api/habits?token=***");
    assert_eq!(line["status"], 200);
    assert_eq!(line["bytes"], 5);
    assert_eq!(line["instance"], backend.url());
    assert_eq!(line["address"], "127.0.0.1");
    assert_eq!(line["request_id"], "mine");
    assert_eq!(line["user_agent"], "test");
    assert_eq!(line["user_id"], user.to_string());
    assert_eq!(line["trace_id"], "4bf92f3577b34da6a3ce929d0e0e4736");
    assert!(line["duration_ms"].as_f64() >= line["upstream_ms"].as_f64());
    assert!(line["upstream_ms"].is_f64(), "{line}");
    assert!(!line.to_string().contains("hunter2"), "{line}");

    let metrics = program.metrics().await;
    for line in [
        r#"gateway_requests_total{area="api",status="2xx"} 1"#,
        r#"gateway_request_duration_seconds_count{area="api"} 1"#,
        "gateway_connections 1",
        "gateway_upstream_duration_seconds_count 1",
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}

/// Its health report is 503 while a service is unavailable, as is its response in place of that
/// service.
#[actix_web::test]
async fn the_gateways_own_503_is_not_an_upstream_failure() {
    let closed = "http://127.0.0.1:1";
    let mut program = Program::start(&[
        ("BACKEND_URL", closed),
        ("FRONTEND_URL", closed),
        ("UPSTREAM_PROBE_INTERVAL", "5"),
    ]);
    // Each service is found unavailable.
    program.line("why");
    program.line("why");
    for path in ["/gateway/health", "/health"] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: gateway\r\n\r\n");
        let mut client = program.send_request(program.port, &request).await;
        assert_eq!(status(&client.head().await), 503, "{path}");
        // It is logged after it is counted.
        assert_eq!(program.line("method")["url"], path);
    }
    let metrics = program.metrics().await;
    for line in [
        r#"gateway_requests_total{area="gateway",status="5xx"} 1"#,
        r#"gateway_requests_total{area="health",status="5xx"} 1"#,
        r#"gateway_upstream_failures_total{reason="no_healthy_instance"} 1"#,
    ] {
        assert!(metrics.contains(line), "{line}\n{metrics}");
    }
}

#[actix_web::test]
async fn metrics_are_not_on_the_public_port() {
    let frontend = FakeUpstream::start().await;
    let program = Program::start(&[("FRONTEND_URL", &frontend.url())]);
    let request = "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut client = program.send_request(program.port, request).await;
    let seen = frontend
        .respond("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        .await;
    assert!(
        seen.starts_with("GET /metrics "),
        "it was forwarded to the web app"
    );
    assert_eq!(status(&client.head().await), 404);
    let ready = "GET /ready HTTP/1.1\r\nHost: x\r\n\r\n";
    let mut client = program.send_request(program.metrics_port, ready).await;
    assert_eq!(status(&client.head().await), 200);
}

/// A certificate for `localhost` and its key, in files.
pub(crate) struct Files {
    folder: TempDir,
}

impl Files {
    pub(crate) fn new() -> (Self, CertificateDer<'static>) {
        let files = Self {
            folder: TempDir::new().unwrap(),
        };
        let certificate = files.renew();
        (files, certificate)
    }

    fn renew(&self) -> CertificateDer<'static> {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(self.path("cert.pem"), made.cert.pem()).unwrap();
        std::fs::write(self.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
        made.cert.der().clone()
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    fn serve(&self, backend: &str) -> Program {
        self.serve_with(&[("BACKEND_URL", backend)])
    }

    pub(crate) fn serve_with(&self, settings: &[(&str, &str)]) -> Program {
        let (certificate, key) = (self.path("cert.pem"), self.path("key.pem"));
        let tls = [("SSL_CERT_PATH", &*certificate), ("SSL_KEY_PATH", &*key)];
        Program::start(&[&tls, settings].concat())
    }
}

pub(crate) async fn connect(
    port: u16,
    trusted: &CertificateDer<'static>,
    protocols: &[&[u8]],
) -> std::io::Result<TlsStream<TcpStream>> {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    let stream = TcpStream::connect(("127.0.0.1", port)).await?;
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
}

const GET: &[u8] = b"GET /gateway/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// Reads one response, whose body ends with a brace.
async fn response(stream: &mut TlsStream<TcpStream>) -> String {
    let mut read = Vec::new();
    while !read.ends_with(b"}") {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        assert!(count > 0, "closed early");
        read.extend_from_slice(&part[..count]);
    }
    String::from_utf8(read).unwrap()
}

#[actix_web::test]
async fn a_certificate_is_reloaded_without_dropping_connections() {
    let (files, first) = Files::new();
    let mut program = files.serve("http://127.0.0.1:1");
    let mut standing = connect(program.port, &first, &[b"http/1.1"]).await.unwrap();
    standing.write_all(GET).await.unwrap();
    let head = response(&mut standing).await;
    assert!(head.contains("strict-transport-security: max-age=31536000; includeSubDomains"));

    let second = files.renew();
    program.hang_up();
    while !program.line("message")["message"]
        .as_str()
        .unwrap()
        .contains("certificate has been read again")
    {}
    assert!(connect(program.port, &first, &[b"http/1.1"]).await.is_err());
    assert!(connect(program.port, &second, &[b"http/1.1"]).await.is_ok());
    standing.write_all(GET).await.unwrap();
    assert!(response(&mut standing).await.starts_with("HTTP/1.1 200"));

    // An invalid certificate is not used.
    std::fs::write(files.path("cert.pem"), "nonsense").unwrap();
    program.hang_up();
    let line = program.line("error");
    assert_eq!(line["message"], "the old certificate stays");
    assert!(connect(program.port, &second, &[b"http/1.1"]).await.is_ok());
}

#[actix_web::test]
async fn alpn_selects_http_1_1_only() {
    let backend = FakeUpstream::start().await;
    let (files, certificate) = Files::new();
    let program = files.serve(&backend.url());
    let offered: [&[&[u8]]; 3] = [&[b"h2", b"http/1.1"], &[b"http/1.1"], &[]];
    for (protocols, agreed) in offered.iter().zip([true, true, false]) {
        let mut stream = connect(program.port, &certificate, protocols)
            .await
            .unwrap();
        let expected = agreed.then_some(b"http/1.1".as_slice());
        assert_eq!(stream.get_ref().1.alpn_protocol(), expected);
        stream.write_all(GET).await.unwrap();
        assert!(response(&mut stream).await.starts_with("HTTP/1.1 200"));
    }
    // Without a common protocol the handshake fails (RFC 7301 §3.2).
    assert!(connect(program.port, &certificate, &[b"h2"]).await.is_err());

    let mut stream = connect(program.port, &certificate, &[b"http/1.1"])
        .await
        .unwrap();
    let request = format!(
        "GET /api/habits HTTP/1.1\r\nHost: localhost:{}\r\nAuthorization: Bearer {}\r\n\r\n",
        program.port,
        token_of(Uuid::now_v7())
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let seen = backend
        .respond("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
        .await;
    let host = format!("localhost:{}", program.port);
    assert_eq!(fields(&seen, "x-forwarded-host"), [host]);
    assert_eq!(fields(&seen, "x-forwarded-proto"), ["https"]);
    assert!(response(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[test]
fn invalid_certificates_are_reported_at_the_start() {
    let (files, _) = Files::new();
    std::fs::write(files.path("other.pem"), "nonsense").unwrap();
    for (certificate, key, named) in [
        ("nowhere.pem", "key.pem", "SSL_CERT_PATH"),
        ("other.pem", "key.pem", "SSL_CERT_PATH"),
        ("cert.pem", "other.pem", "SSL_KEY_PATH"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_kpi-gateway"))
            .env_clear()
            .current_dir(std::env::temp_dir())
            .env("GATEWAY_HOST", "127.0.0.1")
            .env("GATEWAY_PORT", "0")
            .env("SSL_CERT_PATH", files.path(certificate))
            .env("SSL_KEY_PATH", files.path(key))
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.starts_with(named), "{stderr}");
        assert_eq!(output.status.code(), Some(1), "{stderr}");
    }
}
