//! `kpi-backend doctor`: checks the settings and all dependencies.

use std::time::Duration;

use chrono::{Datelike, Utc};
use kpi_common::cli::Failure;
use kpi_common::config::Settings;
use kpi_common::health::{self, Status};
use kpi_common::redis::{Redis, client};

use super::print_line;
use crate::config::{Config, RedisConfig};
use crate::db::{DatabaseError, DatabaseKind, Migrations};

/// PostgreSQL's `server_version_num` of 14.0.
const POSTGRES_14: i32 = 140_000;

/// The oldest supported major version of Redis.
const MIN_REDIS: u32 = 6;

/// Timeout of the `INFO` command.
const INFO_TIMEOUT: Duration = Duration::from_secs(2);

pub(super) fn run(settings: Settings) -> Result<(), Failure> {
    let config = match Config::from_settings(settings) {
        Ok(config) => {
            print_line("ok       settings")?;
            for warning in config.warnings.lines() {
                print_line(format!("odd      {warning}"))?;
            }
            config
        }
        Err(problems) => return Err(problems.into()),
    };
    let mut findings = Findings::default();
    findings.note("database", database(&config))?;
    if config.direct.is_some() {
        findings.note("direct", direct(&config))?;
    }
    findings.note("redis", redis(&config.redis))?;
    let folder = config.database.sqlite_folder();
    let disk = health::disk(folder.unwrap_or(std::path::Path::new(".")));
    findings.note("disk", as_result(disk))?;
    findings.note("memory", as_result(health::memory()))?;
    findings.note("logs", logs(&config))?;
    let clock_is_sane = Utc::now().year() >= 2026;
    findings.note(
        "clock",
        if clock_is_sane {
            Ok(Utc::now().format("%Y-%m-%d %H:%M UTC").to_string())
        } else {
            Err("the machine's clock is years behind: tokens and dates will be wrong".to_owned())
        },
    )?;
    match findings.failed {
        0 => Ok(()),
        failed => Err(Failure::other(format!(
            "{failed} of the checks failed; see above."
        ))),
    }
}

#[derive(Default)]
struct Findings {
    failed: usize,
}

impl Findings {
    fn note(&mut self, name: &str, outcome: Result<String, String>) -> Result<(), Failure> {
        match outcome {
            Ok(detail) => print_line(format!("ok       {name}: {detail}"))?,
            Err(problem) => {
                self.failed += 1;
                print_line(format!("problem  {name}: {problem}"))?;
            }
        }
        Ok(())
    }
}

fn as_result(check: health::Check) -> Result<String, String> {
    let detail = check.detail.unwrap_or_default();
    if check.status == Status::Error {
        Err(detail)
    } else {
        Ok(detail)
    }
}

fn logs(config: &Config) -> Result<String, String> {
    let Some(files) = &config.log.files else {
        return Ok("on the console".to_owned());
    };
    files
        .check_writable()
        .map(|()| format!("on the console and in {}", files.folder.display()))
        .map_err(|error| {
            let folder = files.folder.display();
            format!("{folder} cannot be written: {error}. Make it writable, or set LOG_DIR")
        })
}

fn database(config: &Config) -> Result<String, String> {
    let database = super::database(config);
    let mut conn = database.connection().map_err(|error| match error {
        DatabaseError::Pooler => error.to_string(),
        error => unreachable(&error, "DATABASE_URL"),
    })?;
    let version = conn.server_version().map_err(|error| error.to_string())?;
    if database.kind() == DatabaseKind::Postgres {
        check_postgres_version(version.number, &version.text)?;
    }
    let all = Migrations::on(&mut conn)
        .status()
        .map_err(|error| error.to_string())?;
    let pending = all.iter().filter(|migration| !migration.applied).count();
    if pending > 0 {
        return Err(format!(
            "{pending} of {} migrations are pending; run: kpi-backend migrate deploy",
            all.len()
        ));
    }
    Ok(format!(
        "{} {}, {} migrations",
        database.kind(),
        version.text,
        all.len()
    ))
}

fn direct(config: &Config) -> Result<String, String> {
    let mut direct = match super::direct_database(config).connection() {
        Ok(conn) => conn,
        Err(DatabaseError::Pooler) => {
            return Err(
                "DIRECT_URL leads to a pooler; it has to be the address of PostgreSQL itself"
                    .to_owned(),
            );
        }
        Err(error) => return Err(unreachable(&error, "DIRECT_URL")),
    };
    // The check of the database reports that DATABASE_URL does not answer.
    let served = super::database(config).connection();
    let served = served.ok().and_then(|mut conn| conn.database_name().ok()?);
    let migrated = direct.database_name().map_err(|error| error.to_string())?;
    match (served, migrated) {
        (Some(served), Some(migrated)) if served != migrated => Err(format!(
            "DIRECT_URL leads to the database {migrated}, DATABASE_URL to {served}; migrations \
             would change the wrong one"
        )),
        _ => Ok("answers".to_owned()),
    }
}

fn unreachable(error: &DatabaseError, setting: &str) -> String {
    format!("{error}. Is it running, and are host, user and password in {setting} right?")
}

fn redis(config: &RedisConfig) -> Result<String, String> {
    let Some(server) = &config.server else {
        return Ok("none; REDIS_URL is not set".to_owned());
    };
    actix_web::rt::System::new().block_on(async {
        let redis = Redis::start(server).map_err(|error| error.to_string())?;
        redis.initial_connect().await.map_err(|reason| {
            format!(
                "can't be reached ({reason}). Is it running, and are host, user and password in \
                 REDIS_URL right?"
            )
        })?;
        let info = redis
            .execute(INFO_TIMEOUT, async |connection| {
                let mut command = client::cmd("INFO");
                command.arg("server").query_async(connection).await
            })
            .await;
        let info: String = info.unwrap_or_default();
        let version = check_redis_version(&info)?;
        let required = if config.required { "; required" } else { "" };
        Ok(format!("answers, version {version}{required}"))
    })
}

/// `number` is PostgreSQL's `server_version_num`.
fn check_postgres_version(number: i32, text: &str) -> Result<(), String> {
    if number < POSTGRES_14 {
        return Err(format!(
            "PostgreSQL {text} is too old; 14 or newer is needed"
        ));
    }
    Ok(())
}

/// The version in the reply to `INFO`, which some providers restrict.
fn check_redis_version(info: &str) -> Result<&str, String> {
    let version = info
        .lines()
        .find_map(|line| line.strip_prefix("redis_version:"));
    let Some(version) = version.map(str::trim) else {
        return Ok("unknown");
    };
    let major = version.split('.').next().unwrap_or_default();
    if major.parse::<u32>().is_ok_and(|major| major < MIN_REDIS) {
        return Err(format!(
            "Redis {version} is too old; {MIN_REDIS} or newer is needed"
        ));
    }
    Ok(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_postgresql_that_is_too_old_is_a_problem() {
        assert_eq!(check_postgres_version(140_000, "14.0"), Ok(()));
        assert_eq!(
            check_postgres_version(130_022, "13.22").unwrap_err(),
            "PostgreSQL 13.22 is too old; 14 or newer is needed"
        );
    }

    #[test]
    fn a_redis_that_is_too_old_is_a_problem() {
        let info =
            |version| format!("# Server\r\nredis_version:{version}\r\nredis_mode:standalone\r\n");
        for version in ["6.0.0", "7.0.15", "10.1"] {
            assert_eq!(check_redis_version(&info(version)).as_deref(), Ok(version));
        }
        let refused = check_redis_version(&info("5.0.14")).unwrap_err();
        assert_eq!(refused, "Redis 5.0.14 is too old; 6 or newer is needed");
        assert_eq!(check_redis_version("").as_deref(), Ok("unknown"));
    }
}
