//! TLS to upstreams: trust and server name.

use std::sync::Arc;

use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tempfile::NamedTempFile;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::support::{TestGateway, assert_problem, fields, status};

const GET: &str = "GET /api HTTP/1.1\r\nHost: gateway\r\n\r\n";

/// A service with a self-signed certificate for `localhost`.
struct SecureUpstream {
    listener: TcpListener,
    acceptor: TlsAcceptor,
    certificate: NamedTempFile,
}

impl SecureUpstream {
    async fn start() -> Self {
        let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        let certificate = NamedTempFile::new().unwrap();
        std::fs::write(certificate.path(), key.cert.pem()).unwrap();
        let private =
            PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.signing_key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![key.cert.der().clone()], private)
            .unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self {
            listener,
            acceptor: Arc::new(config).into(),
            certificate,
        }
    }

    fn authority(&self) -> String {
        format!("localhost:{}", self.listener.local_addr().unwrap().port())
    }

    async fn accept(&self) -> std::io::Result<TlsStream<TcpStream>> {
        let (stream, _) = self.listener.accept().await?;
        self.acceptor.accept(stream).await
    }
}

#[actix_web::test]
async fn a_configured_private_ca_is_trusted() {
    let upstream = SecureUpstream::start().await;
    let url = format!("https://{}", upstream.authority());
    let authority = upstream.certificate.path().to_str().unwrap();
    let gateway =
        TestGateway::with(&[("BACKEND_URL", &url), ("UPSTREAM_CA_FILE", authority)]).await;
    let mut client = gateway.send_request(GET).await;
    let mut stream = upstream.accept().await.unwrap();
    assert_eq!(stream.get_ref().1.server_name(), Some("localhost"));

    let mut seen = vec![0; 8 * 1024];
    let count = stream.read(&mut seen).await.unwrap();
    let seen = String::from_utf8(seen[..count].to_vec()).unwrap();
    assert_eq!(fields(&seen, "host"), [upstream.authority()]);
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecret")
        .await
        .unwrap();
    stream.flush().await.unwrap();
    assert_eq!(status(&client.head().await), 200);
    assert_eq!(client.exactly(6).await, b"secret");
}

#[actix_web::test]
async fn a_self_signed_certificate_is_not_trusted() {
    let upstream = SecureUpstream::start().await;
    let url = format!("https://{}", upstream.authority());
    let gateway = TestGateway::with(&[("BACKEND_URL", &url)]).await;
    let mut client = gateway.send_request(GET).await;
    assert!(upstream.accept().await.is_err());
    assert_problem(&mut client, 502).await;
}
