//! The metrics and readiness, on a loopback port of their own: they are the operator's, and
//! nothing of them is ever on a port that is open to the outside.

use std::io;

use actix_web::dev::{Server, ServerHandle};
use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, ResponseError as _, web};

use crate::listen;
use crate::problem::Problem;
use crate::shutdown::Life;

const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The page, listening; it answers once it is [started](MetricsPage::start).
pub struct MetricsPage {
    server: Server,
    port: u16,
}

impl MetricsPage {
    /// Listens on 127.0.0.1; port 0 takes a free one, which is logged. `tell` makes the text that
    /// Prometheus reads.
    pub fn listen(
        port: u16,
        life: Life,
        tell: impl Fn() -> Result<String, prometheus::Error> + Clone + Send + 'static,
    ) -> io::Result<Self> {
        let (listeners, port) = listen::bind("127.0.0.1", port).map_err(io::Error::other)?;
        tracing::info!(metrics_port = port, "metrics are told on 127.0.0.1");
        let life = web::Data::new(life);
        let server = HttpServer::new(move || {
            let tell = tell.clone();
            App::new()
                .app_data(life.clone())
                .route("/metrics", web::get().to(move || answer(tell())))
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

    /// Answers from now on, until the handle stops it.
    pub fn start(self) -> ServerHandle {
        let handle = self.server.handle();
        actix_web::rt::spawn(self.server);
        handle
    }
}

async fn answer(told: Result<String, prometheus::Error>) -> Result<HttpResponse, Problem> {
    let text = told.map_err(|error| Problem::internal().caused_by(error))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, PROMETHEUS_TEXT))
        .body(text))
}

/// Whether new requests are welcome: 503 from the moment on that the service is leaving.
async fn ready(life: web::Data<Life>) -> Result<HttpResponse, Problem> {
    if life.is_leaving() {
        return Err(Problem::unavailable("The service is stopping.", 1));
    }
    Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })))
}
