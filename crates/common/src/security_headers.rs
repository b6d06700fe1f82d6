//! The fields that restrict what browsers may do with a response: who may frame it, what a page of
//! it may load, that it is only ever asked for over TLS. One place decides: here.
//!
//! nginx set the first four in front of the older gateway. What a service behind the gateway says
//! itself is replaced, with one exception: the policy of the web app, whose server alone knows the
//! hosts that the app may connect to. Browsers enforce all policies of a response together, so
//! that a second one, the floor, holds what no page needs more of.

use actix_web::http::header::{
    CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// A year, with subdomains (RFC 6797 §6.1). Only said over TLS (§7.2).
const A_YEAR_OF_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");

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

/// For data, which loads nothing.
const DATA_POLICY: HeaderValue =
    HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// For the browsable API description: its page has its scripts beside it, styles in the page, and
/// pictures in its styles.
const DOCS_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
     img-src 'self' data:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; \
     form-action 'self'; frame-ancestors 'none'",
);

/// For the web app where its server has no policy of its own, and what that server's begins from.
/// Which other hosts the app may connect to is only known there, so that here it is none.
pub const APP_POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; \
     base-uri 'none'; form-action 'self'; object-src 'none'";

/// What no page of the web app needs more of, whatever policy its server has.
const FLOOR: HeaderValue = HeaderValue::from_static(
    "frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'",
);

/// What an answer is, as far as a browser's rules for it differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Answers for programs.
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

/// Sets the fields on a response.
pub fn set(headers: &mut HeaderMap, content: Content, is_https: bool) {
    for (name, value) in FIXED {
        headers.insert(name, value);
    }
    if content == Content::App && headers.contains_key(CONTENT_SECURITY_POLICY) {
        headers.append(CONTENT_SECURITY_POLICY, FLOOR);
    } else {
        headers.insert(CONTENT_SECURITY_POLICY, content.policy());
    }
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, A_YEAR_OF_TLS);
    } else {
        // Over plain HTTP it means nothing, and must not be said (RFC 6797 §7.2).
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

    /// Weaker than ours, as a service might say them.
    const WEAK: [(&str, &str); 6] = [
        ("x-frame-options", "SAMEORIGIN"),
        ("x-content-type-options", "x"),
        ("x-xss-protection", "0"),
        ("referrer-policy", "unsafe-url"),
        ("permissions-policy", "camera=*"),
        ("content-security-policy", "default-src *"),
    ];

    #[test]
    fn what_a_service_says_weaker_is_replaced() {
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
    fn plain_http_promises_no_tls() {
        let service = [("strict-transport-security", "max-age=1")];
        let headers = response(Content::App, false, &service);
        assert!(!headers.contains_key("strict-transport-security"));
    }

    #[test]
    fn the_apps_own_policy_stays_above_a_floor() {
        let own = "default-src 'self'; connect-src https://api.example.com";
        let headers = response(Content::App, true, &[("content-security-policy", own)]);
        let floor = FLOOR.to_str().unwrap().to_owned();
        assert_eq!(texts(&headers, "content-security-policy"), [own, &floor]);
    }

    #[test]
    fn without_a_policy_of_its_own_the_app_reaches_nothing_but_its_origin() {
        let headers = response(Content::App, true, &[]);
        assert_eq!(texts(&headers, "content-security-policy"), [APP_POLICY]);
        assert!(APP_POLICY.contains("; connect-src 'self'; "));
        assert!(!APP_POLICY.contains("https:"));
        for directive in FLOOR.to_str().unwrap().split("; ") {
            assert!(APP_POLICY.contains(directive), "{directive}");
        }
    }
}
