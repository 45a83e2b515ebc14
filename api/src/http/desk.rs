use std::{future::Future, sync::Arc, time::Duration};

use async_graphql::{Response as Answer, parser::types::OperationType};
use chrono::{DateTime, NaiveDate, Utc};
use poem::{
    Request, Response,
    http::{Method, StatusCode},
};
use tokio::time::{Instant, timeout, timeout_at};

use super::{
    caching::Validator,
    gate::{Gate, Load, Pass, Place, RETRY_AFTER},
    metrics::Recorded,
    persisted::Documents,
    refusal::Refusal,
    request::Parameters,
    version::{held, not_here_yet, tell},
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
    answers: Gate,
    tables: Gate,
    recorded: Recorded,
}

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// An answer, which is there at once.
    Answer,
    /// A table, of as many pages as it takes.
    Table,
}

/// What becomes of a request whose question is understood.
pub(super) enum Begun {
    /// The client holds the answer already.
    Held(Response),
    /// It is to be worked out.
    Open(Box<Opened>),
}

/// An answer that is to be worked out.
pub(super) struct Opened {
    /// The right to do so.
    pub(super) turn: Turn,
    /// The state of the data that it will show.
    pub(super) state: State,
    /// The day that it is.
    pub(super) today: NaiveDate,
    /// What the answer is to be told by; none when it is no answer to a GET.
    pub(super) validator: Option<Validator>,
}

impl Desk {
    /// Over a schema. What is worked on is recorded.
    pub(super) fn new(schema: Schema, serving: Serving, recorded: Recorded) -> Self {
        let gate = |working| Gate::new(working, serving.max_waiting, *serving.time_limit);
        let (answers, tables) = (gate(serving.max_concurrent), gate(serving.max_exports));
        Self { schema, serving, documents: Documents::default(), answers, tables, recorded }
    }

    /// How many requests for answers and for tables are there.
    pub(super) fn load(&self) -> [(&'static str, Load); 2] {
        [("answers", self.answers.load()), ("tables", self.tables.load())]
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

    /// Waits for a turn, and looks whether the client holds already what the answer would be, written in this way. The data
    /// is of this version or a newer one.
    pub(super) async fn begin(
        &self,
        wanted: Wanted,
        request: &Request,
        question: &Question,
        way: &str,
        version: i64,
    ) -> Result<Begun, Refusal> {
        let version = version.max(held(request, question.asked())?);
        let turn = self.turn(wanted, question.asked().name(), version).await?;
        let today = Utc::now().date_naive();
        let state = turn.state().await?;
        if state.version() < version {
            return Err(not_here_yet(version, state.version()));
        }
        let is_get = *request.method() == Method::GET;
        let validator =
            is_get.then(|| Validator::of_answer(&state, today, question.digest(), way, request.headers()));
        match validator {
            Some(validator) if validator.is_held(request.headers()) => {
                turn.end().await;
                let mut response = validator.not_modified();
                tell(state, response.headers_mut());
                Ok(Begun::Held(response))
            }
            validator => Ok(Begun::Open(Box::new(Opened { turn, state, today, validator }))),
        }
    }

    async fn turn(&self, wanted: Wanted, operation: Option<&str>, version: i64) -> Result<Turn, Refusal> {
        let time_limit = *self.serving.time_limit;
        let (gate, whole) = match wanted {
            Wanted::Answer => (&self.answers, time_limit),
            Wanted::Table => (&self.tables, *self.serving.export_time_limit),
        };
        let pass = gate.enter().await?;
        let schema = self.schema.clone();
        let snapshot = schema.snapshot_of(version);
        let now = Instant::now();
        let (end, deadline) = (now + whole, now + time_limit.min(whole));
        let work = Work { operation: operation.map(Box::from), begun: now, recorded: self.recorded.clone() };
        Ok(Turn { schema, snapshot, wanted, time_limit, end, deadline, pass, work })
    }
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
struct Work {
    operation: Option<Box<str>>,
    begun: Instant,
    recorded: Recorded,
}

impl Drop for Work {
    fn drop(&mut self) {
        self.recorded.operation(self.operation.as_deref(), self.begun.elapsed());
    }
}

impl Turn {
    /// The state of the data that the answer will show.
    async fn state(&self) -> Result<State, Refusal> {
        self.in_time(self.snapshot.state()).await?.map_err(|error| {
            tracing::error!(%error, "the database cannot be asked");
            away()
        })
    }

    /// The answer.
    pub(super) async fn answer(&self, question: Question) -> Result<Answer, Refusal> {
        let answer = self.in_time(self.schema.answer(question, self.snapshot.clone())).await?;
        self.unless_lost(answer)
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
        if self.snapshot.is_lost() { Err(away()) } else { Ok(answer) }
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
        timeout_at(self.deadline, work).await.map_err(|_| {
            let seconds = self.work.begun.elapsed().as_secs_f64();
            tracing::warn!(operation = self.work.operation, seconds, "given up");
            let message = match self.wanted {
                Wanted::Answer => "The answer takes too long. Ask for smaller pages or fewer nested lists.",
                Wanted::Table => "The table takes too long. Ask for fewer rows, or fewer columns.",
            };
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, message)
        })
    }
}

fn away() -> Refusal {
    Refusal::later("The database cannot be asked. The reason is in the log of the service.", RETRY_AFTER)
}
