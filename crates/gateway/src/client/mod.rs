//! A client's connection: the I/O that actix-http reads and writes, with timeouts for every head,
//! for every request as a whole, and for a client that does not read its response.
//!
//! actix-http has a timeout for the first head of a connection only. Parsing is left to it.

mod accept;
mod connections;
mod error_response;

use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::ResponseError as _;
use actix_web::dev::Extensions;
use bytes::BytesMut;
use kpi_common::problem::Problem;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

pub(crate) use accept::Acceptor;
pub(crate) use connections::Connections;

use crate::connection::Connection;
use crate::connection_state::{ConnectionState, HeadProgress, Phase};
use crate::edge::settings::GuardConfig;
use crate::metrics::Metrics;
use crate::problem;
use crate::timer::Timer;
use connections::ConnectionGuard;

/// The timeouts and limits of connections.
pub(crate) struct ConnectionConfig {
    header_timeout: Duration,
    send_timeout: Duration,
    request_timeout: Option<Duration>,
    /// The largest head that is read, in bytes. The exact limits of the settings are checked once the
    /// head is complete.
    max_head_bytes: usize,
    max_line_bytes: usize,
    metrics: Arc<Metrics>,
}

impl ConnectionConfig {
    pub(crate) fn new(
        config: &GuardConfig,
        request_timeout: Option<Duration>,
        metrics: Arc<Metrics>,
    ) -> Self {
        /// Method, version and the separators of the request line.
        const LINE: usize = 64;
        let max_line_bytes = config.max_uri_bytes + LINE;
        Self {
            header_timeout: config.header_timeout,
            send_timeout: config.send_timeout,
            request_timeout,
            max_head_bytes: max_line_bytes + config.max_header_bytes,
            max_line_bytes,
            metrics,
        }
    }
}

/// A client's connection.
pub(crate) struct ClientConnection {
    connection: Connection,
    state: Rc<ConnectionState>,
    config: Rc<ConnectionConfig>,
    /// Whether the client has closed its side.
    is_eof: bool,
    /// Bytes of the next request.
    buffered: BytesMut,
    /// Since when the client reads nothing of what is written, or of what TLS has buffered.
    stalled_since: Option<Instant>,
    timer: Timer,
    _guard: ConnectionGuard,
}

impl ClientConnection {
    fn new(connection: Connection, guard: ConnectionGuard, config: Rc<ConnectionConfig>) -> Self {
        Self {
            connection,
            state: Rc::new(ConnectionState::new(config.request_timeout)),
            config,
            is_eof: false,
            buffered: BytesMut::new(),
            stalled_since: None,
            timer: Timer::default(),
            _guard: guard,
        }
    }

    /// Shares the state with the requests of this connection.
    pub(crate) fn share_state(&self, data: &mut Extensions) {
        data.insert(Rc::clone(&self.state));
    }

    /// Fails once the client has disconnected, a head is too large, or a deadline has passed.
    /// actix-http flushes after each step, so this is polled often enough.
    fn poll_deadlines(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let deadline = match self.state.phase() {
            // The client has disconnected: abort the request.
            Phase::Request { .. } if self.is_eof => {
                return Poll::Ready(io::ErrorKind::ConnectionAborted.into());
            }
            Phase::Head(head) if head.bytes > self.config.max_head_bytes => {
                let problem = match head.line {
                    Some(line) if line <= self.config.max_line_bytes => {
                        problem::headers_too_large()
                    }
                    _ => problem::uri_too_long(),
                };
                return Poll::Ready(self.reject(head, &problem, cx));
            }
            Phase::Head(head) => head.since.map(|since| since + self.config.header_timeout),
            Phase::Request { deadline, .. } => deadline,
            Phase::Tunnel => None,
        };
        let stalled = self.stalled_since.map(|at| at + self.config.send_timeout);
        let Some(deadline) = deadline.into_iter().chain(stalled).min() else {
            return Poll::Pending;
        };
        ready!(self.timer.poll(deadline, cx));
        self.state.time_out();
        Poll::Ready(match self.state.phase() {
            Phase::Head(head) if head.bytes > 0 && self.stalled_since.is_none() => {
                self.reject(head, &problem::request_timeout(), cx)
            }
            _ => io::ErrorKind::TimedOut.into(),
        })
    }

    /// Responds with the problem, without blocking. No response is in progress before a head.
    fn reject(&mut self, head: HeadProgress, problem: &Problem, cx: &mut Context<'_>) -> io::Error {
        self.config.metrics.request_malformed(problem.status_code());
        if !head.may_be_trailers {
            let response = error_response::serialize(problem);
            let _ = Pin::new(&mut self.connection).poll_write(cx, response.as_bytes());
            let _ = Pin::new(&mut self.connection).poll_flush(cx);
        }
        io::ErrorKind::InvalidData.into()
    }
}

impl AsyncRead for ClientConnection {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let before = buffer.filled().len();
        if this.buffered.is_empty() {
            ready!(Pin::new(&mut this.connection).poll_read(cx, buffer))?;
            let received = &buffer.filled()[before..];
            this.is_eof |= received.is_empty();
            let admitted = this.state.admit(received);
            this.buffered.extend_from_slice(&received[admitted..]);
            buffer.set_filled(before + admitted);
        } else {
            let max = this.buffered.len().min(buffer.remaining());
            let admitted = this.state.admit(&this.buffered[..max]);
            buffer.put_slice(&this.buffered.split_to(admitted));
        }
        if matches!(this.state.phase(), Phase::Head(head) if head.bytes > this.config.max_head_bytes)
        {
            // poll_deadlines rejects it; actix-http panics on a name of more than 64 KiB.
            buffer.set_filled(before);
        } else if this.is_eof || buffer.filled().len() > before {
            return Poll::Ready(Ok(()));
        }
        this.state.set_read_waker(cx.waker().clone());
        Poll::Pending
    }
}

impl AsyncWrite for ClientConnection {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.connection).poll_write(cx, bytes);
        if outcome.is_ready() {
            this.stalled_since = None;
            return outcome;
        }
        this.stalled_since.get_or_insert_with(Instant::now);
        this.poll_deadlines(cx).map(Err)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.connection).poll_flush(cx);
        let since = this.stalled_since.unwrap_or_else(Instant::now);
        this.stalled_since = outcome.is_pending().then_some(since);
        match this.poll_deadlines(cx) {
            Poll::Ready(error) => Poll::Ready(Err(error)),
            Poll::Pending => outcome,
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().connection).poll_shutdown(cx)
    }
}
