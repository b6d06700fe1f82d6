//! The `Cache-Control` of files.

use std::path::Path;

/// The name contains a hash of the content.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";

/// Revalidated each time: the page and its service worker reference the hashed files of the newest build.
const REVALIDATE: &str = "no-cache";

/// Icons, manifest etc.: they change with a release.
const ONE_HOUR: &str = "public, max-age=3600";

/// The `Cache-Control` of a file, by its path inside the app.
pub(super) fn cache_control(path: &Path) -> &'static str {
    if path.starts_with("assets") {
        IMMUTABLE
    } else if path == Path::new("sw.js")
        || path
            .extension()
            .is_some_and(|extension| extension == "html")
    {
        REVALIDATE
    } else {
        ONE_HOUR
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_has_its_cache_control() {
        assert_eq!(cache_control(Path::new("assets/app-1a2b3c.js")), IMMUTABLE);
        assert_eq!(cache_control(Path::new("index.html")), REVALIDATE);
        assert_eq!(cache_control(Path::new("sw.js")), REVALIDATE);
        assert_eq!(cache_control(Path::new("favicon.svg")), ONE_HOUR);
        assert_eq!(cache_control(Path::new("assets-of-mine/app.js")), ONE_HOUR);
    }
}
