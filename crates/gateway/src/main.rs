//! `kpi-gateway`: serve (default), healthcheck, config.

use std::process::ExitCode;

use clap::Parser;
use kpi_common::cli::{self, Failure, ServiceCommand};
use kpi_common::config::{ConfigWarnings, Settings};
use kpi_common::telemetry;
use kpi_gateway::app::Application;
use kpi_gateway::config::Config;
use mimalloc::MiMalloc;

/// A request makes about forty small allocations, which are freed when it ends.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

/// The gateway of KPI Productivity: the only port that is open to the outside.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Option<ServiceCommand>,
}

fn main() -> ExitCode {
    cli::exit(run(Cli::parse().command.unwrap_or_default()))
}

fn run(command: ServiceCommand) -> Result<(), Failure> {
    let mut settings = Settings::from_env();
    let config = Config::read(&mut settings);
    match command {
        ServiceCommand::Serve => {
            let warnings = settings.warnings();
            settings.finish()?;
            serve(config, &warnings)
        }
        ServiceCommand::Healthcheck => {
            settings.finish()?;
            cli::healthcheck(&config.health_url())
        }
        ServiceCommand::Config => cli::show_settings(settings),
    }
}

fn serve(config: Config, warnings: &ConfigWarnings) -> Result<(), Failure> {
    telemetry::init("kpi-gateway", config.environment, &config.log)?;
    warnings.log();
    let _reporting = config
        .reports
        .start("kpi-gateway", env!("CARGO_PKG_VERSION"));
    actix_web::rt::System::new().block_on(async { Ok(Application::build(config)?.run().await?) })
}
