//! A connection to an instance, driven by hyper, and one exchange over it.
//!
//! hyper writes the request while it awaits the response, so a response that comes early is taken,
//! and it knows a response that breaks off. A connection that is dropped is closed, whatever is
//! under way on it.

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

use super::failure::ExchangeError;
use crate::connection::Connection;
use crate::outgoing::RequestBody;
use crate::timer::Timer;

/// The largest head of a response, in bytes, and its most fields.
const MAX_HEAD: usize = 64 * 1024;
const MAX_FIELDS: usize = 96;
/// How much of a body is read ahead, and held back when an instance takes it slowly.
const MAX_BUFFER: usize = 64 * 1024;

/// A connection to an instance that carries one exchange after the other.
pub(crate) struct UpstreamConnection {
    sender: SendRequest<RequestBody>,
    /// For whatever is waited for on it. It stays from one exchange to the next, so that most of
    /// them register none.
    pub(super) timer: Timer,
    _driver: AbortOnDropHandle<()>,
}

impl UpstreamConnection {
    /// Has hyper speak HTTP/1.1 over a connection.
    pub(super) async fn handshake(connection: Connection) -> io::Result<Self> {
        let handshake = http1::Builder::new()
            .max_header_size(MAX_HEAD)
            .writev(false)
            .max_headers(MAX_FIELDS)
            .max_buf_size(MAX_BUFFER)
            .handshake(TokioIo::new(connection));
        let (sender, connection) = handshake.await.map_err(io::Error::other)?;
        let driver = actix_web::rt::spawn(async {
            // What goes wrong in an exchange is told to who waits for it.
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

    /// Whether nothing is left of the last exchange, and the instance has not hung up.
    pub(super) fn is_ready(&self) -> bool {
        self.sender.is_ready()
    }

    /// Sends a request and waits for the head of its response, for `patience` at most while it is
    /// the instance that is waited for. The body comes back if nothing of the request was sent.
    pub(super) async fn send(
        &mut self,
        request: Request<RequestBody>,
        patience: Duration,
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
            ready!(timer.poll(since.unwrap_or(started) + patience, cx));
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
            None => ExchangeError::Late,
        };
        Err((failure, None))
    }
}

/// Whether two readers could see another end of the body (RFC 9112 §6.1, §6.3): hyper takes a
/// length beside chunks, and codings under the chunked one, which nobody asked for.
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
