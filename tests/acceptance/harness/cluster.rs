//! PostgreSQL servers of a test's own: to be stopped, started again, copied and promoted.

use std::{
    env, fs,
    net::TcpListener,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Command, Output},
    thread::sleep,
    time::{Duration, Instant},
};

use tempfile::TempDir;

use super::Store;

/// A server, which is gone when the test is over.
pub(crate) struct Cluster {
    folder: TempDir,
    port: u16,
}

impl Cluster {
    /// An empty server that runs.
    pub(crate) fn new() -> Self {
        let new = Self::unmade();
        // What is killed may lose nothing, but the machine will not fail.
        let options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
        new.made("initdb", &options);
        new.configure("listen_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\n");
        new.start();
        new
    }

    /// A standby of this server that runs.
    pub(crate) fn standby(&self) -> Self {
        let new = Self::unmade();
        let port = self.port.to_string();
        let options = [
            "--host=127.0.0.1",
            "--username=postgres",
            "--write-recovery-conf",
            "--no-sync",
            "--checkpoint=fast",
        ];
        new.made("pg_basebackup", &[&options[..], &["--port", &port]].concat());
        new.start();
        new
    }

    fn unmade() -> Self {
        let folder = tempfile::tempdir().unwrap();
        if let Some((user, group)) = account() {
            chown(folder.path(), Some(user), Some(group)).unwrap();
        }
        // Whoever is given it between now and the start of the server makes the test fail.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { folder, port }
    }

    fn made(&self, program: &str, options: &[&str]) {
        let data = self.data();
        let output = self.program(program).arg("--pgdata").arg(data).args(options).output().unwrap();
        succeeded(program, &output);
    }

    /// Where its files are.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Adds lines to its configuration, which count from its next start on.
    pub(crate) fn configure(&self, lines: &str) {
        let path = self.data().join("postgresql.conf");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(path, format!("{text}\n{lines}")).unwrap();
    }

    /// A file that the server can read, and nobody else.
    pub(crate) fn give(&self, path: &Path) {
        if let Some((user, group)) = account() {
            chown(path, Some(user), Some(group)).unwrap();
        }
    }

    /// The database that every server has.
    pub(crate) fn store(&self) -> Store {
        Store::at(self.url("postgres"))
    }

    /// The address of that database for a user.
    pub(crate) fn url(&self, user: &str) -> String {
        format!("postgres://{user}@127.0.0.1:{}/postgres", self.port)
    }

    pub(crate) fn start(&self) {
        let options = format!("-p {}", self.port);
        let log = self.folder.path().join("server.log");
        self.control(&["start", "--wait", "--log", log.to_str().unwrap(), "--options", &options]);
    }

    /// Stops it as a power cut would.
    pub(crate) fn crash(&self) {
        self.control(&["stop", "--mode=immediate", "--wait"]);
    }

    /// Makes a primary of a standby.
    pub(crate) fn promote(&self) {
        self.control(&["promote", "--wait"]);
    }

    /// Waits until it has what another one has.
    pub(crate) fn catch_up_with(&self, other: &Cluster) {
        let version =
            |store: Store| store.column("SELECT COALESCE(MAX(data_version), 0)::text FROM import_run");
        let until = Instant::now() + Duration::from_secs(20);
        while version(self.store()) != version(other.store()) {
            assert!(Instant::now() < until, "the standby does not follow");
            sleep(Duration::from_millis(20));
        }
    }

    fn control(&self, arguments: &[&str]) {
        // A server that goes on holds the pipes that it was given, so it is given none.
        let mut program = self.program("pg_ctl");
        let status = program.args(arguments).arg("--pgdata").arg(self.data()).arg("--silent").status();
        let log = || fs::read_to_string(self.folder.path().join("server.log")).unwrap_or_default();
        assert!(status.unwrap().success(), "pg_ctl {arguments:?}: {}", log());
    }

    fn program(&self, name: &str) -> Command {
        let folder =
            env::var_os("TEST_POSTGRES_BIN").expect("TEST_POSTGRES_BIN names no folder; ./test.sh sets it");
        let mut command = Command::new(PathBuf::from(folder).join(name));
        command.current_dir(self.folder.path());
        if let Some((user, group)) = account() {
            command.uid(user).gid(group);
        }
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        let _ = stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]).arg(self.data()).output();
    }
}

/// Who runs the servers, when it is not whoever runs the tests: user and group.
fn account() -> Option<(u32, u32)> {
    let account =
        env::var("TEST_POSTGRES_ACCOUNT").expect("TEST_POSTGRES_ACCOUNT is not set; ./test.sh does that");
    let (user, group) = account.split_once(':')?;
    Some((user.parse().unwrap(), group.parse().unwrap()))
}

fn succeeded(program: &str, output: &Output) {
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
}
