//! The entry point of KPI Productivity: a reverse proxy on port 30002.
//!
//! A request walks through named phases, all in sight in `edge`: identify → CORS → limit → guard →
//! authenticate → forward → respond → log. `area` decides whose rules it is under and so where it
//! goes, `forward` admits its body, sends it on and hands the answer back, and the pure rules in
//! `headers` say which fields pass. Bodies stream both ways; none is held in memory.
//!
//! Arrows point one way: `app → config → {client, forward, health} → {edge, tunnel} → upstream →
//! {outgoing, metrics} → {area, connection, connection_state, headers, problem, timer}`.

pub mod app;
pub mod config;

mod area;
mod client;
mod connection;
mod connection_state;
mod edge;
mod forward;
mod headers;
mod health;
mod metrics;
mod outgoing;
mod problem;
mod timer;
mod tunnel;
mod upstream;
