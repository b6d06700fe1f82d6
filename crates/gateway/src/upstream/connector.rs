//! Connecting to an instance, and telling whether a connection that has waited is still good.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::Duration;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use socket2::SockRef;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use super::Origin;
use super::failure::ExchangeError;
use crate::connection::Connection;

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

    /// Connects to any address of the instance; TLS is included in the time.
    pub(super) async fn connect(&self, origin: &Origin) -> Result<Connection, ExchangeError> {
        match timeout(self.patience, self.open(origin)).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(ExchangeError::Unreachable(error)),
            Err(_elapsed) => Err(ExchangeError::NoConnection),
        }
    }

    async fn open(&self, origin: &Origin) -> io::Result<Connection> {
        let stream = TcpStream::connect((origin.host(), origin.port())).await?;
        // Heads and bodies are written in one go each; waiting for more would only delay them.
        stream.set_nodelay(true)?;
        if !origin.is_tls() {
            return Ok(Connection::Plain(stream));
        }
        let name = ServerName::try_from(origin.host().to_owned()).map_err(io::Error::other)?;
        let stream = self.tls.connect(name, stream).await?;
        Ok(Connection::secured(stream))
    }
}

impl Connection {
    /// Whether it is open and has nothing to say: unasked bytes would be taken for the answer to
    /// the next request, and an end means that it is closed.
    ///
    /// As far as this worker has heard; `certainly` asks the system, which has heard more.
    pub(super) fn is_quiet(&mut self, certainly: bool) -> bool {
        let mut byte = [0; 1];
        let mut context = Context::from_waker(Waker::noop());
        let mut buffer = ReadBuf::new(&mut byte);
        let is_silent = Pin::new(&mut *self)
            .poll_read(&mut context, &mut buffer)
            .is_pending();
        is_silent && (!certainly || self.has_nothing_to_read())
    }

    fn has_nothing_to_read(&self) -> bool {
        let mut byte = [std::mem::MaybeUninit::uninit(); 1];
        let outcome = SockRef::from(self.socket()).peek(&mut byte);
        outcome.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
    }
}
