//! What a tunnel sends to its client: written by the tunnel, read by the server as the body of the
//! answer, with room for a limited amount between them.

use std::cell::RefCell;
use std::convert::Infallible;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use actix_web::body::{BodySize, MessageBody};
use actix_web::web::{Bytes, BytesMut};

/// The tunnel waits when so much has not been taken.
const ENOUGH: usize = 32 * 1024;

/// The end that the tunnel writes to.
pub(super) struct Writer(Rc<RefCell<Shared>>);

/// The end that is an answer's body.
pub(super) struct Reader(Rc<RefCell<Shared>>);

#[derive(Default)]
struct Shared {
    bytes: BytesMut,
    is_closed: bool,
    is_gone: bool,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

/// A pipe.
pub(super) fn pipe() -> (Writer, Reader) {
    let shared = Rc::new(RefCell::new(Shared::default()));
    (Writer(Rc::clone(&shared)), Reader(shared))
}

impl Writer {
    /// Whether there is room; if not, the task is woken when there is, or when the reader goes.
    pub(super) fn has_room(&self, cx: &Context<'_>) -> bool {
        let mut shared = self.0.borrow_mut();
        shared.writer = Some(cx.waker().clone());
        shared.bytes.len() < ENOUGH
    }

    pub(super) fn write(&self, bytes: &[u8]) {
        let mut shared = self.0.borrow_mut();
        shared.bytes.extend_from_slice(bytes);
        shared.wake_reader();
    }

    /// Whether nobody reads any more.
    pub(super) fn is_gone(&self) -> bool {
        self.0.borrow().is_gone
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        let mut shared = self.0.borrow_mut();
        shared.is_closed = true;
        shared.wake_reader();
    }
}

impl Shared {
    fn wake_reader(&mut self) {
        if let Some(waker) = self.reader.take() {
            waker.wake();
        }
    }

    fn wake_writer(&mut self) {
        if let Some(waker) = self.writer.take() {
            waker.wake();
        }
    }
}

impl MessageBody for Reader {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Infallible>>> {
        let mut shared = self.0.borrow_mut();
        if !shared.bytes.is_empty() {
            shared.wake_writer();
            return Poll::Ready(Some(Ok(shared.bytes.split().freeze())));
        }
        if shared.is_closed {
            return Poll::Ready(None);
        }
        // What an idle tunnel does not need it does not keep.
        shared.bytes = BytesMut::new();
        shared.reader = Some(cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let mut shared = self.0.borrow_mut();
        shared.is_gone = true;
        shared.wake_writer();
    }
}
