//! `/api/days`.

mod concurrency;
mod delete;
mod exception;
mod get;
mod list;
mod put;
mod statements;
mod tasks;
mod today;
