//! Queries of friends.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use crate::db::{DbConnection, DbTimestamp, friend_requests, friendships, users};
use crate::domain::{LookupCode, UserId};
use crate::error::AppError;
use crate::identity::store::{AccountRow, SharingRow};
use crate::identity::{Account, Person};
use crate::sharing::SharingSettings;

/// A friend, with what the friend shows to friends.
pub(super) struct FriendRow {
    pub account: Account,
    pub since: DateTime<Utc>,
    pub muted: bool,
    pub shown: SharingSettings,
}

/// The friends of a user, by name.
pub(super) fn friends(conn: &mut DbConnection, user: UserId) -> Result<Vec<FriendRow>, AppError> {
    let rows: Vec<(AccountRow, DbTimestamp, bool, SharingRow)> = friendships::table
        .inner_join(users::table.on(users::id.eq(friendships::friend_id)))
        .filter(friendships::user_id.eq(user))
        .order((users::name, users::id))
        .select((
            AccountRow::as_select(),
            friendships::created_at,
            friendships::muted,
            SharingRow::as_select(),
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(account, since, muted, shown)| {
            Ok(FriendRow {
                account: account.try_into()?,
                since: since.into(),
                muted,
                shown: shown.into(),
            })
        })
        .collect()
}

/// The friends of these people: the person, the friend, and what the person shows.
pub(super) fn friends_of(
    conn: &mut DbConnection,
    people: &[UserId],
) -> Result<Vec<(UserId, UserId, SharingSettings)>, AppError> {
    let rows: Vec<(UserId, UserId, SharingRow)> = friendships::table
        .inner_join(users::table.on(users::id.eq(friendships::user_id)))
        .filter(friendships::user_id.eq_any(people))
        .select((
            friendships::user_id,
            friendships::friend_id,
            SharingRow::as_select(),
        ))
        .load(conn)?;
    let friends = rows
        .into_iter()
        .map(|(person, friend, shown)| (person, friend, shown.into()));
    Ok(friends.collect())
}

/// A person, with what they show to others.
pub(super) fn person(
    conn: &mut DbConnection,
    id: UserId,
) -> Result<(Account, SharingSettings), AppError> {
    let (account, shown): (AccountRow, SharingRow) = users::table
        .find(id)
        .select((AccountRow::as_select(), SharingRow::as_select()))
        .first(conn)?;
    Ok((account.try_into()?, shown.into()))
}

/// People with the time of their requests to the user, the latest first.
pub(super) fn incoming(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<(Person, DateTime<Utc>)>, AppError> {
    let rows: Vec<(UserId, String, DbTimestamp)> = friend_requests::table
        .inner_join(users::table.on(users::id.eq(friend_requests::from_user_id)))
        .filter(friend_requests::to_user_id.eq(user))
        .order((friend_requests::created_at.desc(), users::id))
        .select((users::id, users::name, friend_requests::created_at))
        .load(conn)?;
    Ok(with_times(rows))
}

/// People with the time of the user's requests to them, the latest first.
pub(super) fn outgoing(
    conn: &mut DbConnection,
    user: UserId,
) -> Result<Vec<(Person, DateTime<Utc>)>, AppError> {
    let rows: Vec<(UserId, String, DbTimestamp)> = friend_requests::table
        .inner_join(users::table.on(users::id.eq(friend_requests::to_user_id)))
        .filter(friend_requests::from_user_id.eq(user))
        .order((friend_requests::created_at.desc(), users::id))
        .select((users::id, users::name, friend_requests::created_at))
        .load(conn)?;
    Ok(with_times(rows))
}

fn with_times(rows: Vec<(UserId, String, DbTimestamp)>) -> Vec<(Person, DateTime<Utc>)> {
    rows.into_iter()
        .map(|(id, name, at)| ((id, name).into(), at.into()))
        .collect()
}

/// The person with this code.
pub(super) fn find_by_code(
    conn: &mut DbConnection,
    code: &LookupCode,
) -> Result<Option<Person>, AppError> {
    let found: Option<(UserId, String)> = users::table
        .filter(users::friend_code.eq(code.as_str()))
        .select((users::id, users::name))
        .first(conn)
        .optional()?;
    Ok(found.map(Into::into))
}

/// The code of the user, if there is one.
pub(super) fn code(conn: &mut DbConnection, user: UserId) -> Result<Option<LookupCode>, AppError> {
    let stored: Option<String> = users::table
        .find(user)
        .select(users::friend_code)
        .first(conn)?;
    stored
        .map(|code| {
            LookupCode::try_from(code).map_err(|error| AppError::Inconsistent(error.to_string()))
        })
        .transpose()
}

pub(super) fn set_code(
    conn: &mut DbConnection,
    user: UserId,
    code: &LookupCode,
) -> Result<(), AppError> {
    diesel::update(users::table.find(user))
        .set(users::friend_code.eq(code.as_str()))
        .execute(conn)?;
    Ok(())
}

/// Locks both users until the transaction ends, in the order of their ids, so that two transactions about the
/// same two do not deadlock. False if one was deleted.
pub(super) fn lock(conn: &mut DbConnection, one: UserId, other: UserId) -> Result<bool, AppError> {
    let both = users::table
        .filter(users::id.eq_any([one, other]))
        .order(users::id)
        .select(users::id);
    let found: Vec<UserId> = match conn {
        DbConnection::Postgres(conn) => both.for_no_key_update().load(conn)?,
        // A write transaction on SQLite locks the whole database.
        DbConnection::Sqlite(conn) => both.load(conn)?,
    };
    Ok(found.len() == 2)
}

/// Whether the two are friends.
pub(super) fn are_friends(
    conn: &mut DbConnection,
    one: UserId,
    other: UserId,
) -> Result<bool, AppError> {
    let friendship = friendships::table.find((one, other));
    Ok(diesel::select(exists(friendship)).get_result(conn)?)
}

/// The friends of the user.
pub(super) fn friend_ids(conn: &mut DbConnection, user: UserId) -> Result<Vec<UserId>, AppError> {
    Ok(friendships::table
        .filter(friendships::user_id.eq(user))
        .select(friendships::friend_id)
        .load(conn)?)
}

/// Whether the user hides the messages of a friend.
pub(super) fn has_muted(
    conn: &mut DbConnection,
    user: UserId,
    friend: UserId,
) -> Result<bool, AppError> {
    let muted = friendships::table
        .find((user, friend))
        .filter(friendships::muted.eq(true));
    Ok(diesel::select(exists(muted)).get_result(conn)?)
}

/// Whether `from` has asked `to`.
pub(super) fn has_requested(
    conn: &mut DbConnection,
    from: UserId,
    to: UserId,
) -> Result<bool, AppError> {
    let request = friend_requests::table.find((from, to));
    Ok(diesel::select(exists(request)).get_result(conn)?)
}

/// How many friends the user has.
pub(super) fn count_friends(conn: &mut DbConnection, user: UserId) -> Result<i64, AppError> {
    Ok(friendships::table
        .filter(friendships::user_id.eq(user))
        .select(count_star())
        .first(conn)?)
}

/// How many requests of the user, and to the user, are open.
pub(super) fn count_requests(
    conn: &mut DbConnection,
    from: UserId,
    to: UserId,
) -> Result<(i64, i64), AppError> {
    let outgoing = friend_requests::table
        .filter(friend_requests::from_user_id.eq(from))
        .select(count_star())
        .first(conn)?;
    let incoming = friend_requests::table
        .filter(friend_requests::to_user_id.eq(to))
        .select(count_star())
        .first(conn)?;
    Ok((outgoing, incoming))
}

pub(super) fn insert_request(
    conn: &mut DbConnection,
    from: UserId,
    to: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::insert_into(friend_requests::table)
        .values((
            friend_requests::from_user_id.eq(from),
            friend_requests::to_user_id.eq(to),
            friend_requests::created_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(())
}

/// Deletes the requests between the two, in both directions; how many there were.
pub(super) fn delete_requests(
    conn: &mut DbConnection,
    one: UserId,
    other: UserId,
) -> Result<usize, AppError> {
    let between = friend_requests::from_user_id
        .eq(one)
        .and(friend_requests::to_user_id.eq(other))
        .or(friend_requests::from_user_id
            .eq(other)
            .and(friend_requests::to_user_id.eq(one)));
    Ok(diesel::delete(friend_requests::table.filter(between)).execute(conn)?)
}

/// Inserts both sides.
pub(super) fn insert_friendship(
    conn: &mut DbConnection,
    one: UserId,
    other: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    for (user, friend) in [(one, other), (other, one)] {
        diesel::insert_into(friendships::table)
            .values((
                friendships::user_id.eq(user),
                friendships::friend_id.eq(friend),
                friendships::created_at.eq(DbTimestamp::from(now)),
                friendships::muted.eq(false),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Deletes both sides; how many there were.
pub(super) fn delete_friendship(
    conn: &mut DbConnection,
    one: UserId,
    other: UserId,
) -> Result<usize, AppError> {
    let between = friendships::user_id
        .eq(one)
        .and(friendships::friend_id.eq(other))
        .or(friendships::user_id
            .eq(other)
            .and(friendships::friend_id.eq(one)));
    Ok(diesel::delete(friendships::table.filter(between)).execute(conn)?)
}

/// Hides or shows the messages of a friend. False if it is none.
pub(super) fn set_muted(
    conn: &mut DbConnection,
    user: UserId,
    friend: UserId,
    muted: bool,
) -> Result<bool, AppError> {
    let updated = diesel::update(friendships::table.find((user, friend)))
        .set(friendships::muted.eq(muted))
        .execute(conn)?;
    Ok(updated == 1)
}
