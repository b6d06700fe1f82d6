//! The real gateway on a free port, with fake upstreams on real sockets, which a test controls byte
//! by byte.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod awc;
mod binary;
mod draining;
mod edge_auth;
mod edge_guard;
mod edge_headers;
mod edge_limits;
mod failures;
mod fields;
mod framing;
mod health;
mod instances;
mod malformed;
mod paths;
mod program;
#[path = "../../../common/tests/support/redis.rs"]
#[expect(dead_code, reason = "a hanging Redis is tested in kpi_common")]
mod redis;
mod reports;
mod slow_clients;
mod streaming;
mod support;
mod tls;
mod tunnels;
