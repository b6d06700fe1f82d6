//! Recomputation. The preview is in `days`.

use super::dto::{RecomputeRange, RecomputeResult};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::http::check_range;
use crate::scoring;
use crate::session::CurrentUser;

pub(super) fn recompute(
    conn: &mut DbConnection,
    user: &CurrentUser,
    range: &RecomputeRange,
) -> Result<RecomputeResult, AppError> {
    let (from, to) = check_range(range.from.0, range.to.0)?.into_inner();
    Ok(scoring::recompute(conn, user.id, from, to, user.now)?.into())
}
