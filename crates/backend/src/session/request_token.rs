//! [`RequestToken`]: the verified session or access token of a request, from its `Authorization` or its cookie.

use actix_web::http::header::HeaderName;
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use kpi_common::access_token::is_access_token;
use kpi_common::session_token::bearer;
use kpi_common::{client_ip, session_cookie};

use crate::error::AppError;
use crate::identity::{AccessToken, Credential, Scope};
use crate::state::AppState;

/// The user that the sender takes for the signed-in one.
const SESSION_USER: HeaderName = HeaderName::from_static("session-user");

/// The valid token of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RequestToken {
    /// Of what it is.
    pub credential: Credential,
    /// Whether it came in the session cookie.
    pub is_cookie: bool,
    /// The scope that the request needs.
    pub needed: Scope,
}

impl RequestToken {
    /// The token of a request. It is verified once per request. Whether its session or access token still
    /// exists is not known yet.
    ///
    /// # Errors
    /// [`AppError::Unauthenticated`] without a valid one, [`AppError::ForeignOrigin`] when a page of
    /// another origin tries to change something by the cookie, [`AppError::SessionChanged`] when the
    /// sender takes another user for the signed-in one.
    pub(crate) fn of(request: &HttpRequest) -> Result<Self, AppError> {
        let token = Self::verified(request).ok_or(AppError::Unauthenticated)?;
        let is_https = client_ip::is_external_https(request);
        if token.is_cookie
            && !session_cookie::is_allowed(request.method(), request.headers(), is_https)
        {
            return Err(AppError::ForeignOrigin);
        }
        let expected = request.headers().get(SESSION_USER);
        let user = token.credential.user().to_string();
        if expected.is_some_and(|expected| expected.as_bytes() != user.as_bytes()) {
            return Err(AppError::SessionChanged);
        }
        Ok(token)
    }

    /// The token, whatever the request asks for.
    pub(crate) fn verified(request: &HttpRequest) -> Option<Self> {
        let state = request.app_data::<Data<AppState>>()?;
        verify_once(request, |token| {
            if is_access_token(token) {
                let token = AccessToken::recognise(&state.access_tokens, token);
                return token.map(Credential::AccessToken);
            }
            let claims = state.tokens.verify(token, state.clock.now());
            claims.map(Credential::Session)
        })
    }
}

/// The cached result of [`RequestToken::verified`], in the request's extensions.
#[derive(Clone, Copy)]
struct Verified(Option<RequestToken>);

fn verify_once(
    request: &HttpRequest,
    mut verify: impl FnMut(&str) -> Option<Credential>,
) -> Option<RequestToken> {
    let known = request.extensions().get::<Verified>().copied();
    let Verified(token) = known.unwrap_or_else(|| {
        let headers = request.headers();
        let (credential, is_cookie) = match bearer(headers) {
            Some(token) => (verify(token), false),
            None => {
                let is_https = client_ip::is_external_https(request);
                // A cookie is a session's.
                let mut tokens = session_cookie::tokens(headers, is_https);
                (
                    tokens.find_map(|token| verify(token).filter(is_session)),
                    true,
                )
            }
        };
        let needed = if request.method().is_safe() {
            Scope::Read
        } else {
            Scope::Write
        };
        let verified = Verified(credential.map(|credential| RequestToken {
            credential,
            is_cookie,
            needed,
        }));
        request.extensions_mut().insert(verified);
        verified
    });
    token
}

fn is_session(credential: &Credential) -> bool {
    matches!(credential, Credential::Session(_))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;
    use chrono::Utc;

    use super::*;
    use crate::domain::{SessionId, UserId};
    use crate::identity::TokenClaims;

    #[test]
    fn a_token_is_verified_once_per_request() {
        for (valid, is_cookie) in [(true, false), (false, false), (true, true)] {
            let field = if is_cookie {
                ("Cookie", "kpi_session=t")
            } else {
                ("Authorization", "Bearer t")
            };
            let request = TestRequest::default()
                .insert_header(field)
                .to_http_request();
            let credential = Credential::Session(TokenClaims {
                user: UserId::new(),
                session: SessionId::new(),
                version: 0,
                issued_at: Utc::now(),
                expires_at: Utc::now(),
            });
            let mut times = 0;
            for _ in 0..3 {
                let verified = verify_once(&request, |text| {
                    assert_eq!(text, "t");
                    times += 1;
                    valid.then_some(credential)
                });
                assert_eq!(
                    verified,
                    valid.then_some(RequestToken {
                        credential,
                        is_cookie,
                        needed: Scope::Read,
                    })
                );
            }
            assert_eq!(times, 1);
        }
    }
}
