//! The reader that every service builds its configuration with.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;
use std::str::FromStr;

use secrecy::SecretString;
use serde::Serialize;

use super::layers::{self, Found, Layer};
use super::{ConfigProblems, ConfigWarnings, slips};

/// Where the value in effect came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::Display, Serialize)]
#[strum(serialize_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Nobody set it.
    Default,
    /// A variable of the process.
    Environment,
    /// The file that `NAME_FILE` points to.
    File,
    /// The `.env` file of a development machine.
    #[strum(serialize = ".env")]
    #[serde(rename = ".env")]
    DotEnv,
}

/// One setting as it is in effect, for the `config` subcommand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The variable.
    pub name: String,
    /// Its value; for a secret only `set` or `not set`.
    pub value: String,
    /// Where it came from.
    pub source: Source,
}

/// Reads settings by name, collecting problems instead of failing at the first.
#[derive(Debug, Default)]
pub struct Settings {
    values: BTreeMap<String, Found>,
    problems: Vec<String>,
    warnings: Vec<String>,
    read: Vec<Setting>,
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
        let values = pairs
            .into_iter()
            .map(|(name, value)| {
                let found = Found {
                    value: value.to_owned(),
                    layer: Layer::Environment,
                };
                (name.to_owned(), found)
            })
            .collect();
        Self {
            values,
            ..Self::default()
        }
    }

    pub(super) fn from_layers(variables: Vec<(String, String)>, directory: &Path) -> Self {
        let (values, mut problems) = layers::merge(variables, directory);
        let mut warnings = Vec::new();
        for slip in slips::find(&values) {
            let lines = if slip.is_refused {
                &mut problems
            } else {
                &mut warnings
            };
            lines.push(slip.told());
        }
        Self {
            values,
            problems,
            warnings,
            read: Vec::new(),
        }
    }

    /// The trimmed text of a variable; empty counts as unset.
    pub fn text(&mut self, name: &str) -> Option<String> {
        let (value, source) = self.look_up(name)?;
        let value = value.trim().to_owned();
        self.record(name, value.clone(), source);
        Some(value)
    }

    /// A variable's value as `T`, or `default` when it is unset.
    ///
    /// A value that is no `T` is a problem, worded with `expected` ("a number of seconds").
    pub fn parse<T: FromStr>(&mut self, name: &str, default: T, expected: &str) -> T
    where
        T::Err: Display,
    {
        self.parse_optional(name, expected).unwrap_or(default)
    }

    /// As [`Settings::text`], with a default that [`Settings::effective`] shows.
    pub fn text_or(&mut self, name: &str, default: &str) -> String {
        self.note_default(name, default);
        self.text(name).unwrap_or_else(|| default.to_owned())
    }

    /// As [`Settings::text_or`], where a variable that is set to nothing means nothing at all.
    pub fn text_unless_empty(&mut self, name: &str, default: &str) -> Option<String> {
        let is_emptied = |name: &str| {
            let found = self.values.get(name);
            found.is_some_and(|found| found.value.trim().is_empty())
        };
        if is_emptied(name) && !self.values.contains_key(&format!("{name}_FILE")) {
            return self.text(name);
        }
        Some(self.text_or(name, default))
    }

    /// As [`Settings::parse`], with a default that [`Settings::effective`] shows.
    pub fn parse_or<T>(&mut self, name: &str, default: T, expected: &str) -> T
    where
        T: FromStr<Err: Display> + Display,
    {
        self.note_default(name, &default);
        self.parse(name, default, expected)
    }

    /// A variable's value as `T`, or `None` when it is unset or no `T` (which is a problem).
    pub fn parse_optional<T: FromStr>(&mut self, name: &str, expected: &str) -> Option<T>
    where
        T::Err: Display,
    {
        let text = self.text(name)?;
        match text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                self.problem(
                    name,
                    format!("\"{text}\" will not do: {error}; expected {expected}"),
                );
                None
            }
        }
    }

    /// A variable without which the service cannot run; `why` says what it is needed for.
    pub fn required(&mut self, name: &str, why: &str) -> String {
        if let Some(value) = self.text(name) {
            return value;
        }
        self.missing(name, &format!("it is required: {why}"));
        String::new()
    }

    /// Adds the problem that a variable is not set, unless it is set to something that has been
    /// told as a problem; `what_to_do` ends the sentence.
    pub fn missing(&mut self, name: &str, what_to_do: &str) {
        if !self.is_refused(name) {
            self.problem(name, format!("is not set; {what_to_do}"));
        }
    }

    /// A yes or no: `true`/`false`, `1`/`0` or `yes`/`no`.
    pub fn flag(&mut self, name: &str, default: bool) -> bool {
        self.note_default(name, default);
        let Some(text) = self.text(name) else {
            return default;
        };
        match text.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => true,
            "false" | "0" | "no" => false,
            _ => {
                self.problem(
                    name,
                    format!("\"{text}\" will not do; expected true or false"),
                );
                default
            }
        }
    }

    /// A value that must never be printed. From a file it is trimmed, from the environment not.
    pub fn secret(&mut self, name: &str) -> Option<SecretString> {
        let found = self.look_up(name);
        let (shown, source) = match &found {
            Some((_, source)) => ("set", *source),
            None => ("not set", Source::Default),
        };
        self.record(name, shown.to_owned(), source);
        found.map(|(value, _)| SecretString::from(value))
    }

    /// Tells what holds when `name` is unset, for [`Settings::effective`]; changes no value.
    pub fn note_default(&mut self, name: &str, value: impl Display) {
        if !self.read.iter().any(|setting| setting.name == name) {
            self.record(name, value.to_string(), Source::Default);
        }
    }

    /// Adds a problem of the caller's own; the message must not quote a secret.
    pub fn problem(&mut self, name: &str, message: impl Display) {
        self.problems.push(format!("{name}: {message}."));
    }

    /// Adds what is odd about a setting but keeps nobody from starting.
    pub fn warning(&mut self, name: &str, message: impl Display) {
        self.warnings.push(format!("{name}: {message}."));
    }

    /// Every setting that has been read, by name, as it is in effect.
    pub fn effective(&self) -> Vec<Setting> {
        let mut settings = self.read.clone();
        settings.sort_by(|left, right| left.name.cmp(&right.name));
        settings
    }

    /// What is odd so far, though a service can run with it.
    pub fn warnings(&self) -> ConfigWarnings {
        ConfigWarnings::new(self.warnings.clone())
    }

    /// All problems at once, or none.
    pub fn finish(self) -> Result<(), ConfigProblems> {
        if self.problems.is_empty() {
            return Ok(());
        }
        Err(ConfigProblems::new(self.problems))
    }

    /// The raw value behind `NAME` or `NAME_FILE`; the nearer layer wins, and both in the same
    /// layer contradict each other.
    fn look_up(&mut self, name: &str) -> Option<(String, Source)> {
        let file_name = format!("{name}_FILE");
        let direct = self.set(name).cloned();
        let file = self.set(&file_name).cloned();
        match (direct, file) {
            (Some(direct), Some(file)) if direct.layer == file.layer => {
                self.problem(
                    name,
                    format!("is set together with {file_name}; keep one of them"),
                );
                None
            }
            (Some(direct), Some(file)) if direct.layer == Layer::DotEnv => {
                self.read_file(&file_name, file.value.trim())
            }
            (Some(direct), _) => Some((direct.value, source_of(direct.layer))),
            (None, Some(file)) => self.read_file(&file_name, file.value.trim()),
            (None, None) => {
                self.note_default(name, "(not set)");
                None
            }
        }
    }

    fn set(&self, name: &str) -> Option<&Found> {
        self.values
            .get(name)
            .filter(|found| !found.value.trim().is_empty())
    }

    fn read_file(&mut self, file_name: &str, path: &str) -> Option<(String, Source)> {
        match std::fs::read_to_string(path) {
            Ok(content) if content.trim().is_empty() => {
                self.problem(
                    file_name,
                    format!("the file {path} is empty; it must hold the value"),
                );
                None
            }
            Ok(content) => Some((content.trim().to_owned(), Source::File)),
            Err(error) => {
                self.problem(
                    file_name,
                    format!("the file {path} cannot be read: {error}"),
                );
                None
            }
        }
    }

    /// Whether a problem with this very variable has been told already.
    pub fn is_refused(&self, name: &str) -> bool {
        let (direct, file) = (format!("{name}: "), format!("{name}_FILE: "));
        self.problems
            .iter()
            .any(|line| line.starts_with(&direct) || line.starts_with(&file))
    }

    fn record(&mut self, name: &str, value: String, source: Source) {
        self.read.retain(|setting| setting.name != name);
        self.read.push(Setting {
            name: name.to_owned(),
            value,
            source,
        });
    }
}

fn source_of(layer: Layer) -> Source {
    match layer {
        Layer::Environment => Source::Environment,
        Layer::DotEnv => Source::DotEnv,
    }
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use secrecy::ExposeSecret;

    use super::*;
    use crate::config::Environment;

    fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect()
    }

    #[test]
    fn an_empty_value_counts_as_unset() {
        let mut settings = Settings::from_pairs([("HOST", "  "), ("PORT", "")]);
        assert_eq!(settings.text("HOST"), None);
        assert_eq!(settings.parse("PORT", 3000_u16, "a port"), 3000);
        assert!(settings.finish().is_ok());
    }

    #[test]
    fn a_default_can_be_emptied() {
        let mut settings = Settings::from_pairs([("A", " "), ("B", "value")]);
        assert_eq!(settings.text_unless_empty("A", "default"), None);
        assert_eq!(
            settings.text_unless_empty("B", "default").as_deref(),
            Some("value")
        );
        assert_eq!(
            settings.text_unless_empty("C", "default").as_deref(),
            Some("default")
        );
        let told: Vec<_> = settings
            .effective()
            .into_iter()
            .map(|setting| setting.value)
            .collect();
        assert_eq!(told, ["(not set)", "value", "default"]);
    }

    #[test]
    fn every_problem_is_told_at_once_and_names_its_variable() {
        let mut settings = Settings::from_pairs([
            ("PORT", "eighty"),
            ("ADDRESS", "nowhere"),
            ("FLAG", "perhaps"),
        ]);
        assert_eq!(
            settings.parse("PORT", 3000_u16, "a port from 0 to 65535"),
            3000
        );
        assert_eq!(
            settings.parse_optional::<IpAddr>("ADDRESS", "an IP address"),
            None
        );
        assert!(settings.flag("FLAG", true));
        assert_eq!(
            settings.required("DATABASE_URL", "the days are kept there"),
            ""
        );
        settings.problem("CORS_ORIGIN", "\"*\" cannot be combined with credentials");

        let problems = settings.finish().unwrap_err();
        let text = problems.to_string();
        assert_eq!(text.lines().count(), 5, "{text}");
        let names = ["PORT", "ADDRESS", "FLAG", "DATABASE_URL", "CORS_ORIGIN"];
        for (line, name) in text.lines().zip(names) {
            assert!(line.starts_with(&format!("{name}: ")), "{line}");
        }
        assert!(text.contains("expected a port from 0 to 65535"), "{text}");
    }

    #[test]
    fn a_value_may_come_from_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("secret");
        std::fs::write(&path, "hunter2\n").unwrap();
        let mut settings = Settings::from_pairs([("JWT_SECRET_FILE", path.to_str().unwrap())]);
        assert_eq!(
            settings.secret("JWT_SECRET").unwrap().expose_secret(),
            "hunter2"
        );
        assert_eq!(
            settings.effective(),
            [Setting {
                name: "JWT_SECRET".into(),
                value: "set".into(),
                source: Source::File
            }]
        );
        assert!(settings.finish().is_ok());
    }

    #[test]
    fn value_and_file_together_are_a_problem_told_once_and_without_the_value() {
        let mut settings =
            Settings::from_pairs([("KEY", "hunter2"), ("KEY_FILE", "/run/secrets/key")]);
        assert!(settings.secret("KEY").is_none());
        assert_eq!(settings.required("KEY", "it signs"), "");
        let text = settings.finish().unwrap_err().to_string();
        assert!(text.contains("KEY_FILE"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
        assert!(!text.contains("not set"), "{text}");
    }

    #[test]
    fn a_missing_or_empty_file_is_a_problem() {
        let directory = tempfile::tempdir().unwrap();
        let empty = directory.path().join("empty");
        std::fs::write(&empty, "\n").unwrap();
        let mut settings = Settings::from_pairs([
            ("A_FILE", "/nowhere/at/all"),
            ("B_FILE", empty.to_str().unwrap()),
        ]);
        assert_eq!(settings.text("A"), None);
        assert_eq!(settings.text("B"), None);
        let problems = settings.finish().unwrap_err();
        assert!(problems.lines()[0].starts_with("A_FILE: the file /nowhere/at/all cannot be read"));
        assert!(problems.lines()[1].contains("is empty"));
    }

    #[test]
    fn flags_know_three_spellings() {
        let mut settings = Settings::from_pairs([
            ("A", "TRUE"),
            ("B", "0"),
            ("C", "yes"),
            ("D", "no"),
            ("E", "1"),
        ]);
        let read = ["A", "B", "C", "D", "E", "UNSET"].map(|name| settings.flag(name, true));
        assert_eq!(read, [true, false, true, false, true, true]);
    }

    #[test]
    fn the_process_wins_over_dot_env_and_sources_are_told() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(
            directory.path().join(".env"),
            "PORT=1\nHOST=\"a host\"\n# note\n",
        )
        .unwrap();
        let mut settings = Settings::from_layers(
            owned(&[("PORT", "2"), ("weird.name[0]", "x")]),
            directory.path(),
        );
        assert_eq!(settings.text("PORT").as_deref(), Some("2"));
        assert_eq!(settings.text("HOST").as_deref(), Some("a host"));
        settings.note_default("LOG_LEVEL", "info");
        assert_eq!(settings.text("LOG_LEVEL"), None);
        let told: Vec<_> = settings
            .effective()
            .into_iter()
            .map(|setting| (setting.name, setting.value, setting.source))
            .collect();
        assert_eq!(
            told,
            [
                ("HOST".into(), "a host".into(), Source::DotEnv),
                ("LOG_LEVEL".into(), "info".into(), Source::Default),
                ("PORT".into(), "2".into(), Source::Environment),
            ]
        );
    }

    #[test]
    fn the_nearer_layer_wins_between_a_value_and_a_file() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("key");
        std::fs::write(&path, "from the file").unwrap();
        std::fs::write(directory.path().join(".env"), "KEY=from-dot-env\n").unwrap();
        let variables = owned(&[("KEY_FILE", path.to_str().unwrap())]);
        let mut settings = Settings::from_layers(variables, directory.path());
        assert_eq!(settings.text("KEY").as_deref(), Some("from the file"));
        assert!(settings.finish().is_ok());
    }

    #[test]
    fn dot_env_does_not_count_outside_development() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "PORT=1\n").unwrap();
        let mut settings =
            Settings::from_layers(owned(&[("NODE_ENV", "production")]), directory.path());
        assert_eq!(settings.text("PORT"), None);
        assert_eq!(Environment::read(&mut settings), Environment::Production);
    }

    #[test]
    fn a_broken_line_of_dot_env_is_told_without_its_content() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(
            directory.path().join(".env"),
            "GOOD=1\nhunter2 is my password\n",
        )
        .unwrap();
        let settings = Settings::from_layers(Vec::new(), directory.path());
        let text = settings.finish().unwrap_err().to_string();
        assert!(text.starts_with(".env: entry 2"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn slips_are_problems_in_dot_env_and_told_beside_the_others() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join(".env"), "JWT_SECRT=hunter2\n").unwrap();
        let settings = Settings::from_layers(Vec::new(), directory.path());
        let text = settings.finish().unwrap_err().to_string();
        assert_eq!(
            text,
            "JWT_SECRT: there is no such setting; did you mean JWT_SECRET?"
        );
        let odd = Settings::from_layers(owned(&[("SMTP_PASSWORD", "hunter2")]), Path::new("/"));
        assert_eq!(
            odd.warnings().lines(),
            ["SMTP_PASSWORD: there is no such setting; did you mean SMTP_PASS?"]
        );
        assert!(odd.finish().is_ok());
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
