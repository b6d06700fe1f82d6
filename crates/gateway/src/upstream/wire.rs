//! A connection with its buffers, which are kept from one exchange to the next.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use actix_web::web::BytesMut;
use bytes::Buf as _;
use tokio::io::AsyncWrite;
use tokio_util::io::poll_read_buf;

use crate::connection::Connection;
use crate::timer::Timer;

/// Room to read into for a head and a small body.
pub(super) const ROOM_FOR_HEAD: usize = 8 * 1024;
/// Room to read into for the rest of a body.
pub(super) const ROOM_FOR_BODY: usize = 32 * 1024;
/// Nothing is added to the write buffer from here on until it has been written.
const ENOUGH_TO_WRITE: usize = 32 * 1024;
/// Larger buffers are not kept between exchanges.
const KEPT: usize = 16 * 1024;

/// A connection to an instance.
pub(crate) struct Wire {
    connection: Connection,
    /// What has been read and not yet understood.
    pub(crate) read: BytesMut,
    /// What is to be written.
    pub(crate) write: BytesMut,
    /// For whatever is waited for on it. It stays from one exchange to the next, so that most of
    /// them set none.
    pub(super) timer: Timer,
}

impl Wire {
    pub(super) fn new(connection: Connection) -> Self {
        Self {
            connection,
            read: BytesMut::new(),
            write: BytesMut::new(),
            timer: Timer::default(),
        }
    }

    /// Reads more into the buffer; 0 is the end.
    pub(crate) fn poll_read(
        &mut self,
        room: usize,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        let free = self.read.capacity() - self.read.len();
        if free < room / 4 {
            self.read.reserve(room);
        }
        poll_read_buf(Pin::new(&mut self.connection), cx, &mut self.read)
    }

    /// Writes all there is to write.
    pub(crate) fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut written = 0;
        while written < self.write.len() {
            match Pin::new(&mut self.connection).poll_write(cx, &self.write[written..]) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => written += count,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    self.write.advance(written);
                    return Poll::Pending;
                }
            }
        }
        self.write.clear();
        ready!(Pin::new(&mut self.connection).poll_flush(cx))?;
        Poll::Ready(Ok(()))
    }

    /// Whether the write buffer has room for more.
    pub(crate) fn has_room(&self) -> bool {
        self.write.len() < ENOUGH_TO_WRITE
    }

    /// Closes the writing side.
    pub(crate) fn poll_close(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.connection).poll_shutdown(cx)
    }

    /// Whether nothing is left of the last exchange and the connection waits for the next one.
    pub(super) fn is_quiet(&mut self, certainly: bool) -> bool {
        self.read.is_empty() && self.write.is_empty() && self.connection.is_quiet(certainly)
    }

    /// Lets go of buffers that a large body has made large.
    pub(super) fn shrink(&mut self) {
        for buffer in [&mut self.read, &mut self.write] {
            if buffer.is_empty() && buffer.capacity() > KEPT {
                *buffer = BytesMut::new();
            }
        }
    }
}
