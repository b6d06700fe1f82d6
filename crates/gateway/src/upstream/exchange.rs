//! One request and the head of its answer over one connection.
//!
//! Writing and reading go on side by side: what the body gives is flushed at once, and an answer
//! that comes before the request is through (a refusal, mostly) is taken and ends the sending.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_codec::Framed;
use actix_http::error::ParseError;
use actix_http::h1::{ClientCodec, Message};
use actix_http::{RequestHeadType, ResponseHead};
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::RequestHead;
use actix_web::http::StatusCode;

use super::Answer;
use super::connection::Connection;
use super::pool::Pool;
use crate::forward::UploadFault;
use crate::problem::ExchangeError;

pub(super) type Wire = Framed<Connection, ClientCodec>;

/// Sends the request and waits for the head of the answer.
pub(super) async fn exchange(
    connection: Connection,
    head: &Rc<RequestHead>,
    body: impl MessageBody<Error = UploadFault>,
    pool: &Rc<Pool>,
) -> Result<Answer, ExchangeError> {
    let mut wire = Framed::new(connection, ClientCodec::default());
    let size = body.size();
    let request = RequestHeadType::Rc(Rc::clone(head), None);
    Pin::new(&mut wire)
        .write(Message::Item((request, size)))
        .map_err(ExchangeError::Broken)?;

    let mut body = pin!(body);
    let mut sending = match size {
        BodySize::None | BodySize::Sized(0) => Sending::Written,
        BodySize::Sized(_) | BodySize::Stream => Sending::Body,
    };
    let answer = poll_fn(|cx| {
        sending = send(&mut wire, body.as_mut(), sending, cx)?;
        receive(&mut wire, cx)
    })
    .await?;
    let home = (sending == Sending::Done && wire.codec_ref().keep_alive()).then(|| Rc::clone(pool));
    Ok(Answer::new(&head.method, answer, wire, home))
}

/// How far the sending is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sending {
    /// The body has more to give.
    Body,
    /// All is written to the buffer, but not all of it is on its way.
    Written,
    /// All is on its way.
    Done,
    /// The service takes no more. It may have said why, so the answer is read all the same.
    Refused,
}

/// Writes what the body has and the socket takes.
fn send(
    wire: &mut Wire,
    mut body: Pin<&mut impl MessageBody<Error = UploadFault>>,
    mut sending: Sending,
    cx: &mut Context<'_>,
) -> Result<Sending, ExchangeError> {
    while matches!(sending, Sending::Body | Sending::Written) {
        let is_starved;
        (sending, is_starved) = fill(wire, body.as_mut(), sending, cx)?;
        match Pin::new(&mut *wire).flush::<Message<(RequestHeadType, BodySize)>>(cx) {
            Poll::Pending => break,
            Poll::Ready(Err(_)) => sending = Sending::Refused,
            Poll::Ready(Ok(())) if sending == Sending::Written => sending = Sending::Done,
            Poll::Ready(Ok(())) if is_starved => break,
            Poll::Ready(Ok(())) => {}
        }
    }
    Ok(sending)
}

/// Moves parts of the body into the write buffer until that is full or there are none for now.
fn fill(
    wire: &mut Wire,
    mut body: Pin<&mut impl MessageBody<Error = UploadFault>>,
    sending: Sending,
    cx: &mut Context<'_>,
) -> Result<(Sending, bool), ExchangeError> {
    while sending == Sending::Body && !wire.is_write_buf_full() {
        let part = match body.as_mut().poll_next(cx) {
            Poll::Pending => return Ok((sending, true)),
            Poll::Ready(Some(Err(fault))) => return Err(ExchangeError::Upload(fault)),
            // In the chunked coding an empty part would be the end.
            Poll::Ready(Some(Ok(part))) if part.is_empty() => continue,
            Poll::Ready(Some(Ok(part))) => Some(part),
            Poll::Ready(None) => None,
        };
        let is_end = part.is_none();
        // The codec refuses an end that comes before the announced length.
        let short = |_too_short| ExchangeError::Upload(UploadFault::Broken);
        Pin::new(&mut *wire)
            .write(Message::Chunk(part))
            .map_err(short)?;
        if is_end {
            return Ok((Sending::Written, false));
        }
    }
    Ok((sending, false))
}

/// Reads the head of the final answer; interim ones (RFC 9110 §15.2) are passed over.
fn receive(wire: &mut Wire, cx: &mut Context<'_>) -> Poll<Result<ResponseHead, ExchangeError>> {
    loop {
        return Poll::Ready(match ready!(Pin::new(&mut *wire).next_item(cx)) {
            Some(Ok(head)) if head.status == StatusCode::SWITCHING_PROTOCOLS => {
                // No upgrade is ever asked for.
                Err(ExchangeError::Nonsense(ParseError::Status))
            }
            Some(Ok(head)) if head.status.is_informational() => continue,
            Some(Ok(head)) => Ok(head),
            Some(Err(ParseError::Io(error))) => Err(ExchangeError::Broken(error)),
            Some(Err(error)) => Err(ExchangeError::Nonsense(error)),
            None => Err(ExchangeError::Broken(
                std::io::ErrorKind::UnexpectedEof.into(),
            )),
        });
    }
}
