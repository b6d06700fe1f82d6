//! HTTP/1.1 as a client reads it (RFC 9112): heads and bodies, from bytes alone. Strict, because
//! what two readers read differently is how requests and answers are smuggled.

mod body;
mod head;

pub(crate) use body::{Body, Piece};
pub(crate) use head::{Fields, Head};

/// Why an answer is no HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadAnswer {
    /// The head cannot be read.
    #[error("its head is malformed")]
    Head,
    /// The head is too large.
    #[error("its head is too large")]
    TooLarge,
    /// Where the body ends is unclear.
    #[error("its length is ambiguous")]
    Length,
    /// A chunk cannot be read.
    #[error("its chunked coding is malformed")]
    Chunk,
    /// It switches to a protocol that was not asked for.
    #[error("it switches protocols unasked")]
    Upgrade,
}
