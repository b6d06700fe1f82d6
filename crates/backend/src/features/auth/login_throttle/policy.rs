//! The backoff policies.

use chrono::TimeDelta;

/// The policy for one kind of attempt.
#[derive(Debug)]
pub(crate) struct Policy {
    /// The kind of attempt.
    pub name: &'static str,
    /// Backoff per account.
    pub account: Backoff,
    /// Backoff per client address.
    pub address: Backoff,
    /// Whether attempts from a known network of the account count for all others too.
    pub known_networks_count: bool,
}

/// Exponential backoff.
#[derive(Debug)]
pub(crate) struct Backoff {
    /// Attempts without a wait.
    free: u32,
    /// The wait after the next attempt.
    first_wait: TimeDelta,
    /// The maximum wait.
    max_wait: TimeDelta,
}

/// Password checks. Many people may share one address, such as an office.
pub(crate) const SIGN_IN: Policy = Policy {
    name: "sign-in",
    account: Backoff {
        free: 4,
        first_wait: TimeDelta::seconds(1),
        max_wait: TimeDelta::seconds(60),
    },
    address: Backoff {
        free: 19,
        first_wait: TimeDelta::seconds(1),
        max_wait: TimeDelta::minutes(5),
    },
    known_networks_count: false,
};

/// Requested emails. They are unwanted if the owner of the address did not request them. They count after
/// the account is deleted, too, when no network is known any more.
pub(crate) const MAIL: Policy = Policy {
    name: "mail",
    account: Backoff {
        free: 1,
        first_wait: TimeDelta::seconds(30),
        max_wait: TimeDelta::minutes(15),
    },
    address: Backoff {
        free: 9,
        first_wait: TimeDelta::seconds(10),
        max_wait: TimeDelta::minutes(15),
    },
    known_networks_count: true,
};

/// Emails to the addresses of new accounts. Separate from [`MAIL`], whose counter anyone could keep at its
/// maximum, so that the owner of the address could not register.
pub(super) const SIGN_UP: Policy = Policy {
    name: "sign-up",
    account: MAIL.account,
    address: MAIL.address,
    known_networks_count: true,
};

/// Invitations by mail to one address, by whomever.
pub(super) const INVITATION: Policy = Policy {
    name: "invitation",
    account: MAIL.account,
    address: MAIL.address,
    known_networks_count: true,
};

/// Codes to join a team. People of one address, such as a class, may join at once.
pub(crate) const TEAM_CODE: Policy = Policy {
    name: "team-code",
    account: Backoff {
        free: 9,
        first_wait: TimeDelta::seconds(1),
        max_wait: TimeDelta::minutes(5),
    },
    address: Backoff {
        free: 99,
        first_wait: TimeDelta::seconds(1),
        max_wait: TimeDelta::minutes(5),
    },
    known_networks_count: true,
};

impl Backoff {
    /// The wait after this many attempts.
    pub(super) fn wait(&self, attempts: i32) -> TimeDelta {
        let doublings = i64::from(attempts) - i64::from(self.free) - 1;
        if doublings < 0 {
            return TimeDelta::zero();
        }
        // The wait reaches its maximum long before the shift overflows.
        let factor = 1 << doublings.min(30);
        let wait = self.first_wait.checked_mul(factor);
        wait.unwrap_or(self.max_wait).min(self.max_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_the_maximum() {
        for (attempts, seconds) in [
            (0, 0),
            (1, 0),
            (4, 0),
            (5, 1),
            (6, 2),
            (7, 4),
            (10, 32),
            (11, 60),
            (12, 60),
            (35, 60),
            (36, 60),
            (37, 60),
            (1_000, 60),
            (i32::MAX, 60),
        ] {
            let wait = SIGN_IN.account.wait(attempts);
            assert_eq!(wait, TimeDelta::seconds(seconds), "{attempts}");
        }
    }
}
