//! Whether one instance gets requests; shared by all workers.
//!
//! Two things take an instance out of service. Probes: so many failures in a row, until so many
//! successes. Requests: so many failures in a row eject it for a while, twice as long each time;
//! then one request is let through as a trial, and its outcome decides. Time is always given from
//! outside.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::config::{EjectionConfig, ProbeConfig};

/// The pause between probes of an instance that is out of service, or may be about to be.
const CLOSE_WATCH: Duration = Duration::from_millis(250);

/// The standing of one instance.
#[derive(Debug)]
pub(super) struct Standing {
    probe: ProbeConfig,
    ejection: EjectionConfig,
    /// Nothing has been wrong lately, so nothing needs to be looked up.
    is_calm: AtomicBool,
    record: Mutex<Record>,
}

#[derive(Debug, Default)]
struct Record {
    probes: Probes,
    failures: u32,
    ejections: u32,
    ejected_until: Option<Instant>,
    is_on_trial: bool,
}

/// What the probes found.
#[derive(Debug, Default)]
struct Probes {
    is_down: bool,
    /// Whether there was one at all.
    is_known: bool,
    /// Whether one ever succeeded.
    was_up: bool,
    /// Results in a row that contradict `is_down`.
    streak: u32,
    why: Option<&'static str>,
}

/// How an instance stands, for people and metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// It has not been asked yet.
    Unknown,
    /// It serves.
    Up,
    /// Probes find it down.
    Down(&'static str),
    /// It failed requests and gets none for now.
    Ejected,
    /// One request shows whether it is well again.
    Trial,
}

/// Leave to send one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Leave {
    /// As one of many.
    Regular,
    /// As the only one, on which the instance's return depends.
    Trial,
}

impl Standing {
    pub(super) fn new(probe: ProbeConfig, ejection: EjectionConfig) -> Self {
        let is_known = probe.interval.is_none();
        let probes = Probes {
            is_known,
            ..Probes::default()
        };
        Self {
            probe,
            ejection,
            is_calm: AtomicBool::new(true),
            record: Mutex::new(Record {
                probes,
                ..Record::default()
            }),
        }
    }

    /// Whether [`Standing::claim`] would give leave.
    pub(super) fn admits(&self, now: Instant) -> bool {
        self.is_calm() || self.record().leave(now).is_some()
    }

    /// Leave to send a request, if the instance gets any. A trial must be ended by
    /// [`Standing::succeeded`], [`Standing::failed`] or [`Standing::gave_up`].
    pub(super) fn claim(&self, now: Instant) -> Option<Leave> {
        if self.is_calm() {
            return Some(Leave::Regular);
        }
        let mut record = self.record();
        let leave = record.leave(now)?;
        record.is_on_trial |= leave == Leave::Trial;
        Some(leave)
    }

    /// When it may be worth trying again; `None` if that is for the probes to say.
    pub(super) fn returns_at(&self) -> Option<Instant> {
        let record = self.record();
        record.ejected_until.filter(|_| !record.probes.is_down)
    }

    /// A request was served.
    pub(super) fn succeeded(&self) {
        if self.is_calm() {
            return;
        }
        let mut record = self.record();
        record.failures = 0;
        record.ejections = 0;
        record.ejected_until = None;
        record.is_on_trial = false;
        self.settle(&record);
    }

    /// A request failed; with enough others, or as a trial, that ejects. Whether it did.
    pub(super) fn failed(&self, leave: Leave, now: Instant) -> bool {
        let mut record = self.record();
        record.failures = record.failures.saturating_add(1);
        let is_out = record.ejected_until.is_some();
        let is_due = record.failures >= self.ejection.failures && !is_out;
        if leave == Leave::Trial || is_due {
            let factor = 2_u32.saturating_pow(record.ejections.min(16));
            let span = self.ejection.base.saturating_mul(factor);
            record.ejected_until = Some(now + span.min(self.ejection.max));
            record.ejections += 1;
            record.is_on_trial = false;
        }
        self.settle(&record);
        leave == Leave::Trial || is_due
    }

    /// A request ended without a verdict on the instance.
    pub(super) fn gave_up(&self, leave: Leave) {
        if leave == Leave::Trial {
            self.record().is_on_trial = false;
        }
    }

    /// What a probe found. Whether that changed the standing.
    pub(super) fn probed(&self, outcome: Result<(), &'static str>) -> bool {
        let mut record = self.record();
        let probes = &mut record.probes;
        let is_first = !std::mem::replace(&mut probes.is_known, true);
        let contradicts = outcome.is_ok() == probes.is_down;
        probes.streak = if contradicts { probes.streak + 1 } else { 0 };
        let needed = match (probes.is_down, probes.was_up) {
            (false, _) => self.probe.failures,
            (true, true) => self.probe.passes,
            // It is starting: nothing speaks for waiting once it has started.
            (true, false) => 1,
        };
        let changes = probes.streak >= needed || (is_first && outcome.is_err());
        if changes {
            probes.is_down = outcome.is_err();
            probes.streak = 0;
        }
        probes.was_up |= outcome.is_ok();
        probes.why = outcome.err();
        self.settle(&record);
        changes
    }

    /// How it stands.
    pub(super) fn state(&self, now: Instant) -> State {
        let record = self.record();
        match record.ejected_until {
            _ if !record.probes.is_known => State::Unknown,
            _ if record.probes.is_down => State::Down(record.probes.why.unwrap_or("not reachable")),
            Some(_) if record.is_on_trial => State::Trial,
            Some(until) if now < until => State::Ejected,
            Some(_) => State::Trial,
            None => State::Up,
        }
    }

    /// How long until the next probe: what is out of service is watched more closely.
    pub(super) fn probe_pause(&self, interval: Duration) -> Duration {
        if self.is_calm() && self.record().probes.streak == 0 {
            interval
        } else {
            interval.min(CLOSE_WATCH)
        }
    }

    fn is_calm(&self) -> bool {
        self.is_calm.load(Ordering::Relaxed)
    }

    fn settle(&self, record: &Record) {
        let is_calm =
            record.failures == 0 && record.ejected_until.is_none() && !record.probes.is_down;
        self.is_calm.store(is_calm, Ordering::Relaxed);
    }

    /// Nothing panics while it holds the lock, and half a record would do no harm either.
    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Record {
    fn leave(&self, now: Instant) -> Option<Leave> {
        match self.ejected_until {
            _ if self.probes.is_down => None,
            None => Some(Leave::Regular),
            Some(until) if now >= until && !self.is_on_trial => Some(Leave::Trial),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn standing() -> Standing {
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
        Standing::new(probe, ejection)
    }

    #[test]
    fn failures_in_a_row_eject_and_a_success_between_them_does_not() {
        let (standing, now) = (standing(), Instant::now());
        for _ in 0..2 {
            assert!(!standing.failed(Leave::Regular, now));
        }
        standing.succeeded();
        for _ in 0..2 {
            assert!(!standing.failed(Leave::Regular, now));
        }
        assert!(standing.admits(now));
        assert!(standing.failed(Leave::Regular, now));
        assert!(!standing.admits(now));
        assert_eq!(standing.returns_at(), Some(now + SECOND));
    }

    #[test]
    fn the_way_back_is_one_trial_and_each_failed_one_doubles_the_wait() {
        let (standing, mut now) = (standing(), Instant::now());
        for _ in 0..3 {
            standing.failed(Leave::Regular, now);
        }
        for wait in [1, 2, 4, 5, 5] {
            assert_eq!(standing.claim(now + wait * SECOND - SECOND / 2), None);
            now += wait * SECOND;
            assert_eq!(standing.claim(now), Some(Leave::Trial));
            assert_eq!(standing.claim(now), None, "one trial at a time");
            assert!(standing.failed(Leave::Trial, now));
        }
        now += 5 * SECOND;
        assert_eq!(standing.claim(now), Some(Leave::Trial));
        standing.gave_up(Leave::Trial);
        assert_eq!(standing.claim(now), Some(Leave::Trial));
        standing.succeeded();
        assert_eq!(standing.claim(now), Some(Leave::Regular));
        assert_eq!(standing.claim(now), Some(Leave::Regular));
    }

    #[test]
    fn late_failures_of_an_ejected_instance_do_not_prolong_its_absence() {
        let (standing, now) = (standing(), Instant::now());
        for _ in 0..3 {
            standing.failed(Leave::Regular, now);
        }
        assert!(!standing.failed(Leave::Regular, now + SECOND / 2));
        assert_eq!(standing.returns_at(), Some(now + SECOND));
    }

    #[test]
    fn probes_take_out_and_bring_back() {
        let (standing, now) = (standing(), Instant::now());
        assert_eq!(standing.state(now), State::Unknown);
        standing.probed(Ok(()));
        assert_eq!(standing.state(now), State::Up);
        let failure = Err("not reachable");
        assert!(!standing.probed(failure) && !standing.probed(failure));
        assert!(standing.admits(now));
        assert!(standing.probed(failure));
        assert_eq!(standing.state(now), State::Down("not reachable"));
        assert!(!standing.admits(now));
        assert!(!standing.probed(Ok(())));
        assert!(!standing.admits(now));
        assert!(standing.probed(Ok(())));
        assert!(standing.admits(now));
    }

    #[test]
    fn the_first_probe_counts_for_all() {
        let (standing, now) = (standing(), Instant::now());
        assert!(standing.admits(now), "nothing speaks against it yet");
        assert!(standing.probed(Err("not reachable")));
        assert!(!standing.admits(now));
        assert!(standing.probed(Ok(())), "and so does the first success");
        assert!(standing.admits(now));
    }
}
