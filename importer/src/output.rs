//! Files that are written on request, beside the report on standard output.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use tempfile::NamedTempFile;

use crate::{error::Error, temporary};

/// A file that takes its place when it is whole: whoever looks for it never finds half of it, and an older one stays
/// when nothing comes of this one.
#[derive(Debug)]
pub struct Output {
    path: PathBuf,
    target: Target,
}

#[derive(Debug)]
enum Target {
    /// Written beside its place, and put there in the end.
    Replace(NamedTempFile),
    /// A device or a pipe.
    Direct(File),
}

impl Output {
    /// Makes sure that a file can be written, before any work is done for it.
    ///
    /// # Errors
    /// When it cannot be made, or is one of the inputs.
    pub fn create<'a>(path: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<Self, Error> {
        let cannot = |source| Error::CannotCreate { path: path.to_owned(), source };
        let existing = path.canonicalize().ok();
        let is_input = |input: &Path| existing.is_some() && input.canonicalize().ok() == existing;
        if inputs.into_iter().any(is_input) {
            return Err(Error::OutputIsInput { path: path.to_owned() });
        }
        let target = match &existing {
            Some(existing) if !existing.is_file() => {
                Target::Direct(OpenOptions::new().write(true).open(existing).map_err(cannot)?)
            }
            _ => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
                Target::Replace(temporary::file_in(folder.unwrap_or(Path::new("."))).map_err(cannot)?)
            }
        };
        // The path behind a link, so that the link stays one.
        Ok(Self { path: existing.unwrap_or_else(|| path.to_owned()), target })
    }

    /// Where the file is until it takes its place, for what writes it by name; none for a device or a pipe.
    #[must_use]
    pub fn beside(&self) -> Option<&Path> {
        match &self.target {
            Target::Replace(beside) => Some(beside.path()),
            Target::Direct(_) => None,
        }
    }

    /// Writes the file and puts it into its place.
    ///
    /// # Errors
    /// When it cannot be written, as on a full disk.
    pub fn write(self, content: &[u8]) -> Result<(), Error> {
        self.fill(|file| file.write_all(content))
    }

    /// Lets the file be written, and puts it into its place.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn fill(self, write: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
        let Self { path, mut target } = self;
        let not_written = |source| Error::NotWritten { path: path.clone(), source };
        let file = match &mut target {
            Target::Replace(beside) => beside.as_file_mut(),
            Target::Direct(file) => file,
        };
        write(file).and_then(|()| file.flush()).map_err(not_written)?;
        match target {
            Target::Direct(_) => Ok(()),
            Target::Replace(beside) => {
                beside.persist(&path).map(|_| ()).map_err(|error| not_written(error.error))
            }
        }
    }
}

/// Makes a folder for several files.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path) -> Result<(), Error> {
    fs::create_dir_all(path).map_err(|source| Error::CannotCreate { path: path.to_owned(), source })
}
