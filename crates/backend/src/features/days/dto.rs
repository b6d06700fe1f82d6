//! What goes over the wire for days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::explanation::Explanation;
use crate::domain::{HabitId, Minutes, Quality, ShortText, TargetMinutes, TaskId};
use crate::kpi::{self, Band, Category, Direction, Priority, Quadrant};
use crate::scoring::{self, EntryRecord, ExceptionKind, Plan, ScoredDay, TaskRecord};

/// One user's day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// The date.
    pub date: NaiveDate,
    /// Whether it is recorded.
    pub saved: bool,
    /// Why it does not count, if it doesn't.
    #[schema(required)]
    pub exception: Option<Exception>,
    /// One for every habit of the day, in the user's order.
    pub entries: Vec<Entry>,
    /// At most five.
    pub tasks: Vec<Task>,
    /// 0–150; null on an exception day and while nothing is recorded.
    #[schema(required)]
    pub kpi: Option<f64>,
    /// Every point of it; of what is there, while nothing is recorded. Null on an exception day.
    #[schema(required)]
    pub explanation: Option<Explanation>,
}

/// Why a day does not count.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exception {
    /// Which exception.
    pub kind: ExceptionKind,
    /// The user's words.
    #[schema(required)]
    pub note: Option<String>,
}

/// A habit on the day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// Which habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// Its category that day.
    pub category: Category,
    /// Its quadrant that day.
    pub quadrant: Quadrant,
    /// Its direction that day.
    pub direction: Direction,
    /// Whether it counts that day; if not, minutes are extra time.
    pub scheduled: bool,
    /// The target that day; null when not scheduled.
    #[schema(required)]
    pub target_minutes: Option<i16>,
    /// Minutes spent; null when nothing is entered.
    #[schema(required)]
    pub minutes: Option<i16>,
    /// How well it went, 1–5.
    #[schema(required)]
    pub quality: Option<i16>,
    /// 0–1.5; null when not scheduled.
    #[schema(required)]
    pub completion: Option<f64>,
    /// Days in a row up to and with this one.
    pub streak: u32,
    /// Days in a row up to the day before.
    pub streak_before: u32,
}

/// A task of the day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    /// Id.
    pub id: TaskId,
    /// What is to be done.
    pub title: String,
    /// How much it matters.
    pub priority: Priority,
    /// Its quadrant.
    pub quadrant: Quadrant,
    /// Minutes it was thought to take.
    #[schema(required)]
    pub estimated_minutes: Option<i16>,
    /// Minutes it took.
    #[schema(required)]
    pub actual_minutes: Option<i16>,
    /// Whether it is done.
    pub completed: bool,
}

/// What is entered for a day; replaces all of it but its exception.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayUpdate {
    /// Habits that are not among them have no entry.
    #[schema(max_items = 100)]
    pub entries: Vec<EntryInput>,
    /// At most five.
    #[schema(max_items = 5)]
    pub tasks: Vec<TaskInput>,
}

/// What is entered for a habit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct EntryInput {
    /// One of the user's habits.
    pub habit_id: HabitId,
    /// Minutes spent.
    pub minutes: Option<Minutes>,
    /// How well it went.
    pub quality: Option<Quality>,
}

/// A task as entered.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TaskInput {
    /// Of a task the day has, where a whole day is sent; left out for a new one.
    pub id: Option<TaskId>,
    /// What is to be done.
    pub title: ShortText<200>,
    /// How much it matters.
    pub priority: Priority,
    /// Its quadrant.
    pub quadrant: Quadrant,
    /// Minutes it may take.
    pub estimated_minutes: Option<TargetMinutes>,
    /// Minutes it took.
    pub actual_minutes: Option<Minutes>,
    /// Whether it is done; `false` unless given.
    #[serde(default)]
    pub completed: bool,
}

impl TaskInput {
    /// The task to store under this id.
    pub(super) fn into_record(self, id: TaskId) -> TaskRecord {
        TaskRecord {
            id,
            title: self.title.into(),
            priority: self.priority,
            quadrant: self.quadrant,
            estimated_minutes: self.estimated_minutes.map(Into::into),
            actual_minutes: self.actual_minutes.map(Into::into),
            completed: self.completed,
        }
    }
}

/// Marks a day as one that does not count.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionInput {
    /// Which exception.
    pub kind: ExceptionKind,
    /// What happened.
    pub note: Option<ShortText<500>>,
}

impl From<ExceptionInput> for scoring::Exception {
    fn from(input: ExceptionInput) -> Self {
        Self {
            kind: input.kind,
            note: input.note.map(Into::into),
        }
    }
}

/// The recorded days of a range.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Days {
    /// In order.
    pub days: Vec<DaySummary>,
}

/// A recorded day in short.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DaySummary {
    /// The date.
    pub date: NaiveDate,
    /// Null on an exception day.
    #[schema(required)]
    pub kpi: Option<f64>,
    /// The KPI in a word.
    #[schema(required)]
    pub band: Option<Band>,
    /// Why the day does not count, if it doesn't.
    #[schema(required)]
    pub exception: Option<ExceptionKind>,
    /// Minutes of all habits.
    pub minutes: i64,
}

impl DaySummary {
    pub(super) fn new(
        date: NaiveDate,
        kpi: Option<f64>,
        exception: Option<ExceptionKind>,
        minutes: i64,
    ) -> Self {
        let band = kpi.map(|kpi| kpi::band(kpi::Points::round(kpi)));
        Self {
            date,
            kpi,
            band,
            exception,
            minutes,
        }
    }
}

impl Day {
    /// The day as scored; `plan` has the habits of its entries.
    pub(super) fn of(day: &ScoredDay, plan: &Plan, saved: bool) -> Self {
        let date = day.record.date;
        let entries = day
            .record
            .entries
            .iter()
            .zip(&day.streaks_before)
            .filter_map(|(entry, before)| Entry::of(entry, *before, plan, date))
            .collect();
        Self {
            date,
            saved,
            exception: day.record.exception.as_ref().map(|exception| Exception {
                kind: exception.kind,
                note: exception.note.clone(),
            }),
            entries,
            tasks: day.record.tasks.iter().map(Task::of).collect(),
            kpi: day.record.kpi.filter(|_| saved),
            explanation: Explanation::of(day),
        }
    }
}

impl Entry {
    fn of(entry: &EntryRecord, streak_before: u32, plan: &Plan, date: NaiveDate) -> Option<Self> {
        let habit = plan.habit(entry.habit)?;
        let version = habit.version_on(date);
        Some(Self {
            habit_id: entry.habit,
            name: habit.details.name.clone(),
            category: version.category,
            quadrant: version.quadrant,
            direction: version.direction,
            scheduled: entry.target.is_some(),
            target_minutes: entry.target,
            minutes: entry.minutes,
            quality: entry.quality,
            completion: entry.completion,
            streak: entry.streak,
            streak_before,
        })
    }
}

impl Task {
    fn of(task: &TaskRecord) -> Self {
        Self {
            id: task.id,
            title: task.title.clone(),
            priority: task.priority,
            quadrant: task.quadrant,
            estimated_minutes: task.estimated_minutes,
            actual_minutes: task.actual_minutes,
            completed: task.completed,
        }
    }
}
