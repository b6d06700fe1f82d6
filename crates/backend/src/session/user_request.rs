//! [`UserRequest`]: a request of a signed-in user, answered in one hop to the database.
//!
//! The session is looked up on the connection that does the work, so that neither an answer that is
//! kept nor one that is made anew takes more than one visit to a blocking thread.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use kpi_common::telemetry;
use serde::Serialize;

use super::CurrentUser;
use super::current_user::{note_use, token};
use crate::identity::{TokenClaims, store};
use crate::cache::{Found, Kept, Key};
use crate::db::{DbConnection, WorkError, read_transaction};
use crate::error::AppError;
use crate::http::{as_json, tagged_bytes};
use crate::state::AppState;

const X_CACHE: HeaderName = HeaderName::from_static("x-cache");

/// A request with a token of ours that has not expired. Whether its session stands is only known
/// with the work that it asks for.
pub struct UserRequest {
    request: HttpRequest,
    state: Data<AppState>,
    token: TokenClaims,
}

/// What the first hop of a GET came to.
enum Read<M> {
    Answer(Bytes, Found),
    /// Another instance may have kept it; if not, it is still to be made.
    Ask(M),
}

impl UserRequest {
    /// Answers a GET with the answer to `path` that is kept for the user, or the one that `make`
    /// makes of one state of the user's data; `X-Cache` tells which. 304 when the client has just
    /// this. [`crate::cache`] says what may be kept, and [`Key::new`] what `path` is.
    ///
    /// # Errors
    /// What `make` fails with.
    pub async fn answer<T: Serialize>(
        self,
        kept: Kept,
        path: String,
        make: impl Fn(&mut DbConnection, &CurrentUser) -> Result<T, AppError> + Send + 'static,
    ) -> Result<HttpResponse, AppError> {
        let (state, token, now) = (self.state.clone(), self.token, self.state.clock.now());
        let asks_others = kept == Kept::ByAllInstances && state.cache.is_shared();
        let read = self.state.db.query(move |conn| {
            let (user, is_use_due) = CurrentUser::of_session(conn, token, now)?;
            let key = Key::new(user.id, user.stamp(), path);
            let read = match state.cache.find(&key) {
                Some(body) => Read::Answer(body, Found::Hit),
                None if asks_others => Read::Ask((make, user)),
                None => {
                    let make = || as_json(&consistently(conn, &user, &make)?).map(Bytes::from);
                    let (body, found) = state.cache.answer(&key, make)?;
                    Read::Answer(body, found)
                }
            };
            Ok::<_, AppError>((read, key, is_use_due))
        });
        let (read, key, is_use_due) = read.await?;
        telemetry::name_user(&self.request, token.user.into());
        if is_use_due {
            note_use(&self.state, token.session, now).await;
        }
        let (body, found) = match read {
            Read::Answer(body, found) => (body, found),
            Read::Ask((make, user)) => match self.state.cache.ask_others(&key).await {
                Some(body) => (body, Found::Hit),
                None => {
                    let (state, of) = (self.state.clone(), key.clone());
                    let made = self.state.db.query(move |conn| {
                        let make = || as_json(&consistently(conn, &user, &make)?).map(Bytes::from);
                        Ok::<_, AppError>(state.cache.answer(&of, make)?)
                    });
                    let answer = made.await?;
                    self.state.cache.tell_others(&key, &answer.0);
                    answer
                }
            },
        };
        let mut response = tagged_bytes(&self.request, body);
        let found = HeaderValue::from_static(found.as_str());
        response.headers_mut().insert(X_CACHE, found);
        Ok(response)
    }

    /// Reads what is not kept, of one state of the user's data.
    ///
    /// # Errors
    /// What `work` fails with.
    pub async fn read<T: Send + 'static>(
        self,
        work: impl FnOnce(&mut DbConnection, &CurrentUser) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let (token, now) = (self.token, self.state.clock.now());
        let read = self.state.db.read(move |conn| {
            let (user, _) = CurrentUser::of_session(conn, token, now)?;
            work(conn, &user)
        });
        let outcome = read.await?;
        telemetry::name_user(&self.request, token.user.into());
        Ok(outcome)
    }

    /// Writes the user's days or habits in one transaction. Whoever else does waits for its end,
    /// and no answer made before is shown after it.
    ///
    /// # Errors
    /// What `work` fails with; nothing of it stays then.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut DbConnection, &CurrentUser) -> Result<T, AppError> + Send + 'static,
    ) -> Result<T, AppError> {
        let (token, now) = (self.token, self.state.clock.now());
        let _alone = self.state.writes.wait(token.user).await?;
        let written = self.state.db.write(move |conn| {
            let (account, revision) = store::lock_for_write(conn, token, now)?;
            work(conn, &CurrentUser::new(account, revision, token, now))
        });
        let outcome = written.await?;
        telemetry::name_user(&self.request, token.user.into());
        Ok(outcome)
    }
}

/// Runs reads that must see one state of the user's data. Each write changes the revision, so that
/// the state is one if the revision is still that of the session; in the seldom other case, which may
/// also show as an error, they run again, in a transaction, which costs two statements.
fn consistently<T>(
    conn: &mut DbConnection,
    user: &CurrentUser,
    work: &impl Fn(&mut DbConnection, &CurrentUser) -> Result<T, AppError>,
) -> Result<T, AppError> {
    let read = work(conn, user);
    // What the database itself failed with is not of a mixed state.
    if read
        .as_ref()
        .is_err_and(|error| error.of_database().is_some())
    {
        return read;
    }
    if read.is_ok() && store::is_unchanged(conn, user.id, user.revision)? {
        return read;
    }
    read_transaction(conn, |conn| work(conn, user))
}

impl FromRequest for UserRequest {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let state = request.app_data::<Data<AppState>>().cloned();
        let known = state.zip(token(request));
        ready(
            known.map_or(Err(AppError::Unauthenticated), |(state, token)| {
                Ok(Self {
                    request: request.clone(),
                    state,
                    token,
                })
            }),
        )
    }
}
