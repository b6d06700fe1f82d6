//! What the laws are in words: their group, and in each language the rule and where it comes from.

use crate::domain::string_enum;
use crate::identity::Language;
use crate::kpi::Law::{self, *};

string_enum! {
    /// What a law looks at.
    LawGroup {
        /// The day's habits.
        Habits = "habits",
        /// Its tasks.
        Tasks = "tasks",
        /// Focus sessions and long tasks.
        Focus = "focus",
        /// Running streaks.
        Streaks = "streaks",
    }
}

/// A law in one language.
pub(super) struct LawText {
    /// What gives or takes points, and how many, in a sentence.
    pub rule: &'static str,
    /// The idea, with its author and year.
    pub source: &'static str,
}

pub(super) fn group(law: Law) -> LawGroup {
    match law {
        HabitStacking | Q2Focus | DiminishingReturns => LawGroup::Habits,
        Pareto | Parkinson | YerkesDodson | TimeBlocking => LawGroup::Tasks,
        FocusBlocks | Pomodoro | DeepWork => LawGroup::Focus,
        Compound => LawGroup::Streaks,
    }
}

pub(super) fn text(law: Law, language: Language) -> LawText {
    match language {
        Language::English => english(law),
        Language::Russian => russian(law),
    }
}

fn english(law: Law) -> LawText {
    match law {
        Pareto => LawText {
            rule: "Gives 10 when at least two tasks are completed and those of high priority took \
                   80 % of the time of all completed ones.",
            source: "The Pareto principle: a few causes have most of the effect. After Vilfredo \
                     Pareto (1896); Joseph Juran made it a rule of work.",
        },
        Parkinson => LawText {
            rule: "The mean over the completed tasks with an estimate and the time spent: 10 for \
                   one that took less than 0.9 of its estimate, −10 for one that took more than \
                   1.2 of it.",
            source: "Parkinson’s law: work expands so as to fill the time available for it. C. \
                     Northcote Parkinson, The Economist, 1955.",
        },
        DiminishingReturns => LawText {
            rule: "Takes 10 when career habits measured in minutes got more than 125 % of their \
                   targets while such recovery habits stayed below 80 % of theirs.",
            source: "The law of diminishing returns: more of one thing alone yields less and \
                     less. Turgot (1767) and David Ricardo (1817).",
        },
        YerkesDodson => LawText {
            rule: "Gives 5 when 80 % of the completed tasks with an estimate and the time spent \
                   took at most 110 % of it.",
            source: "The Yerkes–Dodson law: one does best under a moderate demand. Robert Yerkes \
                     and John Dodson, 1908.",
        },
        Pomodoro => LawText {
            rule: "Gives 5 for two uninterrupted focus sessions of 25 to 50 minutes.",
            source: "The Pomodoro Technique: short blocks of work with breaks between. Francesco \
                     Cirillo, late 1980s.",
        },
        DeepWork => LawText {
            rule: "Gives 10 for an uninterrupted focus session of 90 minutes or more.",
            source: "Deep work: long stretches without distraction. Cal Newport, Deep Work, 2016.",
        },
        TimeBlocking => LawText {
            rule: "Gives 5 when 70 % of the completed tasks with an estimate and the time spent \
                   stayed within 20 % of it, on either side.",
            source: "Time blocking: a plan of the day in blocks, which shows how good the \
                     estimates are. Cal Newport, Deep Work, 2016.",
        },
        HabitStacking => LawText {
            rule: "Gives 5 when five scheduled habits are done: each to 80 % of its target.",
            source: "Habit stacking: one habit leads to the next. S. J. Scott, Habit Stacking, \
                     2014; James Clear, Atomic Habits, 2018.",
        },
        Compound => LawText {
            rule: "Gives 5, 8 or 10 when the longest running streak has 7, 21 or 66 days.",
            source: "The compound effect: small steps add up. Darren Hardy, 2010. 66 days are the \
                     median after which an action became automatic: Phillippa Lally and others, \
                     2010.",
        },
        FocusBlocks => LawText {
            rule: "Gives 5 when two completed tasks took 25 minutes or more each.",
            source: "The 25 minutes are those of the Pomodoro Technique: long enough to get into \
                     a task. Francesco Cirillo, late 1980s.",
        },
        Q2Focus => LawText {
            rule: "Gives 5 when 60 % of the day’s minutes, of habits and tasks, were in Q2: \
                   important and not urgent.",
            source: "The Eisenhower matrix. Stephen Covey calls the important and not urgent the \
                     heart of effectiveness: The 7 Habits of Highly Effective People, 1989.",
        },
    }
}

fn russian(law: Law) -> LawText {
    match law {
        Pareto => LawText {
            rule: "Даёт 10, если выполнены хотя бы две задачи и на задачи с высоким приоритетом \
                   ушло 80 % времени всех выполненных.",
            source: "Принцип Парето: малая часть причин даёт большую часть результата. Вильфредо \
                     Парето (1896); правилом работы его сделал Джозеф Джуран.",
        },
        Parkinson => LawText {
            rule: "Среднее по выполненным задачам с планом и потраченным временем: 10 за задачу \
                   быстрее 0,9 плана, −10 за задачу дольше 1,2 плана.",
            source: "Закон Паркинсона: работа занимает всё время, которое на неё отведено. Сирил \
                     Норткот Паркинсон, The Economist, 1955.",
        },
        DiminishingReturns => LawText {
            rule: "Отнимает 10, если привычки карьеры в минутах получили больше 125 % своих \
                   целей, а такие же привычки отдыха — меньше 80 % своих.",
            source: "Закон убывающей отдачи: чем больше одного и того же, тем меньше прибавка. \
                     Тюрго (1767) и Давид Рикардо (1817).",
        },
        YerkesDodson => LawText {
            rule: "Даёт 5, если 80 % выполненных задач с планом и потраченным временем уложились \
                   в 110 % плана.",
            source: "Закон Йеркса — Додсона: лучше всего получается при умеренной нагрузке. \
                     Роберт Йеркс и Джон Додсон, 1908.",
        },
        Pomodoro => LawText {
            rule: "Даёт 5 за два сеанса фокуса без перерывов от 25 до 50 минут.",
            source: "Метод «Помодоро»: короткие отрезки работы с перерывами. Франческо Чирилло, \
                     конец 1980-х.",
        },
        DeepWork => LawText {
            rule: "Даёт 10 за сеанс фокуса без перерывов от 90 минут.",
            source: "Глубокая работа: долгое время без отвлечений. Кэл Ньюпорт, «В работу с \
                     головой», 2016.",
        },
        TimeBlocking => LawText {
            rule: "Даёт 5, если 70 % выполненных задач с планом и потраченным временем \
                   отклонились от него не больше чем на 20 %.",
            source: "Блоки времени: план дня, по которому видно, насколько он верен. Кэл \
                     Ньюпорт, «В работу с головой», 2016.",
        },
        HabitStacking => LawText {
            rule: "Даёт 5, если сделаны пять запланированных привычек: каждая на 80 % цели.",
            source: "Связка привычек: одна ведёт к другой. С. Дж. Скотт, Habit Stacking, 2014; \
                     Джеймс Клир, «Атомные привычки», 2018.",
        },
        Compound => LawText {
            rule: "Даёт 5, 8 или 10, если самая длинная текущая серия — 7, 21 или 66 дней.",
            source: "Накопительный эффект: малые шаги складываются. Даррен Харди, 2010. 66 дней — \
                     медиана, после которой действие становилось привычным: Филиппа Лалли и \
                     другие, 2010.",
        },
        FocusBlocks => LawText {
            rule: "Даёт 5, если две выполненные задачи заняли по 25 минут или больше.",
            source: "25 минут — из метода «Помодоро»: этого хватает, чтобы войти в задачу. \
                     Франческо Чирилло, конец 1980-х.",
        },
        Q2Focus => LawText {
            rule: "Даёт 5, если 60 % минут дня, привычек и задач, пришлось на Q2: важно, но не \
                   срочно.",
            source: "Матрица Эйзенхауэра. Важное и несрочное Стивен Кови называет сердцем \
                     эффективности: «7 навыков высокоэффективных людей», 1989.",
        },
    }
}
