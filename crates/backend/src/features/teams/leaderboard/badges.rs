//! Badges: pure rules.

use crate::features::teams::dto::{BadgeKind, TeamBadge};
use crate::features::teams::goals::completion::COMPLETE;
use crate::kpi::Points;

/// From which completion of every goal somebody is consistent.
const CONSISTENT: Points = Points::whole(80);
/// The mean completion of habits that a badge takes, the best first.
const PERFORMERS: [(BadgeKind, Points); 3] = [
    (BadgeKind::TopPerformer, Points::whole(90)),
    (BadgeKind::HighPerformer, Points::whole(75)),
    (BadgeKind::GoodPerformer, Points::whole(60)),
];
/// The days of a streak that a badge takes, the best first.
const STREAKS: [(BadgeKind, i32); 3] = [
    (BadgeKind::Streak66, 66),
    (BadgeKind::Streak21, 21),
    (BadgeKind::Streak7, 7),
];

/// What a member did in a period, on counted days.
#[derive(Debug, Default)]
pub(super) struct Achievements<'a> {
    /// The titles of the goals that run in the period, with the completion in percent.
    pub goals: Vec<(&'a str, Points)>,
    /// Mean completion of habits in percent.
    pub completion: Option<Points>,
    /// The longest streak in days, or the milestone that it reached.
    pub longest_streak: i32,
    /// Whether the user may see how far habits were reached.
    pub shows_habits: bool,
}

/// The badges: of performers and of streaks the best one alone.
pub(super) fn badges(achievements: &Achievements<'_>) -> Vec<TeamBadge> {
    let Achievements {
        ref goals,
        completion,
        longest_streak,
        shows_habits,
    } = *achievements;
    let mut badges = Vec::new();
    if let Some((title, _)) = goals.iter().find(|(_, completion)| *completion >= COMPLETE) {
        badges.push(TeamBadge {
            kind: BadgeKind::Perfect,
            threshold: COMPLETE.value(),
            value: Some(COMPLETE.value()),
            goal: Some((*title).to_owned()),
        });
    }
    let least = goals.iter().map(|(_, completion)| *completion).min();
    if let Some(least) = least.filter(|least| *least >= CONSISTENT) {
        badges.push(TeamBadge {
            kind: BadgeKind::Consistent,
            threshold: CONSISTENT.value(),
            value: Some(least.value()),
            goal: None,
        });
    }
    let mut of_habits = |kind, threshold: f64, value: Option<f64>| {
        badges.push(TeamBadge {
            kind,
            threshold,
            value,
            goal: None,
        });
    };
    if let Some(completion) = completion
        && let Some((kind, threshold)) = PERFORMERS.iter().find(|(_, from)| completion >= *from)
    {
        let value = shows_habits.then(|| completion.value());
        of_habits(*kind, threshold.value(), value);
    }
    if let Some((kind, days)) = STREAKS.iter().find(|(_, days)| longest_streak >= *days) {
        of_habits(*kind, f64::from(*days), None);
    }
    badges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kpi::STREAK_MILESTONES;

    #[test]
    fn badges_follow_their_rules() {
        use BadgeKind::*;
        type Case = (&'static [f64], Option<f64>, i32, &'static [BadgeKind]);
        let cases: &[Case] = &[
            (&[], None, 0, &[]),
            (&[], Some(0.0), 6, &[]),
            (&[99.9], None, 0, &[Consistent]),
            (&[100.0], None, 0, &[Perfect, Consistent]),
            (&[100.0, 79.9], None, 0, &[Perfect]),
            (&[80.0, 80.0], None, 0, &[Consistent]),
            (&[79.9], None, 0, &[]),
            (&[], Some(59.9), 0, &[]),
            (&[], Some(60.0), 0, &[GoodPerformer]),
            (&[], Some(74.9), 0, &[GoodPerformer]),
            (&[], Some(75.0), 0, &[HighPerformer]),
            (&[], Some(89.9), 0, &[HighPerformer]),
            (&[], Some(90.0), 0, &[TopPerformer]),
            (&[], Some(100.0), 0, &[TopPerformer]),
            (&[], None, 7, &[Streak7]),
            (&[], None, 20, &[Streak7]),
            (&[], None, 21, &[Streak21]),
            (&[], None, 65, &[Streak21]),
            (&[], None, 66, &[Streak66]),
            (
                &[100.0],
                Some(95.0),
                70,
                &[Perfect, Consistent, TopPerformer, Streak66],
            ),
        ];
        for (goals, completion, longest_streak, expected) in cases {
            let achievements = Achievements {
                goals: goals
                    .iter()
                    .map(|one| ("Run", Points::round(*one)))
                    .collect(),
                completion: completion.map(Points::round),
                longest_streak: *longest_streak,
                shows_habits: true,
            };
            let found: Vec<_> = badges(&achievements)
                .iter()
                .map(|badge| badge.kind)
                .collect();
            assert_eq!(found, *expected, "{achievements:?}");
        }
    }

    #[test]
    fn each_badge_has_its_reason_as_far_as_it_may_be_told() {
        for shows_habits in [true, false] {
            let achievements = Achievements {
                goals: vec![("Read", Points::whole(90)), ("Run", Points::whole(100))],
                completion: Some(Points::round(91.5)),
                longest_streak: 30,
                shows_habits,
            };
            let told: Vec<_> = badges(&achievements)
                .into_iter()
                .map(|badge| (badge.threshold, badge.value, badge.goal))
                .collect();
            let of_habits = |value| shows_habits.then_some(value);
            let expected = [
                (100.0, Some(100.0), Some("Run".to_owned())),
                (80.0, Some(90.0), None),
                (90.0, of_habits(91.5), None),
                (21.0, None, None),
            ];
            assert_eq!(told, expected);
        }
    }

    #[test]
    fn streaks_are_those_of_the_engine() {
        let mut days = STREAKS.map(|(_, days)| i64::from(days));
        days.reverse();
        assert_eq!(STREAK_MILESTONES.map(i64::from), days);
    }
}
