//! [`use_one_spelling`]: brings addresses that earlier versions stored into the spelling of [`Email`].
//!
//! SQL has no UTS #46, so this is no migration; it follows each deployment of the migrations, which also
//! covers a restored backup. Earlier versions stored the domain as it was typed, in lower case, so two
//! spellings of an address could be two accounts. One of them gets the one spelling: an account that has it
//! already, else one whose address is verified, else the oldest. The others keep theirs, and are signed in
//! to by it as before.

use std::collections::{HashMap, HashSet};

use super::model::Email;
use super::store;
use crate::db::DbConnection;
use crate::error::AppError;

/// Stores addresses in their one spelling, and returns how many. Must run in a write transaction.
///
/// # Errors
/// When the database fails.
pub(crate) fn use_one_spelling(conn: &mut DbConnection) -> Result<usize, AppError> {
    let mut stored = store::addresses(conn)?;
    let mut taken: HashSet<String> = stored.iter().map(|row| row.email.clone()).collect();
    // An address in ASCII has its one spelling, or none.
    stored.retain(|row| !row.email.is_ascii());
    // Ids begin with the time of creation.
    stored.sort_by_key(|row| (row.email_verified_at.is_none(), row.id));
    let mut respelled = HashMap::new();
    for row in stored {
        if let Ok(email) = Email::try_from(row.email)
            && taken.insert(email.to_string())
        {
            respelled.insert(row.id.to_string(), email.to_string());
        }
    }
    if respelled.is_empty() {
        return Ok(0);
    }
    store::update_addresses(conn, &respelled)
}
