//! The entry point of KPI Productivity: a reverse proxy on port 30002.
//!
//! A request walks through named phases, all in sight in `edge`: identify → guard → limit →
//! authenticate → route → forward → respond → log. `routing` decides where it goes, `forward`
//! admits its body, sends it on and hands the answer back, and the pure rules in `headers` say
//! which fields pass. Bodies stream both ways; none is held in memory.
//!
//! Arrows point one way: `app → config → {client, forward} → {edge, tunnel} → upstream →
//! {outgoing, metrics} → {area, connection, connection_state, headers, problem, routing, timer}`.

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
mod routing;
mod timer;
mod tunnel;
mod upstream;
