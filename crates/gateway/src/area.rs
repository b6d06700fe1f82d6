//! Whose rules a path is under.

use strum::IntoStaticStr;

use crate::routing::{self, Ambiguous, Destination};

/// Whose rules a path is under.
///
/// Its name stands in metrics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, IntoStaticStr)]
#[strum(serialize_all = "lowercase", const_into_str)]
pub(crate) enum Area {
    /// `/api`: limited, and for known users.
    Api,
    /// The health of the services: neither.
    Health,
    /// The web app.
    App,
    /// The gateway's own pages.
    #[strum(serialize = "gateway")]
    Own,
    /// A path that means different places to different readers.
    Nowhere,
}

impl Area {
    /// Health is only what is plainly written so. Whatever else the backend gets is the API, so
    /// that an odd spelling never escapes its rules.
    pub(crate) fn of(path: &str) -> Self {
        match routing::route(path) {
            Ok(Destination::Backend)
                if is_at_or_below(path, "/health") || path == "/api/health" =>
            {
                Self::Health
            }
            Ok(Destination::Backend) => Self::Api,
            Ok(Destination::Frontend) => Self::App,
            Ok(Destination::Gateway) => Self::Own,
            Err(Ambiguous) => Self::Nowhere,
        }
    }
}

/// Whether a path is this place or one below it.
pub(crate) fn is_at_or_below(path: &str, place: &str) -> bool {
    path.strip_prefix(place)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

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
