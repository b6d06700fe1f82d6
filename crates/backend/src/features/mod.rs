//! The features, one folder each. A request passes `routes → service → store`.

pub mod admin;
pub mod analytics;
pub mod auth;
pub mod dashboards;
pub mod days;
pub mod email;
pub mod exceptions;
pub mod focus;
pub mod friends;
pub mod habits;
pub mod health;
pub mod invitations;
pub mod kpi;
pub mod notifications;
pub mod progress;
pub mod realtime;
pub mod sharing;
pub mod teams;
