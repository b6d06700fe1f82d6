//! The arrows of the house: who may know whom. Reads the sources and fails on an arrow the wrong
//! way; see `lib.rs` for which way they point.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

/// A source file without its comments, by its path below `src`.
struct Source {
    path: String,
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    collect(&root, &mut found);
    found
        .into_iter()
        .map(|file| Source {
            path: file.strip_prefix(&root).unwrap().display().to_string(),
            code: without_comments(&fs::read_to_string(&file).unwrap()),
        })
        .collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for item in fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            found.push(path);
        }
    }
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    lines.fold(String::new(), |code, line| code + line + "\n")
}

/// Whether `code` has `word` with nothing of a longer name on either side.
fn mentions(code: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = code[at + word.len()..].chars().next();
        !before.is_some_and(part_of_name) && !after.is_some_and(part_of_name)
    })
}

/// The full paths of all `use` declarations: `use a::{b, c::{self, D}};` is `a::b`, `a::c`,
/// `a::c::D`.
fn uses(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let starts = code[..at]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        let tree = code[at + 4..].split(';').next().unwrap_or_default();
        if starts {
            expand("", tree, &mut paths);
        }
    }
    paths
}

fn expand(prefix: &str, tree: &str, paths: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((head, rest)) = tree.split_once('{') else {
        let path = tree.split(" as ").next().unwrap_or_default().trim();
        let path = format!("{prefix}{path}");
        paths.push(path.trim_end_matches("::self").to_owned());
        return;
    };
    let prefix = format!("{prefix}{}", head.trim());
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                expand(&prefix, &inner[start..at], paths);
                start = at + 1;
            }
            _ => {}
        }
    }
    if !inner[start..].trim().is_empty() {
        expand(&prefix, &inner[start..], paths);
    }
}

/// Every place where a file that `concerns` picks mentions one of `forbidden`.
fn arrows(concerns: impl Fn(&str) -> bool, forbidden: &[&str]) -> Vec<String> {
    let all = sources();
    let concerned: Vec<&Source> = all.iter().filter(|source| concerns(&source.path)).collect();
    assert!(!concerned.is_empty(), "this rule is about no file any more");
    let mut wrong = Vec::new();
    for source in concerned {
        let uses = uses(&source.code);
        for word in forbidden {
            let used = uses
                .iter()
                .any(|path| path == word || path.starts_with(&format!("{word}::")));
            if used || mentions(&source.code, word) {
                wrong.push(format!("{} mentions {word}", source.path));
            }
        }
    }
    wrong
}

const NONE: Vec<String> = Vec::new();

#[test]
fn handlers_never_see_the_database() {
    let handler = |path: &str| path.starts_with("features/") && path.ends_with("/routes.rs");
    assert_eq!(arrows(handler, &["diesel", "DbConnection"]), NONE);
}

#[test]
fn http_never_sees_the_database() {
    let forbidden = ["diesel", "DbConnection"];
    assert_eq!(arrows(|path| path.starts_with("http/"), &forbidden), NONE);
}

#[test]
fn stores_never_see_http() {
    let store = |path: &str| path.ends_with("store.rs");
    let http = ["actix_web", "HttpRequest", "HttpResponse", "StatusCode"];
    assert_eq!(arrows(store, &http), NONE);
}

#[test]
fn wire_types_never_see_the_database() {
    let dto = |path: &str| path.ends_with("dto.rs");
    assert_eq!(arrows(dto, &["diesel", "DbConnection"]), NONE);
}

#[test]
fn the_engine_is_pure() {
    let forbidden = [
        "diesel",
        "actix_web",
        "tokio",
        "rand",
        "Utc",
        "Local",
        "SystemTime",
        "Instant",
        "std::fs",
        "std::io",
        "std::env",
        "std::net",
        "std::thread",
        "crate::domain::Clock",
        "Clock",
        "crate::db",
        "crate::http",
        "crate::scoring",
        "crate::features",
        "crate::state",
        "crate::config",
    ];
    assert_eq!(arrows(|path| path.starts_with("kpi/"), &forbidden), NONE);
}

#[test]
fn only_what_puts_the_server_together_knows_the_features() {
    let below = |path: &str| {
        let assembles = ["app.rs", "openapi.rs", "lib.rs"].contains(&path);
        !assembles && !path.starts_with("cli/") && !path.starts_with("features/")
    };
    assert_eq!(arrows(below, &["crate::features"]), NONE);
}

#[test]
fn the_cache_does_not_depend_on_queries() {
    let cache = |path: &str| path.starts_with("cache/");
    assert_eq!(arrows(cache, &["diesel", "crate::http"]), NONE);
}

#[test]
fn what_is_below_scoring_does_not_know_it() {
    let below = |path: &str| {
        ["db/", "http/", "cache/", "session/"]
            .iter()
            .any(|room| path.starts_with(room))
    };
    assert_eq!(arrows(below, &["crate::scoring"]), NONE);
}

#[test]
fn mails_know_nothing_of_requests() {
    let mail = |path: &str| path.starts_with("mail/");
    assert_eq!(
        arrows(mail, &["crate::http", "crate::scoring", "AppState"]),
        NONE
    );
}

#[test]
fn features_reach_each_other_only_through_what_they_show() {
    let mut wrong = Vec::new();
    let mut seen = 0;
    for source in sources() {
        let Some(feature) = source
            .path
            .strip_prefix("features/")
            .and_then(|rest| rest.split_once('/'))
            .map(|(feature, _)| feature)
        else {
            continue;
        };
        for path in uses(&source.code) {
            let Some(path) = path.strip_prefix("crate::features::") else {
                continue;
            };
            let (other, item) = path.split_once("::").unwrap_or((path, ""));
            seen += usize::from(other != feature);
            let room = ["routes", "dto", "model", "service", "store"]
                .iter()
                .any(|room| item == *room || item.starts_with(&format!("{room}::")));
            if other != feature && room {
                wrong.push(format!("{} uses crate::features::{path}", source.path));
            }
        }
        if source.code.contains("super::super::") {
            wrong.push(format!("{} reaches out by super::super", source.path));
        }
    }
    assert_eq!(wrong, NONE);
    assert!(
        seen > 0,
        "no feature uses another any more: this rule is about nothing"
    );
}

#[test]
fn the_reader_sees_what_it_should() {
    let code = "use a::{b, c::{self, D as E}, f};\npub use crate::x::Y;\nlet reuse = 1;\n";
    assert_eq!(
        uses(code),
        ["a::b", "a::c", "a::c::D", "a::f", "crate::x::Y"]
    );
    assert!(mentions("x: diesel::Y", "diesel") && !mentions("my_diesel", "diesel"));
    assert_eq!(without_comments("a\n  // diesel\nb\n"), "a\nb\n");
}
