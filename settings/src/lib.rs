//! The options of a program: from the command line, else from the environment, else from a file, else their defaults.
//!
//! What may stand in the file are the *settings*: options with a value that have an environment variable. All others are
//! said anew each time. `file` reads the file, `known` knows the settings, `fill` makes what the file says the default
//! of its options, so that clap itself sees to what comes first, and `effective` shows what holds and why.

mod effective;
mod file;
mod fill;
mod known;

use std::{env, ffi::OsString, path::PathBuf, process};

use clap::{ArgMatches, Args, CommandFactory, FromArgMatches};

/// The settings are wrong: EX_CONFIG of `sysexits.h`.
const WRONG: i32 = 78;

/// Where the settings are. A program names the environment variable with
/// `#[command(mut_arg("config", |arg| arg.env("NAME")))]`.
#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Settings")]
pub struct Source {
    /// A file that sets options, in TOML: `listen = "127.0.0.1:8080"` is `--listen 127.0.0.1:8080`. All that have an
    /// environment variable can be set there; the command line and the environment come first
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Print what is set, to what, and by whom, and exit. Passwords are not shown
    #[arg(long, global = true)]
    pub print_config: bool,
}

/// Reads the options. As with clap's own `parse`, a program ends here when they are wrong, or when it was asked only to say
/// something about itself.
#[must_use]
pub fn parse<P: CommandFactory + FromArgMatches>() -> P {
    let given: Vec<OsString> = env::args_os().collect();
    match try_parse(&given) {
        Ok(Parsed::Options(options)) => options,
        Ok(Parsed::Shown(text)) => show(&text),
        Err(Wrong::CommandLine(error)) => error.exit(),
        Err(Wrong::File(told)) => {
            for line in told {
                eprintln!("{}: {line}", P::command().get_name());
            }
            process::exit(WRONG);
        }
    }
}

#[expect(clippy::print_stdout, reason = "it is what was asked for")]
fn show(text: &str) -> ! {
    print!("{text}");
    process::exit(0)
}

enum Parsed<P> {
    Options(P),
    Shown(String),
}

#[derive(Debug)]
enum Wrong {
    CommandLine(clap::Error),
    /// Each a sentence, with the file and the line.
    File(Vec<String>),
}

impl From<clap::Error> for Wrong {
    fn from(error: clap::Error) -> Self {
        Self::CommandLine(error)
    }
}

fn try_parse<P: CommandFactory + FromArgMatches>(given: &[OsString]) -> Result<Parsed<P>, Wrong> {
    // Once without the file, of which nothing is known before.
    let command = P::command();
    let matches = command.clone().try_get_matches_from(given)?;
    let (mut command, set) = match matches.get_one::<PathBuf>("config") {
        None => (command, Vec::new()),
        Some(path) => fill::fill(command, path).map_err(Wrong::File)?,
    };
    let mut matches = command.try_get_matches_from_mut(given)?;
    if asks_to_print(&matches) {
        return Ok(Parsed::Shown(effective::show(&command, &matches, &set)));
    }
    let options = P::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))?;
    Ok(Parsed::Options(options))
}

fn asks_to_print(matches: &ArgMatches) -> bool {
    matches.get_flag("print_config")
}

#[cfg(test)]
mod tests {
    use std::{fs, num::NonZeroU16};

    use clap::{Parser, Subcommand};
    use tempfile::TempDir;

    use super::*;

    #[derive(Debug, Parser)]
    #[command(name = "bakery", mut_arg("config", |arg| arg.env("BAKERY_CONFIG")))]
    struct Bakery {
        #[command(subcommand)]
        command: Work,
        #[arg(long, env = "BAKERY_TOWN", global = true)]
        town: Option<String>,
        #[command(flatten)]
        settings: Source,
    }

    #[derive(Debug, Subcommand)]
    enum Work {
        Bake {
            #[arg(long, env = "BAKERY_LOAVES", default_value = "12")]
            loaves: NonZeroU16,
            #[arg(long, env = "BAKERY_STORE", hide_env_values = true)]
            store: Option<String>,
            #[arg(long, env = "BAKERY_GRAINS", value_delimiter = ',')]
            grains: Vec<String>,
            #[arg(long)]
            burn: bool,
        },
        Close,
    }

    fn run(file: &str, given: &[&str]) -> Result<Parsed<Bakery>, Wrong> {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("bakery.toml");
        fs::write(&path, file).unwrap();
        let given = [&["bakery"], given, &["--config", path.to_str().unwrap()]].concat();
        let shortened = |text: String| text.replace(&format!("{}/", folder.path().display()), "");
        match try_parse(&given.into_iter().map(OsString::from).collect::<Vec<_>>()) {
            Err(Wrong::File(told)) => Err(Wrong::File(told.into_iter().map(shortened).collect())),
            Ok(Parsed::Shown(text)) => Ok(Parsed::Shown(shortened(text))),
            other => other,
        }
    }

    fn baked(file: &str, given: &[&str]) -> (u16, Option<String>, Vec<String>, Option<String>) {
        let parsed = run(file, &[&["bake"], given].concat()).unwrap();
        let Parsed::Options(Bakery { command: Work::Bake { loaves, store, grains, .. }, town, .. }) = parsed
        else {
            panic!("it was to be baked");
        };
        (loaves.get(), store, grains, town)
    }

    #[test]
    fn the_command_line_comes_before_the_file_and_the_file_before_defaults() {
        let file = "loaves = 20\nstore = 'attic'\ngrains = ['rye', 'oats']\ntown = 'Hull'\n";
        let some = |text: &str| Some(text.to_owned());
        let grains = |list: &[&str]| list.iter().map(|grain| (*grain).to_owned()).collect::<Vec<_>>();
        assert_eq!(baked("", &[]), (12, None, vec![], None));
        assert_eq!(baked(file, &[]), (20, some("attic"), grains(&["rye", "oats"]), some("Hull")));
        assert_eq!(
            baked(file, &["--loaves", "3", "--grains", "wheat", "--town", "Leeds"]),
            (3, some("attic"), grains(&["wheat"]), some("Leeds"))
        );
        // What another command has may stand in the file too.
        assert!(matches!(run(file, &["close"]), Ok(Parsed::Options(Bakery { command: Work::Close, .. }))));
    }

    #[test]
    fn everything_that_is_wrong_is_told_at_once_in_the_order_of_the_lines() {
        let file = "loafs = 20\nBAKERY_TOWN = 'Hull'\nburn = true\nxyz = 1\nloaves = 0\ntown = ['a', 'b']\nconfig = 'more'\n";
        let Err(Wrong::File(told)) = run(file, &["bake"]) else { panic!("it is wrong") };
        assert_eq!(
            told,
            [
                "bakery.toml, line 1: bakery has no setting \"loafs\"; did you mean \"loaves\"?",
                "bakery.toml, line 2: bakery has no setting \"BAKERY_TOWN\"; did you mean \"town\"?",
                "bakery.toml, line 3: --burn can be given on the command line only",
                "bakery.toml, line 4: bakery has no setting \"xyz\"; it has grains, loaves, store, town",
                "bakery.toml, line 5: invalid value '0' for '--loaves <LOAVES>': number would be zero for non-zero type",
                "bakery.toml, line 6: --town takes one value, and not a list",
                "bakery.toml, line 7: --config can be given on the command line only",
            ]
        );
    }

    #[test]
    fn what_is_shown_is_a_file_of_settings_without_secrets() {
        let file = "loaves = 20\n\nstore = 'postgres://ann:s3cr3t@attic/shelf'\n";
        let Ok(Parsed::Shown(text)) = run(file, &["bake", "--print-config", "--grains", "rye,oats"]) else {
            panic!("it was to be shown")
        };
        let lines: Vec<&str> = text.lines().map(|line| line.trim()).collect();
        assert_eq!(
            lines,
            [
                "loaves = \"20\"                                    # bakery.toml, line 1",
                "store = \"postgres://attic/shelf\"                 # bakery.toml, line 3",
                "grains = [\"rye\", \"oats\"]                         # command line, --grains",
                "# town                                           # not set",
            ]
        );
        let Ok(Parsed::Shown(again)) = run(&text, &["bake", "--print-config"]) else {
            panic!("it is a file")
        };
        assert!(
            again.starts_with("loaves = \"20\"                                    # bakery.toml, line 1\n"),
            "{again}"
        );
    }

    #[test]
    fn what_is_wrong_on_the_command_line_comes_first() {
        assert!(matches!(run("xyz = 1", &["bake", "--loaves", "none"]), Err(Wrong::CommandLine(_))));
        assert!(matches!(run("xyz = 1", &["--help"]), Err(Wrong::CommandLine(_))));
    }
}
