//! A file, read once, and its identity.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, ErrorKind, Read, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
};

use rustix::fs::OFlags;
use sha2::{Digest, Sha256};

use super::{Bytes, Limits};
use crate::error::{Error, Refusal, RefusalCode};

/// A file, read once: everything later works on these bytes.
#[derive(Clone, Debug)]
pub struct FileBytes {
    /// The file's name without its folder.
    pub name: String,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: String,
    /// The bytes.
    pub bytes: Bytes,
}

impl FileBytes {
    /// Reads a file, once and through one handle: what stands under its name may be another at any time.
    ///
    /// # Errors
    /// When it is missing, not a regular file, unreadable, too large, or written at the same time.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, Unread> {
        let mut file = open(path).map_err(|error| unreadable(&error))?;
        let before = file.metadata().map_err(|error| unreadable(&error))?;
        if before.is_dir() {
            return Err(
                Refusal::new(RefusalCode::NotARegularFile, "this is a folder; name a file in it").into()
            );
        }
        if !before.is_file() {
            return Err(Refusal::new(RefusalCode::NotARegularFile, "this is not a regular file").into());
        }
        if before.len() > limits.file_bytes {
            let message = format!(
                "the file has {} bytes; at most {} are read, or more with --max-file-mib",
                before.len(),
                limits.file_bytes
            );
            return Err(Refusal::new(RefusalCode::TooLarge, message).into());
        }
        Self::read_from(&mut file, &before, file_name(path))
    }

    /// Reads what a file held when it was looked at, or else refuses it.
    fn read_from(file: &mut File, before: &Metadata, name: String) -> Result<Self, Unread> {
        let mut hash = Sha256::new();
        let mut copy = tempfile::tempfile().map_err(Unread::Uncopied)?;
        let mut size = 0;
        let mut piece = vec![0; 1 << 16];
        // One byte more than there should be shows that the file grows.
        let mut rest = file.take(before.len() + 1);
        loop {
            match rest.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => {
                    hash.update(&piece[..length]);
                    copy.write_all(&piece[..length]).map_err(Unread::Uncopied)?;
                    size += length as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&error).into()),
            }
        }
        let after = file.metadata().map_err(|error| unreadable(&error))?;
        let times = |of: &Metadata| (of.len(), of.mtime(), of.mtime_nsec());
        if times(&after) != times(before) || size != before.len() {
            return Err(Refusal::new(
                RefusalCode::ChangedWhileReading,
                "the file was written while it was read; try again when it is complete",
            )
            .into());
        }
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { name, sha256, bytes: Bytes::Copy(Arc::new(copy)) })
    }
}

/// Opens a file without waiting: to open a pipe would take until somebody writes to it.
fn open(path: &Path) -> io::Result<File> {
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits();
    OpenOptions::new().read(true).custom_flags(i32::try_from(flags).unwrap_or_default()).open(path)
}

/// Why there is nothing to work on.
#[derive(Debug)]
pub enum Unread {
    /// Because of the file.
    Refused(Refusal),
    /// There is no room where temporary files go, for which the file cannot be blamed.
    Uncopied(io::Error),
}

impl From<Refusal> for Unread {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// For whoever only looks at a file.
impl From<Unread> for Refusal {
    fn from(unread: Unread) -> Self {
        match unread {
            Unread::Refused(refusal) => refusal,
            Unread::Uncopied(error) => {
                Self::new(RefusalCode::Unreadable, Error::Temporary(error).to_string())
            }
        }
    }
}

pub(super) fn unreadable(error: &io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::NotFound => Refusal::new(RefusalCode::Unreadable, "there is no such file"),
        ErrorKind::PermissionDenied => Refusal::new(RefusalCode::NotPermitted, "you may not read this file"),
        _ => Refusal::new(RefusalCode::Unreadable, error.to_string()),
    }
}

/// The last part of a path.
#[must_use]
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use std::{fs, io::Write};

    use super::*;

    #[test]
    fn a_file_that_is_written_while_it_is_read_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("list.csv");
        fs::write(&path, "CCG code\n").unwrap();
        let mut file = open(&path).unwrap();
        let before = file.metadata().unwrap();
        let read = FileBytes::read_from(&mut file, &before, "list.csv".to_owned()).unwrap();
        let mut copied = String::new();
        read.bytes.open().unwrap().read_to_string(&mut copied).unwrap();
        assert_eq!((copied.as_str(), read.bytes.len().unwrap()), ("CCG code\n", 9));
        let mut file = open(&path).unwrap();
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"08F\n").unwrap();
        let refusal = FileBytes::read_from(&mut file, &before, "list.csv".to_owned()).unwrap_err();
        assert_eq!(Refusal::from(refusal).code, RefusalCode::ChangedWhileReading);
    }

    #[test]
    fn folders_and_pipes_are_no_files() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| Refusal::from(FileBytes::read(path, &Limits::default()).unwrap_err()).code;
        assert_eq!(code(folder.path()), RefusalCode::NotARegularFile);
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
        assert_eq!(code(&pipe), RefusalCode::NotARegularFile);
        assert_eq!(code(&folder.path().join("none")), RefusalCode::Unreadable);
    }
}
