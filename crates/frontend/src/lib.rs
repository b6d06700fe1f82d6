//! Serves the KPI Productivity web app on port 3000.
//!
//! One build of the app serves every environment: the settings are read when the service starts, and
//! the browser loads them as `/config.js`.

pub mod app;
pub mod config;

mod assets;
mod health;
mod runtime_config;
mod security;
mod url;
