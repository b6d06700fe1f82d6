//! Detects navigations, for which the page is served instead of a 404.

use std::path::Path;

use actix_web::http::header::{self, HeaderMap};

/// Whether a GET of `path` (inside the app) is a navigation, and not for a file or the API.
pub(super) fn is_navigation(path: &Path, headers: &HeaderMap) -> bool {
    let is_reserved = path.starts_with("api") || path.starts_with("assets");
    !is_reserved && path.extension().is_none() && accepts_html(headers)
}

fn accepts_html(headers: &HeaderMap) -> bool {
    headers
        .get_all(header::ACCEPT)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|entry| entry.split(';').next())
        .any(|media_type| media_type.trim().eq_ignore_ascii_case("text/html"))
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn asks(path: &str, accept: &'static str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
        is_navigation(Path::new(path), &headers)
    }

    const BROWSER: &str = "application/xhtml+xml,text/html;q=0.9,*/*;q=0.8";

    #[test]
    fn only_browsers_navigate() {
        assert!(asks("teams/7", BROWSER));
        assert!(!asks("teams/7", "application/json"));
        assert!(!asks("teams/7", "*/*"));
    }

    #[test]
    fn files_and_the_api_are_not_navigations() {
        for path in ["logo.png", "assets/app", "api", "api/habits"] {
            assert!(!asks(path, BROWSER), "{path}");
        }
        assert!(asks("apiary", BROWSER));
    }
}
