//! The settings of the log: level, files, rotation.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};
use strum::{Display, EnumString};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;

use super::rotating_file::RotatingFile;
use crate::config::{Environment, Settings, fields};

/// The files: all lines, and errors.
pub(super) const FILE_NAMES: [&str; 2] = ["combined.log", "error.log"];

/// The default folder in staging and production, relative to the working directory.
const DEFAULT_FOLDER: &str = "logs";

/// Level and files of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogConfig {
    /// The level.
    pub level: LogLevel,
    /// The files, in addition to the console.
    pub files: Option<LogFiles>,
}

/// The folder and rotation of log files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogFiles {
    /// The folder of `combined.log` and `error.log`; created if missing.
    pub folder: PathBuf,
    /// The size at which a file is rotated.
    pub max_bytes: u64,
    /// How many rotated files of each are kept.
    pub max_files: u32,
}

impl LogFiles {
    /// Checks that the files can be written: creates the folder and opens each file.
    pub fn check_writable(&self) -> io::Result<()> {
        FILE_NAMES
            .iter()
            .try_for_each(|name| RotatingFile::new(self, name).open().map(drop))
    }
}

/// The `LOG_*` settings.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct LogSettings {
    /// `debug`, `info`, `warn` or `error`.
    #[serde(with = "As::<DisplayFromStr>")]
    log_level: LogLevel,
    /// The folder of `combined.log` and `error.log`, besides the console; none if set to nothing.
    log_dir: Option<PathBuf>,
    /// The size at which a log file is rotated.
    #[serde(deserialize_with = "fields::within::<_, _, 4096, { u64::MAX }>")]
    log_max_bytes: u64,
    /// How many rotated files of each are kept.
    #[serde(deserialize_with = "fields::count")]
    log_max_files: u32,
}

impl LogConfig {
    /// Reads `LOG_LEVEL`, `LOG_DIR`, `LOG_MAX_BYTES` and `LOG_MAX_FILES`.
    pub fn read(settings: &mut Settings, environment: Environment) -> Self {
        let default_dir = !environment.is_development() && !settings.is_set_empty("LOG_DIR");
        let read = settings.read(LogSettings {
            log_level: LogLevel::default(),
            log_dir: default_dir.then(|| DEFAULT_FOLDER.into()),
            log_max_bytes: 50 * 1024 * 1024,
            log_max_files: 10,
        });
        Self {
            level: read.log_level,
            files: read.log_dir.map(|folder| LogFiles {
                folder,
                max_bytes: read.log_max_bytes,
                max_files: read.log_max_files,
            }),
        }
    }
}

/// The log level (`LOG_LEVEL`).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Display, EnumString)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
#[strum(parse_err_ty = String, parse_err_fn = expected)]
pub enum LogLevel {
    /// Everything of these services; libraries at `info`.
    Debug,
    /// Normal operation.
    #[default]
    Info,
    /// Unexpected, but handled.
    Warn,
    /// Failures.
    Error,
}

impl LogLevel {
    pub(super) fn filter(self) -> Targets {
        let (services, libraries) = match self {
            Self::Debug => (LevelFilter::DEBUG, LevelFilter::INFO),
            Self::Info => (LevelFilter::INFO, LevelFilter::WARN),
            Self::Warn => (LevelFilter::WARN, LevelFilter::WARN),
            Self::Error => (LevelFilter::ERROR, LevelFilter::ERROR),
        };
        Targets::new()
            .with_default(libraries)
            .with_target("kpi", services)
    }
}

fn expected(_level: &str) -> String {
    "expected debug, info, warn or error".to_owned()
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    fn read(pairs: &[(&str, &str)], environment: Environment) -> (LogConfig, String) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = LogConfig::read(&mut settings, environment);
        let problems = settings.finish().err().map(|problems| problems.to_string());
        (config, problems.unwrap_or_default())
    }

    #[test]
    fn outside_development_there_are_files_unless_the_folder_is_set_to_nothing() {
        let folder = |pairs: &[(&str, &str)], environment| {
            let (config, problems) = read(pairs, environment);
            assert_eq!(problems, "");
            config.files.map(|files| files.folder)
        };
        for environment in [Environment::Staging, Environment::Production] {
            assert_eq!(folder(&[], environment), Some("logs".into()));
            assert_eq!(folder(&[("LOG_DIR", "")], environment), None);
            assert_eq!(
                folder(&[("LOG_DIR", "/var/log/kpi")], environment),
                Some("/var/log/kpi".into())
            );
        }
        assert_eq!(folder(&[], Environment::Development), None);
        assert_eq!(
            folder(&[("LOG_DIR", "here")], Environment::Development),
            Some("here".into())
        );
    }

    #[test]
    fn invalid_settings_are_reported_together() {
        let (_, problems) = read(
            &[
                ("LOG_LEVEL", "loud"),
                ("LOG_MAX_BYTES", "10"),
                ("LOG_MAX_FILES", "-1"),
            ],
            Environment::Production,
        );
        let names: Vec<_> = problems
            .lines()
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(names, ["LOG_LEVEL", "LOG_MAX_BYTES", "LOG_MAX_FILES"]);
    }

    #[test]
    fn a_level_must_be_one_of_four() {
        assert_eq!("WARN".parse(), Ok(LogLevel::Warn));
        assert!("loud".parse::<LogLevel>().is_err());
    }

    #[test]
    fn libraries_log_less_than_the_services() {
        let debug = LogLevel::Debug.filter();
        assert!(debug.would_enable("kpi_backend::app", &Level::DEBUG));
        assert!(!debug.would_enable("actix_http::h1", &Level::DEBUG));
        assert!(debug.would_enable("actix_server", &Level::INFO));
        assert!(
            !LogLevel::Info
                .filter()
                .would_enable("actix_server", &Level::INFO)
        );
        assert!(
            !LogLevel::Error
                .filter()
                .would_enable("kpi_backend", &Level::WARN)
        );
    }
}
