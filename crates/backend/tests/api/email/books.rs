//! The rows: of the caller's transaction, without secrets once they are done with, and swept.

use kpi_backend::db::DatabaseError;
use serde_json::json;

use super::post::{Post, letter, reset_until};
use crate::support::SmtpServer;

#[actix_web::test]
async fn a_transaction_that_is_rolled_back_sends_no_mail() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    let mail = json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" });
    let (letter, now) = (letter("ann@example.com", mail), post.now());
    let outbox = post.outbox.clone();
    let failed: Result<(), DatabaseError> = post
        .db
        .write(move |conn| {
            let _queued = outbox.enqueue(conn, &letter, now)?;
            Err(DatabaseError::Canceled)
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(post.round().await, 0);
    assert!(post.rows().is_empty());
}

#[actix_web::test]
async fn neither_address_nor_secret_can_be_read_while_it_waits_or_once_it_is_sent() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    post.queue_mail("ann@example.com", reset_until("2026-03-18T11:00:00Z"))
        .await;
    let waiting = post.rows()[0].letter.clone().unwrap();
    for told in ["a-secret", "ann@example.com"] {
        assert!(!waiting.contains(told), "{waiting}");
    }
    assert_eq!(post.round().await, 1);
    assert_eq!(server.mail().await.token(), "a-secret");
    let rows = post.rows();
    assert_eq!((rows[0].state.as_str(), &rows[0].letter), ("sent", &None));
}

#[actix_web::test]
async fn what_was_done_with_long_ago_is_swept_and_what_waits_is_not() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    post.queue("ann@example.com").await;
    assert_eq!(post.round().await, 1);
    post.queue("bob@example.com").await;
    post.wait(14 * 86_400);
    assert_eq!(post.worker.sweep().await.unwrap(), 0);
    post.wait(1);
    assert_eq!(post.worker.sweep().await.unwrap(), 1);
    assert_eq!((post.counts(), post.rows().len()), ((1, 0), 1));
}

#[actix_web::test]
async fn what_was_sealed_with_another_secret_is_given_up_at_once() {
    let server = SmtpServer::start();
    let mut post = Post::to(&server);
    post.queue("ann@example.com").await;
    post.change_the_secret();
    assert_eq!(post.round().await, 1);
    assert_eq!((post.counts(), post.round().await), ((0, 1), 0));
    let rows = post.rows();
    let why = "unreadable: it was sealed with another JWT_SECRET, or was changed";
    assert_eq!(
        (rows[0].last_error.as_deref(), &rows[0].letter),
        (Some(why), &None)
    );
    assert!(server.unread().await.is_empty());
}

#[actix_web::test]
async fn what_a_version_before_left_open_is_sent() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    let mail = reset_until("2026-03-18T11:00:00Z");
    post.queue_mail("ann@example.com", mail.clone()).await;
    post.leave_open(&letter("ann@example.com", mail));
    assert_eq!(post.round().await, 1);
    assert_eq!(server.mail().await.token(), "a-secret");
}
