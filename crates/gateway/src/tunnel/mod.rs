//! WebSocket tunnels (RFC 6455 over HTTP/1.1): the handshake is the instance's to judge, then bytes
//! are spliced until somebody ends it.
//!
//! Nothing else is ever tunnelled: an `Upgrade` to another protocol is not passed on, which is how
//! a server declines it (RFC 9110 §7.8), and one to `websocket` that is no proper handshake is
//! refused.

mod frames;
mod pipe;
mod splice;

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{ConnectionType, Method, StatusCode, Version};
use actix_web::{HttpRequest, HttpResponse};
use kpi_common::problem::Problem;
use kpi_common::shutdown::Life;

use crate::headers::hop_by_hop::Options;
use crate::upstream::config::TunnelConfig;
use crate::upstream::{BadAnswer, ExchangeError, Switched};
use splice::Splice;

/// Whether a request asks for a WebSocket; one that does so improperly is refused.
pub(crate) fn is_asked(request: &HttpRequest) -> Result<bool, Problem> {
    let headers = request.headers();
    let is_websocket = |value: &HeaderValue| is_websocket(value);
    if !headers.get_all(header::UPGRADE).any(is_websocket) {
        return Ok(false);
    }
    let connection = headers.get_all(header::CONNECTION);
    let options = Options::of(connection.map(HeaderValue::as_bytes));
    let has_body = headers.contains_key(header::CONTENT_LENGTH)
        || headers.contains_key(header::TRANSFER_ENCODING);
    // RFC 6455 §4.1: a GET of HTTP/1.1 or later, with the option, and nothing to send before.
    let is_proper = *request.method() == Method::GET
        && request.version() == Version::HTTP_11
        && options.contains("upgrade")
        && !has_body;
    if is_proper {
        Ok(true)
    } else {
        Err(Problem::malformed("This is no WebSocket handshake."))
    }
}

/// Tells the client that its handshake was accepted, and begins to splice.
pub(crate) fn open(
    switched: Box<Switched>,
    from_client: Payload,
    config: TunnelConfig,
    life: &Life,
) -> Result<HttpResponse, Problem> {
    let mut switched = switched;
    let upgrade = switched.upgrade.take();
    let Some(upgrade) = upgrade.filter(is_websocket) else {
        return Err(ExchangeError::Nonsense(BadAnswer::Upgrade).into());
    };
    let fields = std::mem::take(&mut switched.fields);
    let (writer, reader) = pipe::pipe();
    let stop = Box::pin(life.clone().stops());
    actix_web::rt::spawn(Splice::new(switched, from_client, writer, config, stop).run());

    let mut response =
        HttpResponse::new(StatusCode::SWITCHING_PROTOCOLS).set_body(BoxBody::new(reader));
    let head = response.head_mut();
    for (name, value) in fields {
        head.headers.append(name, value);
    }
    head.headers.insert(header::UPGRADE, upgrade);
    head.set_connection_type(ConnectionType::Upgrade);
    Ok(response)
}

fn is_websocket(value: &HeaderValue) -> bool {
    value
        .as_bytes()
        .trim_ascii()
        .eq_ignore_ascii_case(b"websocket")
}
