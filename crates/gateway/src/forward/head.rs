//! The head of a request as the upstream gets it.

use actix_web::dev::RequestHead;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::uri::PathAndQuery;
use actix_web::{HttpMessage, HttpRequest};
use kpi_common::client_ip::TrustedProxies;
use kpi_common::request_id::{self, RequestId};

use crate::headers::forwarded::{self, Arrival};
use crate::headers::{hop_by_hop, identity};
use crate::upstream::Origin;

/// The request to `upstream`: same method, same path and query to the byte, the fields that pass.
///
/// `Content-Length` and the coding are written from the body itself. `Expect` is answered by the
/// gateway, so the upstream is not asked again.
pub(super) fn prepare(
    request: &HttpRequest,
    upstream: &Origin,
    trusted: &TrustedProxies,
) -> RequestHead {
    let path = request.uri().path_and_query().cloned();
    let mut head = RequestHead::default();
    head.method = request.method().clone();
    head.uri = upstream.uri(path.unwrap_or_else(|| PathAndQuery::from_static("/")));

    let mut headers = hop_by_hop::end_to_end(request.headers());
    let spoofed: Vec<HeaderName> = headers
        .keys()
        .filter(|name| identity::is_identity(name.as_str()))
        .cloned()
        .collect();
    for name in spoofed {
        headers.remove(name);
    }
    headers.remove(header::CONTENT_LENGTH);
    headers.remove(header::EXPECT);
    if let Ok(host) = HeaderValue::from_str(upstream.authority()) {
        headers.insert(header::HOST, host);
    }
    if let Some(peer) = request.peer_addr() {
        let is_trusted = trusted.contains(peer.ip());
        let host = request.headers().get(header::HOST);
        forwarded::set(
            &mut headers,
            &Arrival {
                peer: peer.ip(),
                is_trusted,
                host,
            },
        );
    }
    if let Some(id) = request.extensions().get::<RequestId>() {
        headers.insert(request_id::HEADER.clone(), id.to_header_value());
    }
    head.headers = headers;
    head
}
