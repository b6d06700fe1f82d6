//! Streaks: days in a row on which a habit was done.

mod rewriting;
mod running;
