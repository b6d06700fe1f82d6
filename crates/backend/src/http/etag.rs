//! Entity tags (RFC 9110 §8.8.3) and the condition a write can set on them (§13.1.1).

use std::fmt;
use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// A strong tag: a digest of the representation itself, so that it is right whatever the
/// representation was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ETag(String);

impl ETag {
    /// The tag of these bytes.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        let digest = Sha256::digest(bytes);
        // 128 bits are plenty to tell states of one day apart.
        let hex: String = digest
            .iter()
            .take(16)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        Self(format!("\"{hex}\""))
    }

    /// The tag of what `body` is on the wire.
    ///
    /// # Errors
    /// When `body` can't be written as JSON.
    pub fn of<T: Serialize>(body: &T) -> Result<Self, AppError> {
        as_json(body).map(|bytes| Self::of_bytes(&bytes))
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Answers a GET with `body` and its tag, or 304 when the asker has just this.
///
/// # Errors
/// When `body` can't be written as JSON.
pub fn tagged<T: Serialize>(request: &HttpRequest, body: &T) -> Result<HttpResponse, AppError> {
    Ok(tagged_bytes(request, as_json(body)?.into()))
}

/// What `body` is on the wire.
pub(super) fn as_json<T: Serialize>(body: &T) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(body).map_err(|error| AppError::Inconsistent(error.to_string()))
}

/// As [`tagged`], of JSON that is written already.
pub(super) fn tagged_bytes(request: &HttpRequest, bytes: Bytes) -> HttpResponse {
    let tag = ETag::of_bytes(&bytes);
    let fresh = request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|list| matches_weakly(list, &tag));
    let mut response = if fresh {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, tag.0))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"));
    if fresh {
        response.finish()
    } else {
        response.content_type("application/json").body(bytes)
    }
}

fn matches_weakly(list: &str, tag: &ETag) -> bool {
    list.split(',')
        .map(str::trim)
        .any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag.0)
}

/// `If-Match`, or that there is none.
#[derive(Debug, Clone)]
pub struct IfMatch(Option<String>);

impl IfMatch {
    /// No condition.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Whether a write may go ahead when this is the present state. Compares strongly, so a
    /// weak tag never matches.
    #[must_use]
    pub fn allows(&self, present: &ETag) -> bool {
        self.0.as_deref().is_none_or(|list| {
            list.split(',')
                .map(str::trim)
                .any(|one| one == "*" || one == present.0)
        })
    }

    /// Whether there is no condition at all.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl FromRequest for IfMatch {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(
            match request
                .headers()
                .get(header::IF_MATCH)
                .map(|value| value.to_str())
            {
                None => Ok(Self(None)),
                Some(Ok(value)) => Ok(Self(Some(value.to_owned()))),
                Some(Err(_)) => Err(AppError::Malformed("If-Match is not text.".to_owned())),
            },
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn if_match_compares_strongly() {
        let tag = ETag::of_bytes(b"state");
        for (list, allowed) in [
            (None, true),
            (Some("*".to_owned()), true),
            (Some(tag.to_string()), true),
            (Some(format!("\"other\", {tag}")), true),
            (Some(format!("W/{tag}")), false),
            (Some("\"other\"".to_owned()), false),
            (Some(String::new()), false),
        ] {
            assert_eq!(IfMatch(list.clone()).allows(&tag), allowed, "{list:?}");
        }
    }
}
