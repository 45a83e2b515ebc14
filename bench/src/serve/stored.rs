//! A service that gives stored bytes: what an answer costs that is there already.

use std::{fs, path::PathBuf};

use clap::Args;
use poem::{Response, Route, endpoint::make_sync, get};

use super::listen::serve;
use crate::failure::Outcome;

/// The sub-command that makes this program that service.
pub(crate) const COMMAND: &str = "serve-stored";

/// What to serve.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A folder of answers, each a file with the name of its question
    pub(crate) folder: PathBuf,
}

/// Serves until it is stopped.
pub(crate) fn run(Arguments { folder }: &Arguments) -> Outcome<()> {
    let mut routes = Route::new();
    for file in fs::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().into_string().map_err(|name| format!("{} is no text", name.display()))?;
        // Kept for as long as it serves.
        let answer: &'static [u8] = fs::read(file.path())?.leak();
        let stored = make_sync(move |_| Response::builder().content_type("application/json").body(answer));
        routes = routes.at(format!("/{name}"), get(stored));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(serve(routes))
}
