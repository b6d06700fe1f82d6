//! Recomputation. The preview is in `days`.

use super::dto::{RecomputeRange, RecomputeResult};
use crate::db::DbConnection;
use crate::error::AppError;
use crate::http::check_range;
use crate::realtime::{Event, Events};
use crate::scoring;
use crate::session::CurrentUser;

pub(super) fn recompute(
    conn: &mut DbConnection,
    user: &CurrentUser,
    events: &mut Events,
    range: &RecomputeRange,
) -> Result<RecomputeResult, AppError> {
    let (from, to) = check_range(range.from.0, range.to.0)?.into_inner();
    events.push(
        [user.id],
        Event::KpiCalculated {
            from,
            to,
            kpi: None,
        },
    );
    events.recorded(user.id);
    Ok(scoring::recompute(conn, user.id, from, to, user.now)?.into())
}
