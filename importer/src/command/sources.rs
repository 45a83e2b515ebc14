//! Which files are meant, and what is known of them: by the command line, and by the list of sources.

use std::path::Path;

use super::inputs;
use crate::{
    catalogue::{self, Location, SourceEntry},
    cli::ImportArgs,
    error::Error,
};

/// The files that were named, or else all of the list.
pub(super) fn sources(arguments: &ImportArgs) -> Result<Vec<SourceEntry>, Error> {
    if arguments.files.is_empty() {
        let mut listed = catalogue::read(&arguments.sources)?.sources;
        listed.iter_mut().for_each(|entry| entry.include_hidden |= arguments.include_hidden);
        return Ok(listed);
    }
    // Files may be imported without any list; but a list that is there must be right.
    let known = catalogue::read_if_there(&arguments.sources)?.sources;
    let files = inputs::files(&arguments.files)?;
    let entries: Vec<SourceEntry> =
        files.iter().map(|path| entry(path, &known, arguments)).collect::<Result<_, _>>()?;
    match same_dataset(&entries) {
        Some(error) => Err(error),
        None => Ok(entries),
    }
}

/// Two files of one dataset would take each other's place, which nobody who names both can mean.
fn same_dataset(entries: &[SourceEntry]) -> Option<Error> {
    entries.iter().enumerate().find_map(|(place, second)| {
        let first = entries[..place].iter().find(|first| first.dataset == second.dataset)?;
        Some(Error::SameDataset {
            dataset: second.dataset.clone(),
            first: first.path.clone(),
            second: second.path.clone(),
        })
    })
}

fn entry(path: &Path, known: &[SourceEntry], arguments: &ImportArgs) -> Result<SourceEntry, Error> {
    let listed = match Location::of(path) {
        Location::Input => input(arguments)?,
        _ => catalogue::entry_of(path, known),
    };
    Ok(SourceEntry {
        path: path.to_owned(),
        is_dataset_guessed: arguments.dataset.is_none() && listed.is_dataset_guessed,
        dataset: arguments.dataset.clone().unwrap_or(listed.dataset),
        kind: arguments.kind.or(listed.kind),
        profile: arguments.profile.clone().or(listed.profile),
        publisher: arguments.publisher.clone().or(listed.publisher),
        title: arguments.title.clone().or(listed.title),
        address: arguments.address.clone().or(listed.address),
        published_on: arguments.published_on.or(listed.published_on),
        as_of: arguments.as_of.or(listed.as_of),
        include_hidden: arguments.include_hidden || listed.include_hidden,
        ..listed
    })
}

/// Standard input as a source. Only a name can tell which dataset it is.
fn input(arguments: &ImportArgs) -> Result<SourceEntry, Error> {
    if arguments.file_name.is_none() && arguments.dataset.is_none() {
        return Err(Error::NamelessInput);
    }
    let name = arguments.file_name.clone();
    let named = SourceEntry::of_file(Path::new(name.as_deref().unwrap_or("-")));
    Ok(SourceEntry { input_name: name, ..named })
}
