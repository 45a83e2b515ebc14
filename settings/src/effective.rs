//! What holds, and why.

use std::fmt::Write;

use clap::{Arg, ArgMatches, Command, parser::ValueSource};
use migrations::database::without_secrets;
use toml::Value;

use crate::{fill::Set, known};

/// The settings of the command that was called, as a file of settings could have them.
pub(crate) fn show(command: &Command, matches: &ArgMatches, set: &[Set]) -> String {
    if let Some((name, below)) = matches.subcommand()
        && let Some(called) = command.find_subcommand(name)
    {
        return show(called, below, set);
    }
    let settings: Vec<&Arg> = command.get_arguments().filter(|arg| known::is_setting(arg)).collect();
    let lines = settings.into_iter().filter_map(|arg| {
        let name = arg.get_long()?;
        Some(match value(arg, matches) {
            Some(value) => (format!("{name} = {value}"), origin(arg, name, matches, set)),
            None => (format!("# {name}"), "not set".to_owned()),
        })
    });
    lines.fold(String::new(), |mut text, (line, origin)| {
        let _ = writeln!(text, "{line:<48} # {origin}");
        text
    })
}

fn value(arg: &Arg, matches: &ArgMatches) -> Option<Value> {
    let values = matches.get_raw(arg.get_id().as_str())?;
    let mut values = values.map(|value| {
        let value = value.to_string_lossy();
        Value::String(if arg.is_hide_env_values_set() { without_secrets(&value) } else { value.into_owned() })
    });
    if arg.get_value_delimiter().is_some() { Some(Value::Array(values.collect())) } else { values.next() }
}

fn origin(arg: &Arg, name: &str, matches: &ArgMatches, set: &[Set]) -> String {
    match matches.value_source(arg.get_id().as_str()) {
        Some(ValueSource::CommandLine) => format!("command line, --{name}"),
        Some(ValueSource::EnvVariable) => {
            let variable = arg.get_env().unwrap_or_default().to_string_lossy();
            format!("environment, {variable}")
        }
        _ => set.iter().find(|set| set.name == name).map_or("default".to_owned(), |set| set.place.clone()),
    }
}
