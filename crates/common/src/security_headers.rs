//! The security header fields of all responses: framing, content security policy, HSTS; and that data
//! is not cached.
//!
//! nginx set the first four in front of the older gateway. The fields of a service behind the gateway
//! are replaced, with one exception: the policy of the web app, because only its server knows the
//! hosts that the app may connect to. Browsers enforce all policies of a response, so a second one,
//! the baseline, is added to it.

use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// HSTS for a year, with subdomains (RFC 6797 §6.1). Sent over TLS only (§7.2).
const HSTS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

/// The fields that are the same on every response.
pub const FIXED: [(HeaderName, HeaderValue); 5] = [
    (X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (X_XSS_PROTECTION, HeaderValue::from_static("1; mode=block")),
    (
        REFERRER_POLICY,
        HeaderValue::from_static("strict-origin-when-cross-origin"),
    ),
    (
        PERMISSIONS_POLICY,
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
];

/// The policy of data, which loads nothing.
const DATA_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// The policy of the browsable API description: scripts in files, inline styles, and images in
/// styles.
const DOCS_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'",
);

/// The default policy of the web app, which its server extends by the hosts that the app may
/// connect to. The hashes are those of the two constant styles that React Aria inserts; a test of the
/// web app (`scripts/react-aria-styles.test.ts`) compares them with the package.
pub const APP_POLICY: &str = "default-src 'self'; script-src 'self'; \
     style-src 'self' 'sha256-38RhXrc7EdReTKsOm23ZPOCUgniTUUcjky8QOOrQx6o=' \
     'sha256-gYiS/BvZvRcK27JIXTuwhZ3hs2+VJ1X+2gUlE+farlg='; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'self'; object-src 'none'";

/// The policy that is added to that of the web app's server.
const BASELINE_POLICY: HeaderValue = HeaderValue::from_static(
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
);

/// The kind of content, which decides the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Data of the API.
    Data,
    /// The browsable API description.
    Docs,
    /// The web app.
    App,
}

impl Content {
    fn policy(self) -> HeaderValue {
        match self {
            Self::Data => DATA_POLICY,
            Self::Docs => DOCS_POLICY,
            Self::App => HeaderValue::from_static(APP_POLICY),
        }
    }
}

/// Sets the fields of a response.
pub fn set(headers: &mut HeaderMap, content: Content, is_https: bool) {
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if content == Content::App && headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.append(CONTENT_SECURITY_POLICY, BASELINE_POLICY);
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, content.policy());
    }
    // What is personal is not stored, unless the service says how.
    if content == Content::Data && !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, HSTS);
    } else {
        // Must not be sent over plain HTTP (RFC 6797 §7.2).
        headers.remove(STRICT_TRANSPORT_SECURITY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(
        content: Content,
        is_https: bool,
        own: &[(&'static str, &'static str)],
    ) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in own {
            headers.insert(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        set(&mut headers, content, is_https);
        headers
    }

    fn texts<'a>(headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
        let values = headers.get_all(name);
        values.map(|value| value.to_str().unwrap()).collect()
    }

    /// Weaker values of a service.
    const WEAK: [(&str, &str); 6] = [
        ("x-frame-options", "SAMEORIGIN"),
        ("x-content-type-options", "x"),
        ("x-xss-protection", "0"),
        ("referrer-policy", "unsafe-url"),
        ("permissions-policy", "camera=*"),
        ("content-security-policy", "default-src *"),
    ];

    #[test]
    fn weaker_fields_of_a_service_are_replaced() {
        for content in [Content::Data, Content::Docs, Content::App] {
            let headers = response(content, true, &WEAK);
            for (name, value) in FIXED {
                let value = value.to_str().unwrap();
                assert_eq!(texts(&headers, name.as_str()), [value]);
            }
            assert_eq!(
                texts(&headers, "strict-transport-security"),
                ["max-age=31536000; includeSubDomains"]
            );
        }
        for (content, policy) in [(Content::Data, DATA_POLICY), (Content::Docs, DOCS_POLICY)] {
            let headers = response(content, true, &WEAK);
            let policy = policy.to_str().unwrap();
            assert_eq!(texts(&headers, "content-security-policy"), [policy]);
            assert!(policy.contains("frame-ancestors 'none'"));
        }
    }

    #[test]
    fn data_is_not_stored_unless_its_service_says_how() {
        let policy = "private, no-cache";
        for (content, own, expected) in [
            (Content::Data, None, vec!["no-store"]),
            (Content::Data, Some(policy), vec![policy]),
            (Content::Docs, None, vec![]),
            (Content::App, None, vec![]),
        ] {
            let own: Vec<_> = own.map(|own| ("cache-control", own)).into_iter().collect();
            let headers = response(content, true, &own);
            assert_eq!(texts(&headers, "cache-control"), expected, "{content:?}");
        }
    }

    #[test]
    fn plain_http_has_no_hsts() {
        let service = [("strict-transport-security", "max-age=1")];
        let headers = response(Content::App, false, &service);
        assert!(!headers.contains_key("strict-transport-security"));
    }

    #[test]
    fn the_apps_policy_is_kept_and_the_baseline_added() {
        let own = "default-src 'self'; connect-src https://api.example.com";
        let headers = response(Content::App, true, &[("content-security-policy", own)]);
        let baseline = BASELINE_POLICY.to_str().unwrap().to_owned();
        assert_eq!(texts(&headers, "content-security-policy"), [own, &baseline]);
    }

    #[test]
    fn the_default_policy_of_the_app_allows_its_origin_only() {
        let headers = response(Content::App, true, &[]);
        assert_eq!(texts(&headers, "content-security-policy"), [APP_POLICY]);
        assert!(APP_POLICY.contains("; connect-src 'self'; "));
        assert!(!APP_POLICY.contains("https:"));
        for directive in BASELINE_POLICY.to_str().unwrap().split("; ") {
            assert!(APP_POLICY.contains(directive), "{directive}");
        }
    }
}
