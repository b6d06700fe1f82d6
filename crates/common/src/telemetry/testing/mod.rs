//! Captures log lines in tests.

use std::io;
use std::panic;
use std::sync::{Arc, Mutex};
use std::thread;

use serde_json::Value;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;

use super::json::JsonLayer;
use crate::config::Environment;

/// The lines that this thread has logged.
#[derive(Clone, Default)]
pub(crate) struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Captured {
    /// Captures until the guard is dropped.
    pub(crate) fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let captured = Self::default();
        let layer = JsonLayer {
            service: "kpi-test",
            environment: Environment::Staging,
            writer: captured.clone(),
        };
        let registry = tracing_subscriber::registry().with(layer);
        (captured, tracing::subscriber::set_default(registry))
    }

    /// The captured lines.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let bytes = self.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// Logs the panics of this thread; those of other threads keep the previous hook.
pub(crate) fn log_panics_of_this_thread() {
    let here = thread::current().id();
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if thread::current().id() == here {
            super::log_panic(panic);
        } else {
            others(panic);
        }
    }));
}
