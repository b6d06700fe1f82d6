//! The instances of one service, shared by all workers: load balancing and health.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hyper::header::HeaderValue;

use super::config::UpstreamConfig;
use super::health_state::{HealthState, Permit};
use super::{Origin, Origins, State};

/// The instances of one service.
#[derive(Debug)]
pub(crate) struct Group {
    name: &'static str,
    instances: Vec<Arc<Instance>>,
    /// Where the search for the least loaded starts: round robin among equals.
    next: AtomicUsize,
}

/// One instance of a service.
#[derive(Debug)]
pub(crate) struct Instance {
    origin: Origin,
    /// The origin, for the access log.
    label: Arc<str>,
    /// The value of `Host` for requests to it.
    authority: HeaderValue,
    health: HealthState,
    in_flight: AtomicUsize,
}

/// Counts one request in flight on an instance, until this is dropped.
#[derive(Debug)]
pub(crate) struct InFlightGuard {
    instance: Arc<Instance>,
    index: usize,
    permit: Permit,
    has_outcome: bool,
}

/// The instances that a request has been tried on.
#[derive(Debug, Default, Clone)]
pub(super) struct Tried(Vec<usize>);

impl Tried {
    pub(super) fn add(&mut self, guard: &InFlightGuard) {
        self.0.push(guard.index);
    }
}

impl Group {
    pub(crate) fn new(name: &'static str, origins: &Origins, config: &UpstreamConfig) -> Self {
        let instance = |origin: &Origin| {
            Arc::new(Instance {
                origin: origin.clone(),
                label: Arc::from(origin.to_string()),
                authority: origin.authority(),
                health: HealthState::new(config.probe, config.ejection),
                in_flight: AtomicUsize::new(0),
            })
        };
        Self {
            name,
            instances: origins.iter().map(instance).collect(),
            next: AtomicUsize::new(0),
        }
    }

    /// The name of the service.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// The instances, in the order of the setting.
    pub(crate) fn instances(&self) -> &[Arc<Instance>] {
        &self.instances
    }

    /// Selects the least loaded eligible instance that has not been tried.
    pub(super) fn select(&self, tried: &Tried, now: Instant) -> Option<InFlightGuard> {
        let count = self.instances.len();
        let first = match count {
            1 => 0,
            _ => self.next.fetch_add(1, Ordering::Relaxed) % count,
        };
        let candidates = (first..count)
            .chain(0..first)
            .filter(|index| !tried.0.contains(index))
            .filter(|index| self.instances[*index].health.is_eligible(now));
        let best = candidates.min_by_key(|index| self.instances[*index].in_flight())?;
        // Another worker may have taken the half-open permit of this instance meanwhile.
        self.acquire(best, now).or_else(|| {
            let others = (0..count).filter(|index| *index != best && !tried.0.contains(index));
            others.filter_map(|index| self.acquire(index, now)).next()
        })
    }

    fn acquire(&self, index: usize, now: Instant) -> Option<InFlightGuard> {
        let instance = Arc::clone(&self.instances[index]);
        let permit = instance.health.acquire(now)?;
        instance.in_flight.fetch_add(1, Ordering::Relaxed);
        Some(InFlightGuard {
            instance,
            index,
            permit,
            has_outcome: false,
        })
    }

    /// Whether another instance is eligible.
    pub(super) fn has_other(&self, guard: &InFlightGuard, now: Instant) -> bool {
        let is_eligible = |(index, instance): (usize, &Arc<Instance>)| {
            index != guard.index && instance.health.is_eligible(now)
        };
        self.instances.iter().enumerate().any(is_eligible)
    }

    /// The time until an instance may be eligible again, for `Retry-After`.
    pub(super) fn retry_after(&self, now: Instant) -> Duration {
        /// If it depends on probes.
        const DEFAULT: Duration = Duration::from_secs(5);
        let times = self.instances.iter().filter_map(|instance| {
            let at = instance.health.retry_at()?;
            Some(at.saturating_duration_since(now))
        });
        times.min().unwrap_or(DEFAULT)
    }
}

impl Instance {
    /// The origin.
    pub(crate) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The origin as text.
    pub(crate) fn label(&self) -> &Arc<str> {
        &self.label
    }

    /// The value of `Host` for requests to it.
    pub(crate) fn authority(&self) -> &HeaderValue {
        &self.authority
    }

    /// The state.
    pub(crate) fn state(&self) -> State {
        self.health.state(Instant::now())
    }

    /// Requests in flight.
    pub(crate) fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(super) fn health(&self) -> &HealthState {
        &self.health
    }
}

impl InFlightGuard {
    pub(super) fn instance(&self) -> &Arc<Instance> {
        &self.instance
    }

    pub(super) fn index(&self) -> usize {
        self.index
    }

    /// Records a served request.
    pub(super) fn record_success(&mut self) {
        self.has_outcome = true;
        self.instance.health.record_success();
    }

    /// Records a failure of the instance.
    pub(super) fn record_failure(&mut self, now: Instant) {
        self.has_outcome = true;
        if self.instance.health.record_failure(self.permit, now) {
            tracing::warn!(instance = %self.instance.origin, "an instance is ejected");
        }
    }
}

impl Drop for InFlightGuard {
    fn drop(&mut self) {
        self.instance.in_flight.fetch_sub(1, Ordering::Relaxed);
        if !self.has_outcome {
            self.instance.health.release(self.permit);
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
    fn the_least_loaded_is_selected_and_equals_in_turn() {
        let (group, now, none) = (group(), Instant::now(), Tried::default());
        let guards: Vec<_> = (0..3).filter_map(|_| group.select(&none, now)).collect();
        let mut taken: Vec<_> = guards.iter().map(InFlightGuard::index).collect();
        taken.sort_unstable();
        assert_eq!(taken, [0, 1, 2]);
        let mut guards = guards;
        let freed = guards.remove(1).index();
        for _ in 0..4 {
            assert_eq!(
                group.select(&none, now).map(|guard| guard.index()),
                Some(freed)
            );
        }
        drop(guards);
        assert!(group.instances.iter().all(|one| one.in_flight() == 0));
    }

    #[test]
    fn tried_and_ejected_instances_are_skipped() {
        let (group, now, mut tried) = (group(), Instant::now(), Tried::default());
        let mut first = group.select(&tried, now).unwrap();
        tried.add(&first);
        let mut second = group.select(&tried, now).unwrap();
        assert_ne!(first.index(), second.index());
        first.record_failure(now);
        assert!(group.has_other(&second, now));
        second.record_failure(now);
        assert!(group.has_other(&second, now));
        let mut third = group.select(&Tried::default(), now).unwrap();
        assert!(!group.has_other(&third, now));
        third.record_failure(now);
        assert!(group.select(&Tried::default(), now).is_none());
        assert_eq!(group.retry_after(now), Duration::from_secs(1));
    }

    #[test]
    fn of_two_workers_one_gets_the_half_open_permit_and_the_other_another_instance() {
        const ROUNDS: usize = 50;
        let (mut group, now) = (group(), Instant::now());
        let [due, busy] = [0, 1].map(|index| Arc::clone(&group.instances[index]));
        assert!(due.health.record_failure(Permit::Regular, now));
        busy.in_flight.store(1, Ordering::Relaxed);
        // Both searches pass the instance that is due, and continue long enough that both have seen
        // it before either acquires it.
        let many = |count| repeat_n(Arc::clone(&busy), count);
        group.instances = many(2 * ROUNDS).chain([due]).chain(many(10_000)).collect();
        let (together, now) = (Barrier::new(2), now + group.retry_after(now));
        let work = || {
            let round = |_| {
                together.wait();
                let guard = group.select(&Tried::default(), now);
                // The permit is held until both have selected.
                together.wait();
                guard.map(|guard| guard.permit)
            };
            (0..ROUNDS).map(round).collect::<Vec<_>>()
        };
        let (one, other) = thread::scope(|scope| {
            let other = scope.spawn(work);
            (work(), other.join().unwrap())
        });
        for permits in zip(one, other) {
            let is_shared = matches!(
                permits,
                (Some(Permit::HalfOpen), Some(Permit::Regular))
                    | (Some(Permit::Regular), Some(Permit::HalfOpen))
            );
            assert!(is_shared, "{permits:?}");
        }
    }
}
