//! The daily KPI: a pure function of a day, without I/O, clock or randomness. Saving, previewing and
//! recomputing a day call the same [`score`].
//!
//! # The formula, version 1
//!
//! ```text
//! kpi = clamp(base + efficiency + priority + scorecard, 0, 150)
//!
//! completion   at_least: min(amount / target, 1.5); a check: 0 or 1
//!              at_most:  1 up to the target, then falling linearly to 0 at twice the target
//! base         100 × mean completion of the scheduled habits, 0 without any
//! efficiency   clamp(sum of the laws, −25, +25)
//! priority     min(20, 10 per completed high + 5 per completed medium task)
//! scorecard    0.1 × (0.4 D + 0.3 S + 0.3 C)
//! band         ≥ 150 exceptional, ≥ 120 high, ≥ 100 good, ≥ 80 average, else needs attention
//! ```
//!
//! A day with an exception has no KPI: the caller does not compute one, and the engine has no notion of
//! exceptions. Entries on days on which their habit is not scheduled are extra time: their minutes
//! count for the q2_focus law only. Rules that speak of minutes take habits measured in minutes alone,
//! all others take completion.
//!
//! The rules are documented at their functions: [`completion`](fn@completion), each law in `laws`, D, S
//! and C in `scorecard`, rounding at [`Score`], and the ranking of next steps in `suggestion`. A change
//! of any result requires a new [`FORMULA_VERSION`].
//!
//! The result does not depend on the order of habits, tasks or sessions, to the last bit, because all
//! sums are of integers.
//!
//! ```
//! # use kpi_backend::kpi::{
//! #     Category, DayInput, Direction, HabitInput, Measure, Points, Quadrant, explain, score,
//! #     suggestions,
//! # };
//! let day = DayInput {
//!     habits: vec![HabitInput {
//!         category: Category::Health,
//!         quadrant: Quadrant::Q2,
//!         direction: Direction::AtLeast,
//!         measure: Measure::Minutes,
//!         target: Some(60),
//!         amount: Some(30),
//!         streak_before: 4,
//!         times_left: None,
//!     }],
//!     ..DayInput::default()
//! };
//! let score = score(&day);
//! assert_eq!(score.base, Points::whole(50));
//! assert_eq!(score.kpi, explain(&day).kpi);
//! // 18 more minutes make 48 of 60, which counts as done.
//! assert_eq!(suggestions(&day)[0].amount(), Some(18));
//! ```

mod completion;
mod day;
mod explain;
mod laws;
mod model;
mod points;
mod score;
mod scorecard;
mod step;
mod suggestion;
mod totals;

pub use completion::{DONE, MAX_COMPLETION, completion};
pub use day::{
    DAY_MINUTES, DayInput, FocusSession, HabitInput, HabitOutcome, MAX_TASKS, TaskInput,
};
pub use explain::{Explanation, Fact, Term, explain};
pub use laws::{EFFICIENCY_LIMIT, LAWS, LawLimits, STREAK_MILESTONES};
pub use model::{
    Band, Category, Direction, Law, Measure, Priority, Quadrant, SuggestionCode, TermCode,
};
pub use points::Points;
pub use score::{MAX_KPI, PRIORITY_LIMIT, Score, band, score};
pub use scorecard::Scorecard;
pub use step::Step;
pub use suggestion::{MAX_SUGGESTIONS, Suggestion, suggestions, suggestions_of};

/// Version of the formula, stored with every KPI.
pub const FORMULA_VERSION: u16 = 1;
