//! The schema, and the way of a question through it: `answering` has it executed and puts the answer in order, and `outcome` tells
//! what became of it and gives errors their codes.

mod answering;
mod outcome;

use std::{sync::Arc, time::Duration};

use async_graphql::{
    EmptyMutation, EmptySubscription, Request, SDLExportOptions, ServerError, ValidationMode,
};
use sea_orm::DbErr;

pub(crate) use outcome::{finished, with_code};
pub use outcome::{is_final, was_executed};

use crate::{
    advice,
    asked::Asked,
    edition::State,
    figures::Facts,
    judging::Judged,
    kept::Kept,
    limits,
    loading::{Lengths, SmallTables},
    query::Query,
    question::{Documents, Question},
    reader::{Reader, Snapshot},
    reconciliation, search,
};

/// The schema over a database. There is nothing to change: it has queries only.
#[derive(Clone)]
pub struct Schema {
    executor: async_graphql::Schema<Query, EmptyMutation, EmptySubscription>,
    assessor: limits::Assessor,
    reader: Reader,
    documents: Documents,
    small: Arc<SmallTables>,
    lengths: Arc<Lengths>,
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
        lengths: Arc::default(),
        slow: Duration::MAX,
    }
}

/// It looks at what only executing a request shows, and at what depends on variables: that a document fits is found out once.
fn executor() -> async_graphql::Schema<Query, EmptyMutation, EmptySubscription> {
    async_graphql::Schema::build(Query::default(), EmptyMutation, EmptySubscription)
        .validation_mode(ValidationMode::Fast)
        .data(search::Indexes::default())
        .data(Kept::<Judged>::default())
        .data(Kept::<Facts>::default())
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
}
