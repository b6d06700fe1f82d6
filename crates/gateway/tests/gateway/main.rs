//! The real gateway on a free port, against fake upstreams that speak byte by byte on real
//! sockets, so that a test decides when what is sent and sees all that arrives.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod awc;
mod binary;
mod draining;
mod edge_auth;
mod edge_guard;
mod edge_headers;
mod edge_limits;
mod edge_program;
mod failures;
mod fields;
mod framing;
mod instances;
mod malformed;
mod own_pages;
mod paths;
#[path = "../../../common/tests/support/redis.rs"]
#[expect(dead_code, reason = "a Redis that hangs is kpi_common's to test")]
mod redis;
mod reports;
mod slow_clients;
mod streaming;
mod support;
mod tls;
mod tunnels;
