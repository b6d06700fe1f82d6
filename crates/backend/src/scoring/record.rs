//! A day as it is stored, and as scoring leaves it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use chrono::NaiveDate;

use super::plan::{Plan, PlannedHabit};
use crate::domain::{HabitId, TaskId, string_enum};
use crate::kpi::{self, DayInput, HabitInput, Priority, Quadrant, Score, TaskInput};

string_enum! {
    /// Why a day is left out of the averages.
    ExceptionKind {
        /// Ill.
        Illness = "illness",
        /// Away.
        Travel = "travel",
        /// Something had to come first.
        Emergency = "emergency",
        /// Things did not work.
        Technical = "technical",
    }
}

/// Only for those who watch: nothing depends on it.
static COMPUTATIONS: AtomicU64 = AtomicU64::new(0);

/// How often the KPI of a day has been computed by this process.
#[must_use]
pub fn computations() -> u64 {
    COMPUTATIONS.load(Ordering::Relaxed)
}

/// An exception.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// Which.
    pub kind: ExceptionKind,
    /// What happened, in the user's words.
    pub note: Option<String>,
}

/// One habit on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryRecord {
    /// Which habit.
    pub habit: HabitId,
    /// Minutes spent; `None` when nothing was entered.
    pub minutes: Option<i16>,
    /// 1–5.
    pub quality: Option<i16>,
    /// The target scored against; `None` when the habit was not scheduled.
    pub target: Option<i16>,
    /// 0–1.5; `None` when the habit was not scheduled.
    pub completion: Option<f64>,
    /// Days in a row up to this one.
    pub streak: u32,
}

impl EntryRecord {
    /// What a user entered, before scoring.
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

/// One task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRecord {
    /// Which.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// How much it matters.
    pub priority: Priority,
    /// Urgent? Important?
    pub quadrant: Quadrant,
    /// Minutes it was thought to take.
    pub estimated_minutes: Option<i16>,
    /// Minutes it took.
    pub actual_minutes: Option<i16>,
    /// Whether it is done.
    pub completed: bool,
}

/// A day as stored: what the user entered, and the score it was last given.
#[derive(Debug, Clone, PartialEq)]
pub struct DayRecord {
    /// The date.
    pub date: NaiveDate,
    /// Why it does not count, if it doesn't.
    pub exception: Option<Exception>,
    /// By habit.
    pub entries: Vec<EntryRecord>,
    /// In the user's order.
    pub tasks: Vec<TaskRecord>,
    /// The KPI.
    pub kpi: Option<f64>,
    /// The version of the formula it was last scored with.
    pub formula_version: i16,
}

impl DayRecord {
    /// A day on which nothing has been entered.
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

    /// Whether there is neither a task nor a value for any habit.
    #[must_use]
    pub fn has_entered_nothing(&self) -> bool {
        let blank = |entry: &EntryRecord| entry.minutes.is_none() && entry.quality.is_none();
        self.tasks.is_empty() && self.entries.iter().all(blank)
    }

    /// Whether both say the same, whatever order their entries are in.
    fn is_same_as(&self, other: &Self) -> bool {
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

/// The running streak of each habit, and the day it was last recorded for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Streaks(HashMap<HabitId, (NaiveDate, u32)>);

impl Streaks {
    /// Whether there is nothing known of the habit.
    pub(super) fn lack(&self, habit: HabitId) -> bool {
        !self.0.contains_key(&habit)
    }

    /// Notes the streak of a habit after a day.
    pub(super) fn note(&mut self, habit: HabitId, date: NaiveDate, streak: u32) {
        self.0.insert(habit, (date, streak));
    }

    /// Notes what a day left behind. Habits that were not part of it keep what they had.
    pub(super) fn note_day(&mut self, record: &DayRecord) {
        for entry in &record.entries {
            self.note(entry.habit, record.date, entry.streak);
        }
    }

    /// The streak with which the habit begins `date`: the last one, unless the habit was
    /// scheduled in between on a day that was never recorded.
    fn at_start_of(&self, habit: &PlannedHabit, date: NaiveDate) -> u32 {
        let Some((last, streak)) = self.0.get(&habit.id).filter(|(_, streak)| *streak > 0) else {
            return 0;
        };
        let missed = last
            .iter_days()
            .skip(1)
            .take_while(|between| *between < date)
            .any(|between| habit.target_on(between).is_some());
        if missed { 0 } else { *streak }
    }
}

/// A day with its score.
#[derive(Debug, Clone)]
pub struct ScoredDay {
    /// The day, its entries complete: one for every habit that was active, with target,
    /// completion and streak, in the user's order.
    pub record: DayRecord,
    /// What each entry's streak was when the day began.
    pub streaks_before: Vec<u32>,
    /// What the engine was given; its habits are the record's entries, one for one.
    pub input: DayInput,
    /// What it made of it; `None` on an exception day.
    pub score: Option<Score>,
}

impl ScoredDay {
    /// Scores `record` against `plan`, with the streaks that the days before it left.
    pub(super) fn of(mut record: DayRecord, plan: &Plan, streaks: &Streaks) -> Self {
        let date = record.date;
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
            let target = habit.target_on(date);
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
                streak_before: streaks.at_start_of(habit, date),
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

/// A recorded day as it was and as it is, if it comes out different; `streaks` go on behind it.
pub(super) fn score_again(
    stored: DayRecord,
    plan: &Plan,
    streaks: &mut Streaks,
) -> Option<(DayRecord, ScoredDay)> {
    let day = ScoredDay::of(stored.clone(), plan, streaks);
    streaks.note_day(&day.record);
    (!day.record.is_same_as(&stored)).then_some((stored, day))
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
