//! WebSocket tunnels (RFC 6455 over HTTP/1.1): the instance accepts or declines the handshake, then
//! bytes are copied both ways until one side closes, the idle timeout expires, or the gateway stops.
//!
//! Other protocols are not tunnelled: their `Upgrade` is not forwarded, which declines it (RFC 9110
//! §7.8). An invalid WebSocket handshake is rejected.

use std::cell::Cell;
use std::future::ready;
use std::io;
use std::rc::Rc;
use std::time::Duration;

use actix_web::body::BodyStream;
use actix_web::dev::Payload;
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{ConnectionType, Method, Version};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::StreamExt as _;
use hyper_util::rt::TokioIo;
use kpi_common::problem::Problem;
use kpi_common::shutdown::Lifecycle;
use tokio::io::{AsyncWriteExt as _, copy_bidirectional, join, simplex};
use tokio::time::{Instant, sleep_until};
use tokio_util::io::{InspectReader, ReaderStream, StreamReader};

use crate::headers::hop_by_hop::ConnectionOptions;
use crate::upstream::Tunnel;

/// The buffer to a slow client.
const BUFFER: usize = 32 * 1024;

/// Whether a request is a WebSocket handshake; an invalid one is an error.
pub(crate) fn is_requested(request: &HttpRequest) -> Result<bool, Problem> {
    let headers = request.headers();
    let is_websocket = |value: &HeaderValue| {
        let protocol = value.as_bytes().trim_ascii();
        protocol.eq_ignore_ascii_case(b"websocket")
    };
    if !headers.get_all(header::UPGRADE).any(is_websocket) {
        return Ok(false);
    }
    let connection = headers.get_all(header::CONNECTION);
    let options = ConnectionOptions::of(connection.map(HeaderValue::as_bytes));
    let has_body = headers.contains_key(header::CONTENT_LENGTH)
        || headers.contains_key(header::TRANSFER_ENCODING);
    // RFC 6455 §4.1: a GET of HTTP/1.1 or later, with the connection option, without a body.
    let is_valid = *request.method() == Method::GET
        && request.version() == Version::HTTP_11
        && options.contains("upgrade")
        && !has_body;
    if is_valid {
        Ok(true)
    } else {
        Err(Problem::malformed("This is no WebSocket handshake."))
    }
}

/// The response that accepts the handshake; starts copying.
pub(crate) fn open(
    tunnel: Tunnel,
    from_client: Payload,
    idle: Duration,
    lifecycle: &Lifecycle,
) -> HttpResponse {
    let (to_client, mut client_sink) = simplex(BUFFER);
    let stops = lifecycle.clone().stopped();
    let copying = async move {
        let activity = Rc::new(Cell::new(Instant::now()));
        let update = |activity: &Rc<Cell<Instant>>| {
            let activity = Rc::clone(activity);
            move |_: &[u8]| activity.set(Instant::now())
        };
        // An aborted connection counts as closed.
        let from_client = from_client.take_while(|part| ready(part.is_ok()));
        let from_client = from_client.map(|part| part.map_err(io::Error::other));
        let from_client = InspectReader::new(StreamReader::new(from_client), update(&activity));
        let upstream = InspectReader::new(TokioIo::new(tunnel.upstream), update(&activity));
        let (mut client, mut upstream) = (join(from_client, &mut client_sink), upstream);
        tokio::select! {
            // Both sides are closed in any case.
            _ = copy_bidirectional(&mut client, &mut upstream) => {}
            () = until_idle(&activity, idle) => {}
            () = stops => {}
        }
        let _ = client.shutdown().await;
        drop(tunnel.guard);
    };
    actix_web::rt::spawn(copying);

    let mut response = tunnel.response;
    response
        .head_mut()
        .set_connection_type(ConnectionType::Upgrade);
    response
        .headers_mut()
        .insert(header::UPGRADE, HeaderValue::from_static("websocket"));
    response
        .set_body(BodyStream::new(ReaderStream::new(to_client)))
        .map_into_boxed_body()
}

/// Resolves after `idle` without traffic.
async fn until_idle(activity: &Cell<Instant>, idle: Duration) {
    loop {
        let deadline = activity.get() + idle;
        if deadline <= Instant::now() {
            return;
        }
        sleep_until(deadline).await;
    }
}
