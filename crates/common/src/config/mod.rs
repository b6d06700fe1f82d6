//! Settings: the process environment over a `.env` file, read by name and judged all together.
//!
//! [`Settings`] never fails while it is being read. It collects what is wrong, and
//! [`Settings::finish`] gives every problem at once, so that an operator repairs a deployment in
//! one go. A variable that nobody reads but that looks like a setting is told as well. Each variable `NAME` may also come as `NAME_FILE`, the path of a file that holds the
//! value, which is how container platforms hand over secrets.

mod environment;
mod layers;
mod problems;
mod settings;
mod slips;

pub(crate) use environment::unknown_name;
pub use environment::{Environment, UnknownName};
pub use problems::{ConfigProblems, ConfigWarnings};
pub use settings::{Setting, Settings, Source};
