//! Workers: crash, shutdown, concurrency, wake-up.

use std::pin::pin;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use diesel::connection::SimpleConnection;
use kpi_backend::db::{Database, DatabaseError, DatabaseKind};
use kpi_backend::mail::{Outbox, TransportKind, Worker};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::mailer::{TestMailer, email_message};
use crate::support::{Received, SmtpServer, TestApp};

/// At-least-once delivery: if a process dies between the acceptance by the server and the update of the
/// row, the email is sent again with the same Message-ID.
#[actix_web::test]
async fn a_worker_that_dies_after_sending_leaves_the_same_mail_to_be_sent_again() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    mailer.queue("ann@example.com").await;
    let held = server.hold().await;
    let first = tokio::select! {
        mail = server.mail() => mail,
        _ = mailer.worker.send_due() => unreachable!("the server has not answered"),
    };
    // The future was dropped while it was sending, as if the process had died.
    drop(held);

    let another = mailer.another_worker();
    assert_eq!(
        another.send_due().await.unwrap(),
        0,
        "it is still the first one's"
    );
    mailer.wait(180);
    assert_eq!(another.send_due().await.unwrap(), 1);
    let second = server.mail().await;
    assert_eq!(first.header("Message-ID"), second.header("Message-ID"));
    assert_eq!(mailer.counts(), (0, 0));
}

#[actix_web::test]
async fn several_workers_send_each_mail_once() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    let workers = [
        mailer.another_worker(),
        mailer.another_worker(),
        mailer.another_worker(),
    ];
    let mut expected = Vec::new();
    for number in 0..24 {
        let to = format!("user{number:02}@example.com");
        mailer.queue(&to).await;
        expected.push(to);
    }
    let sent = futures_util::future::join_all(workers.iter().map(send_all)).await;
    assert_eq!(sent.iter().sum::<usize>(), 24);
    assert_eq!(server.recipients().await, expected);
}

/// Another worker has claimed rows and has not committed. SQLite has one writer at a time, so the test
/// above covers it.
#[actix_web::test]
async fn rows_that_one_worker_is_claiming_are_skipped_by_others() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    for number in 0..3 {
        mailer.queue(&format!("user{number}@example.com")).await;
    }
    if mailer.db.kind() != DatabaseKind::Postgres {
        return;
    }
    let mut taker = mailer.db.connection().unwrap();
    taker
        .batch_execute(
            "BEGIN;
             UPDATE mail_outbox SET attempts = 1, due_at = due_at + interval '3 minutes'
             WHERE id IN (SELECT id FROM mail_outbox ORDER BY id LIMIT 2)",
        )
        .unwrap();
    assert_eq!(mailer.send_due().await, 1);
    taker.batch_execute("COMMIT").unwrap();
    drop(taker);
    assert_eq!(mailer.send_due().await, 0);
    assert_eq!(server.mail().await.to, "user2@example.com");
    mailer.wait(180);
    assert_eq!(mailer.send_due().await, 2, "their taker has not sent them");
}

async fn send_all(worker: &Worker) -> usize {
    let mut sent = 0;
    loop {
        match worker.send_due().await.unwrap() {
            0 => return sent,
            some => sent += some,
        }
    }
}

#[actix_web::test]
async fn a_stopped_worker_sends_queued_emails_first() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    for number in 0..6 {
        mailer.queue(&format!("user{number}@example.com")).await;
    }
    let stop = CancellationToken::new();
    stop.cancel();
    mailer.another_worker().run(stop).await;
    assert_eq!(server.unread().await.len(), 6);
}

#[actix_web::test]
async fn a_stopped_worker_finishes_emails_in_progress() {
    let server = SmtpServer::start();
    let mailer = TestMailer::to(&server);
    mailer.queue("ann@example.com").await;
    let held = server.hold().await;
    let stop = CancellationToken::new();
    let mut running = pin!(mailer.another_worker().run(stop.clone()));
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
    assert_eq!(mailer.rows()[0].state, "sent");
    mailer.wait(86_400);
    assert_eq!(mailer.send_due().await, 0);
}

#[actix_web::test]
async fn a_service_that_stops_finishes_emails_in_progress() {
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

/// The shutdown has a timeout: emails that the server does not confirm are sent after the next start.
#[actix_web::test]
async fn a_service_that_stops_leaves_unconfirmed_emails_to_the_next_start() {
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

/// Without a wake-up each email would wait for the next poll: five seconds.
#[actix_web::test]
async fn an_email_is_sent_when_it_is_enqueued_and_not_at_the_next_poll() {
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
async fn the_service_sends_emails_that_another_process_enqueued() {
    let app = TestApp::start().await;
    let mail = json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" });
    let email = email_message("ann@example.com", mail);
    let another = Database::new(app.database_url().parse().unwrap());
    let outbox = Outbox::new(TransportKind::Off, &TestApp::JWT_SECRET.into()).unwrap();
    another
        .write(move |conn| {
            let now = "2026-03-18T10:00:00Z".parse().unwrap();
            let _queued = outbox.enqueue(conn, &email, now)?;
            Ok::<_, DatabaseError>(())
        })
        .await
        .unwrap();
    assert_eq!(app.mail.mail().await.to, "ann@example.com");
}
