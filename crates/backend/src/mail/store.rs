//! Queries of the outbox.
//!
//! A worker claims a row by moving its `due_at` forward in a separate transaction: no lock is held while
//! the email is sent, and the row of a worker that died is due again after the lease. `attempts` is a
//! fencing token, so a worker that finishes after its lease changes nothing.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

use super::MailKind;
use crate::db::{DbConnection, DbEnum, DbTimestamp, mail_outbox};
use crate::domain::{MailId, string_enum};

string_enum! {
    /// The state of an email.
    DeliveryState {
        /// Waits for the first attempt or a retry.
        Queued = "queued",
        /// The server accepted it.
        Sent = "sent",
        /// Failed permanently.
        Failed = "failed",
    }
}

/// An email that a worker claimed.
pub(super) struct ClaimedMail {
    /// Its id.
    pub id: MailId,
    /// Its kind.
    pub kind: String,
    /// The number of attempts, including this one.
    pub attempts: i16,
    /// The encrypted email.
    pub letter: String,
}

/// The number of emails in the outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Emails that wait for the first attempt or a retry.
    pub queued: i64,
    /// Emails that failed permanently and are not purged yet.
    pub failed: i64,
}

pub(super) fn insert(
    conn: &mut DbConnection,
    id: MailId,
    kind: MailKind,
    ciphertext: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(mail_outbox::table)
        .values((
            mail_outbox::id.eq(id),
            mail_outbox::kind.eq(kind.as_str()),
            mail_outbox::letter.eq(ciphertext),
            mail_outbox::state.eq(DbEnum(DeliveryState::Queued)),
            mail_outbox::attempts.eq(0),
            mail_outbox::due_at.eq(DbTimestamp::from(now)),
            mail_outbox::created_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether an email is due.
pub(super) fn is_any_due(conn: &mut DbConnection, now: DateTime<Utc>) -> QueryResult<bool> {
    let due = mail_outbox::table
        .filter(mail_outbox::state.eq(DbEnum(DeliveryState::Queued)))
        .filter(mail_outbox::due_at.le(DbTimestamp::from(now)));
    diesel::select(exists(due)).get_result(conn)
}

/// Claims up to `limit` due emails for the time of the lease. Must run in a write transaction.
pub(super) fn claim_due(
    conn: &mut DbConnection,
    now: DateTime<Utc>,
    lease: TimeDelta,
    limit: i64,
) -> QueryResult<Vec<ClaimedMail>> {
    let due = mail_outbox::table
        .filter(mail_outbox::state.eq(DbEnum(DeliveryState::Queued)))
        .filter(mail_outbox::due_at.le(DbTimestamp::from(now)))
        .order(mail_outbox::due_at)
        .limit(limit)
        .select((
            mail_outbox::id,
            mail_outbox::kind,
            mail_outbox::attempts,
            mail_outbox::letter.assume_not_null(),
        ));
    let rows: Vec<(MailId, String, i16, String)> = match conn {
        // Skips rows that another instance is claiming.
        DbConnection::Postgres(conn) => due.for_update().skip_locked().load(conn),
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => due.load(conn),
    }?;
    let claimed: Vec<ClaimedMail> = rows
        .into_iter()
        .map(|(id, kind, attempts, letter)| ClaimedMail {
            id,
            kind,
            attempts: attempts.saturating_add(1),
            letter,
        })
        .collect();
    if !claimed.is_empty() {
        let ids: Vec<MailId> = claimed.iter().map(|mail| mail.id).collect();
        diesel::update(mail_outbox::table.filter(mail_outbox::id.eq_any(ids)))
            .set((
                mail_outbox::attempts.eq(mail_outbox::attempts + 1),
                mail_outbox::due_at.eq(DbTimestamp::from(now + lease)),
            ))
            .execute(conn)?;
    }
    Ok(claimed)
}

/// Records the final state of an email, and deletes its content.
pub(super) fn finish(
    conn: &mut DbConnection,
    mail: &ClaimedMail,
    state: DeliveryState,
    error: Option<String>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(
        mail_outbox::table
            .find(mail.id)
            .filter(mail_outbox::state.eq(DbEnum(DeliveryState::Queued)))
            .filter(mail_outbox::attempts.eq(mail.attempts)),
    )
    .set((
        mail_outbox::state.eq(DbEnum(state)),
        mail_outbox::letter.eq(None::<String>),
        mail_outbox::last_error.eq(error),
        mail_outbox::finished_at.eq(Some(DbTimestamp::from(now))),
    ))
    .execute(conn)?;
    Ok(())
}

/// Records a failed attempt and the time of the next one.
pub(super) fn reschedule(
    conn: &mut DbConnection,
    mail: &ClaimedMail,
    error: String,
    until: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(
        mail_outbox::table
            .find(mail.id)
            .filter(mail_outbox::state.eq(DbEnum(DeliveryState::Queued)))
            .filter(mail_outbox::attempts.eq(mail.attempts)),
    )
    .set((
        mail_outbox::due_at.eq(DbTimestamp::from(until)),
        mail_outbox::last_error.eq(Some(error)),
    ))
    .execute(conn)?;
    Ok(())
}

/// Deletes emails that were finished before `limit`.
pub(super) fn purge_finished(conn: &mut DbConnection, limit: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(
        mail_outbox::table
            .filter(mail_outbox::state.ne(DbEnum(DeliveryState::Queued)))
            .filter(mail_outbox::finished_at.lt(Some(DbTimestamp::from(limit)))),
    )
    .execute(conn)
}

/// The number of queued and of failed emails.
///
/// # Errors
/// When the database fails.
pub fn counts(conn: &mut DbConnection) -> QueryResult<Counts> {
    let mut of = |state: DeliveryState| {
        mail_outbox::table
            .filter(mail_outbox::state.eq(DbEnum(state)))
            .count()
            .get_result(conn)
    };
    Ok(Counts {
        queued: of(DeliveryState::Queued)?,
        failed: of(DeliveryState::Failed)?,
    })
}
