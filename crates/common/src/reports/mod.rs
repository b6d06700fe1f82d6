//! Reports errors, panics and transactions to Sentry, if `SENTRY_DSN` is set.
//!
//! An error is reported when it is logged ([`crate::problem`]), a panic when it happens, both with
//! the request id as a tag. Everything is scrubbed before it is sent.

mod scrub;
mod transport;

use std::error::Error;
use std::panic;

use actix_web::middleware::Condition;
use educe::Educe;
use secrecy::{ExposeSecret, SecretString};
use sentry::integrations::backtrace::{AttachStacktraceIntegration, ProcessStacktraceIntegration};
use sentry::integrations::panic::PanicIntegration;
use sentry::types::Dsn;
use sentry::{ClientInitGuard, ClientOptions, Hub};
use sentry_actix::Sentry;
use serde::{Deserialize, Serialize};

use crate::config::{Environment, Settings, fields};
use crate::request_id::{self, RequestId};

/// The DSN, the environment and the sample rate.
#[derive(Clone, Educe)]
#[educe(Debug)]
pub struct ReportConfig {
    /// Contains a key, so it is not printed.
    #[educe(Debug(ignore))]
    dsn: Option<Dsn>,
    environment: String,
    traces_sample_rate: f32,
}

/// The settings as they are read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct ReportSettings {
    /// The Sentry project that errors, panics and traces are reported to.
    #[serde(serialize_with = "fields::secret")]
    sentry_dsn: Option<SecretString>,
    /// The environment that reports name; that of `NODE_ENV` unless set.
    sentry_environment: String,
}

impl ReportConfig {
    /// Reads `SENTRY_DSN` and `SENTRY_ENVIRONMENT`.
    pub fn read(settings: &mut Settings, environment: Environment) -> Self {
        let read = settings.read(ReportSettings {
            sentry_dsn: None,
            sentry_environment: environment.to_string(),
        });
        let dsn = read.sentry_dsn.and_then(|dsn| {
            let parsed = dsn.expose_secret().trim().parse().ok();
            if parsed.is_none() {
                settings.problem(
                    "SENTRY_DSN",
                    "is no DSN; copy it from the project's settings, it is like \
                     https://key@o1.ingest.sentry.io/2",
                );
            }
            parsed
        });
        Self {
            dsn,
            environment: read.sentry_environment,
            traces_sample_rate: if environment.is_production() {
                0.1
            } else {
                1.0
            },
        }
    }

    /// Whether reporting is enabled.
    pub fn is_enabled(&self) -> bool {
        self.dsn.is_some()
    }

    /// Middleware: starts a transaction for each request, and adds the request to reports of errors
    /// in it. Disabled without a DSN. Use as `.wrap(config.middleware())`, just inside
    /// [`crate::panics::catch`].
    pub fn middleware(&self) -> Condition<Sentry> {
        let sentry = Sentry::builder()
            .start_transaction(true)
            .capture_server_errors(false)
            .finish();
        Condition::new(self.is_enabled(), sentry)
    }

    /// Starts reporting for the process, after [`crate::telemetry::init`] and before threads are
    /// started. The queue is flushed when the guard is dropped.
    pub fn start(&self, service: &str, version: &str) -> Option<ClientInitGuard> {
        let mut options = ClientOptions::default()
            .default_integrations(false)
            .add_integration(AttachStacktraceIntegration)
            .add_integration(ProcessStacktraceIntegration)
            .release(format!("{service}@{version}"))
            .environment(self.environment.clone())
            .transport(transport::ScrubbingTransportFactory);
        options.dsn = Some(self.dsn.clone()?);
        // `traces_sample_rate` would follow the sampling decision of a client's trace header.
        let rate = self.traces_sample_rate;
        options = options.traces_sampler(move |_| rate);
        let guard = sentry::init(options);
        report_panics();
        Some(guard)
    }
}

/// Sets the transaction name of the current request, if no route does.
pub fn set_transaction_name(name: &str) {
    sentry::configure_scope(|scope| {
        if let Some(span) = scope.get_span() {
            span.set_name(name);
        }
    });
}

/// Sentry's own hook would block the panicking thread until the report is sent.
fn report_panics() {
    let next = panic::take_hook();
    panic::set_hook(Box::new(move |panicked| {
        let event = PanicIntegration::new().event_from_panic_info(panicked);
        with_request_id(request_id::current().as_ref(), |hub| {
            hub.capture_event(event);
        });
        next(panicked);
    }));
}

/// Reports an error, if reporting is enabled.
pub(crate) fn report(error: &dyn Error, request_id: Option<&RequestId>) {
    with_request_id(request_id, |hub| {
        hub.capture_error(error);
    });
}

fn with_request_id(request_id: Option<&RequestId>, report: impl FnOnce(&Hub)) {
    Hub::with_active(|hub| {
        let tag = |scope: &mut sentry::Scope| {
            if let Some(id) = request_id {
                scope.set_tag("request_id", id.as_str());
            }
        };
        hub.with_scope(tag, || report(hub));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)], environment: Environment) -> (ReportConfig, String) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = ReportConfig::read(&mut settings, environment);
        let problems = settings.finish().err().map(|problems| problems.to_string());
        (config, problems.unwrap_or_default())
    }

    #[test]
    fn the_sample_rate_is_a_tenth_in_production_and_1_elsewhere() {
        for (environment, rate) in [
            (Environment::Development, 1.0),
            (Environment::Staging, 1.0),
            (Environment::Production, 0.1),
        ] {
            let (config, problems) = read(&[], environment);
            assert_eq!(problems, "");
            assert!((config.traces_sample_rate - rate).abs() < f32::EPSILON);
            assert_eq!(config.environment, environment.as_str());
            assert!(config.start("kpi-test", "1.0.0").is_none());
        }
    }

    #[test]
    fn an_invalid_dsn_is_a_problem_and_no_dsn_is_printed() {
        let (_, problems) = read(&[("SENTRY_DSN", "hunter2")], Environment::Staging);
        assert!(problems.starts_with("SENTRY_DSN: "), "{problems}");
        assert!(!problems.contains("hunter2"), "{problems}");
        let dsn = ("SENTRY_DSN", "https://hunter2@sentry.example/2");
        let named = ("SENTRY_ENVIRONMENT", "qa");
        let (config, problems) = read(&[dsn, named], Environment::Staging);
        assert_eq!(problems, "");
        assert_eq!(config.environment, "qa");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
