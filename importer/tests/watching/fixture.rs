//! A database, a clock that is set by hand, and lists that are served or lie in a folder.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
    time::Duration,
};

use chrono::{DateTime, Utc};
use entities::source_check;
use importer::{
    catalogue::{Notify, SourceEntry},
    extract::{Limits, visit},
    fetch::Rules,
    load::database,
    report::Exit,
    run::Options,
    stop::Stop,
    watch::{Clock, Round, Watcher},
};
use sea_orm::{DatabaseConnection, EntityTrait, QueryOrder};
use tempfile::TempDir;
use tokio::sync::watch::Sender;

/// A list of waves, which needs nothing else in the database.
pub(crate) const ONE_WAVE: &str = "Financial year,Live from\n2015/16,2015-04-01\n";
pub(crate) const TWO_WAVES: &str = "Financial year,Live from\n2015/16,2015-04-01\n2016/17,2016-04-01\n";
/// The second row is rejected.
pub(crate) const A_BAD_WAVE: &str = "Financial year,Live from\n2015/16,2015-04-01\n2016/17,never\n";

pub(crate) const SIX_IN_LONDON: &str = "cron = '0 6 * * *'\ntime_zone = 'Europe/London'";

/// What a watcher stands on.
pub(crate) struct Fixture {
    pub(crate) folder: TempDir,
    pub(crate) db: DatabaseConnection,
    pub(crate) sources: Vec<SourceEntry>,
    pub(crate) notify: Option<Notify>,
    options: Options,
    now: Mutex<DateTime<Utc>>,
}

impl Fixture {
    /// A fresh database, at six in the morning of a summer day in London.
    pub(crate) async fn new(sources: Vec<SourceEntry>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            dry_run: false,
            replace: false,
            again: false,
            max_rejects_percent: 50,
            lock_timeout: Duration::from_secs(20),
            limits: Limits::default(),
            visit,
            stop: Stop::never(),
        };
        let db = connect(&folder).await;
        let fixture = Self {
            folder,
            db,
            sources,
            notify: None,
            options,
            now: Mutex::new(moment("2026-07-01T05:00:00Z")),
        };
        fixture.watcher(&|| fixture.now(), &Stop::by_hand().1).prepare().await.unwrap();
        fixture
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        *self.now.lock().unwrap()
    }

    /// Sets the clock.
    pub(crate) fn at(&self, text: &str) -> &Self {
        *self.now.lock().unwrap() = moment(text);
        self
    }

    pub(crate) fn watcher<'a>(&'a self, clock: &'a Clock<'a>, stop: &Stop) -> Watcher<'a> {
        Watcher {
            list: Path::new("sources.toml"),
            db: &self.db,
            sources: &self.sources,
            notify: self.notify.as_ref(),
            options: &self.options,
            rules: Rules { bytes: 1 << 20, time: Duration::from_secs(20), allow_private: true },
            stop: stop.clone(),
            clock,
        }
    }

    /// Looks at everything that is due.
    pub(crate) async fn round(&self) -> Round {
        self.round_until(&Stop::by_hand().1).await
    }

    pub(crate) async fn round_until(&self, stop: &Stop) -> Round {
        let round = self.watcher(&|| self.now(), stop).round(false).await;
        if let Some(error) = &round.error {
            panic!("{error}");
        }
        round
    }

    /// All checks, oldest first.
    pub(crate) async fn checks(&self) -> Vec<source_check::Model> {
        source_check::Entity::find().order_by_asc(source_check::Column::Id).all(&self.db).await.unwrap()
    }

    /// What came of the last check: `IMPORTED`, `NOT_MODIFIED` ...
    pub(crate) async fn outcome(&self) -> String {
        let checks = self.checks().await;
        sea_orm::ActiveEnum::to_value(&checks.last().unwrap().outcome.unwrap())
    }
}

/// A connection to the database of a fixture, as another importer would have.
pub(crate) async fn connect(folder: &TempDir) -> DatabaseConnection {
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("facts.sqlite").display());
    database::connect(&url, Duration::from_secs(20)).await.unwrap()
}

pub(crate) fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A source of waves with a schedule.
pub(crate) fn source(path: impl Into<PathBuf>, schedule: &str) -> SourceEntry {
    SourceEntry {
        path: path.into(),
        dataset: "waves".to_owned(),
        schedule: Some(toml::from_str(schedule).unwrap()),
        ..SourceEntry::of_file(Path::new("waves"))
    }
}

/// Asks to end.
pub(crate) fn end(ask: &Sender<Option<Exit>>) {
    ask.send(Some(Exit::Terminated)).unwrap();
}
