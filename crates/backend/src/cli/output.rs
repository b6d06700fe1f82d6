//! Printing for people at a terminal.

use std::io::{self, Write};

/// Prints one line.
///
/// # Errors
/// When standard output is gone.
pub(super) fn line(text: impl AsRef<str>) -> io::Result<()> {
    writeln!(io::stdout(), "{}", text.as_ref())
}
