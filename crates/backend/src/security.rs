//! Security middleware: the rate limit key of each request, and the security headers of each response.
//! Clients may reach the backend without the gateway.
//!
//! The rules and settings are those of the gateway, by the same code. Behind the gateway the headers are
//! not duplicated, because it replaces them. The rate limits agree if the address of the gateway is in
//! `TRUSTED_PROXIES`. Otherwise all anonymous clients behind it share one limit, because
//! `X-Forwarded-For` of an untrusted peer may be forged; this is logged once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, X_FORWARDED_FOR};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use kpi_common::rate_limit::{RequestKind, Subject};
use kpi_common::security_headers::{self, Content};
use kpi_common::{client_ip, cors};

use crate::error::AppError;
use crate::session::{RequestToken, cookie};

/// The state of the middleware, shared by all workers.
pub(crate) struct SecurityState {
    sign_in_paths: HashSet<String>,
    has_warned: AtomicBool,
}

impl SecurityState {
    /// `sign_in_paths` are the paths where a POST is an attempt to sign in.
    pub(crate) fn new(sign_in_paths: impl Iterator<Item = String>) -> Self {
        Self {
            sign_in_paths: sign_in_paths.collect(),
            has_warned: AtomicBool::new(false),
        }
    }

    /// The rate limit key of a request; `None` for health checks, because monitors poll them. The path
    /// is the one that the router matches, so an alternative spelling does not bypass the limit.
    ///
    /// The user is that of a valid token. Whether its session is valid is checked later.
    fn rate_limit_key(&self, request: &ServiceRequest) -> Option<Subject> {
        let path = request.match_info().as_str();
        if path == "/health" || path.starts_with("/health/") || path == "/api/health" {
            return None;
        }
        let is_sign_in = *request.method() == Method::POST && self.sign_in_paths.contains(path);
        let token = RequestToken::verified(request.request());
        let user = token.map(|token| token.credential.user().into());
        if user.is_none() {
            self.warn_of_unknown_proxy(request);
        }
        let address = client_ip::from_request(request.request())?;
        let kind = RequestKind::of(path, is_sign_in);
        Some(Subject::new(address, user, kind))
    }

    fn warn_of_unknown_proxy(&self, request: &ServiceRequest) {
        let is_forwarded = request.headers().contains_key(X_FORWARDED_FOR);
        if is_forwarded
            && !client_ip::is_from_trusted_proxy(request.request())
            && !self.has_warned.swap(true, Ordering::Relaxed)
        {
            tracing::warn!(
                peer = request
                    .peer_addr()
                    .map(|peer| tracing::field::display(peer.ip())),
                "requests come through a proxy that is not in TRUSTED_PROXIES: if it is the \
                 gateway or another of yours, name it there; until then all who come through \
                 it count as one address"
            );
        }
    }
}

fn content(path: &str) -> Content {
    if path == "/api/docs" || path.starts_with("/api/docs/") {
        Content::Docs
    } else {
        Content::Data
    }
}

/// The middleware. It wraps CORS and the rate limits.
pub(crate) async fn middleware<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let security = request.app_data::<Data<SecurityState>>().ok_or_else(|| {
        AppError::Inconsistent("the security middleware is not configured".to_owned())
    })?;
    if let Some(rate_limit_key) = security.rate_limit_key(&request) {
        request.extensions_mut().insert(rate_limit_key);
    }
    let content = content(request.path());
    let is_https = client_ip::is_external_https(request.request());
    let mut response = cors::finish_response(next.call(request).await?);
    for cookie in cookie::take(response.request()) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    security_headers::set(response.headers_mut(), content, is_https);
    Ok(response)
}
