//! Servers that are away or refuse, workers that die, and several of them.

use kpi_backend::db::{Database, DatabaseError};
use kpi_backend::mail::{Worker, outbox};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::post::{Post, letter, reset_until};
use crate::support::{Fault, SmtpServer, TestApp, Ways};

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

/// At least once: a process that dies when the server has the mail, and the row does not say so
/// yet, leaves it to be sent again, as the same mail.
#[actix_web::test]
async fn a_worker_that_dies_after_sending_leaves_the_same_mail_to_be_sent_again() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    post.queue("ann@example.com").await;
    let held = server.hold().await;
    let first = tokio::select! {
        mail = server.mail() => mail,
        _ = post.worker.round() => unreachable!("the server has not answered"),
    };
    // The round was dropped in the midst of it, as if the process were gone.
    drop(held);

    let another = post.another_worker();
    assert_eq!(
        another.round().await.unwrap(),
        0,
        "it is still the first one's"
    );
    post.wait(180);
    assert_eq!(another.round().await.unwrap(), 1);
    let second = server.mail().await;
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
    assert_eq!(post.counts(), (0, 0));
}

#[actix_web::test]
async fn several_workers_send_each_mail_once() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    let workers = [
        post.another_worker(),
        post.another_worker(),
        post.another_worker(),
    ];
    let mut expected = Vec::new();
    for number in 0..24 {
        let to = format!("user{number:02}@example.com");
        post.queue(&to).await;
        expected.push(to);
    }
    let sent = futures_util::future::join_all(workers.iter().map(send_all)).await;
    assert_eq!(sent.iter().sum::<usize>(), 24);
    let mut got: Vec<String> = server
        .unread()
        .await
        .into_iter()
        .map(|mail| mail.to)
        .collect();
    got.sort();
    assert_eq!(got, expected);
}

async fn send_all(worker: &Worker) -> usize {
    let mut sent = 0;
    loop {
        match worker.round().await.unwrap() {
            0 => return sent,
            some => sent += some,
        }
    }
}

#[actix_web::test]
async fn a_worker_that_is_stopped_sends_what_is_queued_first() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    for number in 0..6 {
        post.queue(&format!("user{number}@example.com")).await;
    }
    let stop = CancellationToken::new();
    stop.cancel();
    post.another_worker().run(stop).await;
    assert_eq!(server.unread().await.len(), 6);
}

#[actix_web::test]
async fn the_service_sends_what_another_process_queued() {
    let app = TestApp::start().await;
    let mail = json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" });
    let letter = letter("ann@example.com", mail);
    let another = Database::new(app.database_url().parse().unwrap());
    another
        .write(move |conn| {
            let now = "2026-03-18T10:00:00Z".parse().unwrap();
            let _nobody_to_tell = outbox::enqueue(conn, &letter, now)?;
            Ok::<_, DatabaseError>(())
        })
        .await
        .unwrap();
    assert_eq!(app.mail.mail().await.to, "ann@example.com");
}
