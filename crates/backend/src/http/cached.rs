//! [`cached`]: a GET whose answer may be there already.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::CurrentUser;
use super::etag::{as_json, tagged_bytes};
use crate::cache::Key;
use crate::error::AppError;
use crate::state::AppState;

const X_CACHE: HeaderName = HeaderName::from_static("x-cache");

/// Answers a GET with the user's answer to `path` that is kept, or the one that `make` makes;
/// `X-Cache` tells which. 304 when the asker has just this. [`crate::cache`] says what may be kept,
/// and [`Key::new`] what `path` is.
///
/// # Errors
/// What `make` fails with.
pub async fn cached<T: Serialize>(
    request: &HttpRequest,
    state: &Data<AppState>,
    user: &CurrentUser,
    path: String,
    make: impl Future<Output = Result<T, AppError>>,
) -> Result<HttpResponse, AppError> {
    let key = Key::new(user.id, user.stamp(&state.clock), path);
    let make = async { as_json(&make.await?).map(Bytes::from) };
    let (body, found) = state.cache.answer(key, make).await?;
    let mut response = tagged_bytes(request, body);
    let found = HeaderValue::from_static(found.as_str());
    response.headers_mut().insert(X_CACHE, found);
    Ok(response)
}
