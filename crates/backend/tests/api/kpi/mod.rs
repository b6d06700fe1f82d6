//! `/api/kpi`.

mod laws;
mod preview;
mod recompute;
