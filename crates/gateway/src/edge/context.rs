//! The first phase, identify: builds the request context from the request head. The context and the
//! rate limit subject are stored in the request's extensions for the later phases.

use std::net::{IpAddr, Ipv4Addr};

use actix_web::dev::ServiceRequest;
use actix_web::http::header::HeaderMap;
use chrono::Utc;
use kpi_common::access_token::is_access_token;
use kpi_common::client_ip;
use kpi_common::rate_limit::{RequestKind, Subject};
use kpi_common::security_headers::Content;
use kpi_common::session_cookie;
use kpi_common::session_token::{self, Claims};
use kpi_common::telemetry::AccessLogEntry;
use uuid::Uuid;

use super::Edge;
use crate::area::{Area, is_at_or_below};
use crate::headers::trace::{self, TraceId};

/// The context of a request, for the later phases.
#[derive(Debug)]
pub(crate) struct RequestContext {
    pub(super) entry: AccessLogEntry,
    pub(super) trace: TraceId,
    pub(super) area: Area,
    /// Whether the client uses HTTPS.
    pub(super) is_https: bool,
    pub(super) is_head_too_large: bool,
}

impl RequestContext {
    /// Builds the context of a request.
    pub(super) fn identify(request: &mut ServiceRequest, edge: &Edge) -> Self {
        let entry = AccessLogEntry::new(request);
        let is_https = edge.is_tls || client_ip::is_external_https(request.request());
        let headers = &mut request.head_mut().headers;
        entry.user.set(user(edge, headers, is_https));
        Self {
            // First, since the gateway adds a field of its own.
            is_head_too_large: edge.guard.is_exceeded_by(headers),
            trace: trace::propagate(headers, entry.request_id.as_str()),
            area: Area::of(entry.uri.path()),
            is_https,
            entry,
        }
    }

    /// The rate limit subject; only the API is limited.
    ///
    /// `path` is decoded as by the backend's router: `/api/auth/%6cogin` counts as a sign-in, too.
    pub(super) fn subject(&self, edge: &Edge, path: &str) -> Option<Subject> {
        (self.area == Area::Api).then(|| {
            let is_sign_in = edge.public.is_sign_in(&self.entry.method, path);
            // Only requests in tests have no peer address.
            let address = self
                .entry
                .address
                .unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
            let kind = RequestKind::of(path, is_sign_in);
            Subject::new(address, self.entry.user.get(), kind)
        })
    }

    /// The kind of content, for the security headers.
    pub(super) fn content(&self) -> Content {
        match self.area {
            Area::Api if is_at_or_below(self.entry.uri.path(), "/api/docs") => Content::Docs,
            Area::App => Content::App,
            Area::Api | Area::Health | Area::Gateway | Area::Ambiguous => Content::Data,
        }
    }
}

/// The user of a valid token; this is verified here only.
fn user(edge: &Edge, headers: &HeaderMap, is_https: bool) -> Option<Uuid> {
    let bearer = session_token::bearer(headers);
    if let Some(token) = bearer.filter(|token| is_access_token(token)) {
        return edge.access_tokens.as_ref()?.user(token);
    }
    let verify = |token| edge.tokens.as_ref()?.verify(token, Utc::now().timestamp());
    let claims: Option<Claims> = match bearer {
        Some(token) => verify(token),
        None => session_cookie::tokens(headers, is_https).find_map(verify),
    };
    claims.map(|claims| claims.sub)
}
