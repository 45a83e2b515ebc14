//! What ends the help of the program and of each command: how it is used.

pub(super) const PROGRAM: &str = "\
Exit codes:
   0  everything is stored, or was already
   1  stored, but some rows were rejected
   2  the command line is wrong
   3  a source is older than its error_after (`runs status`; 1 when older than its warn_after)
  65  a file was refused and nothing of it is stored, a run cannot be taken back, or `verify` found a fault
  66  a file is missing or unreadable or could not be fetched, or there is no such CCG or run
  69  the database does not answer
  70  the database refused a statement; nothing of the file is stored
  73  a file that was asked for cannot be made
  74  a report could not be written, or the disk is full
  75  another importer is at work, or a file changed while it was read; try again later
  77  you may not read a file, or not use the database
  78  the file of settings, the list of sources or a profile is wrong, or the schema is older or newer than this program
 130  stopped by SIGINT, 143 by SIGTERM: once cleanly, the second time at once

Examples:
  importer run                                   imports all of data/sources.toml
  importer inspect new-list.xlsx                 shows how the file is read
  importer check new-list.xlsx                   says what an import would do
  importer profile infer new-list.xlsx > p.toml  drafts a profile for a file that is not understood
  importer run new-list.xlsx --dataset co-commissioning-adoptions --format json
  importer revert 12                             takes back what run 12 stored
  importer watch --inbox inbox                   looks for newer files by schedule, and takes those that arrive
  importer explain 08K --on 2016-07-01           says which model a CCG had, and why";

pub(super) const RUN: &str = "\
Examples:
  importer run                                   imports all of data/sources.toml
  importer run wave-2.xlsx --dataset co-commissioning-adoptions
  importer run lists/ --format json              imports the files of a folder, one after the other
  curl -s ADDRESS | importer run - --file-name wave-2.csv
  importer run -- -odd-name.csv                  imports a file whose name begins with a dash";

pub(super) const CHECK: &str = "\
Examples:
  importer check wave-2.xlsx                     says what an import would do, and stores nothing
  importer check wave-2.xlsx --mark-up bad.xlsx --issues bad.csv
  importer check wave-2.xlsx --replace --strict";

pub(super) const INSPECT: &str = "\
Examples:
  importer inspect wave-2.xlsx                   shows sheets, header, columns and first records
  importer inspect - --kind adoptions < list.csv";

pub(super) const WATCH: &str = "\
Examples:
  importer watch                                 looks for newer files by their schedules, until it is stopped
  importer watch --inbox inbox                   takes the files that arrive in a folder too
  importer watch --once --format json            looks once, for cron and systemd timers";

pub(super) const RUNS: &str = "\
Examples:
  importer runs --limit 5                        shows the last five imports
  importer runs --format json | head
  importer runs status                           shows how fresh each source is";

pub(super) const REVERT: &str = "\
Examples:
  importer revert 12 --dry-run                   says what taking run 12 back would change
  importer revert 12                             takes it back";

pub(super) const RUNS_STATUS: &str = "\
Exit codes:
   0  every source is as fresh as its `freshness` in the list says
   1  one is older than its warn_after
   3  one is older than its error_after, or was never stored

Examples:
  importer runs status                           shows how fresh each source is
  importer runs status --sources lists.toml --format json";

pub(super) const EXPLAIN: &str = "\
Examples:
  importer explain 08K                           the last that is known of Lambeth
  importer explain E38000092 --on 2016-07-01     the same CCG by its ONS code, on a day
  importer explain \"NHS Lambeth CCG\" --format json";

pub(super) const VERIFY: &str = "\
Exit codes:
   0  everything is as it must be
  65  something is not; the report says what

Examples:
  importer verify                                looks at co-commissioning.sqlite
  importer verify --database-url sqlite://backup.sqlite --format json";

pub(super) const BACKUP: &str = "\
Examples:
  importer backup facts-2026-11-22.sqlite        copies co-commissioning.sqlite
  importer backup nightly.sqlite --force         takes the place of the copy of the night before";

pub(super) const PROFILE: &str = "\
Examples:
  importer profile infer odd-list.xlsx > odd-list.toml
  importer profile check odd-list.toml odd-list.xlsx
  importer run odd-list.xlsx --profile odd-list.toml";

pub(super) const PROFILE_LIST: &str = "\
Examples:
  importer profile list                          shows the profiles that need not be given";

pub(super) const PROFILE_SHOW: &str = "\
Examples:
  importer profile show ods-extract > own.toml   begins a profile from one that there is";

pub(super) const PROFILE_INFER: &str = "\
Examples:
  importer profile infer odd-list.xlsx > odd-list.toml
  importer profile infer odd-list.xlsx --sheet \"Wave 2\" --kind adoptions";

pub(super) const PROFILE_CHECK: &str = "\
Examples:
  importer profile check odd-list.toml           says whether the profile is right
  importer profile check odd-list.toml odd-list.xlsx --format json";

pub(super) const MIGRATE: &str = "\
Examples:
  importer migrate                               makes the schema, or brings it up to date
  importer migrate --database-url postgres://importer@localhost/facts";

pub(super) const COMPLETIONS: &str = "\
Examples:
  importer completions bash > ~/.local/share/bash-completion/completions/importer
  importer completions zsh > ~/.zfunc/_importer";

pub(super) const MAN: &str = "\
Examples:
  importer man | man -l -                        shows the manual page
  importer man > /usr/local/share/man/man1/importer.1";
