//! Relays the response of an instance: the status, the end-to-end fields, and the streamed body.

use std::convert::Infallible;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{self, BodySize, BoxBody, MessageBody, SizedStream};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use futures_util::stream;
use hyper::body::{Body as _, Incoming};
use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderValue, UPGRADE};
use hyper::upgrade::Upgraded;
use hyper::{Method, Response};
use kpi_common::cors;
use tokio::time::Instant;

use super::client::UpstreamConnection;
use super::error::ExchangeError;
use super::group::InFlightGuard;
use super::pool::Pool;
use crate::headers::convert;
use crate::headers::hop_by_hop::{self, ConnectionOptions};
use crate::outgoing::UploadProgress;

/// The state of an exchange until its response has ended.
pub(super) struct Exchange {
    pub(super) connection: UpstreamConnection,
    pub(super) upload: Option<Rc<UploadProgress>>,
    pub(super) guard: InFlightGuard,
    pub(super) pool: Rc<Pool>,
    /// The idle timeout of the response body.
    pub(super) idle: Duration,
}

/// An accepted tunnel: the handshake response, and the connection.
pub(crate) struct Tunnel {
    pub(crate) response: HttpResponse,
    pub(crate) upstream: Upgraded,
    /// Counts the tunnel as a request in flight.
    pub(crate) guard: InFlightGuard,
}

/// The response to the client, with a streaming body.
pub(super) fn relay(
    method: &Method,
    response: Response<Incoming>,
    exchange: Exchange,
) -> HttpResponse {
    let (head, incoming) = response.into_parts();
    let length = head.headers.get(CONTENT_LENGTH).and_then(length_of);
    let status = status_of(head.status);
    let body = if incoming.is_end_stream() {
        exchange.release_connection();
        empty(method, status, length)
    } else {
        BoxBody::new(StreamingBody {
            length: incoming.size_hint().exact(),
            incoming,
            exchange: Some(exchange),
            waiting_since: None,
        })
    };
    let mut relayed = HttpResponse::new(status).set_body(body);
    copy_headers(&mut relayed, &head.headers, status);
    relayed.head_mut().no_chunking(false);
    relayed
}

impl Tunnel {
    /// Takes over the connection, if the instance has accepted a WebSocket.
    pub(super) async fn open(
        mut response: Response<Incoming>,
        exchange: Exchange,
    ) -> Result<Self, (InFlightGuard, ExchangeError)> {
        let upgrade = response.headers().get(UPGRADE);
        if !upgrade.is_some_and(|protocol| {
            protocol
                .as_bytes()
                .trim_ascii()
                .eq_ignore_ascii_case(b"websocket")
        }) {
            return Err((exchange.guard, ExchangeError::UnexpectedUpgrade));
        }
        let upstream = match hyper::upgrade::on(&mut response).await {
            Ok(upstream) => upstream,
            Err(error) => return Err((exchange.guard, error.into())),
        };
        let mut accepted = HttpResponse::new(StatusCode::SWITCHING_PROTOCOLS);
        copy_headers(
            &mut accepted,
            response.headers(),
            StatusCode::SWITCHING_PROTOCOLS,
        );
        Ok(Self {
            response: accepted,
            upstream,
            guard: exchange.guard,
        })
    }
}

impl Exchange {
    /// Returns the connection to the pool, if the exchange is complete.
    fn release_connection(self) {
        let is_sent = self.upload.is_none_or(|upload| upload.is_complete());
        if is_sent && self.connection.is_ready() {
            self.pool.put(self.connection);
        }
    }
}

fn status_of(status: hyper::StatusCode) -> StatusCode {
    // Both types accept any three digits.
    StatusCode::from_u16(status.as_u16()).unwrap_or(StatusCode::BAD_GATEWAY)
}

fn length_of(value: &HeaderValue) -> Option<u64> {
    value.to_str().ok()?.trim().parse().ok()
}

fn copy_headers(response: &mut HttpResponse, headers: &HeaderMap, status: StatusCode) {
    let connection = headers.get_all(CONNECTION).into_iter();
    let options = ConnectionOptions::of(connection.map(HeaderValue::as_bytes));
    let relayed = response.headers_mut();
    for (name, value) in headers {
        // The body's size sets `Content-Length`; a 304 has no body, so its field is copied.
        let is_framing = *name == CONTENT_LENGTH && status != StatusCode::NOT_MODIFIED;
        if !is_framing
            && !cors::is_cors_header(name.as_str())
            && hop_by_hop::is_end_to_end(name.as_str(), &options)
            && let Some((name, value)) = convert::to_client(name, value)
        {
            relayed.append(name, value);
        }
    }
}

/// An empty body; for HEAD with the length that a GET would have (RFC 9110 §8.6).
fn empty(method: &Method, status: StatusCode, length: Option<u64>) -> BoxBody {
    let has_length = !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    match length.filter(|_| has_length) {
        Some(length) if *method == Method::HEAD => length_only(length),
        None if *method == Method::HEAD || !has_length => BoxBody::new(body::None::new()),
        _ => BoxBody::new(Bytes::new()),
    }
}

/// A body with a length but no content.
fn length_only(length: u64) -> BoxBody {
    let nothing = stream::empty::<Result<Bytes, Infallible>>();
    BoxBody::new(SizedStream::new(length, nothing))
}

/// A body that is streamed from the instance.
struct StreamingBody {
    length: Option<u64>,
    incoming: Incoming,
    /// `None` after the end of the body.
    exchange: Option<Exchange>,
    /// Since when the instance has sent nothing.
    waiting_since: Option<Instant>,
}

impl MessageBody for StreamingBody {
    type Error = io::Error;

    fn size(&self) -> BodySize {
        self.length.map_or(BodySize::Stream, BodySize::Sized)
    }

    /// An error aborts the response.
    fn poll_next(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, io::Error>>> {
        let this = &mut *self;
        loop {
            let Poll::Ready(frame) = Pin::new(&mut this.incoming).poll_frame(cx) else {
                break;
            };
            this.waiting_since = None;
            match frame.transpose().map_err(io::Error::other)? {
                Some(frame) => {
                    // Trailers are dropped: actix-http cannot send them (RFC 9110 §6.5.1 allows it).
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                None => {
                    if let Some(exchange) = this.exchange.take() {
                        exchange.release_connection();
                    }
                    return Poll::Ready(None);
                }
            }
        }
        let Some(exchange) = this.exchange.as_mut() else {
            return Poll::Pending;
        };
        let since = *this.waiting_since.get_or_insert_with(Instant::now);
        // While the request is still being sent, its progress counts too.
        let sent = exchange
            .upload
            .as_ref()
            .filter(|upload| !upload.is_complete());
        let since = sent.map_or(since, |upload| since.max(upload.instance_awaited_since()));
        ready!(exchange.connection.timer.poll(since + exchange.idle, cx));
        Poll::Ready(Some(Err(io::ErrorKind::TimedOut.into())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_responses_have_a_length_and_empty_statuses_do_not() {
        let size = |method, status, length| empty(&method, status, length).size();
        assert_eq!(
            size(Method::HEAD, StatusCode::OK, Some(7)),
            BodySize::Sized(7)
        );
        assert_eq!(size(Method::HEAD, StatusCode::OK, None), BodySize::None);
        assert_eq!(
            size(Method::GET, StatusCode::OK, Some(0)),
            BodySize::Sized(0)
        );
        for status in [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED] {
            assert_eq!(size(Method::GET, status, Some(7)), BodySize::None);
        }
    }
}
