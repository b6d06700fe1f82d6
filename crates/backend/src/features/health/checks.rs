//! The health checks, each with a timeout, and each run at most once per second.

use std::path::Path;
use std::time::{Duration, Instant};

use diesel::RunQueryDsl;
use kpi_common::health::{self, Check};

use super::cached::CachedResult;
use crate::db::{Database, DatabaseError, Migrations};
use crate::error::AppError;
use crate::state::AppState;

/// Longer than a healthy database takes, shorter than the timeout of monitors.
const TIMEOUT: Duration = Duration::from_secs(3);

/// Cached results, shared by all workers.
#[derive(Default)]
pub struct Checks {
    database: CachedResult<Check>,
    migrations: CachedResult<Check>,
    memory: CachedResult<Check>,
    disk: CachedResult<Check>,
}

impl Checks {
    /// Whether the database responds.
    pub(super) async fn database(&self, state: &AppState) -> Check {
        if !state.config.health.database {
            return Check::disabled();
        }
        self.database.get(database(&state.db)).await
    }

    /// Whether the database has every migration of this version.
    pub(super) async fn migrations(&self, state: &AppState) -> Check {
        if !state.config.health.database {
            return Check::disabled();
        }
        self.migrations.get(migrations(&state.db)).await
    }

    /// The memory of this process.
    pub(super) async fn memory(&self) -> Check {
        self.memory.get(async { health::memory() }).await
    }

    /// The disk that holds the embedded database, or the one the service runs on.
    pub(super) async fn disk(&self, state: &AppState) -> Check {
        let folder = state.config.database.sqlite_folder();
        let folder = folder.unwrap_or(Path::new("."));
        self.disk.get(async { health::disk(folder) }).await
    }
}

/// Whether Redis is connected. This sends no command: the client tracks its connection.
pub(super) fn redis(state: &AppState) -> Check {
    match &state.redis {
        Some(redis) if state.config.health.redis => {
            if redis.is_available() {
                Check::ok()
            } else if state.config.redis.required {
                Check::error("can't be reached")
            } else {
                Check::degraded(
                    "can't be reached; the service works without it, and events reach clients of \
                     this instance only",
                )
            }
        }
        _ => Check::disabled(),
    }
}

async fn database(db: &Database) -> Check {
    let kind = db.kind();
    timed(async {
        db.query(|conn| {
            diesel::sql_query("SELECT 1").execute(conn)?;
            Ok::<_, AppError>(())
        })
        .await
        .map(|()| Check::ok().detail(kind.to_string()))
        .or_else(failed_check)
    })
    .await
}

async fn migrations(db: &Database) -> Check {
    timed(async {
        // Not in a read-only transaction: diesel creates its migrations table if there is none.
        let found = db
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
            .await;
        match found {
            Ok(0) => Ok(Check::ok()),
            Ok(pending) => Err(format!(
                "{pending} pending; run: kpi-backend migrate deploy"
            )),
            Err(error) => failed_check(error),
        }
    })
    .await
}

/// The message about a pooler may be public; other causes may contain hosts and users.
fn failed_check(error: AppError) -> Result<Check, String> {
    match error {
        AppError::Database(error @ DatabaseError::Pooler) => Ok(Check::error(error.to_string())),
        other => Err(other.to_string()),
    }
}

async fn timed(check: impl Future<Output = Result<Check, String>>) -> Check {
    let started = Instant::now();
    let check = match tokio::time::timeout(TIMEOUT, check).await {
        Ok(Ok(check)) => check,
        Ok(Err(error)) => {
            tracing::warn!(error, "health check failed");
            Check::error("failed; the log has the cause")
        }
        Err(_elapsed) => Check::error("no answer in time"),
    };
    check.duration(started.elapsed())
}
