//! What stands before every route, for the backend may be reached without the gateway: what a
//! request counts as, and the fields of every response.
//!
//! The rules are those of the gateway, from the same code, and so are their settings. Behind the
//! gateway nothing is said twice: it replaces these fields by its own. The limits agree as well,
//! as long as the gateway's address is one of `TRUSTED_PROXIES`. Where it is not, everyone behind
//! it who is not signed in counts as one address, for what an unknown peer says of its clients
//! could be said by anybody; the log tells so once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::X_FORWARDED_FOR;
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use kpi_common::rate_limit::Subject;
use kpi_common::security_headers::{self, Content};
use kpi_common::{client_ip, cors};

use crate::error::AppError;
use crate::session;

/// What the middleware needs; shared by all workers.
pub(crate) struct Guard {
    sign_ins: HashSet<String>,
    has_warned: AtomicBool,
}

impl Guard {
    /// `sign_ins` are the paths to which a POST is an attempt to become a user.
    pub(crate) fn new(sign_ins: impl Iterator<Item = String>) -> Self {
        Self {
            sign_ins: sign_ins.collect(),
            has_warned: AtomicBool::new(false),
        }
    }

    /// What a request counts as, unless it asks for health: whoever watches the service asks
    /// often. A path counts as the router reads it, so that no odd spelling escapes.
    ///
    /// A user counts if the token stands. Whether its session does is judged later.
    fn subject(&self, request: &ServiceRequest) -> Option<Subject> {
        let path = request.match_info().as_str();
        if path == "/health" || path.starts_with("/health/") || path == "/api/health" {
            return None;
        }
        let is_sign_in = *request.method() == Method::POST && self.sign_ins.contains(path);
        let user = session::token(request.request()).map(|token| token.user.into());
        if user.is_none() {
            self.warn_of_unknown_proxy(request);
        }
        let address = client_ip::from_request(request.request())?;
        Some(Subject::new(address, user, is_sign_in))
    }

    fn warn_of_unknown_proxy(&self, request: &ServiceRequest) {
        let is_forwarded = request.headers().contains_key(X_FORWARDED_FOR);
        if is_forwarded
            && !client_ip::is_from_trusted_proxy(request)
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

/// Middleware: belongs around CORS and the limits.
pub(crate) async fn stand<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let guard = request
        .app_data::<Data<Guard>>()
        .ok_or_else(|| AppError::Inconsistent("the guard is not set up".to_owned()))?;
    if let Some(subject) = guard.subject(&request) {
        request.extensions_mut().insert(subject);
    }
    let content = content(request.path());
    let is_https = client_ip::is_external_https(&request);
    let mut response = cors::finish_response(next.call(request).await?);
    security_headers::set(response.headers_mut(), content, is_https);
    Ok(response)
}
