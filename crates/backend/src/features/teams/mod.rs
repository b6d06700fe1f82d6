//! Teams: members and their roles, goals, the leaderboard, activity with messages, moderation, analytics and export.
//! `access` decides who may do what, `mates` what members see of each other.

mod access;
mod activity;
mod analytics;
mod announce;
mod calendar;
mod day_store;
mod dto;
mod export;
mod goals;
mod leaderboard;
mod mates;
mod moderation;
mod quantity;
pub(crate) mod routes;
mod service;
mod store;
mod viewer_store;
mod viewers;

pub(crate) use activity::record_reached;
pub(crate) use dto::TeamExportFormat;
pub(crate) use goals::reached_by_habits;
pub use routes::configure;
pub(crate) use service::{add_member, check_may_invite, record_leaders};
pub(crate) use viewers::{
    SeenMember, publish_departure, publish_results, publish_sharing, viewers_of, visible_to,
};
