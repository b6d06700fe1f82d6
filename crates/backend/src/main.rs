//! Starts the backend, or does one of its command line's other jobs.

use std::process::ExitCode;

fn main() -> ExitCode {
    kpi_backend::cli::run()
}
