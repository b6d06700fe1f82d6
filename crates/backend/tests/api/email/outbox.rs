//! The rows of the outbox: transactional, encrypted, purged.

use kpi_backend::db::DatabaseError;
use serde_json::json;

use super::mailer::{TestMailer, email_message, reset_until};
use crate::support::SmtpServer;

#[actix_web::test]
async fn a_transaction_that_is_rolled_back_sends_no_mail() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    let mail = json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" });
    let (email, now) = (email_message("ann@example.com", mail), mailer.now());
    let outbox = mailer.outbox.clone();
    let failed: Result<(), DatabaseError> = mailer
        .db
        .write(move |conn| {
            let _queued = outbox.enqueue(conn, &email, now)?;
            Err(DatabaseError::Canceled)
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(mailer.send_due().await, 0);
    assert!(mailer.rows().is_empty());
}

#[actix_web::test]
async fn neither_address_nor_token_is_readable_in_the_database() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    mailer
        .queue_mail("ann@example.com", reset_until("2026-03-18T11:00:00Z"))
        .await;
    let waiting = mailer.rows()[0].letter.clone().unwrap();
    for text in ["a-secret", "ann@example.com"] {
        assert!(!waiting.contains(text), "{waiting}");
    }
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(server.mail().await.token(), "a-secret");
    let rows = mailer.rows();
    assert_eq!((rows[0].state.as_str(), &rows[0].letter), ("sent", &None));
}

#[actix_web::test]
async fn old_finished_emails_are_purged_and_queued_ones_are_not() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    mailer.queue("ann@example.com").await;
    assert_eq!(mailer.send_due().await, 1);
    mailer.queue("bob@example.com").await;
    mailer.wait(14 * 86_400);
    assert_eq!(mailer.worker.purge().await.unwrap(), 0);
    mailer.wait(1);
    assert_eq!(mailer.worker.purge().await.unwrap(), 1);
    assert_eq!((mailer.counts(), mailer.rows().len()), ((1, 0), 1));
}

#[actix_web::test]
async fn emails_encrypted_with_another_secret_are_given_up_at_once() {
    let server = SmtpServer::start();
    let mut mailer = TestMailer::to(&server);
    mailer.queue("ann@example.com").await;
    mailer.change_secret();
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!((mailer.counts(), mailer.send_due().await), ((0, 1), 0));
    let rows = mailer.rows();
    let why = "unreadable: it was sealed with another JWT_SECRET, or was changed";
    assert_eq!(
        (rows[0].last_error.as_deref(), &rows[0].letter),
        (Some(why), &None)
    );
    assert!(server.unread().await.is_empty());
}

#[actix_web::test]
async fn unencrypted_emails_of_earlier_versions_are_sent() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    let mail = reset_until("2026-03-18T11:00:00Z");
    mailer.queue_mail("ann@example.com", mail.clone()).await;
    mailer.store_unencrypted(&email_message("ann@example.com", mail));
    assert_eq!(mailer.send_due().await, 1);
    assert_eq!(server.mail().await.token(), "a-secret");
}
