//! Notifications inside the app: what a person is told of, the list, and which kinds are wanted.

mod dto;
mod milestones;
mod notify;
pub(crate) mod routes;
mod service;
mod store;

pub use dto::NotificationKind;
pub(crate) use milestones::{Milestone, retain_untold};
pub(crate) use notify::{Notification, notify, notify_each, retract};
pub use routes::configure;
