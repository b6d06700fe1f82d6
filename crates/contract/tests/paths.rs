//! The paths that README.md, CONTRIBUTING.md and the documents name exist.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;

use kpi_contract::{in_repository, markdown};

const DOCUMENTS: [&str; 6] = [
    "README.md",
    "CONTRIBUTING.md",
    "docs/architecture.md",
    "docs/deployment.md",
    "docs/operations.md",
    "docs/troubleshooting.md",
];
const FOLDERS: [&str; 6] = [
    "crates/",
    "scripts/",
    "docs/",
    "deploy/",
    "migrations/",
    "bench/",
];

/// Exists once the web app is built.
const BUILT: &str = "crates/frontend/web/dist";

/// `a/{b,c}` stands for `a/b` and `a/c`.
fn expand(path: &str) -> Vec<String> {
    let Some((before, rest)) = path.split_once('{') else {
        return vec![path.to_owned()];
    };
    let (choices, after) = rest.split_once('}').unwrap();
    let each = choices.split(',');
    each.flat_map(|choice| expand(&format!("{before}{choice}{after}")))
        .collect()
}

#[test]
fn every_path_that_a_document_names_exists() {
    let mut missing = Vec::new();
    let mut count = 0;
    for document in DOCUMENTS {
        let text = fs::read_to_string(in_repository(document)).unwrap();
        for code in text.lines().flat_map(markdown::codes) {
            let Some(path) = code.split([' ', '<']).next() else {
                continue;
            };
            if !FOLDERS.iter().any(|folder| path.starts_with(folder)) {
                continue;
            }
            for path in expand(path) {
                count += 1;
                if path != BUILT && !in_repository(&path).exists() {
                    missing.push(format!("{document}: {path}"));
                }
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
    assert!(count > 100, "only {count} paths were found");
}
