//! Throttling of sign-ins and of requested emails: exponential backoff per account and per client
//! address. Attempts are counted before they are made.
//!
//! Some attempts are free. After those each attempt doubles the wait until the next one, up to a
//! maximum. An attempt made too early is rejected without being made or counted, so waiting always
//! helps. A successful attempt resets the counter of the account, and refunds only itself to the
//! address, so that an attacker with an account gains no attempts at other accounts. An attempt that
//! was not made, because the password hasher is busy, is refunded to both.
//!
//! The account is the submitted name, whether such an account exists or not, so that the throttle does
//! not reveal which accounts exist. One thing it does reveal, to clients of the same network only: that
//! an account has been signed in to from there, as its own counter lets an attempt pass.
//!
//! The throttle does not lock an account's owner out. An attacker who keeps the counter of the account
//! at its maximum would make the owner wait too. So a network from which the account has been signed in
//! to within thirty days has a separate counter for it, under the same policy. From any other network
//! the owner can follow a link from an email: it resets the counter of the account, and makes the
//! network known. A new password removes the known networks, because an attacker may have signed in with
//! the old one. The counter of the address, which is that of the client's own network, always applies.

mod known_networks;
mod policy;
mod service;
mod store;

pub(super) use known_networks::{forget_networks, remember_network};
pub(crate) use policy::TEAM_CODE;
pub(super) use policy::{MAIL, SIGN_IN};
pub(crate) use service::{Attempt, count_invitation};
pub(super) use service::{count_sign_up, reset};
