//! Where values come from: the process environment, over `.env` on a developer's machine.
//!
//! `.env` is read into the layers and never into the process environment: changing that at run
//! time is unsound with threads, and children would inherit it.

use std::path::Path;

use config::{ConfigError, Map, Source, Value, ValueKind};

/// A variable of the process.
pub(super) const ENVIRONMENT: &str = "environment";
/// The `.env` file of a development machine.
pub(super) const DOT_ENV: &str = ".env";
/// The file that `NAME_FILE` points to.
pub(super) const FILE: &str = "file";

/// Values by name, each with the layer that it is from as its origin.
pub(super) type Table = Map<String, Value>;

/// Values as a source for the `config` crate. Its own environment source changes the names to small
/// letters, and fails where any variable is no text; ours keeps names as operators write them.
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

/// A value from this layer.
pub(super) fn value(text: impl Into<String>, layer: &str) -> Value {
    let text: String = text.into();
    Value::new(Some(&layer.to_owned()), text)
}

/// The text of a value that came from outside.
pub(super) fn text(value: &Value) -> &str {
    match &value.kind {
        ValueKind::String(text) => text,
        _ => "",
    }
}

/// These pairs as a layer.
pub(super) fn layer<T: Into<String>>(name: &str, pairs: impl IntoIterator<Item = (T, T)>) -> Table {
    let values = pairs.into_iter();
    values
        .map(|(key, text)| (key.into(), value(text, name)))
        .collect()
}

/// The variables of the process over `.env` in `directory`, which counts only while the process
/// itself does not say that it is staging or production. With the problems met there.
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
    let entries = match dotenvy::from_path_iter(path) {
        Ok(entries) => entries,
        Err(error) => {
            if !error.not_found() {
                let line = ".env cannot be read: make it a readable file or remove it.";
                problems.push(line.to_owned());
            }
            return Vec::new();
        }
    };
    let pairs = entries.enumerate().filter_map(|(index, entry)| {
        if entry.is_err() {
            // The error quotes the line, and the line may hold a secret.
            let entry = index + 1;
            problems.push(format!(
                ".env: entry {entry} is not of the form NAME=value (quote values with spaces)."
            ));
        }
        entry.ok()
    });
    pairs.collect()
}
