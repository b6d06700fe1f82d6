//! One line per request, written when the response body has ended or the client has closed the
//! connection, so that the duration includes a streamed body.

use std::cell::Cell;
use std::net::IpAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use actix_web::body::{BodySize, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::uri::PathAndQuery;
use actix_web::http::{Method, StatusCode, Uri};
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage, HttpRequest};
use uuid::Uuid;

use super::redact::redact;
use crate::client_ip;
use crate::request_id::RequestId;

/// Middleware: logs each request. Use as `.wrap(from_fn(access_log))`, just inside
/// [`crate::request_id::middleware`], that is before it in the source.
pub async fn access_log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let entry = Rc::new(AccessLogEntry::new(&request));
    request.extensions_mut().insert(Rc::clone(&entry));
    let log = LogOnDrop(Rc::clone(&entry));
    match next.call(request).await {
        Ok(response) => {
            entry.status.set(response.status());
            Ok(response.map_body(|_, body| LoggedBody { body, _log: log }))
        }
        Err(error) => {
            entry.status.set(error.as_response_error().status_code());
            Err(error)
        }
    }
}

/// Sets the user in the log line of a request.
pub fn set_user(request: &HttpRequest, user: Uuid) {
    if let Some(entry) = request.extensions().get::<Rc<AccessLogEntry>>() {
        entry.user.set(Some(user));
    }
}

/// The fields of a log line.
#[derive(Debug)]
pub struct AccessLogEntry {
    /// When the request head had been read.
    pub started: Instant,
    /// The method.
    pub method: Method,
    /// The target; it is logged redacted.
    pub uri: Uri,
    /// `User-Agent`.
    pub user_agent: Option<HeaderValue>,
    /// The client's address, by the trusted proxies.
    pub address: Option<IpAddr>,
    /// The id of the request.
    pub request_id: RequestId,
    /// The user, if known.
    pub user: Cell<Option<Uuid>>,
    /// The status of the response; [`client_closed_request`] until there is one.
    pub status: Cell<StatusCode>,
}

/// The further fields of a proxied request.
#[derive(Debug, Clone, Copy)]
pub struct ProxyFields<'a> {
    /// Bytes sent of the response body.
    pub bytes: u64,
    /// Time to the upstream's response head.
    pub upstream: Option<Duration>,
    /// The instance that responded.
    pub instance: Option<&'a str>,
    /// The trace id.
    pub trace_id: &'a str,
}

impl AccessLogEntry {
    /// The fields that are known from the request head.
    pub fn new(request: &ServiceRequest) -> Self {
        let request_id = request.extensions().get::<RequestId>().cloned();
        Self {
            started: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            user_agent: request.headers().get(header::USER_AGENT).cloned(),
            address: client_ip::from_request(request.request()),
            request_id: request_id.unwrap_or_else(|| RequestId::from_request(request)),
            user: Cell::default(),
            status: Cell::new(client_closed_request()),
        }
    }

    /// Writes the line; `duration` is from the request head to the end of the response.
    pub fn log(&self, duration: Duration, proxy: Option<ProxyFields<'_>>) {
        let target = self.uri.path_and_query();
        let user_agent = self.user_agent.as_ref();
        let user_agent = user_agent.map(|value| String::from_utf8_lossy(value.as_bytes()));
        tracing::info!(
            parent: None,
            method = self.method.as_str(),
            url = &*redact(target.map_or("", PathAndQuery::as_str)),
            status = self.status.get().as_u16(),
            bytes = proxy.map(|proxy| proxy.bytes),
            duration_ms = millis(duration),
            upstream_ms = proxy.and_then(|proxy| proxy.upstream).map(millis),
            instance = proxy.and_then(|proxy| proxy.instance),
            user_agent = user_agent.as_deref(),
            address = self.address.map(tracing::field::display),
            user_id = self.user.get().map(tracing::field::display),
            request_id = self.request_id.as_str(),
            trace_id = proxy.map(|proxy| proxy.trace_id),
            "request"
        );
    }
}

/// The logged status of a request that was dropped before it had a response: the client closed the
/// connection (499, as in nginx).
pub fn client_closed_request() -> StatusCode {
    StatusCode::from_u16(499).unwrap_or_default()
}

fn millis(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}

/// Logs the request when it is dropped.
struct LogOnDrop(Rc<AccessLogEntry>);

impl Drop for LogOnDrop {
    fn drop(&mut self) {
        self.0.log(self.0.started.elapsed(), None);
    }
}

pin_project_lite::pin_project! {
    /// A response body; the request is logged when it is dropped.
    struct LoggedBody<B> {
        #[pin]
        body: B,
        _log: LogOnDrop,
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

#[cfg(test)]
mod tests {
    use actix_web::middleware::from_fn;
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};

    use super::*;
    use crate::request_id;
    use crate::telemetry::testing::Captured;

    fn get(uri: &str) -> TestRequest {
        TestRequest::get()
            .uri(uri)
            .insert_header(("x-request-id", "mine"))
    }

    #[actix_web::test]
    async fn a_request_is_one_line_without_secrets_and_with_its_user() {
        let (captured, _guard) = Captured::start();
        let user = Uuid::now_v7();
        let habits = move |request: HttpRequest| async move {
            set_user(&request, user);
            HttpResponse::NoContent().finish()
        };
        let app = init_service(
            App::new()
                .route("/habits", web::get().to(habits))
                .wrap(from_fn(access_log))
                .wrap(from_fn(request_id::middleware)),
        )
        .await;
        let request = get("/habits?archived=true&token=secret")
            .insert_header(("user-agent", "test"))
            .peer_addr("192.0.2.1:99".parse().unwrap());
        let response = call_service(&app, request.to_request()).await;
        assert_eq!(captured.lines().len(), 0, "the body has not ended");
        drop(response);

        let [line] = &captured.lines()[..] else {
            panic!("one line")
        };
        assert_eq!(line["method"], "GET");
        assert_eq!(line["url"], "/habits?archived=true&token=***");
        assert_eq!(line["user_id"], user.to_string());
        assert_eq!(line["status"], 204);
        assert_eq!(line["user_agent"], "test");
        assert_eq!(line["address"], "192.0.2.1");
        assert_eq!(line["request_id"], "mine");
        assert!(line["duration_ms"].as_f64().unwrap() >= 0.0);
        assert!(!line.to_string().contains("secret"));
    }

    #[actix_web::test]
    async fn a_client_that_leaves_is_logged_as_499() {
        let (captured, _guard) = Captured::start();
        let app = init_service(
            App::new()
                .route("/", web::get().to(std::future::pending::<HttpResponse>))
                .wrap(from_fn(access_log)),
        )
        .await;
        {
            let serving = std::pin::pin!(call_service(&app, get("/").to_request()));
            assert!(poll_once(serving).is_pending());
        }
        assert_eq!(captured.lines()[0]["status"], 499);
    }

    fn poll_once<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(std::task::Waker::noop()))
    }
}
