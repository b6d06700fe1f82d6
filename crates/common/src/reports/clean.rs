//! A report without anything that is nobody else's business: credentials, bodies, addresses.
//!
//! Of a request only what is named here stays; everything else is gone through word by word, for
//! messages of errors say all sorts of things.

use serde_json::Value;

use crate::telemetry::{is_telling, without_secrets};

/// What stands for something that was removed.
const REMOVED: &str = "***";

/// What stays of a request.
const OF_REQUEST: [&str; 3] = ["headers", "method", "url"];

/// The header fields that stay.
const HEADERS: [&str; 6] = [
    "accept",
    "content-length",
    "content-type",
    "host",
    "user-agent",
    "x-request-id",
];

/// Cleans an event or a trace in the form in which it is sent.
pub(super) fn report(report: &mut Value) {
    keep(report.pointer_mut("/request"), &OF_REQUEST);
    keep(report.pointer_mut("/request/headers"), &HEADERS);
    keep(report.pointer_mut("/user"), &["id"]);
    // A version may look like somebody's address, and a URL must stay one.
    let release = report.pointer_mut("/release").map(Value::take);
    let url = report.pointer_mut("/request/url").map(Value::take);
    value(report);
    if let (Some(place), Some(release)) = (report.pointer_mut("/release"), release) {
        *place = release;
    }
    if let (Some(place), Some(url)) = (report.pointer_mut("/request/url"), url) {
        *place = url.as_str().map_or(Value::Null, |url| address(url).into());
    }
}

/// The address of a request without secrets and people.
fn address(url: &str) -> String {
    let shown = without_secrets(url);
    let parts: Vec<&str> = shown
        .split('/')
        .map(|part| if is_address(part) { REMOVED } else { part })
        .collect();
    parts.join("/")
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
            members.retain(|name, _| !is_telling(name));
            members.values_mut().for_each(value);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A text with what looks like a secret or an address removed, word by word.
fn text(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    // The next word may be a secret, if a colon or an equals sign comes first; or it is one.
    let (mut is_named, mut is_announced) = (false, false);
    for part in text.split_inclusive(ends_word) {
        let word = part.trim_end_matches(ends_word);
        if word.is_empty() {
            clean.push_str(part);
            continue;
        }
        if is_announced {
            clean.push_str(REMOVED);
        } else {
            clean.push_str(&shown(word));
        }
        clean.push_str(&part[word.len()..]);
        let is_scheme = ["bearer", "basic"].contains(&&*word.to_ascii_lowercase());
        let assigns = word.ends_with([':', '=']) && !word.ends_with("::");
        is_announced =
            is_scheme || (is_named && matches!(word, ":" | "=")) || (assigns && is_telling(word));
        is_named = !is_announced && is_telling(word);
    }
    clean
}

fn ends_word(character: char) -> bool {
    character.is_whitespace() || r#""'`(),;<>[]{}"#.contains(character)
}

fn shown(word: &str) -> String {
    if word.contains('?') && !has_credentials(word) {
        return address(word);
    }
    let is_token = word.starts_with("kpi_pat_") || (word.starts_with("eyJ") && word.len() > 16);
    if is_token || is_address(word) || has_credentials(word) {
        return REMOVED.to_owned();
    }
    match word.split_once('=') {
        Some((name, value)) if !value.is_empty() && is_telling(name) => {
            format!("{name}={REMOVED}")
        }
        _ => word.to_owned(),
    }
}

/// `ann@example.com`, also within something longer; `name@1.2.3` is none.
fn is_address(word: &str) -> bool {
    word.match_indices('@').any(|(at, _)| {
        let of_domain = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
        let domain = &word[at + 1..];
        let domain = &domain[..domain.find(|c| !of_domain(c)).unwrap_or(domain.len())];
        let top = domain.trim_end_matches('.').rsplit('.').next();
        let has_person = word[..at].ends_with(|c: char| c.is_alphanumeric() || "._%+-".contains(c));
        has_person && top.is_some_and(|top| top.chars().any(char::is_alphabetic))
    }) || word.contains("%40")
}

/// `postgres://user:password@host/name`.
fn has_credentials(word: &str) -> bool {
    word.split_once("://")
        .and_then(|(_, rest)| rest.split(['/', '?']).next())
        .is_some_and(|authority| authority.contains('@'))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn texts_lose_secrets_and_addresses_and_keep_the_rest() {
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
    fn of_a_request_only_what_is_harmless_stays() {
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
