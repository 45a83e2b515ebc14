//! Both programs take their settings from the command line, else the environment, else a file.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use tempfile::tempdir;

use crate::harness::{Api, Outcome, Store, program, repository};

/// A program with a file of settings and variables of the environment.
fn run(name: &str, arguments: &[&str], file: Option<&Path>, environment: &[(&str, &str)]) -> Outcome {
    let mut command = program(name);
    command.args(arguments).envs(environment.iter().copied());
    if let Some(file) = file {
        command.arg("--config").arg(file);
    }
    command.output().unwrap().into()
}

/// The origin of a setting and its value, as `--print-config` tells them.
fn shown<'a>(told: &'a Outcome, name: &str) -> (&'a str, &'a str) {
    let line = told.stdout.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(" = "));
    let line = line.unwrap_or_else(|| panic!("no {name}: {}{}", told.stdout, told.stderr));
    let (value, origin) = line.rsplit_once(" # ").unwrap();
    (value.trim_end(), origin)
}

#[test]
fn flags_come_before_the_environment_and_the_environment_before_the_file() {
    let folder = tempdir().unwrap();
    for (name, command, variable, option) in [
        ("api", &[][..], "API_MAX_WAITING", "max-waiting"),
        ("importer", &["watch"], "IMPORTER_SETTLE", "settle"),
    ] {
        let file = folder.path().join(format!("{name}.toml"));
        fs::write(&file, format!("# ours\n{option} = 21\n")).unwrap();
        let flag = format!("--{option}");
        let (with_flag, from_environment) = ([command, &[&flag, "23"]].concat(), [(variable, "22")]);
        let print = |arguments: &[&str], file, environment: &[_]| {
            run(name, &[arguments, &["--print-config"]].concat(), file, environment)
        };
        let of_file = format!("{}, line 2", file.display());
        let of_environment = format!("environment, {variable}");
        let of_flag = format!("command line, {flag}");
        for (told, value, origin) in [
            (print(command, None, &[]), None, "default"),
            (print(command, Some(&file), &[]), Some("\"21\""), of_file.as_str()),
            (print(command, Some(&file), &from_environment), Some("\"22\""), &of_environment),
            (print(&with_flag, Some(&file), &from_environment), Some("\"23\""), &of_flag),
        ] {
            let (found, found_origin) = shown(&told, option);
            assert_eq!((told.code, found_origin), (0, origin), "{name}: {}", told.stderr);
            assert!(value.is_none_or(|value| value == found), "{name}: {found}");
        }
        // The file itself may be named in the environment.
        let variable = format!("{}_CONFIG", name.to_uppercase());
        let told = print(command, None, &[(&variable, file.to_str().unwrap())]);
        assert_eq!(shown(&told, option), ("\"21\"", of_file.as_str()));
    }
}

#[test]
fn the_programs_work_as_their_files_say() {
    let (store, folder) = (Store::sqlite(), tempdir().unwrap());
    let file = folder.path().join("settings.toml");
    fs::write(&file, format!("database-url = '{}'\n", store.url())).unwrap();
    let imported = run("importer", &["run"], Some(&file), &[]);
    assert_eq!(imported.code, 0, "{}", imported.stderr);
    let serving = folder.path().join("api.toml");
    fs::write(&serving, "max-body = 100\ncors-origin = ['https://reports.example.org']\n").unwrap();
    let api = Api::start_with(&store, &["--config", serving.to_str().unwrap()]);
    assert_eq!(api.answer("{ waves { totalCount } }")["data"]["waves"]["totalCount"], 7);
    let long = format!("{{ waves {{ {} totalCount }} }}", " ".repeat(100));
    assert_eq!(api.answer(&long)["data"], serde_json::Value::Null, "the body is longer than the file allows");
}

#[test]
fn a_file_that_is_wrong_stops_the_program_with_file_line_and_remedy() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    let of = |told: &str| format!("{}{told}", file.display());
    for (name, command) in [("api", &[][..]), ("importer", &["runs"])] {
        for (bytes, told) in [
            (
                &b"# ours\ndatabase-ulr = 'sqlite://x'\n"[..],
                ", line 2: {} has no setting \"database-ulr\"; did you mean \"database-url\"?",
            ),
            (b"DATABASE_URL=sqlite://s3cr3t\n", ", line 1: string values must be quoted"),
            (b"database-url = 'a'\ndatabase-url = 'b'\n", ", line 2: duplicate key"),
            (b"[database]\nurl = 's3cr3t'\n", ", line 1: [database]: settings are not grouped"),
            (b"print-config = true\n", ", line 1: --print-config can be given on the command line only"),
            (b"database-url = \"s3cr3t\n", ", line 1: invalid basic string"),
            (b"\xff\xfed\0a\0", ", line 1: this is not UTF-8"),
            (b"\n\ndatabase-url = '\xe9'\n", ", line 3: this is not UTF-8"),
        ] {
            fs::write(&file, bytes).unwrap();
            let ended = run(name, command, Some(&file), &[]);
            let told = of(&told.replace("{}", name));
            assert_eq!(ended.code, 78, "{told}: {}", ended.stderr);
            assert!(ended.stderr.starts_with(&format!("{name}: {told}")), "{told}: {}", ended.stderr);
            assert!(!ended.stderr.contains("s3cr3t"), "{}", ended.stderr);
        }
        fs::write(&file, vec![b'\n'; 2 * 1024 * 1024]).unwrap();
        for (file, told) in [
            (file.as_path(), "is larger than 1 MiB"),
            (folder.path(), "cannot be read: it is no file"),
            (Path::new("/dev/zero"), "cannot be read: it is no file"),
            (Path::new("/no/such.toml"), "cannot be read: No such file"),
        ] {
            let ended = run(name, command, Some(file), &[]);
            assert_eq!(ended.code, 78, "{told}: {}", ended.stderr);
            assert!(ended.stderr.starts_with(&format!("{name}: {}", file.display())), "{}", ended.stderr);
            assert!(ended.stderr.contains(told), "{told}: {}", ended.stderr);
        }
        // Nothing is set by it, and nothing is wrong with that.
        fs::write(&file, "").unwrap();
        assert_eq!(run(name, &[command, &["--print-config"]].concat(), Some(&file), &[]).code, 0);
    }
    for (line, told) in [
        ("listen = 8000", "invalid value '8000' for '--listen <ADDRESS>': "),
        (
            "time-limit = 10",
            "invalid value '10' for '--time-limit <TIME>': time unit needed, for example 10sec or 10ms",
        ),
        ("log-format = 'jsn'", "a similar value exists: 'json'"),
        (
            "max-concurrent = 0",
            "invalid value '0' for '--max-concurrent <REQUESTS>': give a number from 1 on",
        ),
        ("max-concurrent = [1, 2]", "--max-concurrent takes one value, and not a list"),
        ("cors-origin = ['https://a.example', 'b']", "\"b\" is not a site such as"),
        (
            "log = 'loud=loud=loud'",
            "give a level (off, error, warn, info, debug, trace), as in warn,api=debug",
        ),
    ] {
        fs::write(&file, format!("# ours\n{line}\n")).unwrap();
        let ended = run("api", &[], Some(&file), &[]);
        assert_eq!(ended.code, 78, "{line}: {}", ended.stderr);
        assert!(ended.stderr.starts_with(&format!("api: {}", of(", line 2: "))), "{}", ended.stderr);
        assert!(ended.stderr.contains(told), "{line}: {}", ended.stderr);
    }
}

#[test]
fn no_password_is_shown_and_one_that_everybody_may_read_is_warned_of() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    fs::write(&file, "database-url = 'postgres://ann:s3cr3t@db/facts'\n").unwrap();
    for (name, command) in [("api", &["--print-config"][..]), ("importer", &["runs", "--print-config"])] {
        for (mode, warned) in [(0o644, true), (0o640, false)] {
            fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
            let told = run(name, command, Some(&file), &[]);
            assert_eq!(shown(&told, "database-url").0, "\"postgres://db/facts\"");
            assert_eq!(told.stderr.contains("warning: "), warned, "{name} {mode:o}: {}", told.stderr);
            assert!(!told.stdout.contains("s3cr3t") && !told.stderr.contains("s3cr3t"));
        }
    }
}

#[test]
fn the_files_in_the_guide_are_understood() {
    let guide = fs::read_to_string(repository().join("docs/operations.md")).unwrap();
    let between = |begin: &str, end: &str| {
        let (_, rest) = guide.split_once(begin).unwrap_or_else(|| panic!("no {begin}"));
        rest.split_once(end).unwrap().0.to_owned()
    };
    let folder = tempdir().unwrap();
    let file = folder.path().join("settings.toml");
    for (name, command, text) in [
        ("api", &[][..], between("tee /etc/co-commissioning/api.toml <<'TOML'\n", "TOML\n")),
        ("importer", &["watch"], between("tee /etc/co-commissioning/importer.toml <<'TOML'\n", "TOML\n")),
        ("api", &[], between("with the names of the options:\n\n```toml\n", "```\n")),
    ] {
        fs::write(&file, &text).unwrap();
        let told = run(name, &[command, &["--print-config"]].concat(), Some(&file), &[]);
        assert_eq!(told.code, 0, "{text}: {}", told.stderr);
        let set = told.stdout.matches(&format!("# {}, line ", file.display())).count();
        assert_eq!(set, text.lines().count(), "{}", told.stdout);
    }
}
