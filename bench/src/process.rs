//! Runs a program and tells what it took: time on the clock, time of the processor, and memory.

use std::{
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use procfs::process::Process;
use serde::Serialize;

use crate::failure::Outcome;

/// How often a process's memory is looked at.
const INTERVAL: Duration = Duration::from_millis(5);

/// What a run of a program took.
#[derive(Copy, Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Usage {
    /// Seconds on the clock, from its start to its end.
    pub(crate) wall_seconds: f64,
    /// Seconds of the processor, of the program and of every process that it started.
    pub(crate) cpu_seconds: f64,
    /// Its memory.
    pub(crate) peak: Peak,
}

/// The most memory that was resident, in bytes. What processes share, such as a library, counts for each of them.
///
/// The kernel's own count of the largest process of a run is of no use here: it begins with the size of the process
/// that starts it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Peak {
    /// Of the program itself: its high-water mark, last read a few milliseconds before its end.
    pub(crate) itself: u64,
    /// Of the largest process that it started, in the same way.
    pub(crate) helper: u64,
    /// Of all of them at the same time, by looking at them again and again.
    pub(crate) together: u64,
}

/// What a program did, and what that took.
pub(crate) struct Ran {
    pub(crate) usage: Usage,
    /// What it wrote to standard output.
    pub(crate) output: Vec<u8>,
}

/// Runs a program to its end. Only one may be measured at a time: the processor's time is that of all that ended.
pub(crate) fn measure(command: &mut Command) -> Outcome<Ran> {
    let cpu_before = cpu_of_ended_children()?;
    let begun = Instant::now();
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let child = child.map_err(|error| format!("{} did not start: {error}", shown(command)))?;
    let (output, peak) = watch(child)?;
    let wall_seconds = begun.elapsed().as_secs_f64();
    if !output.status.success() {
        let told = String::from_utf8_lossy(&output.stdout);
        return Err(format!("{} ended with {}: {told}", shown(command), output.status).into());
    }
    let cpu_seconds = cpu_of_ended_children()? - cpu_before;
    Ok(Ran { usage: Usage { wall_seconds, cpu_seconds, peak }, output: output.stdout })
}

fn watch(child: Child) -> Outcome<(std::process::Output, Peak)> {
    let process = Process::new(child.id().try_into()?)?;
    let has_ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let watching = scope.spawn(|| {
            let mut peak = Peak::default();
            while !has_ended.load(Ordering::Relaxed) {
                peak.look_at(&process);
                thread::sleep(INTERVAL);
            }
            peak
        });
        let output = child.wait_with_output();
        has_ended.store(true, Ordering::Relaxed);
        let peak = watching.join().map_err(|_| "the watch over a process broke down")?;
        Ok((output?, peak))
    })
}

impl Peak {
    /// A process that is about to begin or has ended has no memory to look at.
    fn look_at(&mut self, process: &Process) {
        let Some(own) = Memory::of(process) else { return };
        self.itself = self.itself.max(own.most);
        let mut together = own.now;
        for helper in helpers(process).iter().filter_map(Memory::of) {
            self.helper = self.helper.max(helper.most);
            together += helper.now;
        }
        self.together = self.together.max(together).max(self.itself).max(self.helper);
    }
}

/// Resident memory of a process, in bytes.
struct Memory {
    now: u64,
    most: u64,
}

impl Memory {
    fn of(process: &Process) -> Option<Self> {
        const KIB: u64 = 1024;
        let status = process.status().ok()?;
        Some(Self { now: status.vmrss? * KIB, most: status.vmhwm? * KIB })
    }
}

/// The processes that a process started, and those that they started.
fn helpers(process: &Process) -> Vec<Process> {
    let Ok(tasks) = process.tasks() else { return Vec::new() };
    let ids = tasks.flatten().filter_map(|task| task.children().ok()).flatten();
    let own: Vec<Process> = ids.filter_map(|id| Process::new(id.try_into().ok()?).ok()).collect();
    let theirs: Vec<Process> = own.iter().flat_map(helpers).collect();
    own.into_iter().chain(theirs).collect()
}

/// Seconds of the processor that a running process has taken, and every process that it started.
pub(crate) fn cpu_of_tree(process: &Process) -> Outcome<f64> {
    let mut ticks = 0;
    for process in std::iter::once(process).chain(&helpers(process)) {
        let stat = process.stat()?;
        ticks += stat.utime + stat.stime + u64::try_from(stat.cutime + stat.cstime)?;
    }
    #[expect(clippy::cast_precision_loss, reason = "ticks of the clock since it began")]
    Ok(ticks as f64 / procfs::ticks_per_second() as f64)
}

/// Seconds of the processor, of all processes that have ended here and of those that had ended there.
fn cpu_of_ended_children() -> Outcome<f64> {
    let own = Process::myself()?.stat()?;
    #[expect(clippy::cast_precision_loss, reason = "ticks of the clock since this program began")]
    Ok((own.cutime + own.cstime) as f64 / procfs::ticks_per_second() as f64)
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn processes_that_a_program_starts_count_too() {
        let busy = "i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done";
        let script = format!("sh -c '{busy}; sleep 0.05' & wait; echo done");
        let ran = measure(Command::new("sh").args(["-c", &script])).unwrap();
        assert_eq!(ran.output, b"done\n");
        assert!(ran.usage.cpu_seconds > 0.0 && ran.usage.wall_seconds > 0.05, "{:?}", ran.usage);
        let Peak { itself, helper, together } = ran.usage.peak;
        assert!(itself > 0 && helper > 0 && together >= itself.max(helper), "{:?}", ran.usage);
    }

    #[test]
    fn what_a_running_program_takes_is_seen() {
        let busy = "i=0; while :; do i=$((i+1)); done";
        let mut child =
            Command::new("sh").args(["-c", &format!("sh -c '{busy}' & exec sleep 60")]).spawn().unwrap();
        let process = Process::new(child.id().try_into().unwrap()).unwrap();
        let begun = Instant::now();
        while cpu_of_tree(&process).unwrap() < 0.05 {
            assert!(begun.elapsed() < Duration::from_secs(30), "nothing was seen");
            thread::sleep(INTERVAL);
        }
        for helper in helpers(&process) {
            Command::new("kill").arg(helper.pid.to_string()).status().unwrap();
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }

    #[test]
    fn a_program_that_fails_is_no_measurement() {
        let failure = measure(Command::new("sh").args(["-c", "echo lost; exit 3"])).err().unwrap();
        assert!(failure.to_string().contains("exit status: 3: lost"), "{failure}");
    }
}
