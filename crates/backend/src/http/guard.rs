//! What stands before every route, for the backend may be reached without the gateway: nobody asks
//! too often, foreign pages only with permission, and no answer without its fences.
//!
//! The rules are those of the gateway, from the same code, and so are their settings. Behind the
//! gateway nothing is said twice: it replaces these fields by its own. The counts agree as well,
//! as long as the gateway's address is one of `TRUSTED_PROXIES`. Where it is not, everyone behind
//! it who is not signed in counts as one address, for what an unknown peer says of its clients
//! could be said by anybody; the log tells so once.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{AUTHORIZATION, HeaderValue, ORIGIN, X_FORWARDED_FOR};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse, ResponseError};
use kpi_common::client_ip;
use kpi_common::cors::{self, AllowedOrigins};
use kpi_common::problem::Problem;
use kpi_common::rate_limit::{Counted, Counters, LimitConfig, Owner, too_many};
use kpi_common::security_headers::{self, Content};
use kpi_common::session_token::bearer;

use crate::error::AppError;
use crate::state::AppState;

/// What the middleware needs; shared by all workers.
pub(crate) struct Guard {
    origins: AllowedOrigins,
    counters: Counters,
    sign_ins: HashSet<String>,
    has_warned: AtomicBool,
}

/// What is known of a request before its answer.
struct Asked {
    origin: Option<HeaderValue>,
    is_preflight: bool,
    is_https: bool,
    content: Content,
}

impl Guard {
    /// `sign_ins` are the paths to which a POST is an attempt to become a user.
    pub(crate) fn new(
        origins: AllowedOrigins,
        limits: &LimitConfig,
        sign_ins: impl Iterator<Item = String>,
    ) -> Self {
        Self {
            origins,
            counters: Counters::new(limits),
            sign_ins: sign_ins.collect(),
            has_warned: AtomicBool::new(false),
        }
    }

    /// Counts a request, unless it asks for health: whoever watches the service asks often. A path
    /// counts as the router reads it, so that no odd spelling escapes.
    fn count(&self, request: &ServiceRequest) -> Option<Counted> {
        let path = request.match_info().as_str();
        if path == "/health" || path.starts_with("/health/") || path == "/api/health" {
            return None;
        }
        let is_sign_in = *request.method() == Method::POST && self.sign_ins.contains(path);
        let user = user(request).filter(|_| !is_sign_in);
        let owner = match user {
            Some(user) => user,
            None => {
                self.warn_of_unknown_proxy(request);
                Owner::of_address(client_ip::of_service_request(request)?)
            }
        };
        self.counters.count(owner, is_sign_in)
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

/// The user, if the request has a token that stands. Whether its session does is judged later.
fn user(request: &ServiceRequest) -> Option<Owner> {
    let token = bearer(request.headers().get(AUTHORIZATION)?.to_str().ok()?)?;
    let state = request.app_data::<Data<AppState>>()?;
    let token = state.tokens.verify(token, state.clock.now())?;
    Some(Owner::User(token.user.into()))
}

impl Asked {
    fn of(request: &ServiceRequest) -> Self {
        let path = request.path();
        let is_docs = path == "/api/docs" || path.starts_with("/api/docs/");
        Self {
            origin: request.headers().get(ORIGIN).cloned(),
            is_preflight: cors::is_preflight(request.method(), request.headers()),
            is_https: client_ip::is_https_outside(request),
            content: if is_docs {
                Content::Docs
            } else {
                Content::Data
            },
        }
    }
}

/// Middleware: lets a request through or answers it, and sets the fields of every answer.
pub(crate) async fn stand<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let guard = request
        .app_data::<Data<Guard>>()
        .cloned()
        .ok_or_else(|| AppError::Inconsistent("the guard is not set up".to_owned()))?;
    let asked = Asked::of(&request);
    let (mut response, counted) = pass(request, &asked, &guard, next).await?;
    let headers = response.headers_mut();
    security_headers::set(headers, asked.content, asked.is_https);
    let origin = asked.origin.as_ref();
    let origin = origin.filter(|origin| guard.origins.contains(origin));
    cors::answer(headers, origin, asked.is_preflight);
    if let Some(counted) = counted {
        counted.tell(headers);
    }
    Ok(response)
}

async fn pass<B: MessageBody>(
    request: ServiceRequest,
    asked: &Asked,
    guard: &Guard,
    next: Next<B>,
) -> Result<(ServiceResponse<EitherBody<B>>, Option<Counted>), Error> {
    if asked.is_preflight {
        let answer = guard.origins.preflight(asked.origin.as_ref());
        return Ok((answered(request, answer), None));
    }
    let counted = guard.count(&request);
    let refused = counted.as_ref().and_then(Counted::refused);
    let response = match refused {
        Some((rule, count)) => answered(request, Err(too_many(rule, count))),
        None => next.call(request).await?.map_into_left_body(),
    };
    Ok((response, counted))
}

fn answered<B>(
    request: ServiceRequest,
    answer: Result<HttpResponse<BoxBody>, Problem>,
) -> ServiceResponse<EitherBody<B>> {
    let answer = answer.unwrap_or_else(|problem| problem.error_response());
    request.into_response(answer).map_into_right_body()
}
