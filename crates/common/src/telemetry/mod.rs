//! Logs: JSON lines in staging and production, a console for human eyes in development, and one
//! line per request.
//!
//! A JSON line has `timestamp`, `level`, `message`, `service`, `environment`, `target`, the event's
//! own fields and those of the spans around it (so `request_id`). Logs go to stdout.

mod access_log;
mod buffered;
#[cfg(test)]
mod captured;
mod json_line;

use std::fmt;
use std::io::{self, IsTerminal};
use std::str::FromStr;
use std::sync::OnceLock;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub use access_log::access_log;

use crate::config::{Environment, Settings};
use buffered::Buffered;
use json_line::JsonLine;

/// What lies on its way to stdout.
static BUFFERED: OnceLock<Buffered> = OnceLock::new();

/// How much is logged (`LOG_LEVEL`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LogLevel {
    /// Everything of ours; of the libraries what concerns an operator.
    Debug,
    /// What happens.
    #[default]
    Info,
    /// What should not happen, but is survived.
    Warn,
    /// What failed.
    Error,
}

impl LogLevel {
    /// Reads `LOG_LEVEL`, by default `info`.
    pub fn read(settings: &mut Settings) -> Self {
        settings.parse_or("LOG_LEVEL", Self::default(), "debug, info, warn or error")
    }

    /// The name as it appears in `LOG_LEVEL`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Warn => "warn",
            Self::Error => "error",
        }
    }

    fn filter(self) -> Targets {
        let (ours, libraries) = match self {
            Self::Debug => (LevelFilter::DEBUG, LevelFilter::INFO),
            Self::Info => (LevelFilter::INFO, LevelFilter::WARN),
            Self::Warn => (LevelFilter::WARN, LevelFilter::WARN),
            Self::Error => (LevelFilter::ERROR, LevelFilter::ERROR),
        };
        Targets::new()
            .with_default(libraries)
            .with_target("kpi", ours)
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// There is no such level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such level")]
pub struct UnknownLevel;

impl FromStr for LogLevel {
    type Err = UnknownLevel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.to_ascii_lowercase().as_str() {
            "debug" => Ok(Self::Debug),
            "info" => Ok(Self::Info),
            "warn" => Ok(Self::Warn),
            "error" => Ok(Self::Error),
            _ => Err(UnknownLevel),
        }
    }
}

/// Why logging cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
    /// The level has no meaning.
    #[error("Logging cannot start: \"{0}\" is not debug, info, warn or error.")]
    Level(String),
    /// The process logs already.
    #[error("Logging cannot start: it has been started already.")]
    Started,
    /// There can be no thread for it.
    #[error("Logging cannot start: {0}.")]
    Thread(#[from] io::Error),
}

/// Starts logging, for the whole process, once.
pub fn init(
    service: &'static str,
    environment: Environment,
    level: &str,
) -> Result<(), TelemetryError> {
    let level: LogLevel = level
        .parse()
        .map_err(|_unknown: UnknownLevel| TelemetryError::Level(level.to_owned()))?;
    let registry = tracing_subscriber::registry().with(level.filter());
    let started = if environment.is_development() {
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .compact()
                    .with_target(false)
                    .with_ansi(io::stdout().is_terminal()),
            )
            .try_init()
    } else {
        let line = JsonLine::new(service, environment);
        let buffered = Buffered::start()?;
        // It is set once, as logging starts once.
        let _ = BUFFERED.set(buffered.clone());
        registry
            .with(
                tracing_subscriber::fmt::layer()
                    .fmt_fields(JsonFields::new())
                    .event_format(line)
                    .with_writer(buffered),
            )
            .try_init()
    };
    started.map_err(|_already: tracing_subscriber::util::TryInitError| TelemetryError::Started)?;
    log_panics();
    Ok(())
}

/// Writes all that has been logged; to be called when the process ends.
pub fn flush() {
    if let Some(buffered) = BUFFERED.get() {
        buffered.flush();
    }
}

/// A panic belongs into the log like every other failure, not as loose text on stderr.
fn log_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let message = panic.payload_as_str().unwrap_or("no message");
        let place = panic.location().map(ToString::to_string);
        let stack = std::backtrace::Backtrace::force_capture().to_string();
        tracing::error!(place, stack, "panicked: {message}");
    }));
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn libraries_are_quieter_than_we_are() {
        let debug = LogLevel::Debug.filter();
        assert!(debug.would_enable("kpi_backend::app", &Level::DEBUG));
        assert!(!debug.would_enable("actix_http::h1", &Level::DEBUG));
        assert!(debug.would_enable("actix_server", &Level::INFO));
        assert!(
            !LogLevel::Info
                .filter()
                .would_enable("actix_server", &Level::INFO)
        );
        assert!(
            !LogLevel::Error
                .filter()
                .would_enable("kpi_backend", &Level::WARN)
        );
    }

    #[test]
    fn a_level_must_be_one_of_four() {
        assert_eq!("WARN".parse(), Ok(LogLevel::Warn));
        let error = init("kpi-test", Environment::Production, "loud").unwrap_err();
        assert_eq!(
            error.to_string(),
            "Logging cannot start: \"loud\" is not debug, info, warn or error."
        );
    }
}
