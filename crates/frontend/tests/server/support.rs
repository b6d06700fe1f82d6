//! A server for each test.

use std::fs;
use std::path::Path;

use actix_web::http::Method;
use awc::ClientRequest;
use kpi_common::config::Settings;
use kpi_frontend::app::Application;
use kpi_frontend::config::Config;
use tempfile::TempDir;

/// What a browser sends when a person navigates.
pub(crate) const BROWSER: &str = "text/html,application/xhtml+xml,*/*;q=0.8";

/// A running server with its temporary folder.
pub(crate) struct TestServer {
    pub(crate) folder: TempDir,
    port: u16,
    metrics_port: Option<u16>,
    client: awc::Client,
}

impl TestServer {
    /// Serves an empty folder.
    pub(crate) fn empty() -> Self {
        Self::with(&[])
    }

    /// Serves a small app: a page, a script with compressed siblings, an icon.
    pub(crate) fn with_app() -> Self {
        let server = Self::empty();
        server.write("index.html", "<!doctype html><title>KPI</title>");
        server.write("favicon.svg", "<svg/>");
        server.write("assets/app-1a2b.js", "plain script");
        server.write("assets/app-1a2b.js.br", "brotli script");
        server.write("assets/app-1a2b.js.gz", "gzip script");
        server.write("assets/font-3c.woff2", "0123456789");
        server
    }

    /// Serves an empty folder, with further settings.
    pub(crate) fn with(settings: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let own = [("HOST", "127.0.0.1"), ("PORT", "0"), ("WORKERS", "1")];
        let dir = [("STATIC_DIR", folder.path().to_str().unwrap())];
        let all = own.iter().chain(&dir).chain(settings).copied();
        let mut settings = Settings::from_pairs(all);
        let config = Config::read(&mut settings);
        settings.finish().unwrap();
        let application = Application::build(config).unwrap();
        let (port, metrics_port) = (application.port(), application.metrics_port());
        actix_web::rt::spawn(application.run());
        let client = awc::Client::builder().no_default_headers().finish();
        Self {
            folder,
            port,
            metrics_port,
            client,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// The metrics, as Prometheus reads them.
    pub(crate) async fn metrics(&self) -> String {
        let port = self.metrics_port.unwrap();
        let page = self.client.get(format!("http://127.0.0.1:{port}/metrics"));
        let response = Response::to(page).await;
        assert_eq!(response.status, 200, "{}", response.body);
        response.body
    }

    pub(crate) fn write(&self, path: &str, content: &str) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn get(&self, path: &str) -> ClientRequest {
        self.request(Method::GET, path)
    }

    pub(crate) fn request(&self, method: Method, path: &str) -> ClientRequest {
        let url = format!("http://127.0.0.1:{}{path}", self.port);
        self.client.request(method, url).no_decompress()
    }
}

/// A response, read to its end.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) body: String,
    headers: actix_web::http::header::HeaderMap,
}

impl Response {
    pub(crate) async fn to(request: ClientRequest) -> Self {
        let mut response = request.send().await.unwrap();
        let body = response.body().await.unwrap();
        Self {
            status: response.status().as_u16(),
            body: String::from_utf8(body.to_vec()).unwrap(),
            headers: response.headers().clone(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap()
    }

    /// Asserts a problem of this status that carries its request id.
    pub(crate) fn assert_problem(&self, status: u16) {
        assert_eq!(self.status, status, "{}", self.body);
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(self.json()["status"], status);
        assert_eq!(self.json()["requestId"], self.header("x-request-id"));
        assert_ne!(self.header("x-request-id"), "");
    }
}
