//! Stored days, and days with a score.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;

use super::plan::{Plan, PlannedHabit};
use crate::domain::{HabitId, TaskId, string_enum};
use crate::kpi::{self, DayInput, HabitInput, Priority, Quadrant, Score, TaskInput};

string_enum! {
    /// The kind of an exception.
    ExceptionKind {
        /// Illness.
        Illness = "illness",
        /// Travel.
        Travel = "travel",
        /// An emergency.
        Emergency = "emergency",
        /// A technical problem.
        Technical = "technical",
    }
}

/// For the metrics only.
static COMPUTATIONS: AtomicU64 = AtomicU64::new(0);

/// The number of KPI computations of this process.
#[must_use]
pub fn computations() -> u64 {
    COMPUTATIONS.load(Ordering::Relaxed)
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Kind.
    pub kind: ExceptionKind,
    /// Note.
    pub note: Option<String>,
}

/// An entry: one habit on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryRecord {
    /// The habit.
    pub habit: HabitId,
    /// Minutes spent; `None` when not entered.
    pub minutes: Option<i16>,
    /// Quality, 1–5.
    pub quality: Option<i16>,
    /// The target on the day; `None` when the habit was not scheduled.
    pub target: Option<i16>,
    /// Completion, 0–1.5; `None` when the habit was not scheduled.
    pub completion: Option<f64>,
    /// The streak up to this day.
    pub streak: u32,
}

impl EntryRecord {
    /// An entry before scoring.
    #[must_use]
    pub fn entered(habit: HabitId, minutes: Option<i16>, quality: Option<i16>) -> Self {
        Self {
            habit,
            minutes,
            quality,
            target: None,
            completion: None,
            streak: 0,
        }
    }
}

/// A task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// Id.
    pub id: TaskId,
    /// Title.
    pub title: String,
    /// Priority.
    pub priority: Priority,
    /// Quadrant.
    pub quadrant: Quadrant,
    /// Estimated minutes.
    pub estimated_minutes: Option<i16>,
    /// Actual minutes.
    pub actual_minutes: Option<i16>,
    /// Whether it is completed.
    pub completed: bool,
}

/// A stored day: the entered data and the last score.
#[derive(Debug, Clone, PartialEq)]
pub struct DayRecord {
    /// The date.
    pub date: NaiveDate,
    /// The exception, if there is one.
    pub exception: Option<Exception>,
    /// Entries.
    pub entries: Vec<EntryRecord>,
    /// Tasks, in the order of the user.
    pub tasks: Vec<TaskRecord>,
    /// The KPI.
    pub kpi: Option<f64>,
    /// The version of the formula of the last score.
    pub formula_version: i16,
}

impl DayRecord {
    /// A day without data.
    #[must_use]
    pub fn empty(date: NaiveDate) -> Self {
        Self {
            date,
            exception: None,
            entries: Vec::new(),
            tasks: Vec::new(),
            kpi: None,
            formula_version: kpi::FORMULA_VERSION.cast_signed(),
        }
    }

    /// Whether there is nothing to record: no exception, no task and no value of any habit. An empty day is
    /// never stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_value = |entry: &EntryRecord| entry.minutes.is_some() || entry.quality.is_some();
        self.exception.is_none() && self.tasks.is_empty() && !self.entries.iter().any(has_value)
    }

    /// Whether both are equal, regardless of the order of entries.
    fn is_equal_to(&self, other: &Self) -> bool {
        let by_habit = |record: &Self| {
            let mut entries = record.entries.clone();
            entries.sort_by_key(|entry| entry.habit);
            entries
        };
        self.kpi == other.kpi
            && self.formula_version == other.formula_version
            && self.tasks == other.tasks
            && by_habit(self) == by_habit(other)
    }
}

/// The current streak of each habit, and the last day on which it was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Streaks(HashMap<HabitId, (NaiveDate, u32)>);

impl Streaks {
    /// Whether the habit has no streak here.
    pub(super) fn is_unknown(&self, habit: HabitId) -> bool {
        !self.0.contains_key(&habit)
    }

    /// Sets the streak of a habit after a day.
    pub(super) fn set(&mut self, habit: HabitId, date: NaiveDate, streak: u32) {
        self.0.insert(habit, (date, streak));
    }

    /// Sets the streaks after a day. Habits without an entry keep theirs.
    pub(super) fn set_day(&mut self, record: &DayRecord) {
        for entry in &record.entries {
            self.set(entry.habit, record.date, entry.streak);
        }
    }

    /// The streak of the habit before `date`: the last one, or 0 if the habit was scheduled in between on
    /// a day that is not recorded.
    fn before(&self, habit: &PlannedHabit, date: NaiveDate) -> u32 {
        let last = self.0.get(&habit.id);
        last.map_or(0, |(last, streak)| {
            habit.streak_before(date, *last, *streak)
        })
    }
}

/// A day with its score.
#[derive(Debug, Clone)]
pub struct ScoredDay {
    /// The day, with an entry for every active habit, with target, completion and streak, in the order of
    /// the user.
    pub record: DayRecord,
    /// The streak of each entry before the day.
    pub streaks_before: Vec<u32>,
    /// The input of the engine; its habits correspond to the entries of the record.
    pub input: DayInput,
    /// The score; `None` on an exception day.
    pub score: Option<Score>,
}

impl ScoredDay {
    /// Scores `record` with the habits of `plan` and the streaks before the day.
    pub(super) fn of(mut record: DayRecord, plan: &Plan, streaks: &Streaks) -> Self {
        let date = record.date;
        let is_empty = record.is_empty();
        let entered: HashMap<HabitId, EntryRecord> = record
            .entries
            .iter()
            .map(|entry| (entry.habit, *entry))
            .collect();

        let mut entries = Vec::with_capacity(plan.0.len());
        let mut habits = Vec::with_capacity(plan.0.len());
        for habit in &plan.0 {
            let entry = entered.get(&habit.id).copied();
            let has_value = entry.is_some_and(|e| e.minutes.is_some() || e.quality.is_some());
            if !habit.is_active_on(date) && !has_value {
                continue;
            }
            let version = habit.version_on(date);
            let (minutes, quality) = entry.map_or((None, None), |e| (e.minutes, e.quality));
            let target = if is_empty {
                habit.target_on_unrecorded(date)
            } else {
                habit.target_on(date)
            };
            entries.push(EntryRecord {
                target,
                ..EntryRecord::entered(habit.id, minutes, quality)
            });
            habits.push(HabitInput {
                category: version.category,
                quadrant: version.quadrant,
                direction: version.direction,
                target: target.map(i16::unsigned_abs),
                minutes: minutes.map(i16::unsigned_abs),
                streak_before: streaks.before(habit, date),
            });
        }
        let input = DayInput {
            habits,
            tasks: record.tasks.iter().map(task_input).collect(),
            // Neither focus sessions nor skill tests are recorded yet.
            focus_sessions: Vec::new(),
            skill_level_change: None,
        };

        let exception = record.exception.is_some();
        for (entry, habit) in entries.iter_mut().zip(&input.habits) {
            let outcome = habit.outcome();
            entry.completion = outcome.completion;
            entry.streak = if exception {
                habit.streak_before
            } else {
                outcome.streak
            };
        }
        let score = (!exception).then(|| {
            COMPUTATIONS.fetch_add(1, Ordering::Relaxed);
            kpi::score(&input)
        });
        record.entries = entries;
        record.kpi = score.map(|score| score.kpi.value());
        record.formula_version = kpi::FORMULA_VERSION.cast_signed();
        let streaks_before = input
            .habits
            .iter()
            .map(|habit| habit.streak_before)
            .collect();
        Self {
            record,
            streaks_before,
            input,
            score,
        }
    }
}

/// Rescores a recorded day and advances `streaks`. Returns the old and the new day if they differ, or if the
/// day is empty, because its habits were deleted: it is then recorded no longer.
pub(super) fn rescore(
    stored: DayRecord,
    plan: &Plan,
    streaks: &mut Streaks,
) -> Option<(DayRecord, ScoredDay)> {
    let day = ScoredDay::of(stored.clone(), plan, streaks);
    if day.record.is_empty() {
        return Some((stored, day));
    }
    streaks.set_day(&day.record);
    (!day.record.is_equal_to(&stored)).then_some((stored, day))
}

fn task_input(task: &TaskRecord) -> TaskInput {
    TaskInput {
        priority: task.priority,
        quadrant: task.quadrant,
        estimated_minutes: task.estimated_minutes.map(i16::unsigned_abs),
        actual_minutes: task.actual_minutes.map(i16::unsigned_abs),
        completed: task.completed,
    }
}
