//! Looks for newer files by schedule, and takes those that arrive in an inbox.
//!
//! What is due follows from the checks in the database and from one clock, so that it does not matter how many importers
//! watch, when they were started, or which of them was stopped.

mod check;
pub mod due;
mod inbox;
pub mod notify;
mod summary;

use std::{path::Path, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use due::Due;
pub use inbox::Inbox;
use sea_orm::DatabaseConnection;

use crate::{
    catalogue::{Notify, SourceEntry},
    error::Error,
    fetch::Rules,
    load::{database, listed, runs},
    report::{Report, exit_of},
    run::Options,
    stop::Stop,
};

/// How often the inbox is looked into.
const INBOX_EVERY: Duration = Duration::from_secs(2);
/// The longest sleep: the clock may be changed, and the machine put to sleep.
const LONGEST_SLEEP: Duration = Duration::from_secs(60);

/// Tells what time it is.
pub type Clock<'a> = dyn Fn() -> DateTime<Utc> + Sync + 'a;

/// Looks for newer files.
pub struct Watcher<'a> {
    /// Where everything is stored.
    pub db: &'a DatabaseConnection,
    /// Where the list of sources is.
    pub list: &'a Path,
    /// The list of sources.
    pub sources: &'a [SourceEntry],
    /// Who is told.
    pub notify: Option<&'a Notify>,
    /// How files are imported.
    pub options: &'a Options,
    /// How files are fetched.
    pub rules: Rules,
    /// Whether to end.
    pub stop: Stop,
    /// What time it is.
    pub clock: &'a Clock<'a>,
}

/// What came of looking at all sources once.
#[derive(Debug)]
pub struct Round {
    /// What was done with their files.
    pub report: Report,
    /// When the first of them is due again; none when no schedule says so.
    pub next: Option<DateTime<Utc>>,
    /// Why the work on one of them could not go on; the others were looked at all the same.
    pub error: Option<Error>,
}

impl Watcher<'_> {
    /// Makes sure that the database has its schema, notes which sources there are, and closes what importers left open that are gone.
    ///
    /// # Errors
    /// When it is older or newer than this program's.
    pub async fn prepare(&self) -> Result<(), Error> {
        let txn = database::begin(self.db, self.options.lock_timeout).await?;
        database::prepare(&txn).await?;
        runs::bury(&txn).await?;
        listed::note(&txn, self.list, self.sources).await?;
        Ok(txn.commit().await?)
    }

    /// Looks at every source that is due, in the order of the list. Sources without a schedule are due when `by_hand`
    /// says that somebody else keeps the time.
    pub async fn round(&self, by_hand: bool) -> Round {
        let mut round = Round { report: Report::new(false), next: None, error: None };
        for entry in self.sources {
            if self.stop.asked().is_some() {
                break;
            }
            let next = match self.look(entry, by_hand, &mut round.report).await {
                Ok(Due::At(at) | Due::Running(at)) => Some(at),
                Ok(Due::Now { due_at, .. }) => Some(due_at),
                Ok(Due::Never) => None,
                Err(error) => {
                    tracing::error!("{}: {error}", entry.name());
                    round.report.exit_code = round.report.exit_code.max(exit_of(&error).code());
                    round.error.get_or_insert(error);
                    Some((self.clock)() + TimeDelta::minutes(1))
                }
            };
            round.next = round.next.into_iter().chain(next).min();
        }
        round
    }

    /// Looks once at everything that is due, and at what has arrived.
    pub async fn once(&self, inbox: Option<&mut Inbox>) -> Round {
        let mut round = self.round(true).await;
        if let Some(inbox) = inbox
            && let Err(error) = self.arrivals_of_now(inbox, &mut round.report).await
        {
            tracing::error!("{error}");
            round.error.get_or_insert(error);
        }
        round
    }

    /// Takes the files that have settled by now, after waiting for those that are there to settle.
    async fn arrivals_of_now(&self, inbox: &mut Inbox, report: &mut Report) -> Result<(), Error> {
        inbox.empty(self, report).await?;
        if inbox.is_waiting() && !self.sleep(inbox.settle()).await {
            inbox.empty(self, report).await?;
        }
        Ok(())
    }

    /// Looks at everything when it is due, until it is to end.
    pub async fn forever(&self, mut inbox: Option<&mut Inbox>) {
        let mut next: Option<DateTime<Utc>> = Some((self.clock)());
        while self.stop.asked().is_none() {
            if next.is_some_and(|next| next <= (self.clock)()) {
                next = self.round(false).await.next;
                if let Some(next) = next {
                    tracing::info!("the next check is due at {}", next.format("%Y-%m-%d %H:%M:%S UTC"));
                }
            }
            let longest = match &mut inbox {
                None => LONGEST_SLEEP,
                Some(inbox) => match inbox.empty(self, &mut Report::new(false)).await {
                    Ok(()) => INBOX_EVERY,
                    Err(error) => {
                        tracing::error!("{error}");
                        LONGEST_SLEEP
                    }
                },
            };
            let wait = next.and_then(|next| (next - (self.clock)()).to_std().ok()).unwrap_or(longest);
            self.sleep(wait.min(longest)).await;
        }
    }

    /// Sleeps. Answers whether it was woken to end.
    async fn sleep(&self, time: Duration) -> bool {
        tokio::select! {
            () = tokio::time::sleep(time) => false,
            () = self.stop.wait() => true,
        }
    }
}
