//! What is written to the client: the parser's answers, and between them the connection's own words.

use std::io;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::web::Bytes;
use bytes::Buf as _;
use kpi_common::request_id::RequestId;
use tokio::io::AsyncWrite;
use tokio::time::Instant;

use super::refusal::Refusal;
use super::{Client, Ending};

const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
/// How long, and for how many bytes, a refused client is listened to, so that the answer is not
/// lost in a reset (RFC 9112 §9.6).
const LINGER: Duration = Duration::from_secs(2);
const LINGER_BYTES: usize = 256 * 1024;

impl AsyncWrite for Client {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        ready!(this.poll_own(cx))?;
        match Pin::new(&mut this.connection).poll_write(cx, bytes) {
            Poll::Pending => this.poll_stalled(cx),
            ready => {
                this.stalled = None;
                ready
            }
        }
    }

    /// The parser comes here after each step, with nothing of its own left to write.
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.turn.take_welcome() {
            this.own = Bytes::from_static(CONTINUE);
        }
        if let Ending::Refused(refusal) = this.ending {
            this.refuse(refusal);
            cx.waker().wake_by_ref();
        }
        ready!(this.poll_own(cx))?;
        if this.is_held_back && !this.turn.is_answering() {
            this.is_held_back = false;
            cx.waker().wake_by_ref();
        }
        if let Ending::Lingering { is_told, .. } = &mut this.ending
            && !*is_told
        {
            ready!(Pin::new(&mut this.connection).poll_shutdown(cx))?;
            *is_told = true;
        }
        Pin::new(&mut this.connection).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().connection).poll_shutdown(cx)
    }
}

impl Client {
    /// Writes what is the connection's own to say, which is never amid an answer.
    fn poll_own(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.own.is_empty() {
            let connection = Pin::new(&mut self.connection);
            let count = ready!(connection.poll_write(cx, &self.own))?;
            if count == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.own.advance(count);
        }
        Poll::Ready(Ok(()))
    }

    /// Answers what is no request.
    fn refuse(&mut self, refusal: Refusal) {
        let (id, peer) = (RequestId::new(), self.peer.map(|peer| peer.ip()));
        refusal.log(&id, peer.unwrap_or(IpAddr::from([0, 0, 0, 0])));
        self.manners.metrics.refused_unread(refusal.status());
        self.own = refusal.answer(id, self.manners.is_tls);
        self.ending = Ending::Lingering {
            bytes: LINGER_BYTES,
            until: Instant::now() + LINGER,
            is_told: false,
        };
    }

    /// Gives a client up that takes nothing.
    fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let since = *self.stalled.get_or_insert_with(Instant::now);
        ready!(self.send_timer.poll(since + self.manners.send_timeout, cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}
