use std::{future::Future, sync::Arc, time::Instant};

use async_graphql::{Request, Response, ScalarType, ServerError};
use sea_orm::DbErr;

use super::{
    Schema,
    outcome::{MOST_ERRORS, TOO_COMPLEX, finished, was_executed, with_code},
};
#[cfg(feature = "otel")]
use crate::telemetry;
use crate::{
    advice,
    asked::Asked,
    edition::State,
    error::code,
    loading::{Turns, for_request},
    order,
    question::Question,
    reader::Snapshot,
    rendering::{self, AsText},
    scalars::DateTime,
};

/// How the lists of an answer are given.
#[derive(Copy, Clone, Debug)]
enum Output {
    /// As text, where they can be.
    Text,
    /// As values.
    Values,
}

impl Schema {
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
        let work = |schema: Self, question, snapshot| async move {
            let (asked, response) = schema.run(question, &snapshot, Output::Values).await;
            schema.finish(response, &asked).await
        };
        self.work_out(question, snapshot, work).await
    }

    async fn run_to_end(&self, question: Question, snapshot: &Arc<Snapshot>, output: Output) -> Response {
        let (asked, response) = self.run(question, snapshot, output).await;
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

    /// What the library answers, and what was asked.
    async fn run(
        &self,
        question: Question,
        snapshot: &Arc<Snapshot>,
        output: Output,
    ) -> (Arc<Asked>, Response) {
        let begun = Instant::now();
        let (asked, request) = question.into_parts();
        let asked = Arc::new(asked);
        if let Err(errors) = self.fits(&asked).await {
            return (asked, Response::from_errors(errors));
        }
        let mut response = match output {
            Output::Text if !rendering::asks_twice(&asked) => {
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
        (asked, response)
    }

    async fn executed(&self, request: Request, snapshot: &Arc<Snapshot>) -> Response {
        let turns = Turns::begin();
        let loaders = for_request(snapshot.clone(), self.small.clone(), self.lengths.clone(), &turns);
        turns.drive(self.executor.execute(request.data(loaders))).await
    }
}
