//! The parsing process: this very program, started once more, with limits and without a database.
//!
//! No check sees all that a damaged workbook does to a parser: of lightly damaged ones three in a hundred end it,
//! and half of these by running out of memory, which nothing within a process can catch.

use std::{
    env,
    fs::File,
    io,
    os::{
        fd::AsFd,
        unix::process::{CommandExt, ExitStatusExt},
    },
    process::{Child, ChildStdout, Command, ExitStatus, Stdio},
    sync::{
        atomic::{AtomicBool, AtomicU64, Ordering},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use rustix::process::{Resource, Rlimit, Signal, set_parent_process_death_signal, setrlimit};

use super::{
    FileBytes, Limits, Visitor, show,
    wire::{self, Forward, Job, Message},
};
use crate::error::{Refusal, RefusalCode};

/// The hidden command that makes this program the parsing process.
pub const COMMAND: &str = "__parse";

/// The longest message: a row of as many columns as are read, each with the longest text.
const LONGEST_MESSAGE: u32 = 128 * 1024 * 1024;

/// How often the parser is looked after.
const LOOK: Duration = Duration::from_millis(50);

/// What is said when the process cannot be talked to.
fn crashed(why: impl Into<String>) -> Refusal {
    Refusal::new(RefusalCode::ParserCrashed, why)
}

/// Shows the rows of a file to a visitor, from a process of its own.
///
/// # Errors
/// When the file is no good, or the process broke down over it or took too long.
pub fn visit_apart(file: &FileBytes, limits: &Limits, visitor: &mut dyn Visitor) -> Result<(), Refusal> {
    let mut child = start(file, limits)
        .map_err(|error| crashed(format!("the parsing process did not start: {error}")))?;
    let Some(stdout) = child.stdout.take() else {
        return Err(crashed("the parsing process has no output"));
    };
    let (done, watched) = mpsc::channel();
    let silence = Silence::default();
    thread::scope(|scope| {
        let silent = &silence;
        let watch = scope.spawn(move || watch(child, &watched, silent, limits.wall));
        let told = receive(stdout, &silence, visitor);
        let _ = done.send(());
        let (status, in_time) = watch.join().map_err(|_| crashed("the watch broke down"))?;
        told.unwrap_or_else(|| Err(ended(status, in_time, limits)))
    })
}

fn start(file: &FileBytes, limits: &Limits) -> io::Result<Child> {
    let job = Job { name: file.name.clone(), limits: *limits };
    Command::new(env::current_exe()?)
        .arg(COMMAND)
        .arg(serde_json::to_string(&job)?)
        .env_clear()
        // Of itself the allocator reserves as many addresses at once as the limit on memory allows in all.
        .env("MIMALLOC_ARENA_RESERVE", "32MiB")
        // What stops the importer from the terminal stops it alone, and is not taken for a fault of the parser.
        .process_group(0)
        .stdin(file.bytes.file()?)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
}

/// Passes messages on to the visitor. None when they end before the parser said that it was done.
fn receive(stdout: ChildStdout, silence: &Silence, visitor: &mut dyn Visitor) -> Option<Result<(), Refusal>> {
    let (mut input, mut buffer) = (wire::buffered(stdout), Vec::new());
    let mut wanted = false;
    loop {
        silence.begin();
        let message = wire::read::<Message>(&mut input, &mut buffer, LONGEST_MESSAGE);
        silence.end();
        match message {
            Ok(Message::Text { encoding, delimiter }) => visitor.text(&encoding, delimiter),
            Ok(Message::Sheet { name, visible }) => wanted = visitor.sheet(&name, visible),
            Ok(Message::HiddenColumns(runs)) if wanted => visitor.hidden_columns(runs),
            Ok(Message::Merged(regions)) if wanted => visitor.merged(regions),
            Ok(Message::Row(row)) if wanted => visitor.row(row),
            Ok(Message::HiddenColumns(_) | Message::Merged(_) | Message::Row(_)) => {}
            Ok(Message::Refused(refusal)) => return Some(Err(refusal)),
            Ok(Message::Done) => return Some(Ok(())),
            Err(_) => return None,
        }
    }
}

/// Whether a message is waited for, and which. While one is being dealt with, the parser waits and not we: a slow
/// database is no fault of the file's.
#[derive(Default)]
struct Silence {
    is_on: AtomicBool,
    messages: AtomicU64,
}

impl Silence {
    fn begin(&self) {
        self.is_on.store(true, Ordering::Release);
    }

    fn end(&self) {
        self.is_on.store(false, Ordering::Release);
        self.messages.fetch_add(1, Ordering::AcqRel);
    }
}

/// Waits for the process, and ends it when it has been silent for too long.
fn watch(
    mut child: Child,
    done: &mpsc::Receiver<()>,
    silence: &Silence,
    wall: Duration,
) -> (Option<ExitStatus>, bool) {
    let (mut since, mut heard) = (Instant::now(), 0);
    let in_time = loop {
        if !matches!(done.recv_timeout(LOOK), Err(mpsc::RecvTimeoutError::Timeout)) {
            break true;
        }
        let messages = silence.messages.load(Ordering::Acquire);
        if messages != heard || !silence.is_on.load(Ordering::Acquire) {
            (since, heard) = (Instant::now(), messages);
        } else if since.elapsed() >= wall {
            break false;
        }
    };
    // After the last message there is nothing left for it to do.
    let _ = child.kill();
    (child.wait().ok(), in_time)
}

fn ended(status: Option<ExitStatus>, in_time: bool, limits: &Limits) -> Refusal {
    let signal = status.and_then(|status| status.signal());
    if !in_time {
        let message = format!("the parser read nothing for {} s", limits.wall.as_secs());
        return Refusal::new(RefusalCode::ParserTimeout, message);
    }
    match signal {
        Some(signal) if signal == Signal::XCPU.as_raw() => {
            let message = format!("the parser took more than {} s of processor time", limits.cpu.as_secs());
            Refusal::new(RefusalCode::ParserTimeout, message)
        }
        _ => crashed(format!(
            "the parser broke down over this file, or wanted more than {} MiB of memory",
            limits.memory / (1024 * 1024)
        )),
    }
}

/// The parsing process: its second argument is the job, standard input the file itself, standard output its answer.
///
/// # Errors
/// When the streams fail; there is nobody left to tell.
pub fn serve() -> io::Result<()> {
    // Nothing is left to do when the importer is gone.
    set_parent_process_death_signal(Some(Signal::KILL))?;
    let job: Job = serde_json::from_str(&env::args().nth(2).unwrap_or_default())?;
    restrict(&job.limits)?;
    let mut file = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let mut forward = Forward::new(io::stdout().lock(), &job.limits);
    let outcome = show(&mut file, &job.name, &job.limits, &mut forward);
    forward.send(&outcome.map_or_else(Message::Refused, |()| Message::Done));
    forward.finish()
}

/// Gives up what a parser does not need.
fn restrict(limits: &Limits) -> io::Result<()> {
    // At its hard limit a process is killed without a word; a second before, it gets the signal that tells why.
    let cpu = limits.cpu.as_secs();
    setrlimit(Resource::Cpu, Rlimit { current: Some(cpu), maximum: Some(cpu + 1) })?;
    for (resource, limit) in
        [(Resource::As, limits.memory), (Resource::Nofile, 32), (Resource::Fsize, 0), (Resource::Core, 0)]
    {
        setrlimit(resource, Rlimit { current: Some(limit), maximum: Some(limit) })?;
    }
    Ok(())
}
