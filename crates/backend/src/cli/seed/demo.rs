//! The demo user, with a year of generated days.
//!
//! They have weekends, holidays, a slow improvement, exceptions and unrecorded days. The data is
//! deterministic except for dates, ids and the password.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

use crate::cli::user;
use crate::config::Config;
use crate::db::{DbConnection, write_transaction};
use crate::domain::{Name, TaskId, ValidationError, logical_date};
use crate::error::AppError;
use crate::features::auth::{self, Email, NewAccount};
use crate::features::habits;
use crate::identity::{Language, NewPassword, PasswordHasher, Role};
use crate::kpi::{Category, Direction, Measure, Priority, Quadrant};
use crate::scoring::{
    self, DayRecord, EntryRecord, Exception, ExceptionKind, HabitVersion, Plan, PlannedHabit,
    Schedule, TaskRecord,
};

const YEAR: u64 = 365;

/// Habits of the demo user besides the default ones: a count and a check.
fn more_habits(from: NaiveDate) -> [(&'static str, HabitVersion); 2] {
    let version = |category, measure, unit: Option<&str>, target| HabitVersion {
        effective_from: from,
        category,
        quadrant: Quadrant::Q2,
        direction: Direction::AtLeast,
        measure,
        unit: unit.map(str::to_owned),
        target,
        weekend_target: None,
        schedule: Schedule::DAILY,
        times_per_week: None,
        active: true,
    };
    [
        (
            "Water",
            version(Category::Health, Measure::Count, Some("glasses"), 8),
        ),
        (
            "Stretching",
            version(Category::Wellness, Measure::Check, None, 1),
        ),
    ]
}

/// The first demo user.
pub(super) struct Demo {
    pub email: String,
    pub password: String,
}

/// The address of the nth user, from 1.
pub(super) fn email_of(number: u16) -> String {
    match number {
        1 => "demo@example.com".to_owned(),
        number => format!("demo{number}@example.com"),
    }
}

/// Creates this many demo users, in place of existing ones.
pub(super) fn make(
    conn: &mut DbConnection,
    config: &Config,
    users: u16,
) -> Result<Demo, anyhow::Error> {
    let password = user::generate_password();
    let hash = PasswordHasher::new(config.auth.bcrypt_rounds)
        .hash_blocking(&NewPassword::try_from(password.clone()).map_err(as_error)?)?;
    for number in 1..=users {
        let email = Email::try_from(email_of(number)).map_err(as_error)?;
        make_user(conn, email, hash.clone(), number.into())?;
    }
    Ok(Demo {
        email: email_of(1),
        password,
    })
}

fn make_user(
    conn: &mut DbConnection,
    email: Email,
    password_hash: String,
    seed: u64,
) -> Result<(), AppError> {
    let name = Name::try_from("Demo".to_owned()).map_err(as_error)?;
    let now = Utc::now();
    write_transaction(conn, |conn| {
        auth::delete_by_email(conn, &email)?;
        let account = auth::register(
            conn,
            NewAccount {
                email,
                password_hash,
                name,
                time_zone: Tz::UTC,
                language: Language::English,
                role: Role::User,
            },
            now - TimeDelta::days(i64::try_from(YEAR).unwrap_or(i64::MAX)),
        )?;
        habits::add(conn, account.id, more_habits(first_date(now)), now)?;
        let plan = scoring::load_plan(conn, account.id)?;
        scoring::import(conn, account.id, &plan, year(&plan, now, seed), now)
    })
}

fn as_error(invalid: ValidationError) -> AppError {
    AppError::Inconsistent(invalid.to_string())
}

/// The first demo day.
fn first_date(now: DateTime<Utc>) -> NaiveDate {
    logical_date(now, Tz::UTC, crate::domain::Hour::MIDNIGHT) - Days::new(YEAR)
}

/// The days up to yesterday, so that today is empty.
fn year(plan: &Plan, now: DateTime<Utc>, seed: u64) -> Vec<DayRecord> {
    let mut random = StdRng::seed_from_u64(2025 + seed);
    let first = first_date(now);
    let today = first + Days::new(YEAR);
    let mut form = 0.0;
    first
        .iter_days()
        .take_while(|date| *date < today)
        .enumerate()
        .filter_map(|(number, date)| {
            // Autocorrelated: good and bad periods last for days.
            form = 0.8 * form + random.random_range(-0.09..0.09);
            day(plan, &mut random, number, date, form)
        })
        .collect()
}

fn day(
    plan: &Plan,
    random: &mut StdRng,
    number: usize,
    date: NaiveDate,
    form: f64,
) -> Option<DayRecord> {
    let mut record = DayRecord::empty(date);
    record.exception = exception(number);
    if record.exception.is_none() && random.random_bool(0.03) {
        return None;
    }
    let progress = number as f64 / YEAR as f64;
    let holidays = if date.month() == 7 { -0.05 } else { 0.0 };
    let effort = 0.6 + 0.2 * progress + form + holidays;
    for (place, habit) in plan.0.iter().enumerate() {
        record.entries.push(entry(
            habit,
            random,
            place,
            date,
            effort,
            record.exception.is_some(),
        ));
    }
    if record.exception.is_none() {
        record.tasks = tasks(random, date, effort);
    }
    record.note = note(number).map(str::to_owned);
    Some(record)
}

/// Every ninth day has a note.
fn note(number: usize) -> Option<&'static str> {
    const NOTES: [&str; 5] = [
        "A long walk by the river. Slept better than all week.",
        "Everything took longer than planned, but the report is out.",
        "Called home. Early to bed.",
        "Two chapters instead of one: the book gets going.",
        "Too many meetings. A walk at lunch helped.",
    ];
    (number % 9 == 8).then(|| NOTES[number / 9 % NOTES.len()])
}

fn exception(number: usize) -> Option<Exception> {
    let (kind, note) = match number {
        52..=55 => (ExceptionKind::Illness, "Flu"),
        190..=203 => (ExceptionKind::Travel, "By the sea"),
        281 => (ExceptionKind::Emergency, "Burst pipe"),
        318 => (ExceptionKind::Technical, "Power cut"),
        _ => return None,
    };
    Some(Exception {
        kind,
        note: Some(note.to_owned()),
    })
}

fn entry(
    habit: &PlannedHabit,
    random: &mut StdRng,
    place: usize,
    date: NaiveDate,
    effort: f64,
    exception: bool,
) -> EntryRecord {
    let measure = habit.version_on(date).measure;
    let Some(target) = habit.target_on(date) else {
        return EntryRecord::entered(habit.id, measure, None, None);
    };
    // Habits later in the list are skipped more often.
    let skipped =
        random.random_bool((0.04 + 0.03 * place as f64 - 0.15 * (effort - 0.8)).clamp(0.01, 0.9));
    if exception || skipped {
        return EntryRecord::entered(habit.id, measure, None, None);
    }
    let spread = match habit.version_on(date).category {
        Category::Health => 0.12,
        _ => 0.3,
    };
    let share = (effort + 0.12 + random.random_range(-spread..spread)).clamp(0.1, 1.5);
    let amount = f64::from(target) * share;
    let amount = match measure {
        // Rounded to five minutes.
        Measure::Minutes => ((amount / 5.0).round() * 5.0).clamp(5.0, 1440.0),
        Measure::Count => amount.round(),
        Measure::Check => f64::from(share >= 0.7),
    };
    let quality = (share * 4.0 + random.random_range(-1.0..1.0))
        .round()
        .clamp(1.0, 5.0);
    let quality = random.random_bool(0.7).then_some(quality as i16);
    EntryRecord::entered(habit.id, measure, Some(amount as i16), quality)
}

const TASKS: [(&str, Priority, Quadrant, i16); 12] = [
    ("Prepare the review", Priority::High, Quadrant::Q1, 60),
    ("Write the proposal", Priority::High, Quadrant::Q2, 90),
    ("Answer customer mail", Priority::Medium, Quadrant::Q3, 30),
    ("Plan the week", Priority::Medium, Quadrant::Q2, 25),
    ("Fix the build", Priority::High, Quadrant::Q1, 45),
    ("Read one paper", Priority::Medium, Quadrant::Q2, 40),
    ("Call the dentist", Priority::Low, Quadrant::Q3, 10),
    ("Pay the bills", Priority::Medium, Quadrant::Q1, 15),
    ("Draft the next post", Priority::Medium, Quadrant::Q2, 50),
    ("Sort the photographs", Priority::Low, Quadrant::Q4, 30),
    ("Practise for the test", Priority::High, Quadrant::Q2, 30),
    ("Buy groceries", Priority::Low, Quadrant::Q3, 30),
];

fn tasks(random: &mut StdRng, date: NaiveDate, effort: f64) -> Vec<TaskRecord> {
    let most = if date.weekday().num_days_from_monday() >= 5 {
        2
    } else {
        5
    };
    let count = random.random_range(1..=most);
    let first = random.random_range(0..TASKS.len());
    TASKS
        .iter()
        .cycle()
        .skip(first)
        .take(count)
        .map(|(title, priority, quadrant, estimate)| {
            let completed = random.random_bool((effort - 0.05).clamp(0.2, 0.95));
            let took = f64::from(*estimate) * random.random_range(0.75..1.35);
            TaskRecord {
                id: TaskId::new(),
                title: (*title).to_owned(),
                priority: *priority,
                quadrant: *quadrant,
                estimated_minutes: random.random_bool(0.85).then_some(*estimate),
                actual_minutes: completed.then_some(took.round().max(1.0) as i16),
                completed,
            }
        })
        .collect()
}
