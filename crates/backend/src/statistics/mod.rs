//! Statistics: pure functions of numbers, without a word of the domain.

mod apportion;
mod correlation;
mod false_discovery;

pub use apportion::apportion;
pub use correlation::{Correlation, Ranks, Undefined, spearman};
pub use false_discovery::adjust;
