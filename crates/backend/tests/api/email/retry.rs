//! Servers that are away, refuse, or do not answer.

use super::post::{Post, reset_until};
use crate::support::{Fault, SmtpServer, Ways};

#[actix_web::test]
async fn a_mail_waits_for_a_server_that_is_away_and_arrives_once() {
    let server = SmtpServer::start();
    let port = server.port();
    let post = Post::to(&server);
    drop(server);
    post.queue("ann@example.com").await;
    assert_eq!(post.round().await, 1);
    assert_eq!(post.failure().as_str(), "unreachable");

    let server = SmtpServer::with(Ways {
        port,
        ..Ways::default()
    });
    assert_eq!(post.round().await, 0, "not before it is due again");
    post.wait(10);
    assert_eq!(post.round().await, 1);
    assert_eq!(server.mail().await.to, "ann@example.com");
    post.wait(86_400);
    assert_eq!(post.round().await, 0);
    assert_eq!((post.counts(), server.unread().await.len()), ((0, 0), 0));
}

#[actix_web::test]
async fn a_mail_that_is_deferred_is_tried_again_later_and_later() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    server.next([Fault::Defer; 3]);
    post.queue("ann@example.com").await;
    for pause in [10, 30, 90] {
        assert_eq!(post.round().await, 1);
        assert_eq!(post.failure().as_str(), "deferred");
        assert_eq!(
            post.rows()[0].last_error.as_deref(),
            Some("deferred: 451 4.7.1")
        );
        post.wait(pause - 1);
        assert_eq!(post.round().await, 0);
        post.wait(1);
    }
    assert_eq!(post.round().await, 1);
    assert_eq!(server.mail().await.to, "ann@example.com");
    assert_eq!(post.counts(), (0, 0));
}

#[actix_web::test]
async fn a_mail_that_is_refused_for_good_is_not_tried_again() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    server.next([Fault::Refuse]);
    post.queue("nobody@example.com").await;
    post.queue("ann@example.com").await;
    assert_eq!(post.round().await, 2);
    server.mail().await;
    post.wait(86_400);
    assert_eq!(post.round().await, 0);
    assert_eq!((post.counts(), server.unread().await.len()), ((0, 1), 0));
    let rows = post.rows();
    let refused = rows.iter().find(|row| row.state == "failed").unwrap();
    // The address that the server's words repeat is not kept.
    assert_eq!(refused.last_error.as_deref(), Some("refused: 550 5.1.1"));
    assert_eq!(refused.letter, None);
}

#[actix_web::test]
async fn a_conversation_that_breaks_off_is_repeated() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    server.next([Fault::HangUp]);
    post.queue("ann@example.com").await;
    assert_eq!(post.round().await, 1);
    assert_eq!(post.failure().as_str(), "unreachable");
    post.wait(10);
    assert_eq!(post.round().await, 1);
    server.mail().await;
    assert!(server.unread().await.is_empty());
}

#[actix_web::test]
async fn a_mail_is_given_up_in_the_end_with_the_last_reason() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    server.next([Fault::Defer; 20]);
    post.queue("ann@example.com").await;
    let mut attempts = 0;
    while post.counts() == (1, 0) {
        attempts += post.round().await;
        post.wait(3_600);
    }
    assert_eq!((attempts, post.counts()), (12, (0, 1)));
    let rows = post.rows();
    assert_eq!(rows[0].last_error.as_deref(), Some("deferred: 451 4.7.1"));
    assert_eq!(rows[0].letter, None);
}

#[actix_web::test]
async fn a_link_that_works_no_more_is_not_sent() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    server.next([Fault::Defer]);
    post.queue_mail("ann@example.com", reset_until("2026-03-18T10:00:10Z"))
        .await;
    assert_eq!(post.round().await, 1);
    post.wait(10);
    assert_eq!(post.round().await, 1);
    assert_eq!(post.failure().as_str(), "expired");
    assert_eq!((post.counts(), server.unread().await.len()), ((0, 1), 0));
}

/// It says that it has a mail when nobody listens any more: the next mail must not take those
/// words for its own.
#[actix_web::test]
async fn a_server_that_does_not_answer_in_time_is_left_and_spoken_to_anew() {
    let server = SmtpServer::start();
    let post = Post::impatient(&server);
    let held = server.hold().await;
    post.queue("ann@example.com").await;
    assert_eq!(post.round().await, 1);
    assert_eq!(post.failure().as_str(), "unreachable");
    assert_eq!(
        post.rows()[0].last_error.as_deref(),
        Some("unreachable: no answer within 1 s")
    );
    let first = server.mail().await;
    drop(held);

    let held = server.hold().await;
    post.queue("bob@example.com").await;
    assert_eq!(post.round().await, 1);
    assert_eq!(post.counts(), (2, 0), "it was not told that it has one");
    assert_eq!(server.mail().await.to, "bob@example.com");
    drop(held);

    post.wait(10);
    assert_eq!(post.round().await, 2);
    assert_eq!(post.counts(), (0, 0));
    let again = [server.mail().await, server.mail().await];
    let again = again.iter().find(|mail| mail.to == first.to).unwrap();
    assert_eq!(again.header("Message-ID"), first.header("Message-ID"));
}
