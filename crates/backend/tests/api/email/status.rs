//! `GET /api/email/status`.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::support::{Fault, TestApp, User};

const STATUS: &str = "/api/email/status";

async fn admin(app: &TestApp) -> User {
    let admin = app.user("admin").await;
    app.promote(&admin);
    admin
}

/// The status after the attempt at this time is recorded, which happens after the server has accepted
/// the email.
async fn settled(admin: &User, at: &str) -> Value {
    loop {
        let status = admin.get(STATUS).await.expect(200);
        if status["lastAttempt"]["at"] == at {
            return status;
        }
    }
}

#[actix_web::test]
async fn it_reports_the_transport_and_no_attempt() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    // Each instance reports its own attempts.
    let another = app.another_instance().await;
    let elsewhere = another.anonymous().bearing(&admin.token);
    let status = elsewhere.get(STATUS).await.expect(200);
    let expected = json!({ "transport": "smtp", "queued": 0, "failed": 0, "lastAttempt": null });
    assert_eq!(status, expected);
}

#[actix_web::test]
async fn it_reports_the_last_attempt() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    app.wait(TimeDelta::minutes(1));
    app.mail.next([Fault::Defer]);
    admin.post("/api/email/test", None).await.expect(202);
    let status = settled(&admin, "2026-03-18T10:01:00Z").await;
    let detail = format!(
        "127.0.0.1:{}: put off: 451 4.7.1; it is tried again",
        app.mail.port()
    );
    assert_eq!(
        status["lastAttempt"],
        json!({
            "at": "2026-03-18T10:01:00Z",
            "failure": { "kind": "deferred", "detail": detail },
        })
    );
    assert_eq!(
        (&status["queued"], &status["failed"]),
        (&json!(1), &json!(0))
    );
}

#[actix_web::test]
async fn it_reports_a_successful_attempt() {
    let app = TestApp::start().await;
    let admin = admin(&app).await;
    app.wait(TimeDelta::minutes(1));
    admin.post("/api/email/test", None).await.expect(202);
    app.mail.mail().await;
    let status = settled(&admin, "2026-03-18T10:01:00Z").await;
    assert_eq!(status["lastAttempt"]["failure"], Value::Null);
    assert_eq!(status["failed"], 0);
}
