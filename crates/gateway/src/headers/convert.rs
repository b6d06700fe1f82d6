//! Converts header fields between actix-web (http 0.2) and hyper (http 1). Both accept the same
//! names and values, so no field is lost.

use actix_web::http::header;
use hyper::header as upstream;

/// A client's field for hyper.
pub(crate) fn to_upstream(
    name: &header::HeaderName,
    value: &header::HeaderValue,
) -> Option<(upstream::HeaderName, upstream::HeaderValue)> {
    let name = upstream::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
    let value = upstream::HeaderValue::from_bytes(value.as_bytes()).ok()?;
    Some((name, value))
}

/// An instance's field for actix-web.
pub(crate) fn to_client(
    name: &upstream::HeaderName,
    value: &upstream::HeaderValue,
) -> Option<(header::HeaderName, header::HeaderValue)> {
    let name = header::HeaderName::from_bytes(name.as_str().as_bytes()).ok()?;
    let value = header::HeaderValue::from_bytes(value.as_bytes()).ok()?;
    Some((name, value))
}

/// Sets a field, unless the text is not a valid value.
pub(crate) fn insert(headers: &mut hyper::HeaderMap, name: upstream::HeaderName, text: &str) {
    if let Ok(value) = upstream::HeaderValue::from_str(text) {
        headers.insert(name, value);
    }
}
