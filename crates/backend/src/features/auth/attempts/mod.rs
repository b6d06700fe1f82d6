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
//! limits tell nothing.
//!
//! Nobody is kept out. Whoever guesses just when each wait is over could make an account's owner wait
//! without end; so a network from which the account has been signed in to within thirty days has a
//! count of its own for it, under the same rule: what strangers do elsewhere makes nobody there wait.
//! Who is at no such network follows a link from a mail: it takes the account's count back, and the
//! network it is followed from is known from then on. A new password has the known networks forgotten,
//! since someone else may have had the old one. Only the count of the address, which is one's own
//! network's, still makes one wait.

mod networks;
mod rule;
mod service;
mod store;

pub(super) use networks::{forget_networks, remember};
pub(super) use rule::{MAIL, SIGN_IN};
pub(super) use service::{Attempt, forgive};
