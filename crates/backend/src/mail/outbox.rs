//! The transactional outbox of emails, and the notification of the worker.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::result::Error as QueryError;
use secrecy::SecretString;
use tokio::sync::Notify;

use super::encryption::{EncryptionError, OutboxCipher};
use super::{EmailMessage, Failure, FailureKind, TransportKind, store};
use crate::db::DbConnection;
use crate::domain::{MailId, string_enum};

pub use store::{Counts, counts};

/// Proof that an email was enqueued, to be passed to [`Outbox::wake`] after the commit.
#[derive(Debug)]
#[must_use = "call `Outbox::wake` with it after the commit"]
pub struct Queued(());

/// The outbox; cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    transport: TransportKind,
    cipher: OutboxCipher,
    notify: Notify,
    last: Mutex<Option<Attempt>>,
    event_counts: [AtomicU64; DeliveryEvent::ALL.len()],
}

string_enum! {
    /// An event in the delivery of an email.
    DeliveryEvent {
        /// It was enqueued.
        Queued = "queued",
        /// The mail server accepted it, or it was written to the folder.
        Sent = "sent",
        /// An attempt failed and will be retried.
        Deferred = "deferred",
        /// It failed permanently.
        Failed = "failed",
    }
}

/// The last attempt of this process to send an email.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// The result.
    pub outcome: Result<(), Failure>,
}

impl Outbox {
    /// An outbox for this transport, whose emails are encrypted with a key from this secret.
    ///
    /// # Errors
    /// [`EncryptionError::KeyDerivation`].
    pub fn new(transport: TransportKind, secret: &SecretString) -> Result<Self, EncryptionError> {
        Ok(Self(Arc::new(Shared {
            transport,
            cipher: OutboxCipher::new(secret)?,
            notify: Notify::new(),
            last: Mutex::new(None),
            event_counts: Default::default(),
        })))
    }

    /// Enqueues an email in the caller's write transaction: it is sent if and only if that commits.
    ///
    /// The outbox stores the data, not the rendered text: rows stay small, the transaction renders no
    /// template, and an email that is sent after an update uses the new templates.
    ///
    /// # Errors
    /// When the database fails.
    pub fn enqueue(
        &self,
        conn: &mut DbConnection,
        email: &EmailMessage,
        now: DateTime<Utc>,
    ) -> QueryResult<Queued> {
        let serialization_error = |error| QueryError::SerializationError(error);
        let json =
            serde_json::to_string(email).map_err(|error| serialization_error(error.into()))?;
        let id = MailId::new();
        let ciphertext = self.0.cipher.encrypt(id, &json);
        let ciphertext = ciphertext.map_err(|error| serialization_error(error.into()))?;
        store::insert(conn, id, email.mail.kind(), &ciphertext, now)?;
        Ok(Queued(()))
    }

    /// Decrypts the email of a row.
    ///
    /// # Errors
    /// [`FailureKind::Unreadable`] when it was encrypted with another secret, or is invalid.
    pub(super) fn decrypt(&self, id: MailId, stored: &str) -> Result<EmailMessage, Failure> {
        let unreadable = |detail: String| Failure::new(FailureKind::Unreadable, detail);
        let decrypted = self.0.cipher.decrypt(id, stored);
        let decrypted = decrypted.map_err(|error| unreadable(error.to_string()))?;
        // The error may quote the data, so only its position is reported.
        serde_json::from_slice(&decrypted).map_err(|error| {
            unreadable(format!("line {}, column {}", error.line(), error.column()))
        })
    }

    /// Wakes the worker to send the email at once. Workers of other instances poll.
    pub fn wake(&self, _queued: Queued) {
        self.count(DeliveryEvent::Queued);
        self.0.notify.notify_one();
    }

    /// The transport.
    #[must_use]
    pub fn transport(&self) -> TransportKind {
        self.0.transport
    }

    /// Whether emails are sent at all.
    #[must_use]
    pub fn delivers(&self) -> bool {
        self.0.transport != TransportKind::Off
    }

    /// The last attempt; `None` if there was none since the start.
    #[must_use]
    pub fn last_attempt(&self) -> Option<Attempt> {
        let last = self.0.last.lock();
        last.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The number of events so far, by kind.
    #[must_use]
    pub fn event_counts(&self) -> [(DeliveryEvent, u64); DeliveryEvent::ALL.len()] {
        DeliveryEvent::ALL.map(|event| {
            let count = self.0.event_counts[event as usize].load(Ordering::Relaxed);
            (event, count)
        })
    }

    pub(super) fn count(&self, event: DeliveryEvent) {
        self.0.event_counts[event as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn set_last_attempt(&self, attempt: Attempt) {
        let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(attempt);
    }

    /// Waits for a call of [`Outbox::wake`].
    pub(super) async fn woken(&self) {
        self.0.notify.notified().await;
    }
}
