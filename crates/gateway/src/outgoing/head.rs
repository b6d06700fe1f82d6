//! The head of a request as an instance gets it: same method, same path and query to the byte, the
//! fields that pass.

use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::uri::{Authority, PathAndQuery};
use actix_web::{HttpMessage, HttpRequest};
use hyper::body::Body as _;
use hyper::http::Error;
use hyper::{Method, Request, header as upstream};
use kpi_common::client_ip::TrustedProxies;
use kpi_common::request_id::{self, RequestId};

use super::RequestBody;
use crate::headers::convert;
use crate::headers::forwarded::{self, Arrival};
use crate::headers::hop_by_hop::{self, Options};
use crate::headers::identity;

const REQUEST_ID: upstream::HeaderName = upstream::HeaderName::from_static("x-request-id");
const CHUNKED: upstream::HeaderValue = upstream::HeaderValue::from_static("chunked");
const UPGRADE: upstream::HeaderValue = upstream::HeaderValue::from_static("upgrade");
const WEBSOCKET: upstream::HeaderValue = upstream::HeaderValue::from_static("websocket");

/// What the gateway knows of the way between client and instance.
#[derive(Debug)]
pub(crate) struct ForwardingContext {
    /// Whose word on the client is continued.
    pub(crate) trusted_proxies: TrustedProxies,
    /// Whether TLS ends here.
    pub(crate) is_tls: bool,
}

/// What the head of an upstream request is made from.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutgoingHead<'a> {
    pub(crate) request: &'a HttpRequest,
    pub(crate) context: &'a ForwardingContext,
    /// Whether it asks for a WebSocket.
    pub(crate) is_upgrade: bool,
}

impl OutgoingHead<'_> {
    /// Whether it means the same when it is sent twice (RFC 9110 §9.2.2).
    pub(crate) fn is_idempotent(&self) -> bool {
        use actix_web::http::Method;
        matches!(
            *self.request.method(),
            Method::GET | Method::HEAD | Method::OPTIONS | Method::PUT | Method::DELETE
        )
    }

    /// The request to the instance at `authority`.
    pub(crate) fn to_request(
        self,
        authority: &upstream::HeaderValue,
        body: RequestBody,
    ) -> Result<Request<RequestBody>, Error> {
        let path = self.request.uri().path_and_query();
        let is_chunked = !body.is_empty() && body.size_hint().exact().is_none();
        let mut request = Request::new(body);
        *request.method_mut() = Method::from_bytes(self.request.method().as_str().as_bytes())?;
        *request.uri_mut() = path.map_or("/", PathAndQuery::as_str).parse()?;
        let headers = request.headers_mut();
        // Those of the gateway's own are a handful.
        headers.reserve(self.request.headers().len() + 8);
        headers.insert(upstream::HOST, authority.clone());
        self.add_fields(headers);
        if is_chunked {
            // Of a GET hyper would drop a body whose length nobody says.
            headers.insert(upstream::TRANSFER_ENCODING, CHUNKED);
        }
        Ok(request)
    }

    fn add_fields(self, out: &mut hyper::HeaderMap) {
        let headers = self.request.headers();
        let peer = self.request.peer_addr().map(|peer| peer.ip());
        let is_trusted = peer.is_some_and(|peer| self.context.trusted_proxies.contains(peer));
        add_passing(out, headers, is_trusted);
        if let Some(peer) = peer {
            let arrival = Arrival {
                peer,
                is_trusted,
                host: host(self.request),
                scheme: if self.context.is_tls { "https" } else { "http" },
            };
            forwarded::add(out, headers, &arrival);
        }
        if let Some(id) = self.request.extensions().get::<RequestId>() {
            convert::insert(out, REQUEST_ID, id.as_str());
        }
        if self.is_upgrade {
            out.insert(upstream::CONNECTION, UPGRADE);
            out.insert(upstream::UPGRADE, WEBSOCKET);
        }
    }
}

/// Whom the client means: the authority of an absolute target goes before Host (RFC 9112 §3.2.2).
fn host(request: &HttpRequest) -> Option<&str> {
    let named = request.uri().authority().map(Authority::as_str);
    named.or_else(|| request.headers().get(header::HOST)?.to_str().ok())
}

/// Adds the client's fields that pass. `Host` and the request id are set by the gateway, and
/// actix-http has answered `Expect`.
fn add_passing(out: &mut hyper::HeaderMap, headers: &HeaderMap, is_trusted: bool) {
    let connection = headers.get_all(header::CONNECTION);
    let options = Options::of(connection.map(HeaderValue::as_bytes));
    for (name, value) in headers {
        let text = name.as_str();
        let is_ours = [header::HOST, header::EXPECT].contains(name) || *name == request_id::HEADER;
        let is_false = identity::is_misspelled(text)
            || identity::is_identity(text)
            || forwarded::is_replaced(text, is_trusted);
        if !is_ours
            && !is_false
            && hop_by_hop::passes(text, &options)
            && let Some((name, value)) = convert::to_upstream(name, value)
        {
            out.append(name, value);
        }
    }
}
