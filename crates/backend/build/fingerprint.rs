//! [`of`]: a fingerprint of files.

use std::path::{Path, PathBuf};
use std::{fs, io};

use sha2::{Digest, Sha256};

/// Bytes of the digest that are used; a collision of two builds is negligible.
const BYTES: usize = 8;

/// The fingerprint of the names and contents of these files, and of all files in these folders. Other
/// metadata, such as times, is ignored.
///
/// # Errors
/// When a file can't be read.
pub fn of(roots: &[&Path]) -> io::Result<String> {
    let mut digest = Sha256::new();
    for root in roots {
        let mut files = Vec::new();
        collect(root, &mut files)?;
        files.sort();
        for file in files {
            let name = file.strip_prefix(root).unwrap_or(&file).to_string_lossy();
            let content = fs::read(&file)?;
            // With length prefixes, so that the concatenation is unambiguous.
            for part in [name.as_bytes(), &content] {
                digest.update(part.len().to_le_bytes());
                digest.update(part);
            }
        }
    }
    Ok(hex::encode(&digest.finalize()[..BYTES]))
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for item in fs::read_dir(path)? {
            collect(&item?.path(), files)?;
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}
