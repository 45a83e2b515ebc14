//! What comes from standard input.

use std::{
    fs,
    io::{self, Read},
    path::Path,
};

use super::Files;
use crate::{
    catalogue::{Location, SourceEntry},
    error::Error,
    extract::{Limits, file_name},
    temporary::Folder,
};

/// Keeps what comes from standard input as a file, so that it can be read as any other; none when the source is
/// another. The file is gone with what is returned.
///
/// # Errors
/// When standard input cannot be read, or not be kept.
pub fn input(entry: &SourceEntry, limits: &Limits) -> Result<Option<Files>, Error> {
    if entry.location() != Location::Input {
        return Ok(None);
    }
    // All of it before the file is made, so that none is left behind when the importer is ended while it waits. One
    // byte more than is read shows that it is too much.
    let mut bytes = Vec::new();
    let mut input = io::stdin().lock().take(limits.file_bytes.saturating_add(1));
    input.read_to_end(&mut bytes).map_err(Error::StandardInput)?;
    let folder = Folder::new().map_err(Error::Temporary)?;
    let path = folder.path().join(file_name(Path::new(entry.input_name.as_deref().unwrap_or("-"))));
    fs::write(&path, bytes).map_err(Error::Temporary)?;
    Ok(Some(Files::kept(entry, path, folder)))
}
