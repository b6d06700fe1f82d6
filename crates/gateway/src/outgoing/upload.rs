//! The body of a request on its way to an instance: admitted by its announced length, counted
//! while it streams, and held to a pace.

use std::fmt::{self, Write as _};
use std::future::poll_fn;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::Version;
use actix_web::http::header::{self, HeaderMap};
use actix_web::web::{Bytes, BytesMut};
use futures_util::Stream as _;
use tokio::time::Instant;

use crate::turn::Turn;

/// What is wrong with the client's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UploadFault {
    /// It is longer than allowed.
    TooLarge {
        /// What is allowed, in bytes.
        limit: usize,
    },
    /// It stopped coming, or comes too slowly.
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

/// How the length of a request's body is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// Not at all: there is no body.
    None,
    /// In bytes.
    Known(u64),
    /// By the chunked coding.
    Chunked,
}

impl Length {
    /// What a request announces (RFC 9112 §6.3).
    fn of(headers: &HeaderMap) -> Result<Self, UploadFault> {
        if headers.contains_key(header::TRANSFER_ENCODING) {
            return Ok(Self::Chunked);
        }
        let Some(length) = headers.get(header::CONTENT_LENGTH) else {
            return Ok(Self::None);
        };
        let length = length.to_str().ok().and_then(|text| text.parse().ok());
        length.map(Self::Known).ok_or(UploadFault::Broken)
    }

    /// Writes the field that announces it.
    pub(super) fn write(self, out: &mut BytesMut) {
        match self {
            Self::None => {}
            Self::Known(length) => {
                // Writing to a buffer cannot fail.
                let _ = write!(out, "content-length: {length}\r\n");
            }
            Self::Chunked => out.extend_from_slice(b"transfer-encoding: chunked\r\n"),
        }
    }
}

/// How fast a body must come.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pace {
    /// The longest pause.
    pub(crate) pause: Duration,
    /// Bytes each second on average, from the time on that `pause` has been waited in all.
    pub(crate) rate: u64,
}

/// A request's body, ready to be sent on. There is none if there is nothing to send.
pub(crate) struct Upload {
    length: Length,
    limit: usize,
    pace: Pace,
    received: usize,
    /// What tells a client that its body is welcome, if it waits for that.
    turn: Option<Rc<Turn>>,
    /// A part that was read ahead.
    first: Option<Bytes>,
    source: Payload,
    /// Since when the client is waited for.
    waiting: Option<Instant>,
    /// How long it has been waited for in all before that.
    waited: Duration,
}

impl Upload {
    /// Admits the body of a request: one that announces too much is refused unread.
    pub(crate) async fn admit(
        request: &HttpRequest,
        source: Payload,
        limit: usize,
        pace: Pace,
    ) -> Result<(Length, Option<Self>), UploadFault> {
        let length = Length::of(request.headers())?;
        match length {
            Length::Known(length) if length > limit as u64 => {
                return Err(UploadFault::TooLarge { limit });
            }
            Length::Known(0) => return Ok((length, None)),
            Length::None if request.version() < Version::HTTP_2 => return Ok((length, None)),
            _ => {}
        }
        let mut upload = Self {
            length,
            limit,
            pace,
            received: 0,
            turn: request.conn_data::<Rc<Turn>>().cloned(),
            first: None,
            source,
            waiting: None,
            waited: Duration::ZERO,
        };
        if length == Length::None {
            // HTTP/2 needs no announcement: only the stream itself tells whether there is a body.
            upload.first = poll_fn(|cx| upload.poll_part(cx)).await.transpose()?;
            if upload.first.is_none() {
                return Ok((length, None));
            }
            upload.length = Length::Chunked;
        }
        Ok((upload.length, Some(upload)))
    }

    /// Adds the next part to `out`, coded as announced; `Ready(Ok(true))` when that was the last.
    pub(crate) fn poll_into(
        &mut self,
        out: &mut BytesMut,
        cx: &mut Context<'_>,
    ) -> Poll<Result<bool, UploadFault>> {
        let part = match self.first.take() {
            Some(part) => Poll::Ready(Some(Ok(part))),
            None => self.poll_part(cx),
        };
        let is_chunked = self.length == Length::Chunked;
        Poll::Ready(match part {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Some(Err(fault))) => Err(fault),
            // In the chunked coding an empty part would be the end.
            Poll::Ready(Some(Ok(part))) if part.is_empty() => Ok(false),
            Poll::Ready(Some(Ok(part))) if is_chunked => {
                let _ = write!(out, "{:x}\r\n", part.len());
                out.extend_from_slice(&part);
                out.extend_from_slice(b"\r\n");
                Ok(false)
            }
            Poll::Ready(Some(Ok(part))) => {
                out.extend_from_slice(&part);
                self.is_complete()
            }
            Poll::Ready(None) if is_chunked => {
                out.extend_from_slice(b"0\r\n\r\n");
                Ok(true)
            }
            // An end that comes before the announced length.
            Poll::Ready(None) => Err(UploadFault::Broken),
        })
    }

    /// Whether all that was announced has come; more would be the beginning of another request.
    fn is_complete(&self) -> Result<bool, UploadFault> {
        match self.length {
            Length::Known(length) if self.received as u64 > length => Err(UploadFault::Broken),
            Length::Known(length) => Ok(self.received as u64 == length),
            Length::None | Length::Chunked => Ok(false),
        }
    }

    fn poll_part(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, UploadFault>>> {
        if let Some(turn) = self.turn.take() {
            turn.welcome_body();
        }
        let Poll::Ready(next) = Pin::new(&mut self.source).poll_next(cx) else {
            self.waiting.get_or_insert_with(Instant::now);
            return Poll::Pending;
        };
        self.waited += self
            .waiting
            .take()
            .map_or(Duration::ZERO, |since| since.elapsed());
        Poll::Ready(match next {
            None => None,
            Some(Err(PayloadError::Overflow)) => {
                Some(Err(UploadFault::TooLarge { limit: self.limit }))
            }
            Some(Err(_)) => Some(Err(UploadFault::Broken)),
            Some(Ok(part)) => {
                self.received = self.received.saturating_add(part.len());
                if self.received > self.limit {
                    Some(Err(UploadFault::TooLarge { limit: self.limit }))
                } else {
                    Some(Ok(part))
                }
            }
        })
    }

    /// When the client has to have sent more, if it is the client that is waited for.
    pub(crate) fn due(&self) -> Option<Instant> {
        let since = self.waiting?;
        let by_pause = since + self.pace.pause;
        if self.pace.rate == 0 {
            return Some(by_pause);
        }
        // What has come so far pays for so much waiting.
        let paid = Duration::from_secs_f64(self.received as f64 / self.pace.rate as f64);
        let allowed = (self.pace.pause + paid).saturating_sub(self.waited);
        Some(by_pause.min(since + allowed))
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use futures_util::Stream;

    use super::*;

    const PACE: Pace = Pace {
        pause: Duration::from_secs(10),
        rate: 100,
    };

    async fn admit(
        field: (&'static str, &'static str),
        parts: &[&'static str],
        limit: usize,
    ) -> Result<(Length, Option<Upload>), UploadFault> {
        let request = TestRequest::post().insert_header(field).to_http_request();
        let parts: Vec<_> = parts
            .iter()
            .map(|part| Ok(Bytes::from_static(part.as_bytes())))
            .collect();
        let payload: Pin<Box<dyn Stream<Item = Result<Bytes, PayloadError>>>> =
            Box::pin(futures_util::stream::iter(parts));
        Upload::admit(&request, Payload::Stream { payload }, limit, PACE).await
    }

    async fn sent(mut upload: Upload) -> Result<String, UploadFault> {
        let mut out = BytesMut::new();
        while !poll_fn(|cx| upload.poll_into(&mut out, cx)).await? {}
        Ok(String::from_utf8(out.to_vec()).unwrap())
    }

    #[actix_web::test]
    async fn an_announced_length_is_judged_unread() {
        assert!(admit(("content-length", "10"), &[], 10).await.is_ok());
        let fault = admit(("content-length", "11"), &[], 10).await.err();
        assert_eq!(fault, Some(UploadFault::TooLarge { limit: 10 }));
        for nothing in [("content-length", "0"), ("accept", "*/*")] {
            assert!(admit(nothing, &[], 10).await.unwrap().1.is_none());
        }
    }

    #[actix_web::test]
    async fn a_body_is_coded_as_it_was_announced() {
        let chunked = admit(("transfer-encoding", "chunked"), &["abc", "", "d"], 10).await;
        let upload = chunked.unwrap().1.unwrap();
        assert_eq!(
            sent(upload).await.unwrap(),
            "3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n"
        );
        let sized = admit(("content-length", "4"), &["abc", "d"], 10).await;
        assert_eq!(sent(sized.unwrap().1.unwrap()).await.unwrap(), "abcd");
        for wrong in [&["abc"][..], &["abc", "de"]] {
            let upload = admit(("content-length", "4"), wrong, 10).await;
            assert_eq!(
                sent(upload.unwrap().1.unwrap()).await,
                Err(UploadFault::Broken)
            );
        }
    }

    #[actix_web::test]
    async fn a_stream_is_cut_at_the_limit() {
        let parts = ["12345", "67890", "1"];
        let upload = admit(("transfer-encoding", "chunked"), &parts, 10).await;
        let fault = sent(upload.unwrap().1.unwrap()).await;
        assert_eq!(fault, Err(UploadFault::TooLarge { limit: 10 }));
    }

    #[actix_web::test]
    async fn a_slow_body_must_keep_up_a_rate_and_only_the_clients_time_counts() {
        let upload = admit(("transfer-encoding", "chunked"), &[], 10_000).await;
        let mut upload = upload.unwrap().1.unwrap();
        assert_eq!(upload.due(), None, "nobody is waited for");
        let now = Instant::now();
        upload.waiting = Some(now);
        assert_eq!(upload.due(), Some(now + Duration::from_secs(10)));
        // 500 bytes pay for five seconds more than the ten that are free.
        upload.waited = Duration::from_secs(14);
        upload.received = 500;
        assert_eq!(upload.due(), Some(now + Duration::from_secs(1)));
    }
}
