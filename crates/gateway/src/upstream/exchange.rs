//! One request and the head of its answer over one connection.
//!
//! Writing and reading go on side by side: what the body gives is written at once, and an answer
//! that comes before the request is through is taken while the rest is still being sent.

use std::future::poll_fn;
use std::io;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::http::{Method, StatusCode};
use tokio::time::Instant;

use super::config::Patience;
use super::failure::ExchangeError;
use super::http1::{BadAnswer, Head};
use super::wire::{ROOM_FOR_HEAD, Wire};
use crate::outgoing::{Upload, UploadFault};

/// The sending side of an exchange.
pub(super) struct Sending {
    upload: Option<Upload>,
    state: SendingState,
    /// When something last moved.
    pub(super) moved: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SendingState {
    /// There is more to send.
    Busy,
    /// All is on its way.
    Done,
    /// The instance takes no more. It may have said why, so the answer is read all the same.
    Refused,
}

impl Sending {
    pub(super) fn new(upload: Option<Upload>) -> Self {
        Self {
            upload,
            state: SendingState::Busy,
            moved: Instant::now(),
        }
    }

    /// Whether the whole request is on its way.
    pub(super) fn is_done(&self) -> bool {
        self.state == SendingState::Done
    }

    /// Whether there is more to send, and somebody to take it.
    pub(super) fn is_busy(&self) -> bool {
        self.state == SendingState::Busy
    }

    /// Sends what the body has and the socket takes.
    pub(super) fn advance(
        &mut self,
        wire: &mut Wire,
        cx: &mut Context<'_>,
    ) -> Result<(), UploadFault> {
        while self.state == SendingState::Busy {
            let is_starved = self.fill(wire, cx)?;
            let before = wire.write.len();
            let outcome = wire.poll_write(cx);
            if wire.write.len() < before {
                self.moved = Instant::now();
            }
            match outcome {
                Poll::Pending => return Ok(()),
                Poll::Ready(Err(_)) => self.state = SendingState::Refused,
                Poll::Ready(Ok(())) if self.upload.is_none() => self.state = SendingState::Done,
                Poll::Ready(Ok(())) if is_starved => return Ok(()),
                Poll::Ready(Ok(())) => {}
            }
        }
        Ok(())
    }

    /// Moves parts of the body into the write buffer until that is full or there are none for now;
    /// whether it was the latter.
    fn fill(&mut self, wire: &mut Wire, cx: &mut Context<'_>) -> Result<bool, UploadFault> {
        while let Some(upload) = self.upload.as_mut().filter(|_| wire.has_room()) {
            match upload.poll_into(&mut wire.write, cx) {
                Poll::Pending => return Ok(true),
                Poll::Ready(is_last) => {
                    if is_last? {
                        self.upload = None;
                    }
                }
            }
        }
        Ok(false)
    }

    /// When it is too late for the next step, and whose fault it is then.
    pub(super) fn due(&self, patience: Duration) -> (Instant, ExchangeError) {
        let client = self.upload.as_ref().filter(|_| self.is_busy());
        match client.and_then(Upload::due) {
            Some(due) => (due, ExchangeError::Upload(UploadFault::Stalled)),
            None => (self.moved + patience, ExchangeError::Late),
        }
    }
}

/// Sends the request whose head is in the write buffer, and waits for the head of the answer.
pub(super) async fn exchange(
    wire: &mut Wire,
    sending: &mut Sending,
    method: &Method,
    patience: &Patience,
    end: Option<Instant>,
) -> Result<Head, ExchangeError> {
    poll_fn(|cx| {
        sending.advance(wire, cx).map_err(ExchangeError::Upload)?;
        if let Poll::Ready(outcome) = receive(wire, method, cx) {
            return Poll::Ready(outcome);
        }
        let (due, fault) = sending.due(patience.first_byte);
        ready!(wire.timer.poll(end.map_or(due, |end| end.min(due)), cx));
        Poll::Ready(Err(fault))
    })
    .await
}

/// Reads the head of the final answer; interim ones (RFC 9110 §15.2) are passed over.
fn receive(
    wire: &mut Wire,
    method: &Method,
    cx: &mut Context<'_>,
) -> Poll<Result<Head, ExchangeError>> {
    loop {
        while !wire.read.is_empty() {
            match Head::take(&mut wire.read, method) {
                Ok(None) => break,
                Ok(Some(head)) if head.status == StatusCode::SWITCHING_PROTOCOLS => {
                    return Poll::Ready(Ok(head));
                }
                Ok(Some(head)) if head.status.is_informational() => {}
                Ok(Some(head)) => return Poll::Ready(Ok(head)),
                Err(fault) => return Poll::Ready(Err(ExchangeError::Nonsense(fault))),
            }
        }
        match wire.poll_read(ROOM_FOR_HEAD, cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(0)) if wire.read.is_empty() => {
                return Poll::Ready(Err(ExchangeError::Broken(
                    io::ErrorKind::UnexpectedEof.into(),
                )));
            }
            Poll::Ready(Ok(0)) => {
                return Poll::Ready(Err(ExchangeError::Nonsense(BadAnswer::Head)));
            }
            Poll::Ready(Ok(_)) => {}
            Poll::Ready(Err(error)) => return Poll::Ready(Err(ExchangeError::Broken(error))),
        }
    }
}
