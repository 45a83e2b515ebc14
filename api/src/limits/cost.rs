use std::sync::{Arc, OnceLock};

use async_graphql::{
    EmptyMutation, EmptySubscription, Request, Schema, ServerError, ValidationResult, Value,
    extensions::{Extension, ExtensionContext, ExtensionFactory, NextValidation},
};

use super::{COMPLEXITY, within_size};
use crate::query::Query;

/// Says whether a query fits the schema, and what one that was refused for its complexity would have cost: the library says only
/// that it was too complex.
///
/// It is a schema of its own, which reckons and executes nothing: an extension would cost every field of every answer
/// something, and so would it to hold a document against the schema each time that it is executed.
#[derive(Clone, Default)]
pub struct Assessor {
    schema: Arc<OnceLock<Schema<Query, EmptyMutation, EmptySubscription>>>,
}

impl Assessor {
    /// What the library's refusal should have said.
    pub async fn refusal(&self, request: Request) -> Option<ServerError> {
        let cost = self.cost(request).await.ok()?;
        within_size("values that it may give", cost, COMPLEXITY).err().map(|mut error| {
            error.message.push_str(" Ask for smaller pages or fewer nested lists.");
            error
        })
    }

    /// What a request would cost, as the library reckons it.
    ///
    /// # Errors
    /// When it does not fit the schema.
    pub async fn cost(&self, request: Request) -> Result<usize, Vec<ServerError>> {
        let schema = self.schema.get_or_init(|| {
            Schema::build(Query::default(), EmptyMutation, EmptySubscription).extension(Reckoning).finish()
        });
        let errors = schema.execute(request).await.errors;
        let found = errors.first().and_then(|error| error.extensions.as_ref()?.get(COST));
        match found {
            Some(Value::Number(cost)) => {
                Ok(cost.as_u64().and_then(|cost| usize::try_from(cost).ok()).unwrap_or(0))
            }
            _ => Err(errors),
        }
    }
}

const COST: &str = "cost";

/// Ends every request with what it would have cost.
struct Reckoning;

impl ExtensionFactory for Reckoning {
    fn create(&self) -> Arc<dyn Extension> {
        Arc::new(Self)
    }
}

#[async_graphql::async_trait::async_trait]
impl Extension for Reckoning {
    async fn validation(
        &self,
        context: &ExtensionContext<'_>,
        next: NextValidation<'_>,
    ) -> Result<ValidationResult, Vec<ServerError>> {
        let complexity = next.run(context).await?.complexity;
        let mut error = ServerError::new("too complex", None);
        error.extensions.get_or_insert_default().set(COST, complexity);
        Err(vec![error])
    }
}
