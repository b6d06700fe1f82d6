//! The request as an instance gets it: its head, and its body while it comes.

mod head;
mod upload;

pub(crate) use head::{OutgoingHead, Vantage};
pub(crate) use upload::{Length, Pace, Upload, UploadFault};
