//! `/api/habits`.

mod archive;
mod conditions;
mod create;
mod defaults;
mod delete;
mod groups;
mod history;
mod list;
mod measures;
mod order;
mod stats;
mod update;
mod weekly;
