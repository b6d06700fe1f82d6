//! [`Quota`]: how often something may be done in a period.

use chrono::{DateTime, TimeDelta, Utc};

use crate::error::AppError;

/// So many in a sliding period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Quota {
    pub limit: i64,
    pub period: TimeDelta,
}

impl Quota {
    /// Fails if as many were done in the period that ends now. `nth_latest` finds when the `n`th of the latest was done,
    /// if that was after an instant: one row of an index, however many there are.
    ///
    /// # Errors
    /// [`AppError::TooManyAttempts`] until the oldest of them leaves the period; those of the database.
    pub fn check(
        self,
        now: DateTime<Utc>,
        nth_latest: impl FnOnce(i64, DateTime<Utc>) -> Result<Option<DateTime<Utc>>, AppError>,
    ) -> Result<(), AppError> {
        let oldest = nth_latest(self.limit, now - self.period)?;
        oldest.map_or(Ok(()), |oldest| {
            Err(AppError::too_early(oldest + self.period, now))
        })
    }
}
