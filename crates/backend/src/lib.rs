//! The API of KPI Productivity.
//!
//! A request passes `features/<name>/{routes → service → store}`. `kpi` is the pure KPI engine,
//! `scoring` loads and stores the days that it scores. Dependencies point one way:
//! `features → scoring → {kpi, session, mail, sharing, quota} → {http, cache, identity, realtime} →
//! {error, db, domain} → kpi_common`. `statistics` is pure, like `kpi`. `sharing` decides what others may see
//! of a person, and `realtime` carries events to WebSockets. `error` maps every error to its problem response.

pub mod app;
mod cache;
pub mod cli;
pub mod config;
pub mod db;
pub mod domain;
mod error;
pub mod features;
mod http;
mod identity;
pub mod kpi;
pub mod mail;
mod metrics;
pub mod openapi;
mod quota;
mod realtime;
mod scoring;
mod security;
mod session;
mod sharing;
mod state;
mod statistics;
mod write_locks;
