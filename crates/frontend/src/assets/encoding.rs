//! Negotiation of pre-compressed siblings of files (RFC 9110 §12.5.3).
//!
//! actix-files supports siblings, but sets `Vary` only if it found one; a cache would then serve the
//! plain file to all clients.

use std::cmp::Reverse;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use actix_web::HttpMessage;
use actix_web::http::header::{self, AcceptEncoding, ContentEncoding, Header, Preference, Quality};

/// An encoding of siblings; in order of preference, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Brotli,
    Gzip,
}

impl Encoding {
    const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];

    pub(super) fn content_encoding(self) -> ContentEncoding {
        match self {
            Self::Brotli => ContentEncoding::Brotli,
            Self::Gzip => ContentEncoding::Gzip,
        }
    }

    /// The path of the sibling of `plain`: `app.js` → `app.js.br`.
    pub(super) fn path_of(self, plain: &Path) -> PathBuf {
        let mut path = OsString::from(plain);
        path.push(match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        });
        path.into()
    }
}

/// The encodings that `Accept-Encoding` allows, by quality; none without the header.
pub(super) fn acceptable(request: &impl HttpMessage) -> Vec<Encoding> {
    // A malformed header is ignored.
    let Ok(accepted) = AcceptEncoding::parse(request) else {
        return Vec::new();
    };
    let mut wanted: Vec<(Encoding, Quality)> = Encoding::ALL
        .into_iter()
        .map(|encoding| (encoding, quality(&accepted, encoding)))
        .filter(|(_, quality)| *quality > Quality::ZERO)
        .collect();
    // Stable: equal qualities keep the order of preference.
    wanted.sort_by_key(|(_, quality)| Reverse(*quality));
    wanted.into_iter().map(|(encoding, _)| encoding).collect()
}

/// The quality of `encoding`; its own entry overrides `*`.
fn quality(accepted: &AcceptEncoding, encoding: Encoding) -> Quality {
    let known = header::Encoding::Known(encoding.content_encoding());
    let of = |item| accepted.iter().find(|entry| entry.item == item);
    of(Preference::Specific(known))
        .or_else(|| of(Preference::Any))
        .map_or(Quality::ZERO, |entry| entry.quality)
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::Encoding::{Brotli, Gzip};
    use super::*;

    fn acceptable(value: &str) -> Vec<Encoding> {
        let request = TestRequest::default().insert_header((header::ACCEPT_ENCODING, value));
        super::acceptable(&request.to_http_request())
    }

    #[test]
    fn the_client_decides_and_ties_prefer_brotli() {
        assert_eq!(acceptable("gzip, deflate, br, zstd"), [Brotli, Gzip]);
        assert_eq!(acceptable("br;q=0.5, gzip;q=0.8"), [Gzip, Brotli]);
        assert_eq!(acceptable("GZIP"), [Gzip]);
        assert_eq!(acceptable("*"), [Brotli, Gzip]);
        assert_eq!(acceptable("br;q=0, *"), [Gzip]);
        assert_eq!(acceptable("gzip;q=nonsense"), []);
        assert_eq!(acceptable("identity"), []);
        assert_eq!(acceptable(""), []);
        let request = TestRequest::default().to_http_request();
        assert_eq!(super::acceptable(&request), []);
    }

    #[test]
    fn a_sibling_keeps_the_whole_name() {
        assert_eq!(
            Brotli.path_of(Path::new("/a/app.js")),
            Path::new("/a/app.js.br")
        );
        assert_eq!(
            Gzip.path_of(Path::new("/a/app.js")),
            Path::new("/a/app.js.gz")
        );
    }
}
