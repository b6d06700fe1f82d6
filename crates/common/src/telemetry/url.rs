//! The address of a request as it may stand in a log.
//!
//! A path is shown as it came. A query may hold tokens and personal data, so the values of
//! parameters that look like either are masked, and rather one too many than one too few.

use std::borrow::Cow;

/// What stands for a value.
const MASK: &str = "***";

/// Parts of names, and of values that are addresses or tokens themselves, behind which there is a
/// secret or somebody's e-mail address, and of such an address itself. In lower case, and so that
/// they are a regular expression too.
pub(crate) const TELLING: &str = "token|ticket|code|cookie|pass|secret|key|signature|session|auth|\
     jwt|credential|bearer|assertion|hmac|otp|mail|eyj|kpi_pat_|@|%40";

/// Names that would be part of too many others.
const TELLING_NAMES: [&str; 5] = ["pwd", "pw", "pin", "sid", "sig"];

/// A request target without its secrets.
pub(crate) fn without_secrets(target: &str) -> Cow<'_, str> {
    let Some((path, query)) = target.split_once('?') else {
        return Cow::Borrowed(target);
    };
    // A lone word may be the secret itself.
    let is_hidden = |pair: &str| is_telling(pair) || !pair.is_empty() && !pair.contains('=');
    if !query.split('&').any(is_hidden) {
        return Cow::Borrowed(target);
    }
    let mut shown = String::with_capacity(target.len());
    shown.push_str(path);
    for (index, pair) in query.split('&').enumerate() {
        shown.push(if index == 0 { '?' } else { '&' });
        match pair.split_once('=') {
            _ if !is_hidden(pair) => shown.push_str(pair),
            Some((name, _)) => shown.extend([name, "=", MASK]),
            None => shown.push_str(MASK),
        }
    }
    Cow::Owned(shown)
}

/// Whether a part of a query, or something of this name, is masked. What has letters in
/// percent-encoding, or a name with anything in it, is: it says something else to whom it is meant
/// for than to us.
pub(crate) fn is_telling(pair: &str) -> bool {
    let pair = pair.to_ascii_lowercase();
    let name = pair.split('=').next().unwrap_or(&pair);
    name.contains('%')
        || ["%4", "%5", "%6", "%7"]
            .iter()
            .any(|letter| pair.contains(letter))
        || TELLING_NAMES.contains(&name)
        || TELLING.split('|').any(|part| pair.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_telling_parameters_are_masked_and_others_stay() {
        for (target, shown) in [
            ("/api/days", "/api/days"),
            ("/api/days?", "/api/days?"),
            (
                "/api/days?from=2026-03-01&to=2026-03-31",
                "/api/days?from=2026-03-01&to=2026-03-31",
            ),
            ("/api/ws?ticket=hunter2", "/api/ws?ticket=***"),
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
            // An address within the address.
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
            assert_eq!(without_secrets(target), shown, "{target}");
        }
    }

    #[test]
    fn nothing_is_copied_where_there_is_nothing_to_mask() {
        for target in ["/api/days", "/api/days?from=2026-03-01"] {
            assert!(
                matches!(without_secrets(target), Cow::Borrowed(_)),
                "{target}"
            );
        }
    }
}
