//! Recomputation; preview is the days' own.

use super::dto::{RecomputeRange, RecomputeResult};
use crate::error::AppError;
use crate::http::{CurrentUser, check_range};
use crate::scoring::{self, Reach};
use crate::state::AppState;

pub(super) async fn recompute(
    state: &AppState,
    user: CurrentUser,
    range: RecomputeRange,
) -> Result<RecomputeResult, AppError> {
    let (from, to) = check_range(range.from.0, range.to.0)?.into_inner();
    let now = state.clock.now();
    state
        .db
        .write(move |conn| {
            scoring::lock(conn, user.id)?;
            Ok(scoring::recompute(conn, user.id, from, Reach::Through(to), now)?.into())
        })
        .await
}
