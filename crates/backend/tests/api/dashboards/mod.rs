//! `/api/dashboards`.

mod month;
mod year;
