//! Requests and responses about days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::explanation::Explanation;
use crate::domain::{Amount, EstimatedMinutes, HabitId, Minutes, Note, Quality, ShortText, TaskId};
use crate::kpi::{self, Band, Category, Direction, Measure, Priority, Quadrant};
use crate::scoring::{self, EntryRecord, ExceptionKind, Plan, ScoredDay, Streak, TaskRecord};

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// The date.
    pub date: NaiveDate,
    /// Whether it is recorded.
    pub saved: bool,
    /// The exception, if there is one.
    #[schema(required)]
    pub exception: Option<Exception>,
    /// One entry per habit of the day, in the order of the user.
    pub entries: Vec<Entry>,
    /// At most five.
    pub tasks: Vec<Task>,
    /// 0–150; null on an exception day and while nothing is recorded.
    #[schema(required)]
    pub kpi: Option<f64>,
    /// Whether the minutes of entries and tasks fit into 24 hours. A day whose minutes do not is scored all the
    /// same, but is no best day.
    pub plausible: bool,
    /// The explanation of the KPI, also while nothing is recorded. Null on an exception day.
    #[schema(required)]
    pub explanation: Option<Explanation>,
}

/// An exception.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Exception {
    /// The kind.
    pub kind: ExceptionKind,
    /// The note.
    #[schema(required)]
    pub note: Option<String>,
}

/// An entry: a habit on the day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Entry {
    /// The habit.
    pub habit_id: HabitId,
    /// Its name.
    pub name: String,
    /// The group under which Today shows it.
    #[schema(required)]
    pub group: Option<String>,
    /// Its category on that day.
    pub category: Category,
    /// Its quadrant on that day.
    pub quadrant: Quadrant,
    /// Its direction on that day.
    pub direction: Direction,
    /// What amount and target are on that day.
    pub measure: Measure,
    /// The unit of a count on that day; null for the other measures.
    #[schema(required)]
    pub unit: Option<String>,
    /// Whether it is scheduled; if not, the amount is extra.
    pub scheduled: bool,
    /// The target on that day; null when not scheduled.
    #[schema(required)]
    pub target: Option<i16>,
    /// The amount; null when not entered.
    #[schema(required)]
    pub amount: Option<i16>,
    /// Quality, 1–5.
    #[schema(required)]
    pub quality: Option<i16>,
    /// The note.
    #[schema(required)]
    pub note: Option<String>,
    /// 0–1.5; null when not scheduled.
    #[schema(required)]
    pub completion: Option<f64>,
    /// The streak up to this day: days, or weeks of a habit due n times a week. Today, while it runs, does not end
    /// it.
    pub streak: u32,
    /// The streak up to the day before.
    pub streak_before: u32,
    /// The week of a habit due n times a week; null if it is scheduled by weekdays.
    #[schema(required)]
    pub week: Option<EntryWeek>,
}

/// The week of a habit that is due n times a week, up to the day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EntryWeek {
    /// How many times it is due.
    pub times: i16,
    /// How many of them were done.
    pub done: i16,
    /// The target of each time.
    pub target: i16,
}

/// A task of the day.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Task {
    /// Id.
    pub id: TaskId,
    /// Title.
    pub title: String,
    /// Priority.
    pub priority: Priority,
    /// Its quadrant.
    pub quadrant: Quadrant,
    /// Estimated minutes.
    #[schema(required)]
    pub estimated_minutes: Option<i16>,
    /// Actual minutes.
    #[schema(required)]
    pub actual_minutes: Option<i16>,
    /// Whether it is completed.
    pub completed: bool,
}

/// The data of a day; replaces all of it except the exception.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayUpdate {
    /// Habits without an entry here have none on the day.
    #[schema(max_items = 100)]
    pub entries: Vec<EntryInput>,
    /// At most five.
    #[schema(max_items = 5)]
    pub tasks: Vec<TaskInput>,
}

/// The entry of a habit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct EntryInput {
    /// One of the user's habits.
    pub habit_id: HabitId,
    /// The amount in the habit's measure on that day: 0–1440 minutes, a count of 0–10,000, 0 or 1 for a check.
    pub amount: Option<Amount>,
    /// Quality.
    pub quality: Option<Quality>,
    /// A note.
    pub note: Option<Note>,
}

/// A task to save.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct TaskInput {
    /// The id of an existing task of the day, when the whole day is sent; omitted for a new one.
    pub id: Option<TaskId>,
    /// Title.
    pub title: ShortText<200>,
    /// Priority.
    pub priority: Priority,
    /// Its quadrant.
    pub quadrant: Quadrant,
    /// Estimated minutes.
    pub estimated_minutes: Option<EstimatedMinutes>,
    /// Actual minutes.
    pub actual_minutes: Option<Minutes>,
    /// Whether it is completed; `false` by default.
    #[serde(default)]
    pub completed: bool,
}

impl TaskInput {
    /// The task with this id.
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

/// Marks a day as an exception.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionInput {
    /// The kind.
    pub kind: ExceptionKind,
    /// A note.
    pub note: Option<Note>,
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
    /// In the order of their dates.
    pub days: Vec<DaySummary>,
}

/// The summary of a recorded day.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DaySummary {
    /// The date.
    pub date: NaiveDate,
    /// Null on an exception day.
    #[schema(required)]
    pub kpi: Option<f64>,
    /// The band of the KPI.
    #[schema(required)]
    pub band: Option<Band>,
    /// The exception, if there is one.
    #[schema(required)]
    pub exception: Option<ExceptionKind>,
    /// Minutes of all habits measured in minutes.
    pub minutes: i64,
    /// Whether the minutes of entries and tasks fit into 24 hours.
    pub plausible: bool,
}

impl DaySummary {
    pub(super) fn new(
        date: NaiveDate,
        kpi: Option<f64>,
        exception: Option<ExceptionKind>,
        minutes: i64,
        task_minutes: i64,
    ) -> Self {
        let band = kpi.map(|kpi| kpi::band(kpi::Points::round(kpi)));
        Self {
            date,
            kpi,
            band,
            exception,
            minutes,
            plausible: minutes + task_minutes <= i64::from(kpi::DAY_MINUTES),
        }
    }
}

impl Day {
    /// The response for a scored day; `plan` has the habits of its entries.
    pub(super) fn of(day: &ScoredDay, plan: &Plan, today: NaiveDate) -> Self {
        let date = day.record.date;
        let saved = !day.record.is_empty();
        let entries = day
            .record
            .entries
            .iter()
            .zip(&day.streaks_before)
            .filter_map(|(entry, before)| Entry::of(entry, before, plan, date, today))
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
            plausible: day.input.is_plausible(),
            explanation: Explanation::of(day),
        }
    }
}

impl Entry {
    fn of(
        entry: &EntryRecord,
        before: &Streak,
        plan: &Plan,
        date: NaiveDate,
        today: NaiveDate,
    ) -> Option<Self> {
        let habit = plan.habit(entry.habit)?;
        let version = habit.version_on(date);
        Some(Self {
            habit_id: entry.habit,
            name: habit.details.name.clone(),
            group: habit.details.group.clone(),
            category: version.category,
            quadrant: version.quadrant,
            direction: version.direction,
            measure: version.measure,
            unit: version.unit.clone(),
            scheduled: entry.target.is_some(),
            target: entry.target,
            amount: entry.amount,
            quality: entry.quality,
            note: entry.note.clone(),
            completion: entry.completion,
            streak: if date == today {
                entry.streak.length.max(before.length)
            } else {
                entry.streak.length
            },
            streak_before: before.length,
            week: version.times_per_week.map(|times| EntryWeek {
                times,
                done: entry.streak.week_done,
                target: version.target_on(date).unwrap_or(version.target),
            }),
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
