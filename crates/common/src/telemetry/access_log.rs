//! One line per request, written when the last byte of the answer is handed over or the client
//! left, so that the duration of a streamed answer is the whole of it.
//!
//! The query is left out: it may hold tokens and personal data.

use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Instant;

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};

use crate::client_ip;
use crate::request_id::RequestId;

/// Middleware: logs each request. Use as `.wrap(from_fn(access_log))`, just inside
/// [`crate::request_id::middleware`], that is before it in the source.
pub async fn access_log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut line = Line::of(&request);
    match next.call(request).await {
        Ok(response) => {
            line.status = response.status();
            Ok(response.map_body(move |_, body| LoggedBody { body, _line: line }))
        }
        Err(error) => {
            line.status = error.as_response_error().status_code();
            Err(error)
        }
    }
}

/// What is logged of a request, when it is dropped.
struct Line {
    started: Instant,
    method: Method,
    path: String,
    status: StatusCode,
    user_agent: Option<String>,
    address: Option<IpAddr>,
    request_id: Option<RequestId>,
}

impl Line {
    fn of(request: &ServiceRequest) -> Self {
        let user_agent = request.headers().get(header::USER_AGENT);
        Self {
            started: Instant::now(),
            method: request.method().clone(),
            path: request.path().to_owned(),
            // Stands when the request is dropped before it has an answer: the client left
            // (nginx logs it with the same number).
            status: StatusCode::from_u16(499).unwrap_or_default(),
            user_agent: user_agent
                .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            address: client_ip::of_service_request(request),
            request_id: request.extensions().get::<RequestId>().cloned(),
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let duration = self.started.elapsed().as_micros() as f64 / 1000.0;
        tracing::info!(
            parent: None,
            method = self.method.as_str(),
            path = self.path,
            status = self.status.as_u16(),
            duration_ms = duration,
            user_agent = self.user_agent,
            address = self.address.map(tracing::field::display),
            request_id = self.request_id.as_ref().map(RequestId::as_str),
            "request"
        );
    }
}

pin_project_lite::pin_project! {
    /// A body that ends the line of its request with itself.
    struct LoggedBody<B> {
        #[pin]
        body: B,
        _line: Line,
    }
}

impl<B: MessageBody> MessageBody for LoggedBody<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        self.project().body.poll_next(cx)
    }
}
