//! The settings of the service, one struct per concern.

use std::path::{Path, PathBuf};

use kpi_common::cli;
use kpi_common::client_ip::TrustedProxies;
use kpi_common::config::{Environment, Settings};
use kpi_common::shutdown;
use kpi_common::telemetry::LogConfig;
use kpi_common::workers;

use crate::url::http_url;

const DEFAULT_PORT: u16 = 3000;

/// Where `vite build` puts the app, seen from the root of the repository.
const BUILT_APP: &str = "crates/frontend/web/dist";

/// Everything the service is told from outside.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which world this is.
    pub environment: Environment,
    /// What is logged, and where to.
    pub log: LogConfig,
    /// Where to listen; see [`kpi_common::listen::bind`].
    pub host: String,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// How many threads serve.
    pub workers: usize,
    /// Seconds that running requests get when the service stops.
    pub shutdown_timeout: u64,
    /// Whose `X-Forwarded-For` is believed, for the access log.
    pub trusted_proxies: TrustedProxies,
    /// The port on 127.0.0.1 that tells the metrics, if one does.
    pub metrics_port: Option<u16>,
    /// The folder of the built app.
    pub static_dir: PathBuf,
    /// What the browser is told.
    pub web: WebConfig,
}

/// What the app in the browser is told at run time: the `VITE_*` variables of the guide.
///
/// All of it is public by nature; a secret has no place here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebConfig {
    /// Where the API is: a path of this origin, or an absolute URL.
    pub api_url: String,
    /// Where errors are reported to.
    pub sentry_dsn: Option<String>,
    /// The environment that error reports name.
    pub sentry_environment: String,
    /// The project that usage is reported to.
    pub mixpanel_token: Option<String>,
    /// Where usage is reported to; accounts in other regions have their own host.
    pub mixpanel_api_host: String,
    /// Whether usage is reported.
    pub enable_analytics: bool,
    /// Whether errors are reported.
    pub enable_error_reporting: bool,
    /// The version the app shows.
    pub app_version: String,
    /// Whether the app is talkative.
    pub debug_mode: bool,
}

impl Config {
    /// Reads every setting; what is wrong is collected in `settings`.
    pub fn read(settings: &mut Settings) -> Self {
        let environment = Environment::read(settings);
        Self {
            environment,
            log: LogConfig::read(settings, environment),
            host: read_host(settings, environment),
            port: settings.parse_or("PORT", DEFAULT_PORT, "a port from 0 to 65535"),
            workers: workers::read(settings),
            shutdown_timeout: shutdown::read_timeout(settings),
            trusted_proxies: TrustedProxies::read(settings),
            metrics_port: settings
                .parse_optional("FRONTEND_METRICS_PORT", "a port from 0 to 65535"),
            static_dir: read_static_dir(settings),
            web: WebConfig::read(settings, environment),
        }
    }

    /// Where the service asks itself whether it is well.
    pub fn health_url(&self) -> String {
        cli::own_url(&self.host, self.port, "/health")
    }
}

impl WebConfig {
    fn read(settings: &mut Settings, environment: Environment) -> Self {
        let sentry_dsn = read_url(settings, "VITE_SENTRY_DSN");
        let mixpanel_token = settings.text("VITE_MIXPANEL_TOKEN");
        Self {
            api_url: read_api_url(settings),
            sentry_environment: settings.text_or("VITE_SENTRY_ENVIRONMENT", environment.as_str()),
            mixpanel_api_host: read_mixpanel_api_host(settings),
            enable_analytics: settings.flag("VITE_ENABLE_ANALYTICS", mixpanel_token.is_some()),
            enable_error_reporting: settings
                .flag("VITE_ENABLE_ERROR_REPORTING", sentry_dsn.is_some()),
            app_version: settings.text_or("VITE_APP_VERSION", env!("CARGO_PKG_VERSION")),
            debug_mode: settings.flag("VITE_DEBUG_MODE", false),
            sentry_dsn,
            mixpanel_token,
        }
    }
}

/// A developer's machine is not opened to its network; a container must be reachable, and
/// Railway's private network is IPv6.
fn read_host(settings: &mut Settings, environment: Environment) -> String {
    let default = if environment.is_development() {
        "localhost"
    } else {
        "::"
    };
    settings.text_or("HOST", default)
}

fn read_static_dir(settings: &mut Settings) -> PathBuf {
    let default = default_static_dir();
    settings
        .text_or("STATIC_DIR", &default.to_string_lossy())
        .into()
}

/// The repository's own build, else a folder `dist` beside the binary, as in an image.
fn default_static_dir() -> PathBuf {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|binary| Some(binary.parent()?.join("dist")));
    match beside {
        Some(beside) if beside.is_dir() && !Path::new(BUILT_APP).is_dir() => beside,
        _ => BUILT_APP.into(),
    }
}

fn read_api_url(settings: &mut Settings) -> String {
    let url = settings.text_or("VITE_API_URL", "/api");
    let is_path = url.starts_with('/') && !url.starts_with("//");
    if !is_path && http_url(&url).is_none() {
        settings.problem(
            "VITE_API_URL",
            format!("\"{url}\" will not do; expected a path such as /api or an http(s) URL"),
        );
    }
    url
}

fn read_mixpanel_api_host(settings: &mut Settings) -> String {
    let url = settings.text_or("VITE_MIXPANEL_API_HOST", "https://api-js.mixpanel.com");
    if http_url(&url).is_none() {
        settings.problem(
            "VITE_MIXPANEL_API_HOST",
            format!(
                "\"{url}\" will not do; expected an http(s) URL such as https://api-eu.mixpanel.com"
            ),
        );
    }
    url
}

fn read_url(settings: &mut Settings, name: &str) -> Option<String> {
    let url = settings.text(name)?;
    if http_url(&url).is_none() {
        settings.problem(
            name,
            format!("\"{url}\" will not do; expected an http(s) URL"),
        );
    }
    Some(url)
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
    fn without_settings_it_serves_a_developer() {
        let (config, problems) = read(&[]);
        assert_eq!(problems, "");
        assert_eq!((config.host.as_str(), config.port), ("localhost", 3000));
        assert_eq!(config.web.api_url, "/api");
        assert_eq!(config.web.sentry_environment, "development");
        assert!(!config.web.enable_analytics && !config.web.enable_error_reporting);
        assert_eq!(config.health_url(), "http://localhost:3000/health");
    }

    #[test]
    fn in_production_it_listens_everywhere() {
        let (config, _) = read(&[("NODE_ENV", "production")]);
        assert_eq!(config.host, "::");
    }

    #[test]
    fn a_token_or_dsn_switches_its_report_on_unless_told_otherwise() {
        let token = ("VITE_MIXPANEL_TOKEN", "token");
        let dsn = ("VITE_SENTRY_DSN", "https://key@o1.ingest.sentry.io/2");
        let (config, problems) = read(&[token, dsn, ("VITE_ENABLE_ANALYTICS", "false")]);
        assert_eq!(problems, "");
        assert!(config.web.enable_error_reporting);
        assert!(!config.web.enable_analytics);
    }

    #[test]
    fn impossible_settings_are_told_together() {
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
