//! Whose rules a path is under, and so who answers it; pure.
//!
//! The raw path is what is forwarded, so the decision must hold for however an upstream reads it.
//! Paths that two readers could read differently — dot segments in any spelling, encoded slashes
//! and backslashes around them, control characters — are nowhere, and refused with 400, instead of
//! being routed by a normalised form: the upstream would still see the raw one. What is merely
//! written oddly (`/%61pi`) is decided by its meaning.

use std::borrow::Cow;

use strum::IntoStaticStr;

/// Whose rules a path is under.
///
/// Its name stands in metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub(crate) enum Area {
    /// `/api` and all below, for the backend: limited, and for known users.
    Api,
    /// The health of the services, of the backend: neither.
    Health,
    /// The web app, everything else, for the frontend.
    App,
    /// The gateway's own pages: `/gateway` and all below.
    #[strum(serialize = "gateway")]
    Own,
    /// A path that means different places to different readers.
    Nowhere,
}

impl Area {
    /// Decides by the raw path of the request target (RFC 3986 §3.3).
    ///
    /// Health is only what is plainly written so. Whatever else the backend gets is the API, so
    /// that an odd spelling never escapes its rules.
    pub(crate) fn of(path: &str) -> Self {
        // Hardly any path is encoded, and those without need no second look.
        let meant = if path.contains(['%', '\\']) {
            decode_unreserved(path).map(Cow::Owned)
        } else {
            Some(Cow::Borrowed(path))
        };
        // Neither `*` nor an authority names a place here (RFC 9112 §3.2).
        let Some(meant) = meant.filter(|_| path.starts_with('/')) else {
            return Self::Nowhere;
        };
        let mut segments = meant.split(['/', '\\']);
        if segments.any(|segment| matches!(segment, "." | "..")) {
            return Self::Nowhere;
        }
        let rest = meant.trim_start_matches('/');
        let first = rest.split('/').next().unwrap_or_default();
        match first {
            // `//api` is not `/api` to everyone.
            "api" | "health" | "gateway" if rest.len() + 1 != meant.len() => Self::Nowhere,
            "api" | "health" if is_at_or_below(path, "/health") || path == "/api/health" => {
                Self::Health
            }
            "api" | "health" => Self::Api,
            "gateway" => Self::Own,
            _ => Self::App,
        }
    }
}

/// Whether a path is this place or one below it.
pub(crate) fn is_at_or_below(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Decodes what means the same without encoding (RFC 3986 §2.3), and separators, so that no dot
/// segment hides behind them. Encoded control characters and broken encodings are refused.
fn decode_unreserved(path: &str) -> Option<String> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        let digits = rest.get(at + 1..at + 3)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let byte = u8::from_str_radix(digits, 16).ok().filter(|_| is_hex)?;
        match byte {
            0..=0x1f | 0x7f => return None,
            b'/' | b'\\' | b'-' | b'.' | b'_' | b'~' => decoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => decoded.push(char::from(byte)),
            _ => decoded.push_str(&rest[at..at + 3]),
        }
        rest = &rest[at + 3..];
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
    fn its_own_pages_are_the_gateways() {
        assert_eq!(Area::of("/gateway/health"), Area::Own);
        assert_eq!(Area::of("/gateway"), Area::Own);
        assert_eq!(Area::of("/gateways"), Area::App);
    }

    #[test]
    fn what_readers_could_read_differently_is_refused() {
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
            assert_eq!(Area::of(path), Area::Nowhere, "{path}");
        }
    }

    #[test]
    fn an_encoded_slash_alone_is_data() {
        assert_eq!(Area::of("/api/habits/a%2Fb"), Area::Api);
        // Its reader may see `/api` in it, so it must not slip past the backend's rules.
        assert_eq!(Area::of("/api%2Fhabits"), Area::Api);
    }

    #[test]
    fn odd_spellings_are_under_the_apis_rules() {
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
        assert_eq!(Area::of("/gateway/health"), Area::Own);
        assert_eq!(Area::of("/api/../health"), Area::Nowhere);
    }
}
