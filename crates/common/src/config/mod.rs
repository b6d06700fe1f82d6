//! Settings: the process environment over a `.env` file, read by name and judged all together.
//!
//! [`Settings`] never fails while it is being read. It collects what is wrong, and
//! [`Settings::finish`] gives every problem at once, so that an operator repairs a deployment in
//! one go. Each variable `NAME` may also come as `NAME_FILE`, the path of a file that holds the
//! value, which is how container platforms hand over secrets.

mod environment;
mod layers;
mod problems;
mod settings;

pub use environment::{Environment, UnknownEnvironment};
pub use problems::ConfigProblems;
pub use settings::{Setting, Settings, Source};
