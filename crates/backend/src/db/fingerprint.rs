//! Which statement it was, without a word of what was in it: the SQL with `?` for every value,
//! and a short name by which the same statement is found again.

use sha2::{Digest, Sha256};

/// What diesel writes between a statement and its values.
const VALUES: &str = " -- binds: ";
/// A longer one is cut; its name is of the whole.
const MAX_LENGTH: usize = 2_000;

/// A statement without its values.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fingerprint {
    /// The same for the same statement, on every machine.
    pub(super) id: String,
    /// The statement.
    pub(super) sql: String,
}

impl Fingerprint {
    /// Of a statement as diesel shows it.
    pub(super) fn of(shown: &str) -> Self {
        // Texts are gone by then, so what looks like the mark is the mark.
        let mut sql = without_values(shown);
        sql.truncate(sql.find(VALUES).unwrap_or(sql.len()));
        let mut sql = with_lists_as_one(sql);
        let id = hex::encode(&Sha256::digest(&sql)[..6]);
        if sql.len() > MAX_LENGTH {
            sql.truncate(sql.floor_char_boundary(MAX_LENGTH));
            sql.push('…');
        }
        Self { id, sql }
    }
}

/// Texts, numbers and placeholders become `?`, white space one space.
fn without_values(statement: &str) -> String {
    let mut sql = String::with_capacity(statement.len());
    let mut rest = statement.trim().chars().peekable();
    while let Some(character) = rest.next() {
        let in_name = sql.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        match character {
            // A quote within is doubled, so it ends one text and begins the next.
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

/// A list of values is one statement however long it is, and so are many rows.
fn with_lists_as_one(mut sql: String) -> String {
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
    fn no_value_is_left() {
        for (shown, sql) in [
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
            assert_eq!(Fingerprint::of(shown).sql, sql, "{shown}");
        }
    }

    #[test]
    fn the_same_statement_has_the_same_name_and_another_another() {
        let id = |shown| Fingerprint::of(shown).id;
        assert_eq!(
            id("SELECT a WHERE b IN ($1)"),
            id("SELECT a  WHERE b IN ($1, $2) -- binds: [3]")
        );
        assert_ne!(id("SELECT a"), id("SELECT b"));
        assert_eq!(id("SELECT a").len(), 12);
    }

    #[test]
    fn a_long_one_is_cut_between_characters() {
        let long = format!("SELECT {}", "ü".repeat(MAX_LENGTH));
        let shown = Fingerprint::of(&long).sql;
        assert!(
            shown.len() <= MAX_LENGTH + 3 && shown.ends_with('…'),
            "{}",
            shown.len()
        );
        assert_ne!(Fingerprint::of(&long).id, Fingerprint::of(&(long + "ü")).id);
    }
}
