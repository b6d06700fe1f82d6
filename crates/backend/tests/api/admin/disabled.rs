//! Disabled accounts.

use serde_json::json;

use super::{administrator, disable, log, set};
use crate::support::{TestApp, User};

#[actix_web::test]
async fn a_disabled_account_has_no_sessions_and_gets_none() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    let id = ann.id().await;
    disable(&root, &id).await.expect(204);
    // Again changes nothing.
    disable(&root, &id).await.expect(204);
    ann.get("/api/habits").await.problem(401, "unauthorized");
    let credentials = json!({ "email": ann.email, "password": User::PASSWORD });
    let anonymous = app.anonymous();
    let refused = anonymous.post("/api/auth/login", credentials.clone()).await;
    refused.problem(403, "account-disabled");
    // Whoever does not know the password does not learn of it.
    let wrong = json!({ "email": ann.email, "password": "something else" });
    let refused = anonymous.post("/api/auth/login", wrong).await;
    refused.problem(401, "wrong-credentials");

    app.wait(chrono::TimeDelta::minutes(5));
    let enabled = set(&root, &id, "disabled", json!({ "disabled": false })).await;
    enabled.expect(204);
    anonymous
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
    // The sessions of before stay ended.
    ann.get("/api/habits").await.problem(401, "unauthorized");
    let actions: Vec<String> = log(&root)
        .await
        .into_iter()
        .map(|[action, ..]| action)
        .collect();
    assert_eq!(actions, ["account_enabled", "account_disabled"]);
}

#[actix_web::test]
async fn an_administrator_signs_somebody_out_everywhere() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    let path = format!("/api/admin/people/{}/sign-out", ann.id().await);
    root.post(&path, None).await.expect(204);
    ann.get("/api/habits").await.problem(401, "unauthorized");
    let credentials = json!({ "email": ann.email, "password": User::PASSWORD });
    app.anonymous()
        .post("/api/auth/login", credentials)
        .await
        .expect(200);
}
