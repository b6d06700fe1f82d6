//! Answers that are kept: found again by whom they belong to, and by nobody once they are old.
//! The same with and without Redis.

mod fresh;
mod kept;
mod redis;

/// What is kept.
const KEPT: [&str; 2] = ["/api/dashboards/year/2026", "/api/dashboards/month/2026/3"];
