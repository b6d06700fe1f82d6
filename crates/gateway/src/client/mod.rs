//! The client's end of a connection, as the HTTP parser behind it (actix-http) reads and writes it.
//!
//! What the parser has no place for is kept here: a head is judged before it is let through, and
//! what is no request gets a problem for an answer; each head must come in time, not only the
//! first; a client that takes nothing of its answer is let go; the word that a body is welcome
//! (100 Continue) is said once somebody wants it. HTTP/2 has framing of its own and passes as it is.

mod accept;
mod head;
mod refusal;
mod screen;
mod turn;

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::web::{Bytes, BytesMut};
use bytes::Buf as _;
use kpi_common::request_id::RequestId;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;
use tokio_util::io::poll_read_buf;

pub(crate) use accept::Acceptor;
pub(crate) use turn::Turn;

use crate::connection::Connection;
use crate::edge::connections::Admitted;
use crate::edge::settings::GuardConfig;
use crate::metrics::Metrics;
use crate::upstream::Timer;
use head::HeadLimits;
use refusal::Refusal;
use screen::{Screen, Verdict};

const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
/// Room to read into for what cannot pass at once.
const ROOM: usize = 4 * 1024;
/// So much is read ahead while a request is being answered: enough to see a client leave.
const ENOUGH_AHEAD: usize = 64 * 1024;
/// How long, and for how many bytes, a refused client is listened to, so that the answer is not
/// lost in a reset (RFC 9112 §9.6).
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 256 * 1024;

/// How clients are dealt with; the same for all connections of a worker.
pub(crate) struct Manners {
    /// How large a head may be.
    limits: HeadLimits,
    /// How long a head may take.
    header_timeout: Duration,
    /// How long a client may take nothing of its answer.
    send_timeout: Duration,
    /// Whether TLS ends here.
    is_tls: bool,
    /// What counts it.
    metrics: Arc<Metrics>,
}

impl Manners {
    pub(crate) fn new(config: &GuardConfig, is_tls: bool, metrics: Arc<Metrics>) -> Self {
        // The request line has a method and a version besides the target; what is still within
        // this is told by the guard, with the figure of the setting.
        let line = config.max_uri_bytes + 64;
        Self {
            limits: HeadLimits {
                line,
                bytes: line + config.max_header_bytes,
            },
            header_timeout: config.header_timeout,
            send_timeout: config.send_timeout,
            is_tls,
            metrics,
        }
    }
}

/// A client's connection.
pub(crate) struct Client {
    connection: Connection,
    peer: Option<SocketAddr>,
    manners: Rc<Manners>,
    /// What follows the requests; HTTP/2 has nothing for it to follow.
    screen: Option<Screen>,
    turn: Rc<Turn>,
    /// What has come and could not pass yet.
    held: BytesMut,
    /// How many bytes of it may pass now.
    passing: usize,
    /// Whether it waits for the answer to the request before it.
    is_held_back: bool,
    /// What is to be written besides the answers of the parser's.
    own: Bytes,
    /// Since when a head is waited for.
    since: Option<Instant>,
    ending: Ending,
    timer: Timer,
    /// Since when the client takes nothing.
    stalled: Option<Instant>,
    send_timer: Timer,
    _admitted: Admitted,
}

/// How a connection comes to its end.
enum Ending {
    /// Not yet.
    None,
    /// With this answer, as soon as it can be written.
    Refused(Refusal),
    /// The answer is on its way; so many bytes more are read, until then.
    Lingering {
        bytes: usize,
        until: Instant,
        is_told: bool,
    },
    /// Nothing is read any more.
    Over,
}

impl Client {
    fn new(
        connection: Connection,
        is_http2: bool,
        admitted: Admitted,
        manners: Rc<Manners>,
    ) -> Self {
        Self {
            peer: connection.socket().peer_addr().ok(),
            connection,
            screen: (!is_http2).then(|| Screen::new(manners.limits)),
            manners,
            turn: Rc::default(),
            held: BytesMut::new(),
            passing: 0,
            is_held_back: false,
            own: Bytes::new(),
            since: Some(Instant::now()),
            ending: Ending::None,
            timer: Timer::default(),
            stalled: None,
            send_timer: Timer::default(),
            _admitted: admitted,
        }
    }

    /// Lets the requests of this connection know whose turn it is. HTTP/2 carries many at once, so
    /// there it is nobody's.
    pub(crate) fn share_turn(&self, data: &mut Extensions) {
        if self.screen.is_some() {
            data.insert(Rc::clone(&self.turn));
        }
    }

    /// Whether a head is what comes next, and may.
    fn awaits_head(&self) -> bool {
        !self.turn.is_answering() && self.screen.as_ref().is_some_and(Screen::is_at_head)
    }

    /// Reads straight into the parser's buffer, and takes back what may not pass yet.
    fn poll_straight(
        &mut self,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = out.filled().len();
        ready!(Pin::new(&mut self.connection).poll_read(cx, out))?;
        let Some(screen) = self.screen.as_mut() else {
            return Poll::Ready(Ok(()));
        };
        let bytes = &out.filled()[before..];
        if bytes.len() <= screen.passes_unseen() {
            screen.passed(bytes.len());
            return Poll::Ready(Ok(()));
        }
        if screen.is_at_head()
            && let Verdict::PassHead(size) = screen.judge(bytes)
        {
            self.since = None;
            self.turn.begin(false);
            if size == bytes.len() {
                return Poll::Ready(Ok(()));
            }
            self.passing = size;
        }
        self.held.extend_from_slice(bytes);
        out.set_filled(before);
        self.poll_held(cx, out)
    }

    /// Lets through what is held and may pass; reads more where that is needed to tell.
    fn poll_held(&mut self, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            let passing = self.find_passing();
            if passing > 0 {
                let count = passing.min(out.remaining());
                out.put_slice(&self.held[..count]);
                self.held.advance(count);
                self.passing -= count;
                return Poll::Ready(Ok(()));
            }
            if !matches!(self.ending, Ending::None) {
                return self.poll_end(cx);
            }
            if self.is_held_back && self.held.len() >= ENOUGH_AHEAD {
                return Poll::Pending;
            }
            if self.held.capacity() - self.held.len() < ROOM / 4 {
                self.held.reserve(ROOM);
            }
            let connection = Pin::new(&mut self.connection);
            match poll_read_buf(connection, cx, &mut self.held) {
                // The end; what is held will never be a request.
                Poll::Ready(Ok(0)) => return Poll::Ready(Ok(())),
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return self.poll_head_due(cx),
            }
        }
    }

    /// How many bytes at the beginning of what is held may pass.
    fn find_passing(&mut self) -> usize {
        let Some(screen) = self.screen.as_mut() else {
            return 0;
        };
        let mut expects = false;
        while self.passing == 0 && matches!(self.ending, Ending::None) {
            if screen.is_at_head() && self.turn.is_answering() {
                self.is_held_back = !self.held.is_empty();
                break;
            }
            match screen.judge(&self.held) {
                Verdict::Pass(count) => self.passing = count,
                Verdict::PassHead(size) => {
                    self.since = None;
                    self.turn.begin(expects);
                    self.passing = size;
                }
                Verdict::Strip(line) => {
                    let rest = self.held.split_off(line.end);
                    self.held.truncate(line.start);
                    self.held.extend_from_slice(&rest);
                    expects = true;
                }
                Verdict::More => break,
                Verdict::Refuse(refusal) => self.ending = Ending::Refused(refusal),
            }
        }
        self.passing
    }

    /// Waits for the rest of a head, but not for ever.
    fn poll_head_due(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.awaits_head() {
            return Poll::Pending;
        }
        // Between requests the parser's own time for that runs; the first one's is here.
        if self.since.is_none() && self.held.is_empty() {
            return Poll::Pending;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        ready!(self.timer.poll(since + self.manners.header_timeout, cx));
        if self.held.is_empty() {
            self.ending = Ending::Over;
        } else {
            self.ending = Ending::Refused(Refusal::Slow);
        }
        self.poll_end(cx)
    }

    /// Listens on until the client has heard why it is not listened to.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            match &mut self.ending {
                Ending::None | Ending::Refused(_) => return Poll::Pending,
                Ending::Over => return Poll::Ready(Ok(())),
                Ending::Lingering { bytes, until, .. } => {
                    let until = *until;
                    self.held.clear();
                    self.held.reserve(ROOM);
                    let connection = Pin::new(&mut self.connection);
                    match poll_read_buf(connection, cx, &mut self.held) {
                        Poll::Ready(Ok(count)) if count > 0 && *bytes > count => *bytes -= count,
                        Poll::Ready(_) => self.ending = Ending::Over,
                        Poll::Pending => {
                            ready!(self.timer.poll(until, cx));
                            self.ending = Ending::Over;
                        }
                    }
                }
            }
        }
    }

    /// Writes what is the connection's own to say, which is never amid an answer.
    fn poll_own(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.own.is_empty() {
            let connection = Pin::new(&mut self.connection);
            let count = ready!(connection.poll_write(cx, &self.own))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.own.advance(count);
        }
        Poll::Ready(Ok(()))
    }

    /// Answers what is no request.
    fn refuse(&mut self, refusal: Refusal) {
        let (id, peer) = (RequestId::new(), self.peer.map(|peer| peer.ip()));
        refusal.log(&id, peer.unwrap_or(IpAddr::from([0, 0, 0, 0])));
        self.manners.metrics.refused_unread(refusal.status());
        self.own = refusal.answer(id, self.manners.is_tls);
        self.ending = Ending::Lingering {
            bytes: LINGER_BYTES,
            until: Instant::now() + LINGER,
            is_told: false,
        };
    }

    /// Gives a client up that takes nothing.
    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let since = *self.stalled.get_or_insert_with(Instant::now);
        ready!(self.send_timer.poll(since + self.manners.send_timeout, cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Client {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let is_straight = this.held.is_empty()
            && matches!(this.ending, Ending::None)
            && (this.awaits_head()
                || this
                    .screen
                    .as_ref()
                    .is_none_or(|screen| !screen.is_at_head()));
        if !is_straight {
            return this.poll_held(cx, out);
        }
        match this.poll_straight(cx, out) {
            Poll::Pending => this.poll_head_due(cx),
            ready => ready,
        }
    }
}

impl AsyncWrite for Client {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        ready!(this.poll_own(cx))?;
        match Pin::new(&mut this.connection).poll_write(cx, bytes) {
            Poll::Pending => this.poll_stalled(cx),
            ready => {
                this.stalled = None;
                ready
            }
        }
    }

    /// The parser comes here after each step, with nothing of its own left to write.
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.turn.take_welcome() {
            this.own = Bytes::from_static(CONTINUE);
        }
        if let Ending::Refused(refusal) = this.ending {
            this.refuse(refusal);
            cx.waker().wake_by_ref();
        }
        ready!(this.poll_own(cx))?;
        if this.is_held_back && !this.turn.is_answering() {
            this.is_held_back = false;
            cx.waker().wake_by_ref();
        }
        if let Ending::Lingering { is_told, .. } = &mut this.ending
            && !*is_told
        {
            ready!(Pin::new(&mut this.connection).poll_shutdown(cx))?;
            *is_told = true;
        }
        Pin::new(&mut this.connection).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().connection).poll_shutdown(cx)
    }
}
