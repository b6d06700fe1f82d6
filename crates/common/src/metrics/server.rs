//! `/metrics` and `/ready`, on a separate loopback port: they must not be reachable from outside.

use std::io;

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, ResponseError as _, web};

use crate::listen;
use crate::problem::Problem;
use crate::shutdown::Lifecycle;

const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The server, bound to its port; it serves once it is [started](MetricsServer::start).
pub struct MetricsServer {
    server: Server,
    port: u16,
}

impl MetricsServer {
    /// Binds 127.0.0.1; port 0 takes a free one, which is logged. `render` makes the text that
    /// Prometheus scrapes.
    pub fn listen(
        port: u16,
        lifecycle: Lifecycle,
        render: impl Fn() -> Result<String, prometheus::Error> + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let (listeners, port) = listen::bind("127.0.0.1", port).map_err(io::Error::other)?;
        tracing::info!(metrics_port = port, "metrics are served on 127.0.0.1");
        let lifecycle = web::Data::new(lifecycle);
        let server = HttpServer::new(move || {
            let render = render.clone();
            App::new()
                .app_data(lifecycle.clone())
                .route("/metrics", web::get().to(move || metrics(render())))
                .route("/ready", web::get().to(ready))
                .default_service(web::to(async || Problem::not_found().error_response()))
        });
        let server = server.workers(1).disable_signals().shutdown_timeout(1);
        let server = listeners.into_iter().try_fold(server, HttpServer::listen)?;
        Ok(Self {
            server: server.run(),
            port,
        })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves until the handle stops it.
    pub fn start(self) -> ServerHandle {
        let handle = self.server.handle();
        actix_web::rt::spawn(self.server);
        handle
    }
}

async fn metrics(text: Result<String, prometheus::Error>) -> Result<HttpResponse, Problem> {
    let text = text.map_err(|error| Problem::internal().caused_by(error))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, PROMETHEUS_TEXT))
        .body(text))
}

/// Readiness: 503 while the service drains.
async fn ready(lifecycle: web::Data<Lifecycle>) -> Result<HttpResponse, Problem> {
    if lifecycle.is_draining() {
        return Err(Problem::unavailable("The service is stopping.", 1));
    }
    Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })))
}
