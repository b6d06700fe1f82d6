//! The fields that fence an answer in: who may frame it, what a page of it may load, that it is
//! only ever asked for over TLS.
//!
//! nginx set the first four in front of the older gateway. What a service says stricter itself
//! (the web app's server knows its own policy best) stays.

use actix_web::http::header::{
    self, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, REFERRER_POLICY,
    STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS, X_XSS_PROTECTION,
};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// A year, with subdomains (RFC 6797 §6.1). Only said over TLS (§7.2).
const A_YEAR_OF_TLS: HeaderValue = HeaderValue::from_static("max-age=31536000; includeSubDomains");
const DENY: HeaderValue = HeaderValue::from_static("DENY");
const NO_SNIFFING: HeaderValue = HeaderValue::from_static("nosniff");
const XSS_BLOCK: HeaderValue = HeaderValue::from_static("1; mode=block");
const REFERRER: HeaderValue = HeaderValue::from_static("strict-origin-when-cross-origin");
const PERMISSIONS: HeaderValue =
    HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()");

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

/// For the web app where its server has no policy of its own. Which other hosts the app may
/// connect to is only known there, so that here it is none.
const APP_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
     font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; \
     form-action 'self'; object-src 'none'",
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

/// Sets the fields on an answer.
pub fn set(headers: &mut HeaderMap, content: Content, is_https: bool) {
    headers.insert(X_FRAME_OPTIONS, DENY);
    headers.insert(X_CONTENT_TYPE_OPTIONS, NO_SNIFFING);
    headers.insert(X_XSS_PROTECTION, XSS_BLOCK);
    set_if_missing(headers, REFERRER_POLICY, REFERRER);
    set_if_missing(headers, PERMISSIONS_POLICY, PERMISSIONS);
    let policy = match content {
        Content::Data => DATA_POLICY,
        Content::Docs => DOCS_POLICY,
        Content::App => APP_POLICY,
    };
    set_if_missing(headers, CONTENT_SECURITY_POLICY, policy);
    if is_https {
        headers.insert(STRICT_TRANSPORT_SECURITY, A_YEAR_OF_TLS);
    } else {
        // Over plain HTTP it means nothing, and must not be said (RFC 6797 §7.2).
        headers.remove(header::STRICT_TRANSPORT_SECURITY);
    }
}

fn set_if_missing(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(content: Content, is_https: bool, own: &[(&'static str, &'static str)]) -> HeaderMap {
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

    fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
        headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    #[test]
    fn the_guides_fields_are_on_every_answer() {
        for content in [Content::Data, Content::Docs, Content::App] {
            let headers = answer(content, true, &[("x-frame-options", "SAMEORIGIN")]);
            assert_eq!(text(&headers, "x-frame-options"), "DENY");
            assert_eq!(text(&headers, "x-content-type-options"), "nosniff");
            assert_eq!(text(&headers, "x-xss-protection"), "1; mode=block");
            assert_eq!(
                text(&headers, "strict-transport-security"),
                "max-age=31536000; includeSubDomains"
            );
            assert!(text(&headers, "content-security-policy").contains("frame-ancestors 'none'"));
        }
    }

    #[test]
    fn plain_http_promises_no_tls() {
        let service = [("strict-transport-security", "max-age=1")];
        let headers = answer(Content::App, false, &service);
        assert_eq!(text(&headers, "strict-transport-security"), "");
    }

    #[test]
    fn without_a_policy_of_its_own_the_app_reaches_nothing_but_its_origin() {
        let headers = answer(Content::App, true, &[]);
        let policy = text(&headers, "content-security-policy");
        assert!(policy.contains("; connect-src 'self'; "), "{policy}");
        assert!(!policy.contains("https:"), "{policy}");
    }

    #[test]
    fn a_services_own_policies_stay() {
        let own = [
            ("content-security-policy", "default-src 'self'"),
            ("referrer-policy", "no-referrer"),
            ("permissions-policy", "usb=()"),
        ];
        let headers = answer(Content::App, false, &own);
        for (name, value) in own {
            assert_eq!(text(&headers, name), value);
        }
    }
}
