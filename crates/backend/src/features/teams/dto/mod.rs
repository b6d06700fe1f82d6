//! Requests and responses about teams.

mod activity;
mod analytics;
mod export;
mod goals;
mod leaderboard;
mod moderation;
mod team;

pub(crate) use activity::*;
pub(crate) use analytics::*;
pub(crate) use export::*;
pub(crate) use goals::*;
pub(crate) use leaderboard::*;
pub(crate) use moderation::*;
pub(crate) use team::*;
