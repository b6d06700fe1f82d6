//! Which pre-compressed sibling of a file a client takes (RFC 9110 §12.5.3).
//!
//! actix-files can look for siblings itself, but says `Vary` only when it found one; a cache would
//! then hand the plain file to everybody.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use actix_web::http::header::ContentEncoding;

/// An encoding that the build writes beside its files. The order is ours: the smaller first.
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

    /// Where the sibling of `plain` lies: `app.js` → `app.js.br`.
    pub(super) fn path_of(self, plain: &Path) -> PathBuf {
        let mut path = OsString::from(plain);
        path.push(match self {
            Self::Brotli => ".br",
            Self::Gzip => ".gz",
        });
        path.into()
    }

    fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// The encodings that `Accept-Encoding` allows, the most wanted first; without the header, none.
pub(super) fn acceptable(header: &str) -> Vec<Encoding> {
    let mut wanted: Vec<(Encoding, f32)> = Encoding::ALL
        .into_iter()
        .map(|encoding| (encoding, weight(header, encoding.token())))
        .filter(|(_, weight)| *weight > 0.0)
        .collect();
    // Stable: what is wanted alike keeps our order.
    wanted.sort_by(|(_, left), (_, right)| right.total_cmp(left));
    wanted.into_iter().map(|(encoding, _)| encoding).collect()
}

/// The weight a client gives to `token`; its own entry counts over `*`.
fn weight(header: &str, token: &str) -> f32 {
    let of = |name: &str| {
        header
            .split(',')
            .map(parse)
            .find(|(entry, _)| entry.eq_ignore_ascii_case(name))
    };
    of(token)
        .or_else(|| of("*"))
        .map_or(0.0, |(_, weight)| weight)
}

fn parse(entry: &str) -> (&str, f32) {
    let mut parts = entry.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    // A weight that is no number is nobody's wish.
    (
        name,
        weight.map_or(1.0, |text| text.trim().parse().unwrap_or(0.0)),
    )
}

#[cfg(test)]
mod tests {
    use super::Encoding::{Brotli, Gzip};
    use super::*;

    #[test]
    fn the_client_decides_and_we_break_ties() {
        assert_eq!(acceptable("gzip, deflate, br, zstd"), [Brotli, Gzip]);
        assert_eq!(acceptable("br;q=0.5, gzip;q=0.8"), [Gzip, Brotli]);
        assert_eq!(acceptable("GZIP"), [Gzip]);
        assert_eq!(acceptable("*"), [Brotli, Gzip]);
        assert_eq!(acceptable("br;q=0, *"), [Gzip]);
        assert_eq!(acceptable("gzip;q=nonsense"), []);
        assert_eq!(acceptable("identity"), []);
        assert_eq!(acceptable(""), []);
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
