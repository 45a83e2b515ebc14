//! A list, a format and a database: every program has its turn, round by round.

use std::{env, process::Command};

use super::{
    Files, Importer,
    results::{Measured, Subject},
    sameness,
};
use crate::{
    by_hand::{self, Work},
    database::{Database, Kind},
    failure::Outcome,
    process::{self, Usage},
};

/// What is imported, by what, and into what.
pub(super) struct Case<'a> {
    pub(super) importer: &'a Importer,
    pub(super) files: &'a Files,
    pub(super) kind: Kind,
    /// A database that knows the organisations and rounds of the list.
    pub(super) prepared: &'a Database,
}

impl Case<'_> {
    /// Runs everything so many times.
    pub(super) fn run(&self, rounds: u64) -> Outcome<Measured> {
        let mut measured = Measured::new(self.files, self.kind)?;
        for round in 1..=rounds {
            eprintln!("{}: round {round} of {}", measured.title(), rounds);
            self.round(round == 1, &mut |subject, usage| {
                let Usage { wall_seconds, cpu_seconds, .. } = usage;
                eprintln!("  {}: {wall_seconds:.2} s, {cpu_seconds:.2} s of the processor", subject.title());
                measured.add(subject, usage);
            })?;
        }
        Ok(measured)
    }

    /// One after the other, so that what else the machine does troubles all of them alike.
    fn round(&self, is_first: bool, tell: &mut dyn FnMut(Subject, Usage)) -> Outcome<()> {
        let Self { files, prepared, .. } = self;
        let imported = prepared.copy("imported")?;
        tell(Subject::Importer, self.importer.import(&imported, files)?);
        tell(Subject::SameAgain, self.importer.repeat(&imported, files)?);
        for (subject, work) in [(Subject::Everything, Work::Everything), (Subject::Facts, Work::Facts)] {
            let loaded = prepared.copy(work.name())?;
            tell(subject, self.by_hand(&loaded, work)?);
            if is_first {
                sameness::check(&imported, &loaded, work == Work::Everything)?;
            }
        }
        tell(Subject::Reading, self.by_hand(prepared, Work::Read)?);
        tell(Subject::Corrected, self.importer.correct(&imported, files)?);
        Ok(())
    }

    fn by_hand(&self, database: &Database, work: Work) -> Outcome<Usage> {
        let mut command = Command::new(env::current_exe()?);
        command.args([by_hand::COMMAND, work.name()]).arg(&self.files.adoptions);
        let ran = process::measure(command.env("DATABASE_URL", database.url()))?;
        Ok(ran.usage)
    }
}
