//! The enums of habits, tasks, laws and explanations. Each value has the same name in JSON, in the
//! database and in the OpenAPI schema.

use crate::domain::string_enum;

string_enum! {
    /// The category of a habit.
    Category {
        /// Sleep, exercise, food.
        Health = "health",
        /// Trained abilities.
        Skills = "skills",
        /// Acquired knowledge.
        Learning = "learning",
        /// Work.
        Career = "career",
        /// Rest.
        Recovery = "recovery",
        /// Things made for others to read, hear or see.
        Content = "content",
        /// Other things that are good for health and mind.
        Wellness = "wellness",
    }
}

string_enum! {
    /// A quadrant of the Eisenhower matrix.
    Quadrant {
        /// Urgent and important.
        Q1 = "Q1",
        /// Important, not urgent.
        Q2 = "Q2",
        /// Urgent, not important.
        Q3 = "Q3",
        /// Neither.
        Q4 = "Q4",
    }
}

string_enum! {
    /// Whether the target of a habit is a minimum or a maximum.
    Direction {
        /// The target is a minimum.
        AtLeast = "at_least",
        /// The target is a maximum.
        AtMost = "at_most",
    }
}

string_enum! {
    /// What the amounts and the target of a habit are.
    Measure {
        /// Minutes spent.
        Minutes = "minutes",
        /// A count in a unit of the user's own.
        Count = "count",
        /// Done or not: 1 or 0.
        Check = "check",
    }
}

impl Measure {
    /// The largest amount of a day, and the largest target.
    #[must_use]
    pub const fn max_amount(self) -> u16 {
        match self {
            Self::Minutes => 1440,
            Self::Count => 10_000,
            Self::Check => 1,
        }
    }
}

string_enum! {
    /// The priority of a task.
    Priority {
        /// Ten points of priority when completed.
        High = "high",
        /// Five points of priority when completed.
        Medium = "medium",
        /// No points of priority.
        Low = "low",
    }
}

string_enum! {
    /// The band of a KPI.
    Band {
        /// 150.
        Exceptional = "exceptional",
        /// 120 and above.
        High = "high",
        /// 100 and above.
        Good = "good",
        /// 80 and above.
        Average = "average",
        /// Below 80.
        NeedsAttention = "needs_attention",
    }
}

string_enum! {
    /// A rule of effectiveness that gives or takes points.
    Law {
        /// High-priority tasks took most of the time.
        Pareto = "pareto",
        /// Tasks took less, or more, than their estimates.
        Parkinson = "parkinson",
        /// Too much work with too little rest.
        DiminishingReturns = "diminishing_returns",
        /// Nearly all tasks took at most 110 % of their estimates.
        YerkesDodson = "yerkes_dodson",
        /// Short uninterrupted focus sessions.
        Pomodoro = "pomodoro",
        /// One long uninterrupted focus session.
        DeepWork = "deep_work",
        /// Tasks took about as long as estimated.
        TimeBlocking = "time_blocking",
        /// Many habits done on one day.
        HabitStacking = "habit_stacking",
        /// A long streak.
        Compound = "compound",
        /// Completed tasks of at least 25 minutes.
        FocusBlocks = "focus_blocks",
        /// Most of the time was spent in Q2.
        Q2Focus = "q2_focus",
    }
}

string_enum! {
    /// The kind of a term of the KPI.
    TermCode {
        /// 100 × mean completion.
        Base = "base",
        /// See [`Law::Pareto`].
        Pareto = "pareto",
        /// See [`Law::Parkinson`].
        Parkinson = "parkinson",
        /// See [`Law::DiminishingReturns`].
        DiminishingReturns = "diminishing_returns",
        /// See [`Law::YerkesDodson`].
        YerkesDodson = "yerkes_dodson",
        /// See [`Law::Pomodoro`].
        Pomodoro = "pomodoro",
        /// See [`Law::DeepWork`].
        DeepWork = "deep_work",
        /// See [`Law::TimeBlocking`].
        TimeBlocking = "time_blocking",
        /// See [`Law::HabitStacking`].
        HabitStacking = "habit_stacking",
        /// See [`Law::Compound`].
        Compound = "compound",
        /// See [`Law::FocusBlocks`].
        FocusBlocks = "focus_blocks",
        /// See [`Law::Q2Focus`].
        Q2Focus = "q2_focus",
        /// What the limit of 25 takes from the sum of the laws.
        EfficiencyCap = "efficiency_cap",
        /// Completed high and medium tasks.
        Priority = "priority",
        /// Deliverables, skills and culture.
        Scorecard = "scorecard",
    }
}

impl From<Law> for TermCode {
    fn from(law: Law) -> Self {
        match law {
            Law::Pareto => Self::Pareto,
            Law::Parkinson => Self::Parkinson,
            Law::DiminishingReturns => Self::DiminishingReturns,
            Law::YerkesDodson => Self::YerkesDodson,
            Law::Pomodoro => Self::Pomodoro,
            Law::DeepWork => Self::DeepWork,
            Law::TimeBlocking => Self::TimeBlocking,
            Law::HabitStacking => Self::HabitStacking,
            Law::Compound => Self::Compound,
            Law::FocusBlocks => Self::FocusBlocks,
            Law::Q2Focus => Self::Q2Focus,
        }
    }
}

string_enum! {
    /// The kind of a suggested next step.
    #[schema(as = RaiseCode)]
    SuggestionCode {
        /// Spend minutes on a habit, add to its count or check it, until it counts as done or reaches its
        /// target.
        LogHabit = "log_habit",
        /// Finish a task, within its estimate if it has one.
        CompleteTask = "complete_task",
        /// Estimate an open task.
        AddEstimate = "add_estimate",
        /// Finish one more task of high priority.
        AddTask = "add_task",
        /// Uninterrupted focus sessions of 25 minutes on a habit.
        Pomodoro = "pomodoro",
        /// One uninterrupted focus session of 90 minutes on a habit.
        DeepWork = "deep_work",
    }
}
