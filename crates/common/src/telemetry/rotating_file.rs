//! One log file: `combined.log` is always the present one, and when it has grown large it becomes
//! `combined.log.1`, the one before that `combined.log.2`, and so on, until it is one too many.
//!
//! Ours, because the kept appenders (file-rotate, logroller, tracing-rolling-file) count the bytes
//! of one open file: they go on writing to one that was moved, deleted or truncated, two services
//! that write the same file rotate it twice, and file-rotate panics when a folder cannot be made.
//! Here the path is opened for each batch of lines, and whoever rotates holds the file's lock.
//! Trouble with a file is reported on stderr, and the next lines try anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::PathBuf;

use super::settings::LogFiles;

/// Logs hold people's addresses: they are for the service's own user and group.
const MODE: u32 = 0o640;

/// A file that lines are appended to.
#[derive(Debug)]
pub(super) struct RotatingFile {
    path: PathBuf,
    max_bytes: u64,
    max_files: u32,
    /// Whether it could not be written the last time.
    is_failing: bool,
}

impl RotatingFile {
    /// The file of this name; it is opened when there is something to write.
    pub(super) fn new(files: &LogFiles, name: &str) -> Self {
        Self {
            path: files.folder.join(name),
            max_bytes: files.max_bytes,
            max_files: files.max_files,
            is_failing: false,
        }
    }

    /// Opens the file that the path names; makes it, and its folder.
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

    /// Moves the file away, unless another process has done so. It is unlocked when it is closed.
    fn rotate(&self, file: &File) -> io::Result<()> {
        file.lock()?;
        let (open, named) = (file.metadata()?, fs::metadata(&self.path));
        if !named.is_ok_and(|named| (open.dev(), open.ino()) == (named.dev(), named.ino())) {
            return Ok(());
        }
        if self.max_files == 0 {
            return fs::remove_file(&self.path);
        }
        for number in (1..self.max_files).rev() {
            match fs::rename(self.old(number), self.old(number + 1)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                Ok(()) | Err(_) => {}
            }
        }
        fs::rename(&self.path, self.old(1))
    }

    fn old(&self, number: u32) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{number}"));
        path.into()
    }
}

/// Takes whole lines. What cannot be written is left out: it is on the console, too.
impl Write for RotatingFile {
    fn write(&mut self, lines: &[u8]) -> io::Result<usize> {
        let outcome = self.append(lines);
        let was_failing = std::mem::replace(&mut self.is_failing, outcome.is_err());
        let path = self.path.display();
        // Nobody is left to tell that stderr is closed.
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
    fn a_large_file_is_turned_over_and_the_oldest_goes() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("made/by/it");
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
    fn none_is_kept_where_none_shall_be() {
        let place = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::new(&files(place.path(), 5, 0), "error.log");
        log.write_all(b"one\n").unwrap();
        log.write_all(b"two\n").unwrap();
        assert_eq!(content(place.path(), "error.log"), "two\n");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_was_moved_deleted_or_truncated_goes_on() {
        let place = tempfile::tempdir().unwrap();
        let mut log = RotatingFile::new(&files(place.path(), 1000, 2), "combined.log");
        let path = place.path().join("combined.log");
        log.write_all(b"one\n").unwrap();
        fs::rename(&path, place.path().join("moved")).unwrap();
        log.write_all(b"two\n").unwrap();
        assert_eq!(content(place.path(), "combined.log"), "two\n");
        fs::remove_file(&path).unwrap();
        log.write_all(b"three\n").unwrap();
        assert_eq!(content(place.path(), "combined.log"), "three\n");
        File::options()
            .write(true)
            .truncate(true)
            .open(&path)
            .unwrap();
        log.write_all(b"four\n").unwrap();
        assert_eq!(content(place.path(), "combined.log"), "four\n");
        assert_eq!(content(place.path(), "moved"), "one\n");
    }

    #[test]
    fn trouble_passes_and_so_does_what_could_not_be_written() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("logs");
        fs::write(&folder, "in the way").unwrap();
        let mut log = RotatingFile::new(&files(&folder, 1000, 2), "combined.log");
        log.write_all(b"lost\n").unwrap();
        assert!(log.is_failing);
        fs::remove_file(&folder).unwrap();
        log.write_all(b"kept\n").unwrap();
        assert!(!log.is_failing);
        assert_eq!(content(&folder, "combined.log"), "kept\n");
    }

    #[test]
    fn several_writers_lose_no_line_while_files_are_turned_over() {
        const WRITERS: usize = 4;
        const LINES: usize = 500;
        let place = tempfile::tempdir().unwrap();
        let files = files(place.path(), 4096, 1000);
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
        for entry in fs::read_dir(place.path()).unwrap() {
            let text = fs::read_to_string(entry.unwrap().path()).unwrap();
            lines.extend(text.lines().map(str::to_owned));
            count += 1;
        }
        assert!(count > 1, "nothing was turned over");
        assert_eq!(lines.len(), WRITERS * LINES);
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), WRITERS * LINES);
    }
}
