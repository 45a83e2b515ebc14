//! One look for a newer file of a source: claim it, find or fetch its files, import them, write down what came of it.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use entities::{domain::CheckOutcome, source_check};

use super::{
    Watcher,
    due::{Due, due},
    notify::{self, Notice},
    summary,
};
use crate::{
    catalogue::SourceEntry,
    error::{Error, RefusalCode},
    fetch::{Files, Gathered, gather},
    load::{
        checks::{self, Claim, Ending, Past},
        database,
        runs::ReadOptions,
    },
    recognise::Profiles,
    report::Report,
    run,
};

/// How much longer than it may take a check is claimed.
const MARGIN: Duration = Duration::from_secs(60);

impl Watcher<'_> {
    /// Looks for newer files of a source if it is due, and says when it is due next.
    ///
    /// # Errors
    /// When the work cannot go on.
    pub(super) async fn look(
        &self,
        entry: &SourceEntry,
        by_hand: bool,
        report: &mut Report,
    ) -> Result<Due, Error> {
        // Most of the time nothing is due, and nobody has to wait for the lock to learn that.
        let past = checks::past(self.db, entry.name()).await?;
        let first = due(entry, &past, (self.clock)(), by_hand);
        if !matches!(first, Due::Now { .. }) {
            return Ok(first);
        }
        if let Some((check, past)) = self.claim(entry, by_hand).await? {
            let checked = self.perform(entry, &check, &past, report).await;
            if let Err(error) = &checked {
                self.fail(entry, &check, error).await;
            }
            checked?;
        }
        let past = checks::past(self.db, entry.name()).await?;
        Ok(due(entry, &past, (self.clock)(), false))
    }

    /// Claims the check under the lock, unless somebody else has done so in the meantime.
    async fn claim(
        &self,
        entry: &SourceEntry,
        by_hand: bool,
    ) -> Result<Option<(source_check::Model, Past)>, Error> {
        let txn = database::begin(self.db, self.options.lock_timeout).await?;
        let past = checks::past(&txn, entry.name()).await?;
        let now = (self.clock)();
        let Due::Now { due_at, missed } = due(entry, &past, now, by_hand) else { return Ok(None) };
        let missed = i64::try_from(missed).unwrap_or(i64::MAX);
        let claim = Claim { source: entry.name(), due_at, missed, now, until: self.until(now) };
        let claimed = checks::claim(&txn, claim).await?;
        txn.commit().await?;
        if missed > 0 {
            tracing::warn!(
                "{}: {missed} checks were missed since {due_at}; this one makes up for them",
                entry.name()
            );
        }
        Ok(claimed.map(|check| (check, past)))
    }

    /// Until when a check is claimed that begins now, or goes on with its next file.
    fn until(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        // The lock is waited for twice: to open the run, and to do it.
        let longest = self.rules.time + self.options.lock_timeout * 2 + self.options.limits.wall + MARGIN;
        now + TimeDelta::from_std(longest).unwrap_or(TimeDelta::days(1))
    }

    async fn perform(
        &self,
        entry: &SourceEntry,
        check: &source_check::Model,
        past: &Past,
        report: &mut Report,
    ) -> Result<(), Error> {
        let profiles = Profiles::load(entry.profile.as_deref(), entry.kind)?;
        let read_options = ReadOptions::new(entry, &profiles, self.options.replace);
        let known = checks::known(self.db, entry.name(), &entry.dataset, &read_options).await?;
        let validators = known.as_ref().map(|known| &known.validators);
        let gathered = tokio::select! {
            gathered = gather(self.db, entry, validators, &self.rules, &self.options.limits) => gathered?,
            () = self.stop.wait() => return self.give_up(check).await,
        };
        let mut done = Report::new(false);
        let ending = match gathered {
            Gathered::NotModified => Ending {
                outcome: CheckOutcome::NotModified,
                message: None,
                run_id: known.as_ref().map(|known| known.run_id),
                validators: known.map(|known| known.validators),
            },
            Gathered::Refused(refusal) => {
                done.push(run::refuse_unread(self.db, entry, refusal, self.options).await?);
                ending(&done, &Files::default())
            }
            Gathered::Files(files) => {
                let whole = self.import(&files, check, &mut done).await?;
                if !whole {
                    self.give_up(check).await?;
                    done.files.into_iter().for_each(|file| report.push(file));
                    return Ok(());
                }
                ending(&done, &files)
            }
        };
        self.finish(entry, check, past, &done, ending).await?;
        done.files.into_iter().for_each(|file| report.push(file));
        Ok(())
    }

    /// Imports the files in their order. Answers whether all were.
    async fn import(
        &self,
        files: &Files,
        check: &source_check::Model,
        done: &mut Report,
    ) -> Result<bool, Error> {
        for file in &files.entries {
            if self.stop.asked().is_some() {
                return Ok(false);
            }
            self.extend(check, self.until((self.clock)())).await?;
            let (imported, outcome) =
                run::run(self.db, std::slice::from_ref(file), self.options, &|_, _| {}).await;
            outcome?;
            for file in imported.files {
                // Whoever ends the importer may have ended its parser too.
                if self.stop.asked().is_some() && file.reason == Some(RefusalCode::ParserCrashed) {
                    return Ok(false);
                }
                done.push(file);
            }
        }
        Ok(true)
    }

    async fn finish(
        &self,
        entry: &SourceEntry,
        check: &source_check::Model,
        past: &Past,
        done: &Report,
        ending: Ending,
    ) -> Result<(), Error> {
        let (outcome, message) = (ending.outcome, ending.message.clone());
        let txn = database::begin(self.db, self.options.lock_timeout).await?;
        checks::finish(&txn, check.id, (self.clock)(), ending).await?;
        txn.commit().await?;
        tracing::info!("{}: {}", entry.name(), summary::line(done, outcome, message.as_deref()));
        self.tell(
            entry,
            past,
            &Notice { source: entry.name(), outcome, message: message.as_deref(), report: done },
        )
        .await;
        Ok(())
    }

    /// A failure that goes on is told once.
    async fn tell(&self, entry: &SourceEntry, past: &Past, notice: &Notice<'_>) {
        let Some(to) = self.notify else { return };
        let as_before = past.last.as_ref().is_some_and(|last| {
            last.outcome == Some(notice.outcome) && last.message.as_deref() == notice.message
        });
        if notice.event() == Some(crate::catalogue::Event::Failure) && as_before {
            tracing::info!("{}: the failure is that of the last check, and is not told again", entry.name());
            return;
        }
        notify::tell(to, notice).await;
    }

    /// Notes why the work could not go on, where even that can be noted; else the claim ends by itself.
    async fn fail(&self, entry: &SourceEntry, check: &source_check::Model, error: &Error) {
        let past = checks::past(self.db, entry.name()).await.unwrap_or_default();
        let ending = Ending {
            outcome: CheckOutcome::Failed,
            message: Some(error.to_string()),
            run_id: None,
            validators: None,
        };
        if let Err(error) = self.finish(entry, check, &past, &Report::new(false), ending).await {
            tracing::warn!("{}: that it failed could not be noted: {error}", entry.name());
        }
    }

    /// Leaves the check to whoever comes next.
    async fn give_up(&self, check: &source_check::Model) -> Result<(), Error> {
        self.extend(check, (self.clock)()).await
    }

    async fn extend(&self, check: &source_check::Model, until: DateTime<Utc>) -> Result<(), Error> {
        let txn = database::begin(self.db, self.options.lock_timeout).await?;
        checks::extend(&txn, check.id, until).await?;
        Ok(txn.commit().await?)
    }
}

fn ending(done: &Report, files: &Files) -> Ending {
    let (outcome, message) = summary::of(done, &files.passed_over);
    let run_id = done.files.last().and_then(|file| file.run_id);
    Ending { outcome, message, run_id, validators: files.validators.clone() }
}
