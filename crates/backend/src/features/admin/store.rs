//! Queries of the administration.

use chrono::{DateTime, Utc};
use diesel::prelude::*;

use super::dto::AdministeredPerson;
use crate::db::{DbConnection, DbEnum, DbTimestamp, sessions, users};
use crate::domain::{UserId, fold_case};
use crate::error::AppError;
use crate::identity::{Role, store as accounts};

/// A person, without their sessions.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = users)]
pub(super) struct PersonRow {
    pub id: UserId,
    pub email: String,
    pub name: String,
    pub role: DbEnum<Role>,
    pub disabled_at: Option<DbTimestamp>,
    email_verified_at: Option<DbTimestamp>,
    created_at: DbTimestamp,
}

impl PersonRow {
    pub(super) fn seen(self, last_seen_at: Option<DateTime<Utc>>) -> AdministeredPerson {
        AdministeredPerson {
            id: self.id,
            email: self.email,
            name: self.name,
            role: self.role.0,
            disabled: self.disabled_at.is_some(),
            email_verified: self.email_verified_at.is_some(),
            created_at: self.created_at.into(),
            last_seen_at,
        }
    }
}

/// The people whose address or name has the text, who came last first.
pub(super) fn people(
    conn: &mut DbConnection,
    text: Option<&str>,
    before: Option<UserId>,
    limit: i64,
) -> Result<Vec<AdministeredPerson>, AppError> {
    let last_used = sessions::table
        .filter(sessions::user_id.eq(users::id))
        .filter(sessions::last_used_at.is_not_null())
        .order(sessions::last_used_at.desc())
        .select(sessions::last_used_at)
        .single_value();
    let last_created = sessions::table
        .filter(sessions::user_id.eq(users::id))
        .order(sessions::created_at.desc())
        .select(sessions::created_at)
        .single_value();
    let mut query = users::table
        .order(users::id.desc())
        .limit(limit)
        .select((PersonRow::as_select(), last_used, last_created))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(users::id.lt(before));
    }
    if let Some(text) = text {
        query = query.filter(users::id.eq_any(matching(conn, text, before, limit)?));
    }
    let rows: Vec<(PersonRow, Option<DbTimestamp>, Option<DbTimestamp>)> = query.load(conn)?;
    let people = rows.into_iter().map(|(person, last_used, last_created)| {
        let last_seen = last_used.max(last_created);
        person.seen(last_seen.map(Into::into))
    });
    Ok(people.collect())
}

/// The latest people whose address or name has the text, in upper or lower case of any alphabet. The databases do not
/// agree about case, and look at each row for a part of a text, too.
fn matching(
    conn: &mut DbConnection,
    text: &str,
    before: Option<UserId>,
    limit: i64,
) -> Result<Vec<UserId>, AppError> {
    let mut query = users::table
        .order(users::id.desc())
        .select((users::id, users::email, users::name))
        .into_boxed();
    if let Some(before) = before {
        query = query.filter(users::id.lt(before));
    }
    let people: Vec<(UserId, String, String)> = query.load(conn)?;
    let text = fold_case(text);
    let found = people
        .into_iter()
        .filter(|(_, email, name)| {
            fold_case(email).contains(&text) || fold_case(name).contains(&text)
        })
        .map(|(id, _, _)| id);
    Ok(found
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .collect())
}

/// Locks a person until the transaction ends.
pub(super) fn lock(conn: &mut DbConnection, id: UserId) -> Result<PersonRow, AppError> {
    accounts::lock(conn, id)?;
    Ok(users::table
        .find(id)
        .select(PersonRow::as_select())
        .first(conn)?)
}

pub(super) fn set_role(conn: &mut DbConnection, id: UserId, role: Role) -> Result<(), AppError> {
    diesel::update(users::table.find(id))
        .set(users::role.eq(DbEnum(role)))
        .execute(conn)?;
    Ok(())
}

pub(super) fn set_disabled(
    conn: &mut DbConnection,
    id: UserId,
    at: Option<DateTime<Utc>>,
) -> Result<(), AppError> {
    diesel::update(users::table.find(id))
        .set(users::disabled_at.eq(at.map(DbTimestamp::from)))
        .execute(conn)?;
    Ok(())
}
