//! Entity tags (RFC 9110 §8.8.3) and conditional requests (§13.1).
//!
//! A tag is the digest of a state, so that two with the same digest name the same state. Whoever
//! compresses a response changes its tag: nginx and Cloudflare make it weak, Apache, Caddy and
//! [`compression`](super::compression) append the coding. Conditions accept these forms of a tag, because
//! a client that read the state through a proxy could save nothing otherwise.

use actix_web::http::header::{
    self, CacheControl, CacheDirective, EntityTag, Header, HeaderName, IfNoneMatch,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
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

/// A response with this body and the ETag that a GET of it has.
///
/// # Errors
/// When `body` can't be serialized.
pub fn tagged_json<T: Serialize>(
    mut response: HttpResponseBuilder,
    body: &T,
) -> Result<HttpResponse, AppError> {
    Ok(response
        .insert_header(header::ETag(entity_tag(body)?))
        .json(body))
}

/// Serializes `body` as JSON.
pub(crate) fn to_json<T: Serialize>(body: &T) -> Result<Vec<u8>, AppError> {
    serde_json::to_vec(body).map_err(|error| AppError::Inconsistent(error.to_string()))
}

/// What is appended to the tag of a compressed response, after a hyphen.
const CODINGS: [&str; 4] = ["gzip", "br", "zstd", "deflate"];

/// The tag of the same state, compressed by `coding`.
pub(super) fn with_coding(tag: &EntityTag, coding: &str) -> EntityTag {
    EntityTag::new(tag.weak, format!("{}-{coding}", tag.tag()))
}

/// Whether `tag` is a form of `current`.
fn is_same_state(tag: &EntityTag, current: &EntityTag) -> bool {
    let suffix = tag.tag().strip_prefix(current.tag());
    suffix.is_some_and(|suffix| {
        suffix.is_empty()
            || suffix
                .strip_prefix('-')
                .is_some_and(|coding| CODINGS.contains(&coding))
    })
}

/// A body with its entity tag.
#[derive(Debug, Clone)]
pub(crate) struct Tagged {
    bytes: Bytes,
    tag: EntityTag,
}

impl From<Bytes> for Tagged {
    fn from(bytes: Bytes) -> Self {
        Self {
            tag: entity_tag_of(&bytes),
            bytes,
        }
    }
}

/// Responds to a GET with this body of this type and its entity tag, or with 304 if `If-None-Match` matches.
pub(crate) fn respond_tagged(
    request: &HttpRequest,
    content_type: &'static str,
    body: Tagged,
) -> HttpResponse {
    let Tagged {
        bytes,
        tag: current,
    } = body;
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => Some(current.clone()),
        // In the form that the cache of the client has.
        Ok(IfNoneMatch::Items(tags)) => tags.into_iter().find(|tag| is_same_state(tag, &current)),
        // An invalid condition is ignored.
        Err(_) => None,
    };
    let not_modified = known.is_some();
    let mut response = if not_modified {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header(header::ETag(known.unwrap_or(current)))
        .insert_header(CacheControl(vec![
            CacheDirective::Private,
            CacheDirective::NoCache,
        ]));
    if not_modified {
        response.finish()
    } else {
        response.content_type(content_type).body(bytes)
    }
}

/// The condition of `If-Match` or `If-None-Match` (RFC 9110 §13.1). actix-web drops invalid items, and what
/// stands beside `*`, but a write must not lose its condition.
#[derive(Debug, Clone)]
pub(super) enum TagCondition {
    /// `*`.
    Any,
    /// At least one tag.
    Tags(Vec<EntityTag>),
}

impl TagCondition {
    /// The condition in all lines of a field; `None` without the field.
    ///
    /// # Errors
    /// [`AppError::Malformed`] when it is neither `*` nor a list of entity tags.
    pub(super) fn parse(
        request: &HttpRequest,
        name: &HeaderName,
        field: &str,
    ) -> Result<Option<Self>, AppError> {
        if !request.headers().contains_key(name) {
            return Ok(None);
        }
        let lines = request.headers().get_all(name);
        let items = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
        let items: Vec<&[u8]> = items
            .map(<[u8]>::trim_ascii)
            .filter(|item| !item.is_empty())
            .collect();
        let tag = |item: &&[u8]| std::str::from_utf8(item).ok()?.parse().ok();
        let condition = match items.as_slice() {
            [b"*"] => Some(Self::Any),
            [] => None,
            items => items.iter().map(tag).collect::<Option<_>>().map(Self::Tags),
        };
        condition.map(Some).ok_or_else(|| {
            AppError::Malformed(format!("{field} is neither * nor a list of entity tags."))
        })
    }

    /// Whether it names this current state; `*` asks whether it exists.
    pub(super) fn selects(&self, current: &EntityTag, exists: bool) -> bool {
        match self {
            Self::Any => exists,
            Self::Tags(tags) => tags.iter().any(|tag| is_same_state(tag, current)),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn condition(value: &str) -> Result<Option<TagCondition>, AppError> {
        let request = TestRequest::default()
            .insert_header((header::IF_MATCH, value))
            .to_http_request();
        TagCondition::parse(&request, &header::IF_MATCH, "If-Match")
    }

    #[test]
    fn a_condition_accepts_each_form_of_the_current_tag() {
        let tag = entity_tag_of(b"state");
        let form = |suffix: &str| format!("\"{}{suffix}\"", tag.tag());
        for (value, allowed) in [
            ("*", true),
            (&*tag.to_string(), true),
            (&*format!("\"other\", {tag}"), true),
            (&*format!("W/{tag}"), true),
            (&*form("-gzip"), true),
            (&*form("-br"), true),
            (&*format!("W/{}", form("-gzip")), true),
            (&*form("-x"), false),
            (&*form("x"), false),
            (&*form("-"), false),
            ("\"-gzip\"", false),
            ("\"\"", false),
            ("\"other\"", false),
        ] {
            let condition = condition(value).unwrap().unwrap();
            assert_eq!(condition.selects(&tag, true), allowed, "{value}");
        }
        let request = TestRequest::default().to_http_request();
        let none = TagCondition::parse(&request, &header::IF_MATCH, "If-Match");
        assert!(none.unwrap().is_none());
    }

    #[test]
    fn an_invalid_condition_is_malformed() {
        for value in [
            "", "other", "\"other", "W/*", ",", "\u{e9}", "\"a\", b", "\"a\", *",
        ] {
            let refused = condition(value);
            assert!(matches!(refused, Err(AppError::Malformed(_))), "{value}");
        }
    }
}
