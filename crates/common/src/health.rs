//! The body of a health endpoint, and the checks every service can make of its own machine.
//!
//! A report is `ok` while no check is in error: neither what is switched off is a fault, nor that
//! something the service can do without is away. Memory and disk are
//! judged from /proc, cgroup v2 and statvfs; where those do not exist, the check is disabled.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use crate::config::Environment;

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It works.
    Ok,
    /// It does not work, and the service does without.
    Degraded,
    /// It does not work.
    Error,
    /// It is switched off, on purpose.
    Disabled,
}

/// The outcome of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// How the thing is.
    pub status: Status,
    /// For people; must not show internals such as host names or credentials.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// How long the check took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u64>,
}

impl Check {
    fn new(status: Status) -> Self {
        Self {
            status,
            detail: None,
            duration_ms: None,
        }
    }

    /// It works.
    pub fn ok() -> Self {
        Self::new(Status::Ok)
    }

    /// It does not work.
    pub fn error(detail: impl Into<String>) -> Self {
        Self::new(Status::Error).detail(detail)
    }

    /// It does not work, and the service does without.
    pub fn degraded(detail: impl Into<String>) -> Self {
        Self::new(Status::Degraded).detail(detail)
    }

    /// It is switched off.
    pub fn disabled() -> Self {
        Self::new(Status::Disabled)
    }

    /// Adds a text for people.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds how long the check took.
    #[must_use]
    pub fn took(mut self, duration: Duration) -> Self {
        self.duration_ms = Some(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
        self
    }
}

/// The body of a health endpoint, as the guide shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// `ok`, or `error` as soon as one check is.
    pub status: Status,
    /// When the report was made, RFC 3339 in UTC.
    pub timestamp: String,
    /// Seconds since the service started, to the millisecond.
    pub uptime: f64,
    /// The version of the service.
    pub version: &'static str,
    /// `development`, `staging` or `production`.
    pub environment: &'static str,
    /// The checks by name.
    pub checks: BTreeMap<&'static str, Check>,
}

impl Report {
    /// A report over `checks`, of a service that has run since `started`.
    pub fn new(
        started: Instant,
        version: &'static str,
        environment: Environment,
        checks: impl IntoIterator<Item = (&'static str, Check)>,
    ) -> Self {
        let checks: BTreeMap<_, _> = checks.into_iter().collect();
        let fails = checks.values().any(|check| check.status == Status::Error);
        Self {
            status: if fails { Status::Error } else { Status::Ok },
            timestamp: Utc::now().to_rfc3339_opts(SecondsFormat::Millis, true),
            uptime: started.elapsed().as_millis() as f64 / 1000.0,
            version,
            environment: environment.as_str(),
            checks,
        }
    }

    /// 200 while all is well, else 503.
    pub fn http_status(&self) -> StatusCode {
        match self.status {
            Status::Error => StatusCode::SERVICE_UNAVAILABLE,
            Status::Ok | Status::Degraded | Status::Disabled => StatusCode::OK,
        }
    }
}

/// From this share of its memory limit on, the kernel may end the process any moment.
const MEMORY_LIMIT_PERCENT: u64 = 95;

/// Less than this free on the machine, and it is about to swap or kill.
const MIN_AVAILABLE_MEMORY: u64 = 32 * MEBIBYTE;

/// Less than this free on a disk, and writes are about to fail.
const MIN_FREE_DISK: u64 = 64 * MEBIBYTE;

const MEBIBYTE: u64 = 1024 * 1024;

/// The memory of this process against its container's limit, and what the machine has left.
pub fn memory() -> Check {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let available = kib(&read("/proc/meminfo"), "MemAvailable:");
    let limit = read("/sys/fs/cgroup/memory.max").trim().parse().ok();
    match kib(&read("/proc/self/status"), "VmRSS:") {
        Some(resident) => judge_memory(resident, available, limit),
        None => Check::disabled().detail("this system does not tell"),
    }
}

fn judge_memory(resident: u64, available: Option<u64>, limit: Option<u64>) -> Check {
    let told = format!("{} MiB resident", resident / MEBIBYTE);
    if let Some(limit) = limit.filter(|limit| resident >= limit / 100 * MEMORY_LIMIT_PERCENT) {
        return Check::error(format!("{told}, of {} MiB allowed", limit / MEBIBYTE));
    }
    if let Some(available) = available.filter(|available| *available < MIN_AVAILABLE_MEMORY) {
        return Check::error(format!(
            "{told}, only {} MiB left on the machine",
            available / MEBIBYTE
        ));
    }
    Check::ok().detail(told)
}

/// The value of a line such as `VmRSS:    1234 kB`, in bytes.
fn kib(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = rest.split_whitespace().next()?.parse().ok()?;
    Some(number * 1024)
}

/// The space left on the file system that holds `path`.
pub fn disk(path: &Path) -> Check {
    match rustix::fs::statvfs(path) {
        Ok(stat) => judge_disk(stat.f_bavail.saturating_mul(stat.f_frsize)),
        Err(error) => Check::error(format!("the disk cannot be asked: {error}")),
    }
}

fn judge_disk(free: u64) -> Check {
    let is_low = free < MIN_FREE_DISK;
    let status = if is_low { Status::Error } else { Status::Ok };
    Check::new(status).detail(format!("{} MiB free", free / MEBIBYTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failing_check_fails_the_report_and_nothing_else_does() {
        let report = |check| {
            Report::new(
                Instant::now(),
                "1.0.0",
                Environment::Staging,
                [("disk", Check::ok()), ("redis", check)],
            )
        };
        assert_eq!(report(Check::disabled()).http_status(), 200);
        let limping = report(Check::degraded("away"));
        assert_eq!(
            (limping.status, limping.http_status().as_u16()),
            (Status::Ok, 200)
        );
        let failing = report(Check::error("away").took(Duration::from_millis(7)));
        assert_eq!(failing.http_status(), 503);
        let json = serde_json::to_value(&failing).unwrap();
        assert_eq!(json["status"], "error");
        assert_eq!(json["environment"], "staging");
        assert_eq!(
            json["checks"],
            serde_json::json!({
                "disk": { "status": "ok" },
                "redis": { "status": "error", "detail": "away", "durationMs": 7 },
            })
        );
    }

    #[test]
    fn memory_fails_near_its_limit_or_when_the_machine_runs_out() {
        let mib = |number| number * MEBIBYTE;
        assert_eq!(
            judge_memory(mib(50), Some(mib(4000)), None).status,
            Status::Ok
        );
        assert_eq!(
            judge_memory(mib(50), Some(mib(4000)), Some(mib(100))).status,
            Status::Ok
        );
        assert_eq!(
            judge_memory(mib(96), Some(mib(4000)), Some(mib(100))).status,
            Status::Error
        );
        assert_eq!(
            judge_memory(mib(50), Some(mib(10)), None).status,
            Status::Error
        );
    }

    #[test]
    fn proc_files_are_read_by_their_lines() {
        let text = "Name:\tkpi\nVmRSS:\t    2048 kB\nThreads:\t1\n";
        assert_eq!(kib(text, "VmRSS:"), Some(2 * MEBIBYTE));
        assert_eq!(kib(text, "VmSwap:"), None);
    }

    #[test]
    fn disk_fails_when_it_is_full_or_not_there() {
        assert_eq!(judge_disk(MIN_FREE_DISK).status, Status::Ok);
        assert_eq!(judge_disk(MIN_FREE_DISK - 1).status, Status::Error);
        assert_eq!(disk(Path::new("/nowhere/at/all")).status, Status::Error);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_machine_can_be_asked() {
        assert!(memory().detail.unwrap().contains("MiB resident"));
        assert!(disk(Path::new("/")).detail.unwrap().contains("MiB free"));
    }
}
