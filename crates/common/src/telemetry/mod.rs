//! Logs: JSON lines in staging and production, readable text in development, and an access log.
//!
//! A JSON line has `timestamp`, `level`, `message`, `service`, `environment`, `target`, the event's
//! fields and its `request_id`. Lines go to stdout and, if a log folder is set, as JSON to
//! `combined.log` and errors also to `error.log` there.

mod access_log;
mod json;
mod redact;
mod rotating_file;
mod settings;
#[cfg(test)]
pub(crate) mod testing;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::panic::{self, PanicHookInfo};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tracing::Level;
use tracing_appender::non_blocking::{NonBlocking, NonBlockingBuilder, WorkerGuard};
use tracing_subscriber::fmt;
use tracing_subscriber::fmt::writer::{BoxMakeWriter, MakeWriterExt};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::{SubscriberInitExt, TryInitError};

pub use access_log::{AccessLogEntry, ProxyFields, access_log, client_closed_request, set_user};
#[cfg(feature = "reports")]
pub(crate) use redact::{SENSITIVE_PARTS, is_sensitive, redact};
pub use settings::{LogConfig, LogFiles, LogLevel};

use crate::config::Environment;
use json::JsonLayer;
use rotating_file::RotatingFile;

/// The pause after a flush in which lines are batched: one system call per line costs more than
/// formatting the line.
const BATCH_INTERVAL: Duration = Duration::from_millis(20);

/// The length of the queue; when it is full, logging blocks.
const MAX_QUEUED_LINES: usize = 8192;

/// The writer threads; each writes its queue and ends when its guard is dropped.
static WRITERS: Mutex<Vec<WorkerGuard>> = Mutex::new(Vec::new());

/// Initialises logging for the process; once.
pub fn init(
    service: &'static str,
    environment: Environment,
    config: &LogConfig,
) -> Result<(), TryInitError> {
    let files = config.files.as_ref().map(|files| {
        let [combined, errors] =
            settings::FILE_NAMES.map(|name| non_blocking(RotatingFile::new(files, name)));
        combined.and(errors.with_max_level(Level::ERROR))
    });
    let is_development = environment.is_development();
    let console = is_development.then(|| {
        fmt::layer()
            .compact()
            .with_target(false)
            .with_ansi(io::stdout().is_terminal())
    });
    let writer = match (is_development, files) {
        (true, None) => None,
        (true, Some(files)) => Some(BoxMakeWriter::new(files)),
        (false, None) => Some(BoxMakeWriter::new(non_blocking(io::stdout()))),
        (false, Some(files)) => Some(BoxMakeWriter::new(non_blocking(io::stdout()).and(files))),
    };
    let json = writer.map(|writer| JsonLayer {
        service,
        environment,
        writer,
    });
    tracing_subscriber::registry()
        .with(config.level.filter())
        .with(console)
        .with(json)
        .try_init()?;
    panic::set_hook(Box::new(log_panic));
    Ok(())
}

/// A non-blocking writer, with its own thread.
fn non_blocking(destination: impl Write + Send + 'static) -> NonBlocking {
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(false)
        .buffered_lines_limit(MAX_QUEUED_LINES)
        .thread_name("log")
        .finish(Batching(BufWriter::with_capacity(64 * 1024, destination)));
    writers().push(guard);
    writer
}

fn writers() -> std::sync::MutexGuard<'static, Vec<WorkerGuard>> {
    WRITERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Batches lines. It is flushed when the queue is empty.
struct Batching<W: Write>(BufWriter<W>);

impl<W: Write> Write for Batching<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        thread::sleep(BATCH_INTERVAL);
        Ok(())
    }
}

/// Flushes the log; call it when the process ends.
pub fn flush() {
    writers().clear();
}

/// Logs a panic as an error, instead of as text on stderr.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("no message");
    let location = panic.location().map(ToString::to_string);
    let stack = std::backtrace::Backtrace::force_capture().to_string();
    tracing::error!(place = location, stack, "panicked: {message}");
}
