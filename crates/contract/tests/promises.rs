//! `docs/promises.md`: every promise of the deployment guide has its test or says why it is open,
//! and every file and test that it names is there.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write;

use kpi_contract::{in_repository, markdown};

/// So many promises the guide makes.
const PROMISES: usize = 65;
const OPEN: &str = "open: ";

/// A row: `| P1 | what is promised | where it is kept | tests, or why it is open |`.
struct Promise {
    number: String,
    words: String,
    places: Vec<String>,
    tests: Vec<String>,
    open: Option<String>,
}

fn promises() -> Vec<Promise> {
    let document = fs::read_to_string(in_repository("docs/promises.md")).unwrap();
    let rows = markdown::rows(&document);
    rows.into_iter()
        .filter(|row| row[0].starts_with('P'))
        .map(|row| {
            let [number, words, kept, shown] = row.try_into().unwrap();
            let owned = |codes: Vec<&str>| codes.into_iter().map(str::to_owned).collect();
            let (tests, open) = match shown.split_once(OPEN) {
                Some((tests, reason)) => (tests.to_owned(), Some(reason.to_owned())),
                None => (shown, None),
            };
            Promise {
                number,
                words,
                places: owned(markdown::codes(&kept)),
                tests: owned(markdown::codes(&tests)),
                open,
            }
        })
        .collect()
}

#[test]
fn every_promise_is_there_once_in_order() {
    let expected: Vec<_> = (1..=PROMISES).map(|number| format!("P{number}")).collect();
    let numbers: Vec<_> = promises()
        .into_iter()
        .map(|promise| promise.number)
        .collect();
    assert_eq!(numbers, expected);
}

/// The open ones are printed past the test's capture: they are there to be seen.
#[test]
fn every_promise_is_shown_by_a_test_or_open_with_its_reason() {
    let mut out = std::io::stdout().lock();
    let mut wrong = Vec::new();
    for promise in promises() {
        let Promise {
            number,
            words,
            places,
            tests,
            open,
        } = promise;
        if let Some(reason) = &open {
            writeln!(out, "open: {number} {words}: {reason}").unwrap();
        }
        let has_reason = open.is_some_and(|reason| reason.len() > 10);
        if words.is_empty()
            || (tests.is_empty() && !has_reason)
            || (!tests.is_empty() && places.is_empty())
        {
            wrong.push(number);
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_place_and_test_named_is_there() {
    let mut missing = Vec::new();
    for promise in promises() {
        for place in promise.places {
            if !in_repository(&place).exists() {
                missing.push(format!("{}: {place}", promise.number));
            }
        }
        for test in promise.tests {
            if !is_there(&test) {
                missing.push(format!("{}: {test}", promise.number));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}

/// Whether a file has a test of this name: `path::name`, as Rust, bats or the web app's tests
/// write it.
fn is_there(test: &str) -> bool {
    let Some((path, name)) = test.split_once("::") else {
        return false;
    };
    let Ok(text) = fs::read_to_string(in_repository(path)) else {
        return false;
    };
    let written = match path.rsplit_once('.') {
        Some((_, "rs")) => vec![format!("fn {name}(")],
        Some((_, "bats")) => vec![format!("@test \"{name}\" {{")],
        // A long name stands on a line of its own.
        Some((_, "ts" | "tsx")) => ["'", "\"", "`"]
            .map(|quote| format!("{quote}{name}{quote},"))
            .to_vec(),
        _ => Vec::new(),
    };
    written
        .iter()
        .any(|written| text.contains(written.as_str()))
}

#[test]
fn a_test_that_is_not_there_is_noticed() {
    let here = "crates/contract/tests/promises.rs";
    assert!(is_there(&format!(
        "{here}::a_test_that_is_not_there_is_noticed"
    )));
    assert!(!is_there(&format!("{here}::another")));
    assert!(!is_there("crates/contract/tests/none.rs::another"));
    assert!(!is_there(here));
}
