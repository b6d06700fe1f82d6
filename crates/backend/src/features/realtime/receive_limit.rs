//! How many bytes a client may send. actix-http compares the size of a frame with its limit only once the whole frame
//! is in memory, so that a header alone would make it keep all that follows.

use std::cell::Cell;
use std::io;
use std::rc::Rc;

use actix_web::dev::{self, Payload};
use actix_web::error::PayloadError;
use actix_web::{FromRequest, HttpRequest, web};
use futures_util::StreamExt;

use super::socket::MAX_MESSAGE;

/// The longest header of a frame (RFC 6455 §5.2).
const MAX_HEADER: usize = 14;

/// The bytes since the last reset: at most those of the largest message.
#[derive(Clone, Default)]
pub(super) struct ReceiveLimit(Rc<Cell<usize>>);

impl ReceiveLimit {
    /// The body of a request, which fails once there are more.
    pub(super) async fn apply(
        &self,
        request: &HttpRequest,
        body: web::Payload,
    ) -> Result<web::Payload, actix_web::Error> {
        let received = self.0.clone();
        let limited = body.map(move |chunk| {
            let chunk = chunk?;
            received.set(received.get() + chunk.len());
            if received.get() > MAX_MESSAGE + MAX_HEADER {
                return Err(PayloadError::Overflow);
            }
            Ok(chunk)
        });
        let mut limited: dev::Payload = Payload::Stream {
            payload: limited.boxed_local(),
        };
        web::Payload::from_request(request, &mut limited).await
    }

    /// Begins to count anew.
    pub(super) fn reset(&self) {
        self.0.set(0);
    }
}

/// Whether an error of the body is that there was too much of it.
pub(super) fn is_exceeded(error: &io::Error) -> bool {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    matches!(cause, Some(PayloadError::Overflow))
}
