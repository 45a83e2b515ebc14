use std::time::Duration;

use async_graphql::Response as Answer;
use poem::{
    Endpoint, Request, Response,
    http::{StatusCode, header},
};
use tokio::time::{Instant, timeout_at};

use super::{
    answer::{self, MediaType, Refusal},
    request,
};
use crate::schema::Schema;

/// How long a request may take, from its first byte to its answer.
const LIMIT: Duration = Duration::from_secs(10);

/// Answers GraphQL requests.
pub(super) struct GraphQl {
    schema: Schema,
}

impl GraphQl {
    /// Over a schema.
    pub(super) fn new(schema: Schema) -> Self {
        Self { schema }
    }

    async fn execute(&self, mut request: Request) -> Result<Answer, Refusal> {
        let deadline = Instant::now() + LIMIT;
        request::check_content_type(request.content_type())?;
        let read = timeout_at(deadline, request::read(request.take_body()));
        let query = read
            .await
            .map_err(|_| Refusal::new(StatusCode::REQUEST_TIMEOUT, "The body did not arrive in time."))??;
        timeout_at(deadline, self.schema.execute(query)).await.map_err(|_| {
            let message = "The answer takes too long. Ask for smaller pages or fewer nested lists.";
            Refusal::new(StatusCode::GATEWAY_TIMEOUT, message)
        })
    }
}

impl Endpoint for GraphQl {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let accept = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
        let media = MediaType::accepted(accept);
        Ok(match self.execute(request).await {
            Ok(answer) => answer::write(&answer, media),
            Err(refusal) => answer::refuse(refusal),
        })
    }
}
