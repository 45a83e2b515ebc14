//! `importer inspect`.

use super::print::print;
use crate::{
    catalogue::SourceEntry,
    cli::InspectArgs,
    error::{Error, Refusal},
    extract::{FileBytes, Limits, child},
    fetch,
    recognise::Profiles,
    report::{self, Detail, Exit, FileReport, Inspection, Report},
    transform,
};

pub(super) fn inspect(arguments: &InspectArgs) -> Result<u8, Error> {
    let limits = Limits { include_hidden: arguments.include_hidden, ..Limits::from(&arguments.limits) };
    let entry = SourceEntry {
        kind: arguments.kind,
        profile: arguments.profile.clone(),
        ..SourceEntry::of_file(&arguments.file)
    };
    let profiles = Profiles::load(entry.profile.as_deref(), entry.kind)?;
    let files = fetch::input(&entry, &limits)?;
    let entry = files.as_ref().and_then(|files| files.entries.first()).unwrap_or(&entry);
    let mut inspected = Inspection::new(FileReport::new(entry));
    let parsed = FileBytes::read(&entry.path, &limits).map_err(Refusal::from).and_then(|bytes| {
        inspected.file.identify(&bytes);
        let mut look_at = |records| inspected.look_at(&records);
        transform::parse_in_batches(&profiles, &bytes, entry.kind, &limits, child::visit_apart, &mut look_at)
    });
    let detail = if arguments.verbose { Detail::All } else { Detail::Usual };
    match parsed {
        Ok(parsed) => {
            inspected.finish(&parsed);
            print(arguments.format, &inspected, || report::inspection(&inspected, detail))?;
            Ok(Exit::Ok.code())
        }
        Err(refusal) => {
            inspected.refused(refusal.with_remedy(entry.to_type()));
            let text = report::inspection(&inspected, detail);
            let mut report = Report::new(false);
            report.push(inspected.file);
            print(arguments.format, &report, || text)?;
            Ok(report.exit_code)
        }
    }
}
