//! Places: pure.

use std::cmp::Reverse;

use crate::domain::UserId;
use crate::kpi::Points;

/// Somebody on a leaderboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Standing<T> {
    pub name: String,
    pub id: UserId,
    /// What is compared, as it is shown; `None` without anything to compare.
    pub value: Option<Points>,
    /// What else is shown.
    pub rest: T,
}

/// Those with a value by value, the highest first; equal ones by name, then id; those without a value after them,
/// without a place. Equal values have equal places, such as 1, 2, 2, 4.
pub(super) fn rank<T>(mut standings: Vec<Standing<T>>) -> Vec<(Option<usize>, Standing<T>)> {
    standings.sort_by(|one, other| {
        let value = Reverse(one.value).cmp(&Reverse(other.value));
        value.then_with(|| (&one.name, one.id).cmp(&(&other.name, other.id)))
    });
    let mut ranked: Vec<(Option<usize>, Standing<T>)> = Vec::with_capacity(standings.len());
    for (index, standing) in standings.into_iter().enumerate() {
        let place = match ranked.last() {
            _ if standing.value.is_none() => None,
            Some((place, before)) if before.value == standing.value => *place,
            _ => Some(index + 1),
        };
        ranked.push((place, standing));
    }
    ranked
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn standing(name: &str, id: UserId, tenths: Option<i32>) -> Standing<()> {
        Standing {
            name: name.to_owned(),
            id,
            value: tenths.map(Points::from_tenths),
            rest: (),
        }
    }

    #[test]
    fn equal_values_have_equal_places_and_zero_is_one() {
        let mut ids: Vec<UserId> = (0..7).map(|_| UserId::new()).collect();
        ids.sort_unstable();
        let standings = vec![
            standing("Gus", ids[6], None),
            standing("Eve", ids[4], Some(0)),
            standing("Dan", ids[3], Some(900)),
            standing("Bob", ids[2], Some(901)),
            standing("Bob", ids[1], Some(901)),
            standing("Fay", ids[5], None),
            standing("Ann", ids[0], Some(1500)),
        ];
        let board: Vec<_> = rank(standings)
            .into_iter()
            .map(|(place, standing)| (place, standing.id))
            .collect();
        let places = [Some(1), Some(2), Some(2), Some(4), Some(5), None, None];
        assert_eq!(board, places.into_iter().zip(ids).collect::<Vec<_>>());
    }

    /// Few names and values, so that there are ties.
    fn standings() -> impl Strategy<Value = Vec<Standing<()>>> {
        let member = (0..4_u8, prop::option::of(0..5_i32));
        prop::collection::vec(member, 0..99).prop_map(|members| {
            let standings = members
                .into_iter()
                .map(|(name, value)| standing(&name.to_string(), UserId::new(), value));
            standings.collect()
        })
    }

    proptest! {
        #[test]
        fn the_order_of_the_members_does_not_matter(
            (one, shuffled) in standings().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        ) {
            prop_assert_eq!(rank(one), rank(shuffled));
        }

        #[test]
        fn a_place_is_one_more_than_those_who_are_better(all in standings()) {
            let board = rank(all);
            for (place, standing) in &board {
                let better = board.iter().filter(|(_, other)| other.value > standing.value).count();
                prop_assert_eq!(*place, standing.value.map(|_| better + 1));
            }
            for pair in board.windows(2) {
                let key = |at: usize| (Reverse(pair[at].1.value), &pair[at].1.name, pair[at].1.id);
                prop_assert!(key(0) < key(1));
            }
        }
    }
}
