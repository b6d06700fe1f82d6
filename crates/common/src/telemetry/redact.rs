//! Redaction of request targets in logs.
//!
//! A path is logged as it is. A query may contain tokens and personal data, so the values of
//! parameters that look like either are masked; false positives are accepted.

use std::borrow::Cow;

/// Replaces a value.
const MASK: &str = "***";

/// Substrings of parameter names, and of values (tokens, e-mail addresses), that mark a parameter
/// as sensitive. In lower case; it is also used as part of a regular expression.
pub(crate) const SENSITIVE_PARTS: &str = "token|ticket|code|cookie|pass|secret|key|signature|session|auth|\
     jwt|credential|bearer|assertion|hmac|otp|mail|eyj|kpi_pat_|@|%40";

/// Sensitive names that are too short to match as substrings. `q` is what somebody looks for in their notes.
const SENSITIVE_NAMES: [&str; 6] = ["pwd", "pw", "pin", "sid", "sig", "q"];

/// A request target with sensitive values masked.
pub(crate) fn redact(target: &str) -> Cow<'_, str> {
    let Some((path, query)) = target.split_once('?') else {
        return Cow::Borrowed(target);
    };
    // A parameter without `=` may be the secret itself.
    let is_masked = |pair: &str| is_sensitive(pair) || !pair.is_empty() && !pair.contains('=');
    if !query.split('&').any(is_masked) {
        return Cow::Borrowed(target);
    }
    let mut redacted = String::with_capacity(target.len());
    redacted.push_str(path);
    for (index, pair) in query.split('&').enumerate() {
        redacted.push(if index == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            _ if !is_masked(pair) => redacted.push_str(pair),
            Some((name, _)) => redacted.extend([name, "=", MASK]),
            None => redacted.push_str(MASK),
        }
    }
    Cow::Owned(redacted)
}

/// Whether a parameter (`name` or `name=value`) is sensitive. Percent-encoded letters, and any
/// percent-encoding in a name, count as sensitive, because they may hide a sensitive name.
pub(crate) fn is_sensitive(pair: &str) -> bool {
    let pair = pair.to_ascii_lowercase();
    let name = pair.split('=').next().unwrap_or(&pair);
    name.contains('%')
        || ["%4", "%5", "%6", "%7"]
            .iter()
            .any(|letter| pair.contains(letter))
        || SENSITIVE_NAMES.contains(&name)
        || SENSITIVE_PARTS.split('|').any(|part| pair.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sensitive_values_are_masked_and_others_are_not() {
        for (target, shown) in [
            ("/api/days", "/api/days"),
            ("/api/days?", "/api/days?"),
            (
                "/api/days?from=2026-03-01&to=2026-03-31",
                "/api/days?from=2026-03-01&to=2026-03-31",
            ),
            ("/api/ws?ticket=hunter2", "/api/ws?ticket=***"),
            (
                "/api/days?q=hunter2&to=2026-03-31",
                "/api/days?q=***&to=2026-03-31",
            ),
            ("/a?x=1&token=hunter2&y=2", "/a?x=1&token=***&y=2"),
            ("/a?resetToken=hunter2", "/a?resetToken=***"),
            ("/a?ACCESS_TOKEN=hunter2", "/a?ACCESS_TOKEN=***"),
            ("/a?code=hunter2&state=9", "/a?code=***&state=9"),
            ("/a?password=hunter2", "/a?password=***"),
            (
                "/a?Passwd=hunter2&api_key=hunter3",
                "/a?Passwd=***&api_key=***",
            ),
            ("/a?token=", "/a?token=***"),
            ("/a?token=a=b=hunter2", "/a?token=***"),
            // Another spelling of "token".
            ("/a?%74oken=hunter2", "/a?%74oken=***"),
            // A URL in a parameter.
            ("/login?next=/reset?token=hunter2", "/login?next=***"),
            ("/login?next=%2Freset%3Ftoken%3Dhunter2", "/login?next=***"),
            ("/a?who=ann@example.com", "/a?who=***"),
            ("/a?who=ann%40example.com", "/a?who=***"),
            ("/a?email=ann", "/a?email=***"),
            ("/a?token", "/a?***"),
            ("/a?hunter2", "/a?***"),
            ("/a?token&hunter2", "/a?***&***"),
            ("/a?pwd=hunter2&side=1", "/a?pwd=***&side=1"),
            ("/a?x=kpi_pat_hunter2", "/a?x=***"),
            ("/a?x=eyJhbGciOiJIUzI1NiJ9.e30.hunter2", "/a?x=***"),
            ("/a?q=Bearer+hunter2", "/a?q=***"),
            ("/a?next=%2Freset%3F%74oken%3Dhunter2", "/a?next=***"),
            ("/a?x=%2F2026", "/a?x=%2F2026"),
            ("/a?ü=1", "/a?ü=1"),
        ] {
            assert_eq!(redact(target), shown, "{target}");
        }
    }

    #[test]
    fn nothing_is_allocated_if_nothing_is_masked() {
        for target in ["/api/days", "/api/days?from=2026-03-01"] {
            assert!(matches!(redact(target), Cow::Borrowed(_)), "{target}");
        }
    }
}
