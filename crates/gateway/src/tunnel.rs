//! WebSocket tunnels (RFC 6455 over HTTP/1.1): the handshake is the instance's to judge, then bytes
//! are copied both ways until a side ends it, both are silent for too long, or the gateway stops.
//!
//! Nothing else is ever tunnelled: an `Upgrade` to another protocol is not passed on, which is how
//! a server declines it (RFC 9110 §7.8), and one to `websocket` that is no proper handshake is
//! refused.

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

use crate::headers::hop_by_hop::Options;
use crate::upstream::Tunnel;

/// What is held of what a client takes slowly.
const BUFFER: usize = 32 * 1024;

/// Whether a request asks for a WebSocket; one that does so improperly is refused.
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

/// Tells the client that its handshake was accepted, and begins to copy.
pub(crate) fn open(
    tunnel: Tunnel,
    from_client: Payload,
    idle: Duration,
    life: &Lifecycle,
) -> HttpResponse {
    let (to_client, mut client_sink) = simplex(BUFFER);
    let stops = life.clone().stopped();
    let copying = async move {
        let last = Rc::new(Cell::new(Instant::now()));
        let touch = |last: &Rc<Cell<Instant>>| {
            let last = Rc::clone(last);
            move |_: &[u8]| last.set(Instant::now())
        };
        // A client that breaks off has ended.
        let from_client = from_client.take_while(|part| ready(part.is_ok()));
        let from_client = from_client.map(|part| part.map_err(io::Error::other));
        let from_client = InspectReader::new(StreamReader::new(from_client), touch(&last));
        let upstream = InspectReader::new(TokioIo::new(tunnel.upstream), touch(&last));
        let (mut client, mut upstream) = (join(from_client, &mut client_sink), upstream);
        tokio::select! {
            // How it ends is no matter: both sides are closed then.
            _ = copy_bidirectional(&mut client, &mut upstream) => {}
            () = until_idle(&last, idle) => {}
            () = stops => {}
        }
        let _ = client.shutdown().await;
        drop(tunnel.claim);
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

/// Until nothing has passed for `idle`.
async fn until_idle(last: &Cell<Instant>, idle: Duration) {
    loop {
        let due = last.get() + idle;
        if due <= Instant::now() {
            return;
        }
        sleep_until(due).await;
    }
}
