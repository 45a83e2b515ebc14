//! `importer watch`.

use std::io;

use chrono::{SubsecRound, Utc};
use tracing_subscriber::{filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

use super::{
    database::connect,
    import::options,
    print::{is_error_coloured, print},
};
use crate::{
    catalogue,
    cli::WatchArgs,
    error::Error,
    extract::Limits,
    report::{self, Detail, Exit},
    stop::Stop,
    watch::{Clock, Inbox, Watcher},
};

/// Databases keep microseconds.
const CLOCK: &Clock<'static> = &|| Utc::now().trunc_subsecs(6);

pub(super) async fn watch(arguments: &WatchArgs) -> Result<u8, Error> {
    start_log();
    let list = &arguments.sources;
    let catalogue =
        if arguments.inbox.is_some() { catalogue::read_if_there(list)? } else { catalogue::read(list)? };
    catalogue::check_names(list, &catalogue.sources)?;
    if !arguments.once
        && arguments.inbox.is_none()
        && catalogue.sources.iter().all(|entry| entry.schedule.is_none())
    {
        let message =
            "there is nothing to watch: no source has a schedule, and no --inbox is given".to_owned();
        return Err(Error::Catalogue { path: list.clone(), message });
    }
    let inbox = arguments.inbox.as_deref().map(|folder| Inbox::new(folder, arguments.settle, CLOCK()));
    let mut inbox = inbox.transpose()?;
    let options = options(&arguments.policy, &arguments.database, Limits::from(&arguments.limits), false);
    let db = connect(&arguments.database).await?;
    let watcher = Watcher {
        db: &db,
        list,
        sources: &catalogue.sources,
        notify: catalogue.notify.as_ref(),
        options: &options,
        rules: arguments.fetch.rules(&options.limits),
        stop: Stop::on_signals()?,
        clock: CLOCK,
    };
    watcher.prepare().await?;
    if !arguments.once {
        tell_what_is_watched(&watcher, inbox.as_ref());
        watcher.forever(inbox.as_mut()).await;
        return Ok(watcher.stop.asked().unwrap_or(Exit::Ok).code());
    }
    let round = watcher.once(inbox.as_mut()).await;
    print(arguments.database.format, &round.report, || report::text(&round.report, Detail::Usual))?;
    match (watcher.stop.asked(), round.error) {
        (Some(stopped), _) => Ok(stopped.code()),
        (None, Some(error)) => Err(error),
        (None, None) => Ok(round.report.exit_code),
    }
}

fn tell_what_is_watched(watcher: &Watcher<'_>, inbox: Option<&Inbox>) {
    for entry in watcher.sources {
        match &entry.schedule {
            Some(schedule) => tracing::info!("{}: {} ({schedule})", entry.name(), entry.path.display()),
            None => tracing::info!("{}: is not watched, because it has no schedule", entry.name()),
        }
    }
    if let Some(inbox) = inbox {
        tracing::info!("inbox: {}", inbox.folder().display());
    }
}

/// Only what this program says: the client's own words may hold what is secret in an address.
fn start_log() {
    let own = Targets::new().with_target("importer", tracing::Level::INFO);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(io::stderr)
        .with_ansi(is_error_coloured())
        // There is nobody to tell that nobody listens.
        .log_internal_errors(false)
        .with_target(false);
    // A filter of the whole: one of a layer loses events when a driver asks on the same thread what is logged.
    tracing_subscriber::registry().with(lines).with(own).init();
}
