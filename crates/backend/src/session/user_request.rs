//! [`UserRequest`]: a request of a signed-in user, handled by one task on a blocking thread.
//!
//! The session is read on the connection that does the work, so a cached and an uncached response take
//! one blocking task each.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use kpi_common::telemetry;
use serde::Serialize;

use super::CurrentUser;
use super::cookie::record_use_and_renew;
use super::request_token::RequestToken;
use crate::cache::{CacheKey, CacheScope, CacheStatus};
use crate::db::{DbConnection, TransactionError, read_transaction};
use crate::error::AppError;
use crate::http::{respond_tagged, to_json};
use crate::identity::store;
use crate::realtime::Events;
use crate::state::AppState;

const X_CACHE: HeaderName = HeaderName::from_static("x-cache");

/// A request with a valid token. Whether its session is valid is checked together with the work of the
/// request.
pub struct UserRequest {
    request: HttpRequest,
    state: Data<AppState>,
    token: RequestToken,
}

/// The result of the first database task of a GET.
enum CacheLookup<M> {
    Done(Bytes, CacheStatus),
    /// The shared cache may have it; if not, it is still to be computed.
    AskShared(M),
}

impl UserRequest {
    /// Responds to a GET from the cache, or with what `compute` reads from one state of the user's data;
    /// `X-Cache` is `hit` or `miss`. 304 when `If-None-Match` matches. [`crate::cache`] documents what
    /// may be cached, and [`CacheKey::new`] what `path` is.
    ///
    /// # Errors
    /// What `compute` fails with.
    pub async fn get_cached<T: Serialize>(
        self,
        scope: CacheScope,
        path: String,
        compute: impl Fn(&mut DbConnection, &CurrentUser) -> Result<T, AppError> + Send + 'static,
    ) -> Result<HttpResponse, AppError> {
        let (state, token, now) = (self.state.clone(), self.token, self.state.clock.now());
        let use_shared = scope == CacheScope::Shared && state.cache.is_shared();
        let read = self.state.db.query(move |conn| {
            let (user, needs_touch) = CurrentUser::find(conn, token, now)?;
            let key = CacheKey::new(user.id, user.cache_version(), path);
            let read = match state.cache.get_local(&key) {
                Some(body) => CacheLookup::Done(body, CacheStatus::Hit),
                None if use_shared => CacheLookup::AskShared((compute, user)),
                None => {
                    let compute =
                        || to_json(&read_consistently(conn, &user, &compute)?).map(Bytes::from);
                    let (body, status) = state.cache.get_or_compute(&key, compute)?;
                    CacheLookup::Done(body, status)
                }
            };
            Ok::<_, AppError>((read, key, needs_touch))
        });
        let (read, key, needs_touch) = read.await?;
        telemetry::set_user(&self.request, token.credential.user().into());
        record_use_and_renew(&self.request, &self.state, self.token, needs_touch, now).await;
        let (body, status) = match read {
            CacheLookup::Done(body, status) => (body, status),
            CacheLookup::AskShared((compute, user)) => {
                match self.state.cache.get_shared(&key).await {
                    Some(body) => (body, CacheStatus::Hit),
                    None => {
                        let (state, of) = (self.state.clone(), key.clone());
                        let computed = self.state.db.query(move |conn| {
                            let compute = || {
                                to_json(&read_consistently(conn, &user, &compute)?).map(Bytes::from)
                            };
                            Ok::<_, AppError>(state.cache.get_or_compute(&of, compute)?)
                        });
                        let response = computed.await?;
                        self.state.cache.put_shared(&key, &response.0);
                        response
                    }
                }
            }
        };
        let mut response = respond_tagged(&self.request, "application/json", body.into());
        let status = HeaderValue::from_static(status.as_str());
        response.headers_mut().insert(X_CACHE, status);
        Ok(response)
    }

    /// Reads from one state of the user's data, without the cache.
    ///
    /// # Errors
    /// What `work` fails with.
    pub async fn read<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut DbConnection, &CurrentUser) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let (token, now) = (self.token, self.state.clock.now());
        let read = self.state.db.read(move |conn| {
            let (user, needs_touch) = CurrentUser::find(conn, token, now)?;
            Ok::<_, AppError>((work(conn, &user)?, needs_touch))
        });
        let (outcome, needs_touch) = read.await?;
        telemetry::set_user(&self.request, token.credential.user().into());
        record_use_and_renew(&self.request, &self.state, self.token, needs_touch, now).await;
        Ok(outcome)
    }

    /// Writes other things than the user's days and habits in one transaction, in which the session is valid.
    ///
    /// # Errors
    /// What `work` fails with; the transaction is then rolled back.
    pub async fn write_others<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut DbConnection, &CurrentUser, &mut Events) -> Result<T, AppError>
        + Send
        + 'static,
    ) -> Result<T, AppError> {
        let (token, now) = (self.token, self.state.clock.now());
        let written = self.state.write(move |conn, events| {
            let (user, needs_touch) = CurrentUser::find(conn, token, now)?;
            Ok((work(conn, &user, events)?, needs_touch))
        });
        let (outcome, needs_touch) = written.await?;
        telemetry::set_user(&self.request, token.credential.user().into());
        record_use_and_renew(&self.request, &self.state, self.token, needs_touch, now).await;
        Ok(outcome)
    }

    /// Writes the user's days or habits in one transaction. Other writes of the same user wait for it,
    /// and responses cached before it are not used after it. The events are published once it is committed.
    ///
    /// # Errors
    /// What `work` fails with; the transaction is then rolled back.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection, &CurrentUser, &mut Events) -> Result<T, AppError>
        + Send
        + 'static,
    ) -> Result<T, AppError> {
        let (token, now) = (self.token, self.state.clock.now());
        let user = token.credential.user();
        let _write_permit = self.state.write_locks.acquire(user).await?;
        let written = self.state.write(move |conn, events| {
            let (user, needs_touch) = CurrentUser::lock(conn, token, now)?;
            Ok((work(conn, &user, events)?, needs_touch))
        });
        let (outcome, needs_touch) = written.await?;
        telemetry::set_user(&self.request, user.into());
        record_use_and_renew(&self.request, &self.state, self.token, needs_touch, now).await;
        Ok(outcome)
    }
}

/// Runs reads that must see one state of the user's data. Each write changes the revision, so the reads
/// were consistent if the revision is unchanged. Otherwise, and after an error that an inconsistent
/// state may have caused, they run again in a read transaction, which costs two more statements.
fn read_consistently<T>(
    conn: &mut DbConnection,
    user: &CurrentUser,
    work: &impl Fn(&mut DbConnection, &CurrentUser) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let read = work(conn, user);
    let is_final = match &read {
        Ok(_) => store::is_unchanged(conn, user.id, user.revision)?,
        // An error of the database itself is not caused by an inconsistent state.
        Err(error) => error.database_error().is_some(),
    };
    if is_final {
        return read;
    }
    read_transaction(conn, |conn| work(conn, user))
}

impl FromRequest for UserRequest {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<AppState>>().cloned();
        let known = state.ok_or(AppError::Unauthenticated);
        ready(known.and_then(|state| {
            Ok(Self {
                request: request.clone(),
                state,
                token: RequestToken::of(request)?,
            })
        }))
    }
}
