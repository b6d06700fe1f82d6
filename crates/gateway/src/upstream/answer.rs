//! The answer of an instance: its head, and its body as a stream that knows where it must end.

use std::io;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use tokio::time::Instant;

use super::exchange::Sending;
use super::group::Claim;
use super::http1::{Body, Fields, Head, Piece};
use super::pool::Pool;
use super::wire::{ROOM_FOR_BODY, Wire};

/// An instance's answer.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    /// The fields that pass.
    pub(crate) fields: Fields,
    /// The announced length, whether or not a body of that length follows.
    pub(crate) length: Option<u64>,
    pub(crate) body: AnswerBody,
}

/// The body of an answer.
pub(crate) enum AnswerBody {
    /// There is none.
    None,
    /// It was all there with the head.
    Whole(Bytes),
    /// It is still coming.
    Coming(Box<Coming>),
}

/// A body that is still coming, on a connection of its own until then.
pub(crate) struct Coming {
    body: Body,
    wire: Option<Wire>,
    /// The rest of the request, if the answer came early.
    sending: Sending,
    /// Where the connection goes after a proper end, if it can be used again.
    home: Option<Rc<Pool>>,
    _claim: Claim,
    idle: Duration,
    end: Option<Instant>,
    /// Since when the instance is waited for.
    waiting: Option<Instant>,
}

/// What an exchange leaves behind besides the head.
pub(super) struct Rest {
    pub(super) wire: Wire,
    pub(super) sending: Sending,
    pub(super) claim: Claim,
    pub(super) pool: Rc<Pool>,
    pub(super) idle: Duration,
    pub(super) end: Option<Instant>,
}

/// An instance that has agreed to a tunnel.
pub(crate) struct Switched {
    pub(crate) fields: Fields,
    pub(crate) upgrade: Option<HeaderValue>,
    pub(crate) wire: Wire,
    /// The tunnel is a part of the instance's load as long as it stands.
    _claim: Claim,
}

impl Switched {
    pub(super) fn new(head: Head, rest: Rest) -> Self {
        Self {
            fields: head.fields,
            upgrade: head.upgrade,
            wire: rest.wire,
            _claim: rest.claim,
        }
    }
}

impl Answer {
    pub(super) fn new(head: Head, rest: Rest) -> Self {
        let mut coming = Coming {
            body: head.body,
            wire: Some(rest.wire),
            sending: rest.sending,
            home: Some(rest.pool).filter(|_| head.keeps_alive),
            _claim: rest.claim,
            idle: rest.idle,
            end: rest.end,
            waiting: None,
        };
        let body = match coming.take_whole() {
            Some(whole) => {
                coming.give_back();
                if whole.is_empty() {
                    AnswerBody::None
                } else {
                    AnswerBody::Whole(whole)
                }
            }
            None => AnswerBody::Coming(Box::new(coming)),
        };
        Self {
            status: head.status,
            fields: head.fields,
            length: head.length,
            body,
        }
    }
}

impl Coming {
    /// The body, if all of it has come with the head.
    fn take_whole(&mut self) -> Option<Bytes> {
        let wire = self.wire.as_mut()?;
        match self.body {
            Body::None => Some(Bytes::new()),
            Body::Length(length) => {
                let length = usize::try_from(length).ok()?;
                let is_here = wire.read.len() >= length && self.sending.is_done();
                is_here.then(|| wire.read.split_to(length).freeze())
            }
            Body::Chunked(_) | Body::UntilClose => None,
        }
    }

    /// The next part: data, or the end with its trailers. An error is an answer that breaks off.
    pub(crate) fn poll_piece(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Piece>> {
        let piece = ready!(self.poll_uncut(cx));
        if !matches!(piece, Ok(Piece::Data(_))) {
            if matches!(piece, Ok(Piece::End(_))) {
                self.give_back();
            }
            self.wire = None;
        }
        Poll::Ready(piece)
    }

    fn poll_uncut(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<Piece>> {
        let Some(wire) = self.wire.as_mut() else {
            return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
        };
        self.sending.advance(wire, cx).map_err(io::Error::other)?;
        loop {
            if let Some(piece) = self.body.take(&mut wire.read).map_err(io::Error::other)? {
                self.waiting = None;
                return Poll::Ready(Ok(piece));
            }
            match wire.poll_read(ROOM_FOR_BODY, cx)? {
                Poll::Ready(0) if matches!(self.body, Body::UntilClose) => {
                    return Poll::Ready(Ok(Piece::End(Bytes::new())));
                }
                Poll::Ready(0) => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
                Poll::Ready(_) => {}
                Poll::Pending => break,
            }
        }
        let since = *self.waiting.get_or_insert_with(Instant::now);
        // While the request is still being sent, its progress counts too.
        let since = if self.sending.is_busy() {
            since.max(self.sending.moved)
        } else {
            since
        };
        let due = since + self.idle;
        let due = self.end.map_or(due, |end| end.min(due));
        ready!(wire.timer.poll(due, cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Keeps the connection for the next request, unless the instance has said more than it should.
    fn give_back(&mut self) {
        let (wire, home) = (self.wire.take(), self.home.take());
        if let (Some(wire), Some(home)) = (wire, home)
            && self.sending.is_done()
            && wire.read.is_empty()
        {
            home.put(wire);
        }
    }
}
