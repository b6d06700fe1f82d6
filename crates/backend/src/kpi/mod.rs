//! The daily KPI: a pure function of a day, without input, output, clock or randomness. Saving a
//! day, previewing it and recomputing it call the same [`score`], so they agree.
//!
//! # The formula, version 1
//!
//! ```text
//! kpi = clamp(base + efficiency + priority + scorecard, 0, 150)
//!
//! completion   at_least: min(minutes / target, 1.5)
//!              at_most:  1 up to the target, then falling linearly to 0 at twice the target
//! base         100 × mean completion of the scheduled habits, 0 without any
//! efficiency   clamp(sum of the laws, −25, +25)
//! priority     min(20, 10 per completed high + 5 per completed medium task)
//! scorecard    0.1 × (0.4 D + 0.3 S + 0.3 C)
//! band         ≥ 150 exceptional, ≥ 120 high, ≥ 100 good, ≥ 80 average, else needs attention
//! ```
//!
//! A day with an exception has no KPI: its caller does not ask for one, and nothing here knows of
//! exceptions. Entries on days on which their habit is not scheduled are extra time: their minutes
//! count for the law of q2_focus and for nothing else.
//!
//! The rules stand at the functions that follow them: [`completion`](fn@completion), each law in
//! `laws`, D, S and C in `scorecard`, rounding at [`Score`], and what is a cheap next step in
//! `raise`. A change that gives some day another KPI is a new [`FORMULA_VERSION`].
//!
//! The result does not depend on the order of habits, tasks or sessions, to the last bit: all that
//! is added up over them is whole numbers.
//!
//! ```
//! # use kpi_backend::kpi::{
//! #     Category, DayInput, Direction, HabitInput, Points, Quadrant, explain, raises, score,
//! # };
//! let day = DayInput {
//!     habits: vec![HabitInput {
//!         category: Category::Health,
//!         quadrant: Quadrant::Q2,
//!         direction: Direction::AtLeast,
//!         target: Some(60),
//!         minutes: Some(30),
//!         streak_before: 4,
//!     }],
//!     ..DayInput::default()
//! };
//! let score = score(&day);
//! assert_eq!(score.base, Points::whole(50));
//! assert_eq!(score.kpi, explain(&day).kpi);
//! // 18 more minutes make 48 of 60, which counts as done.
//! assert_eq!(raises(&day)[0].minutes(), Some(18));
//! ```

mod completion;
mod day;
mod explain;
mod laws;
mod model;
mod points;
mod raise;
mod score;
mod scorecard;
mod step;
mod tally;

pub use completion::{DONE, MOST, completion};
pub use day::{DayInput, FocusSession, HabitInput, HabitOutcome, TaskInput};
pub use explain::{Explanation, Fact, Term, explain};
pub use laws::{EFFICIENCY_LIMIT, LAWS, LawInfo};
pub use model::{Band, Category, Direction, Law, Priority, Quadrant, RaiseCode, TermCode};
pub use points::Points;
pub use raise::{MOST_RAISES, Raise, raises, raises_of};
pub use score::{HIGHEST, PRIORITY_LIMIT, Score, band, score};
pub use scorecard::Scorecard;
pub use step::Step;

/// The version of the formula, stored with every KPI.
pub const FORMULA_VERSION: u16 = 1;
