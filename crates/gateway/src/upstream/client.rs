//! A connection to an instance, driven by hyper, and one exchange over it.
//!
//! hyper reads the response while it still writes the request, and detects a truncated response.
//! Dropping a connection closes it, even during an exchange.

use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::task::{Poll, ready};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::time::Instant;
use tokio_util::task::AbortOnDropHandle;

use super::error::ExchangeError;
use crate::connection::Connection;
use crate::outgoing::RequestBody;
use crate::timer::Timer;

/// The limits of a response head: bytes and number of fields.
const MAX_HEAD_BYTES: usize = 64 * 1024;
const MAX_FIELDS: usize = 96;
/// The read and write buffer.
const MAX_BUFFER: usize = 64 * 1024;

/// A keep-alive connection to an instance.
pub(crate) struct UpstreamConnection {
    sender: SendRequest<RequestBody>,
    /// The timer of all timeouts on it. It is reused between exchanges, so that most of them do not
    /// register a new one.
    pub(super) timer: Timer,
    _driver: AbortOnDropHandle<()>,
}

impl UpstreamConnection {
    /// Starts hyper's HTTP/1.1 client on a connection.
    pub(super) async fn handshake(connection: Connection) -> io::Result<Self> {
        let handshake = http1::Builder::new()
            .max_header_size(MAX_HEAD_BYTES)
            .writev(false)
            .max_headers(MAX_FIELDS)
            .max_buf_size(MAX_BUFFER)
            .handshake(TokioIo::new(connection));
        let (sender, connection) = handshake.await.map_err(io::Error::other)?;
        let driver = actix_web::rt::spawn(async {
            // Errors of an exchange are returned by `send`.
            if let Err(error) = connection.with_upgrades().await {
                tracing::debug!(%error, "a connection to an instance ended");
            }
        });
        Ok(Self {
            sender,
            timer: Timer::default(),
            _driver: AbortOnDropHandle::new(driver),
        })
    }

    /// Whether the last exchange is complete, and the connection is open.
    pub(super) fn is_ready(&self) -> bool {
        self.sender.is_ready()
    }

    /// Sends a request and waits for the response head. `timeout` counts only while the instance is
    /// waited for, not the client. The body is returned if nothing of the request was sent.
    pub(super) async fn send(
        &mut self,
        request: Request<RequestBody>,
        timeout: Duration,
    ) -> Result<Response<Incoming>, (ExchangeError, Option<RequestBody>)> {
        let (started, upload) = (Instant::now(), request.body().progress());
        let mut exchange = pin!(self.sender.try_send_request(request));
        let timer = &mut self.timer;
        let outcome = poll_fn(|cx| {
            if let Poll::Ready(outcome) = exchange.as_mut().poll(cx) {
                return Poll::Ready(Some(outcome));
            }
            let since = upload
                .as_ref()
                .map(|upload| upload.instance_awaited_since());
            ready!(timer.poll(since.unwrap_or(started) + timeout, cx));
            Poll::Ready(None)
        });
        let failure = match outcome.await {
            Some(Ok(response)) if is_ambiguous(&response) => ExchangeError::Ambiguous,
            Some(Ok(response)) => return Ok(response),
            Some(Err(mut failed)) => {
                let unsent = failed.take_message();
                let error = failed.into_error();
                match (unsent, upload.and_then(|upload| upload.error())) {
                    (Some(request), _) => {
                        let body = request.into_body();
                        return Err((ExchangeError::Unsent(error), Some(body)));
                    }
                    (None, Some(body)) => ExchangeError::Body(body),
                    (None, None) => error.into(),
                }
            }
            None => ExchangeError::Timeout,
        };
        Err((failure, None))
    }
}

/// Whether the body length is ambiguous (RFC 9112 §6.1, §6.3): hyper accepts `Content-Length` with
/// chunked coding, and further transfer codings.
fn is_ambiguous(response: &Response<Incoming>) -> bool {
    let mut codings = response.headers().get_all(TRANSFER_ENCODING).iter();
    match (codings.next(), codings.next()) {
        (None, _) => false,
        (Some(coding), None) => {
            !coding.as_bytes().eq_ignore_ascii_case(b"chunked")
                || response.headers().contains_key(CONTENT_LENGTH)
        }
        (Some(_), Some(_)) => true,
    }
}
