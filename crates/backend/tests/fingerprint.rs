//! The fingerprint of the sources, which separates the cached responses of different builds.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "../build/fingerprint.rs"]
mod fingerprint;

use std::fs;
use std::path::Path;

/// The fingerprint of a folder with these files.
fn of(files: &[(&str, &str)]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    fingerprint::of(&[folder.path()]).unwrap()
}

#[test]
fn it_depends_on_names_and_contents_only() {
    let known = of(&[("a.rs", "one"), ("b/c.rs", "two")]);
    assert_eq!(known, of(&[("b/c.rs", "two"), ("a.rs", "one")]));
    assert_eq!(known.len(), 16);
    for other in [
        &[("a.rs", "one"), ("b/c.rs", "too")][..],
        &[("a.rs", "one"), ("b/d.rs", "two")],
        &[("a.rs", "on"), ("b/c.rs", "etwo")],
        &[("a.rs", "one")],
    ] {
        assert_ne!(known, of(other), "{other:?}");
    }
}

#[test]
fn unreadable_files_fail_the_build() {
    assert!(fingerprint::of(&[Path::new("no such file")]).is_err());
}
