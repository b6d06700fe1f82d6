//! A TCP connection, to a client or to an instance, plain or over TLS.

use tokio::net::TcpStream;
use tokio_rustls::TlsStream;
use tokio_util::either::Either;

/// The stream.
pub(crate) type Connection = Either<TcpStream, Box<TlsStream<TcpStream>>>;

/// A TLS connection, of either side.
pub(crate) fn secured(stream: impl Into<TlsStream<TcpStream>>) -> Connection {
    Either::Right(Box::new(stream.into()))
}
