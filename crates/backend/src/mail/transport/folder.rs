//! Mails as files, for a developer: any mail program opens them, and the log shows their links.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use actix_web::web;

use crate::mail::message::Rendered;
use crate::mail::{Failure, FailureKind};

/// A folder of mails.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    pub(super) async fn send(&self, mail: Rendered) -> Result<(), Failure> {
        let Rendered {
            name,
            link,
            message,
        } = mail;
        let path = self.0.join(format!("{name}.eml"));
        let file = path.clone();
        web::block(move || write(&file, &message.formatted()))
            .await
            .map_err(io::Error::other)
            .flatten()
            .map_err(|error| {
                let detail = format!("{}: {error}", path.display());
                Failure::new(FailureKind::Unwritable, detail)
            })?;
        tracing::info!(file = %path.display(), link, "a mail was written");
        Ok(())
    }
}

/// Writes the whole file or none. Nobody but its owner may read it: its link may open an account.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let unfinished = path.with_extension("part");
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&unfinished)?
        .write_all(content)?;
    fs::rename(&unfinished, path)
}
