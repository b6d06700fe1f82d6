//! The audit log. Rows are only ever inserted; the database refuses anything else.

use chrono::{DateTime, Utc};
use diesel::prelude::*;
use serde::Serialize;

use super::dto::{AuditEntry, AuditLog};
use crate::db::{DbConnection, DbEnum, DbTimestamp, PageSize, audit_log};
use crate::domain::{AuditEntryId, AuditSubjectId, UserId, string_enum};
use crate::error::AppError;
use crate::http::csv::{self, TextCell};
use crate::identity::Account;

/// Entries of one list.
const LISTED: PageSize = PageSize(100);
/// The most entries of an export.
const EXPORTED: i64 = 100_000;

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
        /// Invited somebody to the installation.
        InvitationSent = "invitation_sent",
        /// Took such an invitation back.
        InvitationCanceled = "invitation_canceled",
    }
}

/// Whom or what an action is about.
pub(crate) struct AuditSubject<'a> {
    /// The id of an account or of an invitation.
    pub id: AuditSubjectId,
    /// Its address.
    pub email: &'a str,
}

/// Records an action in the transaction that does it.
///
/// # Errors
/// When the database fails.
pub(crate) fn record(
    conn: &mut DbConnection,
    actor: &Account,
    action: AuditAction,
    subject: &AuditSubject<'_>,
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
            audit_log::subject.eq(subject.email),
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
    let mut entries = latest(conn, before, LISTED.limit())?;
    let more = LISTED.cut(&mut entries);
    Ok(AuditLog { entries, more })
}

/// The log as CSV, the latest first.
pub(super) fn to_csv(conn: &mut DbConnection) -> Result<Vec<u8>, AppError> {
    #[derive(Serialize)]
    struct Row<'a> {
        at: DateTime<Utc>,
        actor: TextCell<'a>,
        action: AuditAction,
        subject: TextCell<'a>,
        detail: TextCell<'a>,
    }
    let entries = latest(conn, None, EXPORTED)?;
    csv::to_csv(entries.iter().map(|entry| Row {
        at: entry.at,
        actor: TextCell(&entry.actor),
        action: entry.action,
        subject: TextCell(&entry.subject),
        detail: TextCell(entry.detail.as_deref().unwrap_or_default()),
    }))
}

fn latest(
    conn: &mut DbConnection,
    before: Option<AuditEntryId>,
    limit: i64,
) -> Result<Vec<AuditEntry>, AppError> {
    type Row = (
        AuditEntryId,
        DbTimestamp,
        UserId,
        String,
        DbEnum<AuditAction>,
        AuditSubjectId,
        String,
        Option<String>,
    );
    let mut query = audit_log::table
        .order(audit_log::id.desc())
        .limit(limit)
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(audit_log::id.lt(before));
    }
    let rows: Vec<Row> = query.load(conn)?;
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
    Ok(entries.collect())
}
