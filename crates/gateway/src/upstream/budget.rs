//! The retry budget: retries are limited to a fifth of the requests, plus a reserve.
//!
//! When a whole service fails, retrying every request would only multiply its load.

use std::cell::Cell;

/// The deposit of one request.
const DEPOSIT: u32 = 1;
/// The cost of one retry.
const PRICE: u32 = 5;
/// The maximum, which is also the initial balance: a restart of an instance breaks all requests in
/// flight at once.
const RESERVE: u32 = 100 * PRICE;

/// One worker's retry budget for one service.
#[derive(Debug)]
pub(super) struct RetryBudget(Cell<u32>);

impl RetryBudget {
    pub(super) fn new() -> Self {
        Self(Cell::new(RESERVE))
    }

    /// Adds the deposit of a request.
    pub(super) fn deposit(&self) {
        self.0.set((self.0.get() + DEPOSIT).min(RESERVE));
    }

    /// Withdraws the cost of a retry, if the balance allows it.
    pub(super) fn withdraw(&self) -> bool {
        let rest = self.0.get().checked_sub(PRICE);
        if let Some(rest) = rest {
            self.0.set(rest);
        }
        rest.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_the_long_run_one_in_five_is_retried() {
        let budget = RetryBudget::new();
        let at_once = (0..1000).filter(|_| budget.withdraw()).count();
        assert_eq!(at_once, 100);
        let later = (0..1000).filter(|_| {
            budget.deposit();
            budget.withdraw()
        });
        assert_eq!(later.count(), 200);
    }
}
