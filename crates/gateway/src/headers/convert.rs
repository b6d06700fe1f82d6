//! Fields between actix-web, which has the types of http 0.2, and hyper, which has those of http 1.
//! What one takes the other does, so nothing is lost here.

use actix_web::http::header;
use hyper::header as upstream;

/// A client's field as hyper takes it.
pub(crate) fn to_upstream(
    name: &header::HeaderName,
    value: &header::HeaderValue,
) -> Option<(upstream::HeaderName, upstream::HeaderValue)> {
    let name = upstream::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
    let value = upstream::HeaderValue::from_bytes(value.as_bytes()).ok()?;
    Some((name, value))
}

/// An instance's field as actix-web takes it.
pub(crate) fn to_client(
    name: &upstream::HeaderName,
    value: &upstream::HeaderValue,
) -> Option<(header::HeaderName, header::HeaderValue)> {
    let name = header::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
    let value = header::HeaderValue::from_bytes(value.as_bytes()).ok()?;
    Some((name, value))
}

/// Sets a field of our own; a text that is no value is left out.
pub(crate) fn insert(headers: &mut hyper::HeaderMap, name: upstream::HeaderName, text: &str) {
    if let Ok(value) = upstream::HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
