//! One log file: `combined.log` is always the present one, and when it has grown large it becomes
//! `combined.log.1`, the one before that `combined.log.2`, and so on, until it is one too many.
//!
//! Several services may write to the same files, and somebody else may move or delete them: before
//! each writing the path is compared with the file that is open, lines are only ever appended, and
//! whoever turns a file over holds its lock. No trouble with a file stops a service: it is told
//! once on stderr, and the next lines try anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::settings::LogFiles;

/// Logs hold people's addresses: they are for the service's own user and group.
const MODE: u32 = 0o640;

/// A file that lines are appended to.
#[derive(Debug)]
pub(super) struct LogFile {
    path: PathBuf,
    max_bytes: u64,
    max_files: u32,
    open: Option<File>,
    /// Whether it could not be written the last time.
    is_failing: bool,
}

impl LogFile {
    /// The file of this name; it is opened when there is something to write.
    pub(super) fn new(files: &LogFiles, name: &str) -> Self {
        Self {
            path: files.folder.join(name),
            max_bytes: files.max_bytes,
            max_files: files.max_files,
            open: None,
            is_failing: false,
        }
    }

    /// Appends whole lines. What cannot be written is left out: it is on the console, too.
    pub(super) fn append(&mut self, lines: &[u8]) {
        let outcome = self.try_append(lines);
        let was_failing = std::mem::replace(&mut self.is_failing, outcome.is_err());
        let path = self.path.display();
        match outcome {
            Err(error) if !was_failing => tell(&format!(
                "{path} cannot be written: {error}. The log goes on here, and there as soon as it can."
            )),
            Ok(()) if was_failing => tell(&format!("{path} is being written again.")),
            Ok(()) | Err(_) => {}
        }
    }

    /// Whether the file can be opened.
    pub(super) fn try_out(&mut self) -> io::Result<()> {
        self.current().map(drop)
    }

    fn try_append(&mut self, lines: &[u8]) -> io::Result<()> {
        let max_bytes = self.max_bytes;
        let mut file = self.current()?;
        let length = file.metadata()?.len();
        if length > 0 && length.saturating_add(lines.len() as u64) > max_bytes {
            self.turn_over()?;
            file = self.current()?;
        }
        // A file that fails must not stay open: it would keep its place on a full disk.
        file.write_all(lines).inspect_err(|_| self.open = None)
    }

    /// The file that the path names.
    fn current(&mut self) -> io::Result<&File> {
        let stands = self
            .open
            .as_ref()
            .is_some_and(|file| is_at(file, &self.path));
        let file = match self.open.take().filter(|_| stands) {
            Some(file) => file,
            None => open(&self.path)?,
        };
        Ok(self.open.insert(file))
    }

    /// Moves the present file away, unless somebody else has done so.
    fn turn_over(&mut self) -> io::Result<()> {
        let Some(file) = self.open.take() else {
            return Ok(());
        };
        file.lock()?;
        if !is_at(&file, &self.path) {
            return Ok(());
        }
        if self.max_files == 0 {
            return fs::remove_file(&self.path);
        }
        for number in (1..self.max_files).rev() {
            ignoring_missing(fs::rename(self.old(number), self.old(number + 1)))?;
        }
        fs::rename(&self.path, self.old(1))
    }

    fn old(&self, number: u32) -> PathBuf {
        let mut path = self.path.clone().into_os_string();
        path.push(format!(".{number}"));
        path.into()
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    OpenOptions::new()
        .append(true)
        .create(true)
        .mode(MODE)
        .open(path)
}

/// Whether the path names this very file.
fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), fs::metadata(path)) {
        (Ok(open), Ok(named)) => (open.dev(), open.ino()) == (named.dev(), named.ino()),
        _ => false,
    }
}

fn ignoring_missing(outcome: io::Result<()>) -> io::Result<()> {
    match outcome {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        outcome => outcome,
    }
}

fn tell(sentence: &str) {
    // Nobody is left to tell that stderr is closed.
    let _ = writeln!(io::stderr(), "{sentence}");
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
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
        let mut log = LogFile::new(&files(&folder, 10, 2), "combined.log");
        for line in ["one\n", "two\n", "three\n", "four, a long one\n", "five\n"] {
            log.append(line.as_bytes());
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
        let mut log = LogFile::new(&files(place.path(), 5, 0), "error.log");
        log.append(b"one\n");
        log.append(b"two\n");
        assert_eq!(content(place.path(), "error.log"), "two\n");
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_was_moved_or_deleted_is_made_anew() {
        let place = tempfile::tempdir().unwrap();
        let mut log = LogFile::new(&files(place.path(), 1000, 2), "combined.log");
        let path = place.path().join("combined.log");
        log.append(b"one\n");
        fs::rename(&path, place.path().join("moved")).unwrap();
        log.append(b"two\n");
        assert_eq!(content(place.path(), "combined.log"), "two\n");
        fs::remove_file(&path).unwrap();
        log.append(b"three\n");
        assert_eq!(content(place.path(), "combined.log"), "three\n");
        assert_eq!(content(place.path(), "moved"), "one\n");
    }

    #[test]
    fn trouble_passes_and_so_does_what_could_not_be_written() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("logs");
        fs::write(&folder, "in the way").unwrap();
        let mut log = LogFile::new(&files(&folder, 1000, 2), "combined.log");
        log.append(b"lost\n");
        assert!(log.is_failing);
        fs::remove_file(&folder).unwrap();
        log.append(b"kept\n");
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
                let mut log = LogFile::new(&files, "combined.log");
                scope.spawn(move || {
                    for line in 0..LINES {
                        log.append(format!("{writer} {line}\n").as_bytes());
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
