//! Entity tags (RFC 9110 §8.8.3) and conditional requests (§13.1).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, CacheControl, CacheDirective, EntityTag, Header, IfNoneMatch};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// The strong entity tag of these bytes: 128 bits of their SHA-256.
fn entity_tag_of(bytes: &[u8]) -> EntityTag {
    let digest = Sha256::digest(bytes);
    EntityTag::new_strong(hex::encode(&digest[..16]))
}

/// The entity tag of the JSON of `body`.
///
/// # Errors
/// When `body` can't be serialized.
pub fn entity_tag<T: Serialize>(body: &T) -> Result<EntityTag, AppError> {
    to_json(body).map(|bytes| entity_tag_of(&bytes))
}

/// Serializes `body` as JSON.
pub(crate) fn to_json<T: Serialize>(body: &T) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(body).map_err(|error| AppError::Inconsistent(error.to_string()))
}

/// Responds to a GET with this JSON and its entity tag, or with 304 if `If-None-Match` matches.
pub(crate) fn respond_with_etag(request: &HttpRequest, bytes: Bytes) -> HttpResponse {
    let tag = entity_tag_of(&bytes);
    // An invalid condition is ignored.
    let not_modified =
        IfNoneMatch::parse(request).is_ok_and(|condition| !is_none_of(&condition, &tag));
    let mut response = if not_modified {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header(header::ETag(tag))
        .insert_header(CacheControl(vec![
            CacheDirective::Private,
            CacheDirective::NoCache,
        ]));
    if not_modified {
        response.finish()
    } else {
        response.content_type("application/json").body(bytes)
    }
}

/// Whether `If-None-Match` holds for this current state.
pub(super) fn is_none_of(condition: &IfNoneMatch, current: &EntityTag) -> bool {
    match condition {
        IfNoneMatch::Any => false,
        IfNoneMatch::Items(tags) => !tags.iter().any(|tag| tag.weak_eq(current)),
    }
}

/// `If-Match`, or its absence. actix-web's extractor treats a malformed header like a missing one, but a
/// write must not lose its condition.
#[derive(Debug, Clone)]
pub struct IfMatch(Option<header::IfMatch>);

impl IfMatch {
    /// Whether the condition allows a write in this current state. It uses strong comparison, so a weak
    /// tag never matches.
    #[must_use]
    pub fn allows(&self, current: &EntityTag) -> bool {
        match &self.0 {
            None | Some(header::IfMatch::Any) => true,
            Some(header::IfMatch::Items(tags)) => tags.iter().any(|tag| tag.strong_eq(current)),
        }
    }

    /// Whether the condition is `*`.
    #[must_use]
    pub fn is_any(&self) -> bool {
        matches!(self.0, Some(header::IfMatch::Any))
    }

    /// Whether there is no condition.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl FromRequest for IfMatch {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        if !request.headers().contains_key(header::IF_MATCH) {
            return ready(Ok(Self(None)));
        }
        ready(match header::IfMatch::parse(request) {
            // actix-web drops invalid entity tags.
            Ok(header::IfMatch::Items(tags)) if tags.is_empty() => Err(malformed()),
            Ok(condition) => Ok(Self(Some(condition))),
            Err(_) => Err(malformed()),
        })
    }
}

fn malformed() -> AppError {
    AppError::Malformed("If-Match is neither * nor a list of entity tags.".to_owned())
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    async fn condition(value: &str) -> Result<IfMatch, AppError> {
        let request = TestRequest::default()
            .insert_header((header::IF_MATCH, value))
            .to_http_request();
        IfMatch::extract(&request).await
    }

    #[actix_web::test]
    async fn if_match_compares_strongly() {
        let tag = entity_tag_of(b"state");
        for (value, allowed) in [
            ("*", true),
            (&*tag.to_string(), true),
            (&*format!("\"other\", {tag}"), true),
            (&*format!("W/{tag}"), false),
            ("\"other\"", false),
        ] {
            let condition = condition(value).await.unwrap();
            assert_eq!(condition.allows(&tag), allowed, "{value}");
        }
        let request = TestRequest::default().to_http_request();
        assert!(IfMatch::extract(&request).await.unwrap().allows(&tag));
    }

    #[actix_web::test]
    async fn an_invalid_if_match_is_malformed() {
        for value in ["", "other", "\"other", "W/*", ",", "\u{e9}"] {
            let refused = condition(value).await;
            assert!(matches!(refused, Err(AppError::Malformed(_))), "{value}");
        }
    }
}
