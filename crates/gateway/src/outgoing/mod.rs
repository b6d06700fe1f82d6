//! The request to an instance: its head, and its streamed body.

mod body;
mod head;

pub(crate) use body::{BodyError, BodyTimeout, RequestBody, UploadProgress};
pub(crate) use head::{ForwardingContext, OutgoingHead};
