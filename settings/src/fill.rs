//! Making what a file says the defaults of the options.

use std::path::Path;

use clap::{Arg, Command, error::ErrorKind};
use migrations::database::has_password;

use crate::{
    file::{self, Entry, Fault},
    known,
};

/// A setting of the file.
#[derive(Debug)]
pub(crate) struct Set {
    pub(crate) name: String,
    /// The file and the line.
    pub(crate) place: String,
}

/// The command with the file's settings in place of its defaults; or all that is wrong with the file.
pub(crate) fn fill(command: Command, path: &Path) -> Result<(Command, Vec<Set>), Vec<String>> {
    let tell = |fault: Fault| match fault.line {
        Some(line) => format!("{}, line {line}: {}", path.display(), fault.told),
        None => format!("{}: {}", path.display(), fault.told),
    };
    let (text, is_public) = file::read(path).map_err(|fault| vec![tell(fault)])?;
    let (entries, mut faults) = file::parse(&text);
    faults.extend(entries.iter().filter_map(|entry| fault(&command, entry)));
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.line);
        return Err(faults.into_iter().map(tell).collect());
    }
    if is_public && entries.iter().flat_map(|entry| &entry.values).any(|value| has_password(value)) {
        let program = command.get_name();
        eprintln!(
            "{program}: warning: {0} holds a password, and everybody on this machine may read it; chmod o= {0}",
            path.display()
        );
    }
    let set = |entry: &Entry| Set {
        name: entry.name.clone(),
        place: format!("{}, line {}", path.display(), entry.line),
    };
    let sets = entries.iter().map(set).collect();
    Ok((with_defaults(command, &entries), sets))
}

/// What is wrong with a setting: its name, or its value as clap judges it.
fn fault(command: &Command, entry: &Entry) -> Option<Fault> {
    let Some(arg) = known::find(command, &entry.name) else {
        return Some(Fault::on(entry.line, known::unknown(command, &entry.name)));
    };
    let error = judge(arg, entry).err()?;
    let text = error.to_string();
    // What the program says of itself has no place here.
    let text =
        text.split("\n\nUsage:").next().unwrap_or_default().split("\n\nFor more").next().unwrap_or_default();
    let told = text.trim_start_matches("error: ").trim_end().to_owned();
    let told = if arg.is_hide_env_values_set() {
        // Whole values: what is left of a sentence without its letters says nothing.
        let values = entry.values.iter().filter(|value| value.len() > 1);
        values.fold(told, |told, value| told.replace(value.as_str(), "..."))
    } else {
        told
    };
    Some(Fault::on(entry.line, told))
}

/// Gives the option alone the values, as if they stood on a command line: what it requires or excludes does not count for a
/// default.
fn judge(arg: &Arg, entry: &Entry) -> Result<(), clap::Error> {
    let alone = Arg::new(arg.get_id().clone())
        .long(entry.name.clone())
        .action(arg.get_action().clone())
        .value_parser(arg.get_value_parser().clone());
    let alone = match arg.get_value_names() {
        Some(names) => alone.value_names(names.to_vec()),
        None => alone,
    };
    let alone = match arg.get_value_delimiter() {
        Some(delimiter) => alone.value_delimiter(delimiter),
        None => alone,
    };
    let mut command = Command::new("settings").arg(alone).no_binary_name(true);
    if entry.values.len() > 1 && arg.get_value_delimiter().is_none() {
        let told = format!("--{} takes one value, and not a list", entry.name);
        return Err(command.error(ErrorKind::TooManyValues, told));
    }
    let given = entry.values.iter().map(|value| format!("--{}={value}", entry.name));
    command.try_get_matches_from(given).map(|_| ())
}

fn with_defaults(command: Command, entries: &[Entry]) -> Command {
    let of = |arg: &Arg| {
        let name = arg.get_long().filter(|_| known::is_setting(arg))?;
        entries.iter().find(|entry| entry.name == name)
    };
    command
        .mut_args(|arg| match of(&arg) {
            Some(entry) => arg.default_values(entry.values.clone()),
            None => arg,
        })
        .mut_subcommands(|below| with_defaults(below, entries))
}
