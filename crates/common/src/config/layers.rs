//! Where values come from: the process environment, over `.env` on a developer's machine.
//!
//! `.env` is read into the layers and never into the process environment: changing that at run
//! time is unsound with threads, and children would inherit it.

use std::collections::BTreeMap;
use std::path::Path;

use config::{Config, ConfigError, Map, Value, ValueKind};

/// The layer a value was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    Environment,
    DotEnv,
}

/// A value and the layer it was found in.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) value: String,
    pub(super) layer: Layer,
}

/// The merged layers, by name, with the problems met while reading them.
pub(super) type Merged = (BTreeMap<String, Found>, Vec<String>);

/// Merges the variables of the process with `.env` in `directory`, which counts only while the
/// process itself does not say that it is staging or production.
pub(super) fn merge(variables: Vec<(String, String)>, directory: &Path) -> Merged {
    let mut problems = Vec::new();
    let mut builder = Config::builder();
    if allows_dot_env(&variables) {
        let pairs = read_dot_env(&directory.join(".env"), &mut problems);
        builder = builder.add_source(Pairs::new(Layer::DotEnv, pairs));
    }
    builder = builder.add_source(Pairs::new(Layer::Environment, variables));
    match builder.build().and_then(|merged| merged.cache.into_table()) {
        Ok(table) => (found(table), problems),
        Err(error) => {
            problems.push(format!("The environment cannot be read: {error}."));
            (BTreeMap::new(), problems)
        }
    }
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
        Err(error) if error.not_found() => return Vec::new(),
        Err(_) => {
            problems.push(".env cannot be read: make it a readable file or remove it.".to_owned());
            return Vec::new();
        }
    };
    let mut pairs = Vec::new();
    for (index, entry) in entries.enumerate() {
        match entry {
            Ok(pair) => pairs.push(pair),
            // The error quotes the line, and the line may hold a secret.
            Err(_) => problems.push(format!(
                ".env: entry {} is not of the form NAME=value (quote values with spaces).",
                index + 1
            )),
        }
    }
    pairs
}

fn found(table: Map<String, Value>) -> BTreeMap<String, Found> {
    table
        .into_iter()
        .filter_map(|(name, value)| {
            let layer = match value.origin() {
                Some(DOT_ENV) => Layer::DotEnv,
                _ => Layer::Environment,
            };
            let value = value.into_string().ok()?;
            Some((name, Found { value, layer }))
        })
        .collect()
}

const DOT_ENV: &str = ".env";
const ENVIRONMENT: &str = "environment";

/// One layer, as a source for the `config` crate. Its own environment source lower-cases names
/// and splits them; ours keeps them as operators write them.
#[derive(Debug, Clone)]
struct Pairs {
    origin: String,
    pairs: Vec<(String, String)>,
}

impl Pairs {
    fn new(layer: Layer, mut pairs: Vec<(String, String)>) -> Self {
        // `config` reads dots and brackets in a name as a path: what is not a plain name is
        // none of our variables (shells export functions under such names).
        pairs.retain(|(name, _)| is_plain_name(name));
        let origin = match layer {
            Layer::DotEnv => DOT_ENV,
            Layer::Environment => ENVIRONMENT,
        };
        Self {
            origin: origin.to_owned(),
            pairs,
        }
    }
}

fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl config::Source for Pairs {
    fn clone_into_box(&self) -> Box<dyn config::Source + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        Ok(self
            .pairs
            .iter()
            .map(|(name, text)| {
                let kind = ValueKind::String(text.clone());
                (name.clone(), Value::new(Some(&self.origin), kind))
            })
            .collect())
    }
}
