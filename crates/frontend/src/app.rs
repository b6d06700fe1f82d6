//! The application: routes, middleware, listeners, lifecycle.

use std::io;
use std::time::{Duration, Instant};

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, web};
use kpi_common::listen::{self, ListenError};
use kpi_common::metrics::{self, MetricsServer, Registry, RequestMetrics};
use kpi_common::shutdown::{self, Lifecycle};
use kpi_common::{panics, read_only, request_id, telemetry};

use crate::assets::{self, Assets};
use crate::config::Config;
use crate::health::{self, Health};
use crate::runtime_config::{self, Script};
use crate::security;

/// The service, bound to its port but not serving yet.
pub struct Application {
    server: Server,
    port: u16,
    /// If a metrics port is set.
    metrics_server: Option<MetricsServer>,
    lifecycle: Lifecycle,
}

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// It cannot listen.
    #[error(transparent)]
    Listen(#[from] ListenError),
    /// The metrics cannot be registered.
    #[error("The metrics cannot be registered: {0}.")]
    Metrics(#[from] metrics::Error),
    /// Another I/O error.
    #[error("The web server cannot start: {0}.")]
    Io(#[from] io::Error),
    /// The browser's configuration cannot be serialised.
    #[error("config.js cannot be made: {0}.")]
    Script(#[from] serde_json::Error),
}

impl Application {
    /// Binds the configured port; port 0 takes a free one.
    pub fn build(config: Config) -> Result<Self, StartError> {
        let (listeners, port) = listen::bind(&config.server.host, config.server.port)?;
        let assets = web::Data::new(Assets::new(&config.server.static_dir));
        if !assets.is_built() {
            tracing::warn!(folder = %config.server.static_dir.display(), "the web app has not been built yet");
        }
        let script = web::Data::new(Script::new(&config.web)?);
        let health = Health {
            started: Instant::now(),
            environment: config.environment,
        };
        let health = web::Data::new(health);
        let trusted = web::Data::new(config.service.trusted_proxies);
        let web_config = config.web;
        let registry = Registry::new();
        let requests = RequestMetrics::new(&registry, "frontend")?;
        let request_metrics = config.server.metrics_port.map(|_| web::Data::new(requests));
        let lifecycle = Lifecycle::default();
        let metrics_server = config.server.metrics_port.map(|port| {
            MetricsServer::listen(port, lifecycle.clone(), move || metrics::encode(&registry))
        });

        let mut server = HttpServer::new(move || {
            App::new()
                .app_data(assets.clone())
                .app_data(script.clone())
                .app_data(health.clone())
                .app_data(trusted.clone())
                .configure(|config| {
                    if let Some(request_metrics) = &request_metrics {
                        config.app_data(request_metrics.clone());
                    }
                })
                .service(read_only::resource("/health", health::report))
                .service(read_only::resource("/health/live", health::live))
                .service(read_only::resource("/config.js", runtime_config::serve))
                .default_service(web::to(assets::serve))
                .wrap(security::headers(&web_config))
                .wrap(from_fn(panics::catch))
                .wrap(from_fn(metrics::count_requests))
                .wrap(from_fn(telemetry::access_log))
                .wrap(from_fn(request_id::middleware))
        })
        .workers(config.service.workers)
        .disable_signals()
        .shutdown_timeout(config.service.shutdown_timeout);
        for listener in listeners {
            server = server.listen(listener)?;
        }
        tracing::info!(
            host = config.server.host,
            port,
            version = env!("CARGO_PKG_VERSION"),
            "serving the web app"
        );
        Ok(Self {
            server: server.run(),
            port,
            metrics_server: metrics_server.transpose()?,
            lifecycle,
        })
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port of the metrics, on 127.0.0.1.
    pub fn metrics_port(&self) -> Option<u16> {
        self.metrics_server.as_ref().map(MetricsServer::port)
    }

    /// Serves until a signal stops it.
    pub async fn run(self) -> io::Result<()> {
        let metrics_server = self.metrics_server.map(MetricsServer::start);
        let outcome = shutdown::run(self.server, &self.lifecycle, Duration::ZERO).await;
        if let Some(metrics_server) = metrics_server {
            metrics_server.stop(false).await;
        }
        outcome
    }
}
