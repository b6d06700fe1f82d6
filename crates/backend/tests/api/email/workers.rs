//! Workers that die or are stopped, several of them, and how they learn of a mail.

use std::pin::pin;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use kpi_backend::db::{Database, DatabaseError, DatabaseKind};
use kpi_backend::mail::{Outbox, TransportKind, Worker};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::post::{Post, letter};
use crate::support::{Received, SmtpServer, TestApp};

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
    assert_eq!(server.recipients().await, expected);
}

/// Another taker is in the middle of it: it has its rows, and has not committed. An embedded
/// database has one writer at a time; there the test above says all there is to say.
#[actix_web::test]
async fn what_one_worker_is_just_taking_the_others_pass_over() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    for number in 0..3 {
        post.queue(&format!("user{number}@example.com")).await;
    }
    if post.db.kind() != DatabaseKind::Postgres {
        return;
    }
    let mut taker = post.db.connection().unwrap();
    taker
        .batch_execute(
            "BEGIN;
             UPDATE mail_outbox SET attempts = 1, due_at = due_at + interval '3 minutes'
             WHERE id IN (SELECT id FROM mail_outbox ORDER BY id LIMIT 2)",
        )
        .unwrap();
    assert_eq!(post.round().await, 1);
    taker.batch_execute("COMMIT").unwrap();
    drop(taker);
    assert_eq!(post.round().await, 0);
    assert_eq!(server.mail().await.to, "user2@example.com");
    post.wait(180);
    assert_eq!(post.round().await, 2, "their taker has not sent them");
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
async fn a_worker_that_is_stopped_finishes_what_is_on_its_way() {
    let server = SmtpServer::start();
    let post = Post::to(&server);
    post.queue("ann@example.com").await;
    let held = server.hold().await;
    let stop = CancellationToken::new();
    let mut running = pin!(post.another_worker().run(stop.clone()));
    tokio::select! {
        _ = server.mail() => {}
        () = &mut running => unreachable!("nobody stopped it"),
    }
    stop.cancel();
    assert!(
        futures_util::poll!(&mut running).is_pending(),
        "the server has not answered"
    );
    drop(held);
    running.await;
    assert_eq!(post.rows()[0].state, "sent");
    post.wait(86_400);
    assert_eq!(post.round().await, 0);
}

#[actix_web::test]
async fn a_service_that_stops_finishes_what_is_on_its_way() {
    let mut app = TestApp::start().await;
    let admin = app.user("admin").await;
    app.promote(&admin);
    let held = app.mail.hold().await;
    admin.post("/api/email/test", None).await.expect(202);
    app.mail.mail().await;
    app.stop_answering().await;
    drop(held);
    app.ended();
    assert_eq!(app.rows("mail_outbox WHERE state = 'queued'"), 0);
}

/// No stop waits for ever: what the mail server does not confirm is for the next start.
#[actix_web::test]
async fn a_service_that_stops_leaves_what_is_not_taken_to_the_next() {
    let mut app = TestApp::start().await;
    let admin = app.user("admin").await;
    app.promote(&admin);
    let held = app.mail.hold().await;
    admin.post("/api/email/test", None).await.expect(202);
    let first = app.mail.mail().await;
    app.stop_answering().await;
    app.ended();
    drop(held);
    assert_eq!(app.rows("mail_outbox WHERE state = 'queued'"), 1);

    let next = app.another_instance().await;
    next.wait(TimeDelta::minutes(3));
    let admin = next.anonymous().bearing(&admin.token);
    admin.post("/api/email/test", None).await.expect(202);
    let mails = [app.mail.mail().await, app.mail.mail().await];
    let again = |mail: &&Received| mail.header("Message-ID") == first.header("Message-ID");
    assert_eq!(mails.iter().filter(again).count(), 1);
}

/// Where nobody called the worker, each would wait for it to look again: five seconds.
#[actix_web::test]
async fn a_mail_is_sent_when_it_is_queued_and_not_when_the_worker_looks_again() {
    let app = TestApp::start().await;
    let admin = app.user("admin").await;
    app.promote(&admin);
    let before = Instant::now();
    for _ in 0..10 {
        admin.post("/api/email/test", None).await.expect(202);
        app.mail.mail().await;
        while app.rows("mail_outbox WHERE state = 'queued'") > 0 {
            tokio::task::yield_now().await;
        }
    }
    let took = before.elapsed();
    assert!(took < Duration::from_secs(30), "{took:?}");
}

#[actix_web::test]
async fn the_service_sends_what_another_process_queued() {
    let app = TestApp::start().await;
    let mail = json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" });
    let letter = letter("ann@example.com", mail);
    let another = Database::new(app.database_url().parse().unwrap());
    let outbox = Outbox::new(TransportKind::Off, &TestApp::JWT_SECRET.into()).unwrap();
    another
        .write(move |conn| {
            let now = "2026-03-18T10:00:00Z".parse().unwrap();
            let _nobody_to_tell = outbox.enqueue(conn, &letter, now)?;
            Ok::<_, DatabaseError>(())
        })
        .await
        .unwrap();
    assert_eq!(app.mail.mail().await.to, "ann@example.com");
}
