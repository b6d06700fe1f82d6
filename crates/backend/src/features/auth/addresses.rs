//! [`use_one_spelling`]: brings addresses that earlier versions stored into the spelling of [`Email`].
//!
//! SQL has no UTS #46, so this is no migration; it follows each deployment of the migrations, which also
//! covers a restored backup. Earlier versions stored the domain as it was typed, in lower case, so two
//! spellings of an address could be two accounts. One of them gets the one spelling: an account that has it
//! already, else one whose address is verified, else the oldest. The others keep theirs, and are signed in
//! to by it as before.

use std::collections::{HashMap, HashSet};

use diesel::sql_types::Text;
use diesel::{QueryDsl, RunQueryDsl, sql_query};

use super::model::Email;
use crate::db::{DbConnection, DbTimestamp, users};
use crate::domain::UserId;
use crate::error::AppError;

/// Stores addresses in their one spelling, and returns how many. Must run in a write transaction.
///
/// # Errors
/// When the database fails.
pub(crate) fn use_one_spelling(conn: &mut DbConnection) -> Result<usize, AppError> {
    let mut stored: Vec<(UserId, String, Option<DbTimestamp>)> = users::table
        .select((users::id, users::email, users::email_verified_at))
        .load(conn)?;
    let mut taken: HashSet<String> = stored.iter().map(|(_, email, _)| email.clone()).collect();
    // An address in ASCII has its one spelling, or none.
    stored.retain(|(_, email, _)| !email.is_ascii());
    // Ids begin with the time of creation.
    stored.sort_by_key(|(id, _, verified_at)| (verified_at.is_none(), *id));
    let mut respelled: HashMap<String, String> = HashMap::new();
    for (id, email, _) in stored {
        if let Ok(email) = Email::try_from(email)
            && taken.insert(email.to_string())
        {
            respelled.insert(id.to_string(), email.to_string());
        }
    }
    if respelled.is_empty() {
        return Ok(0);
    }
    let statement = match conn {
        DbConnection::Postgres(_) => {
            "UPDATE users SET email = respelled.value FROM jsonb_each_text($1::jsonb) AS respelled \
             WHERE users.id = respelled.key::uuid"
        }
        DbConnection::Sqlite(_) => {
            "UPDATE users SET email = respelled.value FROM json_each($1) AS respelled \
             WHERE users.id = respelled.key"
        }
    };
    let json = serde_json::to_string(&respelled)
        .map_err(|error| diesel::result::Error::SerializationError(error.into()))?;
    Ok(sql_query(statement).bind::<Text, _>(json).execute(conn)?)
}
