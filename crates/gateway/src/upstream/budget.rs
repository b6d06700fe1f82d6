//! How many requests may be tried again: a fifth of all, and some in reserve.
//!
//! When a service fails as a whole, trying everything again would only multiply its load.

use std::cell::Cell;

/// What one request puts by, in parts of a retry.
const DEPOSIT: u32 = 1;
/// What one retry costs.
const PRICE: u32 = 5;
/// The most that is put by, and what there is at the start: a restart breaks all that is on its
/// way at once.
const RESERVE: u32 = 100 * PRICE;

/// One worker's budget for retries with one service.
#[derive(Debug)]
pub(super) struct Budget(Cell<u32>);

impl Budget {
    pub(super) fn new() -> Self {
        Self(Cell::new(RESERVE))
    }

    /// A request has come.
    pub(super) fn deposit(&self) {
        self.0.set((self.0.get() + DEPOSIT).min(RESERVE));
    }

    /// Whether a request may be tried again.
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
    fn in_the_long_run_one_in_five_is_tried_again() {
        let budget = Budget::new();
        let at_once = (0..1000).filter(|_| budget.withdraw()).count();
        assert_eq!(at_once, 100);
        let later = (0..1000).filter(|_| {
            budget.deposit();
            budget.withdraw()
        });
        assert_eq!(later.count(), 200);
    }
}
