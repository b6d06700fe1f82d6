//! Writes emails to files, in development. Mail programs open them, and the log has their links.

use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use actix_web::web;

use crate::mail::render::Rendered;
use crate::mail::{Failure, FailureKind};

/// The mail folder.
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

/// Writes the file atomically, readable by its owner only, because it may contain a token.
fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(folder)?;
    }
    let temporary = path.with_extension("part");
    OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&temporary)?
        .write_all(content)?;
    fs::rename(&temporary, path)
}
