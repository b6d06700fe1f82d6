//! Whose turn it is on a connection of HTTP/1.1: the client's, until a whole head has come; then
//! the gateway's, until its answer has ended. The connection and the request it carries share it.

use std::cell::Cell;

/// The state of a connection that its request has a say in.
#[derive(Debug, Default)]
pub(crate) struct Turn {
    is_answering: Cell<bool>,
    expects: Cell<bool>,
    is_welcome: Cell<bool>,
}

impl Turn {
    /// A request has been let in; `expects` whether its sender waits for a word before the body
    /// (RFC 9110 §10.1.1).
    pub(super) fn begin(&self, expects: bool) {
        self.is_answering.set(true);
        self.expects.set(expects);
        self.is_welcome.set(false);
    }

    /// The answer has ended.
    pub(crate) fn end(&self) {
        self.is_answering.set(false);
        self.expects.set(false);
    }

    /// Whether a request is being answered.
    pub(super) fn is_answering(&self) -> bool {
        self.is_answering.get()
    }

    /// Somebody wants the body: the client is told so if it waits for that.
    pub(crate) fn welcome_body(&self) {
        if self.expects.take() {
            self.is_welcome.set(true);
        }
    }

    /// Whether the client is to be told now that its body is welcome.
    pub(super) fn take_welcome(&self) -> bool {
        self.is_welcome.take()
    }
}
