//! The body of a request to an instance: limited by its `Content-Length`, counted while it is
//! streamed, with an idle timeout and a minimum rate. hyper frames it.

use std::cell::Cell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header;
use actix_web::web::Bytes;
use futures_util::Stream as _;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::Instant;

use crate::timer::Timer;

/// An error of the client's request body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is too large.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// The limit in bytes.
        limit: u64,
    },
    /// It timed out, or is too slow.
    #[error("the body stopped coming")]
    Stalled,
    /// It is malformed, or the client disconnected.
    #[error("the body cannot be read")]
    Broken,
}

/// The timeout of a request body.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyTimeout {
    /// The idle timeout.
    pub(crate) idle: Duration,
    /// The minimum average rate in bytes per second, once the total wait exceeds `idle`.
    pub(crate) min_rate: u64,
}

impl BodyTimeout {
    /// When the client must have sent more, if it has been waited for since `since`, for `total_wait`
    /// before that, and has sent `received` bytes.
    fn deadline(self, since: Instant, total_wait: Duration, received: u64) -> Instant {
        let by_idle = since + self.idle;
        if self.min_rate == 0 {
            return by_idle;
        }
        // The received bytes allow this much waiting.
        let allowance = Duration::from_secs_f64(received as f64 / self.min_rate as f64);
        by_idle.min(since + (self.idle + allowance).saturating_sub(total_wait))
    }
}

/// The progress of sending a body, for the exchange that waits for the response.
#[derive(Debug)]
pub(crate) struct UploadProgress {
    /// When a part was last polled.
    taken: Cell<Instant>,
    state: Cell<UploadState>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UploadState {
    /// Waiting for the instance to read.
    Sending,
    /// Waiting for the client to send.
    Waiting,
    /// The whole body has been passed to hyper.
    Complete,
    Failed(BodyError),
}

impl UploadProgress {
    /// Since when only the instance has been waited for.
    pub(crate) fn instance_awaited_since(&self) -> Instant {
        match self.state.get() {
            UploadState::Waiting => Instant::now(),
            _ => self.taken.get(),
        }
    }

    /// Whether hyper has the whole body.
    pub(crate) fn is_complete(&self) -> bool {
        self.state.get() == UploadState::Complete
    }

    /// The error of the body.
    pub(crate) fn error(&self) -> Option<BodyError> {
        match self.state.get() {
            UploadState::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// A request body; `None` if it is empty.
pub(crate) struct RequestBody(Option<Box<Upload>>);

struct Upload {
    source: Payload,
    /// `Content-Length`; `None` with chunked coding.
    length: Option<u64>,
    limit: u64,
    received: u64,
    timeout: BodyTimeout,
    /// Since when the client is waited for, if it is.
    waiting_since: Option<Instant>,
    /// How long it was waited for before that, in total.
    total_wait: Duration,
    timer: Timer,
    progress: Rc<UploadProgress>,
}

impl RequestBody {
    pub(crate) fn empty() -> Self {
        Self(None)
    }

    /// Admits the body of a request; a too large `Content-Length` is rejected before reading.
    pub(crate) fn admit(
        request: &HttpRequest,
        source: Payload,
        limit: usize,
        timeout: BodyTimeout,
    ) -> Result<Self, BodyError> {
        let headers = request.headers();
        let limit = limit as u64;
        let length = match headers.get(header::CONTENT_LENGTH) {
            Some(length) => {
                let length = length
                    .to_str()
                    .ok()
                    .and_then(|text| text.trim().parse().ok());
                Some(length.ok_or(BodyError::Broken)?)
            }
            None => None,
        };
        match length {
            Some(length) if length > limit => return Err(BodyError::TooLarge { limit }),
            Some(0) => return Ok(Self::empty()),
            None if !headers.contains_key(header::TRANSFER_ENCODING) => return Ok(Self::empty()),
            _ => {}
        }
        let progress = UploadProgress {
            taken: Cell::new(Instant::now()),
            state: Cell::new(UploadState::Sending),
        };
        Ok(Self(Some(Box::new(Upload {
            source,
            length,
            limit,
            received: 0,
            timeout,
            waiting_since: None,
            total_wait: Duration::ZERO,
            timer: Timer::default(),
            progress: Rc::new(progress),
        }))))
    }

    /// Whether it is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// The progress; `None` if it is empty.
    pub(crate) fn progress(&self) -> Option<Rc<UploadProgress>> {
        self.0.as_ref().map(|upload| Rc::clone(&upload.progress))
    }
}

impl Upload {
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let Poll::Ready(next) = Pin::new(&mut self.source).poll_next(cx) else {
                let since = *self.waiting_since.get_or_insert_with(Instant::now);
                let due = self.timeout.deadline(since, self.total_wait, self.received);
                ready!(self.timer.poll(due, cx));
                return Poll::Ready(Some(Err(BodyError::Stalled)));
            };
            if let Some(since) = self.waiting_since.take() {
                self.total_wait += since.elapsed();
            }
            let limit = self.limit;
            return Poll::Ready(match next {
                None => None,
                Some(Err(PayloadError::Overflow)) => Some(Err(BodyError::TooLarge { limit })),
                Some(Err(_)) => Some(Err(BodyError::Broken)),
                // An empty chunk would end the body.
                Some(Ok(part)) if part.is_empty() => continue,
                Some(Ok(part)) => {
                    self.received += part.len() as u64;
                    if self.received > limit {
                        Some(Err(BodyError::TooLarge { limit }))
                    } else {
                        Some(Ok(part))
                    }
                }
            });
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let Some(upload) = self.0.as_mut() else {
            return Poll::Ready(None);
        };
        let part = upload.poll_part(cx);
        let progress = &upload.progress;
        progress.state.set(match &part {
            Poll::Pending => UploadState::Waiting,
            Poll::Ready(None) => UploadState::Complete,
            Poll::Ready(Some(Err(error))) => UploadState::Failed(*error),
            // hyper does not poll again after `Content-Length` bytes.
            Poll::Ready(Some(Ok(_))) if upload.length == Some(upload.received) => {
                UploadState::Complete
            }
            Poll::Ready(Some(Ok(_))) => UploadState::Sending,
        });
        progress.taken.set(Instant::now());
        part.map(|part| part.map(|part| part.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.0
            .as_ref()
            .is_none_or(|upload| upload.progress.is_complete())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            None => SizeHint::with_exact(0),
            Some(upload) => upload.length.map_or_else(SizeHint::default, |length| {
                SizeHint::with_exact(length.saturating_sub(upload.received))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use actix_web::test::TestRequest;
    use futures_util::Stream;

    use super::*;

    const TIMEOUT: BodyTimeout = BodyTimeout {
        idle: Duration::from_secs(10),
        min_rate: 100,
    };

    fn admit(
        field: (&'static str, &'static str),
        parts: &[&'static str],
        limit: usize,
    ) -> Result<RequestBody, BodyError> {
        let request = TestRequest::post().insert_header(field).to_http_request();
        let parts: Vec<_> = parts
            .iter()
            .map(|part| Ok(Bytes::from_static(part.as_bytes())))
            .collect();
        let payload: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> =
            Box::pin(futures_util::stream::iter(parts));
        RequestBody::admit(&request, Payload::Stream { payload }, limit, TIMEOUT)
    }

    async fn parts(mut body: RequestBody) -> Result<Vec<Bytes>, BodyError> {
        let mut parts = Vec::new();
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            parts.push(frame?.into_data().unwrap());
        }
        Ok(parts)
    }

    #[test]
    fn content_length_is_checked_before_reading() {
        assert!(admit(("content-length", "10"), &[], 10).is_ok());
        let error = admit(("content-length", "11"), &[], 10).err();
        assert_eq!(error, Some(BodyError::TooLarge { limit: 10 }));
        for nothing in [("content-length", "0"), ("accept", "*/*")] {
            let body = admit(nothing, &[], 10).unwrap();
            assert!(body.is_end_stream() && body.progress().is_none());
        }
    }

    #[actix_web::test]
    async fn parts_are_streamed_and_empty_ones_skipped() {
        let body = admit(("transfer-encoding", "chunked"), &["abc", "", "d"], 10).unwrap();
        let progress = body.progress().unwrap();
        assert_eq!(body.size_hint().exact(), None);
        assert_eq!(parts(body).await.unwrap(), ["abc", "d"]);
        assert!(progress.is_complete());
        let sized = admit(("content-length", "4"), &["abc", "d"], 10).unwrap();
        assert_eq!(sized.size_hint().exact(), Some(4));
        assert_eq!(parts(sized).await.unwrap(), ["abc", "d"]);
    }

    #[actix_web::test]
    async fn a_stream_is_aborted_at_the_limit() {
        let body = admit(
            ("transfer-encoding", "chunked"),
            &["12345", "67890", "1"],
            10,
        )
        .unwrap();
        let progress = body.progress().unwrap();
        assert_eq!(parts(body).await, Err(BodyError::TooLarge { limit: 10 }));
        assert_eq!(progress.error(), Some(BodyError::TooLarge { limit: 10 }));
    }

    #[test]
    fn a_slow_body_needs_a_minimum_rate() {
        let now = Instant::now();
        let second = Duration::from_secs(1);
        assert_eq!(TIMEOUT.deadline(now, Duration::ZERO, 0), now + 10 * second);
        // 500 bytes allow five seconds in addition to the ten of the idle timeout.
        assert_eq!(TIMEOUT.deadline(now, 14 * second, 500), now + second);
        let no_min_rate = BodyTimeout {
            min_rate: 0,
            ..TIMEOUT
        };
        assert_eq!(no_min_rate.deadline(now, 14 * second, 0), now + 10 * second);
    }
}
