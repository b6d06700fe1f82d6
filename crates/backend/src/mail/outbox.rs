//! Where mails wait, and the word that one has come.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use diesel::QueryResult;
use diesel::result::Error as QueryError;
use secrecy::SecretString;
use tokio::sync::Notify;

use super::seal::{Seal, SealError};
use super::{Failure, FailureKind, Letter, TransportKind, store};
use crate::db::DbConnection;
use crate::domain::{MailId, string_enum};

pub use store::{Counts, counts};

/// Says that a mail waits in the outbox; to be handed to [`Outbox::wake`] after the commit.
#[derive(Debug)]
#[must_use = "the worker is to be told once the transaction is through"]
pub struct Queued(());

/// The outbox as this process sees it; cheap to clone.
#[derive(Debug, Clone)]
pub struct Outbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    transport: TransportKind,
    seal: Seal,
    arrived: Notify,
    last: Mutex<Option<Attempt>>,
    tally: [AtomicU64; Step::ALL.len()],
}

string_enum! {
    /// What becomes of a mail.
    Step {
        /// It waits in the outbox.
        Queued = "queued",
        /// It was taken by the mail server, or written into the folder.
        Sent = "sent",
        /// It could not be sent, and is tried again.
        PutOff = "put_off",
        /// It will not be sent.
        GivenUp = "given_up",
    }
}

/// The newest attempt of this process to send a mail.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How: with a delivery, or with why there was none.
    pub outcome: Result<(), Failure>,
}

impl Outbox {
    /// An outbox that is emptied by such a transport, whose letters are sealed with this secret.
    ///
    /// # Errors
    /// [`SealError::NoKey`], in theory.
    pub fn new(transport: TransportKind, secret: &SecretString) -> Result<Self, SealError> {
        Ok(Self(Arc::new(Shared {
            transport,
            seal: Seal::new(secret)?,
            arrived: Notify::new(),
            last: Mutex::new(None),
            tally: Default::default(),
        })))
    }

    /// Puts a mail into the outbox. Runs in the caller's write transaction: the mail is sent if, and
    /// only if, that is committed.
    ///
    /// What is kept is the data, not the finished text: a row stays small, the transaction does not
    /// wait for a template, and a mail that waited through an update looks like all others.
    ///
    /// # Errors
    /// When the database fails.
    pub fn enqueue(
        &self,
        conn: &mut DbConnection,
        letter: &Letter,
        now: DateTime<Utc>,
    ) -> QueryResult<Queued> {
        let unwritten = |error| QueryError::SerializationError(error);
        let json = serde_json::to_string(letter).map_err(|error| unwritten(error.into()))?;
        let id = MailId::new();
        let sealed = self.0.seal.close(id, &json);
        let sealed = sealed.map_err(|error| unwritten(error.into()))?;
        store::insert(conn, id, letter.mail.kind(), &sealed, now)?;
        Ok(Queued(()))
    }

    /// The letter that a row of the outbox keeps.
    ///
    /// # Errors
    /// [`FailureKind::Unreadable`] when it is sealed with another secret, or is no letter.
    pub(super) fn open(&self, id: MailId, kept: &str) -> Result<Letter, Failure> {
        let unreadable = |why: String| Failure::new(FailureKind::Unreadable, why);
        let opened = self.0.seal.open(id, kept);
        let opened = opened.map_err(|error| unreadable(error.to_string()))?;
        // What can't be parsed may be quoted by the error; so it says only where.
        serde_json::from_slice(&opened).map_err(|error| {
            unreadable(format!("line {}, column {}", error.line(), error.column()))
        })
    }

    /// Tells the worker that a mail waits, so that it is sent at once. Another instance's worker
    /// finds it by looking now and then.
    pub fn wake(&self, _queued: Queued) {
        self.count(Step::Queued);
        self.0.arrived.notify_one();
    }

    /// Where its mails go.
    #[must_use]
    pub fn transport(&self) -> TransportKind {
        self.0.transport
    }

    /// Whether its mails go anywhere.
    #[must_use]
    pub fn delivers(&self) -> bool {
        self.0.transport != TransportKind::Off
    }

    /// How the newest attempt ended; `None` when there has been none since the start.
    #[must_use]
    pub fn last_attempt(&self) -> Option<Attempt> {
        let last = self.0.last.lock();
        last.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How often this process has taken each step so far.
    #[must_use]
    pub fn tally(&self) -> [(Step, u64); Step::ALL.len()] {
        Step::ALL.map(|step| {
            let count = self.0.tally[step as usize].load(Ordering::Relaxed);
            (step, count)
        })
    }

    pub(super) fn count(&self, step: Step) {
        self.0.tally[step as usize].fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn set_last_attempt(&self, attempt: Attempt) {
        let mut last = self.0.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Some(attempt);
    }

    /// Resolves when a mail has come since it last did.
    pub(super) async fn arrival(&self) {
        self.0.arrived.notified().await;
    }
}
