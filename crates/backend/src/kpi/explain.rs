//! The explanation of a KPI: every term with its reason as an English sentence, and with the figures in
//! it as facts, from which the web app builds sentences in other languages.

use super::{
    FORMULA_VERSION,
    day::DayInput,
    model::{Band, Law, TermCode},
    points::Points,
    score::Score,
    scorecard::Scorecard,
    totals::DayTotals,
};

/// A named figure in a reason. The names are camelCase, as in JSON.
pub type Fact = (&'static str, f64);

/// A KPI with its explanation.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The version of the formula, [`FORMULA_VERSION`].
    pub formula_version: u16,
    /// The KPI.
    pub kpi: Points,
    /// The total before it is clamped to 0–150.
    pub total: Points,
    /// The band of the KPI.
    pub band: Band,
    /// The terms of the total: base, the laws that gave or took points, the efficiency cap if it
    /// applies, priority, scorecard. Their points add up to `total` exactly.
    pub terms: Vec<Term>,
    /// The parts of the scorecard.
    pub scorecard: Scorecard,
}

/// One term of the total.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// The kind of term.
    pub code: TermCode,
    /// Its points, rounded; negative if it takes points.
    pub points: Points,
    /// The reason in a sentence.
    pub reason: String,
    /// The figures in the reason.
    pub facts: Vec<Fact>,
}

/// Scores a day and explains the score.
#[must_use]
pub fn explain(day: &DayInput) -> Explanation {
    let day = DayTotals::of(day);
    let score = Score::of(&day);

    let mut terms = vec![base(&day, &score)];
    terms.extend(
        Law::ALL
            .into_iter()
            .filter(|&law| score.law(law) != Points::ZERO)
            .map(|law| law_term(law, &day, &score)),
    );
    if score.efficiency_cap != Points::ZERO {
        terms.push(efficiency_cap(&score));
    }
    terms.push(priority(&day, &score));
    terms.push(scorecard(&score));

    Explanation {
        formula_version: FORMULA_VERSION,
        kpi: score.kpi,
        total: score.total,
        band: score.band,
        terms,
        scorecard: score.scorecard,
    }
}

fn base(day: &DayTotals, score: &Score) -> Term {
    let scheduled = day.scheduled.count.unsigned_abs();
    let mean = Points::round(100.0 * day.scheduled.mean().unwrap_or(0.0));
    let reason = if scheduled == 0 {
        "No habits are scheduled for this day.".to_owned()
    } else {
        format!(
            "Mean completion of {} is {mean} %; {} done.",
            pluralize(scheduled, "scheduled habit"),
            day.done,
        )
    };
    Term {
        code: TermCode::Base,
        points: score.base,
        reason,
        facts: vec![
            ("scheduled", scheduled as f64),
            ("done", day.done as f64),
            ("meanPercent", mean.value()),
        ],
    }
}

fn law_term(law: Law, day: &DayTotals, score: &Score) -> Term {
    let (reason, facts) = match law {
        Law::Pareto => {
            let share = percent(day.completed_high_minutes, day.completed_minutes);
            (
                format!(
                    "High-priority tasks took {share} % of the {} spent on {}.",
                    pluralize(day.completed_minutes, "minute"),
                    pluralize(day.completed, "completed task"),
                ),
                vec![
                    ("completedTasks", day.completed as f64),
                    ("highMinutes", day.completed_high_minutes as f64),
                    ("taskMinutes", day.completed_minutes as f64),
                    ("sharePercent", share.value()),
                ],
            )
        }
        Law::Parkinson => (
            format!(
                "Of {} with an estimate, {} took less than 0.9 of it and {} more than 1.2 of it.",
                pluralize(day.measured, "completed task"),
                day.faster,
                day.slower,
            ),
            vec![
                ("measuredTasks", day.measured as f64),
                ("fasterTasks", day.faster as f64),
                ("slowerTasks", day.slower as f64),
            ],
        ),
        Law::DiminishingReturns => {
            let career = percent(day.career.minutes, day.career.target);
            let recovery = percent(day.recovery.minutes, day.recovery.target);
            (
                format!(
                    "Career took {career} % of its target while recovery got {recovery} % of its \
                     own."
                ),
                vec![
                    ("careerMinutes", day.career.minutes as f64),
                    ("careerTargetMinutes", day.career.target as f64),
                    ("careerPercent", career.value()),
                    ("recoveryMinutes", day.recovery.minutes as f64),
                    ("recoveryTargetMinutes", day.recovery.target as f64),
                    ("recoveryPercent", recovery.value()),
                ],
            )
        }
        Law::YerkesDodson => (
            format!(
                "{} of {} with an estimate took at most 110 % of it.",
                day.within_110_percent,
                pluralize(day.measured, "completed task"),
            ),
            vec![
                ("measuredTasks", day.measured as f64),
                ("withinTasks", day.within_110_percent as f64),
            ],
        ),
        Law::Pomodoro => (
            format!(
                "{} of 25 to 50 minutes.",
                pluralize(day.pomodoros, "uninterrupted focus session"),
            ),
            vec![("sessions", day.pomodoros as f64)],
        ),
        Law::DeepWork => (
            format!(
                "An uninterrupted focus session of {}.",
                pluralize(u64::from(day.longest_session), "minute"),
            ),
            vec![("longestMinutes", f64::from(day.longest_session))],
        ),
        Law::TimeBlocking => (
            format!(
                "{} of {} with an estimate stayed within 20 % of it.",
                day.within_20_percent,
                pluralize(day.measured, "completed task"),
            ),
            vec![
                ("measuredTasks", day.measured as f64),
                ("withinTasks", day.within_20_percent as f64),
            ],
        ),
        Law::HabitStacking => (
            format!(
                "{} done on one day.",
                pluralize(day.done, "scheduled habit")
            ),
            vec![("done", day.done as f64)],
        ),
        Law::Compound => (
            format!(
                "The longest running streak is {}.",
                pluralize(u64::from(day.longest_streak), "day"),
            ),
            vec![("longestStreak", f64::from(day.longest_streak))],
        ),
        Law::FocusBlocks => (
            format!(
                "{} took 25 minutes or more.",
                pluralize(day.focus_blocks, "completed task"),
            ),
            vec![("blocks", day.focus_blocks as f64)],
        ),
        Law::Q2Focus => {
            let share = percent(day.q2_minutes, day.minutes);
            (
                format!(
                    "{share} % of the day's {} were in Q2, important and not urgent.",
                    pluralize(day.minutes, "minute"),
                ),
                vec![
                    ("q2Minutes", day.q2_minutes as f64),
                    ("totalMinutes", day.minutes as f64),
                    ("sharePercent", share.value()),
                ],
            )
        }
    };
    Term {
        code: law.into(),
        points: score.law(law),
        reason,
        facts,
    }
}

fn efficiency_cap(score: &Score) -> Term {
    let sum = score.efficiency - score.efficiency_cap;
    Term {
        code: TermCode::EfficiencyCap,
        points: score.efficiency_cap,
        reason: format!(
            "The laws add up to {sum} points, of which {} count.",
            score.efficiency,
        ),
        facts: vec![("sum", sum.value()), ("limit", score.efficiency.value())],
    }
}

fn priority(day: &DayTotals, score: &Score) -> Term {
    let (high, medium) = (day.completed_high, day.completed_medium);
    let reason = match (high, medium) {
        (0, 0) => "No high- or medium-priority task is completed.".to_owned(),
        (high, 0) => format!("{} completed.", pluralize(high, "high-priority task")),
        (0, medium) => format!("{} completed.", pluralize(medium, "medium-priority task")),
        (high, medium) => format!(
            "{} and {} completed.",
            pluralize(high, "high-priority task"),
            pluralize(medium, "medium-priority task"),
        ),
    };
    Term {
        code: TermCode::Priority,
        points: score.priority,
        reason,
        facts: vec![
            ("completedHigh", high as f64),
            ("completedMedium", medium as f64),
        ],
    }
}

fn scorecard(score: &Score) -> Term {
    let Scorecard {
        deliverables,
        skills,
        culture,
    } = score.scorecard;
    let mut facts = vec![
        ("deliverables", deliverables.value()),
        ("skills", skills.value()),
    ];
    let reason = if let Some(culture) = culture {
        facts.push(("culture", culture.value()));
        format!("Deliverables {deliverables}, skills {skills} and culture {culture} of 100 each.")
    } else {
        format!("Deliverables {deliverables} and skills {skills} of 100 each; no culture yet.")
    };
    Term {
        code: TermCode::Scorecard,
        points: score.scorecard_points,
        reason,
        facts,
    }
}

fn percent(part: u64, of: u64) -> Points {
    Points::round(100.0 * part as f64 / of.max(1) as f64)
}

/// A number with its noun, pluralized.
pub(super) fn pluralize(number: u64, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{ending}")
}
