//! The rules of friendships. Whoever is not known to the user is not found, whether they exist or not.

use chrono::{DateTime, TimeDelta, Utc};

use super::dto::{
    Friend, FriendRequest, Friends, MessageText, Messages, RequestOutcome, RequestResult,
    SentMessage,
};
use super::{block_store, message_store, store, weeks};
use crate::db::DbConnection;
use crate::domain::{LookupCode, UserId};
use crate::error::AppError;
use crate::features::notifications::{self, Notification, NotificationKind};
use crate::features::progress::{self, Progress};
use crate::identity::{Person, invitations};
use crate::quota::{Quota, QuotaKind};
use crate::realtime::{Event, Events};
use crate::sharing::Relation;

/// How many friends a user can have.
const MAX_FRIENDS: i64 = 200;
/// How many open requests a user can have sent, or received.
const MAX_REQUESTS: i64 = 100;
/// Messages of a user to one friend.
const TO_ONE_FRIEND: Quota = Quota {
    kind: QuotaKind::FriendMessage,
    limit: 5,
    period: TimeDelta::hours(1),
};
/// Messages of a user to all friends.
const TO_ALL_FRIENDS: Quota = Quota {
    kind: QuotaKind::FriendMessage,
    limit: 50,
    period: TimeDelta::days(1),
};

pub(super) fn list(
    conn: &mut DbConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<Friends, AppError> {
    let friends = store::friends(conn, user)?;
    let mut weeks = weeks::weeks(conn, &friends, now)?;
    let friends = friends.into_iter().map(|friend| Friend {
        person: Person::of(&friend.account),
        since: friend.since,
        muted: friend.muted,
        shows: friend.visibility(),
        week: weeks.remove(&friend.account.id),
    });
    let requests = |people: Vec<(Person, DateTime<Utc>)>| {
        people
            .into_iter()
            .map(|(person, at)| FriendRequest { person, at })
            .collect()
    };
    Ok(Friends {
        friends: friends.collect(),
        incoming: requests(store::incoming(conn, user)?),
        outgoing: requests(store::outgoing(conn, user)?),
        blocked: block_store::blocked(conn, user)?,
        unread_messages: message_store::count_unread(conn, user)?,
    })
}

/// The user's code; a new one if there is none yet.
pub(super) fn own_code(conn: &mut DbConnection, user: UserId) -> Result<LookupCode, AppError> {
    match store::code(conn, user)? {
        Some(code) => Ok(code),
        None => renew_code(conn, user),
    }
}

/// Replaces the user's code; nobody finds the user by the old one any more.
pub(super) fn renew_code(conn: &mut DbConnection, user: UserId) -> Result<LookupCode, AppError> {
    let code = LookupCode::random();
    store::set_code(conn, user, &code)?;
    Ok(code)
}

/// Asks the person with this code, or becomes friends if they have asked, too.
pub(super) fn request(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    code: &LookupCode,
    now: DateTime<Utc>,
) -> Result<RequestResult, AppError> {
    let person = store::find_by_code(conn, code)?.ok_or(AppError::NotFound)?;
    if person.id == user {
        return Err(AppError::invalid("/code", "own_code", "is your own code"));
    }
    let outcome = if lock(conn, user, person.id)? == Relation::Friend {
        RequestOutcome::Friends
    } else if store::has_requested(conn, person.id, user)? {
        befriend(conn, events, user, person.id, now)?;
        RequestOutcome::Friends
    } else {
        if !store::has_requested(conn, user, person.id)? {
            let (outgoing, incoming) = store::count_requests(conn, user, person.id)?;
            if outgoing >= MAX_REQUESTS || incoming >= MAX_REQUESTS {
                return Err(AppError::TooManyFriends);
            }
            store::insert_request(conn, user, person.id, now)?;
            publish_relation(events, user, person.id);
            let kind = NotificationKind::FriendRequest;
            notify(conn, events, kind, user, person.id, now)?;
        }
        RequestOutcome::Requested
    };
    Ok(RequestResult { outcome, person })
}

/// Accepts the request of a person.
pub(super) fn accept(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    other: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    lock(conn, user, other)?;
    if store::has_requested(conn, other, user)? {
        befriend(conn, events, user, other, now)
    } else {
        Err(AppError::NotFound)
    }
}

/// Two people who both want it become friends, if they are not.
///
/// # Errors
/// [`AppError::NotFound`] when one has blocked the other, [`AppError::TooManyFriends`].
pub(crate) fn connect(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    other: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    match lock(conn, user, other)? {
        Relation::Friend | Relation::Oneself => Ok(()),
        _ => befriend(conn, events, user, other, now),
    }
}

/// The requests between the two become a friendship.
fn befriend(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    other: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    for one in [user, other] {
        if store::count_friends(conn, one)? >= MAX_FRIENDS {
            return Err(AppError::TooManyFriends);
        }
    }
    delete_requests(conn, user, other)?;
    store::insert_friendship(conn, user, other, now)?;
    publish_relation(events, user, other);
    notify(
        conn,
        events,
        NotificationKind::FriendAccepted,
        user,
        other,
        now,
    )
}

/// Deletes the requests between the two, with what they were told of them; how many there were.
fn delete_requests(
    conn: &mut DbConnection,
    user: UserId,
    other: UserId,
) -> Result<usize, AppError> {
    for (recipient, actor) in [(user, other), (other, user)] {
        notifications::retract(
            conn,
            &[recipient],
            NotificationKind::FriendRequest,
            actor,
            None,
        )?;
    }
    store::delete_requests(conn, user, other)
}

/// Tells both that what is between them has changed.
fn publish_relation(events: &mut Events, one: UserId, other: UserId) {
    for (recipient, user_id) in [(one, other), (other, one)] {
        events.push([recipient], Event::FriendRequest { user_id });
    }
}

/// Notifies a person of what the user did.
fn notify(
    conn: &mut DbConnection,
    events: &mut Events,
    kind: NotificationKind,
    user: UserId,
    person: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let notification = Notification {
        actor: Some(user),
        ..Notification::of(kind)
    };
    notifications::notify(conn, events, &[person], &[notification], now)
}

/// Locks both users, and finds what the other one is to the user.
///
/// # Errors
/// [`AppError::NotFound`] when the other one does not exist for the user.
fn lock(conn: &mut DbConnection, user: UserId, other: UserId) -> Result<Relation, AppError> {
    found(store::lock(conn, user, other)?)?;
    match relation(conn, user, other)? {
        Relation::Blocked => Err(AppError::NotFound),
        known => Ok(known),
    }
}

fn relation(conn: &mut DbConnection, user: UserId, other: UserId) -> Result<Relation, AppError> {
    Ok(if user == other {
        Relation::Oneself
    } else if block_store::is_blocked(conn, user, other)? {
        Relation::Blocked
    } else if store::are_friends(conn, user, other)? {
        Relation::Friend
    } else {
        Relation::Stranger
    })
}

/// Rejects the request of a person, or withdraws the user's own.
pub(super) fn withdraw(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    other: UserId,
) -> Result<(), AppError> {
    found(delete_requests(conn, user, other)? > 0)?;
    publish_relation(events, user, other);
    Ok(())
}

/// Ends a friendship, with its messages.
pub(super) fn remove(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    other: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    found(store::lock(conn, user, other)?)?;
    found(store::delete_friendship(conn, user, other)? > 0)?;
    invitations::cancel_to_friend(conn, user, other, now)?;
    publish_relation(events, user, other);
    message_store::delete_between(conn, user, other)
}

pub(super) fn mute(
    conn: &mut DbConnection,
    user: UserId,
    friend: UserId,
    muted: bool,
) -> Result<(), AppError> {
    found(store::set_muted(conn, user, friend, muted)?)
}

/// Blocks a friend, or somebody with an open request. All between the two ends.
pub(super) fn block(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    other: UserId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    found(other != user && store::lock(conn, user, other)?)?;
    if block_store::has_blocked(conn, user, other)? {
        return Ok(());
    }
    let friendships = store::delete_friendship(conn, user, other)?;
    let requests = delete_requests(conn, user, other)?;
    found(friendships + requests > 0)?;
    invitations::cancel_to_friend(conn, user, other, now)?;
    publish_relation(events, user, other);
    message_store::delete_between(conn, user, other)?;
    block_store::insert_block(conn, user, other, now)
}

pub(super) fn unblock(
    conn: &mut DbConnection,
    user: UserId,
    other: UserId,
) -> Result<(), AppError> {
    found(block_store::delete_block(conn, user, other)?)
}

/// Tells the user's friends that they see more or less of the user, or nothing any more.
///
/// # Errors
/// When the database fails.
pub(crate) fn publish_relations(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
) -> Result<(), AppError> {
    let friends = store::friend_ids(conn, user)?;
    events.push(friends, Event::FriendRequest { user_id: user });
    Ok(())
}

/// What the user sees of a friend.
pub(super) fn progress(
    conn: &mut DbConnection,
    user: UserId,
    friend: UserId,
    now: DateTime<Utc>,
) -> Result<Progress, AppError> {
    let relation = relation(conn, user, friend)?;
    found(relation == Relation::Friend)?;
    let (account, shown) = store::person(conn, friend)?;
    progress::progress(conn, &account, shown.visible_to(relation), now)
}

pub(super) fn received(conn: &mut DbConnection, user: UserId) -> Result<Messages, AppError> {
    let messages = message_store::received(conn, user)?;
    Ok(Messages { messages })
}

/// Sends a message of support.
///
/// # Errors
/// [`AppError::NotFound`] unless they are friends, [`AppError::TooManyAttempts`] when the user has sent as many as are
/// allowed.
pub(super) fn send_message(
    conn: &mut DbConnection,
    events: &mut Events,
    user: UserId,
    friend: UserId,
    text: &MessageText,
    now: DateTime<Utc>,
) -> Result<SentMessage, AppError> {
    found(lock(conn, user, friend)? == Relation::Friend)?;
    TO_ONE_FRIEND.check(conn, user, Some(friend.into()), now)?;
    TO_ALL_FRIENDS.check(conn, user, None, now)?;
    TO_ALL_FRIENDS.record(conn, user, friend.into(), now)?;
    let id = message_store::insert_message(conn, user, friend, text, now)?;
    // A friend who hides the user's messages is not told.
    if !store::has_muted(conn, friend, user)? {
        let (message_id, user_id) = (id, user);
        events.push(
            [friend],
            Event::MessageReceived {
                message_id,
                user_id,
            },
        );
        let kind = NotificationKind::MessageReceived;
        notify(conn, events, kind, user, friend, now)?;
    }
    Ok(SentMessage { id, at: now })
}

fn found(is_found: bool) -> Result<(), AppError> {
    is_found.then_some(()).ok_or(AppError::NotFound)
}
