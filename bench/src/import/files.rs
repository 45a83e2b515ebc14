//! The files of a list: what it refers to, its first edition and its corrected one.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    failure::Outcome,
    synthetic::{self, Edition, Format, List},
};

/// The files of a list.
pub(crate) struct Files {
    pub(super) format: Format,
    pub(super) rows: usize,
    /// How many rows of the corrected edition differ.
    pub(super) corrections: usize,
    pub(crate) register: PathBuf,
    pub(crate) waves: PathBuf,
    pub(crate) adoptions: PathBuf,
    pub(super) corrected: PathBuf,
}

impl Files {
    /// Writes them into a folder.
    pub(crate) fn write(list: &List, format: Format, folder: &Path) -> Outcome<Self> {
        let (rows, extension) = (list.rows, format.extension());
        eprintln!("writing synthetic lists of {rows} rows as .{extension}");
        let path = |name: &str, extension| folder.join(format!("synthetic-{name}-{rows}.{extension}"));
        let files = Self {
            format,
            rows,
            corrections: list.corrections(),
            register: path("register", "csv"),
            waves: path("waves", "csv"),
            adoptions: path("adoptions", extension),
            corrected: path("adoptions-corrected", extension),
        };
        synthetic::write_register(list, &files.register)?;
        synthetic::write_waves(list, &files.waves)?;
        synthetic::write_adoptions(list, Edition::First, format, &files.adoptions)?;
        synthetic::write_adoptions(list, Edition::Corrected, format, &files.corrected)?;
        Ok(files)
    }

    /// The size of the list of adoptions, in bytes.
    pub(super) fn bytes(&self) -> Outcome<u64> {
        Ok(fs::metadata(&self.adoptions)?.len())
    }
}
