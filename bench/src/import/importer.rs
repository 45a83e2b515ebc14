//! Runs the importer, and makes sure that it did what is measured.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

use super::Files;
use crate::{
    database::Database,
    failure::Outcome,
    process::{self, Usage},
    program,
};

/// The importer, as it was built.
pub(crate) struct Importer {
    program: PathBuf,
}

/// What of the importer's report is looked at.
#[derive(Deserialize)]
struct Report {
    files: Vec<FileReport>,
}

#[derive(Deserialize)]
struct FileReport {
    status: String,
    message: Option<String>,
    rows: Rows,
    diff: Diff,
    issues: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Rows {
    facts: usize,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Diff {
    added: usize,
    changed: usize,
    unchanged: usize,
}

impl Importer {
    /// The program that was named, or the one beside this: built from the same sources, in the same way.
    pub(crate) fn find(named: Option<&Path>) -> Outcome<Self> {
        Ok(Self { program: program::find("importer", named)? })
    }

    /// Where it is.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// Makes an empty database know the organisations and rounds of a list.
    pub(crate) fn prepare(&self, database: &Database, files: &Files) -> Outcome<()> {
        for (file, dataset) in [(&files.waves, "synthetic-waves"), (&files.register, "synthetic-register")] {
            self.run(database, file, dataset)?;
        }
        Ok(())
    }

    /// Imports a list into a database that has none.
    pub(crate) fn import(&self, database: &Database, files: &Files) -> Outcome<Usage> {
        let (usage, report) = self.run_adoptions(database, &files.adoptions)?;
        report.must_be(files, "COMMITTED", Diff { added: files.rows, changed: 0, unchanged: 0 })?;
        Ok(usage)
    }

    /// Imports it once more.
    pub(super) fn repeat(&self, database: &Database, files: &Files) -> Outcome<Usage> {
        let (usage, report) = self.run_adoptions(database, &files.adoptions)?;
        report.must_be(files, "UNCHANGED", Diff { added: 0, changed: 0, unchanged: 0 })?;
        Ok(usage)
    }

    /// Imports its corrected edition.
    pub(super) fn correct(&self, database: &Database, files: &Files) -> Outcome<Usage> {
        let (usage, report) = self.run_adoptions(database, &files.corrected)?;
        let changed = files.corrections;
        report.must_be(files, "COMMITTED", Diff { added: 0, changed, unchanged: files.rows - changed })?;
        Ok(usage)
    }

    fn run_adoptions(&self, database: &Database, file: &Path) -> Outcome<(Usage, FileReport)> {
        self.run(database, file, "synthetic-adoptions")
    }

    fn run(&self, database: &Database, file: &Path, dataset: &str) -> Outcome<(Usage, FileReport)> {
        let mut command = Command::new(&self.program);
        command.arg("run").arg(file).args(["--dataset", dataset, "--format", "json"]);
        // The environment's database is another one. In the command line it could be read by others.
        command.env("DATABASE_URL", database.url()).env_remove("SOURCES");
        if let Some(folder) = file.parent() {
            // Where there is no list of sources.
            command.current_dir(folder);
        }
        let ran = process::measure(&mut command)?;
        let report: Report = serde_json::from_slice(&ran.output)?;
        let file = report.files.into_iter().next().ok_or("the importer reports no file")?;
        Ok((ran.usage, file))
    }
}

impl FileReport {
    /// Anything else would be fast for the wrong reason.
    fn must_be(&self, files: &Files, status: &str, diff: Diff) -> Outcome<()> {
        let facts = if status == "COMMITTED" { files.rows } else { 0 };
        if self.status == status && self.rows.facts == facts && self.diff == diff && self.issues.is_empty() {
            return Ok(());
        }
        let Self { status: ended, message, diff: did, issues, .. } = self;
        let message = message.as_deref().unwrap_or_default();
        Err(format!(
            "the importer should have ended as {status} with {facts} facts and {diff:?}, but ended as {ended} with {} \
             facts, {did:?} and {} issues. {message} {}",
            self.rows.facts,
            issues.len(),
            issues.first().map(ToString::to_string).unwrap_or_default()
        )
        .into())
    }
}
