//! A client's connection, as actix-http reads and writes it: with a deadline for every head, for
//! every request as a whole, and for a client that takes nothing of its response.
//!
//! actix-http has a deadline for the first head of a connection alone, and none for the others. It
//! parses; nothing is parsed here.

mod accept;
mod connections;
mod refusal;

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
use connections::OpenConnection;

/// Deadlines and limits of connections; the same for all of a worker.
pub(crate) struct ConnectionConfig {
    header_timeout: Duration,
    send_timeout: Duration,
    request_timeout: Option<Duration>,
    /// The largest head that is waited for, in bytes. What is smaller and still too large is
    /// refused once it is there, with the figure of the setting.
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
    /// What has come of the next request.
    held: BytesMut,
    /// Since when the client takes nothing of what is written, or of what TLS has buffered.
    stalled: Option<Instant>,
    timer: Timer,
    _open: OpenConnection,
}

impl ClientConnection {
    fn new(connection: Connection, open: OpenConnection, config: Rc<ConnectionConfig>) -> Self {
        Self {
            connection,
            state: Rc::new(ConnectionState::new(config.request_timeout)),
            config,
            is_eof: false,
            held: BytesMut::new(),
            stalled: None,
            timer: Timer::default(),
            _open: open,
        }
    }

    /// Lets the requests of this connection know its state.
    pub(crate) fn share_state(&self, data: &mut Extensions) {
        data.insert(Rc::clone(&self.state));
    }

    /// Fails once the client has left, a head has grown too large, or a deadline has passed.
    /// actix-http flushes after all else that it does, so nothing is overlooked here.
    fn poll_limits(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let due = match self.state.phase() {
            // A request goes with its client, instead of being left to the upstream.
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
                return Poll::Ready(self.refuse(head, &problem, cx));
            }
            Phase::Head(head) => head.since.map(|since| since + self.config.header_timeout),
            Phase::Request { deadline, .. } => deadline,
            Phase::Tunnel => None,
        };
        let stalled = self.stalled.map(|since| since + self.config.send_timeout);
        let Some(due) = due.into_iter().chain(stalled).min() else {
            return Poll::Pending;
        };
        ready!(self.timer.poll(due, cx));
        self.state.time_out();
        Poll::Ready(match self.state.phase() {
            Phase::Head(head) if head.bytes > 0 && self.stalled.is_none() => {
                self.refuse(head, &problem::request_timeout(), cx)
            }
            _ => io::ErrorKind::TimedOut.into(),
        })
    }

    /// Says why, as far as the socket takes it at once. No response is under way before a head.
    fn refuse(&mut self, head: HeadProgress, why: &Problem, cx: &mut Context<'_>) -> io::Error {
        self.config.metrics.refused_unread(why.status_code());
        if !head.is_doubtful {
            let response = refusal::response(why);
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
        if this.held.is_empty() {
            ready!(Pin::new(&mut this.connection).poll_read(cx, buffer))?;
            let received = &buffer.filled()[before..];
            this.is_eof |= received.is_empty();
            let admitted = this.state.admit(received);
            if admitted == received.len() {
                return Poll::Ready(Ok(()));
            }
            this.held.extend_from_slice(&received[admitted..]);
            buffer.set_filled(before + admitted);
        } else {
            let most = this.held.len().min(buffer.remaining());
            let admitted = this.state.admit(&this.held[..most]);
            buffer.put_slice(&this.held.split_to(admitted));
        }
        if buffer.filled().len() > before {
            return Poll::Ready(Ok(()));
        }
        this.state.wait(cx.waker().clone());
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
            this.stalled = None;
            return outcome;
        }
        this.stalled.get_or_insert_with(Instant::now);
        this.poll_limits(cx).map(Err)
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.connection).poll_flush(cx);
        let since = this.stalled.unwrap_or_else(Instant::now);
        this.stalled = outcome.is_pending().then_some(since);
        match this.poll_limits(cx) {
            Poll::Ready(error) => Poll::Ready(Err(error)),
            Poll::Pending => outcome,
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().connection).poll_shutdown(cx)
    }
}
