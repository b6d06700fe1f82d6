//! The audit log. Rows are only ever inserted; the database refuses anything else.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::dto::{AuditEntry, AuditLog};
use super::store::PersonRow;
use crate::db::{DbConnection, DbEnum, DbTimestamp, PageSize, audit_log};
use crate::domain::{AuditEntryId, UserId, string_enum};
use crate::error::AppError;
use crate::identity::Account;

/// Entries of one list.
const LISTED: PageSize = PageSize(100);

string_enum! {
    /// What an administrator did.
    AuditAction {
        /// Created an account.
        AccountCreated = "account_created",
        /// Gave an account another role.
        RoleChanged = "role_changed",
        /// Disabled an account.
        AccountDisabled = "account_disabled",
        /// Enabled an account again.
        AccountEnabled = "account_enabled",
        /// Ended all sessions of an account.
        SessionsEnded = "sessions_ended",
        /// Made a link to reset the password of an account.
        ResetLinkMade = "reset_link_made",
        /// Sent such a link by mail.
        ResetLinkMailed = "reset_link_mailed",
        /// Deleted an account.
        AccountDeleted = "account_deleted",
    }
}

/// Records an action in the transaction that does it.
pub(super) fn record(
    conn: &mut DbConnection,
    actor: &Account,
    action: AuditAction,
    subject: &PersonRow,
    detail: Option<&str>,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(audit_log::table)
        .values((
            audit_log::id.eq(AuditEntryId::new()),
            audit_log::at.eq(DbTimestamp::from(now)),
            audit_log::actor_id.eq(actor.id),
            audit_log::actor.eq(&actor.email),
            audit_log::action.eq(DbEnum(action)),
            audit_log::subject_id.eq(subject.id),
            audit_log::subject.eq(&subject.email),
            audit_log::detail.eq(detail),
        ))
        .execute(conn)?;
    Ok(())
}

/// The latest entries, or those before one.
pub(super) fn list(
    conn: &mut DbConnection,
    before: Option<AuditEntryId>,
) -> Result<AuditLog, AppError> {
    type Row = (
        AuditEntryId,
        DbTimestamp,
        UserId,
        String,
        DbEnum<AuditAction>,
        UserId,
        String,
        Option<String>,
    );
    let mut query = audit_log::table
        .order(audit_log::id.desc())
        .limit(LISTED.limit())
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(audit_log::id.lt(before));
    }
    let mut rows: Vec<Row> = query.load(conn)?;
    let more = LISTED.cut(&mut rows);
    let entries = rows.into_iter().map(
        |(id, at, actor_id, actor, action, subject_id, subject, detail)| AuditEntry {
            id,
            at: at.into(),
            actor_id,
            actor,
            action: action.0,
            subject_id,
            subject,
            detail,
        },
    );
    Ok(AuditLog {
        entries: entries.collect(),
        more,
    })
}
