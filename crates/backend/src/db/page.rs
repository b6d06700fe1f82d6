//! [`PageSize`]: lists that come in parts.

/// The most rows of one part of a list.
#[derive(Debug, Clone, Copy)]
pub struct PageSize(pub usize);

impl PageSize {
    /// The `LIMIT` of the query: one more, which tells whether there are more.
    #[must_use]
    pub fn limit(self) -> i64 {
        i64::try_from(self.0 + 1).unwrap_or(i64::MAX)
    }

    /// Removes the row beyond the part; whether there was one.
    pub fn cut<T>(self, rows: &mut Vec<T>) -> bool {
        let more = rows.len() > self.0;
        rows.truncate(self.0);
        more
    }
}
