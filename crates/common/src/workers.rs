//! How many threads serve.

use std::num::NonZeroUsize;
use std::thread;

use crate::config::Settings;

/// Reads `WORKERS`: by default one for each core.
pub fn read(settings: &mut Settings) -> usize {
    let cores = thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    settings
        .parse_or("WORKERS", cores, "a number of threads from 1 on")
        .get()
}
