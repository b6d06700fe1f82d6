//! The transports of emails.

mod folder;
mod smtp;

use self::folder::Folder;
use self::smtp::Smtp;
use super::render::Rendered;
use super::{Failure, FailureKind, TransportConfig};
use crate::domain::string_enum;

string_enum! {
    /// The kind of transport.
    TransportKind {
        /// An SMTP server.
        Smtp = "smtp",
        /// A folder, in development.
        Folder = "folder",
        /// None; mail is off.
        Off = "off",
    }
}

impl From<&TransportConfig> for TransportKind {
    fn from(config: &TransportConfig) -> Self {
        match config {
            TransportConfig::Smtp(_) => Self::Smtp,
            TransportConfig::Folder(_) => Self::Folder,
            TransportConfig::Off => Self::Off,
        }
    }
}

/// Sends rendered emails.
pub struct Transport(Kind);

enum Kind {
    Smtp(Box<Smtp>),
    Folder(Folder),
    Off,
}

impl Transport {
    /// Creates a transport without connecting. It must be created and dropped in its runtime.
    ///
    /// # Errors
    /// When TLS can't be set up.
    pub fn new(config: &TransportConfig) -> Result<Self, lettre::transport::smtp::Error> {
        Ok(Self(match config {
            TransportConfig::Smtp(server) => Kind::Smtp(Box::new(Smtp::new(server)?)),
            TransportConfig::Folder(path) => Kind::Folder(Folder::new(path.clone())),
            TransportConfig::Off => Kind::Off,
        }))
    }

    /// Sends an email; `Ok` means that it was accepted.
    pub(super) async fn send(&self, mail: Rendered) -> Result<(), Failure> {
        match &self.0 {
            Kind::Smtp(smtp) => smtp.send(mail.message).await,
            Kind::Folder(folder) => folder.send(mail).await,
            Kind::Off => Err(Failure::new(FailureKind::Off, "SMTP_HOST is not set")),
        }
    }

    /// Closes open connections.
    pub(super) async fn close(&self) {
        if let Kind::Smtp(smtp) = &self.0 {
            smtp.close().await;
        }
    }
}
