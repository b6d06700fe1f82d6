//! `/api/admin`.

mod audit_log;
mod disabled;
mod people;
mod roles;
mod status;

use actix_web::http::Method;
use serde_json::{Value, json};

use crate::support::{Response, TestApp, User};

/// An administrator.
async fn administrator(app: &TestApp, name: &str) -> User {
    let user = app.user(name).await;
    app.promote(&user);
    user
}

async fn set(admin: &User, of: &str, what: &str, body: Value) -> Response {
    let path = format!("/api/admin/people/{of}/{what}");
    admin.request(Method::PUT, &path, Some(body)).await
}

async fn disable(admin: &User, of: &str) -> Response {
    set(admin, of, "disabled", json!({ "disabled": true })).await
}

async fn demote(admin: &User, of: &str) -> Response {
    set(admin, of, "role", json!({ "role": "user" })).await
}

/// Action, subject and detail of each entry of the audit log, the latest first.
async fn log(admin: &User) -> Vec<[String; 3]> {
    let log = admin.get("/api/admin/audit-log").await.expect(200);
    let entries = log["entries"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    entries
        .map(|entry| ["action", "subject", "detail"].map(|name| text(&entry[name])))
        .collect()
}
