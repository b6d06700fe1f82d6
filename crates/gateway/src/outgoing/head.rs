//! The head of a request to an instance: same method, same path and query byte for byte, and the
//! forwarded header fields.

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
use crate::headers::forwarded::{self, Hop};
use crate::headers::hop_by_hop::{self, ConnectionOptions};
use crate::headers::identity;

const REQUEST_ID: upstream::HeaderName = upstream::HeaderName::from_static("x-request-id");
const CHUNKED: upstream::HeaderValue = upstream::HeaderValue::from_static("chunked");
const UPGRADE: upstream::HeaderValue = upstream::HeaderValue::from_static("upgrade");
const WEBSOCKET: upstream::HeaderValue = upstream::HeaderValue::from_static("websocket");

/// The settings that forwarding header fields depend on.
#[derive(Debug)]
pub(crate) struct ForwardingContext {
    /// The proxies whose forwarding fields are continued.
    pub(crate) trusted_proxies: TrustedProxies,
    /// Whether the gateway terminates TLS.
    pub(crate) is_tls: bool,
}

/// The source of an upstream request head.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OutgoingHead<'a> {
    pub(crate) request: &'a HttpRequest,
    pub(crate) context: &'a ForwardingContext,
    /// Whether it is a WebSocket handshake.
    pub(crate) is_upgrade: bool,
}

impl OutgoingHead<'_> {
    /// Whether the method is idempotent (RFC 9110 §9.2.2).
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
        // 8: the fields that the gateway adds.
        headers.reserve(self.request.headers().len() + 8);
        headers.insert(upstream::HOST, authority.clone());
        self.add_headers(headers);
        if is_chunked {
            // Without it hyper would drop the body of a GET.
            headers.insert(upstream::TRANSFER_ENCODING, CHUNKED);
        }
        Ok(request)
    }

    fn add_headers(self, out: &mut hyper::HeaderMap) {
        let headers = self.request.headers();
        let peer = self.request.peer_addr().map(|peer| peer.ip());
        let is_trusted = peer.is_some_and(|peer| self.context.trusted_proxies.contains(peer));
        copy_headers(out, headers, is_trusted);
        if let Some(peer) = peer {
            let hop = Hop {
                peer,
                is_trusted,
                host: host(self.request),
                scheme: if self.context.is_tls { "https" } else { "http" },
            };
            forwarded::add(out, headers, &hop);
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

/// The requested host: the authority of an absolute target overrides `Host` (RFC 9112 §3.2.2).
fn host(request: &HttpRequest) -> Option<&str> {
    let authority = request.uri().authority().map(Authority::as_str);
    authority.or_else(|| request.headers().get(header::HOST)?.to_str().ok())
}

/// Copies the client's end-to-end fields. `Host` and the request id are set by the gateway, and
/// actix-http has handled `Expect`.
fn copy_headers(out: &mut hyper::HeaderMap, headers: &HeaderMap, is_trusted: bool) {
    let connection = headers.get_all(header::CONNECTION);
    let options = ConnectionOptions::of(connection.map(HeaderValue::as_bytes));
    for (name, value) in headers {
        let text = name.as_str();
        let is_own = [header::HOST, header::EXPECT].contains(name) || *name == request_id::HEADER;
        let is_untrusted = identity::has_underscore(text)
            || identity::is_identity(text)
            || forwarded::is_replaced(text, is_trusted);
        if !is_own
            && !is_untrusted
            && hop_by_hop::is_end_to_end(text, &options)
            && let Some((name, value)) = convert::to_upstream(name, value)
        {
            out.append(name, value);
        }
    }
}
