//! The state of a client's HTTP/1.1 connection: reading a head, in a request, or a tunnel. It is
//! shared by the connection and its current request.

use std::cell::Cell;
use std::task::Waker;
use std::time::Duration;

use actix_web::http::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use tokio::time::Instant;

/// The state of one connection.
pub(crate) struct ConnectionState {
    phase: Cell<Phase>,
    /// The timeout of a whole request, response included.
    request_timeout: Option<Duration>,
    /// The reader that waits until more bytes are admitted.
    read_waker: Cell<Option<Waker>>,
    has_timed_out: Cell<bool>,
}

/// The phase of a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Phase {
    /// It reads a request head.
    Head(HeadProgress),
    /// It serves a request, until `deadline`.
    Request {
        deadline: Option<Instant>,
        /// The remaining bytes of its body; `None` with chunked coding.
        unread: Option<usize>,
    },
    /// It is a WebSocket tunnel.
    Tunnel,
}

/// The progress of reading a head.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct HeadProgress {
    /// Since when it is being read; `None` between requests.
    pub(crate) since: Option<Instant>,
    pub(crate) bytes: usize,
    /// The length of its first line, once that is complete.
    pub(crate) line: Option<usize>,
    /// Whether the bytes may still belong to the previous chunked body.
    pub(crate) may_be_trailers: bool,
    /// The remaining bytes of the previous body, which was not read.
    skip: usize,
    /// The length of the incomplete line, without CR.
    open_line: usize,
    is_complete: bool,
}

impl HeadProgress {
    /// Adds bytes; returns how many of them belong to this head.
    fn add(&mut self, bytes: &[u8]) -> usize {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let line = bytes[start..end].strip_suffix(b"\r");
            let length = self.open_line + line.unwrap_or(&bytes[start..end]).len();
            (start, self.open_line) = (end + 1, 0);
            if length > 0 {
                self.line.get_or_insert(self.bytes + end);
            } else if self.line.is_some() && !self.may_be_trailers {
                // Empty lines before the request line are ignored (RFC 9112 §2.2).
                self.is_complete = true;
                self.bytes += start;
                return start;
            }
        }
        let open = &bytes[start..];
        self.open_line += open.strip_suffix(b"\r").unwrap_or(open).len();
        self.bytes += bytes.len();
        bytes.len()
    }
}

impl ConnectionState {
    /// A new connection, which reads its first head.
    pub(crate) fn new(request_timeout: Option<Duration>) -> Self {
        Self {
            phase: Cell::new(Phase::Head(HeadProgress {
                since: Some(Instant::now()),
                ..HeadProgress::default()
            })),
            request_timeout,
            read_waker: Cell::default(),
            has_timed_out: Cell::new(false),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// How many of the received bytes may be passed on: none of the next request while this one is
    /// served, because actix-http frames a response by the head that it parsed last.
    pub(crate) fn admit(&self, bytes: &[u8]) -> usize {
        let mut phase = self.phase.get();
        let admitted = match &mut phase {
            Phase::Tunnel | Phase::Request { unread: None, .. } => bytes.len(),
            Phase::Request {
                unread: Some(n), ..
            } => take(n, bytes.len()),
            Phase::Head(head) if head.is_complete => 0,
            Phase::Head(head) => {
                let skipped = take(&mut head.skip, bytes.len());
                if skipped < bytes.len() {
                    head.since.get_or_insert_with(Instant::now);
                }
                skipped + head.add(&bytes[skipped..])
            }
        };
        self.phase.set(phase);
        admitted
    }

    /// Sets the waker to call when more bytes may be admitted.
    pub(crate) fn set_read_waker(&self, waker: Waker) {
        self.read_waker.set(Some(waker));
    }

    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        if let Some(waker) = self.read_waker.take() {
            waker.wake();
        }
    }

    /// A request has started (RFC 9112 §6.3).
    pub(crate) fn begin(&self, headers: &HeaderMap) {
        let length = headers.get(CONTENT_LENGTH);
        let length = length.map_or(Some(0), |length| length.to_str().ok()?.trim().parse().ok());
        self.enter(Phase::Request {
            deadline: self.request_timeout.map(|timeout| Instant::now() + timeout),
            unread: length.filter(|_| !headers.contains_key(TRANSFER_ENCODING)),
        });
    }

    /// The connection has become a tunnel.
    pub(crate) fn become_tunnel(&self) {
        self.enter(Phase::Tunnel);
    }

    /// The response has ended. After a chunked body the timeout of the next head starts now, because
    /// actix-http accepts any bytes as trailers; otherwise it starts with the first byte.
    pub(crate) fn end(&self) {
        let unread = match self.phase.get() {
            Phase::Request { unread, .. } => unread,
            Phase::Head(_) | Phase::Tunnel => Some(0),
        };
        let may_be_trailers = unread.is_none();
        self.enter(Phase::Head(HeadProgress {
            since: may_be_trailers.then(Instant::now),
            bytes: usize::from(may_be_trailers),
            may_be_trailers,
            skip: unread.unwrap_or(0),
            ..HeadProgress::default()
        }));
    }

    /// The connection is closed for a timeout.
    pub(crate) fn time_out(&self) {
        self.has_timed_out.set(true);
    }

    /// Whether it was closed for a timeout.
    pub(crate) fn has_timed_out(&self) -> bool {
        self.has_timed_out.get()
    }
}

/// Takes up to `max` of the remaining bytes.
fn take(unread: &mut usize, max: usize) -> usize {
    let taken = max.min(*unread);
    *unread -= taken;
    taken
}
