//! The body of a request on its way to an instance: admitted by its announced length, counted
//! while it streams, and held to a pace. hyper takes it as it comes and frames it.

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

/// What is wrong with the client's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    /// It is longer than allowed.
    #[error("the body is larger than {limit} bytes")]
    TooLarge {
        /// What is allowed, in bytes.
        limit: u64,
    },
    /// It stopped coming, or comes too slowly.
    #[error("the body stopped coming")]
    Stalled,
    /// It is no HTTP, or its sender left.
    #[error("the body cannot be read")]
    Broken,
}

/// How fast a body must come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyPace {
    /// The longest pause.
    pub(crate) pause: Duration,
    /// Bytes each second on average, from the time on that `pause` has been waited in all.
    pub(crate) rate: u64,
}

impl BodyPace {
    /// When the client has to have sent more, after it has been waited for since `since`, for
    /// `waited` in all before that, and has sent `received` bytes.
    fn due(self, since: Instant, waited: Duration, received: u64) -> Instant {
        let by_pause = since + self.pause;
        if self.rate == 0 {
            return by_pause;
        }
        // What has come so far pays for so much waiting.
        let paid = Duration::from_secs_f64(received as f64 / self.rate as f64);
        by_pause.min(since + (self.pause + paid).saturating_sub(waited))
    }
}

/// How far the sending of a body is, for whoever waits for the response.
#[derive(Debug)]
pub(crate) struct UploadProgress {
    /// When a part was last taken.
    taken: Cell<Instant>,
    state: Cell<UploadState>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum UploadState {
    /// The instance is to take more.
    Sending,
    /// The client is to send more.
    Waiting,
    /// All has been taken.
    Complete,
    Failed(BodyError),
}

impl UploadProgress {
    /// Since when nothing but the instance has been waited for.
    pub(crate) fn instance_awaited_since(&self) -> Instant {
        match self.state.get() {
            UploadState::Waiting => Instant::now(),
            _ => self.taken.get(),
        }
    }

    /// Whether hyper has all of the body.
    pub(crate) fn is_complete(&self) -> bool {
        self.state.get() == UploadState::Complete
    }

    /// What was wrong with the body.
    pub(crate) fn error(&self) -> Option<BodyError> {
        match self.state.get() {
            UploadState::Failed(error) => Some(error),
            _ => None,
        }
    }
}

/// A request's body. One that is empty has no source.
pub(crate) struct RequestBody(Option<Box<Upload>>);

struct Upload {
    source: Payload,
    /// What was announced; nothing in the chunked coding.
    length: Option<u64>,
    limit: u64,
    received: u64,
    pace: BodyPace,
    /// Since when the client is waited for.
    waiting: Option<Instant>,
    /// How long it has been waited for in all before that.
    waited: Duration,
    timer: Timer,
    progress: Rc<UploadProgress>,
}

impl RequestBody {
    pub(crate) fn empty() -> Self {
        Self(None)
    }

    /// Admits the body of a request; one that announces too much is refused unread.
    pub(crate) fn admit(
        request: &HttpRequest,
        source: Payload,
        limit: usize,
        pace: BodyPace,
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
            pace,
            waiting: None,
            waited: Duration::ZERO,
            timer: Timer::default(),
            progress: Rc::new(progress),
        }))))
    }

    /// Whether there is nothing to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// How far it is; nothing where there is nothing to send.
    pub(crate) fn progress(&self) -> Option<Rc<UploadProgress>> {
        self.0.as_ref().map(|upload| Rc::clone(&upload.progress))
    }
}

impl Upload {
    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let Poll::Ready(next) = Pin::new(&mut self.source).poll_next(cx) else {
                let since = *self.waiting.get_or_insert_with(Instant::now);
                let due = self.pace.due(since, self.waited, self.received);
                ready!(self.timer.poll(due, cx));
                return Poll::Ready(Some(Err(BodyError::Stalled)));
            };
            if let Some(since) = self.waiting.take() {
                self.waited += since.elapsed();
            }
            let limit = self.limit;
            return Poll::Ready(match next {
                None => None,
                Some(Err(PayloadError::Overflow)) => Some(Err(BodyError::TooLarge { limit })),
                Some(Err(_)) => Some(Err(BodyError::Broken)),
                // In the chunked coding an empty part would be the end.
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
            // hyper asks for no more once the announced length is there.
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

    const PACE: BodyPace = BodyPace {
        pause: Duration::from_secs(10),
        rate: 100,
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
        RequestBody::admit(&request, Payload::Stream { payload }, limit, PACE)
    }

    async fn parts(mut body: RequestBody) -> Result<Vec<Bytes>, BodyError> {
        let mut parts = Vec::new();
        while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
            parts.push(frame?.into_data().unwrap());
        }
        Ok(parts)
    }

    #[test]
    fn an_announced_length_is_judged_unread() {
        assert!(admit(("content-length", "10"), &[], 10).is_ok());
        let error = admit(("content-length", "11"), &[], 10).err();
        assert_eq!(error, Some(BodyError::TooLarge { limit: 10 }));
        for nothing in [("content-length", "0"), ("accept", "*/*")] {
            let body = admit(nothing, &[], 10).unwrap();
            assert!(body.is_end_stream() && body.progress().is_none());
        }
    }

    #[actix_web::test]
    async fn parts_pass_as_they_come_and_empty_ones_are_left_out() {
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
    async fn a_stream_is_cut_at_the_limit() {
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
    fn a_slow_body_must_keep_up_a_rate_and_only_the_clients_time_counts() {
        let now = Instant::now();
        let second = Duration::from_secs(1);
        assert_eq!(PACE.due(now, Duration::ZERO, 0), now + 10 * second);
        // 500 bytes pay for five seconds more than the ten that are free.
        assert_eq!(PACE.due(now, 14 * second, 500), now + second);
        let no_rate = BodyPace { rate: 0, ..PACE };
        assert_eq!(no_rate.due(now, 14 * second, 0), now + 10 * second);
    }
}
