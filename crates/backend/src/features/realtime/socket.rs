//! One WebSocket: what the server sends and accepts, and when it closes the connection.

use std::convert::Infallible;
use std::io;
use std::sync::LazyLock;
use std::time::Duration;

use actix_web::rt;
use actix_ws::{Message, MessageStream, ProtocolError, Session};
use bytestring::ByteString;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};

use super::receive_limit::{ReceiveLimit, is_exceeded};
use crate::realtime::{
    CloseReason, Connection, HEARTBEAT_SECONDS, ServerMessage, Text, hello, to_text,
};

/// Larger messages are refused.
pub(super) const MAX_MESSAGE: usize = 64 * 1024;
/// Heartbeats without a sign of the client: it is gone after a minute.
const MAX_UNANSWERED: u32 = 2;
/// Pings and pongs between two heartbeats; a client that sends more is closed.
const MAX_CONTROL_FRAMES: u32 = 100;
/// How long a client may take to read one message.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the close frame may take.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// Serves a socket in the background, until either side closes it.
pub(super) fn spawn(
    connection: Connection,
    session: Session,
    messages: MessageStream,
    limit: ReceiveLimit,
) {
    rt::spawn(async move {
        let mut socket = Socket {
            connection,
            session,
            messages: messages.max_frame_size(MAX_MESSAGE),
            limit,
            unanswered: 0,
            control_frames: 0,
        };
        let Err(reason) = socket.serve().await;
        let Socket {
            connection,
            session,
            ..
        } = socket;
        connection.closed(reason);
        drop(connection);
        close(session, reason).await;
    });
}

/// Closes a socket that was not accepted.
pub(super) fn refuse(session: Session, reason: CloseReason) {
    rt::spawn(close(session, reason));
}

async fn close(session: Session, reason: CloseReason) {
    let frame = actix_ws::CloseReason {
        code: reason.code().into(),
        description: Some(reason.as_str().to_owned()),
    };
    // A client that does not read does not get it.
    let _ = timeout(CLOSE_TIMEOUT, session.close(Some(frame))).await;
}

struct Socket {
    connection: Connection,
    session: Session,
    messages: MessageStream,
    limit: ReceiveLimit,
    /// Heartbeats since the client was last heard of.
    unanswered: u32,
    control_frames: u32,
}

impl Socket {
    async fn serve(&mut self) -> Result<Infallible, CloseReason> {
        let greeting = hello(self.connection.position, self.connection.live);
        self.send(to_text(&greeting)).await?;
        match self.connection.missed.take() {
            Some(missed) => {
                for message in missed {
                    self.send(message).await?;
                }
            }
            None => self.send(to_text(&ServerMessage::Resync)).await?,
        }
        let mut heartbeat = interval_at(first_heartbeat(), Duration::from_secs(HEARTBEAT_SECONDS));
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                biased;
                reason = &mut self.connection.close => return Err(of_hub(reason.ok())),
                message = self.connection.queue.recv() => match message {
                    Some(message) => self.send(message).await?,
                    // The hub has removed it, and is about to tell why.
                    None => return Err(of_hub((&mut self.connection.close).await.ok())),
                },
                _ = heartbeat.tick() => self.heartbeat().await?,
                message = self.messages.recv() => self.receive(message).await?,
            }
        }
    }

    /// Sends a message, unless the socket is to be closed meanwhile.
    async fn send(&mut self, message: Text) -> Result<(), CloseReason> {
        tokio::select! {
            biased;
            reason = &mut self.connection.close => Err(of_hub(reason.ok())),
            sent = timeout(SEND_TIMEOUT, self.session.text(ByteString::clone(&message))) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_closed)) => Err(CloseReason::Client),
                Err(_elapsed) => Err(CloseReason::SlowReader),
            },
        }
    }

    /// Asks the client for a sign, and tells it that all is well. Scripts of a browser see no pings.
    async fn heartbeat(&mut self) -> Result<(), CloseReason> {
        if self.unanswered >= MAX_UNANSWERED {
            return Err(CloseReason::Silent);
        }
        self.unanswered += 1;
        self.control_frames = 0;
        self.limit.reset();
        // What is queued comes before the position that includes it.
        let id = self.connection.position();
        while let Ok(message) = self.connection.queue.try_recv() {
            self.send(message).await?;
        }
        let ping = timeout(SEND_TIMEOUT, self.session.ping(b"")).await;
        match ping {
            Ok(Ok(())) => self.send(to_text(&ServerMessage::Heartbeat { id })).await,
            Ok(Err(_closed)) => Err(CloseReason::Client),
            Err(_elapsed) => Err(CloseReason::SlowReader),
        }
    }

    /// Handles what the client sent: there are no messages from clients but pings and pongs.
    async fn receive(
        &mut self,
        message: Option<Result<Message, ProtocolError>>,
    ) -> Result<(), CloseReason> {
        self.unanswered = 0;
        match message.ok_or(CloseReason::Client)?.map_err(of_protocol)? {
            Message::Ping(payload) => {
                self.count_control_frame()?;
                let pong = timeout(SEND_TIMEOUT, self.session.pong(&payload)).await;
                match pong {
                    Ok(Ok(())) => Ok(()),
                    Ok(Err(_closed)) => Err(CloseReason::Client),
                    Err(_elapsed) => Err(CloseReason::SlowReader),
                }
            }
            Message::Pong(_) => self.count_control_frame(),
            Message::Close(_) => Err(CloseReason::Client),
            Message::Text(_) | Message::Binary(_) | Message::Continuation(_) => {
                Err(CloseReason::Policy)
            }
            Message::Nop => Ok(()),
        }
    }

    fn count_control_frame(&mut self) -> Result<(), CloseReason> {
        self.control_frames += 1;
        if self.control_frames > MAX_CONTROL_FRAMES {
            Err(CloseReason::Policy)
        } else {
            Ok(())
        }
    }
}

/// When a socket that opens now hears from the server first. Heartbeats come at whole seconds of the process: for
/// thousands of idle sockets it wakes up once a second, and not for each.
fn first_heartbeat() -> Instant {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let seconds = START.elapsed().as_secs() + HEARTBEAT_SECONDS;
    *START + Duration::from_secs(seconds)
}

/// Why the hub closes a socket; a hub that is gone stops with the service.
fn of_hub(reason: Option<CloseReason>) -> CloseReason {
    reason.unwrap_or(CloseReason::Restart)
}

fn of_protocol(error: ProtocolError) -> CloseReason {
    match error {
        ProtocolError::Overflow => CloseReason::TooLarge,
        ProtocolError::Io(error) if is_exceeded(&error) => CloseReason::TooLarge,
        ProtocolError::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
            CloseReason::NotUtf8
        }
        ProtocolError::Io(_) => CloseReason::Client,
        _ => CloseReason::Protocol,
    }
}
