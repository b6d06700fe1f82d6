//! Attempts at what could be guessed, counted before they are tried.
//!
//! Each counts for the account that is tried and for the address it comes from. Some are free;
//! after those each makes the next one wait, twice as long every time, up to a bound. An attempt
//! made too early is refused untried and does not count, so waiting always helps. Success clears
//! the account's count, and takes back its own count from the address, no more: an account of
//! one's own buys no guesses at others'. What was not tried, since the hasher had no time for it, is taken
//! back in both.
//!
//! The account is whatever name was given, whether there is such an account or not, so that the
//! limits tell nothing. Nobody is locked out: what strangers can make an account's owner wait is
//! bounded by the account's rule, which is why that bound is low.

mod rule;
mod service;
mod store;

pub(super) use rule::{MAIL, SIGN_IN};
pub(super) use service::{Attempt, forgive};
