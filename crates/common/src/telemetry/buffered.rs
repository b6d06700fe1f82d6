//! Lines on their way out: gathered for a moment and written together by a thread of their own,
//! because a system call for each request's line costs more than making the line.
//!
//! On the console, warnings and errors are written at once, with all that came before them. Nobody
//! is made to wait for a slow reader or disk until [`ENOUGH`] lies here; then whoever logs does.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

use super::log_file::LogFile;

/// How long a line may lie here.
const MOMENT: Duration = Duration::from_millis(50);
/// Lines are written early when there is so much.
const WORTH_WRITING: usize = 32 * 1024;
/// The most that lies here.
const ENOUGH: usize = 1024 * 1024;

/// Takes lines and writes them soon.
#[derive(Debug, Clone)]
pub(super) struct Buffered(Arc<Shared>);

/// Where lines are written.
#[derive(Debug)]
pub(super) enum Destination {
    Console,
    File(LogFile),
}

#[derive(Debug)]
struct Shared {
    lines: Mutex<Vec<u8>>,
    has_lines: Condvar,
    /// Held while lines are written, so that they stay in order.
    destination: Mutex<Destination>,
    is_console: bool,
}

/// Takes one line.
#[derive(Debug)]
pub(super) struct Line<'a> {
    shared: &'a Shared,
    is_urgent: bool,
}

impl Buffered {
    /// Begins to write what is taken.
    pub(super) fn start(destination: Destination) -> io::Result<Self> {
        let buffered = Self(Arc::new(Shared {
            lines: Mutex::default(),
            has_lines: Condvar::new(),
            is_console: matches!(destination, Destination::Console),
            destination: Mutex::new(destination),
        }));
        let shared = Arc::clone(&buffered.0);
        thread::Builder::new()
            .name("log".to_owned())
            .spawn(move || shared.write_for_ever())?;
        Ok(buffered)
    }

    /// Writes all that lies here.
    pub(super) fn flush(&self) {
        self.0.write_out();
    }
}

impl Shared {
    fn write_for_ever(&self) {
        loop {
            let mut lines = lock(&self.lines);
            while lines.is_empty() {
                lines = self
                    .has_lines
                    .wait(lines)
                    .unwrap_or_else(PoisonError::into_inner);
            }
            // More will come in a moment, unless there is enough already.
            let waited = self
                .has_lines
                .wait_timeout_while(lines, MOMENT, |lines| lines.len() < WORTH_WRITING);
            drop(waited);
            self.write_out();
        }
    }

    fn write_out(&self) {
        let mut destination = lock(&self.destination);
        let lines = std::mem::take(&mut *lock(&self.lines));
        if lines.is_empty() {
            return;
        }
        match &mut *destination {
            Destination::Console => {
                let mut stdout = io::stdout().lock();
                // There is nobody to tell that the log cannot be written.
                let _ = stdout.write_all(&lines).and_then(|()| stdout.flush());
            }
            Destination::File(file) => file.append(&lines),
        }
    }

    fn take(&self, line: &[u8], is_urgent: bool) {
        let mut lines = lock(&self.lines);
        let before = lines.len();
        lines.extend_from_slice(line);
        let after = lines.len();
        drop(lines);
        if is_urgent || after > ENOUGH {
            self.write_out();
        } else if before == 0 || (before < WORTH_WRITING && after >= WORTH_WRITING) {
            self.has_lines.notify_one();
        }
    }
}

/// Nothing panics while it holds a lock here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Write for Line<'_> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.shared.take(line, self.is_urgent);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Buffered {
    type Writer = Line<'a>;

    fn make_writer(&'a self) -> Line<'a> {
        Line {
            shared: &self.0,
            is_urgent: self.0.is_console,
        }
    }

    fn make_writer_for(&'a self, metadata: &Metadata<'_>) -> Line<'a> {
        Line {
            shared: &self.0,
            is_urgent: self.0.is_console && *metadata.level() <= Level::WARN,
        }
    }
}
