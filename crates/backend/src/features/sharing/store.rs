//! Queries of what a user shows to others.

use diesel::prelude::*;

use crate::db::{DbConnection, DbEnum, users};
use crate::domain::UserId;
use crate::error::AppError;
use crate::identity::store::SharingRow;
use crate::sharing::SharingSettings;

pub(super) fn settings(conn: &mut DbConnection, user: UserId) -> Result<SharingSettings, AppError> {
    let row: SharingRow = users::table
        .find(user)
        .select(SharingRow::as_select())
        .first(conn)?;
    Ok(row.into())
}

pub(super) fn set(
    conn: &mut DbConnection,
    user: UserId,
    settings: SharingSettings,
) -> Result<(), AppError> {
    diesel::update(users::table.find(user))
        .set((
            users::shared_with_friends.eq(DbEnum(settings.friends)),
            users::shared_with_teams.eq(DbEnum(settings.teams)),
        ))
        .execute(conn)?;
    Ok(())
}
