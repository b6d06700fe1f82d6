//! How long a browser may keep which file.

use std::path::Path;

/// The name holds a hash of the content, so the content never changes.
const FOREVER: &str = "public, max-age=31536000, immutable";

/// Kept, but asked for again each time: the page names the hashed files of the newest build.
const ASK_EACH_TIME: &str = "no-cache";

/// Icons, manifest and the like: they change with a release, and nobody minds an hour.
const SHORT: &str = "public, max-age=3600";

/// The `Cache-Control` of a file, by its path inside the app.
pub(super) fn rule(path: &Path) -> &'static str {
    if path.starts_with("assets") {
        FOREVER
    } else if path
        .extension()
        .is_some_and(|extension| extension == "html")
    {
        ASK_EACH_TIME
    } else {
        SHORT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_file_has_its_rule() {
        assert_eq!(rule(Path::new("assets/app-1a2b3c.js")), FOREVER);
        assert_eq!(rule(Path::new("index.html")), ASK_EACH_TIME);
        assert_eq!(rule(Path::new("favicon.svg")), SHORT);
        assert_eq!(rule(Path::new("assets-of-mine/app.js")), SHORT);
    }
}
