//! Every operation of the description for access tokens of the owner, by scope.

use serde_json::{Value, json};

use super::table::{Ids, Row, TABLE};
use super::{assert_described, owner};
use crate::support::{Client, Response, TestApp, User};

async fn bearer(app: &TestApp, user: &User, scope: &str) -> Client {
    let new = json!({ "name": scope, "scopes": [scope] });
    let issued = user.post("/api/auth/tokens", new).await.expect(201);
    app.anonymous().bearing(issued["token"].as_str().unwrap())
}

/// What became of a request.
fn outcome(response: &Response) -> String {
    let refusal = match (response.status, response.text()) {
        (403, text) if text.contains("/problems/session-required") => " session",
        (403, text) if text.contains(r#""scope":"write""#) => " scope",
        _ => "",
    };
    format!("{}{refusal}", response.status)
}

/// The scope that an operation names; `None` without access tokens, and an empty text for public ones.
fn described<'a>(description: &'a Value, row: &Row) -> Option<&'a str> {
    let operation = row.operation();
    let (method, path) = operation.split_once(' ').unwrap();
    let security = &description["paths"][path][method.to_lowercase()]["security"];
    let security = security.as_array().unwrap();
    if security.contains(&json!({})) {
        return Some("");
    }
    let scopes = security.iter().find_map(|one| one.get("accessToken"))?;
    scopes[0].as_str()
}

#[actix_web::test]
async fn each_scope_may_do_what_the_table_says() {
    let app = TestApp::start().await;
    let description = app.anonymous().get("/api/openapi.json").await.expect(200);
    app.user("taken").await;
    let (reading, ids_of_reading) = owner(&app, "reading").await;
    let reader = bearer(&app, &reading, "read").await;
    let mut lines = String::new();
    for (number, row) in TABLE.iter().enumerate() {
        let (writing, ids) = owner(&app, &format!("writing-{number}")).await;
        let writer = bearer(&app, &writing, "write").await;
        let read = row.send(&reader, &ids_of_reading).await;
        let written = row.send(&writer, &ids).await;
        for response in [&read, &written] {
            assert_described(&description, row, response.status);
        }
        let (read, written) = (outcome(&read), outcome(&written));
        let expected = match described(&description, row) {
            None => ["403 session"; 2].map(str::to_owned),
            Some("write") => ["403 scope".to_owned(), row.owner.to_string()],
            Some(_) => [row.owner, row.owner].map(|status| status.to_string()),
        };
        assert_eq!(
            [&read, &written],
            [&expected[0], &expected[1]],
            "{}",
            row.operation()
        );
        lines += &format!("{:<58} | {read:<11} | {written}\n", row.operation());
    }
    insta::assert_snapshot!(lines, @"");
    // Nothing was changed by the token that only reads.
    reading.get("/api/auth/me").await.expect(200);
    let sessions = reading.get("/api/auth/sessions").await.expect(200);
    assert_eq!(sessions["sessions"].as_array().unwrap().len(), 1);
}

/// The rights of an administrator do not come with a token.
#[actix_web::test]
async fn no_token_administers() {
    let app = TestApp::start().await;
    let root = app.user("root").await;
    app.promote(&root);
    let token = bearer(&app, &root, "write").await;
    let ids = Ids::nobodys();
    for row in TABLE
        .iter()
        .filter(|row| row.path.starts_with("/api/admin") || row.path.starts_with("/api/email"))
    {
        let refused = row.send(&token, &ids).await;
        refused.problem(403, "session-required");
    }
}
