//! The outbox's rows.
//!
//! A row is taken by moving its `due_at` on, in a transaction of its own: no lock is held while a
//! mail is on its way, and a row whose taker died is due again when the lease is over. `attempts`
//! names the taking, so that someone who comes back too late changes nothing.

use chrono::{DateTime, TimeDelta, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

use super::MailKind;
use crate::db::{DbConnection, DbTimestamp, DbEnum, mail_outbox};
use crate::domain::{MailId, string_enum};

string_enum! {
    /// What has become of a mail.
    State {
        /// It waits to be sent, for the first time or again.
        Queued = "queued",
        /// The server has it.
        Sent = "sent",
        /// It was given up.
        Failed = "failed",
    }
}

/// A mail that was taken to be sent.
pub(super) struct Taken {
    /// Its id.
    pub id: MailId,
    /// Which mail it is.
    pub kind: String,
    /// How often it has been taken, this time included.
    pub attempts: i16,
    /// The letter, sealed.
    pub letter: String,
}

/// How many mails the outbox holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Mails that wait to be sent, for the first time or again.
    pub queued: i64,
    /// Mails that were given up and not swept yet.
    pub failed: i64,
}

pub(super) fn insert(
    conn: &mut DbConnection,
    id: MailId,
    kind: MailKind,
    sealed: &str,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::insert_into(mail_outbox::table)
        .values((
            mail_outbox::id.eq(id),
            mail_outbox::kind.eq(kind.as_str()),
            mail_outbox::letter.eq(sealed),
            mail_outbox::state.eq(DbEnum(State::Queued)),
            mail_outbox::attempts.eq(0),
            mail_outbox::due_at.eq(DbTimestamp::from(now)),
            mail_outbox::created_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Whether a mail is due.
pub(super) fn is_any_due(conn: &mut DbConnection, now: DateTime<Utc>) -> QueryResult<bool> {
    let due = mail_outbox::table
        .filter(mail_outbox::state.eq(DbEnum(State::Queued)))
        .filter(mail_outbox::due_at.le(DbTimestamp::from(now)));
    diesel::select(exists(due)).get_result(conn)
}

/// Takes up to `most` due mails, which nobody else then takes before the lease is over. Must run
/// in a write transaction.
pub(super) fn take_due(
    conn: &mut DbConnection,
    now: DateTime<Utc>,
    lease: TimeDelta,
    most: i64,
) -> QueryResult<Vec<Taken>> {
    let due = mail_outbox::table
        .filter(mail_outbox::state.eq(DbEnum(State::Queued)))
        .filter(mail_outbox::due_at.le(DbTimestamp::from(now)))
        .order(mail_outbox::due_at)
        .limit(most)
        .select((
            mail_outbox::id,
            mail_outbox::kind,
            mail_outbox::attempts,
            mail_outbox::letter.assume_not_null(),
        ));
    let rows: Vec<(MailId, String, i16, String)> = match conn {
        // Other instances pass over what one is just taking.
        DbConnection::Postgres(conn) => due.for_update().skip_locked().load(conn),
        // A write transaction has locked the whole database.
        DbConnection::Sqlite(conn) => due.load(conn),
    }?;
    let taken: Vec<Taken> = rows
        .into_iter()
        .map(|(id, kind, attempts, letter)| Taken {
            id,
            kind,
            attempts: attempts.saturating_add(1),
            letter,
        })
        .collect();
    if !taken.is_empty() {
        let ids: Vec<MailId> = taken.iter().map(|mail| mail.id).collect();
        diesel::update(mail_outbox::table.filter(mail_outbox::id.eq_any(ids)))
            .set((
                mail_outbox::attempts.eq(mail_outbox::attempts + 1),
                mail_outbox::due_at.eq(DbTimestamp::from(now + lease)),
            ))
            .execute(conn)?;
    }
    Ok(taken)
}

/// Notes that a mail is done with, sent or given up, and forgets what it said and to whom.
pub(super) fn finish(
    conn: &mut DbConnection,
    mail: &Taken,
    state: State,
    error: Option<String>,
    now: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(
        mail_outbox::table
            .find(mail.id)
            .filter(mail_outbox::state.eq(DbEnum(State::Queued)))
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

/// Notes that a mail was not sent this time, and when to try again.
pub(super) fn put_off(
    conn: &mut DbConnection,
    mail: &Taken,
    error: String,
    until: DateTime<Utc>,
) -> QueryResult<()> {
    diesel::update(
        mail_outbox::table
            .find(mail.id)
            .filter(mail_outbox::state.eq(DbEnum(State::Queued)))
            .filter(mail_outbox::attempts.eq(mail.attempts)),
    )
    .set((
        mail_outbox::due_at.eq(DbTimestamp::from(until)),
        mail_outbox::last_error.eq(Some(error)),
    ))
    .execute(conn)?;
    Ok(())
}

/// Deletes the mails that were done with before `limit`.
pub(super) fn sweep(conn: &mut DbConnection, limit: DateTime<Utc>) -> QueryResult<usize> {
    diesel::delete(
        mail_outbox::table
            .filter(mail_outbox::state.ne(DbEnum(State::Queued)))
            .filter(mail_outbox::finished_at.lt(Some(DbTimestamp::from(limit)))),
    )
    .execute(conn)
}

/// How many mails wait, and how many were given up.
///
/// # Errors
/// When the database fails.
pub fn counts(conn: &mut DbConnection) -> QueryResult<Counts> {
    let mut of = |state: State| {
        mail_outbox::table
            .filter(mail_outbox::state.eq(DbEnum(state)))
            .count()
            .get_result(conn)
    };
    Ok(Counts {
        queued: of(State::Queued)?,
        failed: of(State::Failed)?,
    })
}
