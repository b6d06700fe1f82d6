//! Tickets.

use chrono::{DateTime, TimeDelta, Utc};
use secrecy::{ExposeSecret, SecretString};

use super::dto::NewTicket;
use super::store;
use crate::db::DbConnection;
use crate::error::AppError;
use crate::identity::SecretToken;
use crate::realtime::SocketSession;

/// How long a ticket is valid.
const LIFETIME: TimeDelta = TimeDelta::seconds(30);
/// Tickets that a user can have at once.
const MAX_TICKETS: i64 = 20;
/// Issues a ticket. The database has its digest only.
///
/// # Errors
/// [`AppError::TooManyAttempts`] when the user has as many as are allowed.
pub(super) fn issue_ticket(
    conn: &mut DbConnection,
    session: SocketSession,
    now: DateTime<Utc>,
) -> Result<NewTicket, AppError> {
    if store::count_tickets(conn, session.user, now)? >= MAX_TICKETS {
        let seconds = u32::try_from(LIFETIME.num_seconds()).unwrap_or(u32::MAX);
        return Err(AppError::TooManyAttempts(seconds));
    }
    let ticket = SecretToken::random();
    let expires_at = now + LIFETIME;
    store::insert_ticket(conn, &ticket.digest(), session, expires_at)?;
    Ok(NewTicket {
        ticket: ticket.expose().to_owned(),
        expires_at,
    })
}

/// Spends a ticket; its session, which may still be used.
///
/// # Errors
/// [`AppError::TicketInvalid`].
pub(super) fn spend_ticket(
    conn: &mut DbConnection,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<SocketSession, AppError> {
    let session = store::spend_ticket(conn, digest, now)?.ok_or(AppError::TicketInvalid)?;
    if store::valid_sessions(conn, &[session], now)?.contains(&session) {
        Ok(session)
    } else {
        Err(AppError::TicketInvalid)
    }
}

/// The digest of a ticket.
///
/// # Errors
/// [`AppError::TicketInvalid`] for what can't be one, without asking the database.
pub(super) fn ticket_digest(ticket: &SecretString) -> Result<String, AppError> {
    let ticket = ticket.expose_secret();
    if ticket.len() == SecretToken::LENGTH {
        Ok(SecretToken::digest_of(ticket))
    } else {
        Err(AppError::TicketInvalid)
    }
}
