//! Serves the KPI Productivity web app on port 3000.
//!
//! One build of the app serves every environment: what differs between them is read from the
//! environment when the service starts and handed to the browser as `/config.js`.

pub mod app;
pub mod config;

mod assets;
mod health;
mod runtime_config;
mod security;
mod url;
