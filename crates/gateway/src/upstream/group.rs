//! The instances of one service, as all workers share them: who gets the next request, and what
//! is known of each.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::header::HeaderValue;

use super::config::UpstreamConfig;
use super::standing::{Leave, Standing};
use super::{Origin, Origins, State};

/// One service.
#[derive(Debug)]
pub(crate) struct Group {
    name: &'static str,
    instances: Vec<Arc<Instance>>,
    /// Where the search for the least loaded begins, so that equals take turns.
    turn: AtomicUsize,
}

/// One instance of a service.
#[derive(Debug)]
pub(crate) struct Instance {
    origin: Origin,
    /// Its address, as the access log names it.
    label: Arc<str>,
    /// The value of `Host` for requests to it.
    authority: HeaderValue,
    standing: Standing,
    in_flight: AtomicUsize,
}

/// An instance that carries one more request, until this is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    instance: Arc<Instance>,
    index: usize,
    leave: Leave,
    is_judged: bool,
}

/// Which instances a request has been to already.
#[derive(Debug, Default, Clone)]
pub(super) struct Tried(Vec<usize>);

impl Tried {
    pub(super) fn add(&mut self, claim: &Claim) {
        self.0.push(claim.index);
    }
}

impl Group {
    pub(crate) fn new(name: &'static str, origins: &Origins, config: &UpstreamConfig) -> Self {
        let instance = |origin: &Origin| {
            Arc::new(Instance {
                origin: origin.clone(),
                label: Arc::from(origin.to_string()),
                authority: origin.authority(),
                standing: Standing::new(config.probe, config.ejection),
                in_flight: AtomicUsize::new(0),
            })
        };
        Self {
            name,
            instances: origins.iter().map(instance).collect(),
            turn: AtomicUsize::new(0),
        }
    }

    /// What the service is called.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Its instances, in the order of the setting.
    pub(crate) fn instances(&self) -> &[Arc<Instance>] {
        &self.instances
    }

    /// The least loaded of those that get requests and have not been tried.
    pub(super) fn claim(&self, tried: &Tried, now: Instant) -> Option<Claim> {
        let count = self.instances.len();
        let first = match count {
            1 => 0,
            _ => self.turn.fetch_add(1, Ordering::Relaxed) % count,
        };
        let candidates = (first..count)
            .chain(0..first)
            .filter(|index| !tried.0.contains(index))
            .filter(|index| self.instances[*index].standing.admits(now));
        let best = candidates.min_by_key(|index| self.instances[*index].in_flight())?;
        // Another worker may have taken the one trial of this instance meanwhile.
        self.claim_index(best, now).or_else(|| {
            let others = (0..count).filter(|index| *index != best && !tried.0.contains(index));
            others
                .filter_map(|index| self.claim_index(index, now))
                .next()
        })
    }

    fn claim_index(&self, index: usize, now: Instant) -> Option<Claim> {
        let instance = Arc::clone(&self.instances[index]);
        let leave = instance.standing.claim(now)?;
        instance.in_flight.fetch_add(1, Ordering::Relaxed);
        Some(Claim {
            instance,
            index,
            leave,
            is_judged: false,
        })
    }

    /// Whether another instance than this one gets requests.
    pub(super) fn has_other(&self, claim: &Claim, now: Instant) -> bool {
        let admits = |(index, instance): (usize, &Arc<Instance>)| {
            index != claim.index && instance.standing.admits(now)
        };
        self.instances.iter().enumerate().any(admits)
    }

    /// How long until an instance may be back; for `Retry-After`.
    pub(super) fn returns_in(&self, now: Instant) -> Duration {
        /// When it is for the probes to say.
        const SOME: Duration = Duration::from_secs(5);
        let times = self.instances.iter().filter_map(|instance| {
            let at = instance.standing.returns_at()?;
            Some(at.saturating_duration_since(now))
        });
        times.min().unwrap_or(SOME)
    }
}

impl Instance {
    /// Where it is.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Where it is, as text.
    pub(crate) fn label(&self) -> &Arc<str> {
        &self.label
    }

    /// The value of `Host` for requests to it.
    pub(crate) fn authority(&self) -> &HeaderValue {
        &self.authority
    }

    /// How it stands.
    pub(crate) fn state(&self) -> State {
        self.standing.state(Instant::now())
    }

    /// How many requests it is serving.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn standing(&self) -> &Standing {
        &self.standing
    }
}

impl Claim {
    pub(super) fn instance(&self) -> &Arc<Instance> {
        &self.instance
    }

    pub(super) fn index(&self) -> usize {
        self.index
    }

    /// The request was served.
    pub(super) fn succeeded(&mut self) {
        self.is_judged = true;
        self.instance.standing.succeeded();
    }

    /// The request failed, through the instance's fault.
    pub(super) fn failed(&mut self, now: Instant) {
        self.is_judged = true;
        if self.instance.standing.failed(self.leave, now) {
            tracing::warn!(instance = %self.instance.origin, "an instance fails and gets no requests for a while");
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.instance.in_flight.fetch_sub(1, Ordering::Relaxed);
        if !self.is_judged {
            self.instance.standing.gave_up(self.leave);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::iter::{repeat_n, zip};
    use std::sync::Barrier;
    use std::thread;

    use kpi_common::config::{Environment, Settings};

    use super::*;

    fn group() -> Group {
        let mut settings = Settings::from_pairs([("UPSTREAM_EJECT_FAILURES", "1")]);
        let config = UpstreamConfig::read(&mut settings, Environment::Development);
        let origins = "http://a,http://b,http://c".parse().unwrap();
        Group::new("backend", &origins, &config)
    }

    #[test]
    fn the_least_loaded_is_taken_and_equals_take_turns() {
        let (group, now, none) = (group(), Instant::now(), Tried::default());
        let claims: Vec<_> = (0..3).filter_map(|_| group.claim(&none, now)).collect();
        let mut taken: Vec<_> = claims.iter().map(Claim::index).collect();
        taken.sort_unstable();
        assert_eq!(taken, [0, 1, 2]);
        let mut claims = claims;
        let freed = claims.remove(1).index();
        for _ in 0..4 {
            assert_eq!(
                group.claim(&none, now).map(|claim| claim.index()),
                Some(freed)
            );
        }
        drop(claims);
        assert!(group.instances.iter().all(|one| one.in_flight() == 0));
    }

    #[test]
    fn the_tried_and_the_ejected_are_passed_over() {
        let (group, now, mut tried) = (group(), Instant::now(), Tried::default());
        let mut first = group.claim(&tried, now).unwrap();
        tried.add(&first);
        let mut second = group.claim(&tried, now).unwrap();
        assert_ne!(first.index(), second.index());
        first.failed(now);
        assert!(group.has_other(&second, now));
        second.failed(now);
        assert!(group.has_other(&second, now));
        let mut third = group.claim(&Tried::default(), now).unwrap();
        assert!(!group.has_other(&third, now));
        third.failed(now);
        assert!(group.claim(&Tried::default(), now).is_none());
        assert_eq!(group.returns_in(now), Duration::from_secs(1));
    }

    #[test]
    fn of_two_workers_at_once_one_gets_the_trial_and_the_other_another_instance() {
        const ROUNDS: usize = 50;
        let (mut group, now) = (group(), Instant::now());
        let [due, busy] = [0, 1].map(|index| Arc::clone(&group.instances[index]));
        assert!(due.standing.failed(Leave::Regular, now));
        busy.in_flight.store(1, Ordering::Relaxed);
        // Both search from before the one that is due to beyond it, and on for so long that both
        // have seen it due before either claims it.
        let many = |count| repeat_n(Arc::clone(&busy), count);
        group.instances = many(2 * ROUNDS).chain([due]).chain(many(10_000)).collect();
        let (together, now) = (Barrier::new(2), now + group.returns_in(now));
        let work = || {
            let round = |_| {
                together.wait();
                let claim = group.claim(&Tried::default(), now);
                // No trial ends before both have chosen.
                together.wait();
                claim.map(|claim| claim.leave)
            };
            (0..ROUNDS).map(round).collect::<Vec<_>>()
        };
        let (one, other) = thread::scope(|scope| {
            let other = scope.spawn(work);
            (work(), other.join().unwrap())
        });
        for leaves in zip(one, other) {
            let is_shared = matches!(
                leaves,
                (Some(Leave::Trial), Some(Leave::Regular))
                    | (Some(Leave::Regular), Some(Leave::Trial))
            );
            assert!(is_shared, "{leaves:?}");
        }
    }
}
