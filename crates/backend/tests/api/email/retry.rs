//! Retries: servers that are unreachable, reject emails, or do not respond.

use super::mailer::{TestMailer, reset_until};
use crate::support::{Fault, SmtpServer, Ways};

#[actix_web::test]
async fn an_email_waits_for_an_unreachable_server_and_arrives_once() {
    let server = SmtpServer::start();
    let port = server.port();
    let mailer = TestMailer::to(&server);
    drop(server);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unreachable");

    let server = SmtpServer::with(Ways {
        port,
        ..Ways::default()
    });
    assert_eq!(mailer.send_due().await, 0, "not before it is due again");
    mailer.wait(10);
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(server.mail().await.to, "ann@example.com");
    mailer.wait(86_400);
    assert_eq!(mailer.send_due().await, 0);
    assert_eq!((mailer.counts(), server.unread().await.len()), ((0, 0), 0));
}

#[actix_web::test]
async fn a_deferred_email_is_retried_with_backoff() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    server.next([Fault::Defer; 3]);
    mailer.queue("ann@example.com").await;
    for pause in [10, 30, 90] {
        assert_eq!(mailer.send_due().await, 1);
        assert_eq!(mailer.failure().as_str(), "deferred");
        assert_eq!(
            mailer.rows()[0].last_error.as_deref(),
            Some(&*format!(
                "deferred: 127.0.0.1:{}: put off: 451 4.7.1; it is tried again",
                server.port()
            ))
        );
        mailer.wait(pause - 1);
        assert_eq!(mailer.send_due().await, 0);
        mailer.wait(1);
    }
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(server.mail().await.to, "ann@example.com");
    assert_eq!(mailer.counts(), (0, 0));
}

#[actix_web::test]
async fn a_permanently_rejected_email_is_not_retried() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    server.next([Fault::Refuse]);
    mailer.queue("nobody@example.com").await;
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 2);
    server.mail().await;
    mailer.wait(86_400);
    assert_eq!(mailer.send_due().await, 0);
    assert_eq!((mailer.counts(), server.unread().await.len()), ((0, 1), 0));
    let rows = mailer.rows();
    let refused = rows.iter().find(|row| row.state == "failed").unwrap();
    // The address in the reply of the server is not stored.
    let error = refused.last_error.as_deref().unwrap();
    assert!(
        error.contains(": the mail was refused: 550 5.1.1; "),
        "{error}"
    );
    assert!(!error.contains("nobody@"), "{error}");
    assert_eq!(refused.letter, None);
}

#[actix_web::test]
async fn an_email_is_retried_after_a_lost_connection() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    server.next([Fault::HangUp]);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unreachable");
    mailer.wait(10);
    assert_eq!(mailer.send_due().await, 1);
    server.mail().await;
    assert!(server.unread().await.is_empty());
}

#[actix_web::test]
async fn an_email_is_given_up_after_the_last_attempt() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    server.next([Fault::Defer; 20]);
    mailer.queue("ann@example.com").await;
    let mut attempts = 0;
    while mailer.counts() == (1, 0) {
        attempts += mailer.send_due().await;
        mailer.wait(3_600);
    }
    assert_eq!((attempts, mailer.counts()), (12, (0, 1)));
    let rows = mailer.rows();
    let error = rows[0].last_error.as_deref().unwrap();
    assert!(
        error.ends_with(": put off: 451 4.7.1; it is tried again"),
        "{error}"
    );
    assert_eq!(rows[0].letter, None);
}

#[actix_web::test]
async fn an_expired_link_is_not_sent() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    server.next([Fault::Defer]);
    mailer
        .queue_mail("ann@example.com", reset_until("2026-03-18T10:00:10Z"))
        .await;
    assert_eq!(mailer.send_due().await, 1);
    mailer.wait(10);
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "expired");
    assert_eq!((mailer.counts(), server.unread().await.len()), ((0, 1), 0));
}

/// The server replies after the client has timed out: the next email must not read that reply.
#[actix_web::test]
async fn after_a_timeout_the_connection_is_replaced() {
    let server = SmtpServer::start();
    let mailer = TestMailer::with_short_timeout(&server, &[]);
    let held = server.hold().await;
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.failure().as_str(), "unreachable");
    assert_eq!(
        mailer.rows()[0].last_error.as_deref(),
        Some(&*format!("unreachable: {}", mailer.detail()))
    );
    let first = server.mail().await;
    drop(held);

    let held = server.hold().await;
    mailer.queue("bob@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(mailer.counts(), (2, 0), "it was not told that it has one");
    assert_eq!(server.mail().await.to, "bob@example.com");
    drop(held);

    mailer.wait(10);
    assert_eq!(mailer.send_due().await, 2);
    assert_eq!(mailer.counts(), (0, 0));
    let again = [server.mail().await, server.mail().await];
    let again = again.iter().find(|mail| mail.to == first.to).unwrap();
    assert_eq!(again.header("Message-ID"), first.header("Message-ID"));
}
