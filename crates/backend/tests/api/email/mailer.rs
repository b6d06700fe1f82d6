//! [`TestMailer`]: an outbox and its worker, without the HTTP server.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use diesel::sql_types::{Nullable, Text};
use diesel::{QueryableByName, RunQueryDsl};
use kpi_backend::db::{Database, DatabaseError};
use kpi_backend::mail::outbox::{self, Counts};
use kpi_backend::mail::{
    EmailMessage, FailureKind, MailConfig, Outbox, TransportConfig, TransportKind, Worker,
};
use kpi_common::config::Settings;
use serde_json::{Value, json};

use crate::support::{SmtpServer, TestClock, TestDatabase};

/// An outbox and a worker that is run by the test.
pub struct TestMailer {
    pub clock: TestClock,
    pub db: Database,
    pub outbox: Outbox,
    pub worker: Worker,
    settings: Vec<(String, String)>,
    _database: TestDatabase,
}

/// A row of the outbox.
#[derive(Debug, QueryableByName)]
pub struct Row {
    #[diesel(sql_type = Text)]
    pub state: String,
    #[diesel(sql_type = Nullable<Text>)]
    pub letter: Option<String>,
    #[diesel(sql_type = Nullable<Text>)]
    pub last_error: Option<String>,
}

impl TestMailer {
    /// A mailer for this SMTP server.
    pub fn to(server: &SmtpServer) -> Self {
        Self::with(server, &[])
    }

    /// A mailer for this SMTP server, with additional or other settings.
    pub fn with(server: &SmtpServer, more: &[(&str, &str)]) -> Self {
        let port = server.port().to_string();
        let mut pairs = vec![
            ("SMTP_HOST", "127.0.0.1"),
            ("SMTP_PORT", &port),
            ("SMTP_FROM", "noreply@example.com"),
        ];
        for (name, value) in more {
            pairs.retain(|(known, _)| known != name);
            pairs.push((name, value));
        }
        Self::by(&pairs, true)
    }

    /// A mailer with a send timeout of one second.
    pub fn with_short_timeout(server: &SmtpServer, more: &[(&str, &str)]) -> Self {
        let mut mailer = Self::with(server, more);
        let mut config = mailer.config();
        if let TransportConfig::Smtp(smtp) = &mut config.transport {
            smtp.send_timeout = Duration::from_secs(1);
        }
        mailer.worker = mailer.worker_by(config, mailer.outbox.clone());
        mailer
    }

    /// A mailer with only these settings.
    pub fn by(settings: &[(&str, &str)], development: bool) -> Self {
        let database = TestDatabase::create(true);
        let url = format!("{}?connection_limit=4&pool_timeout=10", database.url());
        let db = Database::new(url.parse().unwrap());
        let clock = TestClock::at("2026-03-18T10:00:00Z");
        let config = config(settings, development);
        let outbox = outbox(&config, SECRET);
        let worker = Worker::new(config, outbox.clone(), db.clone(), clock.for_server()).unwrap();
        Self {
            clock,
            db,
            outbox,
            worker,
            settings: settings
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            _database: database,
        }
    }

    /// The worker of another instance, on the same outbox.
    pub fn another_worker(&self) -> Worker {
        let config = self.config();
        let outbox = outbox(&config, SECRET);
        self.worker_by(config, outbox)
    }

    /// Restarts the worker with another secret.
    pub fn change_secret(&mut self) {
        let config = self.config();
        self.outbox = outbox(&config, "another secret");
        self.worker = self.worker_by(config, self.outbox.clone());
    }

    /// Stores queued emails as plain JSON, as versions before the encryption did.
    pub fn store_unencrypted(&self, email_message: &EmailMessage) {
        let json = serde_json::to_string(email_message).unwrap();
        diesel::sql_query(format!("UPDATE mail_outbox SET letter = '{json}'"))
            .execute(&mut **self.db.connection().unwrap())
            .unwrap();
    }

    fn config(&self) -> MailConfig {
        let pairs: Vec<(&str, &str)> = self
            .settings
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        config(&pairs, true)
    }

    fn worker_by(&self, config: MailConfig, outbox: Outbox) -> Worker {
        Worker::new(config, outbox, self.db.clone(), self.clock.for_server()).unwrap()
    }

    /// Enqueues a test email.
    pub async fn queue(&self, to: &str) {
        self.queue_mail(to, json!({ "kind": "test", "at": "2026-03-18T10:00:00Z" }))
            .await;
    }

    /// Enqueues an email.
    pub async fn queue_mail(&self, to: &str, mail: Value) {
        let (email_message, now) = (email_message(to, mail), self.now());
        let outbox = self.outbox.clone();
        let queued = self
            .db
            .write(move |conn| Ok::<_, DatabaseError>(outbox.enqueue(conn, &email_message, now)?))
            .await
            .unwrap();
        self.outbox.wake(queued);
    }

    /// Sends one batch of due emails, and returns its size.
    pub async fn send_due(&self) -> usize {
        self.worker.send_due().await.unwrap()
    }

    /// Sends due emails until none is due.
    pub async fn send_all(&self) {
        while self.send_due().await > 0 {}
    }

    /// The numbers of queued and of failed emails.
    pub fn counts(&self) -> (i64, i64) {
        let Counts { queued, failed } = outbox::counts(&mut self.db.connection().unwrap()).unwrap();
        (queued, failed)
    }

    /// The rows, in no order.
    pub fn rows(&self) -> Vec<Row> {
        diesel::sql_query("SELECT state, letter, last_error FROM mail_outbox")
            .load(&mut **self.db.connection().unwrap())
            .unwrap()
    }

    /// The failure of the last attempt.
    #[track_caller]
    pub fn failure(&self) -> FailureKind {
        let attempt = self.outbox.last_attempt().unwrap();
        attempt.outcome.unwrap_err().kind
    }

    /// The sentence about the failure of the last attempt.
    #[track_caller]
    pub fn detail(&self) -> String {
        let attempt = self.outbox.last_attempt().unwrap();
        attempt.outcome.unwrap_err().detail
    }

    /// Advances the clock.
    pub fn wait(&self, seconds: i64) {
        self.clock.advance(TimeDelta::seconds(seconds));
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.for_server().now()
    }
}

/// The secret of the encryption.
const SECRET: &str = "a secret that only the tests know";

fn outbox(config: &MailConfig, secret: &str) -> Outbox {
    Outbox::new(TransportKind::from(&config.transport), &secret.into()).unwrap()
}

fn config(settings: &[(&str, &str)], development: bool) -> MailConfig {
    let mut settings = Settings::from_pairs(settings.iter().copied());
    let config = MailConfig::read(&mut settings, development);
    settings.finish().unwrap();
    config
}

/// An email in Russian to someone in Moscow.
pub fn email_message(to: &str, mail: Value) -> EmailMessage {
    serde_json::from_value(json!({
        "to": { "address": to, "language": "ru", "timeZone": "Europe/Moscow" },
        "mail": mail,
    }))
    .unwrap()
}

/// The content of an email with a link that expires then.
pub fn reset_until(valid_until: &str) -> Value {
    json!({ "kind": "reset_password", "token": "a-secret", "validUntil": valid_until })
}
