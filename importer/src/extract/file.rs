//! A file's bytes and their identity.

use std::{fs, io::ErrorKind, path::Path};

use sha2::{Digest, Sha256};

use crate::error::{Refusal, RefusalCode};

/// What a file may hold at most. Published lists stay far below.
#[derive(Copy, Clone, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub file_bytes: u64,
    /// Columns that hold a value.
    pub columns: u32,
    /// Cells that hold a value, in all sheets.
    pub cells: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 32 * 1024 * 1024, columns: 512, cells: 16_000_000 }
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
    pub bytes: Vec<u8>,
}

impl FileBytes {
    /// Reads a file.
    ///
    /// # Errors
    /// When it is missing, not a regular file, unreadable or too large.
    pub fn read(path: &Path, limits: &Limits) -> Result<Self, Refusal> {
        let unreadable = |error: std::io::Error| {
            let what = match error.kind() {
                ErrorKind::NotFound => "there is no such file".to_owned(),
                ErrorKind::PermissionDenied => "you may not read this file".to_owned(),
                _ => error.to_string(),
            };
            Refusal::new(RefusalCode::Unreadable, what)
        };
        let metadata = fs::metadata(path).map_err(unreadable)?;
        if !metadata.is_file() {
            return Err(Refusal::new(RefusalCode::NotARegularFile, "this is not a regular file"));
        }
        if metadata.len() > limits.file_bytes {
            let message =
                format!("the file has {} bytes; at most {} are read", metadata.len(), limits.file_bytes);
            return Err(Refusal::new(RefusalCode::TooLarge, message));
        }
        let bytes = fs::read(path).map_err(unreadable)?;
        let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { name: file_name(path), sha256, bytes })
    }
}

/// The last part of a path.
#[must_use]
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}
