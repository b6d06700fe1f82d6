//! `/api/days`.

mod delete;
mod exception;
mod get;
mod list;
mod put;
mod simultaneous;
mod statements;
mod tasks;
mod today;
