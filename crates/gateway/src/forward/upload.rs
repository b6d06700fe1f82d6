//! The body of a request on its way to the upstream: admitted by its announced length, counted
//! while it streams, and watched so that a standstill can be blamed on the right side.

use std::cell::Cell;
use std::fmt;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::Bytes;
use futures_util::Stream;
use tokio::time::{Instant, sleep_until};

/// What is wrong with the client's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UploadFault {
    /// It is longer than allowed.
    TooLarge {
        /// What is allowed, in bytes.
        limit: usize,
    },
    /// It stopped coming.
    Stalled,
    /// It is no HTTP, or its sender left.
    Broken,
}

impl fmt::Display for UploadFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLarge { .. } => "the body is too large",
            Self::Stalled => "the body stopped coming",
            Self::Broken => "the body cannot be read",
        })
    }
}

impl std::error::Error for UploadFault {}

/// How far an upload is; shared by the body and by who waits for the answer.
#[derive(Debug, Clone)]
pub(crate) struct Progress(Rc<Watched>);

#[derive(Debug)]
struct Watched {
    moved: Cell<Instant>,
    waits_for_client: Cell<bool>,
}

impl Progress {
    fn new() -> Self {
        Self(Rc::new(Watched {
            moved: Cell::new(Instant::now()),
            waits_for_client: Cell::new(false),
        }))
    }

    /// Resolves when nothing has moved for `patience`, with the client's fault if it is the client's.
    pub(crate) async fn standstill(&self, patience: Duration) -> Option<UploadFault> {
        loop {
            let deadline = self.0.moved.get() + patience;
            if Instant::now() >= deadline {
                return self
                    .0
                    .waits_for_client
                    .get()
                    .then_some(UploadFault::Stalled);
            }
            sleep_until(deadline).await;
        }
    }

    fn moves(&self, waits_for_client: bool) {
        self.0.moved.set(Instant::now());
        self.0.waits_for_client.set(waits_for_client);
    }
}

/// A request's body, ready to be sent on.
pub(crate) struct Upload {
    size: BodySize,
    limit: usize,
    sent: usize,
    source: Payload,
    progress: Progress,
}

impl Upload {
    /// Admits the body of a request: one that announces too much is refused unread.
    pub(crate) fn admit(
        request: &HttpRequest,
        source: Payload,
        limit: usize,
    ) -> Result<Self, UploadFault> {
        let size = announced(request.headers())?;
        match size {
            BodySize::Sized(length) if length > limit as u64 => {
                Err(UploadFault::TooLarge { limit })
            }
            _ => Ok(Self {
                size,
                limit,
                sent: 0,
                source,
                progress: Progress::new(),
            }),
        }
    }

    /// Whether there is nothing to send, so that the request can be sent twice.
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self.size, BodySize::None | BodySize::Sized(0))
    }

    /// A handle on how far it is.
    pub(crate) fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// The same emptiness again, for another try.
    pub(crate) fn empty(&self) -> Self {
        Self {
            size: self.size,
            limit: self.limit,
            sent: 0,
            source: Payload::None,
            progress: Progress::new(),
        }
    }
}

/// The length a request announces (RFC 9112 §6.3): chunked without one, none at all, or a number.
fn announced(headers: &HeaderMap) -> Result<BodySize, UploadFault> {
    if headers.contains_key(header::TRANSFER_ENCODING) {
        return Ok(BodySize::Stream);
    }
    let Some(length) = headers.get(header::CONTENT_LENGTH) else {
        return Ok(BodySize::None);
    };
    let length = length.to_str().ok().and_then(|text| text.parse().ok());
    length.map(BodySize::Sized).ok_or(UploadFault::Broken)
}

impl MessageBody for Upload {
    type Error = UploadFault;

    fn size(&self) -> BodySize {
        self.size
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, UploadFault>>> {
        let Poll::Ready(next) = Pin::new(&mut self.source).poll_next(cx) else {
            self.progress.0.waits_for_client.set(true);
            return Poll::Pending;
        };
        self.progress.moves(false);
        Poll::Ready(match next {
            None => None,
            Some(Err(error)) => Some(Err(fault_of(&error, self.limit))),
            Some(Ok(chunk)) => {
                self.sent = self.sent.saturating_add(chunk.len());
                if self.sent > self.limit {
                    Some(Err(UploadFault::TooLarge { limit: self.limit }))
                } else {
                    Some(Ok(chunk))
                }
            }
        })
    }
}

fn fault_of(error: &PayloadError, limit: usize) -> UploadFault {
    match error {
        PayloadError::Overflow => UploadFault::TooLarge { limit },
        _ => UploadFault::Broken,
    }
}

#[cfg(test)]
mod tests {
    use actix_web::body::to_bytes;
    use actix_web::test::TestRequest;

    use super::*;

    fn admit(name: &'static str, value: &'static str, limit: usize) -> Result<Upload, UploadFault> {
        let request = TestRequest::post()
            .insert_header((name, value))
            .to_http_request();
        Upload::admit(&request, Payload::None, limit)
    }

    #[test]
    fn an_announced_length_is_judged_unread() {
        assert!(admit("content-length", "10", 10).is_ok());
        assert_eq!(
            admit("content-length", "11", 10).err(),
            Some(UploadFault::TooLarge { limit: 10 })
        );
        assert!(admit("content-length", "0", 10).is_ok_and(|upload| upload.is_empty()));
        assert!(admit("accept", "*/*", 10).is_ok_and(|upload| upload.is_empty()));
        assert!(admit("transfer-encoding", "chunked", 10).is_ok_and(|upload| !upload.is_empty()));
    }

    #[actix_web::test]
    async fn a_stream_is_cut_at_the_limit() {
        let chunks = [
            Bytes::from_static(b"12345"),
            Bytes::from_static(b"67890"),
            Bytes::from_static(b"1"),
        ];
        let stream: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> =
            Box::pin(futures_util::stream::iter(chunks.map(Ok)));
        let request = TestRequest::post()
            .insert_header(("transfer-encoding", "chunked"))
            .to_http_request();
        let source = Payload::Stream { payload: stream };
        let upload = Upload::admit(&request, source, 10).unwrap();
        let fault = to_bytes(upload).await.unwrap_err();
        assert_eq!(fault, UploadFault::TooLarge { limit: 10 });
    }
}
