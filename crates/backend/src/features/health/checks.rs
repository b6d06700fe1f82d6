//! The checks, each bounded in time.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use kpi_common::health::{self, Check};

use crate::db::{Database, Migrations};
use crate::http::AppError;
use crate::state::AppState;

/// Longer than any healthy database takes, shorter than a health check's patience.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Whether the database answers.
pub(super) async fn database(db: &Database) -> Check {
    let kind = db.kind();
    timed(async {
        db.query(|conn| {
            diesel::sql_query("SELECT 1").execute(conn)?;
            Ok::<_, AppError>(())
        })
        .await
        .map(|()| Check::ok().detail(kind.to_string()))
        .map_err(|error| error.to_string())
    })
    .await
}

/// Whether the database has every migration of this version.
pub(super) async fn migrations(db: &Database) -> Check {
    timed(async {
        // Not in a read-only transaction: diesel makes its table of migrations where there is none.
        let pending = db
            .query(|conn| {
                let all = Migrations::on(conn)
                    .status()
                    .map_err(|error| AppError::Inconsistent(error.to_string()))?;
                Ok::<_, AppError>(
                    all.into_iter()
                        .filter(|migration| !migration.applied)
                        .count(),
                )
            })
            .await
            .map_err(|error| error.to_string())?;
        match pending {
            0 => Ok(Check::ok()),
            pending => Err(format!(
                "{pending} pending; run: kpi-backend migrate deploy"
            )),
        }
    })
    .await
}

/// The disk that holds the embedded database, or the one the service runs on.
pub(super) fn disk(state: &AppState) -> Check {
    let folder = state.config.database.sqlite_folder();
    health::disk(folder.unwrap_or(Path::new(".")))
}

async fn timed(check: impl Future<Output = Result<Check, String>>) -> Check {
    let started = Instant::now();
    let check = match tokio::time::timeout(TIMEOUT, check).await {
        Ok(Ok(check)) => check,
        Ok(Err(error)) => {
            tracing::warn!(error, "health check failed");
            // The cause may name hosts and users; it is in the log.
            Check::error("failed; the log has the cause")
        }
        Err(_elapsed) => Check::error("no answer in time"),
    };
    check.took(started.elapsed())
}
