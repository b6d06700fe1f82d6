//! The first phase: what is known of a request as soon as its head is read. It lies in the
//! request's extensions for the phases after it.

use std::cell::{Cell, RefCell};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri};
use chrono::Utc;
use kpi_common::client_ip;
use kpi_common::cors;
use kpi_common::rate_limit::Counted;
use kpi_common::request_id::RequestId;
use kpi_common::security_headers::Content;
use kpi_common::session_token::{self, Claims};
use uuid::Uuid;

use super::Edge;
use crate::area::{Area, is_at_or_below};
use crate::headers::trace::{self, TraceId};

/// A request, as the phases know it.
#[derive(Debug)]
pub(crate) struct Visit {
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
    pub(super) origin: Option<HeaderValue>,
    /// Whether a browser asks for permission, which the edge answers for the services' API.
    pub(super) is_preflight: bool,
    /// What counting gave, once it has been counted.
    pub(super) counted: RefCell<Option<Counted>>,
    /// 499 stands when the request is dropped before it has an answer: the client left (nginx
    /// logs it with the same number).
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

impl Visit {
    /// Looks at a request.
    pub(super) fn identify(request: &mut ServiceRequest, edge: &Edge) -> Self {
        let request_id = RequestId::of(request);
        let is_https = edge.is_tls || client_ip::is_https_outside(request);
        let address = client_ip::of_service_request(request);
        let head = request.head_mut();
        let area = Area::of(head.uri.path());
        Self {
            started: Instant::now(),
            is_preflight: area != Area::App && cors::is_preflight(&head.method, &head.headers),
            trace: trace::carry(&mut head.headers, request_id.as_str()),
            request_id,
            method: head.method.clone(),
            area,
            address: address.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)),
            is_https,
            credentials: credentials(edge, head.headers.get(header::AUTHORIZATION)),
            user_agent: head.headers.get(header::USER_AGENT).cloned(),
            origin: head.headers.get(header::ORIGIN).cloned(),
            uri: head.uri.clone(),
            counted: RefCell::new(None),
            status: Cell::new(StatusCode::from_u16(499).unwrap_or_default()),
        }
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

fn credentials(edge: &Edge, authorization: Option<&HeaderValue>) -> Credentials {
    let token = authorization
        .and_then(|value| value.to_str().ok())
        .and_then(session_token::bearer);
    let Some(token) = token else {
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

/// The visit of a request that has been identified.
pub(super) fn of<'a>(
    request: &'a impl HttpMessage,
) -> Option<std::cell::Ref<'a, std::rc::Rc<Visit>>> {
    std::cell::Ref::filter_map(request.extensions(), |extensions| extensions.get()).ok()
}
