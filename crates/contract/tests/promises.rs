//! `docs/promises.md`: every promise of the deployment guide has a test or a reason why it is open,
//! and every file and test that it names exists.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;

use kpi_contract::{in_repository, markdown};

/// The number of promises in the guide.
const PROMISES: usize = 65;
const OPEN: &str = "open: ";

/// A row: `| P1 | the promise | where it is implemented | tests, or why it is open |`.
struct Promise {
    number: String,
    text: String,
    files: Vec<String>,
    tests: Vec<String>,
    open: Option<String>,
}

fn promises() -> Vec<Promise> {
    let document = fs::read_to_string(in_repository("docs/promises.md")).unwrap();
    let rows = markdown::rows(&document);
    rows.into_iter()
        .filter(|row| row[0].starts_with('P'))
        .map(|row| {
            let [number, text, files, tests] = row.try_into().unwrap();
            let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect();
            let (tests, open) = match tests.split_once(OPEN) {
                Some((tests, reason)) => (tests.to_owned(), Some(reason.to_owned())),
                None => (tests, None),
            };
            Promise {
                number,
                text,
                files: owned(markdown::codes(&files)),
                tests: owned(markdown::codes(&tests)),
                open,
            }
        })
        .collect()
}

#[test]
fn every_promise_is_listed_once_in_order() {
    let expected: Vec<_> = (1..=PROMISES).map(|number| format!("P{number}")).collect();
    let numbers: Vec<_> = promises()
        .into_iter()
        .map(|promise| promise.number)
        .collect();
    assert_eq!(numbers, expected);
}

/// The open ones are printed to stdout directly, because the test harness captures `println!`.
#[test]
fn every_promise_has_a_test_or_a_reason() {
    let mut out = std::io::stdout().lock();
    let mut wrong = Vec::new();
    for promise in promises() {
        let Promise {
            number,
            text,
            files,
            tests,
            open,
        } = promise;
        if let Some(reason) = &open {
            writeln!(out, "open: {number} {text}: {reason}").unwrap();
        }
        let has_reason = open.is_some_and(|reason| reason.len() > 10);
        if text.is_empty()
            || (tests.is_empty() && !has_reason)
            || (!tests.is_empty() && files.is_empty())
        {
            wrong.push(number);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_file_and_test_named_exists() {
    let mut missing = Vec::new();
    for promise in promises() {
        for file in promise.files {
            if !in_repository(&file).exists() {
                missing.push(format!("{}: {file}", promise.number));
            }
        }
        for test in promise.tests {
            if !exists(&test) {
                missing.push(format!("{}: {test}", promise.number));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// Whether a file has this test: `path::name`, in the syntax of Rust, bats or the web app's tests.
fn exists(test: &str) -> bool {
    let Some((path, name)) = test.split_once("::") else {
        return false;
    };
    let Ok(text) = fs::read_to_string(in_repository(path)) else {
        return false;
    };
    let spellings = match path.rsplit_once('.') {
        Some((_, "rs")) => vec![format!("fn {name}(")],
        Some((_, "bats")) => vec![format!("@test \"{name}\" {{")],
        // A long name is on its own line.
        Some((_, "ts" | "tsx")) => ["'", "\"", "`"]
            .map(|quote| format!("{quote}{name}{quote},"))
            .to_vec(),
        _ => Vec::new(),
    };
    spellings
        .iter()
        .any(|spelling| text.contains(spelling.as_str()))
}

#[test]
fn a_missing_test_is_found() {
    let here = "crates/contract/tests/promises.rs";
    assert!(exists(&format!("{here}::a_missing_test_is_found")));
    assert!(!exists(&format!("{here}::another")));
    assert!(!exists("crates/contract/tests/none.rs::another"));
    assert!(!exists(here));
}
