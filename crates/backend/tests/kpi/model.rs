//! The enums and their names.

use std::{fmt::Debug, str::FromStr};

use kpi_backend::kpi::{
    Band, Category, Direction, Law, Measure, Points, Priority, Quadrant, SuggestionCode, TermCode,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};
use utoipa::PartialSchema;

/// Checks an enum against its names, in order.
macro_rules! assert_words {
    ($name:ident, $words:expr) => {
        let words: &[&str] = &$words;
        assert_eq!($name::ALL.map($name::as_str), words);
        for word in $name::ALL {
            assert_one_spelling(word, word.as_str());
        }
        assert!("Nonsense".parse::<$name>().is_err());
        let described = serde_json::to_value(<$name as PartialSchema>::schema()).unwrap();
        assert_eq!(described["enum"], json!(words));
    };
}

fn assert_one_spelling<T>(word: T, spelling: &str)
where
    T: Copy + Debug + ToString + PartialEq + FromStr + Serialize,
    T: DeserializeOwned,
{
    assert_eq!(word.to_string(), spelling);
    assert_eq!(spelling.parse().ok(), Some(word));
    assert_eq!(serde_json::to_value(word).ok(), Some(Value::from(spelling)));
    assert_eq!(
        serde_json::from_value(Value::from(spelling)).ok(),
        Some(word)
    );
}

const LAWS: [&str; 11] = [
    "pareto",
    "parkinson",
    "diminishing_returns",
    "yerkes_dodson",
    "pomodoro",
    "deep_work",
    "time_blocking",
    "habit_stacking",
    "compound",
    "focus_blocks",
    "q2_focus",
];

#[test]
fn enums_have_one_name_per_value() {
    assert_words!(
        Category,
        [
            "health", "skills", "learning", "career", "recovery", "content", "wellness"
        ]
    );
    assert_words!(Quadrant, ["Q1", "Q2", "Q3", "Q4"]);
    assert_words!(Direction, ["at_least", "at_most"]);
    assert_words!(Measure, ["minutes", "count", "check"]);
    assert_words!(Priority, ["high", "medium", "low"]);
    assert_words!(
        Band,
        ["exceptional", "high", "good", "average", "needs_attention"]
    );
    assert_words!(Law, LAWS);
    assert_words!(
        SuggestionCode,
        [
            "log_habit",
            "complete_task",
            "add_estimate",
            "add_task",
            "pomodoro",
            "deep_work"
        ]
    );
    let terms = [
        &["base"][..],
        &LAWS[..],
        &["efficiency_cap", "priority", "scorecard"],
    ];
    assert_words!(TermCode, terms.concat());
}

#[test]
fn a_law_and_its_term_have_the_same_code() {
    for law in Law::ALL {
        assert_eq!(TermCode::from(law).as_str(), law.as_str());
    }
}

#[test]
fn points_round_halves_away_from_zero_with_tolerance() {
    for (value, tenths) in [
        (0.0, 0),
        (0.049, 0),
        (0.05, 1),
        (0.05 - 1e-12, 1),
        (0.15, 2),
        (0.25, 3),
        (-0.049, 0),
        (-0.05, -1),
        (-0.05 + 1e-12, -1),
        (-0.25, -3),
        (85.0 + 1.0 / 3.0, 853),
        (149.95, 1500),
        (1.005, 10),
        (0.1 + 0.2 + 0.05, 4),
        (f64::NAN, 0),
    ] {
        assert_eq!(Points::round(value).tenths(), tenths, "{value}");
    }
}

#[test]
fn points_add_up_and_print_as_one_decimal() {
    let sum: Points = std::iter::repeat_n(Points::from_tenths(1), 3).sum();

    assert_eq!(sum, Points::from_tenths(3));
    assert_eq!(sum.value(), 0.3);
    assert_eq!(sum - Points::whole(1), -Points::from_tenths(7));
    assert_eq!(sum.to_string(), "0.3");
    assert_eq!(Points::whole(12).to_string(), "12");
    assert_eq!(serde_json::to_value(sum).unwrap(), json!(0.3));
    assert_eq!(f64::from(Points::from_tenths(853)), 85.3);
    let described = serde_json::to_value(Points::schema()).unwrap();
    assert_eq!(described["type"], "number");
}
