//! `POST /api/email/test`.

use crate::support::TestApp;

const TEST: &str = "/api/email/test";

#[actix_web::test]
async fn an_email_to_the_administrator_is_sent_after_the_response() {
    let app = TestApp::start().await;
    let admin = app.user("admin").await;
    app.promote(&admin);
    // The mail server confirms nothing before the response: no request waits for it.
    let held = app.mail.hold().await;
    let answer = admin.post(TEST, None).await.expect(202);
    assert_eq!(answer["to"], "admin@example.com");
    drop(held);
    let mail = app.mail.mail().await;
    assert_eq!(mail.to, "admin@example.com");
    assert_eq!(mail.subject(), "A test mail from KPI Productivity");
    assert_eq!(mail.link(), "http://localhost:3000");
}

#[actix_web::test]
async fn without_a_mail_server_the_response_is_409() {
    let secret = "0123456789abcdef0123456789abcdef";
    let app = TestApp::with(&[
        ("NODE_ENV", "staging"),
        ("JWT_SECRET", secret),
        ("SMTP_HOST", ""),
    ])
    .await;
    let admin = app.user("admin").await;
    app.promote(&admin);
    admin.post(TEST, None).await.problem(409, "mail-off");
    let status = admin.get("/api/email/status").await.expect(200);
    assert_eq!(
        (&status["transport"], &status["queued"]),
        (&"off".into(), &0.into())
    );
}
