//! The api as it runs.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
};

use procfs::process::Process;

use crate::failure::Outcome;

/// A running api, stopped when nobody needs it.
pub(super) struct Service {
    child: Child,
    address: String,
    process: Process,
}

impl Service {
    /// Starts it, and waits until it listens.
    pub(super) fn start(program: &Path, database: &str) -> Outcome<Self> {
        let mut command = Command::new(program);
        command.args(["--listen", "127.0.0.1:0"]).env("DATABASE_URL", database).stderr(Stdio::piped());
        let mut child = command.spawn()?;
        let process = Process::new(child.id().try_into()?)?;
        let mut lines = BufReader::new(child.stderr.take().ok_or("it has no log")?).lines();
        for line in lines.by_ref() {
            let line = line?;
            if let Some(address) = line.strip_prefix("listening on ") {
                let address = address.to_owned();
                // The rest must be read, or it would wait for a full pipe.
                thread::spawn(move || lines.map_while(Result::ok).for_each(|line| eprintln!("{line}")));
                return Ok(Self { child, address, process });
            }
            eprintln!("{line}");
        }
        Err(format!("{} does not serve: {}", program.display(), child.wait()?).into())
    }

    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Resident memory, in bytes.
    pub(super) fn memory(&self) -> Outcome<u64> {
        Ok(self.process.status()?.vmrss.ok_or("its memory cannot be seen")? * 1024)
    }

    /// Files and connections.
    pub(super) fn open_files(&self) -> Outcome<usize> {
        Ok(self.process.fd_count()?)
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
