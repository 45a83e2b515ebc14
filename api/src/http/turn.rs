use std::{future::Future, sync::Arc, time::Duration};

use async_graphql::Response as Answer;
use chrono::{DateTime, Utc};
use poem::http::StatusCode;
use sea_orm::DbErr;
use tokio::time::{Instant, timeout_at};

use super::{
    gate::{Pass, Place, RETRY_AFTER},
    metrics::Operation,
    refusal::Refusal,
};
use crate::{edition::State, question::Question, reader::Snapshot, schema::Schema};

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An answer, which is there at once.
    Answer,
    /// A table, of as many pages as it takes.
    Table,
}

/// The right to have a question answered by a snapshot of the data. Whoever lets go of it before the end stops
/// whatever was at work for it, in the database too.
pub(super) struct Turn {
    schema: Schema,
    snapshot: Arc<Snapshot>,
    wanted: Wanted,
    /// How long one question may take.
    time_limit: Duration,
    /// When all of them have to be answered.
    end: Instant,
    /// When the present one has to be.
    deadline: Instant,
    pass: Pass,
    work: Work,
}

/// What is worked on. It is recorded when it ends, however it does.
pub(super) struct Work {
    operation: Operation,
    begun: Instant,
}

impl Work {
    /// Begins to work on an operation.
    pub(super) fn begin(operation: Operation) -> Self {
        Self { operation, begun: Instant::now() }
    }
}

impl Drop for Work {
    fn drop(&mut self) {
        self.operation.took(self.begun.elapsed());
    }
}

impl Turn {
    /// With a pass, over data of this version or a newer one; for so long, of which one question may take so much.
    pub(super) fn begin(
        schema: Schema,
        version: i64,
        wanted: Wanted,
        (whole, time_limit): (Duration, Duration),
        (pass, work): (Pass, Work),
    ) -> Self {
        let snapshot = schema.snapshot_of(version);
        let (end, deadline) = (work.begun + whole, work.begun + time_limit.min(whole));
        Self { schema, snapshot, wanted, time_limit, end, deadline, pass, work }
    }

    /// The state of the data that the answer will show.
    pub(super) async fn state(&self) -> Result<State, Refusal> {
        self.in_time(self.snapshot.state()).await?.map_err(|error| away(&error))
    }

    /// The answer, and the state of the data that it shows.
    pub(super) async fn answer(&self, question: Question) -> Result<(State, Answer), Refusal> {
        let answered = self.in_time(self.schema.answer(question, &self.snapshot)).await?;
        let (state, answer) = answered.map_err(|error| away(&error))?;
        Ok((state, self.unless_lost(answer)?))
    }

    /// The answer to one of several questions, each of which has the time of an answer for itself, as long as there is
    /// any left for them all.
    pub(super) async fn answer_part(&mut self, question: Question) -> Result<Answer, Refusal> {
        self.deadline = self.end.min(Instant::now() + self.time_limit);
        let answer = self.in_time(self.schema.answer_part(question, &self.snapshot)).await?;
        self.unless_lost(answer)
    }

    /// What was read of data that went away is not an answer.
    fn unless_lost(&self, answer: Answer) -> Result<Answer, Refusal> {
        if self.snapshot.is_lost() { Err(gone()) } else { Ok(answer) }
    }

    /// When this service recorded a version of the data.
    pub(super) async fn recorded(&self, version: i64) -> Result<Option<DateTime<Utc>>, Refusal> {
        self.in_time(self.snapshot.recorded(version)).await?.map_err(|error| {
            tracing::error!(%error, "the versions of the data are not known");
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The data could not be read.")
        })
    }

    /// Ends it, with nothing more to be asked. What is left is the place, for as long as the client takes what it was given.
    pub(super) async fn end(self) -> Place {
        self.snapshot.end().await;
        self.pass.into_place()
    }

    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Refusal> {
        timeout_at(self.deadline, work)
            .await
            .map_err(|_| too_late(self.wanted, self.work.operation.name.as_deref(), self.work.begun))
    }
}

/// What is said when the time is over, which the log is told too.
pub(super) fn too_late(wanted: Wanted, operation: Option<&str>, begun: Instant) -> Refusal {
    let seconds = begun.elapsed().as_secs_f64();
    tracing::warn!(operation, seconds, "given up");
    let message = match wanted {
        Wanted::Answer => "The answer takes too long. Ask for smaller pages or fewer nested lists.",
        Wanted::Table => "The table takes too long. Ask for fewer rows, or fewer columns.",
    };
    Refusal::new(StatusCode::GATEWAY_TIMEOUT, message)
}

/// What is said when no database can be asked, of which the log is told the reason.
pub(super) fn away(error: &DbErr) -> Refusal {
    tracing::error!(%error, "the database cannot be asked");
    gone()
}

fn gone() -> Refusal {
    Refusal::later("The database cannot be asked. The reason is in the log of the service.", RETRY_AFTER)
}
