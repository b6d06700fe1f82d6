//! The application: listeners, middleware, routes, and the lifecycle of the gateway.

use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_http::HttpService;
use actix_service::{ServiceFactory as _, fn_factory, fn_service, map_config};
use actix_web::dev::{AppConfig, Server};
use actix_web::guard::{Not, fn_guard};
use actix_web::middleware::{Condition, from_fn};
use actix_web::{App, web};
use kpi_common::listen::{self, ListenError};
use kpi_common::metrics::{self, MetricsServer};
use kpi_common::shutdown::{self, Lifecycle};
use kpi_common::{problem, read_only};
use tokio::signal::unix::{SignalKind, signal};

use crate::client::{Acceptor, ClientConnection, ConnectionConfig, Connections};
use crate::config::Config;
use crate::edge::certificate::Certificate;
use crate::edge::{self, CertificateError, Edge, EdgeError};
use crate::forward::{self, Forwarder};
use crate::health::{self, Health};
use crate::metrics::Metrics;
use crate::upstream::{self, Group, Prober, TlsError, Upstream};

/// How long a client may keep sending after an early response (lingering close).
const LINGER: Duration = Duration::from_secs(1);

/// The gateway, bound to its port but not serving yet.
pub struct Application {
    server: Server,
    port: u16,
    /// If a metrics port is set.
    metrics_server: Option<MetricsServer>,
    certificate: Option<Arc<Certificate>>,
    /// Probes the instances while the gateway runs.
    _prober: Prober,
    lifecycle: Lifecycle,
    drain_delay: Duration,
}

/// Why the gateway cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It cannot listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// TLS to upstreams cannot be configured.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The edge cannot be set up.
    #[error(transparent)]
    Edge(#[from] EdgeError),
    /// The certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// The metrics cannot be registered.
    #[error("The metrics cannot be registered: {0}.")]
    Metrics(#[from] metrics::Error),
    /// Another I/O error.
    #[error("The gateway cannot start: {0}.")]
    Io(#[from] io::Error),
}

impl Application {
    /// Binds the configured port; port 0 takes a free one.
    pub fn build(config: Config) -> Result<Self, StartError> {
        let tls = upstream::client_config(&config.upstreams)?;
        let metrics = Arc::new(Metrics::new()?);
        let certificate = config
            .edge
            .tls
            .as_ref()
            .map(Certificate::read)
            .transpose()?;
        let edge = web::Data::new(Edge::new(&config.edge, Arc::clone(&metrics))?);
        let (listeners, port) = listen::bind(&config.server.host, config.server.port)?;
        let trusted = web::Data::new(config.service.trusted_proxies.clone());
        let started = Instant::now();
        tracing::info!(
            host = config.server.host,
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
        let lifecycle = Lifecycle::default();
        let drain_delay = config.upstreams.drain_delay.unwrap_or_default();
        let app_lifecycle = lifecycle.clone();
        let health = web::Data::new(Health {
            backend: Arc::clone(&backend),
            frontend: Arc::clone(&frontend),
            started,
            environment: config.environment,
            lifecycle: lifecycle.clone(),
        });
        let (workers, shutdown_timeout) = (config.service.workers, config.service.shutdown_timeout);
        let (guard, metrics_port) = (config.edge.guard, config.server.metrics_port);
        let request_timeout = config.upstreams.timeouts.total;
        let connections = Arc::new(Connections::new(
            guard.max_connections_per_address,
            config.service.trusted_proxies.clone(),
            Arc::clone(&metrics),
        ));

        let upstream_metrics = Arc::clone(&metrics);
        let forward = || web::to(forward::forward);
        let app = move || {
            let upstreams = [&backend, &frontend].map(|group| {
                let (group, metrics) = (Arc::clone(group), Arc::clone(&upstream_metrics));
                Upstream::new(group, &config.upstreams, tls.clone(), metrics)
            });
            let forwarder = Forwarder::new(&config, upstreams, &app_lifecycle);
            // The last `wrap` of a chain is the outermost.
            let for_api = || {
                web::scope("")
                    .guard(Not(fn_guard(edge::is_for_app)))
                    .service(read_only::resource("/gateway/health", health::report))
                    .service(read_only::resource("/gateway/health/live", health::live))
                    .default_service(forward())
                    .wrap(edge.limits.clone())
            };
            App::new()
                .app_data(trusted.clone())
                .app_data(web::Data::new(forwarder))
                .app_data(health.clone())
                .app_data(edge.clone())
                // Requests with `Origin` (from browsers) pass CORS; most other clients send none.
                .service(
                    for_api()
                        .guard(fn_guard(edge::has_origin))
                        .wrap(edge.cors.cors()),
                )
                .service(for_api())
                .default_service(forward())
                .wrap(Condition::new(
                    config.environment.is_development(),
                    from_fn(problem::show_causes),
                ))
                .wrap(config.reports.middleware())
                .wrap(from_fn(edge::handle))
        };
        let mut server = Server::build()
            .workers(workers)
            .disable_signals()
            .shutdown_timeout(shutdown_timeout);
        for listener in listeners {
            let tls = certificate.as_ref().map(Certificate::server_config);
            let (tls, app, lifecycle) = (tls.transpose()?, app.clone(), lifecycle.clone());
            let (connections, metrics) = (Arc::clone(&connections), Arc::clone(&metrics));
            server = server.listen("gateway", listener, move || {
                let config = ConnectionConfig::new(&guard, request_timeout, Arc::clone(&metrics));
                let acceptor = Acceptor::new(Arc::clone(&connections), tls.clone(), config);
                let lifecycle = lifecycle.clone();
                let http = HttpService::build()
                    .keep_alive(guard.keep_alive)
                    // `ClientConnection` has a timeout for every head, not only for the first.
                    .client_request_timeout(Duration::ZERO)
                    .client_disconnect_timeout(LINGER)
                    // Closes idle connections at shutdown.
                    .graceful_shutdown_signal(move || lifecycle.clone().stopped())
                    .on_connect_ext(ClientConnection::share_state)
                    .h1(map_config(app(), |()| AppConfig::default()));
                fn_factory(move || {
                    let (http, acceptor) = (http.new_service(()), acceptor.clone());
                    async move {
                        let http = Rc::new(http.await?);
                        Ok::<_, ()>(fn_service(move |stream| {
                            acceptor.clone().serve(stream, Rc::clone(&http))
                        }))
                    }
                })
            })?;
        }
        let metrics_server = metrics_port
            .map(|port| MetricsServer::listen(port, lifecycle.clone(), move || metrics.render()));
        Ok(Self {
            server: server.run(),
            port,
            metrics_server: metrics_server.transpose()?,
            certificate,
            _prober: prober,
            lifecycle,
            drain_delay,
        })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Serves until a signal stops it. SIGHUP reloads the certificate.
    pub async fn run(self) -> io::Result<()> {
        let metrics_server = self.metrics_server.map(MetricsServer::start);
        if let Some(certificate) = self.certificate {
            actix_web::rt::spawn(reload_on_hangup(certificate)?);
        }
        let outcome = shutdown::run(self.server, &self.lifecycle, self.drain_delay).await;
        if let Some(metrics_server) = metrics_server {
            metrics_server.stop(false).await;
        }
        outcome
    }
}

/// Reloads the certificate on each SIGHUP.
fn reload_on_hangup(certificate: Arc<Certificate>) -> io::Result<impl Future<Output = ()>> {
    let mut hangups = signal(SignalKind::hangup())?;
    Ok(async move {
        while hangups.recv().await.is_some() {
            certificate.reload();
        }
    })
}
