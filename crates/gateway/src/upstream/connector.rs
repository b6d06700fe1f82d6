//! Connecting to an instance.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_util::either::Either;

use super::Origin;
use super::client::UpstreamConnection;
use super::error::ExchangeError;
use crate::connection::{self, Connection};

/// Makes connections, with a timeout.
pub(super) struct Connector {
    timeout: Duration,
    tls: TlsConnector,
}

impl Connector {
    pub(super) fn new(timeout: Duration, tls: Arc<ClientConfig>) -> Self {
        Self {
            timeout,
            tls: tls.into(),
        }
    }

    /// Connects to any address of the instance; the timeout includes the TLS handshake.
    pub(super) async fn connect(
        &self,
        origin: &Origin,
    ) -> Result<UpstreamConnection, ExchangeError> {
        let connect = async { UpstreamConnection::handshake(self.open(origin).await?).await };
        match timeout(self.timeout, connect).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(ExchangeError::Connect(error)),
            Err(_elapsed) => Err(ExchangeError::ConnectTimeout),
        }
    }

    async fn open(&self, origin: &Origin) -> io::Result<Connection> {
        let stream = TcpStream::connect((origin.host(), origin.port())).await?;
        // Heads and bodies are written in one call each: Nagle's algorithm would only delay them.
        stream.set_nodelay(true)?;
        if !origin.is_tls() {
            return Ok(Either::Left(stream));
        }
        let name = ServerName::try_from(origin.host().to_owned()).map_err(io::Error::other)?;
        let stream = self.tls.connect(name, stream).await?;
        Ok(connection::secured(stream))
    }
}
