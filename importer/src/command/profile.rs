//! The commands about mapping profiles.

use std::{
    fmt::Write as _,
    io::Write,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::print::{self, print};
use crate::{
    catalogue::SourceEntry,
    cli::{InferArgs, ProfileCheckArgs, ProfileCommand},
    error::{Error, Refusal},
    extract::{FileBytes, Limits, child},
    infer,
    recognise::{BUILT_IN, Profile, Profiles, built_in},
    report::{self, Detail, Exit, FileReport, Inspection, ProfileReport},
    transform,
};

pub(super) fn execute(command: &ProfileCommand) -> Result<u8, Error> {
    match command {
        ProfileCommand::List => list(),
        ProfileCommand::Show { name } => show(name),
        ProfileCommand::Infer(arguments) => draft(arguments),
        ProfileCommand::Check(arguments) => check(arguments),
    }
}

fn list() -> Result<u8, Error> {
    let mut text = String::new();
    for profile in BUILT_IN.iter().filter_map(|(_, text)| Profile::parse(text).ok()) {
        let _ = writeln!(text, "{:<20} {}", profile.stamp(), profile.description);
    }
    write(&text)
}

fn show(name: &str) -> Result<u8, Error> {
    let unknown = || Error::Profile {
        path: PathBuf::from(name),
        message: "there is no built-in profile of this name; `importer profile list` shows them".to_owned(),
    };
    write(built_in(name).ok_or_else(unknown)?)
}

fn draft(arguments: &InferArgs) -> Result<u8, Error> {
    let limits = Limits { include_hidden: arguments.include_hidden, ..Limits::from(&arguments.limits) };
    let drafted = FileBytes::read(&arguments.file, &limits).map_err(Refusal::from).and_then(|file| {
        infer::profile(&file, arguments.kind, arguments.sheet.as_deref(), &limits, child::visit_apart)
    });
    match drafted {
        Ok(text) => write(&text),
        Err(refusal) => {
            let mut inspected = Inspection::new(FileReport::new(&SourceEntry::of_file(&arguments.file)));
            inspected.refused(refusal);
            let code = inspected.file.exit().code();
            // Standard output is meant to become the profile.
            let told = report::inspection(&inspected, Detail::Usual);
            anstream::stderr().lock().write_all(told.as_bytes())?;
            Ok(code)
        }
    }
}

/// What a profile is, and what it reads.
#[derive(Serialize)]
struct Checked {
    profile: ProfileReport,
    files: Vec<Inspection>,
}

fn check(arguments: &ProfileCheckArgs) -> Result<u8, Error> {
    if arguments.profile.is_dir() {
        let message = "this is a folder; name one profile".to_owned();
        return Err(Error::Profile { path: arguments.profile.clone(), message });
    }
    let profiles = Profiles::load(Some(&arguments.profile), None)?;
    let Some(profile) = profiles.named_one() else { return Ok(Exit::Ok.code()) };
    let limits = Limits { include_hidden: arguments.include_hidden, ..Limits::from(&arguments.limits) };
    let files = arguments.files.iter().map(|path| inspected(path, &profiles, &limits));
    let checked = Checked { profile: ProfileReport::from(profile.as_ref()), files: files.collect() };
    let detail = if arguments.verbose { Detail::All } else { Detail::Usual };
    print(arguments.format, &checked, || text(profile, &checked.files, detail))?;
    let codes = checked.files.iter().map(|file| file.file.exit().code());
    Ok(codes.max().unwrap_or(Exit::Ok.code()))
}

fn inspected(path: &Path, profiles: &Profiles, limits: &Limits) -> Inspection {
    let mut inspected = Inspection::new(FileReport::new(&SourceEntry::of_file(path)));
    inspected.file.read_by(profiles.named_one());
    let parsed = FileBytes::read(path, limits).map_err(Refusal::from).and_then(|bytes| {
        inspected.file.identify(&bytes);
        let mut look_at = |records| inspected.look_at(&records);
        transform::parse_in_batches(profiles, &bytes, None, limits, child::visit_apart, &mut look_at)
    });
    match parsed {
        Ok(parsed) => inspected.finish(&parsed),
        Err(refusal) => inspected.refused(refusal),
    }
    inspected
}

fn text(profile: &Profile, files: &[Inspection], detail: Detail) -> String {
    let (kind, columns) = (profile.kind.title(), profile.columns());
    let mut text = format!("profile {} is right: {kind}, {columns} columns\n", profile.stamp());
    for file in files {
        text.push('\n');
        text.push_str(&report::inspection(file, detail));
    }
    text
}

fn write(text: &str) -> Result<u8, Error> {
    print::raw(text.as_bytes())?;
    Ok(Exit::Ok.code())
}
