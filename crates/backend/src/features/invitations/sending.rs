//! Sending invitations, and what their senders do with them.

use chrono::{DateTime, TimeDelta, Utc};

use super::dto::{Invitations, InvitationsQuery, MadeInvitation, NewInvitation, SentInvitation};
use super::model::{InvitationKind, InvitationTarget};
use super::rights::check_right;
use super::store::{self, Digests, InvitationRow, Listed};
use crate::db::{DbConnection, PageSize};
use crate::domain::{InvitationId, TimeZone};
use crate::error::AppError;
use crate::features::admin::audit::{self, AuditAction, AuditSubject};
use crate::features::{auth, teams};
use crate::identity::{Account, Language, Role, SecretToken, store as accounts};
use crate::mail::{EmailMessage, InvitedTo, Mail, Outbox, PlainName, Queued, Recipient};
use crate::quota::{Quota, QuotaKind};

/// Invitations of one list.
const LISTED: PageSize = PageSize(50);
/// Invitations of somebody, new ones and those that are sent again.
const QUOTA: Quota = Quota {
    kind: QuotaKind::Invitation,
    limit: 50,
    period: TimeDelta::days(1),
};

/// Somebody who sends invitations, in one transaction.
pub(super) struct Inviter<'a> {
    pub conn: &'a mut DbConnection,
    pub account: &'a Account,
    pub outbox: &'a Outbox,
    pub now: DateTime<Utc>,
}

impl Inviter<'_> {
    /// Invites an address, or renews the invitation that is open.
    pub fn invite(
        &mut self,
        new: NewInvitation,
    ) -> Result<(MadeInvitation, Option<Queued>), AppError> {
        let NewInvitation {
            target,
            email,
            language,
        } = new;
        // It locks all administrators, so it comes before the lock of one.
        check_right(self.conn, target, self.account)?;
        accounts::lock(self.conn, self.account.id)?;
        if email.as_str() == self.account.email {
            return Err(AppError::invalid(
                "/email",
                "own_address",
                "is your own address",
            ));
        }
        let language = language.unwrap_or(self.account.language);
        let open = store::open_one(self.conn, self.account.id, target, email.as_str())?;
        if let Some(row) = open {
            return self.renew(&row, language);
        }
        let (id, tokens) = (InvitationId::new(), Tokens::random(self.outbox));
        self.spend(id)?;
        let (digests, inviter) = (tokens.digests(), self.account.id);
        store::insert(
            self.conn,
            id,
            inviter,
            target,
            email.as_str(),
            &digests,
            self.now,
        )?;
        self.made(id, tokens, language)
    }

    /// Gives an open invitation new links and a new lifetime. From now on it is the sender's, whose rights it
    /// depends on.
    pub fn resend(
        &mut self,
        id: InvitationId,
    ) -> Result<(MadeInvitation, Option<Queued>), AppError> {
        let row = find_own(self.conn, id, self.account)?;
        let target = row.target()?;
        check_right(self.conn, target, self.account)?;
        accounts::lock(self.conn, self.account.id)?;
        let own = store::open_one(self.conn, self.account.id, target, &row.email)?;
        let renewed = own.unwrap_or(row);
        if renewed.id != id {
            store::cancel(self.conn, id, self.now)?;
        }
        self.renew(&renewed, self.account.language)
    }

    fn renew(
        &mut self,
        row: &InvitationRow,
        language: Language,
    ) -> Result<(MadeInvitation, Option<Queued>), AppError> {
        self.spend(row.id)?;
        let tokens = Tokens::random(self.outbox);
        store::renew(
            self.conn,
            row.id,
            self.account.id,
            &tokens.digests(),
            self.now,
        )?;
        self.made(row.id, tokens, language)
    }

    /// Sending the same invitation again counts once in the period.
    fn spend(&mut self, invitation: InvitationId) -> Result<(), AppError> {
        let (user, object, now) = (self.account.id, invitation.into(), self.now);
        if QUOTA.is_used(self.conn, user, object, now)? {
            return Ok(());
        }
        QUOTA.check(self.conn, user, None, now)?;
        QUOTA.record(self.conn, user, object, now)
    }

    /// The response to an invitation that was made or renewed; enqueues its mail.
    fn made(
        &mut self,
        id: InvitationId,
        tokens: Tokens,
        language: Language,
    ) -> Result<(MadeInvitation, Option<Queued>), AppError> {
        let row = store::find(self.conn, id)?;
        let target = row.target()?;
        if let InvitationTarget::Installation {} = target {
            let action = AuditAction::InvitationSent;
            record(self.conn, self.account, action, &row, self.now)?;
        }
        let mailed = tokens.mail.is_some();
        let queued = tokens
            .mail
            .map(|token| self.send(&row, target, token, language))
            .transpose()?;
        let made = MadeInvitation {
            invitation: sent(row, self.now)?,
            path: format!("/invitation?token={}", tokens.link.expose()),
            mailed,
        };
        Ok((made, queued))
    }

    fn send(
        &mut self,
        row: &InvitationRow,
        target: InvitationTarget,
        token: SecretToken,
        language: Language,
    ) -> Result<Queued, AppError> {
        auth::count_invitation(self.conn, &row.email, self.now)?;
        let email = EmailMessage {
            to: Recipient {
                address: row.email.clone(),
                language,
                time_zone: TimeZone(self.account.time_zone),
            },
            mail: Mail::Invitation {
                to: match target {
                    InvitationTarget::Friend {} => InvitedTo::Friendship,
                    InvitationTarget::Team { .. } => {
                        InvitedTo::Team(row.team.as_deref().and_then(PlainName::of))
                    }
                    InvitationTarget::Installation {} => InvitedTo::Installation,
                },
                inviter: PlainName::of(&row.inviter),
                token,
                valid_until: row.times().expires_at,
            },
        };
        Ok(self.outbox.enqueue(self.conn, &email, self.now)?)
    }
}

/// The tokens of one invitation.
struct Tokens {
    link: SecretToken,
    /// `None` when the server sends no mail.
    mail: Option<SecretToken>,
}

impl Tokens {
    fn random(outbox: &Outbox) -> Self {
        Self {
            link: SecretToken::random(),
            mail: outbox.delivers().then(SecretToken::random),
        }
    }

    fn digests(&self) -> Digests {
        Digests {
            link: self.link.digest(),
            mail: self.mail.as_ref().map(SecretToken::digest),
        }
    }
}

/// An invitation that somebody may change: their own, or one to what they look after.
fn find_own(
    conn: &mut DbConnection,
    id: InvitationId,
    user: &Account,
) -> Result<InvitationRow, AppError> {
    let row = store::find(conn, id)?;
    if row.inviter_id == user.id {
        return Ok(row);
    }
    match row.target()? {
        InvitationTarget::Installation {} if user.role == Role::Admin => Ok(row),
        InvitationTarget::Team { team_id } => {
            teams::check_may_invite(conn, team_id, user.id)?;
            Ok(row)
        }
        _ => Err(AppError::NotFound),
    }
}

fn record(
    conn: &mut DbConnection,
    administrator: &Account,
    action: AuditAction,
    row: &InvitationRow,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let subject = AuditSubject {
        id: row.id.into(),
        email: &row.email,
    };
    audit::record(conn, administrator, action, &subject, None, now)
}

pub(super) fn list(
    conn: &mut DbConnection,
    user: &Account,
    query: &InvitationsQuery,
    now: DateTime<Utc>,
) -> Result<Invitations, AppError> {
    let kind = query.kind.unwrap_or(InvitationKind::Friend);
    let listed = match (query.team_id, kind) {
        (Some(team), _) => {
            teams::check_may_invite(conn, team, user.id)?;
            Listed::ToTeam(team)
        }
        (None, InvitationKind::Installation) if user.role == Role::Admin => Listed::Of(kind),
        (None, _) => Listed::SentBy(kind, user.id),
    };
    let mut rows = store::list(conn, listed, query.before, LISTED.limit())?;
    let more = LISTED.cut(&mut rows);
    let invitations = rows.into_iter().map(|row| sent(row, now));
    Ok(Invitations {
        invitations: invitations.collect::<Result<_, _>>()?,
        more,
    })
}

fn sent(row: InvitationRow, now: DateTime<Utc>) -> Result<SentInvitation, AppError> {
    let times = row.times();
    Ok(SentInvitation {
        id: row.id,
        target: row.target()?,
        status: times.status(now),
        created_at: row.created_at.into(),
        expires_at: times.expires_at,
        email: row.email,
        inviter: row.inviter,
    })
}

/// Takes an invitation back. One that has ended stays as it is.
pub(super) fn cancel(
    conn: &mut DbConnection,
    user: &Account,
    id: InvitationId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let row = find_own(conn, id, user)?;
    if !store::cancel(conn, id, now)? {
        return match row.times().status(now).require_open() {
            Err(AppError::InvitationCanceled) => Ok(()),
            _ => Err(AppError::InvitationUsed),
        };
    }
    match row.target()? {
        InvitationTarget::Installation {} => {
            record(conn, user, AuditAction::InvitationCanceled, &row, now)
        }
        InvitationTarget::Friend {} | InvitationTarget::Team { .. } => Ok(()),
    }
}
