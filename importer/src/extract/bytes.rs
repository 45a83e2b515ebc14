//! The bytes of a file, wherever they are kept.

use std::{
    fs::File,
    io::{self, Cursor, Seek, Write},
    sync::Arc,
};

use super::Source;

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
