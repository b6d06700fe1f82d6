//! The audit log.

use serde_json::json;

use super::{administrator, disable, set};
use crate::support::TestApp;

#[actix_web::test]
async fn an_entry_tells_who_did_what_to_whom_and_when() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    set(&root, &ann.id().await, "role", json!({ "role": "admin" }))
        .await
        .expect(204);
    let log = root.get("/api/admin/audit-log").await.expect(200);
    let mut entry = log["entries"][0].clone();
    entry["id"].take();
    assert_eq!(
        entry,
        json!({
            "id": null, "at": "2026-03-18T10:00:00Z", "actorId": root.id().await,
            "actor": "root@example.com", "action": "role_changed", "subjectId": ann.id().await,
            "subject": "ann@example.com", "detail": "admin",
        })
    );
}

#[actix_web::test]
async fn nobody_changes_the_log() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    disable(&root, &app.user("ann").await.id().await)
        .await
        .expect(204);
    for statement in [
        "UPDATE audit_log SET subject = 'somebody@example.com'",
        "DELETE FROM audit_log",
    ] {
        let error = app.try_execute(statement).unwrap_err().to_string();
        assert!(error.contains("the audit log is not changed"), "{error}");
    }
    assert_eq!(app.rows("audit_log"), 1);
}

#[actix_web::test]
async fn a_refused_act_is_not_in_the_log() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let ann = app.user("ann").await;
    disable(&ann, &root.id().await)
        .await
        .problem(403, "forbidden");
    let nobody = "/api/admin/people/01890000-0000-7000-8000-000000000000/sign-out";
    root.post(nobody, None).await.problem(404, "not-found");
    assert_eq!(app.rows("audit_log"), 0);
}

#[actix_web::test]
async fn a_long_log_comes_in_parts() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let path = format!(
        "/api/admin/people/{}/sign-out",
        app.user("ann").await.id().await
    );
    for _ in 0..103 {
        root.post(&path, None).await.expect(204);
    }
    let first = root.get("/api/admin/audit-log").await.expect(200);
    let entries = first["entries"].as_array().unwrap();
    assert_eq!((entries.len(), &first["more"]), (100, &json!(true)));
    let last = entries[99]["id"].as_str().unwrap();
    let rest = root
        .get(&format!("/api/admin/audit-log?before={last}"))
        .await
        .expect(200);
    assert_eq!(rest["entries"].as_array().unwrap().len(), 3);
    assert_eq!(rest["more"], false);
}

#[actix_web::test]
async fn the_log_is_exported_without_formulas() {
    let app = TestApp::start().await;
    let root = administrator(&app, "root").await;
    let new = json!({ "email": "=1+1@example.com", "name": "New" });
    root.post("/api/admin/people", new).await.expect(201);
    let export = root.get("/api/admin/audit-log/export").await;
    assert_eq!(export.status, 200);
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        export.header("content-disposition"),
        "attachment; filename=\"audit-log.csv\""
    );
    assert_eq!(
        export.text(),
        "at,actor,action,subject,detail\r\n\
         2026-03-18T10:00:00Z,root@example.com,account_created,'=1+1@example.com,\r\n"
    );
}
