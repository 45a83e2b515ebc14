//! The schema, and the way of a question through it: execute, put the answer in order, give errors their codes.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use async_graphql::{
    EmptyMutation, EmptySubscription, PathSegment, Request, Response, SDLExportOptions, ScalarType,
    ServerError, ValidationMode, Value,
};
use sea_orm::DbErr;

#[cfg(feature = "otel")]
use crate::telemetry;
use crate::{
    advice,
    asked::Asked,
    edition::State,
    error::code,
    limits,
    loading::{SmallTables, Turns, for_request},
    order,
    query::Query,
    question::{Documents, Question},
    reader::{Reader, Snapshot},
    reconciliation,
    rendering::{self, AsText},
    scalars::DateTime,
    search,
};

/// The schema over a database. There is nothing to change: it has queries only.
#[derive(Clone)]
pub struct Schema {
    executor: async_graphql::Schema<Query, EmptyMutation, EmptySubscription>,
    assessor: limits::Assessor,
    reader: Reader,
    documents: Documents,
    small: Arc<SmallTables>,
    /// What takes longer is logged.
    slow: Duration,
}

/// The schema over what a reader reads.
#[must_use]
pub fn build(reader: Reader) -> Schema {
    Schema {
        executor: executor(),
        assessor: limits::Assessor::default(),
        reader,
        documents: Documents::default(),
        small: Arc::default(),
        slow: Duration::MAX,
    }
}

/// It looks at what only executing a request shows, and at what depends on variables: that a document fits is found out once.
fn executor() -> async_graphql::Schema<Query, EmptyMutation, EmptySubscription> {
    async_graphql::Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .validation_mode(ValidationMode::Fast)
        .data(search::Indexes::default())
        .data(reconciliation::Worlds::default())
        .limit_complexity(limits::COMPLEXITY)
        .limit_recursive_depth(limits::RECURSION)
        .finish()
}

/// The schema in the schema definition language.
#[must_use]
pub fn sdl() -> String {
    executor().sdl_with_options(SDLExportOptions::new().include_specified_by())
}

impl Schema {
    /// Logs the questions whose answers take longer.
    #[must_use]
    pub fn telling_of(self, slow: Duration) -> Self {
        Self { slow, ..self }
    }

    /// Answers a request, with values that programs can look at.
    pub async fn execute(&self, request: Request) -> Response {
        match self.read(request) {
            Ok(question) => {
                self.work_out(question, &self.snapshot_of(0), |schema, question, snapshot| async move {
                    schema.run_to_end(question, &snapshot, Output::Values).await
                })
                .await
            }
            Err(error) => Response::from_errors(vec![error]),
        }
    }

    /// Reads a request that is to be answered.
    ///
    /// # Errors
    /// When its document cannot be read, or a variable of its operation is missing or cannot be.
    pub fn read(&self, request: Request) -> Result<Question, ServerError> {
        Question::read(request, &self.documents)
    }

    /// The state of the data, of this version or a newer one, if it was looked at just now.
    #[must_use]
    pub fn known_state(&self, version: i64) -> Option<State> {
        self.reader.known_state(version)
    }

    /// The state of the data now, of this version or a newer one if any database has that.
    ///
    /// # Errors
    /// When no database can be asked.
    pub async fn state_of(&self, version: i64) -> Result<State, DbErr> {
        self.reader.state(version).await
    }

    /// As [`Schema::state_of`], by a look that nobody shares.
    ///
    /// # Errors
    /// When no database can be asked.
    pub async fn state_anew(&self, version: i64) -> Result<State, DbErr> {
        self.reader.state_anew(version).await
    }

    /// The data as an answer's first statement will find it, of this version or a newer one if any database has that.
    #[must_use]
    pub fn snapshot_of(&self, version: i64) -> Arc<Snapshot> {
        Arc::new(self.reader.snapshot_of(version))
    }

    /// Answers a question by a snapshot, which has ended then: however slowly the client takes the answer, no import waits for
    /// it. Tells also the state of the data. Lists in the answer may be text already, as [`rendering`] has it.
    ///
    /// # Errors
    /// When no database can be asked.
    pub async fn answer(
        &self,
        question: Question,
        snapshot: &Arc<Snapshot>,
    ) -> Result<(State, Response), DbErr> {
        let work = |schema: Self, question, snapshot: Arc<Snapshot>| async move {
            Ok((snapshot.state().await?, schema.run_to_end(question, &snapshot, Output::Text).await))
        };
        self.work_out(question, snapshot, work).await
    }

    /// Answers one of several questions by the same snapshot, which goes on.
    pub async fn answer_part(&self, question: Question, snapshot: &Arc<Snapshot>) -> Response {
        let work = |schema: Self, question: Question, snapshot| async move {
            let (asked, request) = question.into_parts();
            let asked = Arc::new(asked);
            let response = schema.run(request, &asked, &snapshot, Output::Values).await;
            schema.finish(response, &asked).await
        };
        self.work_out(question, snapshot, work).await
    }

    async fn run_to_end(&self, question: Question, snapshot: &Arc<Snapshot>, output: Output) -> Response {
        let (asked, request) = question.into_parts();
        let asked = Arc::new(asked);
        let response = self.run(request, &asked, snapshot, output).await;
        snapshot.end().await;
        self.finish(response, &asked).await
    }

    /// Works on a question by a snapshot, all on a thread that may wait, until nobody waits for what comes of it any more.
    async fn work_out<W>(
        &self,
        question: Question,
        snapshot: &Arc<Snapshot>,
        work: impl FnOnce(Self, Question, Arc<Snapshot>) -> W,
    ) -> W::Output
    where
        W: Future<Output: Send + 'static> + Send + 'static,
    {
        #[cfg(feature = "otel")]
        {
            let asked = question.asked();
            telemetry::tell_operation(asked, async || self.assessor.cost(asked.request()).await.ok()).await;
        }
        let work = work(self.clone(), question, snapshot.clone());
        let wanted = snapshot.wanted();
        let outcome = self.reader.at_work(Box::pin(work)).await;
        wanted.met();
        outcome
    }

    /// Whether a question fits the schema, before anything of it is executed.
    ///
    /// # Errors
    /// The first of those that make it not fit.
    pub async fn validate(&self, question: &Question) -> Result<(), ServerError> {
        let errors = self.fits(question.asked()).await.err().unwrap_or_default();
        errors.into_iter().min_by(|one, other| one.locations.cmp(&other.locations)).map_or(
            Ok(()),
            |mut error| {
                advice::complete(&mut error, Some(question.asked()));
                Err(finished(error))
            },
        )
    }

    /// Whether what is asked fits the schema, which is a matter of its document once its arguments were checked.
    async fn fits(&self, asked: &Asked) -> Result<(), Vec<ServerError>> {
        if !asked.is_known_to_fit() {
            self.assessor.cost(asked.request()).await?;
            asked.fits();
        }
        Ok(())
    }

    /// Puts an answer in order.
    async fn finish(&self, mut response: Response, asked: &Asked) -> Response {
        if let [error] = response.errors.as_mut_slice()
            && error.message == TOO_COMPLEX
            && let Some(told) = self.assessor.refusal(asked.request()).await
        {
            *error = told;
        }
        let has_failed = was_executed(&response) && !response.errors.is_empty();
        order::arrange(&mut response.data, asked, has_failed);
        // They come in the order in which they happened, which is a matter of luck.
        response.errors.sort_by(|one, other| one.locations.cmp(&other.locations));
        response.errors.iter_mut().for_each(|error| advice::complete(error, Some(asked)));
        response.errors.dedup();
        let surplus = response.errors.len().saturating_sub(MOST_ERRORS);
        response.errors.truncate(MOST_ERRORS);
        response.errors = response.errors.into_iter().map(finished).collect();
        if surplus > 0 {
            let message = format!("There are {surplus} more errors, which are left out.");
            response.errors.push(with_code(ServerError::new(message, None), code::BAD_USER_INPUT));
        }
        response
    }

    async fn run(
        &self,
        request: Request,
        asked: &Arc<Asked>,
        snapshot: &Arc<Snapshot>,
        output: Output,
    ) -> Response {
        let begun = Instant::now();
        if let Err(errors) = self.fits(asked).await {
            return Response::from_errors(errors);
        }
        let mut response = match output {
            Output::Text if !rendering::asks_twice(asked) => {
                let response = self.executed(request.data(AsText(asked.clone())), snapshot).await;
                let has_failed = was_executed(&response) && !response.errors.is_empty();
                // Which field of which row failed, and what is null for it, only the library tells.
                if has_failed { self.executed(asked.request(), snapshot).await } else { response }
            }
            _ => self.executed(request, snapshot).await,
        };
        // What needs no data needs no database: an answer is given without its version then.
        if was_executed(&response)
            && let Ok(Some(edition)) = snapshot.edition().await
        {
            response.extensions.insert("dataVersion".to_owned(), edition.version.into());
            let last_import_at = ScalarType::to_value(&DateTime(edition.recorded_at));
            response.extensions.insert("lastImportAt".to_owned(), last_import_at);
        }
        if begun.elapsed() > self.slow {
            let seconds = begun.elapsed().as_secs_f64();
            let cost = self.assessor.cost(asked.request()).await.ok();
            tracing::warn!(operation = asked.name(), cost, seconds, "slow");
        }
        response
    }

    async fn executed(&self, request: Request, snapshot: &Arc<Snapshot>) -> Response {
        let turns = Turns::begin();
        let loaders = for_request(snapshot.clone(), self.small.clone(), &turns);
        turns.drive(self.executor.execute(request.data(loaders))).await
    }
}

/// How the lists of an answer are given.
#[derive(Copy, Clone, Debug)]
enum Output {
    /// As text, where they can be.
    Text,
    /// As values.
    Values,
}

/// Whether anything of a request was executed, rather than the request refused as a whole.
#[must_use]
pub fn was_executed(response: &Response) -> bool {
    let in_a_field = |error: &ServerError| matches!(error.path.first(), Some(PathSegment::Field(_)));
    response.data != Value::Null || response.errors.iter().any(in_a_field)
}

/// Whether the same data would give the same answer again: what went wrong inside may go right another time.
#[must_use]
pub fn is_final(response: &Response) -> bool {
    let internal = Value::from(code::INTERNAL_SERVER_ERROR);
    let code = |error: &ServerError| error.extensions.as_ref().and_then(|found| found.get("code")).cloned();
    was_executed(response) && response.errors.iter().all(|error| code(error).as_ref() != Some(&internal))
}

/// The longest message of an error, in bytes: the library quotes whole lines of the request.
const LONGEST_MESSAGE: usize = 1000;

/// The most errors of an answer. A field that fails may do so in every row.
const MOST_ERRORS: usize = 50;

/// What the library says of a request over the limit of complexity. It has no other mark.
const TOO_COMPLEX: &str = "Query is too complex.";

/// An error of the library's, shortened and with a code, where it has none.
pub(crate) fn finished(mut error: ServerError) -> ServerError {
    if error.message.len() > LONGEST_MESSAGE {
        error.message.truncate(error.message.floor_char_boundary(LONGEST_MESSAGE));
        error.message.push('\u{2026}');
    }
    let code = match &error.extensions {
        Some(extensions) if extensions.get("code").is_some() => return error,
        _ if error.message == TOO_COMPLEX => code::QUERY_TOO_COMPLEX,
        _ if error.path.is_empty() => code::GRAPHQL_VALIDATION_FAILED,
        _ => code::BAD_USER_INPUT,
    };
    with_code(error, code)
}

/// An error with a code.
pub(crate) fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_default().set("code", code);
    error
}
