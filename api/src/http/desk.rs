use std::{future::Future, sync::Arc, time::Duration};

use async_graphql::{Response as Answer, parser::types::OperationType};
use chrono::{DateTime, Utc};
use poem::{
    Request,
    http::{Method, StatusCode},
};
use tokio::time::{Instant, timeout, timeout_at};

use super::{
    gate::{Gate, Pass, RETRY_AFTER},
    persisted::Documents,
    refusal::Refusal,
    request::Parameters,
};
use crate::{
    config::Serving,
    edition::State,
    reader::Snapshot,
    schema::{Question, Schema},
};

/// The way of a request to its answer, whatever the answer is written as: read the question, take one's turn, look
/// at the state of the data, and have it answered in time.
pub(super) struct Desk {
    schema: Schema,
    serving: Serving,
    documents: Documents,
    gate: Gate,
}

impl Desk {
    /// Over a schema.
    pub(super) fn new(schema: Schema, serving: Serving) -> Self {
        let gate = Gate::new(serving.max_concurrent, serving.max_waiting, *serving.time_limit);
        Self { schema, serving, documents: Documents::default(), gate }
    }

    /// The parameters of a request, once they have arrived.
    pub(super) async fn parameters(&self, request: &mut Request) -> Result<Parameters, Refusal> {
        let read = Parameters::read(request, self.serving.max_body);
        timeout(*self.serving.body_time_limit, read).await.unwrap_or_else(|_| {
            Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."))
        })
    }

    /// The question that parameters ask, parsed and within the limits.
    pub(super) fn question(&self, parameters: Parameters, method: &Method) -> Result<Question, Refusal> {
        let question = self.documents.question(parameters)?;
        // An address that is followed, or fetched beforehand, changes nothing: not even in intent.
        if *method == Method::GET && question.operation().is_some_and(|kind| kind != OperationType::Query) {
            return Err(Refusal::method("GET is for queries only.", "POST"));
        }
        Ok(question)
    }

    /// Whether a question fits the schema, which is found out without a turn.
    pub(super) async fn validate(&self, question: &Question) -> Result<(), Refusal> {
        Ok(self.schema.validate(question).await?)
    }

    /// Waits for a turn.
    pub(super) async fn turn(&self) -> Result<Turn, Refusal> {
        let pass = self.gate.enter().await?;
        let (schema, time_limit) = (self.schema.clone(), *self.serving.time_limit);
        let snapshot = schema.snapshot();
        Ok(Turn { schema, snapshot, time_limit, deadline: Instant::now() + time_limit, _pass: pass })
    }
}

/// The right to have a question answered by a snapshot of the data. Whoever lets go of it before the end stops
/// whatever was at work for it, in the database too.
pub(super) struct Turn {
    schema: Schema,
    snapshot: Arc<Snapshot>,
    time_limit: Duration,
    deadline: Instant,
    _pass: Pass,
}

impl Turn {
    /// The state of the data that the answer will show.
    pub(super) async fn state(&self) -> Result<State, Refusal> {
        self.in_time(self.snapshot.state()).await?.map_err(|error| {
            tracing::error!(%error, "the database cannot be asked");
            Refusal::later(
                "The database cannot be asked. The reason is in the log of the service.",
                RETRY_AFTER,
            )
        })
    }

    /// The answer.
    pub(super) async fn answer(&self, question: Question) -> Result<Answer, Refusal> {
        self.in_time(self.schema.answer(question, self.snapshot.clone())).await
    }

    /// The answer to one of several questions, each of which has the whole time for itself.
    pub(super) async fn answer_part(&mut self, question: Question) -> Result<Answer, Refusal> {
        self.deadline = Instant::now() + self.time_limit;
        self.in_time(self.schema.answer_part(question, &self.snapshot)).await
    }

    /// When this service recorded a version of the data.
    pub(super) async fn recorded(&self, version: i64) -> Result<Option<DateTime<Utc>>, Refusal> {
        self.in_time(self.snapshot.recorded(version)).await?.map_err(|error| {
            tracing::error!(%error, "the versions of the data are not known");
            Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "The data could not be read.")
        })
    }

    /// Ends it, with nothing more to be asked.
    pub(super) async fn end(self) {
        self.snapshot.end().await;
    }

    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Refusal> {
        timeout_at(self.deadline, work).await.map_err(|_| {
            let message = "The answer takes too long. Ask for smaller pages or fewer nested lists.";
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, message)
        })
    }
}
