//! Accepting a connection: counts it, performs the TLS handshake if configured, and passes it to
//! actix-http.
//!
//! Over TLS only HTTP/1.1 is offered (ALPN): actix-http's HTTP/2 has no stream limit and no idle
//! timeout. For HTTP/2, put a proxy or a platform in front.

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use actix_http::StatusCode;
use actix_http::error::{DispatchError, ParseError};
use actix_service::Service;
use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_util::either::Either;

use super::{ClientConnection, ConnectionConfig, Connections};
use crate::connection;

/// Accepts connections, for one worker.
#[derive(Clone)]
pub(crate) struct Acceptor {
    connections: Arc<Connections>,
    tls: Option<TlsAcceptor>,
    config: Rc<ConnectionConfig>,
}

impl Acceptor {
    pub(crate) fn new(
        connections: Arc<Connections>,
        tls: Option<ServerConfig>,
        config: ConnectionConfig,
    ) -> Self {
        let tls = tls.map(|mut config| {
            config.alpn_protocols = vec![b"http/1.1".to_vec()];
            TlsAcceptor::from(Arc::new(config))
        });
        Self {
            connections,
            tls,
            config: Rc::new(config),
        }
    }

    /// Serves a connection until it is closed; an error closes it.
    pub(crate) async fn serve<S>(self, stream: TcpStream, http: Rc<S>) -> Result<(), DispatchError>
    where
        S: Service<(ClientConnection, Option<SocketAddr>), Response = (), Error = DispatchError>,
    {
        let guard = self.connections.accept(&stream, self.tls.is_some());
        let guard = guard.ok_or_else(|| io::Error::from(io::ErrorKind::ConnectionRefused))?;
        // Responses are written in one call each: Nagle's algorithm would only delay them.
        stream.set_nodelay(true)?;
        let peer = stream.peer_addr().ok();
        let connection = match self.tls {
            None => Either::Left(stream),
            Some(tls) => {
                let handshake = timeout(self.config.header_timeout, tls.accept(stream)).await;
                connection::secured(handshake.map_err(io::Error::other)??)
            }
        };
        let connection = ClientConnection::new(connection, guard, Rc::clone(&self.config));
        let outcome = http.call((connection, peer)).await;
        if let Err(DispatchError::Parse(error)) = &outcome {
            self.config.metrics.request_malformed(status_of(error));
            let address = peer.map(|peer| tracing::field::display(peer.ip().to_canonical()));
            tracing::info!(%error, address, "not a request");
        }
        outcome
    }
}

/// The status that actix-http has responded with to a malformed request.
fn status_of(error: &ParseError) -> StatusCode {
    match error {
        ParseError::TooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    }
}
