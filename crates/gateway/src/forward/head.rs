//! The head of a request as the upstream gets it.

use actix_web::http::header::{self, HeaderName};
use actix_web::http::uri::PathAndQuery;
use actix_web::{HttpMessage, HttpRequest};
use awc::ClientRequest;
use kpi_common::request_id::{self, RequestId};

use super::Gateway;
use crate::headers::forwarded::{self, Arrival};
use crate::headers::{hop_by_hop, identity};
use crate::upstream::Origin;

/// The request to `upstream`: same method, same path and query to the byte, the fields that pass.
///
/// `Host` and `Content-Length` are left to the client, which writes those of the upstream and of
/// the body. `Expect` is answered by the gateway itself, so the upstream is not asked again.
pub(super) fn prepare(
    request: &HttpRequest,
    upstream: &Origin,
    gateway: &Gateway,
) -> ClientRequest {
    let path = request.uri().path_and_query().cloned();
    let path = path.unwrap_or_else(|| PathAndQuery::from_static("/"));
    let uri = upstream.uri(path);
    let mut outgoing = gateway
        .client
        .request(request.method().clone(), uri)
        .no_decompress();

    let mut headers = hop_by_hop::end_to_end(request.headers());
    let spoofed: Vec<HeaderName> = headers
        .keys()
        .filter(|name| identity::is_identity(name.as_str()))
        .cloned()
        .collect();
    for name in spoofed {
        headers.remove(name);
    }
    for name in [header::HOST, header::CONTENT_LENGTH, header::EXPECT] {
        headers.remove(name);
    }
    if let Some(peer) = request.peer_addr() {
        let is_trusted = gateway.trusts(peer.ip());
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
    *outgoing.headers_mut() = headers;
    outgoing
}
