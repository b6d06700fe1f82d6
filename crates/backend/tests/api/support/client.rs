//! The HTTP client of the tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::http::header::HeaderMap;
use actix_web::http::{Method, header};
use actix_web::rt::time::sleep;
use serde_json::Value;

use super::app::LONG;

/// Limit of the response body.
const MAX_ANSWER: usize = 16 * 1024 * 1024;

/// A client, signed in or not. It sends its requests to the instances of the service in turn.
#[derive(Clone)]
pub struct Client {
    http: awc::Client,
    ports: Arc<[u16]>,
    sent: Arc<AtomicUsize>,
    headers: Vec<(String, String)>,
}

impl Client {
    /// The first client of a test. It must be created inside an actix runtime.
    pub fn connector() -> awc::Client {
        awc::Client::builder()
            .timeout(Duration::from_secs(60))
            .disable_redirects()
            .finish()
    }

    pub(super) fn new(http: awc::Client, ports: Vec<u16>) -> Self {
        Self {
            http,
            ports: ports.into(),
            sent: Arc::default(),
            headers: Vec::new(),
        }
    }

    /// The port for the next request.
    pub fn port(&self) -> u16 {
        self.ports[self.sent.fetch_add(1, Ordering::Relaxed) % self.ports.len()]
    }

    /// The same client, without a header.
    pub fn without(&self, name: &str) -> Self {
        let mut client = self.clone();
        client
            .headers
            .retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        client
    }

    /// The same client, sending one more header.
    pub fn with(&self, name: &str, value: &str) -> Self {
        let mut client = self.without(name);
        client.headers.push((name.to_owned(), value.to_owned()));
        client
    }

    /// The same client, sending this token.
    pub fn bearing(&self, token: &str) -> Self {
        self.with("authorization", &format!("Bearer {token}"))
    }

    /// GETs `path`.
    pub async fn get(&self, path: &str) -> Response {
        self.request(Method::GET, path, None).await
    }

    /// Waits until no recomputation of the user is pending.
    pub async fn until_recalculated(&self) {
        let began = Instant::now();
        loop {
            let progress = self.get("/api/kpi/recompute").await.expect(200);
            if progress["from"] == Value::Null {
                return;
            }
            assert!(began.elapsed() < LONG, "it stays {progress}");
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// PUTs JSON to `path`.
    pub async fn put(&self, path: &str, body: Value) -> Response {
        self.request(Method::PUT, path, Some(body)).await
    }

    /// POSTs JSON, or nothing, to `path`.
    pub async fn post(&self, path: &str, body: impl Into<Option<Value>>) -> Response {
        self.request(Method::POST, path, body.into()).await
    }

    /// DELETEs `path`.
    pub async fn delete(&self, path: &str) -> Response {
        self.request(Method::DELETE, path, None).await
    }

    /// Sends JSON, or nothing.
    pub async fn request(&self, method: Method, path: &str, body: Option<Value>) -> Response {
        match body {
            Some(body) => {
                let client = self.with("content-type", "application/json");
                client
                    .send(method, path, body.to_string().into_bytes())
                    .await
            }
            None => self.send(method, path, Vec::new()).await,
        }
    }

    /// Sends any bytes.
    pub async fn send(&self, method: Method, path: &str, body: Vec<u8>) -> Response {
        let url = format!("http://127.0.0.1:{}{path}", self.port());
        // Without keep-alive, so that no idle connection delays the shutdown.
        let mut request = self.http.request(method, url).force_close();
        for (name, value) in &self.headers {
            request = request.insert_header((name.as_str(), value.as_str()));
        }
        let mut response = request.send_body(body).await.unwrap();
        Response {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.body().limit(MAX_ANSWER).await.unwrap().to_vec(),
        }
    }
}

/// A response.
#[derive(Debug, Clone)]
pub struct Response {
    /// The status.
    pub status: u16,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Response {
    /// The JSON of a response with this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        if self.body.is_empty() {
            return Value::Null;
        }
        self.json()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        assert!(
            self.header("content-type").contains("json"),
            "{}",
            self.text()
        );
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The body.
    pub fn bytes(&self) -> &[u8] {
        &self.body
    }

    /// The names and values of all headers.
    pub fn fields(&self) -> Vec<(&str, &str)> {
        let fields = self.headers.iter();
        fields
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
            .collect()
    }

    /// All values of a header, one for each line.
    pub fn all(&self, name: &str) -> Vec<&str> {
        let lines = self.headers.get_all(name);
        lines.map(|value| value.to_str().unwrap()).collect()
    }

    /// The entity tag.
    #[track_caller]
    pub fn etag(&self) -> String {
        let tag = self.header(header::ETAG.as_str());
        assert!(!tag.is_empty(), "no ETag: {}", self.text());
        tag.to_owned()
    }

    /// The problem of the response, which must have this status and kind, all members and the request id.
    #[track_caller]
    pub fn problem(self, status: u16, kind: &str) -> Value {
        let problem = self.clone().expect(status);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(problem["type"], format!("/problems/{kind}"), "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        for text in ["title", "detail"] {
            assert!(
                problem[text].as_str().is_some_and(|text| !text.is_empty()),
                "{problem}"
            );
        }
        let id = self.header("x-request-id");
        assert!(
            !id.is_empty() && problem["requestId"] == id,
            "{id}: {problem}"
        );
        assert_eq!(problem["errors"].is_array(), status == 422, "{problem}");
        problem
    }

    /// The single error of a 422: pointer and code.
    #[track_caller]
    pub fn invalid(self) -> (String, String) {
        let problem = self.problem(422, "invalid");
        let errors = problem["errors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{problem}");
        let text = |name: &str| errors[0][name].as_str().unwrap().to_owned();
        assert!(!text("message").is_empty(), "{problem}");
        (text("pointer"), text("code"))
    }
}
