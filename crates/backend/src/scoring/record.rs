//! Stored days, and days with a score.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;

use super::plan::{Plan, PlannedHabit};
use super::streak::{Streak, is_due};
use crate::domain::{FocusSessionId, HabitId, TaskId, string_enum};
use crate::kpi::{
    self, DayInput, FocusSession, HabitInput, Measure, Priority, Quadrant, Score, TaskInput,
};

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
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRecord {
    /// The habit.
    pub habit: HabitId,
    /// What amount and target are on the day.
    pub measure: Measure,
    /// The amount; `None` when not entered.
    pub amount: Option<i16>,
    /// Quality, 1–5.
    pub quality: Option<i16>,
    /// Note.
    pub note: Option<String>,
    /// The target on the day; `None` when the habit was not scheduled.
    pub target: Option<i16>,
    /// Completion, 0–1.5; `None` when the habit was not scheduled.
    pub completion: Option<f64>,
    /// The streak up to this day.
    pub streak: Streak,
}

impl EntryRecord {
    /// An entry before scoring, without a note.
    #[must_use]
    pub fn entered(
        habit: HabitId,
        measure: Measure,
        amount: Option<i16>,
        quality: Option<i16>,
    ) -> Self {
        Self {
            habit,
            measure,
            amount,
            quality,
            note: None,
            target: None,
            completion: None,
            streak: Streak::default(),
        }
    }

    /// Whether the user has entered anything.
    fn has_value(&self) -> bool {
        self.amount.is_some() || self.quality.is_some() || self.note.is_some()
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

/// A focus session that has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FocusRecord {
    /// Id.
    pub id: FocusSessionId,
    /// Its length.
    pub minutes: i16,
    /// Whether it was interrupted.
    pub interrupted: bool,
}

/// Figures of a day for lists of many people's days, which do not read entries and tasks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayFigures {
    /// Whether the minutes of entries and tasks fit into 24 hours.
    pub plausible: bool,
    /// Mean completion of the scheduled habits, at most 1 each; `None` without any, and on an exception day.
    pub completion: Option<f64>,
    /// The longest streak with which the day ends, in days; 0 on an exception day.
    pub longest_streak: i32,
}

impl Default for DayFigures {
    /// Those of a day without data.
    fn default() -> Self {
        Self {
            plausible: true,
            completion: None,
            longest_streak: 0,
        }
    }
}

impl DayFigures {
    /// The figures of a day with this input.
    fn of(input: &DayInput, exception: bool) -> Self {
        let plausible = input.is_plausible();
        if exception {
            return Self {
                plausible,
                ..Self::default()
            };
        }
        let outcomes = || input.habits.iter().map(|habit| (habit, habit.outcome()));
        let completions: Vec<f64> = outcomes()
            .filter_map(|(_, outcome)| outcome.completion)
            .map(|completion| completion.min(1.0))
            .collect();
        let mean = completions.iter().sum::<f64>() / completions.len() as f64;
        let streaks = outcomes().map(|(habit, outcome)| habit.streak_days(outcome.streak));
        Self {
            plausible,
            // Rounded, so that it does not depend on the order of the habits.
            completion: (!completions.is_empty()).then(|| (mean * 1e6).round() / 1e6),
            longest_streak: i32::try_from(streaks.max().unwrap_or(0)).unwrap_or(i32::MAX),
        }
    }
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
    /// The focus sessions that began on the day and have ended. They are stored apart: a day with nothing else is
    /// empty.
    pub focus: Vec<FocusRecord>,
    /// The note of the day; `None` where only what scores is loaded.
    pub note: Option<String>,
    /// The KPI.
    pub kpi: Option<f64>,
    /// The version of the formula of the last score.
    pub formula_version: i16,
    /// What follows from the entries and tasks.
    pub figures: DayFigures,
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
            focus: Vec::new(),
            note: None,
            kpi: None,
            formula_version: kpi::FORMULA_VERSION.cast_signed(),
            figures: DayFigures::default(),
        }
    }

    /// Whether there is nothing to record: no exception, no task and no value of any habit. An empty day is
    /// never stored; its note is, which scores nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let has_value = self.entries.iter().any(EntryRecord::has_value);
        self.exception.is_none() && self.tasks.is_empty() && !has_value
    }

    /// Whether what is stored with the day is equal, regardless of the order of entries and of the note.
    fn is_equal_to(&self, other: &Self) -> bool {
        let by_habit = |record: &Self| {
            let mut entries = record.entries.clone();
            entries.sort_by_key(|entry| entry.habit);
            entries
        };
        self.kpi == other.kpi
            && self.formula_version == other.formula_version
            && self.figures == other.figures
            && self.exception == other.exception
            && self.tasks == other.tasks
            && by_habit(self) == by_habit(other)
    }
}

/// The current streak of each habit, and the last day on which it was recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Streaks(HashMap<HabitId, (NaiveDate, Streak)>);

impl Streaks {
    /// Whether the habit has no streak here.
    pub(super) fn is_unknown(&self, habit: HabitId) -> bool {
        !self.0.contains_key(&habit)
    }

    /// Sets the streak of a habit after a day.
    pub(super) fn set(&mut self, habit: HabitId, date: NaiveDate, streak: Streak) {
        self.0.insert(habit, (date, streak));
    }

    /// Sets the streaks after a day. Habits without an entry keep theirs.
    pub(super) fn set_day(&mut self, record: &DayRecord) {
        for entry in &record.entries {
            self.set(entry.habit, record.date, entry.streak);
        }
    }

    /// The streak of the habit before `date`: the last one, as unrecorded days in between have left it.
    fn before(&self, habit: &PlannedHabit, date: NaiveDate) -> Streak {
        let last = self.0.get(&habit.id);
        last.map_or_else(Streak::default, |(last, streak)| {
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
    pub streaks_before: Vec<Streak>,
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
        let mut entered: HashMap<HabitId, EntryRecord> = record
            .entries
            .drain(..)
            .map(|entry| (entry.habit, entry))
            .collect();

        let mut entries = Vec::with_capacity(plan.0.len());
        let mut habits = Vec::with_capacity(plan.0.len());
        let mut streaks_before = Vec::with_capacity(plan.0.len());
        let exception = record.exception.is_some();
        for habit in &plan.0 {
            let entry = entered.remove(&habit.id);
            let has_value = entry.as_ref().is_some_and(EntryRecord::has_value);
            if !habit.is_active_on(date) && !has_value {
                continue;
            }
            let version = habit.version_on(date);
            let entry = entry
                .unwrap_or_else(|| EntryRecord::entered(habit.id, version.measure, None, None));
            let amount = entry.amount;
            let target = if is_empty {
                habit.target_on_unrecorded(date)
            } else {
                habit.target_on(date)
            };
            let before = streaks.before(habit, date);
            let times_left = version.times_left(before.week_done);
            let mut input = HabitInput {
                category: version.category,
                quadrant: version.quadrant,
                direction: version.direction,
                measure: version.measure,
                target: target.map(i16::unsigned_abs),
                amount: amount.map(i16::unsigned_abs),
                streak_before: before.length,
                times_left: times_left.map(i16::unsigned_abs),
            };
            if let Some(left) = times_left {
                let is_done = amount.is_some() && input.outcome().done;
                if exception || left == 0 || !(is_done || is_due(date, left)) {
                    input.target = None;
                }
            }
            entries.push(EntryRecord {
                target: target.filter(|_| input.target.is_some()),
                measure: version.measure,
                ..entry
            });
            habits.push(input);
            streaks_before.push(before);
        }
        let input = DayInput {
            habits,
            tasks: record.tasks.iter().map(task_input).collect(),
            focus_sessions: record.focus.iter().map(focus_input).collect(),
            // Skill tests are not recorded yet.
            skill_level_change: None,
        };

        for ((entry, habit), before) in entries.iter_mut().zip(&input.habits).zip(&streaks_before) {
            let outcome = habit.outcome();
            entry.completion = outcome.completion;
            let weekly = habit.times_left.is_some();
            entry.streak = if exception {
                Streak {
                    week_exceptions: before.week_exceptions + i16::from(weekly),
                    ..*before
                }
            } else {
                Streak {
                    length: outcome.streak,
                    week_done: before.week_done + i16::from(weekly && outcome.done),
                    ..*before
                }
            };
        }
        let score = (!exception).then(|| {
            COMPUTATIONS.fetch_add(1, Ordering::Relaxed);
            kpi::score(&input)
        });
        record.entries = entries;
        record.kpi = score.map(|score| score.kpi.value());
        record.formula_version = kpi::FORMULA_VERSION.cast_signed();
        record.figures = DayFigures::of(&input, exception);
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
    score_edited(stored.clone(), stored, plan, streaks)
}

/// As [`rescore`], with the data of `edited`.
pub(super) fn score_edited(
    edited: DayRecord,
    stored: DayRecord,
    plan: &Plan,
    streaks: &mut Streaks,
) -> Option<(DayRecord, ScoredDay)> {
    let day = ScoredDay::of(edited, plan, streaks);
    if day.record.is_empty() {
        return Some((stored, day));
    }
    streaks.set_day(&day.record);
    (!day.record.is_equal_to(&stored)).then_some((stored, day))
}

fn focus_input(session: &FocusRecord) -> FocusSession {
    FocusSession {
        minutes: session.minutes.unsigned_abs().into(),
        interrupted: session.interrupted,
    }
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
