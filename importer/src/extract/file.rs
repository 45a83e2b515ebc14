//! A file's bytes and their identity.

use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Cursor, ErrorKind, Read, Seek, Write},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::Path,
    sync::Arc,
    time::Duration,
};

use rustix::fs::OFlags;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Source;
use crate::error::{Refusal, RefusalCode};

/// What of a file is read: what it may hold, and its parser use, at most, and whether hidden sheets count.
/// Published lists stay far below the limits.
#[derive(Copy, Clone, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Columns that hold a value.
    pub columns: u32,
    /// Cells that hold a value, in all sheets.
    pub cells: u64,
    /// Rows that hold a value, in all sheets.
    pub rows: u64,
    /// Bytes of one line of delimited text, with the line breaks within its quotes.
    pub line_bytes: u64,
    /// Entries of a zipped workbook.
    pub zip_entries: usize,
    /// Unpacked bytes of one part of a zipped workbook.
    pub part_bytes: u64,
    /// Unpacked bytes of all its parts.
    pub inflated_bytes: u64,
    /// How many times as large a part may be unpacked ...
    pub ratio: u64,
    /// ... once it has this many bytes.
    pub ratio_from_bytes: u64,
    /// Problems, and skipped rows, that are kept in full.
    pub issues: usize,
    /// Memory of the parsing process, in bytes.
    pub memory: u64,
    /// Processor time of the parsing process.
    pub cpu: Duration,
    /// How long the parsing process may take.
    pub wall: Duration,
    /// Whether hidden sheets are read too.
    pub include_hidden: bool,
}

const MIB: u64 = 1024 * 1024;

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 32 * MIB,
            columns: 512,
            cells: 16_000_000,
            rows: 1_048_576,
            line_bytes: MIB,
            zip_entries: 1000,
            part_bytes: 256 * MIB,
            inflated_bytes: 512 * MIB,
            ratio: 100,
            ratio_from_bytes: 64 * MIB,
            issues: crate::issue::KEPT,
            memory: 1024 * MIB,
            cpu: Duration::from_secs(30),
            wall: Duration::from_secs(60),
            include_hidden: false,
        }
    }
}

/// How much of its limits a file has left.
#[derive(Debug)]
pub(super) struct Budget {
    cells: u64,
    rows: u64,
}

impl Budget {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { cells: limits.cells, rows: limits.rows }
    }

    /// Counts a cell that holds a value.
    pub(super) fn cell(&mut self, column: u32, limits: &Limits) -> Result<(), Refusal> {
        let Limits { columns, cells, .. } = limits;
        if column >= *columns {
            let message = format!("a value stands in column {}; at most {columns} are read", column + 1);
            return Err(Refusal::new(RefusalCode::TooManyColumns, message));
        }
        self.cells = self.cells.checked_sub(1).ok_or_else(|| {
            Refusal::new(RefusalCode::TooManyCells, format!("the file has more than {cells} values"))
        })?;
        Ok(())
    }

    /// Counts a row that holds a value.
    pub(super) fn row(&mut self, limits: &Limits) -> Result<(), Refusal> {
        let Limits { rows, .. } = limits;
        self.rows = self.rows.checked_sub(1).ok_or_else(|| {
            Refusal::new(RefusalCode::TooManyRows, format!("the file has more than {rows} rows with a value"))
        })?;
        Ok(())
    }
}

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

/// The bytes of a file. A file may be long, so they are in a copy on the disk that has no name and that nobody else can
/// change; those that come from elsewhere are in memory.
#[derive(Clone, Debug)]
pub enum Bytes {
    /// In memory.
    Memory(Vec<u8>),
    /// In a private copy.
    Copy(Arc<File>),
}

impl Bytes {
    /// How many there are.
    ///
    /// # Errors
    /// When the copy cannot be looked at.
    #[expect(clippy::len_without_is_empty, reason = "nobody asks")]
    pub fn len(&self) -> io::Result<u64> {
        match self {
            Self::Memory(bytes) => Ok(bytes.len() as u64),
            Self::Copy(file) => Ok(file.metadata()?.len()),
        }
    }

    /// Reads them from the beginning. Not more than one reader may be at work at a time.
    pub(super) fn open(&self) -> io::Result<Box<dyn Source + '_>> {
        match self {
            Self::Memory(bytes) => Ok(Box::new(Cursor::new(bytes))),
            Self::Copy(file) => {
                let mut file = &**file;
                file.rewind()?;
                Ok(Box::new(file))
            }
        }
    }

    /// A file that another process can read from its beginning.
    pub(super) fn file(&self) -> io::Result<File> {
        let mut file = match self {
            Self::Copy(file) => file.try_clone()?,
            Self::Memory(bytes) => {
                let mut file = tempfile::tempfile()?;
                file.write_all(bytes)?;
                file
            }
        };
        file.rewind()?;
        Ok(file)
    }
}

impl<T: Into<Vec<u8>>> From<T> for Bytes {
    fn from(bytes: T) -> Self {
        Self::Memory(bytes.into())
    }
}

impl FileBytes {
    /// Reads a file, once and through one handle: what stands under its name may be another at any time.
    ///
    /// # Errors
    /// When it is missing, not a regular file, unreadable, too large, or written at the same time.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, Refusal> {
        let mut file = open(path).map_err(|error| unreadable(&error))?;
        let before = file.metadata().map_err(|error| unreadable(&error))?;
        if !before.is_file() {
            return Err(Refusal::new(RefusalCode::NotARegularFile, "this is not a regular file"));
        }
        if before.len() > limits.file_bytes {
            let message =
                format!("the file has {} bytes; at most {} are read", before.len(), limits.file_bytes);
            return Err(Refusal::new(RefusalCode::TooLarge, message));
        }
        Self::read_from(&mut file, &before, file_name(path))
    }

    /// Reads what a file held when it was looked at, or else refuses it.
    fn read_from(file: &mut File, before: &Metadata, name: String) -> Result<Self, Refusal> {
        let mut hash = Sha256::new();
        let mut copy = tempfile::tempfile().map_err(|error| uncopied(&error))?;
        let mut size = 0;
        let mut piece = vec![0; 1 << 16];
        // One byte more than there should be shows that the file grows.
        let mut rest = file.take(before.len() + 1);
        loop {
            match rest.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => {
                    hash.update(&piece[..length]);
                    copy.write_all(&piece[..length]).map_err(|error| uncopied(&error))?;
                    size += length as u64;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(unreadable(&error)),
            }
        }
        let after = file.metadata().map_err(|error| unreadable(&error))?;
        let times = |of: &Metadata| (of.len(), of.mtime(), of.mtime_nsec());
        if times(&after) != times(before) || size != before.len() {
            return Err(Refusal::new(
                RefusalCode::ChangedWhileReading,
                "the file was written while it was read; try again when it is complete",
            ));
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

fn uncopied(error: &io::Error) -> Refusal {
    let message = format!("it cannot be copied to where temporary files go: {error}");
    Refusal::new(RefusalCode::Unreadable, message)
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
        assert_eq!(refusal.code, RefusalCode::ChangedWhileReading);
    }

    #[test]
    fn folders_and_pipes_are_no_files() {
        let folder = tempfile::tempdir().unwrap();
        let code = |path: &Path| FileBytes::read(path, &Limits::default()).unwrap_err().code;
        assert_eq!(code(folder.path()), RefusalCode::NotARegularFile);
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RUSR).unwrap();
        assert_eq!(code(&pipe), RefusalCode::NotARegularFile);
        assert_eq!(code(&folder.path().join("none")), RefusalCode::Unreadable);
    }
}
