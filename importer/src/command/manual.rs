//! The manual page, and completions for shells.

use std::io::{self, Write};

use clap::{Command, CommandFactory};
use clap_mangen::Man;

use super::print;
use crate::{cli::Cli, error::Error, report::Exit};

pub(super) fn completions(shell: clap_complete::Shell) -> Result<u8, Error> {
    // Made in memory, because the library panics when nobody reads to the end.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "importer", &mut script);
    print::raw(&script)?;
    Ok(Exit::Ok.code())
}

/// One page for the program and all its commands.
pub(super) fn manual() -> Result<u8, Error> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let mut page = Vec::new();
    Man::new(program.clone()).render(&mut page)?;
    for command in program.get_subcommands() {
        describe(command, &mut page)?;
    }
    print::raw(&page)?;
    Ok(Exit::Ok.code())
}

/// The library gives each command a page of its own; here its sections are those of a section.
fn describe(command: &Command, page: &mut Vec<u8>) -> io::Result<()> {
    let name = command.get_bin_name().unwrap_or(command.get_name());
    writeln!(page, ".SH \"{}\"", name.to_uppercase())?;
    let (own, mut sections) = (Man::new(command.clone()), Vec::new());
    own.render_synopsis_section(&mut sections)?;
    own.render_description_section(&mut sections)?;
    own.render_options_section(&mut sections)?;
    if command.get_after_help().is_some() {
        own.render_extra_section(&mut sections)?;
    }
    for line in String::from_utf8_lossy(&sections).lines() {
        writeln!(
            page,
            "{}",
            line.strip_prefix(".SH ").map_or_else(|| line.to_owned(), |title| format!(".SS {title}"))
        )?;
    }
    command.get_subcommands().try_for_each(|command| describe(command, page))
}
