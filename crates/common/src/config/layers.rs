//! The sources of values: the process environment, over `.env` on a developer's machine.
//!
//! `.env` is not loaded into the process environment: modifying that at run time is unsound with
//! threads, and child processes would inherit it.

use std::io::ErrorKind;
use std::path::Path;

use config::{ConfigError, Map, Source, Value, ValueKind};

use super::dot_env;

/// The layer of the process environment.
pub(super) const ENVIRONMENT: &str = "environment";
/// The layer of the `.env` file.
pub(super) const DOT_ENV: &str = ".env";
/// The layer of files named by `NAME_FILE`.
pub(super) const FILE: &str = "file";

/// Values by name, each with its layer as origin.
pub(super) type Table = Map<String, Value>;

/// A source for the `config` crate. The crate's own environment source changes names to lower case,
/// and fails if any variable is not UTF-8.
#[derive(Debug, Clone)]
pub(super) struct Layer(pub(super) Table);

impl Source for Layer {
    fn clone_into_box(&self) -> Box<dyn Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Table, ConfigError> {
        Ok(self.0.clone())
    }
}

/// A value with its layer.
pub(super) fn value(text: impl Into<String>, layer: &str) -> Value {
    let text: String = text.into();
    Value::new(Some(&layer.to_owned()), text)
}

/// The text of a value.
pub(super) fn text(value: &Value) -> &str {
    match &value.kind {
        ValueKind::String(text) => text,
        _ => "",
    }
}

/// Makes a layer of pairs.
pub(super) fn layer<T: Into<String>>(name: &str, pairs: impl IntoIterator<Item = (T, T)>) -> Table {
    let values = pairs.into_iter();
    values
        .map(|(key, text)| (key.into(), value(text, name)))
        .collect()
}

/// The process environment over `.env` in `directory`, and the problems of reading it. `.env` is
/// ignored if `NODE_ENV` of the process is staging or production.
pub(super) fn merge(variables: Vec<(String, String)>, directory: &Path) -> (Table, Vec<String>) {
    let mut problems = Vec::new();
    let mut values = Table::new();
    if allows_dot_env(&variables) {
        let pairs = read_dot_env(&directory.join(DOT_ENV), &mut problems);
        values = layer(DOT_ENV, pairs);
    }
    values.extend(layer(ENVIRONMENT, variables));
    (values, problems)
}

fn allows_dot_env(variables: &[(String, String)]) -> bool {
    variables
        .iter()
        .find(|(name, _)| name == "NODE_ENV")
        .is_none_or(|(_, value)| value.is_empty() || value.eq_ignore_ascii_case("development"))
}

fn read_dot_env(path: &Path, problems: &mut Vec<String>) -> Vec<(String, String)> {
    let content = match std::fs::read(path) {
        Ok(content) => content,
        Err(error) => {
            if error.kind() != ErrorKind::NotFound {
                let line = ".env cannot be read: make it a readable file or remove it.";
                problems.push(line.to_owned());
            }
            return Vec::new();
        }
    };
    let (entries, found) = dot_env::parse(&content);
    problems.extend(found);
    entries
}
