//! The workbooks as committed, and what the facts say that they should be.

use std::fs;
use std::path::PathBuf;

use crate::{Error, adoption_workbook, facts, register_workbook};

/// A workbook and the bytes that the facts give for it.
pub struct Made {
    /// Relative to [`crate::folder`].
    pub path: &'static str,
    /// The whole file.
    pub bytes: Vec<u8>,
}

/// Makes every workbook in memory.
pub fn make_all() -> Result<Vec<Made>, Error> {
    Ok(vec![
        Made {
            path: "workbooks/co-commissioning-adoptions.xlsx",
            bytes: adoption_workbook::build(&facts::adoptions()?)?,
        },
        Made { path: "workbooks/ccg-register.xlsx", bytes: register_workbook::build(&facts::ccgs()?)? },
    ])
}

impl Made {
    /// Whether the committed file is the one that the facts give. A missing file is not.
    pub fn is_committed(&self) -> Result<bool, Error> {
        let path = self.file();
        match fs::read(&path) {
            Ok(bytes) => Ok(bytes == self.bytes),
            Err(source) if source.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(Error::File { path, source }),
        }
    }

    /// Writes the file to its place.
    pub fn write(&self) -> Result<(), Error> {
        let path = self.file();
        fs::write(&path, &self.bytes).map_err(|source| Error::File { path, source })
    }

    fn file(&self) -> PathBuf {
        crate::folder().join(self.path)
    }
}
