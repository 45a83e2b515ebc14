//! Programs to which the system gives less than they want, or says what is not so.

use std::{
    fs,
    os::unix::{fs::MetadataExt, process::CommandExt},
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use chrono::TimeDelta;

use super::repository;

/// A program that is started by a shell which has done something before, such as setting a limit.
pub(crate) fn after(script: &str, command: &Command) -> Command {
    by("sh", &["-c", &format!("{script}; exec \"$0\" \"$@\"")], command)
}

/// A program for which the clock is ahead by so much, or behind, in a time zone. Waiting takes as long as it does.
pub(crate) fn with_clock(shift: TimeDelta, zone: &str, command: &Command) -> Command {
    static LIBRARY: LazyLock<PathBuf> = LazyLock::new(clock_shift);
    // By way of another program, which leaves the one that is given as it is.
    let mut shifted = by("env", &[], command);
    shifted.env("TZ", zone).env("CLOCK_SHIFT", shift.num_seconds().to_string()).env("LD_PRELOAD", &*LIBRARY);
    shifted
}

/// Builds what shifts a program's clock.
fn clock_shift() -> PathBuf {
    let source = repository().join("tests/clock/shift.c");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let (library, unfinished) =
        (folder.join("shift.so"), folder.join(format!("shift-{}.so", std::process::id())));
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&unfinished)
        .arg(source)
        .status()
        .unwrap();
    assert!(built.success());
    // Tests in other processes build it too.
    fs::rename(&unfinished, &library).unwrap();
    library
}

/// A program that is started by another one.
fn by(starter: &str, arguments: &[&str], command: &Command) -> Command {
    let mut starting = Command::new(starter);
    starting.args(arguments).arg(command.get_program()).args(command.get_args());
    if let Some(folder) = command.get_current_dir() {
        starting.current_dir(folder);
    }
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => starting.env(name, value),
            None => starting.env_remove(name),
        };
    }
    starting
}

/// A program that can write so many bytes into a file and no more, as on a disk that is full: it is told so when it writes.
/// The limit can be taken away again while it runs.
pub(crate) fn on_full_disk(command: &Command, bytes: u64) -> Command {
    // In blocks of 512 bytes.
    after(&format!("trap '' XFSZ; ulimit -S -f {}", bytes.div_ceil(512)), command)
}

/// A program as somebody who owns nothing, when the tests run as root, who may write anywhere. It is copied into a folder that
/// everybody may look into, which the build may not stand in.
pub(crate) fn as_nobody(command: &Command, folder: &Path) -> Command {
    const NOBODY: u32 = 65534;
    let program = Path::new(command.get_program());
    let copy = folder.join(program.file_name().unwrap());
    if !copy.exists() {
        fs::copy(program, &copy).unwrap();
    }
    let mut command_of_nobody = Command::new(copy);
    command_of_nobody.args(command.get_args()).current_dir("/").env_remove("DATABASE_URL");
    if fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0) {
        command_of_nobody.uid(NOBODY).gid(NOBODY);
    }
    command_of_nobody
}
