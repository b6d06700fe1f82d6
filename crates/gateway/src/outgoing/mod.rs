//! The request as an instance gets it: its head, and its body while it comes.

mod body;
mod head;

pub(crate) use body::{BodyError, BodyPace, RequestBody, UploadProgress};
pub(crate) use head::{ForwardingContext, OutgoingHead};
