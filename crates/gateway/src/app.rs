//! The gateway as a whole: its own pages, everything else forwarded, its life.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::Method;
use actix_web::middleware::from_fn;
use actix_web::{App, Handler, HttpServer, Resource, Responder, web};
use kpi_common::cli::Failure;
use kpi_common::health::Uptime;
use kpi_common::listen::{self, ListenError};
use kpi_common::problem::Problem;
use kpi_common::shutdown::{self, Life};
use kpi_common::{request_id, telemetry};

use crate::config::Config;
use crate::forward::{self, Gateway};
use crate::health::{self, Health};
use crate::upstream::{self, Group, Prober, TlsError, Upstream};

/// The gateway, listening but not yet answering.
pub struct Application {
    server: Server,
    port: u16,
    /// Watches the instances for as long as the gateway runs.
    _prober: Prober,
    life: Life,
    drain_delay: Duration,
}

/// Why the gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It cannot listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// It cannot speak TLS to upstreams.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The system refused something else.
    #[error("The gateway cannot start: {0}.")]
    Io(#[from] io::Error),
}

impl From<StartError> for Failure {
    fn from(error: StartError) -> Self {
        Self::other(error)
    }
}

impl Application {
    /// Listens as the configuration says; port 0 takes a free port.
    pub fn build(config: Config) -> Result<Self, StartError> {
        let tls = upstream::tls(&config.upstreams)?;
        let listeners = listen::bind(&config.host, config.port)?;
        let port = listen::port(&listeners).unwrap_or(config.port);
        let trusted = web::Data::new(config.trusted_proxies.clone());
        let uptime = Uptime::start();
        tracing::info!(
            host = config.host,
            port,
            backend = %config.upstreams.backend,
            frontend = %config.upstreams.frontend,
            version = env!("CARGO_PKG_VERSION"),
            "the gateway is open"
        );
        let [backend, frontend] = [
            ("backend", &config.upstreams.backend),
            ("frontend", &config.upstreams.frontend),
        ]
        .map(|(name, origins)| Arc::new(Group::new(name, origins, &config.upstreams)));
        let prober = Prober::start(&[&backend, &frontend], &config.upstreams, &tls);
        let (own_life, drain_delay) = (Life::default(), config.upstreams.drain_delay);
        let life = own_life.clone();
        let health = web::Data::new(Health {
            backend: Arc::clone(&backend),
            frontend: Arc::clone(&frontend),
            uptime,
            environment: config.environment,
            life: own_life.clone(),
        });
        let (workers, shutdown_timeout) = (config.workers, config.shutdown_timeout);

        let mut server = HttpServer::new(move || {
            let [backend, frontend] = [&backend, &frontend]
                .map(|group| Upstream::new(Arc::clone(group), &config.upstreams, tls.clone()));
            App::new()
                .app_data(trusted.clone())
                .app_data(web::Data::new(Gateway::new(
                    &config, backend, frontend, &life,
                )))
                .app_data(health.clone())
                .service(read_only("/gateway/health", health::report))
                .service(read_only("/gateway/health/live", health::live))
                .default_service(web::to(forward::forward))
                .wrap(from_fn(telemetry::access_log))
                .wrap(from_fn(request_id::middleware))
        })
        .workers(workers)
        .disable_signals()
        .shutdown_timeout(shutdown_timeout)
        // A client that hangs up takes its request with it, instead of leaving it to the upstream.
        .h1_allow_half_closed(false);
        for listener in listeners {
            server = server.listen(listener)?;
        }
        Ok(Self {
            server: server.run(),
            port,
            _prober: prober,
            life: own_life,
            drain_delay,
        })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers until a signal stops it.
    pub async fn run(self) -> io::Result<()> {
        shutdown::run_with(self.server, &self.life, self.drain_delay).await
    }
}

/// A page of the gateway's own: GET and HEAD, else 405.
fn read_only<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args, Output: Responder + 'static> + Copy,
    Args: actix_web::FromRequest + 'static,
{
    web::resource(path)
        .route(web::get().to(handler))
        .route(web::head().to(handler))
        .default_service(web::to(async || -> Result<&'static str, Problem> {
            Err(Problem::method_not_allowed().allow(&[Method::GET, Method::HEAD]))
        }))
}
