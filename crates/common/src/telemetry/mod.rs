//! Logs: JSON lines in staging and production, a console for human eyes in development, and one
//! line per request.
//!
//! A JSON line has `timestamp`, `level`, `message`, `service`, `environment`, `target`, the event's
//! own fields and those of the spans around it (so `request_id`). Lines go to stdout and, where
//! there is a folder for them, as JSON to `combined.log` and those of errors to `error.log` there.

mod access_log;
mod buffered;
#[cfg(test)]
pub(crate) mod captured;
mod json_line;
mod log_file;
mod settings;
mod url;

use std::io::{self, IsTerminal};
use std::panic::{self, PanicHookInfo};
use std::sync::OnceLock;

use tracing::{Level, Subscriber};
use tracing_subscriber::fmt::format::JsonFields;
use tracing_subscriber::fmt::writer::MakeWriterExt;
use tracing_subscriber::fmt::{self, MakeWriter};
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

pub use access_log::{access_log, name_user};
pub use settings::{LogConfig, LogFiles, LogLevel, UnknownLevel};
#[cfg(feature = "reports")]
pub(crate) use url::is_telling;
pub use url::without_secrets;

use crate::config::Environment;
use buffered::{Buffered, Destination};
use json_line::JsonLine;
use log_file::LogFile;

/// What lies on its way to its destinations.
static BUFFERED: OnceLock<Vec<Buffered>> = OnceLock::new();

/// Why logging cannot start.
#[derive(Debug, thiserror::Error)]
pub enum TelemetryError {
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
    config: &LogConfig,
) -> Result<(), TelemetryError> {
    let line = JsonLine::new(service, environment);
    let files = config.files.as_ref().map(start_files).transpose()?;
    let mut started: Vec<Buffered> = files.iter().flatten().cloned().collect();
    let registry = tracing_subscriber::registry().with(config.level.filter());
    let outcome = if environment.is_development() {
        let console = fmt::layer()
            .compact()
            .with_target(false)
            .with_ansi(io::stdout().is_terminal());
        let files = files.map(|files| json(line, to_files(files)));
        registry.with(console).with(files).try_init()
    } else {
        let console = Buffered::start(Destination::Console)?;
        started.push(console.clone());
        match files {
            None => registry.with(json(line, console)).try_init(),
            Some(files) => registry
                .with(json(line, console.and(to_files(files))))
                .try_init(),
        }
    };
    outcome.map_err(|_already: TryInitError| TelemetryError::Started)?;
    // It is set once, as logging starts once.
    let _ = BUFFERED.set(started);
    log_panics();
    Ok(())
}

/// `combined.log` and `error.log`, each with a thread that writes it.
fn start_files(files: &LogFiles) -> io::Result<[Buffered; 2]> {
    let [combined, errors] =
        settings::NAMES.map(|name| Buffered::start(Destination::File(LogFile::new(files, name))));
    Ok([combined?, errors?])
}

fn to_files([combined, errors]: [Buffered; 2]) -> impl for<'a> MakeWriter<'a> + Send + Sync {
    combined.and(errors.with_max_level(Level::ERROR))
}

fn json<S, W>(line: JsonLine, writer: W) -> impl Layer<S>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    fmt::layer()
        .fmt_fields(JsonFields::new())
        .event_format(line)
        .with_writer(writer)
}

/// Writes all that has been logged; to be called when the process ends.
pub fn flush() {
    for buffered in BUFFERED.get().into_iter().flatten() {
        buffered.flush();
    }
}

/// A panic belongs into the log like every other failure, not as loose text on stderr.
fn log_panics() {
    panic::set_hook(Box::new(log_panic));
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("no message");
    let place = panic.location().map(ToString::to_string);
    let stack = std::backtrace::Backtrace::force_capture().to_string();
    tracing::error!(place, stack, "panicked: {message}");
}

/// Logs the panics of this thread; those of other tests go where they went.
#[cfg(test)]
pub(crate) fn log_panics_of_this_thread() {
    let here = std::thread::current().id();
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == here {
            log_panic(panic);
        } else {
            others(panic);
        }
    }));
}
