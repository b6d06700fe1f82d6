//! Queries of who has blocked whom.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use diesel::dsl::exists;
use diesel::prelude::*;

use crate::db::{DbConnection, DbTimestamp, blocks, users};
use crate::domain::UserId;
use crate::error::AppError;
use crate::identity::Person;

/// The people whom the user has blocked, by name.
pub(super) fn blocked(conn: &mut DbConnection, user: UserId) -> Result<Vec<Person>, AppError> {
    let rows: Vec<(UserId, String)> = blocks::table
        .inner_join(users::table.on(users::id.eq(blocks::blocked_id)))
        .filter(blocks::user_id.eq(user))
        .order((users::name, users::id))
        .select((users::id, users::name))
        .load(conn)?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Whether one of the two has blocked the other.
pub(super) fn is_blocked(
    conn: &mut DbConnection,
    one: UserId,
    other: UserId,
) -> Result<bool, AppError> {
    let between = blocks::table.filter(
        blocks::user_id
            .eq(one)
            .and(blocks::blocked_id.eq(other))
            .or(blocks::user_id.eq(other).and(blocks::blocked_id.eq(one))),
    );
    Ok(diesel::select(exists(between)).get_result(conn)?)
}

/// The people whom the user has blocked, or who have blocked the user.
///
/// # Errors
/// When the database fails.
pub(crate) fn blocked_with(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<HashSet<UserId>, AppError> {
    let pairs: Vec<(UserId, UserId)> = blocks::table
        .filter(blocks::user_id.eq(user).or(blocks::blocked_id.eq(user)))
        .select((blocks::user_id, blocks::blocked_id))
        .load(conn)?;
    let others = pairs
        .into_iter()
        .map(|(one, other)| if one == user { other } else { one });
    Ok(others.collect())
}

/// Each of these people with those whom they have blocked, or who have blocked them.
///
/// # Errors
/// When the database fails.
pub(crate) fn blocked_pairs(
    conn: &mut DbConnection,
    people: &[UserId],
) -> Result<HashSet<(UserId, UserId)>, AppError> {
    let pairs: Vec<(UserId, UserId)> = blocks::table
        .filter(
            blocks::user_id
                .eq_any(people)
                .or(blocks::blocked_id.eq_any(people)),
        )
        .select((blocks::user_id, blocks::blocked_id))
        .load(conn)?;
    let both = pairs
        .into_iter()
        .flat_map(|(one, other)| [(one, other), (other, one)]);
    Ok(both.collect())
}

/// Whether the user has blocked the other one.
pub(super) fn has_blocked(
    conn: &mut DbConnection,
    user: UserId,
    other: UserId,
) -> Result<bool, AppError> {
    let block = blocks::table.find((user, other));
    Ok(diesel::select(exists(block)).get_result(conn)?)
}

pub(super) fn insert_block(
    conn: &mut DbConnection,
    user: UserId,
    blocked: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(blocks::table)
        .values((
            blocks::user_id.eq(user),
            blocks::blocked_id.eq(blocked),
            blocks::created_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// False if the person is not blocked by the user.
pub(super) fn delete_block(
    conn: &mut DbConnection,
    user: UserId,
    blocked: UserId,
) -> Result<bool, AppError> {
    let deleted = diesel::delete(blocks::table.find((user, blocked))).execute(conn)?;
    Ok(deleted == 1)
}
