//! The head of a request as an instance gets it.

use actix_web::http::header::{self, HeaderValue};
use actix_web::http::uri::PathAndQuery;
use actix_web::http::{Method, Version};
use actix_web::web::BytesMut;
use actix_web::{HttpMessage, HttpRequest};
use kpi_common::client_ip::TrustedProxies;
use kpi_common::request_id::{self, RequestId};

use super::upload::Length;
use crate::headers::forwarded::{self, Arrival};
use crate::headers::hop_by_hop::{self, Options};
use crate::headers::identity;

/// Where the gateway stands between client and instance.
#[derive(Debug)]
pub(crate) struct Vantage {
    /// Whose word on the client is continued.
    pub(crate) trusted_proxies: TrustedProxies,
    /// Whether TLS ends here.
    pub(crate) is_tls: bool,
}

/// What the head of an upstream request is written from.
pub(crate) struct OutgoingHead<'a> {
    request: &'a HttpRequest,
    options: Options,
    arrival: Option<Arrival<'a>>,
    length: Length,
    /// Whether it asks for a tunnel.
    is_upgrade: bool,
}

impl<'a> OutgoingHead<'a> {
    pub(crate) fn new(request: &'a HttpRequest, length: Length, vantage: &Vantage) -> Self {
        let headers = request.headers();
        let of_host = || headers.get(header::HOST)?.to_str().ok();
        // HTTP/2 has the host in the target (RFC 9113 §8.3.1).
        let host = request.uri().authority().map(|host| host.as_str());
        let arrival = request.peer_addr().map(|peer| Arrival {
            peer: peer.ip(),
            is_trusted: vantage.trusted_proxies.contains(peer.ip()),
            host: of_host().or(host),
            scheme: if vantage.is_tls { "https" } else { "http" },
        });
        Self {
            request,
            options: Options::of(
                headers
                    .get_all(header::CONNECTION)
                    .map(HeaderValue::as_bytes),
            ),
            arrival,
            length,
            is_upgrade: false,
        }
    }

    /// The same head, asking for a WebSocket.
    pub(crate) fn upgrading(mut self) -> Self {
        self.is_upgrade = true;
        self
    }

    pub(crate) fn is_upgrade(&self) -> bool {
        self.is_upgrade
    }

    pub(crate) fn method(&self) -> &Method {
        self.request.method()
    }

    /// Whether the client takes trailers (RFC 9110 §10.1.4). In HTTP/2 they have no framing of
    /// their own, so there they are left out.
    pub(crate) fn takes_trailers(&self) -> bool {
        let values = self.request.headers().get_all(header::TE);
        let mut codings = values
            .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii);
        self.request.version() == Version::HTTP_11
            && codings.any(|coding| coding.eq_ignore_ascii_case(b"trailers"))
    }

    /// Writes the request to the instance at `authority`: same method, same path and query to the
    /// byte, the fields that pass.
    pub(crate) fn write(&self, authority: &str, out: &mut BytesMut) {
        let path = self
            .request
            .uri()
            .path_and_query()
            .map_or("/", PathAndQuery::as_str);
        let method = self.method().as_str();
        for part in [method, " ", path, " HTTP/1.1\r\nhost: ", authority, "\r\n"] {
            out.extend_from_slice(part.as_bytes());
        }
        self.write_fields(out);
        self.length.write(out);
        if self.is_upgrade {
            out.extend_from_slice(b"connection: upgrade\r\nupgrade: websocket\r\n");
        } else if self.takes_trailers() {
            out.extend_from_slice(b"connection: te\r\nte: trailers\r\n");
        }
        out.extend_from_slice(b"\r\n");
    }

    fn write_fields(&self, out: &mut BytesMut) {
        let headers = self.request.headers();
        let is_trusted = self
            .arrival
            .as_ref()
            .is_some_and(|arrival| arrival.is_trusted);
        for (name, value) in headers {
            let is_ours = [header::HOST, header::CONTENT_LENGTH].contains(name)
                || *name == request_id::HEADER;
            let text = name.as_str();
            let is_false = identity::is_misspelled(text)
                || identity::is_identity(text)
                || forwarded::is_replaced(name, is_trusted);
            if !is_ours && !is_false && hop_by_hop::passes(name, &self.options) {
                for part in [text.as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
                    out.extend_from_slice(part);
                }
            }
        }
        if let Some(arrival) = &self.arrival {
            forwarded::write(out, headers, arrival);
        }
        if let Some(id) = self.request.extensions().get::<RequestId>() {
            for part in [request_id::HEADER.as_str(), ": ", id.as_str(), "\r\n"] {
                out.extend_from_slice(part.as_bytes());
            }
        }
    }
}
