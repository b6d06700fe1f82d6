//! The delivered email, and the transport security.

use serde_json::json;

use super::mailer::{TestMailer, reset_until};
use crate::support::{Authority, Login, Protection, SmtpServer, Ways};

#[actix_web::test]
async fn an_email_arrives_in_the_recipients_language_as_text_and_html() {
    let server = SmtpServer::start();
    let mailer = TestMailer::with(&server, &[("FRONTEND_URL", "https://kpi.example.com")]);
    mailer
        .queue_mail("ann@example.com", reset_until("2026-03-18T11:00:00Z"))
        .await;
    assert_eq!(mailer.send_due().await, 1);

    let mail = server.mail().await;
    assert_eq!(
        (mail.from.as_str(), mail.to.as_str()),
        ("noreply@example.com", "ann@example.com")
    );
    assert_eq!(
        mail.header("From"),
        "\"KPI Productivity\" <noreply@example.com>"
    );
    assert_eq!(mail.header("To"), "ann@example.com");
    assert_eq!(mail.subject(), "Выберите новый пароль");
    assert_eq!(mail.header("Auto-Submitted"), "auto-generated");
    assert_eq!(mail.header("Date"), "Wed, 18 Mar 2026 10:00:00 +0000");
    assert!(mail.header("Message-ID").ends_with("@example.com>"));
    let link = "https://kpi.example.com/reset-password?token=a-secret";
    assert_eq!(
        (mail.link(), mail.token()),
        (link.to_owned(), "a-secret".to_owned())
    );
    assert!(
        mail.body("text/plain")
            .contains("18\u{a0}марта 2026\u{a0}г., 14:00 (Europe/Moscow)")
    );
    assert!(mail.body("text/html").contains(&format!("href=\"{link}\"")));
}

#[actix_web::test]
async fn emails_are_sent_by_starttls_or_tls_to_a_server_with_a_trusted_certificate() {
    let authority = Authority::new();
    let file = authority.file();
    for (protection, secure) in [(Protection::StartTls, "false"), (Protection::Tls, "true")] {
        let server = SmtpServer::with(Ways {
            protection: Some((protection, &authority)),
            ..Ways::default()
        });
        let settings = [
            ("SMTP_HOST", "localhost"),
            ("SMTP_SECURE", secure),
            ("SMTP_REQUIRE_TLS", "true"),
            ("SMTP_CA_FILE", file.to_str().unwrap()),
        ];
        let mailer = TestMailer::with(&server, &settings);
        mailer.queue("ann@example.com").await;
        mailer.send_all().await;
        assert!(server.mail().await.encrypted);
        assert_eq!(mailer.counts(), (0, 0));
    }
}

#[actix_web::test]
async fn nothing_is_sent_to_a_server_whose_certificate_is_not_trusted() {
    let (authority, another) = (Authority::new(), Authority::new());
    let (file, anothers) = (authority.file(), another.file());
    let (file, anothers) = (file.to_str().unwrap(), anothers.to_str().unwrap());
    for (protection, secure) in [(Protection::StartTls, "false"), (Protection::Tls, "true")] {
        let server = SmtpServer::with(Ways {
            protection: Some((protection, &authority)),
            ..Ways::default()
        });
        // An unknown certificate authority, and a certificate for another name.
        for (host, trusted) in [("localhost", anothers), ("127.0.0.1", file)] {
            let settings = [
                ("SMTP_HOST", host),
                ("SMTP_SECURE", secure),
                ("SMTP_REQUIRE_TLS", "true"),
                ("SMTP_CA_FILE", trusted),
            ];
            let mailer = TestMailer::with(&server, &settings);
            mailer.queue("ann@example.com").await;
            assert_eq!(mailer.send_due().await, 1);
            assert_eq!(mailer.failure().as_str(), "untrusted");
            assert_eq!(mailer.counts(), (1, 0), "it is tried again");
            mailer.wait(10);
            assert_eq!(mailer.send_due().await, 1);
        }
        assert!(server.unread().await.is_empty());
    }
}

#[actix_web::test]
async fn nothing_is_sent_without_starttls_if_tls_is_required() {
    let server = SmtpServer::start();
    let mailer = TestMailer::with(&server, &[("SMTP_REQUIRE_TLS", "true")]);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unsuitable");
    assert_eq!(mailer.counts(), (1, 0));
    assert!(server.unread().await.is_empty());
}

#[actix_web::test]
async fn it_authenticates_if_the_server_requires_it() {
    let credentials = [("SMTP_USER", "kpi"), ("SMTP_PASS", "hunter2")];
    for login in [("PLAIN", "kpi", "hunter2"), ("LOGIN", "kpi", "hunter2")] {
        let server = wants(login);
        let mailer = TestMailer::with(&server, &credentials);
        mailer.queue("ann@example.com").await;
        mailer.send_all().await;
        assert_eq!(server.mail().await.user.as_deref(), Some("kpi"));
    }
}

#[actix_web::test]
async fn a_wrong_password_loses_no_mail() {
    let server = wants(("PLAIN", "kpi", "another"));
    let mailer = TestMailer::with(&server, &[("SMTP_USER", "kpi"), ("SMTP_PASS", "hunter2")]);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unauthenticated");
    assert_eq!(mailer.counts(), (1, 0));
    let rows = mailer.rows();
    assert_eq!(
        rows[0].last_error.as_deref(),
        Some(&*format!("unauthenticated: {}", mailer.detail()))
    );

    let server = wants(("PLAIN", "nobody", ""));
    let mailer = TestMailer::to(&server);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(
        mailer.failure().as_str(),
        "unauthenticated",
        "none was given"
    );
}

#[actix_web::test]
async fn many_emails_are_sent_in_batches() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    for number in 0..10 {
        mailer.queue(&format!("user{number}@example.com")).await;
    }
    mailer.send_all().await;
    let sent: Vec<String> = (0..10)
        .map(|number| format!("user{number}@example.com"))
        .collect();
    assert_eq!(server.recipients().await, sent);
}

#[actix_web::test]
async fn an_unreadable_email_is_given_up() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    mailer
        .queue_mail(
            "nobody",
            json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" }),
        )
        .await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unreadable");
    assert_eq!(mailer.counts(), (0, 1));
}

fn wants(login: Login) -> SmtpServer {
    SmtpServer::with(Ways {
        login: Some(login),
        ..Ways::default()
    })
}
