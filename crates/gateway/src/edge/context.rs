//! The first phase, identify: what is known of a request as soon as its head is read. It stands in
//! the request's extensions for the phases after it, and so does what the request counts as.

use std::cell::Cell;
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri};
use chrono::Utc;
use kpi_common::client_ip;
use kpi_common::rate_limit::Subject;
use kpi_common::request_id::RequestId;
use kpi_common::security_headers::Content;
use kpi_common::session_token::{self, Claims};
use kpi_common::telemetry;
use uuid::Uuid;

use super::Edge;
use crate::area::{Area, is_at_or_below};
use crate::headers::trace::{self, TraceId};

/// What the phases know of a request.
#[derive(Debug)]
pub(crate) struct RequestContext {
    pub(super) started: Instant,
    pub(super) request_id: RequestId,
    pub(super) trace: TraceId,
    pub(super) method: Method,
    pub(super) uri: Uri,
    pub(super) area: Area,
    /// The client, as far as it can be believed.
    pub(super) address: IpAddr,
    /// Whether the outside is HTTPS.
    pub(super) is_https: bool,
    pub(super) credentials: Credentials,
    pub(super) user_agent: Option<HeaderValue>,
    /// [`telemetry::client_left`] as long as there is no answer.
    pub(super) status: Cell<StatusCode>,
}

/// Who a request says it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Credentials {
    /// Nobody, or somebody that cannot be believed.
    None,
    /// A user, by a token that stands.
    User(Uuid),
    /// The owner of a personal access token, which only the backend knows.
    AccessToken,
}

/// How personal access tokens begin.
const ACCESS_TOKEN: &str = "kpi_pat_";

impl RequestContext {
    /// Looks at a request.
    pub(super) fn identify(request: &mut ServiceRequest, edge: &Edge) -> Self {
        let request_id = RequestId::of(request);
        let is_https = edge.is_tls || client_ip::is_https_outside(request);
        let address = client_ip::of(request.request());
        let head = request.head_mut();
        let area = Area::of(head.uri.path());
        Self {
            started: Instant::now(),
            trace: trace::carry(&mut head.headers, request_id.as_str()),
            request_id,
            method: head.method.clone(),
            area,
            address: address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            is_https,
            credentials: credentials(edge, &head.headers),
            user_agent: head.headers.get(header::USER_AGENT).cloned(),
            uri: head.uri.clone(),
            status: Cell::new(telemetry::client_left()),
        }
    }

    /// What a request counts as: only the API is limited.
    ///
    /// `path` as the backend's router reads it: a password is not guessed the sooner for being sent
    /// to `/api/auth/%6cogin`.
    pub(super) fn subject(&self, edge: &Edge, path: &str) -> Option<Subject> {
        (self.area == Area::Api).then(|| {
            let is_sign_in = edge.public.is_sign_in(&self.method, path);
            Subject::new(self.address, self.user(), is_sign_in)
        })
    }

    /// What a browser may do with the answer.
    pub(super) fn content(&self) -> Content {
        match self.area {
            Area::Api if is_at_or_below(self.uri.path(), "/api/docs") => Content::Docs,
            Area::App => Content::App,
            Area::Api | Area::Health | Area::Own | Area::Nowhere => Content::Data,
        }
    }

    /// The user, if it is known.
    pub(super) fn user(&self) -> Option<Uuid> {
        match self.credentials {
            Credentials::User(user) => Some(user),
            Credentials::None | Credentials::AccessToken => None,
        }
    }
}

/// The only place that verifies a token.
fn credentials(edge: &Edge, headers: &HeaderMap) -> Credentials {
    let Some(token) = session_token::bearer(headers) else {
        return Credentials::None;
    };
    if token.starts_with(ACCESS_TOKEN) {
        return Credentials::AccessToken;
    }
    let claims: Option<Claims> = edge
        .tokens
        .as_ref()
        .and_then(|tokens| tokens.verify(token, Utc::now().timestamp()));
    claims.map_or(Credentials::None, |claims| Credentials::User(claims.sub))
}
