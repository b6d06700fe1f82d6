//! The first phase, identify: what is known of a request as soon as its head is read. It stands in
//! the request's extensions for the phases after it, and so does what the request counts as.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderMap;
use chrono::Utc;
use kpi_common::client_ip;
use kpi_common::rate_limit::Subject;
use kpi_common::security_headers::Content;
use kpi_common::session_token::{self, Claims};
use kpi_common::telemetry::AccessLogEntry;
use uuid::Uuid;

use super::Edge;
use crate::area::{Area, is_at_or_below};
use crate::headers::trace::{self, TraceId};

/// What the phases know of a request.
#[derive(Debug)]
pub(crate) struct RequestContext {
    pub(super) entry: AccessLogEntry,
    pub(super) trace: TraceId,
    pub(super) area: Area,
    /// Whether the outside is HTTPS.
    pub(super) is_https: bool,
    pub(super) credentials: Credentials,
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
        let entry = AccessLogEntry::new(request);
        let is_https = edge.is_tls || client_ip::is_external_https(request);
        let headers = &mut request.head_mut().headers;
        let credentials = credentials(edge, headers);
        if let Credentials::User(user) = credentials {
            entry.user.set(Some(user));
        }
        Self {
            trace: trace::carry(headers, entry.request_id.as_str()),
            area: Area::of(entry.uri.path()),
            is_https,
            credentials,
            entry,
        }
    }

    /// What a request counts as: only the API is limited.
    ///
    /// `path` as the backend's router reads it: a password is not guessed the sooner for being sent
    /// to `/api/auth/%6cogin`.
    pub(super) fn subject(&self, edge: &Edge, path: &str) -> Option<Subject> {
        (self.area == Area::Api).then(|| {
            let is_sign_in = edge.public.is_sign_in(&self.entry.method, path);
            // Only a test's request comes from nowhere.
            let address = self
                .entry
                .address
                .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
            Subject::new(address, self.entry.user.get(), is_sign_in)
        })
    }

    /// What a browser may do with the answer.
    pub(super) fn content(&self) -> Content {
        match self.area {
            Area::Api if is_at_or_below(self.entry.uri.path(), "/api/docs") => Content::Docs,
            Area::App => Content::App,
            Area::Api | Area::Health | Area::Own | Area::Nowhere => Content::Data,
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
