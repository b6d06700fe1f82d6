//! The entry point of KPI Productivity: a reverse proxy on port 30002.
//!
//! A request passes these phases (see `edge`): identify → CORS → rate limit → guard → authenticate →
//! forward → respond → log. `area` decides its rules and its upstream, `forward` sends it there and
//! relays the response, and the pure functions in `headers` decide which fields are forwarded. Bodies
//! are streamed both ways, and not buffered.
//!
//! Dependencies point one way: `app → config → {client, forward, health} → {edge, tunnel} → upstream →
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
