//! What reaches a terminal, and what does not.

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt};

use tempfile::tempdir;

use crate::{
    harness::{Store, importer, importer_alone, importer_command},
    on_both,
};

/// A list whose model would give the terminal another title and clear it.
const HOSTILE: &str =
    "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n07P,\u{1b}]0;owned\u{7}\u{1b}[2JZ,Live,2016/17\n";

on_both! {
    fn nothing_that_stands_in_a_file_steers_the_terminal(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let (list, table) = (folder.path().join("list\u{1b}[1m.csv"), folder.path().join("issues.csv"));
        fs::write(&list, HOSTILE).unwrap();
        let arguments = ["check", list.to_str().unwrap(), "--max-rejects", "50", "--issues", table.to_str().unwrap()];
        // In colour, because the stream takes all escapes out where there is none.
        let told = importer(store, &[&arguments[..], &["--color", "always"]].concat());
        assert_eq!(told.code, 1, "{}", told.stderr);
        for text in [&told.stdout, &fs::read_to_string(&table).unwrap()] {
            assert!(!text.contains("\u{1b}]") && !text.contains('\u{7}') && !text.contains("\u{1b}[2J"), "{text:?}");
            assert!(text.contains(r"list\u{1b}[1m.csv"), "{text:?}");
        }
        let raw = r"\u{1b}]0;owned\u{7}\u{1b}[2JZ";
        assert!(fs::read_to_string(&table).unwrap().contains(raw), "the table shows what stands there");
        let unknown = importer(store, &["explain", "\u{1b}[2J", "--color", "always"]);
        assert!(unknown.stderr.contains(r"\u{1b}[2J") && !unknown.stderr.contains("\u{1b}[2J"), "{:?}", unknown.stderr);
    }

    fn colours_are_for_those_who_want_them(store: &Store) {
        importer(store, &["run"]);
        let coloured = |arguments: &[&str], environment: &[(&str, &str)]| {
            let mut command = importer_command(store, &[&["run", "no-such-file.csv"], arguments].concat());
            for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
                command.env_remove(name);
            }
            let output = command.envs(environment.iter().copied()).output().unwrap();
            assert_eq!(output.status.code(), Some(66));
            output.stdout.contains(&0x1b)
        };
        assert!(!coloured(&[], &[]), "this is no terminal");
        assert!(coloured(&["--color", "always"], &[]));
        assert!(coloured(&["--color", "always"], &[("NO_COLOR", "1")]));
        assert!(coloured(&[], &[("CLICOLOR_FORCE", "1")]));
        assert!(!coloured(&["--color", "never"], &[("CLICOLOR_FORCE", "1")]));
        assert!(!coloured(&["--format", "json", "--color", "always"], &[]));
    }

    fn a_report_says_as_much_as_was_asked_for(store: &Store) {
        assert_eq!(importer(store, &["run", "--quiet"]).stdout, "");
        let folder = tempdir().unwrap();
        let list = folder.path().join("list.csv");
        fs::write(&list, format!("Some list\n{HOSTILE}Total,,,\n")).unwrap();
        let check = |more: &str| importer(store, &["check", list.to_str().unwrap(), "--max-rejects", "50", more]).stdout;
        let quiet = check("--quiet");
        assert!(quiet.contains("list.csv > B4: ") && !quiet.contains("This was a check"), "{quiet}");
        let verbose = check("-v");
        for line in ["  sheet \"list.csv\": B2 is model", "  sheet \"list.csv\": row 5 was skipped: total"] {
            assert!(verbose.lines().any(|told| told == line), "{line}: {verbose}");
        }
    }

    fn any_name_that_a_file_can_have_is_taken(store: &Store) {
        importer(store, &["run"]);
        let folder = tempdir().unwrap();
        let names = [OsStr::new("-list.csv"), OsStr::new("--replace"), OsStr::from_bytes(b"caf\xe9.csv"), OsStr::new("a b\n[1].csv")];
        for name in names {
            fs::write(folder.path().join(name), "CCG code,Model,Status,Year\n08F,C,Live,2016/17\n").unwrap();
            let mut command = importer_command(store, &["check"]);
            let output = command.arg("--").arg(name).current_dir(folder.path()).output().unwrap();
            let told = String::from_utf8(output.stdout).unwrap();
            assert_eq!(output.status.code(), Some(0), "{name:?}: {told}{}", String::from_utf8_lossy(&output.stderr));
            assert!(told.contains(": 1 facts, 0 duplicates"), "{name:?}: {told}");
        }
    }
}

#[test]
fn the_manual_page_and_the_completions_know_every_command() {
    let (page, script) = (importer_alone(&["man"]), importer_alone(&["completions", "bash"]));
    assert_eq!((page.code, script.code), (0, 0));
    for command in [
        "run",
        "check",
        "inspect",
        "watch",
        "runs",
        "runs status",
        "explain",
        "migrate",
        "completions",
        "man",
    ] {
        let section = format!(".SH \"IMPORTER {}\"", command.to_uppercase());
        assert!(page.stdout.lines().any(|line| line == section), "{section}: {}", page.stdout);
        assert!(
            script.stdout.contains(&format!("importer__subcmd__{}", command.replace(' ', "__subcmd__"))),
            "{command}"
        );
    }
    for option in [r"\-\-mark\-up", r"\-\-on", r"\-\-max\-issues", r"\-\-color"] {
        assert!(page.stdout.contains(option), "{option}");
    }
    assert_eq!(page.stdout.matches(".TH ").count(), 1);
}
