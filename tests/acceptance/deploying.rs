//! What `deploy/` starts is what the programs understand. Docker, systemd and Kubernetes are not at hand in a test, so that
//! their files are read, and each command in them is given to its program together with `--help`.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::harness::{Outcome, api_alone, importer_alone, repository};

/// The files of a folder and those below it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect();
    files.sort();
    files
}

/// The commands of a file: a program of ours and its arguments.
fn commands(text: &str) -> Vec<Vec<String>> {
    let lines = text.lines().map(str::trim);
    let of_line = |line: &str| -> Option<Vec<String>> {
        if let Some(list) = line.strip_prefix("CMD ").or_else(|| line.strip_prefix("command: ")) {
            return serde_json::from_str(list).ok();
        }
        // What a shell puts there.
        let line = line.replace("\"backups/facts-$(date +%%a).sqlite\"", "backups/facts-Sun.sqlite");
        let command = line.strip_prefix("ExecStart=")?;
        let command =
            command.strip_prefix("/bin/sh -c 'exec ").map_or(command, |rest| rest.trim_end_matches('\''));
        Some(command.split(' ').map(str::to_owned).collect())
    };
    let program = |command: &Vec<String>| matches!(name(command), "api" | "importer");
    lines.filter_map(of_line).filter(program).collect()
}

fn name(command: &[String]) -> &str {
    command[0].rsplit('/').next().unwrap()
}

fn help(command: &[String]) -> Outcome {
    let mut arguments: Vec<&str> = command[1..].iter().map(String::as_str).collect();
    arguments.push("--help");
    if name(command) == "api" { api_alone(&arguments) } else { importer_alone(&arguments) }
}

#[test]
fn every_command_is_one_that_the_programs_understand() {
    let mut found = Vec::new();
    for file in files(&repository().join("deploy")) {
        for command in commands(&fs::read_to_string(&file).unwrap()) {
            let told = help(&command);
            assert_eq!(told.code, 0, "{}: {command:?}: {}", file.display(), told.stderr);
            found.push(format!("{} {}", name(&command), command.get(1).map_or("", String::as_str)));
        }
    }
    found.sort();
    found.dedup();
    assert_eq!(
        found,
        [
            "api ",
            "api --config",
            "api --listen",
            "importer backup",
            "importer migrate",
            "importer run",
            "importer watch"
        ],
        "all are found, or this test would mean nothing"
    );
}

#[test]
fn a_command_that_no_program_understands_would_be_found() {
    for line in
        ["command: [\"importer\", \"watch\", \"--twice\"]", "ExecStart=/usr/local/bin/api --colour red"]
    {
        let command = commands(line).pop().unwrap();
        assert_eq!(help(&command).code, 2, "{line}");
    }
}

#[test]
fn every_unit_that_is_named_is_there_and_every_setting_known() {
    let folder = repository().join("deploy/systemd");
    let there: Vec<String> =
        files(&folder).iter().map(|path| path.file_name().unwrap().to_str().unwrap().to_owned()).collect();
    for timer in there.iter().filter(|name| name.ends_with(".timer")) {
        assert!(there.contains(&timer.replace(".timer", ".service")), "{timer} starts a service of its name");
    }
    let guide = fs::read_to_string(repository().join("docs/operations.md")).unwrap();
    for unit in &there {
        assert!(
            guide.contains(unit.trim_end_matches(".timer").trim_end_matches(".service")),
            "{unit} is explained"
        );
    }
    let known = [help(&["api".to_owned()]), help(&["importer".to_owned(), "watch".to_owned()])]
        .map(|help| help.stdout)
        .concat();
    for setting in ["DATABASE_URL", "LISTEN", "SOURCES"] {
        assert!(known.contains(&format!("[env: {setting}")), "{setting}");
    }
}
