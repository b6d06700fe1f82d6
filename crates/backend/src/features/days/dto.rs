//! Requests and responses about days.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_with::rust::double_option;
use utoipa::{IntoParams, ToSchema};

use super::explanation::Explanation;
use crate::domain::{
    Amount, DayNote, EstimatedMinutes, HabitId, IsoDate, Minutes, Note, Quality, ShortText, TaskId,
};
use crate::kpi::{self, Band, Category, Direction, Measure, Priority, Quadrant};
use crate::scoring::{self, EntryRecord, ExceptionKind, Plan, ScoredDay, Streak, TaskRecord};

/// A day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Day {
    /// The date.
    pub date: NaiveDate,
    /// Whether it is recorded. A note alone does not record a day.
    pub saved: bool,
    /// The exception, if there is one.
    #[schema(required)]
    pub exception: Option<Exception>,
    /// One entry per habit of the day, in the order of the user.
    pub entries: Vec<Entry>,
    /// At most five.
    pub tasks: Vec<Task>,
    /// The note of the day.
    #[schema(required)]
    pub note: Option<String>,
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

/// The data of a day; replaces all of it except the exception, and the note if there is none here.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DayUpdate {
    /// Habits without an entry here have none on the day.
    #[schema(max_items = 100)]
    pub entries: Vec<EntryInput>,
    /// At most five.
    #[schema(max_items = 5)]
    pub tasks: Vec<TaskInput>,
    /// The note of the day; null for none. If omitted, the note stays, so that clients that do not know notes
    /// erase none.
    #[serde(default, deserialize_with = "double_option::deserialize")]
    #[schema(value_type = Option<DayNote>)]
    pub note: Option<Option<DayNote>>,
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

/// Marks the days of a range as exceptions.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionRangeInput {
    /// First date.
    pub from: IsoDate,
    /// Last date; a range of exceptions holds at most 60 days.
    pub to: IsoDate,
    /// The kind.
    pub kind: ExceptionKind,
    /// A note.
    pub note: Option<Note>,
}

/// The days whose exceptions are removed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExceptionDates {
    /// First date.
    #[param(value_type = String, format = Date)]
    pub from: String,
    /// Last date; a range of exceptions holds at most 60 days.
    #[param(value_type = String, format = Date)]
    pub to: String,
}

/// Which days to list: the recorded ones of a range, or those with a note, or with a text in it.
#[derive(Debug, Clone, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DaysQuery {
    /// First date; may be omitted with `q`.
    #[param(value_type = Option<String>, format = Date)]
    pub from: Option<String>,
    /// Last date; may be omitted with `q`. A range holds at most 400 days, with `q` any number.
    #[param(value_type = Option<String>, format = Date)]
    pub to: Option<String>,
    /// A text to find in the notes of days, in upper or lower case; empty for every day with a note. Letters with
    /// accents are other letters.
    #[param(value_type = Option<String>, max_length = 200)]
    pub q: Option<String>,
}

/// The recorded days of a range, or those with a note, or with a text in it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Days {
    /// In the order of their dates; with `q` the newest first, at most 50.
    pub days: Vec<ListedDay>,
    /// Whether earlier days are found, too: ask for them with `to` before the last date.
    pub more: bool,
}

impl Days {
    /// All of these days.
    pub(super) fn all(days: Vec<ListedDay>) -> Self {
        Self { days, more: false }
    }
}

/// A day in a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ListedDay {
    /// The summary.
    #[serde(flatten)]
    pub summary: DaySummary,
    /// The note of the exception.
    #[schema(required)]
    pub exception_note: Option<String>,
    /// With `q`, the part of the note around the first occurrence, in one line; else null.
    #[schema(required)]
    pub excerpt: Option<String>,
}

/// The summary of a recorded day, or of one with a note that was searched for.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct DaySummary {
    /// The date.
    pub date: NaiveDate,
    /// Null on an exception day, and while nothing is recorded.
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

impl ListedDay {
    /// A day that is not recorded.
    pub(super) fn unrecorded(date: NaiveDate) -> Self {
        Self {
            summary: DaySummary::new(date, None, None, 0, 0),
            exception_note: None,
            excerpt: None,
        }
    }
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
            note: day.record.note.clone(),
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
