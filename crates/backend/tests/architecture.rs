//! Tests the dependencies between modules: reads the sources and fails on a forbidden dependency. See
//! `lib.rs` for their direction.

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

/// Whether `code` contains the identifier or path `word`, not as part of a longer identifier.
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

/// All mentions of `forbidden` in the files that `selects` matches.
fn forbidden_uses(selects: impl Fn(&str) -> bool, forbidden: &[&str]) -> Vec<String> {
    let all = sources();
    let selected: Vec<&Source> = all.iter().filter(|source| selects(&source.path)).collect();
    assert!(!selected.is_empty(), "this rule matches no file");
    let mut wrong = Vec::new();
    for source in selected {
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
fn handlers_do_not_use_the_database() {
    let handler = |path: &str| {
        path.starts_with("features/") && (path.ends_with("/routes.rs") || path.contains("/routes/"))
    };
    assert_eq!(forbidden_uses(handler, &["diesel", "DbConnection"]), NONE);
}

#[test]
fn http_does_not_use_the_database() {
    let forbidden = ["diesel", "DbConnection"];
    assert_eq!(
        forbidden_uses(|path| path.starts_with("http/"), &forbidden),
        NONE
    );
}

#[test]
fn stores_do_not_use_http() {
    let store = |path: &str| path.ends_with("store.rs");
    let http = ["actix_web", "HttpRequest", "HttpResponse", "StatusCode"];
    assert_eq!(forbidden_uses(store, &http), NONE);
}

#[test]
fn dtos_do_not_use_the_database() {
    let dto = |path: &str| path.ends_with("dto.rs");
    assert_eq!(forbidden_uses(dto, &["diesel", "DbConnection"]), NONE);
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
    assert_eq!(
        forbidden_uses(|path| path.starts_with("kpi/"), &forbidden),
        NONE
    );
}

#[test]
fn only_the_assembly_uses_the_features() {
    let below = |path: &str| {
        let assembles = ["app.rs", "openapi/mod.rs", "lib.rs"].contains(&path);
        !assembles && !path.starts_with("cli/") && !path.starts_with("features/")
    };
    assert_eq!(forbidden_uses(below, &["crate::features"]), NONE);
}

#[test]
fn the_cache_does_not_depend_on_queries() {
    let cache = |path: &str| path.starts_with("cache/");
    assert_eq!(forbidden_uses(cache, &["diesel", "crate::http"]), NONE);
}

#[test]
fn modules_below_scoring_do_not_use_it() {
    let below = |path: &str| {
        ["db/", "http/", "cache/", "session/"]
            .iter()
            .any(|module| path.starts_with(module))
    };
    assert_eq!(forbidden_uses(below, &["crate::scoring"]), NONE);
}

#[test]
fn mail_does_not_use_http_or_scoring() {
    let mail = |path: &str| path.starts_with("mail/");
    assert_eq!(
        forbidden_uses(mail, &["crate::http", "crate::scoring", "AppState"]),
        NONE
    );
}

#[test]
fn features_use_each_other_only_by_their_public_items() {
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
            let module = ["routes", "dto", "model", "service", "store"]
                .iter()
                .any(|module| item == *module || item.starts_with(&format!("{module}::")));
            if other != feature && module {
                wrong.push(format!("{} uses crate::features::{path}", source.path));
            }
        }
        if source.code.contains("super::super::") {
            wrong.push(format!("{} reaches out by super::super", source.path));
        }
    }
    assert_eq!(wrong, NONE);
    assert!(seen > 0, "no feature uses another: this rule tests nothing");
}

/// utoipa keeps one of two schemas of a name, and the types of the web app follow it.
#[test]
fn no_two_types_have_the_same_schema_name() {
    let mut names: Vec<_> = sources()
        .iter()
        .flat_map(|source| schema_names(&source.code))
        .collect();
    assert!(names.len() > 80, "{}", names.len());
    assert!(names.iter().any(|name| name == "Problem") && names.iter().any(|name| name == "Law"));
    names.sort_unstable();
    let twice: Vec<_> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
    assert!(twice.is_empty(), "{twice:?}");
}

/// The schema names of the types that derive `ToSchema`, or that `string_enum!` and `define_id!` define.
fn schema_names(code: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        let is_part_of_name = |c: &char| c.is_alphanumeric() || *c == '_';
        text.chars().take_while(is_part_of_name).collect()
    };
    let name_of = |attributes: &str, name: &str| match attributes.split_once("#[schema(as = ") {
        Some((_, renamed)) => word(renamed),
        None => word(name),
    };
    let mut names = Vec::new();
    for item in code.split("#[derive(").skip(1) {
        let kinds = [" struct ", " enum "].iter();
        let at = kinds.filter_map(|kind| Some(item.find(kind)? + kind.len()));
        if let (true, Some(at)) = (
            item.split(")]").next().unwrap().contains("ToSchema"),
            at.min(),
        ) {
            names.push(name_of(&item[..at], &item[at..]));
        }
    }
    for definition in ["string_enum! {", "define_id! {"] {
        for item in code.split(definition).skip(1) {
            let head = item.split(['{', '}']).next().unwrap().trim_end();
            let at = head.rfind(char::is_whitespace).map_or(0, |at| at + 1);
            names.push(name_of(head, &head[at..]));
        }
    }
    // That of a macro's definition is empty.
    names.retain(|name| !name.is_empty());
    names
}

#[test]
fn the_parser_of_use_declarations_works() {
    let code = "use a::{b, c::{self, D as E}, f};\npub use crate::x::Y;\nlet reuse = 1;\n";
    assert_eq!(
        uses(code),
        ["a::b", "a::c", "a::c::D", "a::f", "crate::x::Y"]
    );
    assert!(mentions("x: diesel::Y", "diesel") && !mentions("my_diesel", "diesel"));
    assert_eq!(without_comments("a\n  // diesel\nb\n"), "a\nb\n");
}
