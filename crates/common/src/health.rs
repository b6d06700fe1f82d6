//! The body of a health endpoint, and the checks of memory and disk that every service has.
//!
//! A report is `ok` while no check is `error`; `disabled` and `degraded` do not fail it. Memory and
//! disk are read from /proc, cgroup v2 and statvfs; where those do not exist, the check is disabled.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use actix_web::http::StatusCode;
use chrono::{SecondsFormat, Utc};
use serde::Serialize;

use crate::config::Environment;

/// The status of a check or a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Healthy.
    Ok,
    /// Failed, but the service works without it.
    Degraded,
    /// Failed.
    Error,
    /// Switched off in the settings.
    Disabled,
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The status.
    pub status: Status,
    /// A text for operators; must not show internals such as host names or credentials.
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

    /// A healthy check.
    pub fn ok() -> Self {
        Self::new(Status::Ok)
    }

    /// A failed check.
    pub fn error(detail: impl Into<String>) -> Self {
        Self::new(Status::Error).detail(detail)
    }

    /// A failed check that the service works without.
    pub fn degraded(detail: impl Into<String>) -> Self {
        Self::new(Status::Degraded).detail(detail)
    }

    /// A check that is switched off.
    pub fn disabled() -> Self {
        Self::new(Status::Disabled)
    }

    /// Adds a text for operators.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Adds how long the check took.
    #[must_use]
    pub fn duration(mut self, duration: Duration) -> Self {
        self.duration_ms = Some(u64::try_from(duration.as_millis()).unwrap_or(u64::MAX));
        self
    }
}

/// The body of a health endpoint, as the guide shows it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// `ok`, or `error` if one check is.
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

    /// 200 for `ok`, else 503.
    pub fn http_status(&self) -> StatusCode {
        match self.status {
            Status::Error => StatusCode::SERVICE_UNAVAILABLE,
            Status::Ok | Status::Degraded | Status::Disabled => StatusCode::OK,
        }
    }
}

/// Above this share of the memory limit, the OOM killer may end the process at any time.
const MEMORY_LIMIT_PERCENT: u64 = 95;

/// With less available memory than this, the machine is about to swap or to kill processes.
const MIN_AVAILABLE_MEMORY: u64 = 32 * MEBIBYTE;

/// With less free space than this, writes are about to fail.
const MIN_FREE_DISK: u64 = 64 * MEBIBYTE;

const MEBIBYTE: u64 = 1024 * 1024;

/// The resident memory of this process against its container's limit, and the machine's available
/// memory.
pub fn memory() -> Check {
    let read = |path| fs::read_to_string(path).unwrap_or_default();
    let available = kib_to_bytes(&read("/proc/meminfo"), "MemAvailable:");
    let limit = read("/sys/fs/cgroup/memory.max").trim().parse().ok();
    match kib_to_bytes(&read("/proc/self/status"), "VmRSS:") {
        Some(resident) => check_memory(resident, available, limit),
        None => Check::disabled().detail("not supported on this system"),
    }
}

fn check_memory(resident: u64, available: Option<u64>, limit: Option<u64>) -> Check {
    let detail = format!("{} MiB resident", resident / MEBIBYTE);
    if let Some(limit) = limit.filter(|limit| resident >= limit / 100 * MEMORY_LIMIT_PERCENT) {
        return Check::error(format!("{detail}, of {} MiB allowed", limit / MEBIBYTE));
    }
    if let Some(available) = available.filter(|available| *available < MIN_AVAILABLE_MEMORY) {
        return Check::error(format!(
            "{detail}, only {} MiB left on the machine",
            available / MEBIBYTE
        ));
    }
    Check::ok().detail(detail)
}

/// The value of a line such as `VmRSS:    1234 kB`, in bytes.
fn kib_to_bytes(text: &str, name: &str) -> Option<u64> {
    let rest = text.lines().find_map(|line| line.strip_prefix(name))?;
    let number: u64 = rest.split_whitespace().next()?.parse().ok()?;
    Some(number * 1024)
}

/// The free space of the file system that holds `path`.
pub fn disk(path: &Path) -> Check {
    match rustix::fs::statvfs(path) {
        Ok(stat) => check_disk(stat.f_bavail.saturating_mul(stat.f_frsize)),
        Err(error) => Check::error(format!("statvfs failed: {error}")),
    }
}

fn check_disk(free: u64) -> Check {
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
        let degraded = report(Check::degraded("unreachable"));
        assert_eq!(
            (degraded.status, degraded.http_status().as_u16()),
            (Status::Ok, 200)
        );
        let failing = report(Check::error("unreachable").duration(Duration::from_millis(7)));
        assert_eq!(failing.http_status(), 503);
        let json = serde_json::to_value(&failing).unwrap();
        assert_eq!(json["status"], "error");
        assert_eq!(json["environment"], "staging");
        assert_eq!(
            json["checks"],
            serde_json::json!({
                "disk": { "status": "ok" },
                "redis": { "status": "error", "detail": "unreachable", "durationMs": 7 },
            })
        );
    }

    #[test]
    fn memory_fails_near_its_limit_or_when_little_is_available() {
        let mib = |number| number * MEBIBYTE;
        assert_eq!(
            check_memory(mib(50), Some(mib(4000)), None).status,
            Status::Ok
        );
        assert_eq!(
            check_memory(mib(50), Some(mib(4000)), Some(mib(100))).status,
            Status::Ok
        );
        assert_eq!(
            check_memory(mib(96), Some(mib(4000)), Some(mib(100))).status,
            Status::Error
        );
        assert_eq!(
            check_memory(mib(50), Some(mib(10)), None).status,
            Status::Error
        );
    }

    #[test]
    fn proc_files_are_read_by_their_lines() {
        let text = "Name:\tkpi\nVmRSS:\t    2048 kB\nThreads:\t1\n";
        assert_eq!(kib_to_bytes(text, "VmRSS:"), Some(2 * MEBIBYTE));
        assert_eq!(kib_to_bytes(text, "VmSwap:"), None);
    }

    #[test]
    fn disk_fails_when_it_is_full_or_missing() {
        assert_eq!(check_disk(MIN_FREE_DISK).status, Status::Ok);
        assert_eq!(check_disk(MIN_FREE_DISK - 1).status, Status::Error);
        assert_eq!(disk(Path::new("/nowhere/at/all")).status, Status::Error);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn this_machine_is_checked() {
        assert!(memory().detail.unwrap().contains("MiB resident"));
        assert!(disk(Path::new("/")).detail.unwrap().contains("MiB free"));
    }
}
