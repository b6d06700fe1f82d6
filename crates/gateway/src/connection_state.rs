//! Where an HTTP/1.1 connection of a client is: before a head, in a request, or a tunnel. The
//! connection and the request that it carries share it.

use std::cell::Cell;
use std::time::Duration;

use actix_web::http::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use tokio::time::Instant;

/// The state of one connection.
#[derive(Debug)]
pub(crate) struct ConnectionState {
    phase: Cell<Phase>,
    /// How long a whole request may take, its response included.
    request_timeout: Option<Duration>,
    /// Whether what was read last ended with an empty line, as a head without a body does.
    ends_with_empty_line: Cell<bool>,
    has_timed_out: Cell<bool>,
}

/// What a connection is doing.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Phase {
    /// It waits for the head of a request.
    Head(HeadProgress),
    /// It carries a request, until `deadline`.
    Request {
        deadline: Option<Instant>,
        framing: Framing,
    },
    /// It is no HTTP any more.
    Tunnel,
}

/// What follows the head of a request (RFC 9112 §6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framing {
    /// Nothing.
    Empty,
    /// A body of a known length.
    Sized,
    /// Chunks.
    Chunked,
}

impl Framing {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let length = headers.get(CONTENT_LENGTH);
        if headers.contains_key(TRANSFER_ENCODING) {
            Self::Chunked
        } else if length.is_some_and(|length| length.as_bytes() != b"0") {
            Self::Sized
        } else {
            Self::Empty
        }
    }
}

/// What has come of a head.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct HeadProgress {
    /// Since when it is waited for; not between requests.
    pub(crate) since: Option<Instant>,
    pub(crate) bytes: usize,
    /// The length of its first line, once that is complete.
    pub(crate) line: Option<usize>,
    /// Whether the bytes may be the rest of a body that nobody wanted.
    pub(crate) is_doubtful: bool,
}

impl ConnectionState {
    /// A new connection, whose first head is waited for from now on.
    pub(crate) fn new(request_timeout: Option<Duration>) -> Self {
        Self {
            phase: Cell::new(Phase::Head(HeadProgress {
                since: Some(Instant::now()),
                ..HeadProgress::default()
            })),
            request_timeout,
            ends_with_empty_line: Cell::new(false),
            has_timed_out: Cell::new(false),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// Bytes have come.
    pub(crate) fn received(&self, bytes: &[u8]) {
        let ends = bytes.ends_with(b"\r\n\r\n") || bytes.ends_with(b"\n\n");
        self.ends_with_empty_line.set(ends);
        if let Phase::Head(mut head) = self.phase.get() {
            head.since.get_or_insert_with(Instant::now);
            if head.line.is_none() {
                let end = bytes.iter().position(|byte| *byte == b'\n');
                head.line = end.map(|end| head.bytes + end);
            }
            head.bytes += bytes.len();
            self.phase.set(Phase::Head(head));
        }
    }

    /// A request has begun.
    pub(crate) fn begin(&self, framing: Framing) {
        self.phase.set(Phase::Request {
            deadline: self.request_timeout.map(|timeout| Instant::now() + timeout),
            framing,
        });
    }

    /// The connection has become a tunnel.
    pub(crate) fn become_tunnel(&self) {
        self.phase.set(Phase::Tunnel);
    }

    /// The response has ended. The next head is waited for from now on where it may have begun: what
    /// was read behind a request without a body is its beginning, and actix-http takes anything for
    /// trailers. Behind a sized body it counts from the next byte on.
    pub(crate) fn end(&self) {
        let framing = match self.phase.get() {
            Phase::Request { framing, .. } => framing,
            Phase::Head(_) | Phase::Tunnel => Framing::Empty,
        };
        let is_begun = match framing {
            Framing::Empty => !self.ends_with_empty_line.get(),
            Framing::Sized => false,
            Framing::Chunked => true,
        };
        self.phase.set(Phase::Head(HeadProgress {
            since: is_begun.then(Instant::now),
            bytes: usize::from(is_begun),
            line: None,
            is_doubtful: framing != Framing::Empty,
        }));
    }

    /// The connection is closed because a deadline has passed.
    pub(crate) fn time_out(&self) {
        self.has_timed_out.set(true);
    }

    /// Whether a deadline has closed it.
    pub(crate) fn has_timed_out(&self) -> bool {
        self.has_timed_out.get()
    }
}
