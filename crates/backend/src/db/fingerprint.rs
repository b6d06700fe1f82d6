//! Query fingerprints for the log: the normalized SQL with `?` for every value, and a short hash of it
//! that identifies the statement.

use sha2::{Digest, Sha256};

/// Separates the SQL from the bind values in diesel's debug output.
const BINDS_SEPARATOR: &str = " -- binds: ";
/// Longer statements are truncated after hashing.
const MAX_LENGTH: usize = 2_000;

/// A statement without its values.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// Hash of the normalized statement.
    pub(super) id: String,
    /// The normalized statement.
    pub(super) sql: String,
}

impl Fingerprint {
    /// The fingerprint of a statement in diesel's debug output.
    pub(super) fn of(debug: &str) -> Self {
        // After string literals are removed, the separator is unambiguous.
        let mut sql = replace_values(debug);
        sql.truncate(sql.find(BINDS_SEPARATOR).unwrap_or(sql.len()));
        let mut sql = collapse_lists(sql);
        let id = hex::encode(&Sha256::digest(&sql)[..6]);
        if sql.len() > MAX_LENGTH {
            sql.truncate(sql.floor_char_boundary(MAX_LENGTH));
            sql.push('…');
        }
        Self { id, sql }
    }
}

/// Replaces string literals, numbers and placeholders by `?`, and collapses white space.
fn replace_values(statement: &str) -> String {
    let mut sql = String::with_capacity(statement.len());
    let mut rest = statement.trim().chars().peekable();
    while let Some(character) = rest.next() {
        let in_name = sql.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        match character {
            // An escaped quote is doubled: it ends one literal and starts the next.
            '\'' => {
                rest.by_ref().find(|next| *next == '\'');
                if !sql.ends_with('?') {
                    sql.push('?');
                }
            }
            '"' => {
                sql.push('"');
                sql.extend(rest.by_ref().take_while(|next| *next != '"'));
                sql.push('"');
            }
            '$' | '0'..='9' if !in_name => {
                while rest
                    .next_if(|next| next.is_ascii_digit() || *next == '.')
                    .is_some()
                {}
                sql.push('?');
            }
            white if white.is_whitespace() => {
                if !sql.ends_with(' ') {
                    sql.push(' ');
                }
            }
            other => sql.push(other),
        }
    }
    sql
}

/// Collapses lists of values and of rows, so that their length does not matter.
fn collapse_lists(mut sql: String) -> String {
    for (many, one) in [
        ("?, ?", "?"),
        ("?,?", "?"),
        ("(?), (?)", "(?)"),
        ("(?),(?)", "(?)"),
    ] {
        while sql.contains(many) {
            sql = sql.replace(many, one);
        }
    }
    sql
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_removed() {
        for (debug, sql) in [
            ("BEGIN IMMEDIATE", "BEGIN IMMEDIATE"),
            (
                r#"SELECT "users"."id" FROM "users" WHERE ("users"."email" = $1) -- binds: ["ann@example.com"]"#,
                r#"SELECT "users"."id" FROM "users" WHERE ("users"."email" = ?)"#,
            ),
            (
                "SELECT  name\n FROM t2 WHERE a = 'it''s -- binds: secret' AND b >= 12.5",
                "SELECT name FROM t2 WHERE a = ? AND b >= ?",
            ),
            (
                "SELECT 1 WHERE x IN ($1, $2, $3)",
                "SELECT ? WHERE x IN (?)",
            ),
            (
                "INSERT INTO `t` (`a`, `b`) VALUES (?, ?), (?, ?), (?, ?) -- binds: [1, 2]",
                "INSERT INTO `t` (`a`, `b`) VALUES (?)",
            ),
            ("SELECT 'unended", "SELECT ?"),
            ("", ""),
        ] {
            assert_eq!(Fingerprint::of(debug).sql, sql, "{debug}");
        }
    }

    #[test]
    fn equal_statements_have_equal_ids() {
        let id = |debug| Fingerprint::of(debug).id;
        assert_eq!(
            id("SELECT a WHERE b IN ($1)"),
            id("SELECT a  WHERE b IN ($1, $2) -- binds: [3]")
        );
        assert_ne!(id("SELECT a"), id("SELECT b"));
        assert_eq!(id("SELECT a").len(), 12);
    }

    #[test]
    fn long_statements_are_truncated_at_a_character_boundary() {
        let long = format!("SELECT {}", "ü".repeat(MAX_LENGTH));
        let debug = Fingerprint::of(&long).sql;
        assert!(
            debug.len() <= MAX_LENGTH + 3 && debug.ends_with('…'),
            "{}",
            debug.len()
        );
        assert_ne!(Fingerprint::of(&long).id, Fingerprint::of(&(long + "ü")).id);
    }
}
