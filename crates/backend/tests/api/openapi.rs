//! The OpenAPI document and its page.

use std::{env, fs};

use serde_json::Value;

use crate::support::TestApp;

/// The golden file, from which the web client's types are generated.
const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/openapi.json");

/// With `UPDATE_OPENAPI=1` in the environment this writes the file instead.
#[actix_web::test]
async fn the_golden_file_is_the_served_document() {
    let app = TestApp::start().await;
    let served = app.anonymous().get("/api/openapi.json").await.expect(200);
    let mut text = serde_json::to_string_pretty(&served).unwrap();
    text.push('\n');
    if env::var_os("UPDATE_OPENAPI").is_some() {
        fs::write(GOLDEN, &text).unwrap();
    }
    let golden: Value = serde_json::from_str(&fs::read_to_string(GOLDEN).unwrap()).unwrap();
    assert!(
        golden == served,
        "the API has moved on; run UPDATE_OPENAPI=1 cargo test -p kpi-backend --test api openapi"
    );
}

#[actix_web::test]
async fn it_has_version_3_1_and_all_references_resolve() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    assert!(
        description["openapi"].as_str().unwrap().starts_with("3.1."),
        "{}",
        description["openapi"]
    );
    let mut references = Vec::new();
    collect(&description, "$ref", &mut references);
    assert!(references.len() > 50, "{}", references.len());
    for reference in references {
        let pointer = reference.as_str().unwrap().trim_start_matches('#');
        assert!(description.pointer(pointer).is_some(), "{reference}");
    }
}

#[actix_web::test]
async fn enums_have_their_json_names() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let mut enums = Vec::new();
    collect(&description["components"], "enum", &mut enums);
    assert!(enums.len() > 10, "{}", enums.len());
    for words in enums {
        for word in words.as_array().unwrap() {
            let word = word.as_str().unwrap();
            let lower = !word.bytes().any(|byte| byte.is_ascii_uppercase());
            let is_event = word.contains('.');
            assert!(
                lower || is_event || matches!(word, "Q1" | "Q2" | "Q3" | "Q4"),
                "{words}"
            );
        }
    }
}

/// Responses of a day and a problem have the required properties of their schemas.
#[actix_web::test]
async fn required_properties_are_present() {
    let app = TestApp::start().await;
    let ann = app.user("ann").await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let day = ann.log("2026-03-10", &[("Sleep", 480)]).await;
    let problem = ann.get("/api/days/nonsense").await.json();
    for (schema, value) in [
        ("Day", &day),
        ("Entry", &day["entries"][0]),
        ("Explanation", &day["explanation"]),
        ("Term", &day["explanation"]["terms"][0]),
        ("Raise", &day["explanation"]["raises"][0]),
        ("Problem", &problem),
        ("FieldProblem", &problem["errors"][0]),
    ] {
        let schema = &description["components"]["schemas"][schema];
        let value = value.as_object().unwrap();
        for required in schema["required"].as_array().unwrap() {
            assert!(
                value.contains_key(required.as_str().unwrap()),
                "{required}: {value:?}"
            );
        }
        for name in value.keys() {
            assert!(
                schema["properties"][name].is_object(),
                "{name} is not described"
            );
        }
    }
}

#[actix_web::test]
async fn the_page_has_no_external_assets() {
    let app = TestApp::start().await;
    let anonymous = app.anonymous();
    let redirect = anonymous.get("/api/docs").await;
    assert_eq!(
        (redirect.status, redirect.header("location")),
        (308, "/api/docs/")
    );
    let page = anonymous.get("/api/docs/").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    let page = page.text();
    let mut assets = Vec::new();
    for attribute in ["src=\"", "href=\""] {
        assets.extend(
            page.split(attribute)
                .skip(1)
                .map(|rest| rest.split('"').next().unwrap()),
        );
    }
    assert!(assets.len() >= 3, "{page}");
    for asset in assets {
        if asset.starts_with("data:") {
            continue;
        }
        assert!(!asset.contains("//"), "{asset} may come from another host");
        let path = format!("/api/docs/{}", asset.trim_start_matches("./"));
        let response = anonymous.get(&path).await;
        assert_eq!(response.status, 200, "{path}");
    }
    assert!(page.contains("spec-url=\"/api/openapi.json\""), "{page}");
}

/// All values of a property of this name, at any depth.
fn collect<'a>(value: &'a Value, name: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(map) => {
            for (key, one) in map {
                if key == name {
                    found.push(one);
                }
                collect(one, name, found);
            }
        }
        Value::Array(list) => list.iter().for_each(|one| collect(one, name, found)),
        _ => {}
    }
}

#[actix_web::test]
async fn operation_ids_are_unique() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    let mut ids = Vec::new();
    collect(&description["paths"], "operationId", &mut ids);
    let count = ids.len();
    assert!(count > 30, "{count}");
    ids.sort_by_key(ToString::to_string);
    ids.dedup();
    assert_eq!(ids.len(), count);
}
