//! What goes to standard output, and the progress on standard error.

use std::{
    env,
    io::{self, ErrorKind, IsTerminal, Write},
};

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::{
    cli::{Format, OutputArgs},
    error::Error,
};

/// Prints a report in the form that was asked for; in colour only where it is wanted.
pub(super) fn print<T: Serialize>(
    format: Format,
    value: &T,
    text: impl FnOnce() -> String,
) -> Result<(), Error> {
    match format {
        Format::Text => put(&mut anstream::stdout().lock(), text().as_bytes()),
        Format::Json => {
            let mut json = serde_json::to_vec_pretty(value).map_err(io::Error::from)?;
            json.push(b'\n');
            raw(&json)
        }
    }
}

/// Prints something as it is.
pub(super) fn raw(bytes: &[u8]) -> Result<(), Error> {
    put(&mut io::stdout().lock(), bytes)
}

/// Who reads standard output may stop early, as `head` does; the work is done all the same.
fn put(out: &mut impl Write, bytes: &[u8]) -> Result<(), Error> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether what goes to standard error is coloured.
pub(super) fn is_error_coloured() -> bool {
    AutoStream::choice(&io::stderr()) != ColorChoice::Never
}

/// Shown on standard error, and only to a person who looks at a terminal.
pub(super) fn progress_bar(files: usize, format: Format, output: OutputArgs) -> ProgressBar {
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty() && value != "false");
    let is_wanted = !output.no_progress && !output.quiet && format == Format::Text;
    let is_dumb = env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
    if !is_wanted || is_dumb || is_set("CI") || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {wide_msg}");
    ProgressBar::new(files as u64).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
