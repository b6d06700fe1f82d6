//! The settings of the service, one struct per concern.

use std::path::{Path, PathBuf};

use educe::Educe;
use kpi_common::cli;
use kpi_common::config::{Environment, Settings, fields};
use kpi_common::service::ServiceConfig;
use kpi_common::telemetry::LogConfig;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

use crate::url::http_url;

/// The output of `vite build`, relative to the root of the repository.
const BUILT_APP: &str = "crates/frontend/web/dist";

/// All settings of the service.
#[derive(Debug, Clone)]
pub struct Config {
    /// The environment.
    pub environment: Environment,
    /// Logging.
    pub log: LogConfig,
    /// The listener and the folder of files.
    pub server: ServerConfig,
    /// Workers, shutdown, trusted proxies.
    pub service: ServiceConfig,
    /// The configuration of the app in the browser.
    pub web: WebConfig,
}

/// The listener and the folder of files.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct ServerConfig {
    /// The host; see [`kpi_common::listen::bind`].
    pub host: String,
    /// The port; 0 takes a free one.
    #[serde(deserialize_with = "fields::port")]
    pub port: u16,
    /// The port on 127.0.0.1 for Prometheus, if set.
    #[serde(
        rename = "FRONTEND_METRICS_PORT",
        deserialize_with = "fields::optional_port"
    )]
    pub metrics_port: Option<u16>,
    /// The folder of the built app.
    pub static_dir: PathBuf,
}

/// The configuration of the app in the browser, at run time: the `VITE_*` variables of the guide.
///
/// It is public; it must not contain secrets.
#[derive(Debug, Clone, PartialEq, Eq, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct WebConfig {
    /// The Sentry DSN for error reports.
    #[serde(rename = "VITE_SENTRY_DSN", deserialize_with = "optional_url")]
    pub sentry_dsn: Option<String>,
    /// The environment that error reports name; that of `NODE_ENV` unless set.
    #[serde(rename = "VITE_SENTRY_ENVIRONMENT")]
    pub sentry_environment: String,
    /// Whether errors are reported; by default if a DSN is set.
    #[serde(rename = "VITE_ENABLE_ERROR_REPORTING")]
    pub enable_error_reporting: bool,
    /// The API: a path of this origin, or an absolute URL.
    #[educe(Default = "/api")]
    #[serde(rename = "VITE_API_URL", deserialize_with = "path_or_url")]
    pub api_url: String,
    /// The Mixpanel project for analytics.
    #[serde(rename = "VITE_MIXPANEL_TOKEN")]
    pub mixpanel_token: Option<String>,
    /// The Mixpanel host; other regions have their own.
    #[educe(Default = "https://api-js.mixpanel.com")]
    #[serde(rename = "VITE_MIXPANEL_API_HOST", deserialize_with = "url")]
    pub mixpanel_api_host: String,
    /// Whether analytics are enabled; by default if a token is set.
    #[serde(rename = "VITE_ENABLE_ANALYTICS")]
    pub enable_analytics: bool,
    /// The version that the app displays.
    #[educe(Default = env!("CARGO_PKG_VERSION").to_owned())]
    #[serde(rename = "VITE_APP_VERSION")]
    pub app_version: String,
    /// Whether the app logs debug messages.
    #[serde(rename = "VITE_DEBUG_MODE")]
    pub debug_mode: bool,
}

impl Config {
    /// Reads the settings; problems are collected in `settings`.
    pub fn read(settings: &mut Settings) -> Self {
        let environment = Environment::read(settings);
        Self {
            environment,
            log: LogConfig::read(settings, environment),
            server: settings.read(ServerConfig {
                host: environment.default_host().to_owned(),
                port: 3000,
                metrics_port: None,
                static_dir: default_static_dir(),
            }),
            service: settings.read(ServiceConfig::default()),
            web: WebConfig::read(settings, environment),
        }
    }

    /// The URL of the health check.
    pub fn health_url(&self) -> String {
        cli::local_url(&self.server.host, self.server.port, "/health")
    }
}

impl WebConfig {
    fn read(settings: &mut Settings, environment: Environment) -> Self {
        let given = settings.read(Self::default());
        settings.read(Self {
            sentry_environment: environment.to_string(),
            enable_error_reporting: given.sentry_dsn.is_some(),
            enable_analytics: given.mixpanel_token.is_some(),
            ..Self::default()
        })
    }
}

/// The build in the repository, else a folder `dist` next to the binary, as in an image.
fn default_static_dir() -> PathBuf {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|binary| Some(binary.parent()?.join("dist")));
    match beside {
        Some(beside) if beside.is_dir() && !Path::new(BUILT_APP).is_dir() => beside,
        _ => BUILT_APP.into(),
    }
}

fn url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if http_url(&text).is_some() {
        return Ok(text);
    }
    Err(D::Error::custom(
        "expected an http(s) URL such as https://api.example.com",
    ))
}

fn optional_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    struct Url(#[serde(deserialize_with = "url")] String);
    Ok(Option::<Url>::deserialize(deserializer)?.map(|url| url.0))
}

fn path_or_url<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let is_path = text.starts_with('/') && !text.starts_with("//");
    if is_path || http_url(&text).is_some() {
        return Ok(text);
    }
    Err(D::Error::custom(
        "expected a path such as /api or an http(s) URL",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Config, String) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = Config::read(&mut settings);
        let problems = settings.finish().err().map(|problems| problems.to_string());
        (config, problems.unwrap_or_default())
    }

    #[test]
    fn the_defaults_are_for_development() {
        let (config, problems) = read(&[]);
        assert_eq!(problems, "");
        let server = &config.server;
        assert_eq!((server.host.as_str(), server.port), ("localhost", 3000));
        assert_eq!(config.web.api_url, "/api");
        assert_eq!(config.web.sentry_environment, "development");
        assert!(!config.web.enable_analytics && !config.web.enable_error_reporting);
        assert_eq!(config.health_url(), "http://localhost:3000/health");
    }

    #[test]
    fn in_production_it_listens_on_all_addresses() {
        let (config, _) = read(&[("NODE_ENV", "production")]);
        assert_eq!(config.server.host, "::");
    }

    #[test]
    fn a_token_or_dsn_enables_reporting_by_default() {
        let token = ("VITE_MIXPANEL_TOKEN", "token");
        let dsn = ("VITE_SENTRY_DSN", "https://key@o1.ingest.sentry.io/2");
        let (config, problems) = read(&[token, dsn, ("VITE_ENABLE_ANALYTICS", "false")]);
        assert_eq!(problems, "");
        assert!(config.web.enable_error_reporting);
        assert!(!config.web.enable_analytics);
    }

    #[test]
    fn invalid_settings_are_reported_together() {
        let (_, problems) = read(&[
            ("PORT", "http"),
            ("WORKERS", "0"),
            ("VITE_API_URL", "api.example.com"),
            ("VITE_SENTRY_DSN", "nonsense"),
            ("VITE_MIXPANEL_API_HOST", "api-eu.mixpanel.com"),
        ]);
        let names: Vec<_> = problems
            .lines()
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(
            names,
            [
                "PORT",
                "WORKERS",
                "VITE_SENTRY_DSN",
                "VITE_API_URL",
                "VITE_MIXPANEL_API_HOST"
            ]
        );
    }
}
