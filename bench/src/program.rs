//! The programs that are measured.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use crate::failure::Outcome;

/// The program that was named, or the one beside this: built from the same sources, in the same way.
pub(crate) fn find(name: &str, named: Option<&Path>) -> Outcome<PathBuf> {
    if let Some(program) = named {
        return Ok(program.canonicalize()?);
    }
    let mut build = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    build.args(["build", "--quiet", "--locked", "-p", name]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    if !build.current_dir(env!("CARGO_MANIFEST_DIR")).status()?.success() {
        return Err(format!("the {name} could not be built; name one that is with --{name}").into());
    }
    let program = env::current_exe()?.with_file_name(name);
    Ok(program.canonicalize()?)
}
