//! A tunnel that stands: bytes go both ways as they come, each way waiting for who takes them.
//!
//! | what happens | what follows |
//! | --- | --- |
//! | the client is silent for the ping interval | a Ping, between two frames |
//! | the client is silent for the idle limit, even to pings | Close 1001 to both sides |
//! | the gateway stops | Close 1001 to both sides, between two frames |
//! | a side closes its connection | the other side gets what is still on its way, then the end |
//!
//! A Pong that answers a Ping of the gateway goes on to the instance, where it is an unsolicited
//! one and means nothing (RFC 6455 §5.5.3).

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use actix_web::dev::Payload;
use futures_util::Stream as _;
use futures_util::future::LocalBoxFuture;
use tokio::time::Instant;

use super::frames::{self, Frames, GOING_AWAY, PING};
use super::pipe::Writer;
use crate::timer::Timer;
use crate::upstream::Switched;
use crate::upstream::config::TunnelConfig;

/// How long the sides have to answer a Close, or to take what is still on its way.
const GOODBYE: Duration = Duration::from_secs(2);
const ROOM: usize = 8 * 1024;

/// A tunnel between a client and an instance.
pub(super) struct Splice {
    switched: Box<Switched>,
    from_client: Payload,
    to_client: Writer,
    /// Frames from the instance to the client.
    down: Frames,
    /// Frames from the client to the instance.
    up: Frames,
    config: TunnelConfig,
    stop: LocalBoxFuture<'static, ()>,
    life: Life,
    /// When something last came from the client.
    heard: Instant,
    /// When the client was last pinged.
    pinged: Option<Instant>,
    timer: Timer,
}

/// How a tunnel is.
#[derive(Debug, Default)]
struct Life {
    /// The client sends no more.
    client_ended: bool,
    /// The instance sends no more.
    instance_ended: bool,
    /// Both sides are told to go; over at the latest then.
    until: Option<Instant>,
    /// The gateway has put an end to this direction.
    is_down_sealed: bool,
    is_up_sealed: bool,
}

impl Splice {
    pub(super) fn new(
        switched: Box<Switched>,
        from_client: Payload,
        to_client: Writer,
        config: TunnelConfig,
        stop: LocalBoxFuture<'static, ()>,
    ) -> Self {
        Self {
            switched,
            from_client,
            to_client,
            down: Frames::default(),
            up: Frames::default(),
            config,
            stop,
            life: Life::default(),
            heard: Instant::now(),
            pinged: None,
            timer: Timer::default(),
        }
    }

    /// Splices until a side ends the tunnel, or the gateway does.
    pub(super) async fn run(mut self) {
        poll_fn(|cx| self.poll(cx)).await;
    }

    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.life.until.is_none() && self.stop.as_mut().poll(cx).is_ready() {
            self.say_goodbye();
        }
        // What one direction makes room for is seen by the other in the same turn.
        self.advance_down(cx);
        self.advance_up(cx);
        if self.is_over(cx) {
            return Poll::Ready(());
        }
        self.poll_time(cx)
    }

    /// From the instance to the client.
    fn advance_down(&mut self, cx: &mut Context<'_>) {
        while !self.life.instance_ended {
            let wire = &mut self.switched.wire;
            if !wire.read.is_empty() {
                if !self.to_client.has_room(cx) {
                    return;
                }
                let bytes = wire.read.split();
                self.pass_down(&bytes);
                continue;
            }
            match wire.poll_read(ROOM, cx) {
                Poll::Pending => return,
                Poll::Ready(Ok(0) | Err(_)) => self.life.instance_ended = true,
                Poll::Ready(Ok(_)) => {}
            }
        }
    }

    fn pass_down(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let taken = self.down.follow(bytes);
            if !self.life.is_down_sealed {
                self.to_client.write(&bytes[..taken]);
            }
            bytes = &bytes[taken..];
            self.seal_down();
        }
    }

    /// From the client to the instance.
    fn advance_up(&mut self, cx: &mut Context<'_>) {
        while !self.life.client_ended && self.switched.wire.has_room() {
            match Pin::new(&mut self.from_client).poll_next(cx) {
                Poll::Pending => break,
                Poll::Ready(Some(Ok(bytes))) => {
                    self.heard = Instant::now();
                    self.pass_up(&bytes);
                }
                Poll::Ready(None | Some(Err(_))) => self.life.client_ended = true,
            }
        }
        if let Poll::Ready(Err(_)) = self.switched.wire.poll_write(cx) {
            self.life.instance_ended = true;
        }
    }

    fn pass_up(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let taken = self.up.follow(bytes);
            if !self.life.is_up_sealed {
                self.switched.wire.write.extend_from_slice(&bytes[..taken]);
            }
            bytes = &bytes[taken..];
            self.seal_up();
        }
    }

    /// Tells both sides to go, each as soon as a frame towards it has ended.
    fn say_goodbye(&mut self) {
        self.life.until = Some(Instant::now() + GOODBYE);
        self.seal_down();
        self.seal_up();
    }

    fn seal_down(&mut self) {
        let is_due = self.life.until.is_some() && !self.life.is_down_sealed;
        if is_due && self.down.is_between() {
            self.life.is_down_sealed = true;
            if !self.down.has_closed() {
                self.to_client.write(&GOING_AWAY);
            }
        }
    }

    fn seal_up(&mut self) {
        let is_due = self.life.until.is_some() && !self.life.is_up_sealed;
        if is_due && self.up.is_between() {
            self.life.is_up_sealed = true;
            if !self.up.has_closed() {
                let close = frames::masked_going_away(rand::random());
                self.switched.wire.write.extend_from_slice(&close);
            }
        }
    }

    /// Whether nothing is left to be done for either side.
    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        let is_written = self.switched.wire.poll_write(cx).is_ready();
        let is_gone = self.to_client.is_gone();
        if self.life.until.is_some() && self.life.is_down_sealed && self.life.is_up_sealed {
            // Both have been told; what is waited for is that they say goodbye, too.
            let client = self.up.has_closed() || self.life.client_ended || is_gone;
            let instance = self.down.has_closed() || self.life.instance_ended;
            return client && instance && is_written;
        }
        // What the client sent before it left is still taken to the instance.
        self.life.instance_ended || self.life.client_ended && is_written
    }

    fn poll_time(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let now = Instant::now();
            let due = match self.life.until {
                Some(until) if now >= until => return Poll::Ready(()),
                Some(until) => until,
                None => self.next_check(now),
            };
            // A goodbye or a ping has just been written, and the server waits to be told.
            let _ = self.switched.wire.poll_write(cx);
            if self.timer.poll(due, cx).is_pending() {
                return Poll::Pending;
            }
        }
    }

    /// Does what is due, and says when to look again.
    fn next_check(&mut self, now: Instant) -> Instant {
        let idle_at = self.heard + self.config.idle;
        if now >= idle_at {
            self.say_goodbye();
            return now + GOODBYE;
        }
        let Some(interval) = self.config.ping else {
            return idle_at;
        };
        let since = self.pinged.map_or(self.heard, |at| at.max(self.heard));
        if now < since + interval {
            return idle_at.min(since + interval);
        }
        self.pinged = Some(now);
        // In the midst of a frame the instance is at fault, and the idle limit ends it.
        if self.down.is_between() && !self.down.has_closed() {
            self.to_client.write(&PING);
        }
        idle_at.min(now + interval)
    }
}

impl Drop for Splice {
    fn drop(&mut self) {
        let mut context = Context::from_waker(Waker::noop());
        // A clean end for who reads to the end; whoever is gone does not mind.
        let _ = self.switched.wire.poll_close(&mut context);
    }
}
