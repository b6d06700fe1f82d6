//! The gateway as a whole: its own pages, everything else forwarded, its life.

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
use crate::forward::{self, Gateway};
use crate::health::{self, Health};
use crate::metrics::Metrics;
use crate::upstream::{self, Group, Prober, TlsError, Upstream};

/// How long a client may take to stop sending once it has a response that came early.
const LINGER: Duration = Duration::from_secs(1);

/// The gateway, listening but not yet answering.
pub struct Application {
    server: Server,
    port: u16,
    /// Tells the metrics, if somebody wants to know.
    page: Option<MetricsServer>,
    certificate: Option<Arc<Certificate>>,
    /// Watches the instances for as long as the gateway runs.
    _prober: Prober,
    life: Lifecycle,
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
    /// It cannot judge who may come in.
    #[error(transparent)]
    Edge(#[from] EdgeError),
    /// It has no certificate that it could show.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
    /// It cannot count what it does.
    #[error("The gateway cannot count: {0}.")]
    Metrics(#[from] metrics::Error),
    /// The system refused something else.
    #[error("The gateway cannot start: {0}.")]
    Io(#[from] io::Error),
}

impl Application {
    /// Listens as the configuration says; port 0 takes a free port.
    pub fn build(config: Config) -> Result<Self, StartError> {
        let tls = upstream::tls(&config.upstreams)?;
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
        let own_life = Lifecycle::default();
        let drain_delay = config.upstreams.drain_delay.unwrap_or_default();
        let life = own_life.clone();
        let health = web::Data::new(Health {
            backend: Arc::clone(&backend),
            frontend: Arc::clone(&frontend),
            started,
            environment: config.environment,
            life: own_life.clone(),
        });
        let (workers, shutdown_timeout) = (config.service.workers, config.service.shutdown_timeout);
        let (guard, metrics_port) = (config.edge.guard, config.server.metrics_port);
        let request_timeout = config.upstreams.patience.total;
        let connections = Arc::new(Connections::new(
            guard.max_connections_per_address,
            config.service.trusted_proxies.clone(),
            Arc::clone(&metrics),
        ));

        let counted = Arc::clone(&metrics);
        let forward = || web::to(forward::forward);
        let app = move || {
            let [backend, frontend] = [&backend, &frontend].map(|group| {
                let (group, metrics) = (Arc::clone(group), Arc::clone(&counted));
                Upstream::new(group, &config.upstreams, tls.clone(), metrics)
            });
            // Of each chain of wraps, the last one is the first to see a request.
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
                .app_data(web::Data::new(Gateway::new(
                    &config, backend, frontend, &life,
                )))
                .app_data(health.clone())
                .app_data(edge.clone())
                // What browsers send from pages of any origin; most other clients name none.
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
            let (tls, app, life) = (tls.transpose()?, app.clone(), own_life.clone());
            let (connections, metrics) = (Arc::clone(&connections), Arc::clone(&metrics));
            server = server.listen("gateway", listener, move || {
                let config = ConnectionConfig::new(&guard, request_timeout, Arc::clone(&metrics));
                let acceptor = Acceptor::new(Arc::clone(&connections), tls.clone(), config);
                let life = life.clone();
                let http = HttpService::build()
                    .keep_alive(guard.keep_alive)
                    // `ClientConnection` has a deadline for every head, not the first alone.
                    .client_request_timeout(Duration::ZERO)
                    .client_disconnect_timeout(LINGER)
                    // Closes idle connections at once when the gateway stops.
                    .graceful_shutdown_signal(move || life.clone().stopped())
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
        let page = metrics_port
            .map(|port| MetricsServer::listen(port, own_life.clone(), move || metrics.tell()));
        Ok(Self {
            server: server.run(),
            port,
            page: page.transpose()?,
            certificate,
            _prober: prober,
            life: own_life,
            drain_delay,
        })
    }

    /// The port it listens on.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Answers until a signal stops it. SIGHUP has the certificate read again.
    pub async fn run(self) -> io::Result<()> {
        let page = self.page.map(MetricsServer::start);
        if let Some(certificate) = self.certificate {
            actix_web::rt::spawn(reload_on_hangup(certificate)?);
        }
        let outcome = shutdown::run(self.server, &self.life, self.drain_delay).await;
        if let Some(page) = page {
            page.stop(false).await;
        }
        outcome
    }
}

/// Has the certificate read again at each SIGHUP.
fn reload_on_hangup(certificate: Arc<Certificate>) -> io::Result<impl Future<Output = ()>> {
    let mut hangups = signal(SignalKind::hangup())?;
    Ok(async move {
        while hangups.recv().await.is_some() {
            certificate.reload();
        }
    })
}
