//! `traceparent` (W3C Trace Context, §3.2): forwarded if it is valid, generated otherwise.

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use uuid::Uuid;

const TRACEPARENT: HeaderName = HeaderName::from_static("traceparent");
const TRACESTATE: HeaderName = HeaderName::from_static("tracestate");

/// The trace id of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TraceId([u8; 32]);

impl TraceId {
    /// 32 hexadecimal digits.
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Ensures that a request has a `traceparent`. A new trace id is the request id, if that is a UUID,
/// so that log and trace have the same id.
pub(crate) fn propagate(headers: &mut HeaderMap, request_id: &str) -> TraceId {
    let mut lines = headers.get_all(&TRACEPARENT);
    if let (Some(value), None) = (lines.next(), lines.next())
        && let Some(id) = trace_id(value.as_bytes())
    {
        return id;
    }
    // `tracestate` is invalid without its `traceparent` (§3.3).
    headers.remove(&TRACESTATE);
    let uuid = Uuid::parse_str(request_id).unwrap_or_else(|_| Uuid::new_v4());
    let mut id = [0; 32];
    let trace = &*uuid.simple().encode_lower(&mut id);
    let mut text = String::with_capacity(55);
    // Flag 01, sampled: the access log records the trace id.
    for part in ["00-", trace, "-", &trace[16..], "-01"] {
        text.push_str(part);
    }
    if let Ok(value) = HeaderValue::try_from(text) {
        headers.insert(TRACEPARENT, value);
    }
    TraceId(id)
}

/// The trace id of a valid value: version, trace id, parent id and flags in lower-case hexadecimal;
/// neither id is all zeros, and version `ff` is invalid.
fn trace_id(value: &[u8]) -> Option<TraceId> {
    let parts: [&[u8]; 4] = match value.len() {
        55 => [&value[..2], &value[3..35], &value[36..52], &value[53..55]],
        // Later versions may append further fields.
        56.. if value[55] == b'-' && &value[..2] != b"00" => {
            [&value[..2], &value[3..35], &value[36..52], &value[53..55]]
        }
        _ => return None,
    };
    let is_hex = |part: &&[u8]| {
        part.iter()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte))
    };
    let is_zero = |part: &[u8]| part.iter().all(|byte| *byte == b'0');
    let has_hyphens = [2, 35, 52].iter().all(|at| value[*at] == b'-');
    let is_valid = parts.iter().all(is_hex)
        && has_hyphens
        && parts[0] != b"ff"
        && !is_zero(parts[1])
        && !is_zero(parts[2]);
    is_valid.then(|| parts[1].try_into().ok().map(TraceId))?
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIVEN: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    fn propagated(value: &'static str) -> (String, String, bool) {
        let mut headers = HeaderMap::new();
        headers.insert(TRACEPARENT, HeaderValue::from_static(value));
        headers.insert(TRACESTATE, HeaderValue::from_static("a=1"));
        let id = propagate(&mut headers, "0198c0de-0000-7000-8000-00000000abcd");
        let parent = headers.get(&TRACEPARENT).unwrap().to_str().unwrap();
        (
            id.as_str().to_owned(),
            parent.to_owned(),
            headers.contains_key(&TRACESTATE),
        )
    }

    #[test]
    fn a_valid_one_is_forwarded_with_its_state() {
        let (id, parent, has_state) = propagated(GIVEN);
        assert_eq!(id, "4bf92f3577b34da6a3ce929d0e0e4736");
        assert_eq!((parent.as_str(), has_state), (GIVEN, true));
        let later = "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more";
        assert_eq!(propagated(later).1, later);
    }

    #[test]
    fn an_invalid_one_is_replaced_by_the_request_id() {
        for bad in [
            "",
            "00",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
            "00_4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            let (id, parent, has_state) = propagated(bad);
            assert_eq!(id, "0198c0de00007000800000000000abcd", "{bad}");
            assert_eq!(
                parent,
                "00-0198c0de00007000800000000000abcd-800000000000abcd-01"
            );
            assert!(!has_state);
        }
    }
}
