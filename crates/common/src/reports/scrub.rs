//! Scrubs reports: no credentials, bodies or personal data.
//!
//! Of a request only the members listed here are kept. In all other text, what looks like a secret
//! or an e-mail address is replaced, because error messages may contain either.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use crate::telemetry::{SENSITIVE_PARTS, is_sensitive, redact};

/// The members of a request that are kept.
const REQUEST_MEMBERS: [&str; 3] = ["headers", "method", "url"];

/// The header fields that are kept.
const HEADERS: [&str; 6] = [
    "accept",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-request-id",
];

/// The patterns that are replaced in text, in this order, and their replacements.
static PATTERNS: LazyLock<Result<Vec<(Regex, &str)>, regex::Error>> = LazyLock::new(|| {
    let patterns = [
        // postgres://user:password@host/name
        (r"\b[\w+.-]+://[^\s/?]*@\S*".to_owned(), "***"),
        (r"\b(?:kpi_pat_\w+|eyJ[\w.-]{14,})".to_owned(), "***"),
        (r"(?i)\b(bearer|basic)\s+[^\s,;]+".to_owned(), "$1 ***"),
        // name: value, name=value, "name":"value", but not path::of::code
        (
            format!(
                r#"(?i)([\w-]*(?:{SENSITIVE_PARTS}|%)[\w%-]*["')\]]*\s*[:=]\s*["'(\[]*)[^\s:"',;&()\[\]{{}}<>][^\s"',;&()\[\]{{}}<>]*"#
            ),
            "${1}***",
        ),
        // ann@example.com, but not name@1.2.3
        (
            r"[\w.+%-]+(?:@|%40)(?:[\w-]+\.)*[\w-]*[[:alpha:]][\w-]*".to_owned(),
            "***",
        ),
    ];
    let patterns = patterns.into_iter();
    patterns
        .map(|(pattern, replacement)| Ok((Regex::new(&pattern)?, replacement)))
        .collect()
});

/// Scrubs a serialised event or transaction.
pub(super) fn report(report: &mut Value) {
    keep(report.pointer_mut("/request"), &REQUEST_MEMBERS);
    keep(report.pointer_mut("/request/headers"), &HEADERS);
    keep(report.pointer_mut("/user"), &["id"]);
    // `name@version` may look like an e-mail address.
    let release = report.pointer_mut("/release").map(Value::take);
    if let Some(Value::String(url)) = report.pointer_mut("/request/url") {
        *url = redact(url).into_owned();
    }
    value(report);
    if let (Some(member), Some(release)) = (report.pointer_mut("/release"), release) {
        *member = release;
    }
}

fn keep(object: Option<&mut Value>, names: &[&str]) {
    if let Some(members) = object.and_then(Value::as_object_mut) {
        members.retain(|name, _| names.contains(&name.to_ascii_lowercase().as_str()));
    }
}

fn value(any: &mut Value) {
    match any {
        Value::String(string) => *string = text(string),
        Value::Array(items) => items.iter_mut().for_each(value),
        Value::Object(members) => {
            members.retain(|name, _| !is_sensitive(name));
            members.values_mut().for_each(value);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text without secrets and e-mail addresses; fully masked if the patterns are invalid.
fn text(text: &str) -> String {
    let Ok(patterns) = &*PATTERNS else {
        return "***".to_owned();
    };
    patterns
        .iter()
        .fold(text.to_owned(), |text, (pattern, replacement)| {
            pattern.replace_all(&text, *replacement).into_owned()
        })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_and_addresses_in_text_are_replaced() {
        for (before, after) in [
            (
                "a query failed: no such table: users",
                "a query failed: no such table: users",
            ),
            ("no user ann@example.com here", "no user *** here"),
            (
                "Key (email)=(ann@example.com) exists",
                "Key (email)=(***) exists",
            ),
            ("<ann.b+c@mail.example.co.uk>,", "<***>,"),
            ("mail to ann%40example.com", "mail to ***"),
            ("kpi-backend@0.1.0", "kpi-backend@0.1.0"),
            ("Bearer hunter2", "Bearer ***"),
            (
                "authorization: Basic aHVudGVyMg==",
                "authorization: *** ***",
            ),
            ("password: hunter2", "password: ***"),
            ("password=hunter2 x", "password=*** x"),
            ("password = hunter2", "password = ***"),
            (
                r#"{"password":"hunter2","name":"Ann"}"#,
                r#"{"password":"***","name":"Ann"}"#,
            ),
            ("eyJhbGciOiJIUzI1NiJ9.e30.hunter2", "***"),
            ("token kpi_pat_hunter2 refused", "token *** refused"),
            (
                "http://x/api/ws?ticket=hunter2&a=1",
                "http://x/api/ws?ticket=***&a=1",
            ),
            ("Key (token)=(hunter2) exists", "Key (token)=(***) exists"),
            ("postgres://kpi:hunter2@db:5432/kpi is away", "*** is away"),
            ("redis://:hunter2@cache", "***"),
            (
                "core::ops::FnOnce::call_once",
                "core::ops::FnOnce::call_once",
            ),
            ("", ""),
        ] {
            assert_eq!(text(before), after, "{before}");
        }
    }

    #[test]
    fn only_listed_members_of_a_request_are_kept() {
        let mut event = json!({
            "event_id": "1", "release": "kpi-backend@0.1.0-rc",
            "tags": { "request_id": "mine" },
            "extra": { "session_token": "hunter2", "count": 3 },
            "user": { "id": "7", "email": "ann@example.com", "ip_address": "192.0.2.1" },
            "request": {
                "method": "POST", "url": "http://h/api/ann@example.com/days?code=hunter2&from=1&m=a@b.de",
                "query_string": "code=hunter2", "cookies": "a=hunter2", "data": "hunter2",
                "env": { "REMOTE_ADDR": "192.0.2.1" },
                "headers": {
                    "Authorization": "Bearer hunter2", "cookie": "hunter2",
                    "x-api-key": "hunter2", "x-odd": "hunter2", "user-agent": "test",
                    "x-forwarded-for": "192.0.2.1",
                },
            },
            "exception": { "values": [{ "type": "X", "value": "said hunter3@example.com" }] },
        });
        report(&mut event);
        assert_eq!(
            event,
            json!({
                "event_id": "1", "release": "kpi-backend@0.1.0-rc",
                "tags": { "request_id": "mine" },
                "extra": { "count": 3 },
                "user": { "id": "7" },
                "request": {
                    "method": "POST", "url": "http://h/api/***/days?code=***&from=1&m=***",
                    "headers": { "user-agent": "test" },
                },
                "exception": { "values": [{ "type": "X", "value": "said ***" }] },
            })
        );
    }
}
