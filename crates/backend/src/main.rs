//! The binary: runs the service or another command.

use std::process::ExitCode;

fn main() -> ExitCode {
    kpi_backend::cli::run()
}
