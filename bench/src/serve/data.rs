//! The databases that are asked: made by the importer from made-up lists, and kept for the next time.

use std::{
    collections::hash_map::DefaultHasher,
    fs,
    hash::{Hash, Hasher},
    path::{Path, PathBuf},
};

use clap::ValueEnum;
use serde::Serialize;

use crate::{
    database::{Database, Kind},
    failure::Outcome,
    import::{Files, Importer},
    synthetic::{Edition, Format, List},
};

/// How much a database holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, ValueEnum, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Size {
    /// As many organisations as there were CCGs, in as many rounds
    Small,
    /// A million adoptions
    Large,
    /// Hardly anything, to try the benchmark itself
    #[value(hide = true)]
    Tiny,
}

impl Size {
    /// How many organisations take part in how many rounds.
    pub(super) fn extent(self) -> (usize, usize) {
        match self {
            Self::Small => (211, 7),
            Self::Large => (20_000, 50),
            Self::Tiny => (105, 5),
        }
    }

    pub(super) fn list(self) -> List {
        let (organisations, rounds) = self.extent();
        List::with(organisations, rounds)
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Small => "SMALL",
            Self::Large => "LARGE",
            Self::Tiny => "TINY",
        }
    }
}

/// A database that can be asked.
pub(super) enum Data {
    /// A file that stays.
    Kept(PathBuf),
    /// A server's, which is dropped when it is not needed any more.
    Made(Database),
}

impl Data {
    /// One that holds a list.
    pub(super) fn of(
        size: Size,
        list: &List,
        kind: Kind,
        server: Option<&str>,
        importer: &Importer,
        folder: &Path,
    ) -> Outcome<Self> {
        if kind == Kind::Postgres {
            return Ok(Self::Made(make(list, kind, server, importer, folder)?));
        }
        let prefix = format!("serve-{}-", size.title().to_lowercase());
        let kept = folder.join(format!("{prefix}{:016x}.sqlite", key(list, importer)?));
        if kept.exists() {
            eprintln!("{} was made by this importer from the same list before", kept.display());
        } else {
            // What another importer made is of no use any more.
            for old in fs::read_dir(folder)?.flatten() {
                if old.file_name().to_string_lossy().starts_with(&prefix) {
                    fs::remove_file(old.path())?;
                }
            }
            make(list, kind, server, importer, folder)?.keep_as(&kept)?;
        }
        Ok(Self::Kept(kept))
    }

    /// Its address.
    pub(super) fn url(&self) -> String {
        match self {
            Self::Kept(path) => format!("sqlite://{}", path.display()),
            Self::Made(database) => database.url(),
        }
    }

    /// Its file, if it is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::Kept(path) => Some(path),
            Self::Made(_) => None,
        }
    }
}

fn make(
    list: &List,
    kind: Kind,
    server: Option<&str>,
    importer: &Importer,
    folder: &Path,
) -> Outcome<Database> {
    let files = Files::write(list, Format::Csv, folder)?;
    eprintln!("importing them into {}", kind.title());
    let database = Database::new(kind, server, folder)?;
    importer.prepare(&database, &files)?;
    importer.import(&database, &files)?;
    Ok(database)
}

/// Differs when the importer or the list does.
fn key(list: &List, importer: &Importer) -> Outcome<u64> {
    let mut hasher = DefaultHasher::new();
    fs::read(importer.program())?.hash(&mut hasher);
    for organisation in &list.organisations {
        (&organisation.ods_code, &organisation.name, organisation.region).hash(&mut hasher);
    }
    for row in list.statements(Edition::First) {
        let (code, year) = (&row.organisation.ods_code, &row.round.year);
        (code, year, row.model, row.stage, row.effective_from, row.stated_on).hash(&mut hasher);
    }
    Ok(hasher.finish())
}
