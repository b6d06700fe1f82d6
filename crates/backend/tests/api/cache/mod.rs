//! The response cache: hits for the same user only, invalidation by writes. With and without Redis.

mod hits;
mod invalidation;
mod redis;

/// Cached paths.
const KEPT: [&str; 2] = ["/api/dashboards/year/2026", "/api/dashboards/month/2026/3"];
