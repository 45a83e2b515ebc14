//! What every benchmark may be told.

use std::path::PathBuf;

use clap::Args;

/// What every benchmark may be told.
#[derive(Debug, Args)]
pub(crate) struct Common {
    /// The importer; without this it is built from the same sources
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) importer: Option<PathBuf>,
    /// A PostgreSQL server on which databases may be made and dropped: postgres://USER@HOST/NAME
    #[arg(long, env = "TEST_POSTGRES_URL", hide_env_values = true, value_name = "URL")]
    pub(crate) postgres_url: Option<String>,
    /// Where files and databases are made; a million rows take about 5 GiB
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/bench"), value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    /// Print one JSON document instead of tables
    #[arg(long)]
    pub(crate) json: bool,
}

impl Common {
    /// The folder, which is there now.
    pub(crate) fn folder(&self) -> std::io::Result<PathBuf> {
        std::fs::create_dir_all(&self.folder)?;
        self.folder.canonicalize()
    }
}

/// Says so when no time means anything.
pub(crate) fn warn_of_debug_build() {
    if cfg!(debug_assertions) {
        eprintln!(
            "bench: this is a debug build, so no time means anything; use cargo run --release -p bench"
        );
    }
}
