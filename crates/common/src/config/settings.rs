//! Reads the settings of a service.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::io::ErrorKind;
use std::path::Path;

use config::{Config, ConfigError, Value, ValueKind};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::layers::{self, DOT_ENV, ENVIRONMENT, FILE, Layer, Table, text};
use super::{ConfigProblems, ConfigWarnings, fields, unknown_settings};

/// One effective setting, for the `config` subcommand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The variable.
    pub name: String,
    /// The value; for a secret only `set` or `not set`.
    pub value: String,
    /// The source: `default`, `environment`, `.env` or `file`.
    pub source: String,
}

/// Reads settings into structs, collecting problems instead of failing at the first.
#[derive(Debug, Default)]
pub struct Settings {
    values: Table,
    /// One line each, by variable; only the first problem of a variable is kept.
    problems: config::Map<String, String>,
    warnings: Vec<String>,
    effective: BTreeMap<String, Setting>,
}

impl Settings {
    /// The environment of this process over `.env` in the working directory (development only).
    pub fn from_env() -> Self {
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self::from_layers(variables, Path::new("."))
    }

    /// Settings from the given pairs alone, as if they were the environment; for tests.
    pub fn from_pairs<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self {
            values: layers::layer(ENVIRONMENT, pairs),
            ..Self::default()
        }
    }

    pub(super) fn from_layers(variables: Vec<(String, String)>, directory: &Path) -> Self {
        let mut settings = Self::default();
        let (values, problems) = layers::merge(variables, directory);
        for line in problems {
            settings.add_problem(&line.clone(), line);
        }
        for unknown in unknown_settings::find(&values) {
            if unknown.is_error {
                settings.add_problem(unknown.name, unknown.line());
            } else {
                settings.warnings.push(unknown.line());
            }
        }
        for (name, value) in values
            .iter()
            .filter(|(name, _)| unknown_settings::is_known(name))
        {
            if text(value).ends_with('\r') {
                settings.problem(
                    name,
                    "ends in a carriage return: save its file with LF line ends",
                );
            } else if value.origin() == Some(ENVIRONMENT) && text(value).contains("# ") {
                let warning = "has a \"# \": if a comment is meant, put it on a line of its own, as \
                               systemd and Compose do not end the value there";
                settings.warning(name, warning);
            }
        }
        settings.values = values;
        settings
    }

    /// Reads the struct of one concern: the variable of a field is its serde name. An unset field
    /// has the value of `defaults`, and so has an invalid one, which is a problem.
    ///
    /// If defaults depend on other settings, read the struct again with other defaults.
    pub fn read<T: Serialize + DeserializeOwned>(&mut self, defaults: T) -> T {
        self.try_read(&defaults).unwrap_or_else(|error| {
            self.problem("settings", format!("cannot be read: {error}"));
            defaults
        })
    }

    /// Fails only if the defaults themselves are invalid.
    fn try_read<T: Serialize + DeserializeOwned>(
        &mut self,
        defaults: &T,
    ) -> Result<T, ConfigError> {
        let mut defaults = Config::try_from(defaults)?.cache.into_table()?;
        let mut given = Table::new();
        for (name, default) in &mut defaults {
            let is_secret = text(default) == fields::SECRET;
            if is_secret {
                default.kind = ValueKind::Nil;
            }
            let value = self.look_up(name, is_secret);
            self.record(name, value.as_ref().unwrap_or(default), is_secret);
            given.extend(value.map(|value| (name.clone(), value)));
        }
        loop {
            let layers = Config::builder()
                .add_source(Layer(defaults.clone()))
                .add_source(Layer(given.clone()));
            let (name, expected) = match layers.build()?.try_deserialize() {
                Ok(read) => return Ok(read),
                Err(error) => invalid_setting(error)?,
            };
            let Some(value) = given.shift_remove(&name) else {
                return Err(ConfigError::Message(format!("{name}: {expected}")));
            };
            self.problem(
                &name,
                format!("\"{}\" is invalid; {expected}", text(&value)),
            );
        }
    }

    /// Whether a variable is set to the empty string, which otherwise counts as unset.
    pub fn is_set_empty(&self, name: &str) -> bool {
        self.values.contains_key(name) && self.set(name).is_none()
    }

    /// Adds a problem, unless this variable has one already; the message must not contain a secret.
    pub fn problem(&mut self, name: &str, message: impl Display) {
        let value = self.values.get(name).map(text).unwrap_or_default();
        let message = hide_credentials(message.to_string(), value);
        self.add_problem(name, format!("{name}: {message}."));
    }

    fn add_problem(&mut self, name: &str, line: String) {
        self.problems.entry(name.to_owned()).or_insert(line);
    }

    /// Adds a warning, which does not prevent the start.
    pub fn warning(&mut self, name: &str, message: impl Display) {
        self.warnings.push(format!("{name}: {message}."));
    }

    /// The effective settings that have been read, by name.
    pub fn effective(&self) -> Vec<Setting> {
        self.effective.values().cloned().collect()
    }

    /// The warnings so far.
    pub fn warnings(&self) -> ConfigWarnings {
        ConfigWarnings(self.warnings.clone())
    }

    /// Returns all problems, if there are any.
    pub fn finish(self) -> Result<(), ConfigProblems> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(ConfigProblems(self.problems.into_values().collect()))
    }

    /// The value of `NAME` or `NAME_FILE`; the process environment wins over `.env`, and both in the
    /// same layer are a problem.
    fn look_up(&mut self, name: &str, is_secret: bool) -> Option<Value> {
        let file_name = format!("{name}_FILE");
        let value = self.set(name);
        match (value, self.set(&file_name)) {
            (Some(value), Some(file)) if value.origin() == file.origin() => {
                self.problem(
                    name,
                    format!("is set together with {file_name}; keep one of them"),
                );
                None
            }
            (value, Some(file)) if value.is_none_or(|value| value.origin() == Some(DOT_ENV)) => {
                let path = text(file).trim().to_owned();
                self.read_file(name, &path, is_secret)
            }
            (value, _) => {
                let mut value = value?.clone();
                if !is_secret {
                    value.kind = text(&value).trim().into();
                }
                Some(value)
            }
        }
    }

    fn set(&self, name: &str) -> Option<&Value> {
        let value = self.values.get(name)?;
        (!text(value).trim().is_empty()).then_some(value)
    }

    fn read_file(&mut self, name: &str, path: &str, is_secret: bool) -> Option<Value> {
        let problem = match std::fs::read_to_string(path) {
            Ok(content) if content.trim().is_empty() => {
                "is empty; it must hold the value".to_owned()
            }
            Ok(content) if content.contains('\0') => {
                "is not UTF-8 text, perhaps UTF-16: save it as UTF-8".to_owned()
            }
            Ok(content) => {
                let content = content.trim_start_matches('\u{feff}');
                let of_secret = content.trim_end_matches(['\r', '\n']);
                let value = if is_secret { of_secret } else { content.trim() };
                return Some(layers::value(value, FILE));
            }
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                "is not UTF-8 text, perhaps UTF-16: save it as UTF-8".to_owned()
            }
            Err(error) => format!("cannot be read: {error}"),
        };
        self.add_problem(name, format!("{name}_FILE: the file {path} {problem}."));
        None
    }

    fn record(&mut self, name: &str, value: &Value, is_secret: bool) {
        let text = value.clone().into_string().unwrap_or_default();
        let shown = match (text.is_empty(), is_secret) {
            (true, true) => fields::SECRET,
            (true, false) => "(not set)",
            (false, true) => "set",
            (false, false) => &hide_credentials(text.clone(), &text),
        };
        let setting = Setting {
            name: name.to_owned(),
            value: shown.to_owned(),
            source: value.origin().unwrap_or("default").to_owned(),
        };
        self.effective.insert(name.to_owned(), setting);
    }
}

/// Hides what the URLs of a setting have before their `@`: the user and the password.
fn hide_credentials(shown: String, value: &str) -> String {
    let urls = std::iter::once(value).chain(value.split(','));
    let credentials = urls.filter_map(|url| url.split_once("://")?.1.rsplit_once('@'));
    credentials
        .filter(|(credentials, _)| !credentials.is_empty())
        .fold(shown, |shown, (credentials, _)| {
            shown.replace(credentials, "***")
        })
}

/// The invalid setting, and what is expected.
fn invalid_setting(error: ConfigError) -> Result<(String, String), ConfigError> {
    match error {
        ConfigError::At {
            key: Some(name),
            error,
            ..
        } => Ok((name, error.to_string())),
        // The conversions of `config` fail for booleans only.
        ConfigError::Type {
            key: Some(name), ..
        } => Ok((name, "expected true or false".to_owned())),
        error => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use secrecy::{ExposeSecret, SecretString};
    use serde::Deserialize;
    use serde_with::{As, DisplayFromStr};

    use super::*;
    use crate::config::Environment;

    /// A struct with a field of each kind.
    #[derive(Serialize, Deserialize)]
    #[serde(rename_all = "SCREAMING_SNAKE_CASE")]
    struct Concern {
        host: String,
        #[serde(deserialize_with = "fields::port")]
        port: u16,
        #[serde(deserialize_with = "fields::optional_port")]
        metrics_port: Option<u16>,
        #[serde(deserialize_with = "fields::positive")]
        workers: usize,
        #[serde(deserialize_with = "fields::within::<_, _, 4, 31>")]
        rounds: u32,
        flag: bool,
        folder: Option<PathBuf>,
        #[serde(with = "fields::seconds")]
        timeout: Duration,
        #[serde(with = "fields::seconds_or_never")]
        interval: Option<Duration>,
        #[serde(with = "As::<DisplayFromStr>")]
        environment: Environment,
        #[serde(serialize_with = "fields::secret")]
        key: Option<SecretString>,
    }

    impl Default for Concern {
        fn default() -> Self {
            Self {
                host: "localhost".to_owned(),
                port: 3000,
                metrics_port: None,
                workers: 2,
                rounds: 12,
                flag: true,
                folder: None,
                timeout: Duration::from_millis(1500),
                interval: Some(Duration::from_secs(5)),
                environment: Environment::Development,
                key: Some("hunter1".into()),
            }
        }
    }

    fn read(pairs: &[(&str, &str)]) -> (Concern, Settings) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        (settings.read(Concern::default()), settings)
    }

    fn problems(settings: Settings) -> Vec<String> {
        let problems = settings.finish().err();
        problems.map_or_else(Vec::new, |problems| problems.lines().to_vec())
    }

    /// The setting in effect: its value and its source.
    fn effective(settings: &Settings, name: &str) -> (String, String) {
        let setting = settings
            .effective()
            .into_iter()
            .find(|setting| setting.name == name);
        let setting = setting.unwrap();
        (setting.value, setting.source)
    }

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn an_unset_or_empty_variable_has_the_default() {
        for pairs in [&[][..], &[("HOST", "  "), ("PORT", ""), ("KEY", " ")]] {
            let (concern, settings) = read(pairs);
            assert_eq!((concern.host.as_str(), concern.port), ("localhost", 3000));
            assert_eq!(concern.timeout, Duration::from_millis(1500));
            assert!(concern.key.is_none() && concern.metrics_port.is_none());
            let shown: Vec<_> = settings
                .effective()
                .into_iter()
                .map(|it| it.value)
                .collect();
            // By name, from ENVIRONMENT to WORKERS.
            let defaults = [
                "development",
                "true",
                "(not set)",
                "localhost",
                "5",
                "not set",
                "(not set)",
                "3000",
                "12",
                "1.5",
                "2",
            ];
            assert_eq!(shown, defaults);
            assert_eq!(problems(settings), Vec::<String>::new());
        }
        assert!(read(&[("FOLDER", " ")]).1.is_set_empty("FOLDER"));
        assert!(!read(&[]).1.is_set_empty("FOLDER"));
    }

    #[test]
    fn every_kind_of_field_is_read() {
        let (concern, settings) = read(&[
            ("HOST", " ::1 "),
            ("PORT", "0"),
            ("METRICS_PORT", "9301"),
            ("WORKERS", "1"),
            ("ROUNDS", "31"),
            ("FOLDER", "/srv"),
            ("TIMEOUT", "0.25"),
            ("INTERVAL", "0"),
            ("ENVIRONMENT", "Production"),
            ("KEY", " hunter2 "),
        ]);
        assert_eq!((concern.host.as_str(), concern.port), ("::1", 0));
        assert_eq!((concern.metrics_port, concern.workers), (Some(9301), 1));
        assert_eq!((concern.rounds, concern.folder), (31, Some("/srv".into())));
        assert_eq!(concern.timeout, Duration::from_millis(250));
        assert!(concern.interval.is_none() && concern.environment.is_production());
        // A secret is not trimmed.
        assert_eq!(concern.key.unwrap().expose_secret(), " hunter2 ");
        assert_eq!(
            effective(&settings, "KEY"),
            ("set".into(), "environment".into())
        );
        assert_eq!(problems(settings), Vec::<String>::new());
        for (text, flag) in [
            ("TRUE", true),
            ("0", false),
            ("yes", true),
            ("no", false),
            ("1", true),
        ] {
            assert_eq!(read(&[("FLAG", text)]).0.flag, flag, "{text}");
        }
    }

    #[test]
    fn every_problem_is_reported_at_once_with_what_is_expected() {
        let (concern, mut settings) = read(&[
            ("PORT", "eighty"),
            ("METRICS_PORT", "65536"),
            ("WORKERS", "0"),
            ("ROUNDS", "on"),
            ("FLAG", "perhaps"),
            ("TIMEOUT", "0"),
            ("INTERVAL", "86401"),
            ("ENVIRONMENT", "prod"),
        ]);
        assert_eq!(
            (concern.port, concern.rounds, concern.flag),
            (3000, 12, true)
        );
        settings.problem("CORS_ORIGIN", "\"*\" cannot be combined with credentials");
        settings.problem("PORT", "is not worth a second line");
        settings.read(Concern::default());
        assert_eq!(
            problems(settings),
            [
                "PORT: \"eighty\" is invalid; expected a whole number from 0 to 65535.",
                "METRICS_PORT: \"65536\" is invalid; expected a whole number from 0 to 65535.",
                "WORKERS: \"0\" is invalid; expected a whole number from 1 on.",
                "ROUNDS: \"on\" is invalid; expected a whole number from 4 to 31.",
                "FLAG: \"perhaps\" is invalid; expected true or false.",
                "TIMEOUT: \"0\" is invalid; expected a number of seconds from above 0 to 86400.",
                "INTERVAL: \"86401\" is invalid; expected a number of seconds up to 86400, or 0 for never.",
                "ENVIRONMENT: \"prod\" is invalid; expected development, staging or production.",
                "CORS_ORIGIN: \"*\" cannot be combined with credentials.",
            ]
        );
        for bad in ["-1", "NaN", "inf", "soon", ""] {
            let (concern, _) = read(&[("TIMEOUT", bad)]);
            assert_eq!(concern.timeout, Duration::from_millis(1500), "{bad}");
        }
    }

    #[test]
    fn a_default_may_depend_on_what_has_been_read() {
        let (concern, mut settings) = read(&[("HOST", "a")]);
        let again = settings.read(Concern {
            port: concern.port + 1,
            host: "b".to_owned(),
            ..concern
        });
        assert_eq!((again.host.as_str(), again.port), ("a", 3001));
        assert_eq!(
            effective(&settings, "PORT"),
            ("3001".into(), "default".into())
        );
    }

    #[test]
    fn a_value_may_come_from_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        std::fs::write(&path, "hunter2\n").unwrap();
        let path = path.to_str().unwrap();
        let (concern, settings) = read(&[("KEY_FILE", path), ("HOST_FILE", path)]);
        assert_eq!(concern.key.unwrap().expose_secret(), "hunter2");
        assert_eq!(concern.host, "hunter2");
        assert_eq!(effective(&settings, "KEY"), ("set".into(), "file".into()));
        assert!(settings.finish().is_ok());
    }

    #[test]
    fn value_and_file_together_are_one_problem_without_the_value() {
        let (concern, mut settings) = read(&[("KEY", "hunter2"), ("KEY_FILE", "/run/secrets/key")]);
        assert!(concern.key.is_none());
        settings.problem("KEY", "is not set");
        let problems = problems(settings);
        assert_eq!(
            problems,
            ["KEY: is set together with KEY_FILE; keep one of them."]
        );
    }

    #[test]
    fn a_missing_or_empty_file_is_a_problem() {
        let directory = tempfile::tempdir().unwrap();
        let empty = directory.path().join("empty");
        std::fs::write(&empty, "\n").unwrap();
        let (_, mut settings) = read(&[
            ("HOST_FILE", "/nowhere/at/all"),
            ("PORT_FILE", empty.to_str().unwrap()),
        ]);
        settings.problem("PORT", "is not set");
        let problems = problems(settings);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].starts_with("HOST_FILE: the file /nowhere/at/all cannot be read"));
        assert!(problems[1].starts_with("PORT_FILE: ") && problems[1].contains("is empty"));
    }

    #[test]
    fn the_process_wins_over_dot_env_and_sources_are_shown() {
        let directory = tempfile::tempdir().unwrap();
        let dot_env = "PORT=1\nHOST=\"a host\"\n# note\n";
        std::fs::write(directory.path().join(".env"), dot_env).unwrap();
        let variables = owned(&[("PORT", "2"), ("weird.name[0]", "x")]);
        let mut settings = Settings::from_layers(variables, directory.path());
        let concern = settings.read(Concern::default());
        assert_eq!((concern.host.as_str(), concern.port), ("a host", 2));
        assert_eq!(
            effective(&settings, "HOST"),
            ("a host".into(), ".env".into())
        );
        assert_eq!(
            effective(&settings, "PORT"),
            ("2".into(), "environment".into())
        );
        assert_eq!(
            effective(&settings, "WORKERS"),
            ("2".into(), "default".into())
        );
    }

    #[test]
    fn the_environment_wins_over_dot_env_between_a_value_and_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        std::fs::write(&path, "from the file").unwrap();
        std::fs::write(directory.path().join(".env"), "KEY=from-dot-env\n").unwrap();
        let variables = owned(&[("KEY_FILE", path.to_str().unwrap())]);
        let mut settings = Settings::from_layers(variables, directory.path());
        let key = settings.read(Concern::default()).key.unwrap();
        assert_eq!(key.expose_secret(), "from the file");
        assert!(settings.finish().is_ok());
    }

    #[test]
    fn dot_env_is_ignored_outside_development() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "PORT=1\n").unwrap();
        let mut settings =
            Settings::from_layers(owned(&[("NODE_ENV", "production")]), directory.path());
        assert_eq!(settings.read(Concern::default()).port, 3000);
        assert_eq!(Environment::read(&mut settings), Environment::Production);
    }

    #[test]
    fn a_malformed_line_of_dot_env_is_reported_without_its_content() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(
            directory.path().join(".env"),
            "GOOD=1\nhunter2 is my password\n",
        )
        .unwrap();
        let settings = Settings::from_layers(Vec::new(), directory.path());
        let text = settings.finish().unwrap_err().to_string();
        assert!(text.starts_with(".env: line 2 is not"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn misspelt_names_are_problems_in_dot_env_and_warnings_in_the_environment() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "JWT_SECRT=hunter2\n").unwrap();
        let settings = Settings::from_layers(Vec::new(), directory.path());
        let text = settings.finish().unwrap_err().to_string();
        assert_eq!(
            text,
            "JWT_SECRT: there is no such setting; did you mean JWT_SECRET?"
        );
        let warned = Settings::from_layers(owned(&[("SMTP_PASSWORD", "hunter2")]), Path::new("/"));
        assert_eq!(
            warned.warnings().lines(),
            ["SMTP_PASSWORD: there is no such setting; did you mean SMTP_PASS?"]
        );
        assert!(warned.finish().is_ok());
    }

    #[test]
    fn credentials_in_a_url_are_not_shown() {
        for url in [
            "http://u:hunter2@h",
            "http://a,http://u:hunter2@b",
            "http://u:hunter2,3@h/@x",
        ] {
            let (_, settings) = read(&[("HOST", url), ("PORT", url)]);
            let (shown, _) = effective(&settings, "HOST");
            let problem = settings.finish().unwrap_err().to_string();
            for text in [shown, problem] {
                assert!(text.contains("***@") && !text.contains("hunter2"), "{text}");
            }
        }
    }

    #[test]
    fn a_known_variable_with_a_comment_or_a_carriage_return_is_noticed() {
        let variables = [
            ("LOG_DIR", "# folder"),
            ("APP_NAME", "a # b"),
            ("OTHER", "# x"),
        ];
        let settings = Settings::from_layers(owned(&variables), Path::new("/"));
        let warned: Vec<_> = settings.warnings().lines().to_vec();
        assert_eq!(warned.len(), 2, "{warned:?}");
        assert!(
            warned.iter().all(|line| line.contains("has a \"# \"")),
            "{warned:?}"
        );
        let variables = [("JWT_SECRET", "hunter2\r"), ("OTHER", "x\r")];
        let settings = Settings::from_layers(owned(&variables), Path::new("/"));
        assert_eq!(
            settings.finish().unwrap_err().to_string(),
            "JWT_SECRET: ends in a carriage return: save its file with LF line ends."
        );
    }

    #[test]
    fn a_file_of_another_editor_is_read_or_named() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        let utf_16: Vec<u8> = "key".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (content, key) in [
            (&b"\xef\xbb\xbfhunter2 \r\n"[..], Some("hunter2 ")),
            (b"hunter2", Some("hunter2")),
            (b"\xff\xfe", None),
            (&utf_16, None),
        ] {
            std::fs::write(&path, content).unwrap();
            let (concern, settings) = read(&[("KEY_FILE", path.to_str().unwrap())]);
            assert_eq!(concern.key.as_ref().map(|key| key.expose_secret()), key);
            let problem = settings.finish().err().map(|problems| problems.to_string());
            let is_named = problem.is_some_and(|text| text.ends_with("save it as UTF-8."));
            assert_eq!(is_named, key.is_none(), "{content:?}");
        }
    }

    #[test]
    fn an_unknown_environment_is_a_clear_problem() {
        let mut settings = Settings::from_pairs([("NODE_ENV", "prod")]);
        assert_eq!(Environment::read(&mut settings), Environment::Development);
        let text = settings.finish().unwrap_err().to_string();
        assert!(
            text.contains("expected development, staging or production"),
            "{text}"
        );
    }
}
