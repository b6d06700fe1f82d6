//! The string_enum of the domain: the few closed lists of words that habits, tasks, laws and the
//! explanation of a KPI are made of. Each word has one spelling, the same on the wire, in the
//! database and in the API description: `as_str` writes it and `FromStr` reads it back.

use crate::domain::string_enum;

string_enum! {
    /// The part of life a habit belongs to.
    Category {
        /// Sleep, exercise, food.
        Health = "health",
        /// Abilities that are trained.
        Skills = "skills",
        /// Knowledge that is taken in.
        Learning = "learning",
        /// Work.
        Career = "career",
        /// Rest.
        Recovery = "recovery",
        /// Things made for others to read, hear or see.
        Content = "content",
        /// Everything else that does one good.
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
    /// On which side of its target a habit wants to be.
    Direction {
        /// The target is to be reached.
        AtLeast = "at_least",
        /// The target is a limit, to be kept.
        AtMost = "at_most",
    }
}

string_enum! {
    /// How much a task matters.
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
    /// The word for a KPI.
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
    /// A documented rule of effectiveness that gives or takes points; [`LAWS`](super::LAWS) has
    /// their rules in plain words.
    Law {
        /// High-priority tasks took most of the time.
        Pareto = "pareto",
        /// Tasks took less, or more, than their estimates.
        Parkinson = "parkinson",
        /// Too much work on too little rest.
        DiminishingReturns = "diminishing_returns",
        /// Nearly all tasks stayed within reach of their estimates.
        YerkesDodson = "yerkes_dodson",
        /// Short uninterrupted focus sessions.
        Pomodoro = "pomodoro",
        /// One long uninterrupted focus session.
        DeepWork = "deep_work",
        /// Tasks took what they were planned to take.
        TimeBlocking = "time_blocking",
        /// Many habits done on one day.
        HabitStacking = "habit_stacking",
        /// A long streak.
        Compound = "compound",
        /// Completed tasks that had a block of time of their own.
        FocusBlocks = "focus_blocks",
        /// Most of the time went where it matters and does not burn.
        Q2Focus = "q2_focus",
    }
}

string_enum! {
    /// What a term of the KPI is.
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
        /// What the limit of 25 took from the sum of the laws.
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
    /// What kind of next step would raise the KPI.
    RaiseCode {
        /// Spend minutes on a habit, up to where it counts as done or to its target.
        LogHabit = "log_habit",
        /// Finish a task, within its estimate if it has one.
        CompleteTask = "complete_task",
        /// Estimate an open task.
        AddEstimate = "add_estimate",
        /// Uninterrupted focus sessions of 25 minutes on a habit.
        Pomodoro = "pomodoro",
        /// One uninterrupted focus session of 90 minutes on a habit.
        DeepWork = "deep_work",
    }
}
