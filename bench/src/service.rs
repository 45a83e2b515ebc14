//! A service as it runs: the api, or what it is compared with.

use std::{
    ffi::OsStr,
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use procfs::process::{Process, Status};

use crate::{failure::Outcome, process};

/// How a service says on standard error that it listens, before its address.
pub(crate) const LISTENING: &str = "listening on ";

/// A running service, stopped when nobody needs it.
pub(crate) struct Service {
    child: Child,
    address: String,
    process: Process,
}

impl Service {
    /// Starts the api, with options.
    pub(crate) fn api(program: &Path, database: &str, options: &[&str]) -> Outcome<Self> {
        let mut command = Command::new(program);
        Self::start(command.args(["--listen", "127.0.0.1:0"]).args(options).env("DATABASE_URL", database))
    }

    /// Starts this program as the service that a sub-command makes of it.
    pub(crate) fn own(arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Outcome<Self> {
        Self::start(Command::new(std::env::current_exe()?).args(arguments))
    }

    /// Starts it, and waits until it listens.
    fn start(command: &mut Command) -> Outcome<Self> {
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn()?;
        let process = Process::new(child.id().try_into()?)?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("it has no log")?).lines();
        for line in lines.by_ref() {
            let line = line?;
            if let Some(address) = line.strip_prefix(LISTENING) {
                let address = address.to_owned();
                // The rest must be read, or it would wait for a full pipe.
                thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
                return Ok(Self { child, address, process });
            }
            eprintln!("{line}");
        }
        let program = command.get_program().display();
        Err(format!("{program} does not serve: {}", child.wait()?).into())
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// Resident memory, in bytes.
    pub(crate) fn memory(&self) -> Outcome<u64> {
        self.bytes(|status| status.vmrss)
    }

    /// The most memory that was resident, in bytes. Files that are mapped count, though the system may take it back.
    pub(crate) fn peak(&self) -> Outcome<u64> {
        self.bytes(|status| status.vmhwm)
    }

    /// Resident memory without that of files, in bytes.
    pub(crate) fn own_memory(&self) -> Outcome<u64> {
        self.bytes(|status| status.rssanon)
    }

    fn bytes(&self, kib: fn(&Status) -> Option<u64>) -> Outcome<u64> {
        Ok(kib(&self.process.status()?).ok_or("its memory cannot be seen")? * 1024)
    }

    /// Files and connections.
    pub(crate) fn open_files(&self) -> Outcome<usize> {
        Ok(self.process.fd_count()?)
    }

    /// Seconds of the processor since it started, of every process that it started too.
    pub(crate) fn cpu_seconds(&self) -> Outcome<f64> {
        process::cpu_of_tree(&self.process)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
