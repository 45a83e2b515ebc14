//! Which settings a program has.

use clap::{Arg, Command};

/// How like a known name another must be to be taken for a misspelling of it, as clap has it.
const LIKENESS: f64 = 0.7;

/// Whether an option can be set in a file.
pub(crate) fn is_setting(arg: &Arg) -> bool {
    arg.get_id() != "config" && arg.get_env().is_some() && arg.get_long().is_some() && takes_value(arg)
}

fn takes_value(arg: &Arg) -> bool {
    arg.get_action().takes_values()
}

/// The setting of this name, whichever command has it.
pub(crate) fn find<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    all(command).into_iter().find(|arg| arg.get_long() == Some(name) && is_setting(arg))
}

/// The options of a command and of those below it.
fn all(command: &Command) -> Vec<&Arg> {
    let below = command.get_subcommands().flat_map(all);
    command.get_arguments().chain(below).collect()
}

/// What is to be said of a name that is no setting.
pub(crate) fn unknown(command: &Command, name: &str) -> String {
    let program = command.get_name();
    let options = all(command);
    if options.iter().any(|arg| arg.get_long() == Some(name)) {
        return format!("--{name} can be given on the command line only");
    }
    let mut names: Vec<&str> =
        options.iter().filter(|arg| is_setting(arg)).filter_map(|arg| arg.get_long()).collect();
    names.sort_unstable();
    names.dedup();
    let of_variable = options.iter().filter(|arg| is_setting(arg)).find(|arg| is_variable(arg, name));
    let nearest = of_variable.and_then(|arg| arg.get_long()).or_else(|| nearest(name, &names));
    match nearest {
        Some(nearest) => format!("{program} has no setting \"{name}\"; did you mean \"{nearest}\"?"),
        None => format!("{program} has no setting \"{name}\"; it has {}", names.join(", ")),
    }
}

fn is_variable(arg: &Arg, name: &str) -> bool {
    arg.get_env().is_some_and(|variable| variable.eq_ignore_ascii_case(name))
}

fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let written = name.to_lowercase().replace('_', "-");
    let like = names.iter().map(|known| (strsim::jaro(&written, known), *known));
    let like = like.filter(|(likeness, _)| *likeness > LIKENESS);
    like.max_by(|(one, _), (other, _)| one.total_cmp(other)).map(|(_, known)| known)
}
