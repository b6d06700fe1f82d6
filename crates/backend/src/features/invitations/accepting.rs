//! Looking at invitations, and accepting them.

use actix_web::web::Data;
use chrono::{DateTime, Utc};
use secrecy::{ExposeSecret as _, SecretString};

use super::dto::{AcceptedInvitation, Invitation, InvitedRegistration};
use super::model::{InvitationTarget, masked};
use super::rights::{check_right, preview_right};
use super::store::{self, InvitationRow};
use crate::config::RegistrationConfig;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::features::auth::sessions::Session;
use crate::features::auth::{self, AddressProof, ClientInfo, Email, Registration};
use crate::features::{friends, teams};
use crate::identity::{Account, SecretToken, TeamRole, store as accounts};
use crate::realtime::Events;
use crate::state::AppState;

/// The open invitation of a token. Looking at it changes nothing.
fn find_open(
    conn: &mut DbConnection,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<InvitationRow, AppError> {
    let row = store::find_by_token(conn, digest)?;
    row.times().status(now).require_open()?;
    if row.is_inviter_disabled() {
        return Err(AppError::InvitationVoid);
    }
    Ok(row)
}

/// What the link of an invitation shows.
pub(super) fn look_up(
    conn: &mut DbConnection,
    token: &SecretString,
    registration: &RegistrationConfig,
    now: DateTime<Utc>,
) -> Result<Invitation, AppError> {
    let digest = SecretToken::digest_of(token.expose_secret());
    let row = find_open(conn, &digest, now)?;
    let target = row.target()?;
    let inviter = accounts::account(conn, row.inviter_id)?;
    preview_right(conn, target, &inviter).map_err(void)?;
    let is_mailed = row.is_mailed(&digest);
    Ok(Invitation {
        target,
        masked_email: masked(&row.email),
        can_register: check_registration(target, registration, &row.email).is_ok(),
        expires_at: row.times().expires_at,
        inviter: row.inviter,
        team: row.team,
        email: is_mailed.then_some(row.email),
    })
}

/// Whether an invitation opens an account. Administrators invite whom they like.
fn check_registration(
    target: InvitationTarget,
    registration: &RegistrationConfig,
    email: &str,
) -> Result<(), AppError> {
    match target {
        InvitationTarget::Installation {} => Ok(()),
        InvitationTarget::Friend {} | InvitationTarget::Team { .. } => {
            let email = Email::try_from(email.to_owned())
                .map_err(|error| AppError::Inconsistent(error.to_string()))?;
            auth::check_registration(registration, &email, true)
        }
    }
}

/// The error of an invitation whose inviter may not do it, or not any more.
fn void(error: AppError) -> AppError {
    match error {
        AppError::NotFound | AppError::Forbidden => AppError::InvitationVoid,
        other => other,
    }
}

/// Accepts an invitation. Of concurrent requests one succeeds.
pub(super) fn accept(
    conn: &mut DbConnection,
    events: &mut Events,
    account: &Account,
    token: &SecretString,
    now: DateTime<Utc>,
) -> Result<AcceptedInvitation, AppError> {
    let digest = SecretToken::digest_of(token.expose_secret());
    let row = find_open(conn, &digest, now)?;
    let target = redeem(conn, events, &row, account, now)?;
    Ok(AcceptedInvitation { target })
}

/// Marks the invitation as accepted, and does what it is for.
fn redeem(
    conn: &mut DbConnection,
    events: &mut Events,
    row: &InvitationRow,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<InvitationTarget, AppError> {
    if row.email != account.email {
        return Err(AppError::InvitationForAnother(masked(&row.email)));
    }
    let target = row.target()?;
    let inviter = accounts::account(conn, row.inviter_id)?;
    match target {
        InvitationTarget::Friend {} => friends::connect(conn, events, account.id, inviter.id, now),
        InvitationTarget::Team { team_id } => {
            teams::add_member(conn, events, team_id, account.id, TeamRole::Member, now).map(drop)
        }
        InvitationTarget::Installation {} => Ok(()),
    }
    .map_err(void)?;
    // After the locks of the people and the team, which those who cancel it take first too.
    store::accept(conn, row.id, now)?;
    // Now that the team is locked, its roles do not change any more.
    check_right(conn, target, &inviter).map_err(void)?;
    Ok(target)
}

/// Registers the account that an invitation is for, and accepts it, in one transaction.
pub(super) async fn register(
    state: &Data<AppState>,
    registration: InvitedRegistration,
    client: ClientInfo,
) -> Result<Session, AppError> {
    let InvitedRegistration {
        token,
        email,
        password,
        name,
        time_zone,
        language,
        session,
    } = registration;
    let digest = SecretToken::digest_of(token.expose_secret());
    // Refused before the expensive hashing; the transaction checks it again.
    let (checked, address, settings) = (
        digest.clone(),
        email.clone(),
        state.config.registration.clone(),
    );
    let now = state.clock.now();
    state
        .db
        .query(move |conn| {
            let row = find_open(conn, &checked, now)?;
            if row.email != address.as_str() {
                return Err(AppError::InvitationForAnother(masked(&row.email)));
            }
            check_registration(row.target()?, &settings, &row.email)
        })
        .await?;
    let registration = Registration {
        email,
        password,
        name,
        time_zone,
        language,
        session,
    };
    auth::open_account(
        state,
        registration,
        client,
        move |conn, events, account, now| {
            let row = find_open(conn, &digest, now)?;
            redeem(conn, events, &row, account, now)?;
            Ok(if row.is_mailed(&digest) {
                AddressProof::MailedToken
            } else {
                AddressProof::None
            })
        },
    )
    .await
}
