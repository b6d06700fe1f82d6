//! Logs: JSON lines in staging and production, a console for human eyes in development, and one
//! line per request.
//!
//! A JSON line has `timestamp`, `level`, `message`, `service`, `environment`, `target`, the event's
//! own fields and the `request_id` it belongs to. Lines go to stdout and, where
//! there is a folder for them, as JSON to `combined.log` and those of errors to `error.log` there.

mod access_log;
mod json;
mod rotating_file;
mod settings;
#[cfg(test)]
pub(crate) mod testing;
mod url;

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

pub use access_log::{AccessLogEntry, Proxied, access_log, client_left, name_user};
pub use settings::{LogConfig, LogFiles, LogLevel};
#[cfg(feature = "reports")]
pub(crate) use url::{TELLING, is_telling, without_secrets};

use crate::config::Environment;
use json::JsonLayer;
use rotating_file::RotatingFile;

/// After lines were written, more are gathered for so long: a system call for each request's line
/// costs more than making the line.
const GATHERING: Duration = Duration::from_millis(20);

/// So many lines may wait to be written; then whoever logs does.
const MAX_WAITING_LINES: usize = 8192;

/// The threads that write; each ends, having written everything, when its guard is dropped.
static WRITERS: Mutex<Vec<WorkerGuard>> = Mutex::new(Vec::new());

/// Starts logging, for the whole process, once.
pub fn init(
    service: &'static str,
    environment: Environment,
    config: &LogConfig,
) -> Result<(), TryInitError> {
    let files = config.files.as_ref().map(|files| {
        let [combined, errors] =
            settings::NAMES.map(|name| non_blocking(RotatingFile::new(files, name)));
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

/// A writer that nobody waits for, with a thread of its own.
fn non_blocking(destination: impl Write + Send + 'static) -> NonBlocking {
    let (writer, guard) = NonBlockingBuilder::default()
        .lossy(false)
        .buffered_lines_limit(MAX_WAITING_LINES)
        .thread_name("log")
        .finish(Gathering(BufWriter::with_capacity(64 * 1024, destination)));
    writers().push(guard);
    writer
}

fn writers() -> std::sync::MutexGuard<'static, Vec<WorkerGuard>> {
    WRITERS.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Lines on their way out. It is flushed whenever no more lines wait.
struct Gathering<W: Write>(BufWriter<W>);

impl<W: Write> Write for Gathering<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.write(line)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()?;
        thread::sleep(GATHERING);
        Ok(())
    }
}

/// Writes all that has been logged; to be called when the process ends.
pub fn flush() {
    writers().clear();
}

/// A panic belongs into the log like every other failure, not as loose text on stderr.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let message = panic.payload_as_str().unwrap_or("no message");
    let place = panic.location().map(ToString::to_string);
    let stack = std::backtrace::Backtrace::force_capture().to_string();
    tracing::error!(place, stack, "panicked: {message}");
}
