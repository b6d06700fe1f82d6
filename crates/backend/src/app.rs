//! The server: all routes and middleware on a bound port.

use std::any::Any;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use actix_web::dev::{Extensions, Server, ServerHandle};
use actix_web::middleware::{Condition, from_fn};
use actix_web::rt::net::TcpStream;
use actix_web::rt::spawn;
use actix_web::rt::task::JoinHandle;
use actix_web::web::{self, Data, ServiceConfig};
use actix_web::{App, HttpServer};
use kpi_common::access_token::AccessTokens;
use kpi_common::metrics::{self, MetricsServer};
use kpi_common::problem;
use kpi_common::rate_limit::RateLimits;
use kpi_common::redis::Redis;
use kpi_common::shutdown::{self, Lifecycle};
use kpi_common::{listen, panics, request_id, telemetry};
use socket2::SockRef;
use tokio_util::sync::CancellationToken;

use crate::cache::ResponseCache;
use crate::config::{Config, RedisConfig};
use crate::db::Database;
use crate::domain::Clock;
use crate::error::AppError;
use crate::features::{
    admin, analytics, auth, dashboards, days, email, exceptions, focus, friends, habits, health,
    invitations, kpi, notifications, realtime, sharing, teams,
};
use crate::http::{compression, configure_extractors, methods};
use crate::identity::{PasswordHasher, SessionTokens};
use crate::mail::{Outbox, TransportKind, Worker};
use crate::metrics::Metrics;
use crate::openapi;
use crate::realtime::{Bus, Hub, HubQueues, Presence};
use crate::scoring;
use crate::security::{self, SecurityState};
use crate::state::AppState;
use crate::write_locks::WriteLocks;

/// Timeout for the head of a request.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);

/// How long a client may leave data unread.
const UNREAD_TIMEOUT: Duration = Duration::from_secs(60);

/// Timeout for emails in progress at shutdown. Emails that are not sent by then are sent by another
/// instance, or after the next start.
const MAIL_TIMEOUT: Duration = Duration::from_secs(10);

/// A server with bound ports, ready to run.
pub struct Application {
    server: Server,
    mail: Worker,
    state: Data<AppState>,
    bus: Option<Bus>,
    queues: HubQueues,
    port: u16,
    /// Serves the metrics, if configured.
    metrics_page: Option<MetricsServer>,
    life: Lifecycle,
}

impl Application {
    /// Binds the ports and builds the application. The database may be unreachable: requests that need
    /// it get 503 until it is back.
    ///
    /// # Errors
    /// When a port can't be bound, a component can't be set up, or a required Redis is unreachable.
    pub async fn build(config: Config, clock: Clock) -> anyhow::Result<Self> {
        let redis = redis(&config.redis).await?;
        let (hub, queues, bus) = Bus::start(redis.clone(), clock.clone());
        let (listeners, port) = listen::bind(&config.server.host, config.server.port)?;
        let workers = config.service.workers;
        let connections = usize::try_from(config.database.connection_limit).unwrap_or(usize::MAX);
        let shutdown_timeout = config.service.shutdown_timeout;
        let is_development = config.environment.is_development();

        let security = Data::new(SecurityState::new(openapi::sign_in_paths()));
        let limits = RateLimits::start(&config.limits, None)?;
        let metrics = Metrics::new(&config)?;
        let metrics_port = config.server.metrics_port;
        let request_metrics = metrics_port.map(|_| Data::new(metrics.requests()));
        let trusted_proxies = Data::new(config.service.trusted_proxies.clone());
        let state = Data::new(AppState {
            write_locks: WriteLocks::new(config.database.pool_timeout),
            db: Database::instrumented(config.database.clone(), metrics.instrumentation()),
            tokens: SessionTokens::new(&config.auth.jwt_secret),
            access_tokens: AccessTokens::new(&config.auth.jwt_secret),
            passwords: PasswordHasher::new(config.auth.bcrypt_rounds),
            cache: ResponseCache::new(redis.clone()),
            redis: redis.clone(),
            clock: clock.clone(),
            outbox: Outbox::new(
                TransportKind::from(&config.mail.transport),
                &config.auth.jwt_secret,
            )?,
            hub,
            presence: Arc::new(Presence::new(redis.clone(), clock.clone())),
            started: Instant::now(),
            config,
        });
        let mail = Worker::new(
            state.config.mail.clone(),
            state.outbox.clone(),
            state.db.clone(),
            state.clock.clone(),
        )?;
        let (checks, app_state) = (Data::new(health::Checks::default()), state.clone());
        let life = Lifecycle::default();
        let metrics_page = metrics_port.map(|port| {
            let (metrics, state) = (Arc::new(metrics), state.clone());
            MetricsServer::listen(port, life.clone(), move || metrics.render(&state))
        });
        let mut server = HttpServer::new(move || {
            App::new()
                .app_data(state.clone())
                .app_data(checks.clone())
                .app_data(trusted_proxies.clone())
                .app_data(security.clone())
                .configure(|config| {
                    if let Some(request_metrics) = &request_metrics {
                        config.app_data(request_metrics.clone());
                    }
                })
                .configure(routes(state.config.server.max_body_bytes))
                // The last middleware is the first to see a request.
                .wrap(limits.clone())
                .wrap(from_fn(methods::middleware))
                .wrap(Condition::new(
                    is_development,
                    from_fn(problem::show_causes),
                ))
                .wrap(from_fn(compression::middleware))
                .wrap(state.config.cors.cors())
                .wrap(from_fn(security::middleware))
                .wrap(state.config.reports.middleware())
                .wrap(from_fn(panics::catch))
                .wrap(from_fn(metrics::count_requests))
                .wrap(from_fn(telemetry::access_log))
                .wrap(from_fn(request_id::middleware))
        })
        .workers(workers)
        // More blocking threads than connections would only wait for connections.
        .worker_max_blocking_threads(connections.div_ceil(workers))
        .client_request_timeout(HEAD_TIMEOUT)
        .on_connect(limit_unread)
        .shutdown_timeout(shutdown_timeout)
        .disable_signals();
        for listener in listeners {
            server = server.listen(listener)?;
        }
        Ok(Self {
            server: server.run(),
            mail,
            state: app_state,
            bus,
            queues,
            port,
            metrics_page: metrics_page.transpose()?,
            life,
        })
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The port of the metrics on 127.0.0.1.
    #[must_use]
    pub fn metrics_port(&self) -> Option<u16> {
        self.metrics_page.as_ref().map(MetricsServer::port)
    }

    /// Serves requests until a stop signal, or a stop by [`Application::handle`].
    ///
    /// # Errors
    /// When accepting connections fails.
    pub async fn run(self) -> io::Result<()> {
        let metrics_page = self.metrics_page.map(MetricsServer::start);
        let stop = CancellationToken::new();
        let mut mail = spawn(self.mail.run(stop.clone()));
        let background = background_tasks(&self.state, self.bus, self.queues);
        let (hub, stopped) = (self.state.hub.clone(), self.life.clone().stopped());
        spawn(async move {
            stopped.await;
            hub.close_all();
        });
        let outcome = shutdown::run(self.server, &self.life, Duration::ZERO).await;
        background.iter().for_each(JoinHandle::abort);
        stop.cancel();
        if tokio::time::timeout(MAIL_TIMEOUT, &mut mail).await.is_err() {
            tracing::warn!("stopped while mails were on their way");
            mail.abort();
            drop(mail.await);
        }
        if let Some(metrics_page) = metrics_page {
            metrics_page.stop(false).await;
        }
        outcome
    }

    /// A handle to stop the server.
    #[must_use]
    pub fn handle(&self) -> StopHandle {
        StopHandle {
            server: self.server.handle(),
            hub: self.state.hub.clone(),
        }
    }
}

/// Stops a server.
pub struct StopHandle {
    server: ServerHandle,
    hub: Hub,
}

impl StopHandle {
    /// Stops it gracefully. It takes effect when it is called; the future waits until it has stopped.
    pub fn stop(&self) -> impl Future<Output = ()> + use<> {
        self.hub.close_all();
        self.server.stop(true)
    }
}

/// Closes a connection whose client does not take what it is sent for long: actix-http would wait for ever, and keep
/// what is left.
fn limit_unread(connection: &dyn Any, _: &mut Extensions) {
    #[cfg(target_os = "linux")]
    if let Some(stream) = connection.downcast_ref::<TcpStream>() {
        // Without it the connection still works.
        let _ = SockRef::from(stream).set_tcp_user_timeout(Some(UNREAD_TIMEOUT));
    }
}

/// Starts what runs beside the requests, besides the mails.
fn background_tasks(state: &AppState, bus: Option<Bus>, queues: HubQueues) -> Vec<JoinHandle<()>> {
    let (db, clock, hub) = (&state.db, &state.clock, &state.hub);
    let (db, clock, hub) = (|| db.clone(), || clock.clone(), || hub.clone());
    let presence = Arc::clone(&state.presence);
    let tasks = [
        spawn(scoring::recompute_worker(db(), clock(), hub())),
        spawn(focus::deadline_worker(db(), clock(), hub())),
        spawn(auth::purge_worker(db(), clock())),
        spawn(realtime::session_worker(
            db(),
            clock(),
            hub(),
            queues.sessions_ended,
        )),
        spawn(realtime::activity_worker(
            db(),
            clock(),
            hub(),
            queues.recorded,
        )),
        spawn(realtime::presence_worker(
            db(),
            hub(),
            presence,
            queues.presence,
        )),
    ];
    let bus = bus.map(|bus| spawn(bus.run()));
    tasks.into_iter().chain(bus).collect()
}

/// Connects to Redis, if configured; waits for the first connection if it is required.
async fn redis(config: &RedisConfig) -> anyhow::Result<Option<Redis>> {
    let Some(server) = &config.server else {
        return Ok(None);
    };
    let redis = Redis::start(server)?;
    if config.required
        && let Err(reason) = redis.initial_connect().await
    {
        anyhow::bail!(
            "Redis can't be reached ({reason}), and REDIS_REQUIRED is true: start it, or correct \
             the REDIS_ settings."
        );
    }
    Ok(Some(redis))
}

fn routes(max_body_bytes: usize) -> impl FnOnce(&mut ServiceConfig) {
    move |config| {
        config
            .configure(configure_extractors(max_body_bytes))
            .configure(health::configure)
            .configure(openapi::configure)
            .service(
                web::scope("/api")
                    .configure(auth::configure)
                    .configure(habits::configure)
                    .configure(days::configure)
                    .configure(exceptions::configure)
                    .configure(focus::configure)
                    .configure(friends::configure)
                    .configure(invitations::configure)
                    .configure(sharing::configure)
                    .configure(teams::configure)
                    .configure(admin::configure)
                    .configure(notifications::configure)
                    .configure(realtime::configure)
                    .configure(kpi::configure)
                    .configure(dashboards::configure)
                    .configure(analytics::configure)
                    .configure(email::configure),
            )
            .default_service(web::to(|| async { Err::<&str, _>(AppError::NotFound) }));
    }
}
