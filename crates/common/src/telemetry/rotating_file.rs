//! A log file with rotation by size: a full `combined.log` is renamed to `combined.log.1`, that one
//! to `combined.log.2`, and so on; the oldest one is removed.
//!
//! The maintained appenders (file-rotate, logroller, tracing-rolling-file) count the bytes of one
//! open file: they keep writing to a file that was moved, deleted or truncated, two services that
//! write the same file rotate it twice, and file-rotate panics when a folder cannot be created.
//! Here the path is opened for each batch of lines, and rotation holds a file lock. An I/O error is
//! reported on stderr, and the next batch tries again.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use super::settings::LogFiles;

/// Logs contain personal data: only the service's user and group may read them.
const MODE: u32 = 0o640;

/// A file that batches of lines are appended to.
#[derive(Debug)]
pub(super) struct RotatingFile {
    path: PathBuf,
    max_bytes: u64,
    max_files: u32,
    /// Whether the last write failed.
    is_failing: bool,
}

impl RotatingFile {
    /// A file of this name; it is opened for each batch.
    pub(super) fn new(files: &LogFiles, name: &str) -> Self {
        Self {
            path: files.folder.join(name),
            max_bytes: files.max_bytes,
            max_files: files.max_files,
            is_failing: false,
        }
    }

    /// Opens the file at the path; creates it, and its folder.
    pub(super) fn open(&self) -> io::Result<File> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new()
            .append(true)
            .create(true)
            .mode(MODE)
            .open(&self.path)
    }

    fn append(&self, lines: &[u8]) -> io::Result<()> {
        let mut file = self.open()?;
        let length = file.metadata()?.len();
        if length > 0 && length.saturating_add(lines.len() as u64) > self.max_bytes {
            self.rotate(&file)?;
            file = self.open()?;
        }
        file.write_all(lines)
    }

    /// Rotates, unless another process has done so. Closing the file releases the lock.
    fn rotate(&self, file: &File) -> io::Result<()> {
        file.lock()?;
        let (opened, current) = (file.metadata()?, fs::metadata(&self.path));
        if !current.is_ok_and(|it| (opened.dev(), opened.ino()) == (it.dev(), it.ino())) {
            return Ok(());
        }
        if self.max_files == 0 {
            return fs::remove_file(&self.path);
        }
        for number in (1..self.max_files).rev() {
            match fs::rename(self.rotated(number), self.rotated(number + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        fs::rename(&self.path, self.rotated(1))
    }

    fn rotated(&self, number: u32) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{number}"));
        path.into()
    }
}

/// Takes whole lines. Lines that cannot be written are dropped: they are on the console, too.
impl Write for RotatingFile {
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        let outcome = self.append(lines);
        let was_failing = std::mem::replace(&mut self.is_failing, outcome.is_err());
        let path = self.path.display();
        // A closed stderr cannot be reported anywhere.
        let _ = match outcome {
            Err(error) if !was_failing => writeln!(
                io::stderr(),
                "{path} cannot be written: {error}. The log goes on here, and there as soon as it can."
            ),
            Ok(()) if was_failing => writeln!(io::stderr(), "{path} is being written again."),
            Ok(()) | Err(_) => Ok(()),
        };
        Ok(lines.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;
    use std::thread;

    use super::*;

    fn files(folder: &Path, max_bytes: u64, max_files: u32) -> LogFiles {
        LogFiles {
            folder: folder.to_owned(),
            max_bytes,
            max_files,
        }
    }

    fn content(folder: &Path, name: &str) -> String {
        fs::read_to_string(folder.join(name)).unwrap_or_default()
    }

    #[test]
    fn a_large_file_is_rotated_and_the_oldest_removed() {
        let directory = tempfile::tempdir().unwrap();
        let folder = directory.path().join("created/by/it");
        let mut log = RotatingFile::new(&files(&folder, 10, 2), "combined.log");
        for line in ["one\n", "two\n", "three\n", "four, a long one\n", "five\n"] {
            log.write_all(line.as_bytes()).unwrap();
        }
        assert_eq!(content(&folder, "combined.log"), "five\n");
        assert_eq!(content(&folder, "combined.log.1"), "four, a long one\n");
        assert_eq!(content(&folder, "combined.log.2"), "three\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 3);
        let mode = fs::metadata(folder.join("combined.log"))
            .unwrap()
            .permissions();
        assert_eq!(mode.mode() & 0o007, 0, "others may read it");
    }

    #[test]
    fn with_max_files_0_nothing_is_kept() {
        let directory = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::new(&files(directory.path(), 5, 0), "error.log");
        log.write_all(b"one\n").unwrap();
        log.write_all(b"two\n").unwrap();
        assert_eq!(content(directory.path(), "error.log"), "two\n");
        assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_was_moved_deleted_or_truncated_is_reopened() {
        let directory = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::new(&files(directory.path(), 1000, 2), "combined.log");
        let path = directory.path().join("combined.log");
        log.write_all(b"one\n").unwrap();
        fs::rename(&path, directory.path().join("moved")).unwrap();
        log.write_all(b"two\n").unwrap();
        assert_eq!(content(directory.path(), "combined.log"), "two\n");
        fs::remove_file(&path).unwrap();
        log.write_all(b"three\n").unwrap();
        assert_eq!(content(directory.path(), "combined.log"), "three\n");
        File::options()
            .write(true)
            .truncate(true)
            .open(&path)
            .unwrap();
        log.write_all(b"four\n").unwrap();
        assert_eq!(content(directory.path(), "combined.log"), "four\n");
        assert_eq!(content(directory.path(), "moved"), "one\n");
    }

    #[test]
    fn writing_resumes_after_an_error() {
        let directory = tempfile::tempdir().unwrap();
        let folder = directory.path().join("logs");
        fs::write(&folder, "in the way").unwrap();
        let mut log = RotatingFile::new(&files(&folder, 1000, 2), "combined.log");
        log.write_all(b"lost\n").unwrap();
        assert!(log.is_failing);
        fs::remove_file(&folder).unwrap();
        log.write_all(b"written\n").unwrap();
        assert!(!log.is_failing);
        assert_eq!(content(&folder, "combined.log"), "written\n");
    }

    #[test]
    fn concurrent_writers_lose_no_line_during_rotation() {
        const WRITERS: usize = 4;
        const LINES: usize = 500;
        let directory = tempfile::tempdir().unwrap();
        let files = files(directory.path(), 4096, 1000);
        thread::scope(|scope| {
            for writer in 0..WRITERS {
                let mut log = RotatingFile::new(&files, "combined.log");
                scope.spawn(move || {
                    for line in 0..LINES {
                        log.write_all(format!("{writer} {line}\n").as_bytes())
                            .unwrap();
                    }
                });
            }
        });
        let mut lines = Vec::new();
        let mut count = 0;
        for entry in fs::read_dir(directory.path()).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            lines.extend(text.lines().map(str::to_owned));
            count += 1;
        }
        assert!(count > 1, "nothing was rotated");
        assert_eq!(lines.len(), WRITERS * LINES);
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), WRITERS * LINES);
    }
}
