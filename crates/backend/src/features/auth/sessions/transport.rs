//! How a session's token reaches the client: in the response, or in a cookie.

use actix_web::HttpRequest;
use serde::Deserialize;
use utoipa::ToSchema;

use super::dto::Session;
use crate::error::AppError;
use crate::session::cookie;

/// How a client gets and sends the token of its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = SessionTransport)]
pub(crate) enum SessionTransport {
    /// As `Authorization: Bearer …`.
    #[default]
    Token,
    /// In a cookie that scripts cannot read; for pages of the API's own origin only.
    Cookie,
}

impl SessionTransport {
    /// Checks that the sender may have it, before a session is made.
    ///
    /// # Errors
    /// [`AppError::ForeignOrigin`] for a cookie that a page of another origin asks for.
    pub(crate) fn accept(self, request: &HttpRequest) -> Result<Self, AppError> {
        if self == Self::Cookie {
            cookie::check_origin(request)?;
        }
        Ok(self)
    }
}

impl Session {
    /// Moves the token to the cookie, if that is its transport.
    ///
    /// # Errors
    /// See [`cookie::set`].
    pub(crate) fn send(
        mut self,
        request: &HttpRequest,
        transport: SessionTransport,
    ) -> Result<Self, AppError> {
        if transport == SessionTransport::Cookie
            && let Some(token) = self.token.take()
        {
            cookie::set(request, token, self.lifetime)?;
        }
        Ok(self)
    }
}
