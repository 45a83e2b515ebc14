//! The files that an import writes on request: report, problems, marked-up copies.

use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::{
    catalogue::SourceEntry,
    cli::ImportArgs,
    error::{Error, Refusal},
    extract::FileBytes,
    markup::{self, NoCopy},
    output::{self, Output},
    report::{self, FileReport, Report},
    run::Options,
};

/// The files that are to be written. They can be, as far as is known before the work.
pub(super) struct Outputs {
    report: Option<Output>,
    issues: Option<Output>,
    /// One for each file that is imported, or none at all.
    copies: Vec<PathBuf>,
}

impl Outputs {
    pub(super) fn prepare(arguments: &ImportArgs, sources: &[SourceEntry]) -> Result<Self, Error> {
        let inputs = || sources.iter().map(|entry| entry.path.as_path());
        let create = |path: &PathBuf| Output::create(path, inputs());
        let copies =
            arguments.mark_up.as_ref().map(|given| markup::places(given, sources)).unwrap_or_default();
        if let (Some(given), Some(first)) = (&arguments.mark_up, copies.first()) {
            if first != given {
                output::folder(given)?;
            }
            // Only tried: there may be more copies than files may be open.
            copies.iter().try_for_each(|copy| create(copy).map(drop))?;
        }
        Ok(Self {
            report: arguments.report.as_ref().map(create).transpose()?,
            issues: arguments.issues.as_ref().map(create).transpose()?,
            copies,
        })
    }

    /// Writes all of them, even when one cannot be written; the first failure is told.
    pub(super) fn write(
        self,
        report: &Report,
        sources: &[SourceEntry],
        options: &Options,
    ) -> Result<(), Error> {
        let written = self.report.map_or(Ok(()), |output| {
            let json = serde_json::to_vec_pretty(report).map_err(io::Error::from)?;
            output.write(&json)
        });
        let listed = self
            .issues
            .map_or(Ok(()), |output| output.fill(|file| report::write_issues(BufWriter::new(file), report)));
        let marked = self.copies.iter().zip(&report.files).zip(sources);
        let marked = marked.map(|((copy, file), entry)| mark_up(copy, file, entry, options));
        written.and(listed).and(marked.fold(Ok(()), Result::and))
    }
}

/// Writes the copy of one file. Of one that cannot be read there is none.
fn mark_up(copy: &Path, report: &FileReport, entry: &SourceEntry, options: &Options) -> Result<(), Error> {
    let output = Output::create(copy, [entry.path.as_path()])?;
    let mut unreadable = None;
    let file = match FileBytes::read(&entry.path, &options.limits) {
        Ok(file) if report.sha256.as_ref() == Some(&file.sha256) => file,
        Ok(_) => return told(entry, "it has changed since it was read"),
        Err(unread) => return told(entry, &Refusal::from(unread).message),
    };
    let written = output.fill(|out| {
        let mut out = BufWriter::new(out);
        match markup::mark_up(&file, report, &options.limits, options.visit, &mut out) {
            Ok(()) => out.flush(),
            Err(NoCopy::Unwritable(error)) => Err(error),
            Err(NoCopy::Unreadable(refusal)) => {
                let error = io::Error::other(refusal.message.clone());
                unreadable = Some(refusal);
                Err(error)
            }
        }
    });
    match unreadable {
        Some(refusal) => told(entry, &refusal.message),
        None => written,
    }
}

/// The report has said already that such a file was refused.
fn told(entry: &SourceEntry, why: &str) -> Result<(), Error> {
    let line = format!("there is no marked-up copy of {}: {why}", entry.called().display());
    writeln!(io::stderr(), "importer: {}", report::shown(&line))?;
    Ok(())
}
