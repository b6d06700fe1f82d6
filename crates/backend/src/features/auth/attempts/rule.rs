//! How many attempts are free, and how long the others wait.

use chrono::TimeDelta;

/// The rules for one thing that can be attempted.
#[derive(Debug)]
pub(crate) struct Rules {
    /// What is attempted.
    pub name: &'static str,
    /// For the account that is tried.
    pub account: Rule,
    /// For the address that the attempts come from.
    pub address: Rule,
}

/// How long one has to wait after so many attempts.
#[derive(Debug)]
pub(crate) struct Rule {
    /// So many have no consequence.
    free: u32,
    /// The wait after one more.
    first_wait: TimeDelta,
    /// The wait doubles up to this.
    longest_wait: TimeDelta,
}

/// Passwords. An office behind one address may mistype more often than one person does.
pub(crate) const SIGN_IN: Rules = Rules {
    name: "sign-in",
    account: Rule {
        free: 4,
        first_wait: TimeDelta::seconds(1),
        longest_wait: TimeDelta::seconds(60),
    },
    address: Rule {
        free: 19,
        first_wait: TimeDelta::seconds(1),
        longest_wait: TimeDelta::minutes(5),
    },
};

/// Mails that somebody asks for. Each is one that an owner did not want if somebody else asks.
pub(crate) const MAIL: Rules = Rules {
    name: "mail",
    account: Rule {
        free: 1,
        first_wait: TimeDelta::seconds(30),
        longest_wait: TimeDelta::minutes(15),
    },
    address: Rule {
        free: 9,
        first_wait: TimeDelta::seconds(10),
        longest_wait: TimeDelta::minutes(15),
    },
};

impl Rule {
    /// The wait after this many attempts.
    pub(super) fn wait(&self, attempts: i32) -> TimeDelta {
        let waited = i64::from(attempts) - i64::from(self.free) - 1;
        if waited < 0 {
            return TimeDelta::zero();
        }
        // Beyond the bound long before the shift is.
        let times = 1 << waited.min(30);
        let wait = self.first_wait.checked_mul(times);
        wait.unwrap_or(self.longest_wait).min(self.longest_wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_up_to_its_bound() {
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
