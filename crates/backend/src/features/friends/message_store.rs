//! Queries of messages of support between friends.

use chrono::{DateTime, Utc};
use diesel::dsl::{count_star, exists};
use diesel::prelude::*;

use super::dto::{Message, MessageText};
use crate::db::{DbConnection, DbTimestamp, friendships, support_messages, users};
use crate::domain::{MessageId, UserId};
use crate::error::AppError;

/// How many messages a list has.
const LISTED: i64 = 100;
/// Whether the recipient is a friend of the sender who does not hide the sender's messages.
#[diesel::dsl::auto_type(no_type_alias)]
fn is_shown() -> _ {
    exists(
        friendships::table
            .filter(friendships::user_id.eq(support_messages::to_user_id))
            .filter(friendships::friend_id.eq(support_messages::from_user_id))
            .filter(friendships::muted.eq(false)),
    )
}

/// The messages that the user sees, the latest first.
pub(super) fn received(conn: &mut DbConnection, user: UserId) -> Result<Vec<Message>, AppError> {
    type Row = (
        MessageId,
        UserId,
        String,
        String,
        DbTimestamp,
        Option<DbTimestamp>,
    );
    let rows: Vec<Row> = support_messages::table
        .inner_join(users::table.on(users::id.eq(support_messages::from_user_id)))
        .filter(support_messages::to_user_id.eq(user))
        .filter(is_shown())
        .order((
            support_messages::created_at.desc(),
            support_messages::id.desc(),
        ))
        .limit(LISTED)
        .select((
            support_messages::id,
            users::id,
            users::name,
            support_messages::text,
            support_messages::created_at,
            support_messages::read_at,
        ))
        .load(conn)?;
    let messages = rows
        .into_iter()
        .map(|(id, sender, name, text, at, read_at)| Message {
            id,
            from: (sender, name).into(),
            text,
            at: at.into(),
            read: read_at.is_some(),
        });
    Ok(messages.collect())
}

/// How many messages the user sees and has not read.
pub(super) fn count_unread(conn: &mut DbConnection, user: UserId) -> Result<i64, AppError> {
    Ok(support_messages::table
        .filter(support_messages::to_user_id.eq(user))
        .filter(support_messages::read_at.is_null())
        .filter(is_shown())
        .select(count_star())
        .first(conn)?)
}

/// Marks the messages that the user sees as read.
pub(super) fn mark_read(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    diesel::update(
        support_messages::table
            .filter(support_messages::to_user_id.eq(user))
            .filter(support_messages::read_at.is_null())
            .filter(is_shown()),
    )
    .set(support_messages::read_at.eq(DbTimestamp::from(now)))
    .execute(conn)?;
    Ok(())
}

pub(super) fn insert_message(
    conn: &mut DbConnection,
    from: UserId,
    to: UserId,
    text: &MessageText,
    now: DateTime<Utc>,
) -> Result<MessageId, AppError> {
    let id = MessageId::new();
    diesel::insert_into(support_messages::table)
        .values((
            support_messages::id.eq(id),
            support_messages::from_user_id.eq(from),
            support_messages::to_user_id.eq(to),
            support_messages::text.eq(text.as_str()),
            support_messages::created_at.eq(DbTimestamp::from(now)),
        ))
        .execute(conn)?;
    Ok(id)
}

/// Deletes the messages between the two.
pub(super) fn delete_between(
    conn: &mut DbConnection,
    one: UserId,
    other: UserId,
) -> Result<(), AppError> {
    let between = support_messages::from_user_id
        .eq(one)
        .and(support_messages::to_user_id.eq(other))
        .or(support_messages::from_user_id
            .eq(other)
            .and(support_messages::to_user_id.eq(one)));
    diesel::delete(support_messages::table.filter(between)).execute(conn)?;
    Ok(())
}
