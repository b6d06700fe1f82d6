//! Settings: the process environment over a `.env` file, read into one struct per concern.
//!
//! Such a struct is serialised and deserialised with serde: its fields are renamed to the variables,
//! their types and [`fields`] define the valid values, and an instance holds the defaults.
//! [`Settings::read`] never fails: it collects problems, and [`Settings::finish`] returns all of
//! them at once. Unknown variables that look like a setting are reported as well. Each variable
//! `NAME` may also be set by `NAME_FILE`, the path of a file with the value, which is how container
//! platforms pass secrets.

mod dot_env;
mod environment;
pub mod fields;
mod layers;
mod problems;
mod settings;
mod unknown_settings;

pub use environment::Environment;
pub use problems::{ConfigProblems, ConfigWarnings};
pub use settings::{Setting, Settings};
