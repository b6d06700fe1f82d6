//! The way of a connection into the server: admitted or turned away, secured where the gateway
//! itself speaks TLS, then handed to the HTTP parser as a [`Client`].

use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;

use actix_http::Protocol;
use actix_http::error::DispatchError;
use rustls::ServerConfig;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::{Client, Connections, Manners};
use crate::connection::Connection;

/// What the gateway speaks over TLS, by preference (RFC 7301).
const PROTOCOLS: [&[u8]; 2] = [b"h2", b"http/1.1"];

/// Takes connections in, for one worker.
#[derive(Clone)]
pub(crate) struct Acceptor {
    connections: Arc<Connections>,
    tls: Option<TlsAcceptor>,
    manners: Rc<Manners>,
}

/// A connection as the HTTP service takes it.
type Accepted = (Client, Protocol, Option<SocketAddr>);

impl Acceptor {
    pub(crate) fn new(
        connections: Arc<Connections>,
        tls: Option<ServerConfig>,
        manners: Manners,
    ) -> Self {
        let tls = tls.map(|mut config| {
            config.alpn_protocols = PROTOCOLS.map(<[u8]>::to_vec).to_vec();
            TlsAcceptor::from(Arc::new(config))
        });
        Self {
            connections,
            tls,
            manners: Rc::new(manners),
        }
    }

    /// Takes a connection in. An error closes it.
    pub(crate) async fn accept(self, stream: TcpStream) -> Result<Accepted, DispatchError> {
        let turned_away = || DispatchError::Io(io::ErrorKind::ConnectionRefused.into());
        let admitted = self.connections.admit(&stream, self.tls.is_some());
        let admitted = admitted.ok_or_else(turned_away)?;
        // Answers are written in one go each; waiting for more would only delay them.
        stream.set_nodelay(true)?;
        let peer = stream.peer_addr().ok();
        let Some(tls) = self.tls else {
            let connection = Connection::Plain(stream);
            let client = Client::new(connection, false, admitted, self.manners);
            return Ok((client, Protocol::Http1, peer));
        };
        let handshake = timeout(self.manners.header_timeout, tls.accept(stream));
        let stream = handshake.await.map_err(io::Error::other)??;
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(PROTOCOLS[0]);
        let client = Client::new(
            Connection::secured(stream),
            is_http2,
            admitted,
            self.manners,
        );
        let protocol = if is_http2 {
            Protocol::Http2
        } else {
            Protocol::Http1
        };
        Ok((client, protocol, peer))
    }
}
