//! Sets `env!("SOURCES")` to a fingerprint of the sources and dependencies. It is reproducible: equal
//! sources have the same fingerprint on every machine.

#[path = "build/fingerprint.rs"]
mod fingerprint;

use std::io;
use std::path::Path;

/// The files that determine responses.
const SOURCES: [&str; 4] = ["src", "Cargo.toml", "../common/src", "../../Cargo.lock"];

fn main() -> io::Result<()> {
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
    }
    let sources = fingerprint::of(&SOURCES.map(Path::new))?;
    println!("cargo::rustc-env=SOURCES={sources}");
    Ok(())
}
