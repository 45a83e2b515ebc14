//! Another edition of a list now and then.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde::Deserialize;

use super::answers::Held;
use crate::{database::Database, failure::Outcome};

/// CCGs of which the list says something: made up, for the bundled facts say nothing of its year.
const CODES: [&str; 10] = ["08F", "07P", "07W", "08C", "08K", "00C", "00M", "00D", "00J", "00K"];

/// Imports editions of a list into a database.
pub(super) struct Imports<'a> {
    importer: &'a Path,
    database: &'a Database,
    list: PathBuf,
    number: usize,
    /// What the database held before the list, and holds now.
    bundled: u64,
    version: u64,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    files: Vec<File>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    data_version: Option<u64>,
}

#[derive(Deserialize)]
struct Verified {
    sound: bool,
    held: HeldFacts,
}

#[derive(Deserialize)]
struct HeldFacts {
    facts: u64,
}

impl<'a> Imports<'a> {
    /// Into an empty database; the list stands in a folder.
    pub(super) fn new(importer: &'a Path, database: &'a Database, folder: &Path) -> Outcome<Self> {
        let list = folder.join(format!("soak-{}.csv", std::process::id()));
        Ok(Self { importer, database, list, number: 0, bundled: 0, version: 0 })
    }

    /// Imports the bundled facts.
    pub(super) fn begin(&mut self) -> Outcome<Held> {
        let report: Report = self.json(&["run"])?;
        self.version = report.files.iter().filter_map(|file| file.data_version).max().unwrap_or(0);
        self.bundled = self.facts()?;
        Ok((self.version, self.bundled))
    }

    /// Imports the next edition, of which somebody is told before which version it will make and what that will hold.
    pub(super) fn next(&mut self, tell: impl FnOnce(u64, u64)) -> Outcome<()> {
        self.number += 1;
        let rows = 1 + self.number % CODES.len();
        let day = 1 + self.number % 28;
        let lines: String =
            CODES[..rows].iter().map(|code| format!("{code},C,Live,2019/20,2019-04-{day:02}\n")).collect();
        fs::write(&self.list, format!("CCG code,Model,Status,Year,Effective from\n{lines}"))?;
        self.version += 1;
        let facts = self.bundled + u64::try_from(rows)?;
        tell(self.version, facts);
        let list = self.list.display().to_string();
        let report: Report = self.json(&["run", &list, "--dataset", "soak", "--replace"])?;
        let version = report.files.first().and_then(|file| file.data_version);
        if version != Some(self.version) {
            return Err(format!("an import made version {version:?} and not {}", self.version).into());
        }
        Ok(())
    }

    /// How many editions there were.
    pub(super) fn number(&self) -> usize {
        self.number
    }

    fn facts(&self) -> Outcome<u64> {
        let verified: Verified = self.json(&["verify"])?;
        if !verified.sound {
            return Err("`importer verify` finds faults".into());
        }
        Ok(verified.held.facts)
    }

    fn json<T: for<'de> Deserialize<'de>>(&self, arguments: &[&str]) -> Outcome<T> {
        let mut command = Command::new(self.importer);
        command.args(arguments).args(["--format", "json"]).env_remove("SOURCES");
        // Where the bundled facts are.
        command
            .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
            .env("DATABASE_URL", self.database.url());
        let output = command.output()?;
        if !output.status.success() {
            let told = [output.stdout, output.stderr].concat();
            return Err(format!(
                "importer {arguments:?}: {}: {}",
                output.status,
                String::from_utf8_lossy(&told)
            )
            .into());
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

impl Drop for Imports<'_> {
    fn drop(&mut self) {
        // There is none when nothing was imported.
        let _ = fs::remove_file(&self.list);
    }
}
