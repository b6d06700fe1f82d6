//! The API of KPI Productivity.
//!
//! A request walks `features/<name>/{routes → service → store}`; `kpi` is the pure engine,
//! `scoring` brings stored days to it. Arrows point one way:
//! `features → scoring → {kpi, session, mail} → {http, cache, db} → kpi_common`; `error` has what a
//! request can end with instead of success, and what a client is told of it.

mod account;
pub mod app;
mod bounded;
mod cache;
pub mod cli;
pub mod clock;
pub mod config;
mod date;
pub mod db;
mod error;
pub mod features;
mod guard;
mod http;
mod ids;
mod invalid;
pub mod kpi;
pub mod mail;
mod metrics;
pub mod openapi;
mod password;
mod scoring;
mod session;
mod state;
mod tokens;
mod vocabulary;
mod write_queues;
