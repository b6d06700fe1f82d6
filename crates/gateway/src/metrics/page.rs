//! The metrics and readiness, on a loopback port of their own: they are the operator's, and
//! nothing of them is ever on the port that is open to the outside.

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::http::header;
use actix_web::{App, HttpResponse, HttpServer, web};
use kpi_common::problem::Problem;
use kpi_common::shutdown::Life;

use super::Metrics;

const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Listens on 127.0.0.1; port 0 takes a free one, which is logged.
pub(crate) fn serve(metrics: Arc<Metrics>, life: Life, port: u16) -> io::Result<Server> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    tracing::info!(
        metrics_port = listener.local_addr()?.port(),
        "metrics are told on 127.0.0.1"
    );
    let (metrics, life) = (web::Data::from(metrics), web::Data::new(life));
    let server = HttpServer::new(move || {
        App::new()
            .app_data(metrics.clone())
            .app_data(life.clone())
            .route("/metrics", web::get().to(tell))
            .route("/ready", web::get().to(ready))
            .default_service(web::to(nothing))
    });
    Ok(server
        .workers(1)
        .disable_signals()
        .shutdown_timeout(1)
        .listen(listener)?
        .run())
}

async fn tell(metrics: web::Data<Metrics>) -> Result<HttpResponse, Problem> {
    let text = metrics
        .tell()
        .map_err(|error| Problem::internal().caused_by(error))?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, PROMETHEUS_TEXT))
        .body(text))
}

async fn nothing() -> Result<HttpResponse, Problem> {
    Err(Problem::not_found())
}

/// Whether new requests are welcome: 503 from the moment on that the gateway is leaving.
async fn ready(life: web::Data<Life>) -> Result<HttpResponse, Problem> {
    if life.is_leaving() {
        return Err(Problem::unavailable("The gateway is stopping.", 1));
    }
    Ok(HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })))
}
