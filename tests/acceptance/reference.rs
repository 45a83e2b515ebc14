//! `docs/reference.md` has the help of every command, as the programs print it.

use std::{env, fs};

use crate::harness::{Outcome, api_alone, importer_alone, repository};

const BEGINNING: &str = "\
# Reference

Every command and option of both programs, as `--help` prints it. What has an environment variable can be set there as well, or
under the option's name in a file that `--config` names; an option on the command line comes first, then the environment, then
the file. (Made from the programs themselves: `WRITE_REFERENCE=1 ./test.sh -E 'test(reference)'`.)
";

/// Set to write the file anew.
const WRITE: &str = "WRITE_REFERENCE";

fn help(program: fn(&[&str]) -> Outcome, command: &[&str]) -> String {
    let told = program(&[command, &["--help"]].concat());
    assert_eq!(told.code, 0, "{command:?}: {}", told.stderr);
    told.stdout
}

/// The commands below this one, in their order.
fn subcommands(help: &str) -> Vec<String> {
    let Some((_, list)) = help.split_once("\nCommands:\n") else { return Vec::new() };
    let entries = list.lines().take_while(|line| !line.is_empty());
    // What goes on in a further line is indented by more.
    let names = entries.filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')));
    let names = names.filter_map(|rest| rest.split_whitespace().next());
    names.filter(|name| *name != "help").map(str::to_owned).collect()
}

/// A section for a command, and one for each below it.
fn sections(name: &str, program: fn(&[&str]) -> Outcome, command: &[&str]) -> String {
    let help = help(program, command);
    let title = [&[name], command].concat().join(" ");
    let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
    let mut text = format!("\n## {title}\n\n```text\n{}\n```\n", lines.join("\n").trim_end());
    for below in subcommands(&help) {
        text.push_str(&sections(name, program, &[command, &[below.as_str()]].concat()));
    }
    text
}

#[test]
fn the_reference_is_what_the_programs_say() {
    let made = format!(
        "{BEGINNING}{}{}",
        sections("importer", importer_alone, &[]),
        sections("api", api_alone, &[])
    );
    let file = repository().join("docs/reference.md");
    if env::var_os(WRITE).is_some() {
        fs::write(&file, &made).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap_or_default();
    let differ = made.lines().zip(kept.lines()).position(|(made, kept)| made != kept);
    assert!(made == kept, "docs/reference.md is another from line {differ:?} on; {WRITE}=1 writes it anew");
    // Or the sections would be empty and nobody would see it.
    for heading in ["## importer profile infer\n", "## importer runs status\n", "## api\n"] {
        assert!(made.contains(heading), "{heading}");
    }
}
