//! `/api/days`.

mod clear;
mod concurrency;
mod conditions;
mod delete;
mod entry_notes;
mod exception;
mod get;
mod list;
mod plausible;
mod put;
mod size;
mod statements;
mod tasks;
mod time_zones;
mod today;
