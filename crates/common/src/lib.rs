//! Shared by the three KPI Productivity services: settings, logs, metrics, request ids, problem
//! responses, read-only resources, rate limits, CORS, health reports, listeners and shutdown.
//!
//! Nothing here depends on the domain.

#[cfg(feature = "session-token")]
pub mod access_token;
pub mod cli;
pub mod client_ip;
pub mod config;
#[cfg(feature = "cors")]
pub mod cors;
pub mod health;
pub mod listen;
#[cfg(feature = "metrics")]
pub mod metrics;
pub mod panics;
pub mod problem;
#[cfg(feature = "rate-limit")]
pub mod rate_limit;
pub mod read_only;
#[cfg(feature = "redis")]
pub mod redis;
#[cfg(feature = "reports")]
pub mod reports;
pub mod request_id;
pub mod security_headers;
pub mod service;
#[cfg(feature = "session-token")]
pub mod session_cookie;
#[cfg(feature = "session-token")]
pub mod session_token;
pub mod shutdown;
pub mod telemetry;
