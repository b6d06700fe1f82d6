//! What the parser gets to read: heads that have been judged, bodies as they come.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Buf as _;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::Instant;
use tokio_util::io::poll_read_buf;

use super::refusal::Refusal;
use super::screen::Verdict;
use super::{Client, Ending};

/// Room to read into for what cannot pass at once.
const ROOM: usize = 4 * 1024;
/// So much is read ahead while a request is being answered: enough to see a client leave.
const ENOUGH_AHEAD: usize = 64 * 1024;

impl AsyncRead for Client {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let is_straight = this.held.is_empty()
            && matches!(this.ending, Ending::None)
            && (this.awaits_head()
                || this
                    .screen
                    .as_ref()
                    .is_none_or(|screen| !screen.is_at_head()));
        if !is_straight {
            return this.poll_held(cx, out);
        }
        match this.poll_straight(cx, out) {
            Poll::Pending => this.poll_head_due(cx),
            ready => ready,
        }
    }
}

impl Client {
    /// Reads straight into the parser's buffer, and takes back what may not pass yet.
    fn poll_straight(
        &mut self,
        cx: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = out.filled().len();
        ready!(Pin::new(&mut self.connection).poll_read(cx, out))?;
        let Some(screen) = self.screen.as_mut() else {
            return Poll::Ready(Ok(()));
        };
        let bytes = &out.filled()[before..];
        if bytes.len() <= screen.passes_unseen() {
            screen.passed(bytes.len());
            return Poll::Ready(Ok(()));
        }
        if screen.is_at_head()
            && let Verdict::PassHead(size) = screen.judge(bytes)
        {
            self.since = None;
            self.turn.begin(false);
            if size == bytes.len() {
                return Poll::Ready(Ok(()));
            }
            self.passing = size;
        }
        self.held.extend_from_slice(bytes);
        out.set_filled(before);
        self.poll_held(cx, out)
    }

    /// Lets through what is held and may pass; reads more where that is needed to tell.
    fn poll_held(&mut self, cx: &mut Context<'_>, out: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            let passing = self.find_passing();
            if passing > 0 {
                let count = passing.min(out.remaining());
                out.put_slice(&self.held[..count]);
                self.held.advance(count);
                self.passing -= count;
                return Poll::Ready(Ok(()));
            }
            if !matches!(self.ending, Ending::None) {
                return self.poll_end(cx);
            }
            if self.is_held_back && self.held.len() >= ENOUGH_AHEAD {
                return Poll::Pending;
            }
            if self.held.capacity() - self.held.len() < ROOM / 4 {
                self.held.reserve(ROOM);
            }
            let connection = Pin::new(&mut self.connection);
            match poll_read_buf(connection, cx, &mut self.held) {
                // The end; what is held will never be a request.
                Poll::Ready(Ok(0)) => return Poll::Ready(Ok(())),
                Poll::Ready(Ok(_)) => {}
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => return self.poll_head_due(cx),
            }
        }
    }

    /// How many bytes at the beginning of what is held may pass.
    fn find_passing(&mut self) -> usize {
        let Some(screen) = self.screen.as_mut() else {
            return 0;
        };
        let mut expects = false;
        while self.passing == 0 && matches!(self.ending, Ending::None) {
            if screen.is_at_head() && self.turn.is_answering() {
                self.is_held_back = !self.held.is_empty();
                break;
            }
            match screen.judge(&self.held) {
                Verdict::Pass(count) => self.passing = count,
                Verdict::PassHead(size) => {
                    self.since = None;
                    self.turn.begin(expects);
                    self.passing = size;
                }
                Verdict::Strip(line) => {
                    let rest = self.held.split_off(line.end);
                    self.held.truncate(line.start);
                    self.held.extend_from_slice(&rest);
                    expects = true;
                }
                Verdict::More => break,
                Verdict::Refuse(refusal) => self.ending = Ending::Refused(refusal),
            }
        }
        self.passing
    }

    /// Waits for the rest of a head, but not for ever.
    fn poll_head_due(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.awaits_head() {
            return Poll::Pending;
        }
        // Between requests the parser's own time for that runs; the first one's is here.
        if self.since.is_none() && self.held.is_empty() {
            return Poll::Pending;
        }
        let since = *self.since.get_or_insert_with(Instant::now);
        ready!(self.timer.poll(since + self.manners.header_timeout, cx));
        if self.held.is_empty() {
            self.ending = Ending::Over;
        } else {
            self.ending = Ending::Refused(Refusal::Slow);
        }
        self.poll_end(cx)
    }

    /// Listens on until the client has heard why it is not listened to.
    fn poll_end(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            match &mut self.ending {
                Ending::None | Ending::Refused(_) => return Poll::Pending,
                Ending::Over => return Poll::Ready(Ok(())),
                Ending::Lingering { bytes, until, .. } => {
                    let until = *until;
                    self.held.clear();
                    self.held.reserve(ROOM);
                    let connection = Pin::new(&mut self.connection);
                    match poll_read_buf(connection, cx, &mut self.held) {
                        Poll::Ready(Ok(count)) if count > 0 && *bytes > count => *bytes -= count,
                        Poll::Ready(_) => self.ending = Ending::Over,
                        Poll::Pending => {
                            ready!(self.timer.poll(until, cx));
                            self.ending = Ending::Over;
                        }
                    }
                }
            }
        }
    }
}
