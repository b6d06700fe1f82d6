//! One line per request, written when the last byte of the answer is handed over or the client
//! left, so that the duration of a streamed answer is the whole of it.

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

use super::url::without_secrets;
use crate::client_ip;
use crate::request_id::RequestId;

/// Middleware: logs each request. Use as `.wrap(from_fn(access_log))`, just inside
/// [`crate::request_id::middleware`], that is before it in the source.
pub async fn access_log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let entry = Rc::new(AccessLogEntry::of(&request));
    request.extensions_mut().insert(Rc::clone(&entry));
    let line = Line(Rc::clone(&entry));
    match next.call(request).await {
        Ok(response) => {
            entry.status.set(response.status());
            Ok(response.map_body(|_, body| LoggedBody { body, _line: line }))
        }
        Err(error) => {
            entry.status.set(error.as_response_error().status_code());
            Err(error)
        }
    }
}

/// Names the user of a request in its line, as soon as it is known who that is.
pub fn name_user(request: &HttpRequest, user: Uuid) {
    if let Some(entry) = request.extensions().get::<Rc<AccessLogEntry>>() {
        entry.user.set(Some(user));
    }
}

/// What is logged of a request.
#[derive(Debug)]
pub struct AccessLogEntry {
    /// When its head was there.
    pub started: Instant,
    /// The method.
    pub method: Method,
    /// The target; it is logged without its secrets.
    pub uri: Uri,
    /// What the client says it is.
    pub user_agent: Option<HeaderValue>,
    /// The client's, as far as it can be believed.
    pub address: Option<IpAddr>,
    /// The id of the request.
    pub request_id: RequestId,
    /// The user, where it is known.
    pub user: Cell<Option<Uuid>>,
    /// Of the response; [`client_left`] as long as there is none.
    pub status: Cell<StatusCode>,
}

/// What a proxy knows of a request.
#[derive(Debug, Clone, Copy)]
pub struct Proxied<'a> {
    /// How many bytes of the response's body were handed over.
    pub bytes: u64,
    /// How long the upstream took to begin its response.
    pub upstream: Option<Duration>,
    /// Who responded.
    pub instance: Option<&'a str>,
    /// The trace that the request belongs to.
    pub trace_id: &'a str,
}

impl AccessLogEntry {
    /// What is known of a request as soon as its head is there.
    pub fn of(request: &ServiceRequest) -> Self {
        let request_id = request.extensions().get::<RequestId>().cloned();
        Self {
            started: Instant::now(),
            method: request.method().clone(),
            uri: request.uri().clone(),
            user_agent: request.headers().get(header::USER_AGENT).cloned(),
            address: client_ip::of(request.request()),
            request_id: request_id.unwrap_or_else(|| RequestId::of(request)),
            user: Cell::default(),
            status: Cell::new(client_left()),
        }
    }

    /// Logs it; `duration` is from the head of the request to the last byte of the response.
    pub fn log(&self, duration: Duration, proxied: Option<Proxied<'_>>) {
        let target = self.uri.path_and_query();
        let user_agent = self.user_agent.as_ref();
        let user_agent = user_agent.map(|value| String::from_utf8_lossy(value.as_bytes()));
        tracing::info!(
            parent: None,
            method = self.method.as_str(),
            url = &*without_secrets(target.map_or("", PathAndQuery::as_str)),
            status = self.status.get().as_u16(),
            bytes = proxied.map(|proxied| proxied.bytes),
            duration_ms = millis(duration),
            upstream_ms = proxied.and_then(|proxied| proxied.upstream).map(millis),
            instance = proxied.and_then(|proxied| proxied.instance),
            user_agent = user_agent.as_deref(),
            address = self.address.map(tracing::field::display),
            user_id = self.user.get().map(tracing::field::display),
            request_id = self.request_id.as_str(),
            trace_id = proxied.map(|proxied| proxied.trace_id),
            "request"
        );
    }
}

/// What stands for the status of a request that was dropped before it had a response: the client
/// left (nginx logs it with the same number).
pub fn client_left() -> StatusCode {
    StatusCode::from_u16(499).unwrap_or_default()
}

fn millis(duration: Duration) -> f64 {
    duration.as_micros() as f64 / 1000.0
}

/// A request, which is logged when this is dropped.
struct Line(Rc<AccessLogEntry>);

impl Drop for Line {
    fn drop(&mut self) {
        self.0.log(self.0.started.elapsed(), None);
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
            name_user(&request, user);
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
        assert_eq!(
            captured.lines().len(),
            0,
            "the body has not been handed over"
        );
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
