//! Queries of tickets, and of the sessions of sockets.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::dsl::count_star;
use diesel::prelude::*;

use crate::db::{DbConnection, DbTimestamp, realtime_tickets, sessions, users};
use crate::domain::{SessionId, UserId};
use crate::error::AppError;
use crate::realtime::SocketSession;

/// Sessions of one query.
const BATCH: usize = 500;

/// How many tickets of the user have neither been spent nor expired.
pub(super) fn count_tickets(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<i64, AppError> {
    Ok(realtime_tickets::table
        .filter(realtime_tickets::user_id.eq(user))
        .filter(realtime_tickets::expires_at.gt(DbTimestamp::from(now)))
        .select(count_star())
        .first(conn)?)
}

pub(super) fn insert_ticket(
    conn: &mut DbConnection,
    digest: &str,
    session: SocketSession,
    expires_at: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(realtime_tickets::table)
        .values((
            realtime_tickets::digest.eq(digest),
            realtime_tickets::user_id.eq(session.user),
            realtime_tickets::session_id.eq(session.session),
            realtime_tickets::token_version.eq(session.token_version),
            realtime_tickets::expires_at.eq(DbTimestamp::from(expires_at)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes a ticket, and returns its session if it was valid: of several who try, one gets it.
pub(super) fn spend_ticket(
    conn: &mut DbConnection,
    digest: &str,
    now: DateTime<Utc>,
) -> Result<Option<SocketSession>, AppError> {
    let spent: Option<(UserId, SessionId, i32, DbTimestamp)> =
        diesel::delete(realtime_tickets::table.find(digest))
            .returning((
                realtime_tickets::user_id,
                realtime_tickets::session_id,
                realtime_tickets::token_version,
                realtime_tickets::expires_at,
            ))
            .get_result(conn)
            .optional()?;
    let valid = spent.filter(|(_, _, _, expires_at)| *expires_at > now.into());
    Ok(
        valid.map(|(user, session, token_version, _)| SocketSession {
            user,
            session,
            token_version,
        }),
    )
}

/// Those of the sessions that may still be used.
pub(super) fn valid_sessions(
    conn: &mut DbConnection,
    of: &[SocketSession],
    now: DateTime<Utc>,
) -> Result<HashSet<SocketSession>, AppError> {
    let mut valid = HashSet::new();
    for batch in of.chunks(BATCH) {
        let ids = batch.iter().map(|socket| socket.session);
        let rows: Vec<(UserId, SessionId, i32)> = sessions::table
            .inner_join(users::table)
            .filter(sessions::id.eq_any(ids))
            .filter(sessions::expires_at.gt(DbTimestamp::from(now)))
            .filter(users::disabled_at.is_null())
            .select((sessions::user_id, sessions::id, users::token_version))
            .load(conn)?;
        valid.extend(
            rows.into_iter()
                .map(|(user, session, token_version)| SocketSession {
                    user,
                    session,
                    token_version,
                }),
        );
    }
    Ok(valid)
}
