//! Where a request goes, decided by its path alone; pure.
//!
//! The raw path is what is forwarded, so the decision must hold for however an upstream reads it.
//! Paths that two readers could read differently — dot segments in any spelling, encoded slashes
//! and backslashes around them, control characters — are refused with 400 instead of being routed
//! by a normalised form: the upstream would still see the raw one. What is merely written oddly
//! (`/%61pi`) is decided by its meaning.

/// The party that answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Destination {
    /// The API: `/api`, `/health` and all below.
    Backend,
    /// The web app: everything else.
    Frontend,
    /// The gateway itself: `/gateway` and all below.
    Gateway,
}

/// The path could mean different places to different readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ambiguous;

/// Decides by the raw path of the request target (RFC 3986 §3.3).
pub(crate) fn route(path: &str) -> Result<Destination, Ambiguous> {
    // Neither `*` nor an authority names a place here (RFC 9112 §3.2).
    if !path.starts_with('/') {
        return Err(Ambiguous);
    }
    // Hardly any path is encoded, and those without need no second look.
    if !path.contains(['%', '\\']) {
        return decide(path);
    }
    decide(&decode_unreserved(path)?)
}

fn decide(path: &str) -> Result<Destination, Ambiguous> {
    if path
        .split(['/', '\\'])
        .any(|segment| matches!(segment, "." | ".."))
    {
        return Err(Ambiguous);
    }
    let first = path
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    // `//api` is not `/api` to everyone.
    let is_plain = path[1..].starts_with(first);
    match first {
        "api" | "health" | "gateway" if !is_plain => Err(Ambiguous),
        "api" | "health" => Ok(Destination::Backend),
        "gateway" => Ok(Destination::Gateway),
        _ => Ok(Destination::Frontend),
    }
}

/// Decodes what means the same without encoding (RFC 3986 §2.3), and separators, so that no dot
/// segment hides behind them. Encoded control characters and broken encodings are refused.
fn decode_unreserved(path: &str) -> Result<String, Ambiguous> {
    let mut decoded = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(at) = rest.find('%') {
        decoded.push_str(&rest[..at]);
        let digits = rest.get(at + 1..at + 3).ok_or(Ambiguous)?;
        let is_hex = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let byte = u8::from_str_radix(digits, 16)
            .ok()
            .filter(|_| is_hex)
            .ok_or(Ambiguous)?;
        match byte {
            0..=0x1f | 0x7f => return Err(Ambiguous),
            b'/' | b'\\' | b'-' | b'.' | b'_' | b'~' => decoded.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => decoded.push(char::from(byte)),
            _ => decoded.push_str(&rest[at..at + 3]),
        }
        rest = &rest[at + 3..];
    }
    decoded.push_str(rest);
    Ok(decoded)
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
            assert_eq!(route(path), Ok(Destination::Backend), "{path}");
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
            assert_eq!(route(path), Ok(Destination::Frontend), "{path}");
        }
    }

    #[test]
    fn its_own_pages_are_the_gateways() {
        assert_eq!(route("/gateway/health"), Ok(Destination::Gateway));
        assert_eq!(route("/gateway"), Ok(Destination::Gateway));
        assert_eq!(route("/gateways"), Ok(Destination::Frontend));
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
            assert_eq!(route(path), Err(Ambiguous), "{path}");
        }
    }

    #[test]
    fn an_encoded_slash_alone_is_data() {
        assert_eq!(route("/api/habits/a%2Fb"), Ok(Destination::Backend));
        // Its reader may see `/api` in it, so it must not slip past the backend's rules.
        assert_eq!(route("/api%2Fhabits"), Ok(Destination::Backend));
    }
}
