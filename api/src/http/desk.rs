use std::{pin::pin, sync::Arc, time::Duration};

use async_graphql::parser::types::OperationType;
use chrono::Utc;
use futures_util::{TryFutureExt, future::select};
use poem::{
    Request, Response,
    http::{Method, StatusCode, header},
};
use tokio::time::{Instant, sleep, timeout};
use tracing::Instrument;

use super::{
    answer::Writer,
    caching::Stamp,
    encoding::Coding,
    gate::{Gate, Load},
    kept::{Kept, Key, Outcome, Written},
    metrics::{Had, Operation, Recorded},
    persisted::{Documents, Sent},
    refusal::Refusal,
    request::Parameters,
    turn::{Turn, Wanted, Work, away, too_late},
    version::not_here_yet,
};
use crate::{
    config::Serving,
    edition::State,
    question::Question,
    schema::{Schema, is_final},
};

#[cfg(feature = "otel")]
use super::traced::in_its_trace;
#[cfg(not(feature = "otel"))]
use std::convert::identity as in_its_trace;

/// How long a request waits for what others look at before it looks itself.
const SHORT: Duration = Duration::from_millis(50);

/// The way of a request to its answer, whatever the answer is written as: read the question, take one's turn, look
/// at the state of the data, and have it answered in time.
pub(super) struct Desk {
    schema: Schema,
    serving: Serving,
    documents: Documents,
    answers: Gate,
    tables: Gate,
    /// The answers that need not be worked out again.
    pub(super) kept: Kept,
    recorded: Recorded,
}

impl Desk {
    /// Over a schema. What is worked on is recorded.
    pub(super) fn new(schema: Schema, serving: Serving, recorded: Recorded) -> Self {
        let gate = |working| Gate::new(working, serving.max_waiting, *serving.time_limit);
        let (answers, tables) = (gate(serving.max_concurrent), gate(serving.max_exports));
        let kept = Kept::new(serving.answer_cache_mib);
        Self { schema, serving, documents: Documents::default(), answers, tables, kept, recorded }
    }

    /// How many requests for answers and for tables are there.
    pub(super) fn load(&self) -> [(&'static str, Load); 2] {
        [("answers", self.answers.load()), ("tables", self.tables.load())]
    }

    /// The parameters of a request, once they have arrived.
    pub(super) async fn parameters(&self, request: &mut Request) -> Result<Parameters, Refusal> {
        if *request.method() == Method::GET {
            return Parameters::of_address(request);
        }
        let read = Box::pin(Parameters::of_body(request, self.serving.max_body));
        timeout(*self.serving.body_time_limit, read).await.unwrap_or_else(|_| {
            Err(Refusal::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."))
        })
    }

    /// What parameters ask, with its document, which nobody has looked at yet.
    pub(super) fn sent(&self, parameters: Parameters) -> Result<Sent, Refusal> {
        self.documents.sent(parameters)
    }

    /// Keeps the document of what was sent, if it came with its hash. It can be executed.
    pub(super) fn keep_document(&self, sent: &Sent) {
        if let Some(hash) = sent.hash {
            self.documents.keep(hash, &sent.document);
        }
    }

    /// The question that was sent, parsed and within the limits.
    pub(super) fn question(&self, sent: Sent, method: &Method) -> Result<Question, Refusal> {
        let (hashed, request) = sent.into_request();
        let question = self.schema.read(request)?;
        if let Some(hash) = hashed {
            self.documents.keep(hash, question.document());
        }
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

    /// The state of the data, of this version at least, if it was looked at just now.
    pub(super) fn known_state(&self, version: i64) -> Option<State> {
        self.schema.known_state(version)
    }

    /// The state of the data, of this version at least. To find out may take as long as an answer.
    pub(super) async fn state(&self, version: i64) -> Result<State, Refusal> {
        let begun = Instant::now();
        let shared = pin!(self.schema.state_of(version).map_err(|error| away(&error)));
        // When the look that all share hears nothing, others are made by turns, each over a connection of its own.
        let own = pin!(async {
            sleep(SHORT).await;
            let _pass = self.answers.enter().await?;
            self.schema.state_anew(version).await.map_err(|error| away(&error))
        });
        let looked = timeout(*self.serving.time_limit, select(shared, own)).await;
        let state = looked.map_err(|_| too_late(Wanted::Answer, None, begun))?.factor_first().0?;
        if state.version() < version {
            return Err(not_here_yet(version, state.version()));
        }
        Ok(state)
    }

    /// The answer to a question, worked out once for all who ask it now. Answers also whether somebody else's request had it
    /// worked out.
    pub(super) async fn answer(
        self: &Arc<Self>,
        key: Key,
        question: Question,
        writer: Writer,
    ) -> (Outcome, bool) {
        let desk = self.clone();
        // It goes on under the number of this request, whoever else waits for it.
        let work =
            || in_its_trace(async move { desk.work_out(key, question, writer).await }.in_current_span());
        self.kept.together(key, work).await
    }

    /// Gives an answer that was not worked out for this request, which began then, but had in this way.
    pub(super) async fn give(
        &self,
        key: Key,
        written: &Arc<Written>,
        request: &Request,
        (had, begun): (Had, Instant),
    ) -> Response {
        let response = self.kept.respond(key, written, request).await;
        self.count(written, (had, begun));
        response
    }

    /// Counts an answer that was not worked out for its request, which began then, but had in this way.
    pub(super) fn count(&self, written: &Written, (had, begun): (Had, Instant)) {
        written.count(begun);
        self.recorded.answer(had);
    }

    /// The response to a client that holds already what the answer would be; none to one that does not say so.
    pub(super) fn not_modified(&self, key: &Key, request: &Request) -> Option<Response> {
        let headers = request.headers();
        if *request.method() != Method::GET || !headers.contains_key(header::IF_NONE_MATCH) {
            return None;
        }
        let stamp = Stamp::of_answer(&key.state, key.today, &key.question, key.media.name());
        stamp.validator(Coding::negotiate(headers)).not_modified_for(headers, key.state)
    }

    async fn work_out(&self, key: Key, question: Question, writer: Writer) -> Outcome {
        self.recorded.answer(Had::Miss);
        let operation = self.operation(&question);
        let is_query = question.operation() == Some(OperationType::Query);
        let turn = self.turn(Wanted::Answer, operation.clone(), key.state.version()).await?;
        let (state, answer) = turn.answer(question).await?;
        // Asked again, what failed may not fail, and what was so yesterday may not be so today.
        let is_final = is_query && is_final(&answer) && key.today == Utc::now().date_naive();
        let (status, body) = writer.write(answer);
        let key = Key { state, ..key };
        let written = Arc::new(Written::new(key, (status, body), is_final, operation));
        if is_final {
            self.kept.insert(key, written.clone());
        }
        Ok(written)
    }

    /// What a question is called, to count by.
    pub(super) fn operation(&self, question: &Question) -> Operation {
        self.recorded.operation(question.asked().name())
    }

    /// Waits for a turn to work on an operation, over data of this version or a newer one.
    pub(super) async fn turn(
        &self,
        wanted: Wanted,
        operation: Operation,
        version: i64,
    ) -> Result<Turn, Refusal> {
        let time_limit = *self.serving.time_limit;
        let (gate, whole) = match wanted {
            Wanted::Answer => (&self.answers, time_limit),
            Wanted::Table => (&self.tables, *self.serving.export_time_limit),
        };
        let pass = gate.enter().await?;
        let work = Work::begin(operation);
        Ok(Turn::begin(self.schema.clone(), version, wanted, (whole, time_limit), (pass, work)))
    }
}
