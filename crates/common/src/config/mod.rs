//! Settings: the process environment over a `.env` file, read into one struct per concern.
//!
//! A concern is a struct that serde serialises and deserialises: its fields, renamed to the
//! variables, say what there is to set, their types and [`fields`] what is possible, and an instance
//! of it what holds where nothing is set. [`Settings::read`] never fails. It collects what is wrong,
//! and [`Settings::finish`] gives every problem at once, so that an operator repairs a deployment in
//! one go. A variable that nobody reads but that looks like a setting is reported as well. Each
//! variable `NAME` may also come as `NAME_FILE`, the path of a file that holds the value, which is
//! how container platforms hand over secrets.

mod environment;
pub mod fields;
mod layers;
mod problems;
mod settings;
mod unknown_settings;

pub use environment::Environment;
pub use problems::{ConfigProblems, ConfigWarnings};
pub use settings::{Setting, Settings};
