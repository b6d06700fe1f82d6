//! What a friend or a leader sees of a person's last days, as `sharing` allows.

mod dto;
mod service;

pub(crate) use dto::{Progress, SharedDay};
pub(crate) use service::{last_days, progress};
