//! A certificate file for the settings that name one.

use std::fs;
use std::sync::OnceLock;

use tempfile::TempDir;

/// The path of a certificate file (PEM), which exists until the tests end.
pub fn certificate() -> String {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let names = vec!["example.com".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        fs::write(folder.path().join("ca.pem"), made.cert.pem()).unwrap();
        folder
    });
    folder.path().join("ca.pem").display().to_string()
}
