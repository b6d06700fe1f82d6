//! The rows: of the caller's transaction, without secrets once they are done with, and swept.

use kpi_backend::db::DatabaseError;
use kpi_backend::mail::outbox;
use serde_json::json;

use super::post::{Post, letter, reset_until};
use crate::support::SmtpServer;

#[actix_web::test]
async fn a_transaction_that_is_rolled_back_sends_no_mail() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    let mail = json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" });
    let (letter, now) = (letter("ann@example.com", mail), post.now());
    let failed: Result<(), DatabaseError> = post
        .db
        .write(move |conn| {
            let _queued = outbox::enqueue(conn, &letter, now)?;
            Err(DatabaseError::Canceled)
        })
        .await;
    assert!(failed.is_err());
    assert_eq!(post.round().await, 0);
    assert!(post.rows().is_empty());
}

#[actix_web::test]
async fn a_mail_that_was_sent_leaves_neither_address_nor_secret() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    post.queue_mail("ann@example.com", reset_until("2026-03-18T11:00:00Z"))
        .await;
    assert!(post.rows()[0].letter.as_ref().unwrap().contains("a-secret"));
    assert_eq!(post.round().await, 1);
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
