//! `kpi-backend serve`.

use kpi_common::cli::Failure;

use crate::app::Application;
use crate::config::Config;
use crate::db::{Migrations, write_transaction};
use crate::domain::Clock;
use crate::features::auth;

/// Runs the service until it is stopped. In development it migrates the database first; elsewhere
/// `kpi-backend migrate deploy` does, once for all instances.
pub(super) fn run(config: Config) -> Result<(), Failure> {
    if config.environment.is_development() {
        let database = super::direct_database(&config);
        let mut conn = database.connection()?;
        for name in Migrations::on(&mut conn).deploy()? {
            tracing::info!(migration = name, "migrated");
        }
        write_transaction(&mut conn, auth::use_one_spelling)?;
    }
    actix_web::rt::System::new().block_on(async {
        let kind = config.database.kind;
        let application = Application::build(config, Clock::system())
            .await
            .map_err(|error| Failure::other(error.to_string()))?;
        tracing::info!(port = application.port(), database = %kind, "listening");
        application.run().await?;
        Ok(())
    })
}
