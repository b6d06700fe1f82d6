//! Where an HTTP/1.1 connection of a client is: before a head, in a request, or a tunnel. The
//! connection and the request that it carries share it.

use std::cell::Cell;
use std::task::Waker;
use std::time::Duration;

use actix_web::http::header::{CONTENT_LENGTH, HeaderMap, TRANSFER_ENCODING};
use tokio::time::Instant;

/// The state of one connection.
pub(crate) struct ConnectionState {
    phase: Cell<Phase>,
    /// How long a whole request may take, its response included.
    request_timeout: Option<Duration>,
    /// Who waits for bytes to be admitted.
    waiting: Cell<Option<Waker>>,
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
        /// What is to come of its body; `None` where only its chunks say.
        rest: Option<usize>,
    },
    /// It is no HTTP any more.
    Tunnel,
}

/// What has come of a head.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct HeadProgress {
    /// Since when it is waited for; not between requests.
    pub(crate) since: Option<Instant>,
    pub(crate) bytes: usize,
    /// The length of its first line, once that is complete.
    pub(crate) line: Option<usize>,
    /// Whether the bytes may be the rest of chunks that nobody wanted.
    pub(crate) is_doubtful: bool,
    /// What is to come, before it, of a body that nobody wanted.
    skipped: usize,
    /// The length of the line that has not ended, without its CR.
    open_line: usize,
    is_complete: bool,
}

impl HeadProgress {
    /// Notes bytes; how many of them belong to this head.
    fn add(&mut self, bytes: &[u8]) -> usize {
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            let line = bytes[start..end].strip_suffix(b"\r");
            let length = self.open_line + line.unwrap_or(&bytes[start..end]).len();
            (start, self.open_line) = (end + 1, 0);
            if length > 0 {
                self.line.get_or_insert(self.bytes + end);
            } else if self.line.is_some() && !self.is_doubtful {
                // Empty lines before the first one are none of it (RFC 9112 §2.2).
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
    /// A new connection, whose first head is waited for from now on.
    pub(crate) fn new(request_timeout: Option<Duration>) -> Self {
        Self {
            phase: Cell::new(Phase::Head(HeadProgress {
                since: Some(Instant::now()),
                ..HeadProgress::default()
            })),
            request_timeout,
            waiting: Cell::default(),
            has_timed_out: Cell::new(false),
        }
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase.get()
    }

    /// How many of the bytes that have come may be handed on: none of the next request as long as
    /// this one has no response, for actix-http frames that by the head it has parsed last.
    pub(crate) fn admit(&self, bytes: &[u8]) -> usize {
        let mut phase = self.phase.get();
        let admitted = match &mut phase {
            Phase::Tunnel | Phase::Request { rest: None, .. } => bytes.len(),
            Phase::Request {
                rest: Some(rest), ..
            } => take(rest, bytes.len()),
            Phase::Head(head) if head.is_complete => 0,
            Phase::Head(head) => {
                let skipped = take(&mut head.skipped, bytes.len());
                if skipped < bytes.len() {
                    head.since.get_or_insert_with(Instant::now);
                }
                skipped + head.add(&bytes[skipped..])
            }
        };
        self.phase.set(phase);
        admitted
    }

    /// Wakes this one when more may be admitted.
    pub(crate) fn wait(&self, waker: Waker) {
        self.waiting.set(Some(waker));
    }

    fn enter(&self, phase: Phase) {
        self.phase.set(phase);
        if let Some(waker) = self.waiting.take() {
            waker.wake();
        }
    }

    /// A request has begun (RFC 9112 §6.3).
    pub(crate) fn begin(&self, headers: &HeaderMap) {
        let length = headers.get(CONTENT_LENGTH);
        let length = length.map_or(Some(0), |length| length.to_str().ok()?.trim().parse().ok());
        self.enter(Phase::Request {
            deadline: self.request_timeout.map(|timeout| Instant::now() + timeout),
            rest: length.filter(|_| !headers.contains_key(TRANSFER_ENCODING)),
        });
    }

    /// The connection has become a tunnel.
    pub(crate) fn become_tunnel(&self) {
        self.enter(Phase::Tunnel);
    }

    /// The response has ended. Behind chunks the next head is waited for from now on, for actix-http
    /// takes anything for trailers; else from its first byte on.
    pub(crate) fn end(&self) {
        let rest = match self.phase.get() {
            Phase::Request { rest, .. } => rest,
            Phase::Head(_) | Phase::Tunnel => Some(0),
        };
        let is_doubtful = rest.is_none();
        self.enter(Phase::Head(HeadProgress {
            since: is_doubtful.then(Instant::now),
            bytes: usize::from(is_doubtful),
            is_doubtful,
            skipped: rest.unwrap_or(0),
            ..HeadProgress::default()
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

/// Takes up to `most` of what is left.
fn take(rest: &mut usize, most: usize) -> usize {
    let taken = most.min(*rest);
    *rest -= taken;
    taken
}
