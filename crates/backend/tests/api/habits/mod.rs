//! `/api/habits`.

mod archive;
mod conditions;
mod create;
mod defaults;
mod delete;
mod history;
mod list;
mod order;
mod stats;
mod update;
