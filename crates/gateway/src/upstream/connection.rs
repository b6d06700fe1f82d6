//! Connections to a service, plain or over TLS.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Origin;
use crate::problem::ExchangeError;

/// What bytes go over.
pub(super) trait Io: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Io for T {}

pub(super) type Connection = Box<dyn Io>;

/// Makes connections, within a limit of time.
pub(super) struct Connector {
    patience: Duration,
    tls: TlsConnector,
}

impl Connector {
    pub(super) fn new(patience: Duration, tls: Arc<ClientConfig>) -> Self {
        Self {
            patience,
            tls: tls.into(),
        }
    }

    /// Connects to any address of the service; TLS is included in the time.
    pub(super) async fn connect(&self, origin: &Origin) -> Result<Connection, ExchangeError> {
        match timeout(self.patience, self.open(origin)).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(ExchangeError::Unreachable(error)),
            Err(_elapsed) => Err(ExchangeError::Late),
        }
    }

    async fn open(&self, origin: &Origin) -> io::Result<Connection> {
        let stream = TcpStream::connect((origin.host(), origin.port())).await?;
        // Heads and bodies are written in one go each; waiting for more would only delay them.
        stream.set_nodelay(true)?;
        if !origin.is_tls() {
            return Ok(Box::new(stream));
        }
        let name = ServerName::try_from(origin.host().to_owned()).map_err(io::Error::other)?;
        Ok(Box::new(self.tls.connect(name, stream).await?))
    }
}
