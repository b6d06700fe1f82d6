//! URLs in settings: validation and origins.

use actix_web::http::{Uri, uri};

/// The URL, if it is an absolute http or https URL.
pub(crate) fn http_url(text: &str) -> Option<Uri> {
    let url: Uri = text.parse().ok()?;
    let scheme = url.scheme()?;
    let is_http = *scheme == uri::Scheme::HTTP || *scheme == uri::Scheme::HTTPS;
    (is_http && url.host().is_some_and(|host| !host.is_empty())).then_some(url)
}

/// `scheme://host[:port]` of an absolute URL, without user or path.
pub(crate) fn origin_of(url: &Uri) -> Option<String> {
    let (scheme, host) = (url.scheme_str()?, url.host()?);
    Some(match url.port() {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_user_and_no_path() {
        let origin = |text| http_url(text).and_then(|url| origin_of(&url));
        assert_eq!(
            origin("https://key@o1.sentry.io/2").as_deref(),
            Some("https://o1.sentry.io")
        );
        assert_eq!(
            origin("http://localhost:3001/api").as_deref(),
            Some("http://localhost:3001")
        );
        for bad in [
            "/api",
            "api.example.com",
            "ftp://example.com",
            "javascript:alert(1)",
            "",
        ] {
            assert_eq!(origin(bad), None, "{bad}");
        }
    }
}
