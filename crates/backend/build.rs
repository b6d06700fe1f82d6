//! Tells the crate what it is built of: `env!("SOURCES")` is another one for any other sources or
//! dependencies, and the same wherever and whenever the same are built.

#[path = "build/fingerprint.rs"]
mod fingerprint;

use std::io;
use std::path::Path;

/// What a response is made by.
const SOURCES: [&str; 4] = ["src", "Cargo.toml", "../common/src", "../../Cargo.lock"];

fn main() -> io::Result<()> {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let sources = fingerprint::of(&SOURCES.map(Path::new))?;
    println!("cargo::rustc-env=SOURCES={sources}");
    Ok(())
}
