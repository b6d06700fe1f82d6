//! The health of one instance, which decides whether it gets requests; shared by all workers.
//!
//! Active: consecutive failed probes take it out of service, until consecutive successes. Passive:
//! consecutive failed requests eject it, with exponential backoff; then it is half-open: one request
//! is let through, and its result decides. The time is a parameter.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::config::{EjectionConfig, ProbeConfig};

/// The probe interval of an instance that is out of service, or whose last probe failed.
const UNHEALTHY_PROBE_INTERVAL: Duration = Duration::from_millis(250);

/// The health of one instance.
#[derive(Debug)]
pub(super) struct HealthState {
    probe: ProbeConfig,
    ejection: EjectionConfig,
    /// Fast path: healthy, so the record need not be locked.
    is_healthy: AtomicBool,
    record: Mutex<Record>,
}

#[derive(Debug, Default)]
struct Record {
    probes: Probes,
    failures: u32,
    ejections: u32,
    ejected_until: Option<Instant>,
    is_half_open: bool,
}

/// The results of the probes.
#[derive(Debug, Default)]
struct Probes {
    is_down: bool,
    /// Whether there was a probe.
    is_known: bool,
    /// Whether one has ever succeeded.
    was_up: bool,
    /// Consecutive results that contradict `is_down`.
    streak: u32,
    reason: Option<&'static str>,
}

/// The state of an instance, for the health report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Not probed yet.
    Unknown,
    /// In service.
    Up,
    /// Down by probes, with the reason.
    Down(&'static str),
    /// Ejected for failed requests.
    Ejected,
    /// One request is let through.
    HalfOpen,
}

/// A permit for one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Permit {
    /// A healthy instance.
    Regular,
    /// The only request of a half-open instance.
    HalfOpen,
}

impl HealthState {
    pub(super) fn new(probe: ProbeConfig, ejection: EjectionConfig) -> Self {
        let is_known = probe.interval.is_none();
        let probes = Probes {
            is_known,
            ..Probes::default()
        };
        Self {
            probe,
            ejection,
            is_healthy: AtomicBool::new(true),
            record: Mutex::new(Record {
                probes,
                ..Record::default()
            }),
        }
    }

    /// Whether [`HealthState::acquire`] would return a permit.
    pub(super) fn is_eligible(&self, now: Instant) -> bool {
        self.is_healthy() || self.record().permit(now).is_some()
    }

    /// A permit, if the instance is eligible. A half-open permit must be ended by
    /// [`HealthState::record_success`], [`HealthState::record_failure`] or [`HealthState::release`].
    pub(super) fn acquire(&self, now: Instant) -> Option<Permit> {
        if self.is_healthy() {
            return Some(Permit::Regular);
        }
        let mut record = self.record();
        let permit = record.permit(now)?;
        record.is_half_open |= permit == Permit::HalfOpen;
        Some(permit)
    }

    /// When the ejection ends; `None` if it depends on probes.
    pub(super) fn retry_at(&self) -> Option<Instant> {
        let record = self.record();
        record.ejected_until.filter(|_| !record.probes.is_down)
    }

    /// Records a served request.
    pub(super) fn record_success(&self) {
        if self.is_healthy() {
            return;
        }
        let mut record = self.record();
        record.failures = 0;
        record.ejections = 0;
        record.ejected_until = None;
        record.is_half_open = false;
        self.update_is_healthy(&record);
    }

    /// Records a failed request; returns whether the instance has been ejected.
    pub(super) fn record_failure(&self, permit: Permit, now: Instant) -> bool {
        let mut record = self.record();
        record.failures = record.failures.saturating_add(1);
        let is_ejected = record.ejected_until.is_some();
        let is_due = record.failures >= self.ejection.failures && !is_ejected;
        if permit == Permit::HalfOpen || is_due {
            let factor = 2_u32.saturating_pow(record.ejections.min(16));
            let duration = self.ejection.base.saturating_mul(factor);
            record.ejected_until = Some(now + duration.min(self.ejection.max));
            record.ejections += 1;
            record.is_half_open = false;
        }
        self.update_is_healthy(&record);
        permit == Permit::HalfOpen || is_due
    }

    /// Releases a permit without a result.
    pub(super) fn release(&self, permit: Permit) {
        if permit == Permit::HalfOpen {
            self.record().is_half_open = false;
        }
    }

    /// Records the result of a probe; returns whether it changed the state.
    pub(super) fn record_probe(&self, outcome: Result<(), &'static str>) -> bool {
        let mut record = self.record();
        let probes = &mut record.probes;
        let is_first = !std::mem::replace(&mut probes.is_known, true);
        let contradicts = outcome.is_ok() == probes.is_down;
        probes.streak = if contradicts { probes.streak + 1 } else { 0 };
        let needed = match (probes.is_down, probes.was_up) {
            (false, _) => self.probe.failures,
            (true, true) => self.probe.passes,
            // It is starting: the first success is enough.
            (true, false) => 1,
        };
        let changes = probes.streak >= needed || (is_first && outcome.is_err());
        if changes {
            probes.is_down = outcome.is_err();
            probes.streak = 0;
        }
        probes.was_up |= outcome.is_ok();
        probes.reason = outcome.err();
        self.update_is_healthy(&record);
        changes
    }

    /// The state.
    pub(super) fn state(&self, now: Instant) -> State {
        let record = self.record();
        let probes = &record.probes;
        match record.ejected_until {
            _ if !probes.is_known => State::Unknown,
            _ if probes.is_down => State::Down(probes.reason.unwrap_or("not reachable")),
            Some(_) if record.is_half_open => State::HalfOpen,
            Some(until) if now < until => State::Ejected,
            Some(_) => State::HalfOpen,
            None => State::Up,
        }
    }

    /// The time until the next probe.
    pub(super) fn probe_interval(&self, interval: Duration) -> Duration {
        if self.is_healthy() && self.record().probes.streak == 0 {
            interval
        } else {
            interval.min(UNHEALTHY_PROBE_INTERVAL)
        }
    }

    fn is_healthy(&self) -> bool {
        self.is_healthy.load(Ordering::Relaxed)
    }

    fn update_is_healthy(&self, record: &Record) {
        let is_healthy =
            record.failures == 0 && record.ejected_until.is_none() && !record.probes.is_down;
        self.is_healthy.store(is_healthy, Ordering::Relaxed);
    }

    /// Recovers a poisoned lock: an inconsistent record does no harm.
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn permit(&self, now: Instant) -> Option<Permit> {
        match self.ejected_until {
            _ if self.probes.is_down => None,
            None => Some(Permit::Regular),
            Some(until) if now >= until && !self.is_half_open => Some(Permit::HalfOpen),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn state() -> HealthState {
        let probe = ProbeConfig {
            interval: Some(5 * SECOND),
            timeout: SECOND,
            failures: 3,
            passes: 2,
        };
        let ejection = EjectionConfig {
            failures: 3,
            base: SECOND,
            max: 5 * SECOND,
        };
        HealthState::new(probe, ejection)
    }

    #[test]
    fn failures_in_a_row_eject_and_a_success_between_them_does_not() {
        let (state, now) = (state(), Instant::now());
        for _ in 0..2 {
            assert!(!state.record_failure(Permit::Regular, now));
        }
        state.record_success();
        for _ in 0..2 {
            assert!(!state.record_failure(Permit::Regular, now));
        }
        assert!(state.is_eligible(now));
        assert!(state.record_failure(Permit::Regular, now));
        assert!(!state.is_eligible(now));
        assert_eq!(state.retry_at(), Some(now + SECOND));
    }

    #[test]
    fn each_failed_half_open_request_doubles_the_ejection() {
        let (state, mut now) = (state(), Instant::now());
        for _ in 0..3 {
            state.record_failure(Permit::Regular, now);
        }
        for wait in [1, 2, 4, 5, 5] {
            assert_eq!(state.acquire(now + wait * SECOND - SECOND / 2), None);
            now += wait * SECOND;
            assert_eq!(state.acquire(now), Some(Permit::HalfOpen));
            assert_eq!(state.acquire(now), None, "one request at a time");
            assert!(state.record_failure(Permit::HalfOpen, now));
        }
        now += 5 * SECOND;
        assert_eq!(state.acquire(now), Some(Permit::HalfOpen));
        state.release(Permit::HalfOpen);
        assert_eq!(state.acquire(now), Some(Permit::HalfOpen));
        state.record_success();
        assert_eq!(state.acquire(now), Some(Permit::Regular));
        assert_eq!(state.acquire(now), Some(Permit::Regular));
    }

    #[test]
    fn late_failures_do_not_extend_an_ejection() {
        let (state, now) = (state(), Instant::now());
        for _ in 0..3 {
            state.record_failure(Permit::Regular, now);
        }
        assert!(!state.record_failure(Permit::Regular, now + SECOND / 2));
        assert_eq!(state.retry_at(), Some(now + SECOND));
    }

    #[test]
    fn consecutive_probes_change_the_state() {
        let (state, now) = (state(), Instant::now());
        assert_eq!(state.state(now), State::Unknown);
        state.record_probe(Ok(()));
        assert_eq!(state.state(now), State::Up);
        let failure = Err("not reachable");
        assert!(!state.record_probe(failure) && !state.record_probe(failure));
        assert!(state.is_eligible(now));
        assert!(state.record_probe(failure));
        assert_eq!(state.state(now), State::Down("not reachable"));
        assert!(!state.is_eligible(now));
        assert!(!state.record_probe(Ok(())));
        assert!(!state.is_eligible(now));
        assert!(state.record_probe(Ok(())));
        assert!(state.is_eligible(now));
    }

    #[test]
    fn the_first_probe_decides() {
        let (state, now) = (state(), Instant::now());
        assert!(state.is_eligible(now), "it has not failed yet");
        assert!(state.record_probe(Err("not reachable")));
        assert!(!state.is_eligible(now));
        assert!(state.record_probe(Ok(())), "and so does the first success");
        assert!(state.is_eligible(now));
    }
}
