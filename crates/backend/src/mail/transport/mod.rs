//! Where mails go: a closed list.

mod folder;
mod smtp;

use self::folder::Folder;
use self::smtp::Smtp;
use super::message::Rendered;
use super::{Failure, FailureKind, TransportConfig};
use crate::domain::string_enum;

string_enum! {
    /// Where mails go.
    TransportKind {
        /// To an SMTP server.
        Smtp = "smtp",
        /// Into a developer's folder.
        Folder = "folder",
        /// Nowhere.
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

/// Takes mails to where they go.
pub struct Transport(Kind);

enum Kind {
    Smtp(Box<Smtp>),
    Folder(Folder),
    Off,
}

impl Transport {
    /// A transport by its settings. Connects to nothing yet; must be made, and dropped, in the
    /// runtime it will run in.
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

    /// Takes a mail there; `Ok` means that it has arrived there.
    pub(super) async fn send(&self, mail: Rendered) -> Result<(), Failure> {
        match &self.0 {
            Kind::Smtp(smtp) => smtp.send(mail.message).await,
            Kind::Folder(folder) => folder.send(mail).await,
            Kind::Off => Err(Failure::new(FailureKind::Off, "SMTP_HOST is not set")),
        }
    }

    /// Ends what is still open.
    pub(super) async fn close(&self) {
        if let Kind::Smtp(smtp) = &self.0 {
            smtp.close().await;
        }
    }
}
