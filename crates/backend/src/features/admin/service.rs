//! What administrators may do. Each act and its entry in the audit log are one transaction, in which the
//! administrator still is one.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::audit::{self, AuditAction, AuditSubject};
use super::dto::{CreatedPerson, LinkDelivery, NewPerson, People, PeopleQuery, ResetLink};
use super::store::{self, PersonRow};
use crate::db::{DbConnection, LastBackup, PageSize};
use crate::domain::{TeamId, UserId};
use crate::error::AppError;
use crate::features::auth::email_tokens::{self, TokenPurpose};
use crate::features::auth::{self, NewAccount};
use crate::features::teams;
use crate::identity::{Account, Language, Role, administrators, leaders, store as accounts};
use crate::mail::{Outbox, Queued};
use crate::realtime::Events;

/// People of one list.
const LISTED: PageSize = PageSize(50);
/// Characters of a text to search for.
const MAX_QUERY: usize = 100;

/// An act of an administrator.
pub(super) struct Act<'a> {
    pub conn: &'a mut DbConnection,
    pub events: &'a mut Events,
    pub administrator: &'a Account,
    pub now: DateTime<Utc>,
}

impl Act<'_> {
    /// Locks the administrators and the person.
    ///
    /// # Errors
    /// [`AppError::Forbidden`] when the administrator is none any more, [`AppError::NotFound`] for nobody.
    fn begin(&mut self, id: UserId) -> Result<PersonRow, AppError> {
        self.check_administrator()?;
        store::lock(self.conn, id)
    }

    fn check_administrator(&mut self) -> Result<(), AppError> {
        if administrators::lock(self.conn)?.contains(&self.administrator.id) {
            Ok(())
        } else {
            Err(AppError::Forbidden)
        }
    }

    fn record(
        &mut self,
        action: AuditAction,
        subject: &PersonRow,
        detail: Option<&str>,
    ) -> Result<(), AppError> {
        let (administrator, now) = (self.administrator, self.now);
        let subject = AuditSubject {
            id: subject.id.into(),
            email: &subject.email,
        };
        audit::record(self.conn, administrator, action, &subject, detail, now)
    }

    /// Creates an account whose password its owner chooses with a link.
    pub fn create(
        &mut self,
        new: NewPerson,
        password_hash: String,
    ) -> Result<CreatedPerson, AppError> {
        self.check_administrator()?;
        let new = NewAccount {
            email: new.email,
            password_hash,
            name: new.name,
            time_zone: Tz::UTC,
            language: new.language.unwrap_or(Language::English),
            role: Role::User,
        };
        let account = auth::register(self.conn, new, self.now)?;
        let person = store::lock(self.conn, account.id)?;
        self.record(AuditAction::AccountCreated, &person, None)?;
        let link = self.link_to_copy(&person)?;
        Ok(CreatedPerson {
            person: person.seen(None),
            link,
        })
    }

    /// Gives an account a role.
    pub fn set_role(&mut self, id: UserId, role: Role) -> Result<(), AppError> {
        let person = self.begin(id)?;
        if person.role.0 == role {
            return Ok(());
        }
        administrators::check_stays(self.conn, id)?;
        store::set_role(self.conn, id, role)?;
        self.record(AuditAction::RoleChanged, &person, Some(role.as_str()))
    }

    /// Disables an account, whose sessions end and whose teams others lead too, or enables it.
    pub fn set_disabled(&mut self, id: UserId, disabled: bool) -> Result<(), AppError> {
        let person = self.begin(id)?;
        if person.disabled_at.is_some() == disabled {
            return Ok(());
        }
        let action = if disabled {
            administrators::check_stays(self.conn, id)?;
            self.end_sessions(id)?;
            let leaders = leaders::stand_in_for(self.conn, id)?;
            self.record_leaders(id, &leaders)?;
            AuditAction::AccountDisabled
        } else {
            let leaders = leaders::lead_orphaned(self.conn, id)?;
            self.record_leaders(id, &leaders)?;
            AuditAction::AccountEnabled
        };
        store::set_disabled(self.conn, id, disabled.then_some(self.now))?;
        self.record(action, &person, None)
    }

    fn record_leaders(
        &mut self,
        changed: UserId,
        leaders: &[(TeamId, UserId)],
    ) -> Result<(), AppError> {
        if leaders.is_empty() {
            return Ok(());
        }
        teams::record_leaders(self.conn, self.events, leaders, self.now)?;
        teams::publish_departure(self.conn, self.events, changed)
    }

    /// Ends all sessions of an account.
    pub fn sign_out(&mut self, id: UserId) -> Result<(), AppError> {
        let person = self.begin(id)?;
        self.end_sessions(id)?;
        self.record(AuditAction::SessionsEnded, &person, None)
    }

    fn end_sessions(&mut self, id: UserId) -> Result<(), AppError> {
        self.events.sessions_ended(id);
        auth::end_sessions(self.conn, id).map(drop)
    }

    /// Makes a link with which the owner of an account chooses a new password.
    pub fn reset_link(
        &mut self,
        id: UserId,
        delivery: LinkDelivery,
        outbox: &Outbox,
    ) -> Result<(ResetLink, Option<Queued>), AppError> {
        let person = self.begin(id)?;
        match delivery {
            LinkDelivery::Copy => {
                self.record(AuditAction::ResetLinkMade, &person, None)?;
                Ok((self.link_to_copy(&person)?, None))
            }
            LinkDelivery::Mail if !outbox.delivers() => Err(AppError::MailOff),
            LinkDelivery::Mail => {
                self.record(AuditAction::ResetLinkMailed, &person, None)?;
                let account = accounts::account(self.conn, id)?;
                let purpose = TokenPurpose::ResetPassword;
                let queued = email_tokens::send(self.conn, outbox, purpose, &account, self.now)?;
                let sent = ResetLink {
                    path: None,
                    valid_until: None,
                };
                Ok((sent, Some(queued)))
            }
        }
    }

    fn link_to_copy(&mut self, person: &PersonRow) -> Result<ResetLink, AppError> {
        let purpose = TokenPurpose::ResetPassword;
        let (token, valid_until) = email_tokens::issue(self.conn, purpose, person.id, self.now)?;
        Ok(ResetLink {
            path: Some(format!("/reset-password?token={}", token.expose())),
            valid_until: Some(valid_until),
        })
    }

    /// Deletes an account with all its data.
    pub fn delete(&mut self, id: UserId) -> Result<(), AppError> {
        let person = self.begin(id)?;
        administrators::check_stays(self.conn, id)?;
        self.record(AuditAction::AccountDeleted, &person, None)?;
        let leaders = leaders::hand_over_all(self.conn, id)?;
        teams::record_leaders(self.conn, self.events, &leaders, self.now)?;
        auth::remove_account(self.conn, self.events, id)
    }
}

pub(super) fn last_backup(conn: &mut DbConnection) -> Result<Option<LastBackup>, AppError> {
    Ok(LastBackup::find(conn)?)
}

pub(super) fn people(conn: &mut DbConnection, query: &PeopleQuery) -> Result<People, AppError> {
    let text = query.q.as_deref().unwrap_or_default();
    if text.chars().count() > MAX_QUERY {
        let message = format!("must have at most {MAX_QUERY} characters");
        return Err(AppError::invalid("/q", "too_long", message));
    }
    let text = Some(text.trim()).filter(|text| !text.is_empty());
    let mut people = store::people(conn, text, query.before, LISTED.limit())?;
    let more = LISTED.cut(&mut people);
    Ok(People { people, more })
}
