//! Routing: the area of a path, which decides its rules and its upstream; pure.
//!
//! The raw path is forwarded, so the decision must hold for every way in which an upstream may
//! normalise it. Paths that parsers could interpret differently — dot segments in any encoding,
//! encoded slashes and backslashes around them, control characters — are ambiguous and rejected
//! with 400. A path such as `/%61pi` is routed by its decoded form.

use std::borrow::Cow;

use strum::IntoStaticStr;

/// The area of a path; its name is a label of metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub(crate) enum Area {
    /// `/api` and below: the backend, with rate limits and authentication.
    Api,
    /// `/health` and below, `/api/health`: the backend, without both.
    Health,
    /// Everything else: the frontend.
    App,
    /// `/gateway` and below: the gateway itself.
    Gateway,
    /// A path that parsers may interpret differently.
    #[strum(serialize = "ambiguous")]
    Ambiguous,
}

impl Area {
    /// Decides by the raw path of the request target (RFC 3986 §3.3).
    ///
    /// Only an unencoded path is `Health`. All other paths of the backend are `Api`, so that an
    /// encoded spelling cannot bypass its rules.
    pub(crate) fn of(path: &str) -> Self {
        // Fast path: most paths are not encoded.
        let decoded = if path.contains(['%', '\\']) {
            decode_unreserved(path).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(path))
        };
        // `*` and an authority are not paths (RFC 9112 §3.2).
        let Some(decoded) = decoded.filter(|_| path.starts_with('/')) else {
            return Self::Ambiguous;
        };
        let mut segments = decoded.split(['/', '\\']);
        if segments.any(|segment| matches!(segment, "." | "..")) {
            return Self::Ambiguous;
        }
        let rest = decoded.trim_start_matches('/');
        let first = rest.split('/').next().unwrap_or_default();
        match first {
            // Some parsers merge slashes: `//api` may be `/api`.
            "api" | "health" | "gateway" if rest.len() + 1 != decoded.len() => Self::Ambiguous,
            "api" | "health" if is_at_or_below(path, "/health") || path == "/api/health" => {
                Self::Health
            }
            "api" | "health" => Self::Api,
            "gateway" => Self::Gateway,
            _ => Self::App,
        }
    }
}

/// Whether a path is `prefix` or below it.
pub(crate) fn is_at_or_below(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Decodes unreserved characters (RFC 3986 §2.3), and slashes, so that dot segments are found.
/// `None` for encoded control characters and invalid encodings.
fn decode_unreserved(path: &str) -> Option<String> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(index) = rest.find('%') {
        decoded.push_str(&rest[..index]);
        let digits = rest.get(index + 1..index + 3)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let byte = u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        match byte {
            0..=0x1f | 0x7f => return None,
            b'/' | b'\\' | b'-' | b'.' | b'_' | b'~' => decoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => decoded.push(char::from(byte)),
            _ => decoded.push_str(&rest[index..index + 3]),
        }
        rest = &rest[index + 3..];
    }
    decoded.push_str(rest);
    Some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_api_and_health_go_to_the_backend() {
        for path in [
            "/api",
            "/api/",
            "/api/habits/7",
            "/health",
            "/health/live",
            "/%61pi/x",
            "/api//x",
        ] {
            assert!(matches!(Area::of(path), Area::Api | Area::Health), "{path}");
        }
    }

    #[test]
    fn everything_else_goes_to_the_frontend() {
        for path in [
            "/",
            "/apiary",
            "/healthy",
            "/API",
            "/teams/api",
            "/assets/a.b.js",
            "/caf%C3%A9",
            "/...",
            "/x..y",
        ] {
            assert_eq!(Area::of(path), Area::App, "{path}");
        }
    }

    #[test]
    fn the_gateways_own_paths() {
        assert_eq!(Area::of("/gateway/health"), Area::Gateway);
        assert_eq!(Area::of("/gateway"), Area::Gateway);
        assert_eq!(Area::of("/gateways"), Area::App);
    }

    #[test]
    fn ambiguous_paths_are_detected() {
        for path in [
            "/api/../x",
            "/x/../api",
            "/x/%2e%2e/api",
            "/x/.%2E/api",
            "/./api",
            "/api/.",
            "/x%2f..%2fapi",
            "/x\\..\\api",
            "/x%5c..%5capi",
            "//api",
            "///gateway/health",
            "/x%00",
            "/api%0d%0ax",
            "/%",
            "/%2",
            "/%zz",
            "/%+1",
            "*",
            "",
            "localhost:80",
        ] {
            assert_eq!(Area::of(path), Area::Ambiguous, "{path}");
        }
    }

    #[test]
    fn an_encoded_slash_alone_is_not_ambiguous() {
        assert_eq!(Area::of("/api/habits/a%2Fb"), Area::Api);
        // An upstream may decode it to `/api/`, so the rules of the API apply.
        assert_eq!(Area::of("/api%2Fhabits"), Area::Api);
    }

    #[test]
    fn encoded_spellings_have_the_rules_of_the_api() {
        for path in [
            "/api",
            "/api/days",
            "/%61pi/days",
            "/%68ealth",
            "/api/health/",
            "/api/health/x",
        ] {
            assert_eq!(Area::of(path), Area::Api, "{path}");
        }
        for path in ["/health", "/health/ready", "/api/health"] {
            assert_eq!(Area::of(path), Area::Health, "{path}");
        }
        assert_eq!(Area::of("/healthy"), Area::App);
        assert_eq!(Area::of("/gateway/health"), Area::Gateway);
        assert_eq!(Area::of("/api/../health"), Area::Ambiguous);
    }
}
