//! The ten default habits of a new account, in the user's language.

use crate::identity::Language;
use crate::kpi::{Category, Quadrant};

pub(super) struct DefaultHabit {
    english: &'static str,
    russian: &'static str,
    pub category: Category,
    pub quadrant: Quadrant,
    /// Minutes, as all of them are measured.
    pub target: i16,
    pub weekend_target: Option<i16>,
    pub skill_level: Option<i16>,
}

impl DefaultHabit {
    pub(super) fn name(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::Russian => self.russian,
        }
    }

    /// Whether the habit has this name in any language.
    pub(super) fn is_named(&self, name: &str) -> bool {
        name == self.english || name == self.russian
    }
}

const fn habit(
    english: &'static str,
    russian: &'static str,
    category: Category,
    quadrant: Quadrant,
    target: i16,
) -> DefaultHabit {
    DefaultHabit {
        english,
        russian,
        category,
        quadrant,
        target,
        weekend_target: None,
        skill_level: None,
    }
}

const fn at_level(habit: DefaultHabit, level: i16) -> DefaultHabit {
    DefaultHabit {
        skill_level: Some(level),
        ..habit
    }
}

pub(super) const DEFAULTS: [DefaultHabit; 10] = [
    habit("Sleep", "Сон", Category::Health, Quadrant::Q2, 480),
    habit("Exercise", "Спорт", Category::Health, Quadrant::Q2, 60),
    at_level(
        habit("English", "Английский", Category::Skills, Quadrant::Q2, 60),
        2,
    ),
    habit("Reading", "Чтение", Category::Learning, Quadrant::Q2, 30),
    DefaultHabit {
        weekend_target: Some(180),
        ..at_level(
            habit("Work", "Работа", Category::Career, Quadrant::Q1, 360),
            4,
        )
    },
    habit("Rest", "Отдых", Category::Recovery, Quadrant::Q3, 180),
    at_level(
        habit(
            "Driving licence",
            "Водительские права",
            Category::Skills,
            Quadrant::Q2,
            20,
        ),
        1,
    ),
    at_level(
        habit("Blog", "Блог", Category::Content, Quadrant::Q2, 20),
        1,
    ),
    at_level(habit("AI", "ИИ", Category::Skills, Quadrant::Q2, 30), 1),
    habit("Analytics", "Аналитика", Category::Skills, Quadrant::Q2, 30),
];
