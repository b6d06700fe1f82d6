//! Entity tags (RFC 9110 §8.8.3) and the conditions that a request can set on them (§13.1).

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{self, CacheControl, CacheDirective, EntityTag, Header, IfNoneMatch};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::error::AppError;

/// The strong tag of these bytes: a digest, so that it is right whatever they were made of. 128 bits
/// are plenty to tell states of one day apart.
fn tag_of(bytes: &[u8]) -> EntityTag {
    let digest = Sha256::digest(bytes);
    EntityTag::new_strong(hex::encode(&digest[..16]))
}

/// The tag of what `body` is on the wire.
///
/// # Errors
/// When `body` can't be written as JSON.
pub fn entity_tag<T: Serialize>(body: &T) -> Result<EntityTag, AppError> {
    as_json(body).map(|bytes| tag_of(&bytes))
}

/// What `body` is on the wire.
pub(crate) fn as_json<T: Serialize>(body: &T) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(body).map_err(|error| AppError::Inconsistent(error.to_string()))
}

/// Responds to a GET with this JSON and its tag, or with 304 when the client has just this.
pub(crate) fn tagged_bytes(request: &HttpRequest, bytes: Bytes) -> HttpResponse {
    let tag = tag_of(&bytes);
    let fresh = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        // A condition that cannot be read spares nobody the body.
        Err(_) => false,
    };
    let mut response = if fresh {
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
    if fresh {
        response.finish()
    } else {
        response.content_type("application/json").body(bytes)
    }
}

/// `If-Match`, or that there is none. actix-web's own extractor does not tell a field that it cannot
/// read from one that is not there, and a write must not lose its condition so.
#[derive(Debug, Clone)]
pub struct IfMatch(Option<header::IfMatch>);

impl IfMatch {
    /// No condition.
    #[must_use]
    pub fn none() -> Self {
        Self(None)
    }

    /// Whether a write may go ahead when this is the present state. Compares strongly, so a
    /// weak tag never matches.
    #[must_use]
    pub fn allows(&self, present: &EntityTag) -> bool {
        match &self.0 {
            None | Some(header::IfMatch::Any) => true,
            Some(header::IfMatch::Items(tags)) => tags.iter().any(|tag| tag.strong_eq(present)),
        }
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
        if !request.headers().contains_key(header::IF_MATCH) {
            return ready(Ok(Self(None)));
        }
        ready(match header::IfMatch::parse(request) {
            // Of what is no entity tag, actix-web keeps nothing.
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
        let tag = tag_of(b"state");
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
    async fn an_if_match_that_is_none_is_malformed_and_not_without_a_condition() {
        for value in ["", "other", "\"other", "W/*", ",", "\u{e9}"] {
            let refused = condition(value).await;
            assert!(matches!(refused, Err(AppError::Malformed(_))), "{value}");
        }
    }
}
