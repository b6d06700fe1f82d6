//! The client's end of a connection, as the HTTP parser behind it (actix-http) reads and writes it.
//!
//! What the parser has no place for is kept here: a head is judged before it is let through, and
//! what is no request gets a problem for an answer; each head must come in time, not only the
//! first; a client that takes nothing of its answer is let go; the word that a body is welcome
//! (100 Continue) is said once somebody wants it. HTTP/2 has framing of its own and passes as it is.

mod accept;
mod connections;
mod head;
mod reading;
mod refusal;
mod screen;
mod writing;

use std::net::SocketAddr;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use actix_web::dev::Extensions;
use actix_web::web::{Bytes, BytesMut};
use tokio::time::Instant;

pub(crate) use accept::Acceptor;
pub(crate) use connections::Connections;

use crate::connection::Connection;
use crate::edge::settings::GuardConfig;
use crate::metrics::Metrics;
use crate::timer::Timer;
use crate::turn::Turn;
use connections::Admitted;
use head::HeadLimits;
use refusal::Refusal;
use screen::Screen;

/// How clients are dealt with; the same for all connections of a worker.
pub(crate) struct Manners {
    /// How large a head may be.
    limits: HeadLimits,
    /// How long a head may take.
    header_timeout: Duration,
    /// How long a client may take nothing of its answer.
    send_timeout: Duration,
    /// Whether TLS ends here.
    is_tls: bool,
    /// What counts it.
    metrics: Arc<Metrics>,
}

impl Manners {
    pub(crate) fn new(config: &GuardConfig, is_tls: bool, metrics: Arc<Metrics>) -> Self {
        // The request line has a method and a version besides the target; what is still within
        // this is told by the guard, with the figure of the setting.
        let line = config.max_uri_bytes + 64;
        Self {
            limits: HeadLimits {
                line,
                bytes: line + config.max_header_bytes,
            },
            header_timeout: config.header_timeout,
            send_timeout: config.send_timeout,
            is_tls,
            metrics,
        }
    }
}

/// A client's connection.
pub(crate) struct Client {
    connection: Connection,
    peer: Option<SocketAddr>,
    manners: Rc<Manners>,
    /// What follows the requests; HTTP/2 has nothing for it to follow.
    screen: Option<Screen>,
    turn: Rc<Turn>,
    /// What has come and could not pass yet.
    held: BytesMut,
    /// How many bytes of it may pass now.
    passing: usize,
    /// Whether it waits for the answer to the request before it.
    is_held_back: bool,
    /// What is to be written besides the answers of the parser's.
    own: Bytes,
    /// Since when a head is waited for.
    since: Option<Instant>,
    ending: Ending,
    timer: Timer,
    /// Since when the client takes nothing.
    stalled: Option<Instant>,
    send_timer: Timer,
    _admitted: Admitted,
}

/// How a connection comes to its end.
enum Ending {
    /// Not yet.
    None,
    /// With this answer, as soon as it can be written.
    Refused(Refusal),
    /// The answer is on its way; so many bytes more are read, until then.
    Lingering {
        bytes: usize,
        until: Instant,
        is_told: bool,
    },
    /// Nothing is read any more.
    Over,
}

impl Client {
    fn new(
        connection: Connection,
        is_http2: bool,
        admitted: Admitted,
        manners: Rc<Manners>,
    ) -> Self {
        Self {
            peer: connection.socket().peer_addr().ok(),
            connection,
            screen: (!is_http2).then(|| Screen::new(manners.limits)),
            manners,
            turn: Rc::default(),
            held: BytesMut::new(),
            passing: 0,
            is_held_back: false,
            own: Bytes::new(),
            since: Some(Instant::now()),
            ending: Ending::None,
            timer: Timer::default(),
            stalled: None,
            send_timer: Timer::default(),
            _admitted: admitted,
        }
    }

    /// Lets the requests of this connection know whose turn it is. HTTP/2 carries many at once, so
    /// there it is nobody's.
    pub(crate) fn share_turn(&self, data: &mut Extensions) {
        if self.screen.is_some() {
            data.insert(Rc::clone(&self.turn));
        }
    }

    /// Whether a head is what comes next, and may.
    fn awaits_head(&self) -> bool {
        !self.turn.is_answering() && self.screen.as_ref().is_some_and(Screen::is_at_head)
    }
}
